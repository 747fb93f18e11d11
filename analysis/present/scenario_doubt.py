"""What could go wrong in every scenario, what makes two differ, and what to ask for first."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import interval, percentage, sentence_case
from analysis.frames import rows_of
from analysis.present.kostprijs import LEGEND
from analysis.present.table import Column, Table
from analysis.present.wsw_money import MILLION
from analysis.provenance import Provenance
from analysis.questions.scenario_difference import ENDS
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_stress import (
    PRICES,
    RUNOFF,
    SUBSIDY,
    TOGETHER,
    WAGES,
    WORST,
    stress_table,
)

CAUSES = {
    RUNOFF: "de Wsw bouwt anders af dan verwacht",
    SUBSIDY: "de rijksbijdrage per Wsw-medewerker valt tegen",
    WAGES: "de lonen in de Wsw stijgen sneller",
    PRICES: "andere prijzen lopen uit de pas",
    TOGETHER: "alles zit tegelijk tegen",
}
"""A driver as a reader knows it."""


def stress_rows(result: ScenarioReport) -> pd.DataFrame:
    """The rows of `stress_table`, with the worst tenth of everything last."""
    return stress_table(result.stress, result.choice.names)


def setbacks_table(result: ScenarioReport) -> Table:
    """What the ranked scenarios come to when one cause is at its worst."""
    rows = [
        {
            "oorzaak": sentence_case(CAUSES[row["oorzaak"]]),
            "laagste": row["laagste"] / MILLION,
            "hoogste": row["hoogste"] / MILLION,
            "eerste": f"{result.short(row['eerste'])} ({percentage(100 * row['kans'], 0)})",
            "deel": 100 * row["deel"],
        }
        for row in rows_of(stress_rows(result))
    ]
    means = [money.total.value / MILLION for money in result.ranked_money]
    usual = {"oorzaak": "Zoals verwacht", "laagste": min(means), "hoogste": max(means)}
    best = int(result.choice.ranks.rank_acceptability[:, 0].argmax())
    share = percentage(100 * result.choice.ranks.rank_acceptability[best, 0], 0)
    usual["eerste"] = f"{result.short(result.choice.names[best])} ({share})"
    return Table(
        "q6-tegenslag",
        "Als het tegenzit: saldo over de jaren samen (miljoen euro) en wie dan eerste is",
        pd.DataFrame([usual, *rows]),
        (
            Column("oorzaak", "Wat er gebeurt"),
            Column("laagste", "Laagste scenario", "eur_mln", 1),
            Column("hoogste", "Hoogste scenario", "eur_mln", 1),
            Column("eerste", "Vaakst eerste"),
            Column("deel", "Deel van de marge", "pct", 0, missing="–"),
        ),
        result.choice.scores.provenance,
        note=f"Steeds de ongunstigste {percentage(100 * WORST, 0)} van de trekkingen van die "
        f"oorzaak. Het deel van de marge is een ondergrens. {LEGEND}",
    )


def worth_table(result: ScenarioReport) -> Table:
    """What each missing figure is worth before choosing, and for the size of the shortfall."""
    gaps = result.book.table("ontbrekend").set_index("id")
    rows = [
        {
            "gegeven": gaps["gegeven"][row["gegeven"]],
            "systeem": gaps["systeem"][row["gegeven"]],
            "punten": row["punten"],
            "eur": row["eur"] / 1000,
            "deel": 100 * row["deel"],
            "id": row["gegeven"],
        }
        for row in rows_of(result.worth.table)
    ]
    return Table(
        "q6-eerst-vragen",
        "Wat een ontbrekend gegeven waard is vóór de keuze",
        pd.DataFrame(rows),
        (
            Column("id", "Nummer"),
            Column("gegeven", "Gegeven"),
            Column("systeem", "Waar het staat"),
            Column("punten", "Waard voor de keuze (punten)", "punten", 2),
            Column("eur", "Als alleen geld telt", "eur_x1000"),
            Column("deel", "Deel van de marge in het saldo", "pct", 0),
        ),
        result.choice.scores.provenance | Provenance.of("bron", ["ontbrekend.csv"]),
        note="Waard: hoeveel beter de gekozen uitkomst gemiddeld wordt als dit gegeven eerst "
        "bekend is. Wat elk scenario even hard raakt, is voor de keuze weinig waard en kan voor "
        "het tekort toch alles bepalen; daarom staan beide erbij. Bedragen positief en x € 1.000. "
        "Onder de vijf honderdste punt is het niet van toeval te onderscheiden.",
    )


def difference_table(result: ScenarioReport) -> Table:
    """Which lever's effect makes the best and the worst in money differ."""
    best, worst = result.extremes
    names = result.book.table("aannames").set_index("id")["naam"]
    table = result.difference.dropna(subset=["totaal"])
    rows = [
        {
            "invoer": names.get(row["invoer"], row["invoer"]),
            "laag": row["bij_laag"] / 1000,
            "hoog": row["bij_hoog"] / 1000,
            "deel": 100 * max(row["eerste"], 0.0),
            "totaal": 100 * max(row["totaal"], 0.0),
        }
        for row in rows_of(table)
    ]
    ends = interval(100 * ENDS[0], 100 * ENDS[1], "pct", 0)
    return Table(
        "q6-verschil",
        f"Waar het verschil tussen {best.scenario.label} en {worst.scenario.label} vandaan komt, "
        "bedragen x € 1.000",
        pd.DataFrame(rows, columns=["invoer", "laag", "hoog", "deel", "totaal"]),
        (
            Column("invoer", "Aanname"),
            Column("laag", "Verschil bij een lage waarde", "eur_x1000"),
            Column("hoog", "Bij een hoge waarde", "eur_x1000"),
            Column("deel", "Deel van de marge, alleen", "pct", 0),
            Column("totaal", "Met samenspel", "pct", 0),
        ),
        result.reference.years.provenance,
        note=f"Saldo over de jaren samen van het eerste min dat van het tweede; laag en hoog zijn "
        f"{ends} van de marge van die ene aanname, de rest in het midden (tornado). De delen zijn "
        f"Sobol-indices. {LEGEND}",
    )
