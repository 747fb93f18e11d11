"""The leeswijzer in pictures: what is known, what was found, what is missing, what feeds what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.dutch import date_text, listing, number, percentage, period
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import EXPLANATION, Basis, Provenance
from analysis.questions.overview import Overview
from analysis.sources.findings import SEVERITY_WORDS, Severity

ALL_NUMBERS = Provenance.of("afgeleid", ["cijfers.csv"])
SHOWN_SEVERITIES = (Severity.BELANGRIJK, Severity.LET_OP, Severity.KLOPT)

QUESTION_STATE = {
    1: "beantwoord, voor zover de openbare stukken reiken (01_organisatiefoto)",
    2: "deels beantwoord: wat de openbare stukken over plan en uitkomst zeggen; de cijfers van het "
    "ondernemingsplan zijn niet gevonden en staan als lege regels klaar "
    "(02_plan_en_werkelijkheid)",
    3: "beantwoord met een rekensom en aannames: de verwachting zelf is niet onderbouwd "
    "(03_horizon_2040)",
    4: "deels beantwoord: afloop en geld met een model en aannames (04_wsw_afbouw); op welke "
    "manieren de opgave kan worden ingevuld, hangt af van de scenariokeuze",
}
"""How far this workbook is with each deelvraag; a test holds it against the notebooks there are."""


def basis_figure(result: Overview) -> Figure:
    """How many numbers rest on what."""
    counts = result.by_basis
    total = int(counts.sum())
    printed = int(counts[Basis.BRON])
    names = list(counts.index)
    return Figure(
        "q0-cijfers-basis",
        f"{percentage(printed / total * 100, 0)} van de {number(total)} cijfers staat zo in een "
        "bron",
        "Aantal cijfers in het register naar basis, alle bronnen, alle jaren",
        f"{number(printed)} cijfers zijn overgenomen, {number(counts[Basis.AFSPRAAK])} zijn "
        f"afspraken of doelen, {number(counts[Basis.AFGELEID])} zijn berekend en "
        f"{number(counts[Basis.AANNAME])} zijn aannames.",
        pd.DataFrame(
            {
                "basis": names,
                "betekenis": [EXPLANATION[Basis(name)] for name in names],
                "aantal": [int(value) for value in counts],
            }
        ),
        (
            Column("basis", "Basis"),
            Column("betekenis", "Betekenis"),
            Column("aantal", "Aantal", "aantal"),
        ),
        [_bars(names, [int(value) for value in counts])],
        theme.layout(
            320,
            xaxis=theme.zero_axis("aantal cijfers", range=_room(counts)),
            yaxis=theme.category_axis(),
        ),
        ALL_NUMBERS,
    )


def severity_figure(result: Overview) -> Figure:
    """How many findings there are by severity."""
    names = [SEVERITY_WORDS[severity] for severity in SHOWN_SEVERITIES]
    values = [int(result.by_severity[severity]) for severity in SHOWN_SEVERITIES]
    return Figure(
        "q0-bevindingen-ernst",
        f"{number(sum(values))} controles en bevindingen, waarvan {number(values[0])} belangrijk",
        "Aantal bevindingen op de bronnen naar ernst, alle bronnen",
        f"{number(values[0])} bevindingen zijn belangrijk, {number(values[1])} vragen aandacht en "
        f"{number(values[2])} controles kloppen.",
        pd.DataFrame({"ernst": names, "aantal": values}),
        (Column("ernst", "Ernst"), Column("aantal", "Aantal", "aantal")),
        [_bars(names, values)],
        theme.layout(
            260, xaxis=theme.zero_axis("aantal", range=_room(values)), yaxis=theme.category_axis()
        ),
        Provenance.of("afgeleid", ["bevindingen.csv"]),
    )


def answers_table(result: Overview) -> Table:
    """The four questions and how far they are answered."""
    rows = result.book.table("deelvragen")
    rows["werkboek"] = rows["nummer"].map(QUESTION_STATE)
    return Table(
        "q0-deelvragen",
        "De vier deelvragen en de stand",
        rows,
        (
            Column("nummer", "Nr", "jaar"),
            Column("vraag", "Vraag"),
            Column("stand", "In het onderzoek"),
            Column("werkboek", "In dit werkboek"),
        ),
        Provenance.of("bron", ["K06", "K07", "deelvragen.csv"]),
    )


def systems_table(result: Overview) -> Table:
    """In which system the missing figures live."""
    gaps = result.gaps
    rows = (
        gaps.groupby("hoofdsysteem")
        .agg(
            aantal=("id", "count"),
            deelvragen=("deelvraag", lambda part: listing([str(n) for n in sorted(set(part))])),
        )
        .sort_values(["aantal", "deelvragen"], ascending=[False, True])
        .reset_index()
    )
    return Table(
        "q0-ontbrekend-systeem",
        "Waar de ontbrekende gegevens staan",
        rows,
        (
            Column("hoofdsysteem", "Systeem of stuk"),
            Column("aantal", "Gegevens", "aantal"),
            Column("deelvragen", "Voor deelvraag"),
        ),
        Provenance.of("bron", ["ontbrekend.csv"]),
    )


def contradictions_table(result: Overview) -> Table:
    """Where sources contradict: both readings, the choice and the reason, folded away."""
    return Table(
        "q0-tegenstrijdig",
        "Tegenstrijdige bronnen: beide lezingen, de keuze en de reden",
        result.book.table("tegenstrijdigheden"),
        (
            Column("onderwerp", "Onderwerp"),
            Column("lezing_a", "De ene lezing"),
            Column("lezing_b", "De andere lezing"),
            Column("keuze", "Keuze"),
            Column("reden", "Reden"),
            Column("feiten", "Herkomst", ids=True),
        ),
        Provenance.of("bron", ["tegenstrijdigheden.csv"]),
        collapsed=True,
    )


def left_out_table(result: Overview) -> Table:
    """What was deliberately left out and why, folded away."""
    return Table(
        "q0-weggelaten",
        "Wat bewust is weggelaten, en waarom",
        result.book.table("weggelaten"),
        (
            Column("id", "Nr"),
            Column("herkomst", "Waar"),
            Column("wat", "Wat"),
            Column("reden", "Waarom"),
        ),
        Provenance.of("bron", ["weggelaten.csv"]),
        collapsed=True,
    )


def milestones_table(result: Overview) -> Table:
    """The deadlines that the choice hangs on."""
    rows = result.book.table("mijlpalen").query("datum_van >= '2024-10-16' and soort != 'periode'")
    rows = rows.assign(wanneer=[_moment(row) for row in rows_of(rows)])
    return Table(
        "q0-mijlpalen",
        "Wat er volgens de nota wanneer gebeurt, vanaf het raadsgesprek over het rapport",
        rows,
        (
            Column("wanneer", "Wanneer"),
            Column("mijlpaal", "Wat"),
            Column("soort", "Soort"),
            Column("feiten", "Herkomst", ids=True),
        ),
        Provenance.of("bron", ["mijlpalen.csv"]),
    )


def _room(values: Iterable[int]) -> list[float]:
    """A range with room for the number beside the longest bar, also on a phone."""
    return [0, max(values) * 1.2]


def _bars(names: list[str], values: list[int]) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": values,
        "text": [number(value) for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": theme.BLUE},
        "hovertemplate": "%{y}: %{x:,.0f}<extra></extra>",
    }


def _moment(row: dict[str, Any]) -> str:
    """When, as precisely as the source says: a day, a month, or from and to."""
    if row["precisie"] == "maand":
        return period(row["datum_van"][:7])
    first, last = date_text(row["datum_van"]), date_text(row["datum_tot"])
    return first if first == last else f"{first} tot en met {last}"
