"""The result agreements in pictures: by part and by kind, and what is missing to measure them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import number
from analysis.frames import rows_of
from analysis.model.agreements import CEILING, KINDS, UNMEASURABLE
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.contract import no_contract
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.questions.organisation import (
    AGREEMENTS,
    OrganisationPhoto,
    agreement_provenance,
    counted,
)

KIND_HEADINGS = {
    "streefwaarde": "Streefwaarde",
    "plafond": "Plafond",
    "kwalitatief": "Kwalitatief",
    "niet meetbaar": "Niet meetbaar",
}
OPERATOR_WORDS = {
    "ge": "minstens ",
    "le": "hoogstens ",
    "eq": "",
    "alle": "alle ",
    "kwalitatief": "",
}
SYSTEM_WORDS = {"enquete": "onderzoek", "documentregister": "stukken", "overig": "gemeente"}
"""How a system of the register reads; the others are names."""


def agreements_figure(photo: OrganisationPhoto) -> Figure | Claim:
    """Number of agreements per part, stacked by kind."""
    if photo.contract is None:
        return no_contract(photo, "het overzicht van resultaatafspraken")
    counts = photo.agreement_counts
    total, missing = int(counts.to_numpy().sum()), int(counts[UNMEASURABLE].sum())
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": KIND_HEADINGS[kind],
            "y": [theme.wrapped(group) for group in counts.index],
            "x": [int(value) for value in counts[kind]],
            "marker": {"color": colour, "pattern": {"shape": pattern}},
            "hovertemplate": "%{y}: %{x}<extra>" + KIND_HEADINGS[kind] + "</extra>",
        }
        for kind, colour, pattern in zip(
            KINDS,
            (theme.BLUE, theme.ORANGE, theme.GREY, theme.RED),
            theme.PATTERNS,
            strict=False,
        )
    ]
    table = counts.reset_index().rename(columns={"groep": "group"})
    return Figure(
        "q1-afspraken-soort",
        f"Van {number(total)} resultaatafspraken zijn er {number(missing)} niet meetbaar",
        "Aantal afspraken per onderdeel en soort, DVO Deventer, 2023",
        f"De grootste groep afspraken gaat over {counts.sum(axis=1).idxmax()} en de meeste zijn "
        f"van de soort {counts.sum().idxmax()}; {number(missing)} missen een streefwaarde of een "
        "noemer en zijn daarom niet te meten.",
        table,
        (
            Column("group", "Onderdeel"),
            *(Column(kind, KIND_HEADINGS[kind], "aantal") for kind in KINDS),
        ),
        traces,
        theme.layout(
            520,
            barmode="stack",
            xaxis=theme.zero_axis("aantal afspraken", dtick=2),
            yaxis=theme.category_axis(),
        ),
        agreement_provenance(photo.agreements).derived(),
        note="Een plafond is een grens op het werk: eronder blijven is geen prestatie.",
    )


def unmeasurable_table(photo: OrganisationPhoto) -> Table | Claim:
    """The agreements that can't be measured, and what is missing."""
    if photo.contract is None:
        return no_contract(photo, "de lijst van wat niet meetbaar is")
    rows = photo.agreements.query("kind == @UNMEASURABLE")
    return Table(
        "q1-afspraken-niet-meetbaar",
        "Afspraken die niet te meten zijn, en wat ontbreekt",
        rows,
        (
            Column("id", "Nr"),
            Column("groep", "Onderdeel"),
            Column("afspraak", "Afspraak"),
            Column("ontbreekt", "Wat ontbreekt"),
            Column("systeem", "Te vragen uit"),
            Column("feiten", "Herkomst", ids=True),
        ),
        agreement_provenance(rows),
    )


def agreements_table(photo: OrganisationPhoto) -> Table | Claim:
    """All agreements with norm and kind, folded away."""
    if photo.contract is None:
        return no_contract(photo, "de lijst van resultaatafspraken")
    rows = photo.agreements.assign(
        norm_tekst=[_norm(row) for row in rows_of(photo.agreements)],
        soort_tekst=photo.agreements["kind"].map(KIND_HEADINGS),
        systeem=photo.agreements["systeem"].replace(SYSTEM_WORDS),
    )
    return Table(
        "q1-afspraken-alle",
        f"Alle {number(len(rows))} resultaatafspraken met norm en soort",
        rows,
        (
            Column("id", "Nr"),
            Column("groep", "Onderdeel"),
            Column("afspraak", "Afspraak"),
            Column("norm_tekst", "Norm"),
            Column("soort_tekst", "Soort"),
            Column("systeem", "Systeem"),
            Column("feiten", "Herkomst", ids=True),
        ),
        agreement_provenance(rows),
        collapsed=True,
    )


def agreements_claim(photo: OrganisationPhoto) -> Claim:
    """How many agreements there are and how many can't be judged."""
    if photo.contract is None:
        return no_contract(photo, "een overzicht van resultaatafspraken")
    kinds = photo.agreement_counts.sum()
    return Claim(
        "Uitgesplitst bevat de DVO {total} resultaatafspraken: {ceiling} zijn een plafond en "
        "{missing} zijn niet te meten met wat er staat, omdat de streefwaarde of de noemer "
        "ontbreekt; over aantallen of geld in de Wsw staat er niets.",
        Provenance.of("bron", ["D13", "D14", "D15", "D16"]),
        total=Number(counted(kinds.sum(), AGREEMENTS), (41, 41)),
        ceiling=Number(counted(kinds[CEILING], AGREEMENTS), (4, 4)),
        missing=Number(counted(kinds[UNMEASURABLE], AGREEMENTS), (8, 8)),
    )


def _norm(row: dict[str, Any]) -> str:
    if pd.isna(row["norm"]):
        return "geen getal" if row["soort"] == "kwalitatief" else "ontbreekt"
    unit = {"pct": "%", "pers": " personen", "aantal": "", "cijfer": " (rapportcijfer)"}.get(
        str(row["norm_eenheid"]), f" {row['norm_eenheid']}"
    )
    value, word = float(row["norm"]), OPERATOR_WORDS[row["operator"]]
    decimals = len(f"{value:g}".partition(".")[2])
    return f"{word}{number(value, decimals)}{unit}"
