"""What a scenario means for people, and what the smaller municipality could do otherwise."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import interval
from analysis.present.kostprijs import LEGEND
from analysis.present.scenario_money import amount_band, label
from analysis.present.table import Column, Table
from analysis.present.wsw_money import side
from analysis.provenance import Provenance
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.wsw_money import PERIOD_END
from analysis.sources.scenarios import REJECTED, TO_EXPLORE

STATES = {
    REJECTED: "niet realistisch en niet uitgewerkt; hier niet gerangschikt",
    TO_EXPLORE: "bouwstenen nader te verkennen",
}


def scenarios_table(result: ScenarioReport) -> Table:
    """What each scenario is, and what the documents say of it."""
    known = result.book.table("scenarios").set_index("id")
    rows = [
        {
            "kort": item.label,
            "scenario": item.naam,
            "wat": item.omschrijving,
            "stand": STATES[item.status],
            "nota": ", ".join(f"{name} ({known['naam'][name].lower()})" for name in item.nota),
        }
        for item in result.set.all
    ]
    return Table(
        "q6-scenarios",
        "De scenario’s die zijn vergeleken",
        pd.DataFrame(rows),
        (
            Column("kort", "Kort"),
            Column("scenario", "Scenario"),
            Column("wat", "Wat het inhoudt"),
            Column("stand", "Volgens de nota"),
            Column("nota", "Werkt uit"),
        ),
        Provenance.of("bron", ["scenarios.csv"]),
        note="De combinaties zijn van de makers: de nota noemt de bouwstenen, en geeft ze geen "
        "nummers.",
    )


def people_table(result: ScenarioReport) -> Table:
    """Who works where at the end of the criterion's years."""
    rows = []
    for item in result.set.all:
        found = result.money[item.id].people()
        rows.append(
            {"scenario": label(result, item.id)}
            | {name: part.value for name, part in found.items()}
            | {"marge": interval(found["overgestapt"].low, found["overgestapt"].high, "aantal")}
        )
    return Table(
        "q6-mensen",
        f"Waar mensen in {PERIOD_END} werken (Wsw, beschut werk en werkleerroutes)",
        pd.DataFrame(rows),
        (
            Column("scenario", "Scenario"),
            Column("samen", "Samen (personen)", "pers"),
            Column("binnen", "Binnen", "pers"),
            Column("bij_werkgever", "Bij een werkgever", "pers"),
            Column("overgestapt", "Waarvan overgestapt", "pers"),
            Column("marge", "Marge"),
            Column("werkgevers", "Werkgevers erbij", "aantal"),
            Column("deel_bij_werkgever", "Deel bij een werkgever", "pct", 0),
        ),
        result.reference.years.provenance,
        note="Het aantal mensen is in elk scenario gelijk: het college van Deventer noemt werk en "
        "inkomen gegarandeerd en respecteert de cao. Wie op locatie werkt of een werkleerroute "
        "volgt, telt niet als binnen en niet als bij een werkgever.",
    )


def variants_table(result: ScenarioReport) -> Table:
    """The other choices of the smaller municipality, beside what the ranked ones assume."""
    rows = []
    for item in result.set.variants:
        money = result.money[item.id]
        row = {"scenario": item.label, "samen": money.total.value / 1000, "kant": "", "marge": ""}
        for base in result.set.ranked:
            other = {"andere_gemeente": base.hefbomen.andere_gemeente}
            if item.hefbomen.model_copy(update=other) == base.hefbomen:
                apart = money.totals - result.money[base.id].totals
                difference = money.years.spread(apart, "eur")
                row["verschil"] = difference.value / 1000
                row |= {"kant": side(difference.value), "marge": amount_band(difference)}
                break
        rows.append(row)
    return Table(
        "q6-varianten",
        "Varianten voor Olst-Wijhe, saldo over de jaren samen, bedragen x € 1.000",
        pd.DataFrame(rows, columns=["scenario", "samen", "verschil", "kant", "marge"]),
        (
            Column("scenario", "Variant"),
            Column("samen", "Saldo", "eur_x1000"),
            Column("verschil", "Naast hetzelfde scenario hierboven", "eur_x1000", missing="–"),
            Column("kant", "N/V"),
            Column("marge", "Marge"),
        ),
        result.reference.years.provenance,
        note="Voor beide gemeenten samen. Dat Olst-Wijhe alles zelf doet, noemt de nota niet: het "
        "is een uiterste van de makers, als maat voor wat samen doen waard is. De mensen gaan dan "
        f"mee met hun eigen opbrengst en kosten; alleen de ondersteuning verandert. {LEGEND}",
    )
