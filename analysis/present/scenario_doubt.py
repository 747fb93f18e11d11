"""What could go wrong in every scenario, what makes two differ, and what to ask for first."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import number, percentage, sentence_case
from analysis.frames import rows_of
from analysis.present.kostprijs import LEGEND
from analysis.present.scenario_money import label
from analysis.present.scenario_scores import criterion_names
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
    Stress,
)
from analysis.questions.scenario_worth import WEIGHTS

CAUSES = {
    RUNOFF: ("de Wsw loopt sneller af", "de Wsw loopt langzamer af"),
    SUBSIDY: ("de rijksbijdrage per Wsw-medewerker valt lager uit",) * 2,
    WAGES: ("de lonen in de Wsw stijgen minder", "de lonen in de Wsw stijgen meer"),
    PRICES: ("andere prijzen drukken het resultaat",) * 2,
    TOGETHER: ("alles zit tegelijk tegen",) * 2,
}
"""A driver as a reader knows it, when its low and when its high values are the bad ones."""


def cause(item: Stress) -> str:
    """What goes wrong, in words."""
    return CAUSES[item.driver][item.high]


def setbacks_table(result: ScenarioReport) -> Table:
    """What each scenario comes to when one cause is at its worst."""
    names = [item.id for item in result.set.all]
    usual = {name: result.money[name].total.value / MILLION for name in names}
    rows = [{"oorzaak": "Zoals verwacht", "deel": float("nan")} | usual]
    for item in result.stress:
        amounts = {name: item.saldo[name] / MILLION for name in names}
        rows.append({"oorzaak": sentence_case(cause(item)), "deel": 100 * item.part} | amounts)
    return Table(
        "q6-tegenslag",
        "Als het tegenzit: gemiddeld saldo over de jaren samen (miljoen euro)",
        pd.DataFrame(rows),
        (
            Column("oorzaak", "Wat er gebeurt"),
            *(Column(name, label(result, name), "eur_mln", 1) for name in names),
            Column("deel", "Deel van de marge", "pct", 0, missing="–"),
        ),
        result.reference.years.provenance,
        note=f"Steeds de ongunstigste {percentage(100 * WORST, 0)} van de trekkingen van die "
        "oorzaak. Deze oorzaken raken elk scenario bijna even hard en zijn dus geen grond om te "
        "kiezen. Het deel van de marge is dat in het saldo van "
        f"{result.reference.scenario.label.lower()}, als ondergrens. {LEGEND}",
    )


def worth_table(result: ScenarioReport) -> Table:
    """What each missing figure is worth before choosing, and for the size of the shortfall."""
    gaps = result.book.table("ontbrekend").set_index("id")
    rows = [
        {
            "id": row["gegeven"],
            "gegeven": gaps["gegeven"][row["gegeven"]],
            "systeem": gaps["systeem"][row["gegeven"]],
            "eur": _above(row["eur"], row["eur_toeval"], 1 / 1000, 0),
            "punten": _above(row["punten"], row["punten_toeval"], 1, 2),
            "deel": 100 * row["deel"],
        }
        for row in rows_of(result.worth.figures)
    ]
    first = result.short(result.choice.names[0])
    return Table(
        "q6-eerst-vragen",
        "Wat een ontbrekend gegeven waard is vóór de keuze",
        pd.DataFrame(rows),
        (
            Column("id", "Nummer"),
            Column("gegeven", "Gegeven"),
            Column("systeem", "Waar het staat"),
            Column("eur", "Voor de keuze, als alleen geld telt (x € 1.000)"),
            Column("punten", "Voor de keuze, alle criteria even zwaar (punten)"),
            Column("deel", f"Deel van de marge in het saldo ({first})", "pct", 0),
        ),
        result.choice.scores.provenance | Provenance.of("bron", ["ontbrekend.csv"]),
        note="Waard: hoeveel beter de gekozen uitkomst gemiddeld wordt als dit gegeven eerst "
        "bekend is; ‘toeval’ betekent: niet meer dan een gegeven dat niets zegt. Hoe breder de "
        "marge die de makers zelf kozen, hoe meer een gegeven waard lijkt. Wat elk scenario even "
        "hard raakt, is voor de keuze niets waard en kan voor het tekort toch veel bepalen.",
    )


def judgements_table(result: ScenarioReport) -> Table:
    """What the judgements and weights are worth, that only councils and colleges can give."""
    names = criterion_names(result) | {WEIGHTS: "Gewichten van de criteria"}
    rows = [
        {
            "wat": names[row["oordeel"]]
            if row["oordeel"] == WEIGHTS
            else f"Oordeel: {names[row['oordeel']].lower()}",
            "punten": _above(row["punten"], row["punten_toeval"], 1, 2),
        }
        for row in rows_of(result.worth.judgements)
    ]
    return Table(
        "q6-oordelen",
        "Wat raad en colleges zelf moeten zeggen, en hoeveel dat uitmaakt (punten)",
        pd.DataFrame(rows),
        (Column("wat", "Wat"), Column("punten", "Waard voor de keuze (punten)")),
        result.choice.scores.provenance,
        note=f"Alles weten zou {number(result.worth.points, 1)} punten waard zijn. Dat de oordelen "
        "zo zwaar tellen, komt door hun brede marge: de scenario’s verschillen minder dan wat "
        "niemand nog weet.",
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
            "totaal": 100 * max(row["totaal"], row["eerste"], 0.0),
        }
        for row in rows_of(table)
    ]
    low, high = (percentage(100 * end, 0) for end in ENDS)
    return Table(
        "q6-verschil",
        f"Waar het verschil tussen ‘{best.scenario.label}’ en ‘{worst.scenario.label}’ vandaan "
        "komt, bedragen x € 1.000",
        pd.DataFrame(rows, columns=["invoer", "laag", "hoog", "deel", "totaal"]),
        (
            Column("invoer", "Aanname"),
            Column("laag", "Verschil bij een lage waarde", "eur_x1000"),
            Column("hoog", "Bij een hoge waarde", "eur_x1000"),
            Column("deel", "Marge die verdwijnt als alleen dit bekend is", "pct", 0),
            Column("totaal", "Marge die blijft als alleen dit onbekend is", "pct", 0),
        ),
        result.reference.years.provenance,
        note="Saldo over de jaren samen van het eerste min dat van het tweede. Laag en hoog zijn "
        f"de waarden waar {low} en {high} van de kans onder ligt, met de andere aannames op hun "
        "middelste waarde; het gemiddelde verschil kan daarvan afwijken. De laatste kolommen zijn "
        f"Sobol-indices. {LEGEND}",
    )


def _above(value: float, chance: float, scale: float, places: int) -> str:
    """An amount, or that it can't be told from chance."""
    return number(value * scale, places) if value > chance else "toeval"
