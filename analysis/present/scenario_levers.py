"""The levers of the scenarios: which part of the assignment, what it changes, whom to ask."""

from __future__ import annotations

from typing import Any

from analysis.dutch import interval, shared_decimals
from analysis.frames import rows_of
from analysis.present.scenario_money import LEVER_WORDS
from analysis.present.table import Column, Table
from analysis.provenance import combine, provenance_of
from analysis.questions.scenario_report import ScenarioReport
from analysis.sources.ledger_checks import LEVERS
from analysis.sources.scenario_checks import EFFECTS

NO_PART = "–"
FORMS = {"bv": "BV", "dienst": "dienst", "eigen_beheer": "eigen beheer", "extra_diensten": "extra"}


def levers_table(result: ScenarioReport) -> Table:
    """What each lever changes, with the margin of its effect and where the real figure is."""
    rows = result.book.table(EFFECTS)
    inputs = _inputs(result)
    systems = result.book.table("ontbrekend").set_index("id")["systeem"]
    known = [name for cell in rows["invoer"] for name in cell.split(";")]
    return Table(
        "q6-wat-een-hefboom-doet",
        "Wat elke hefboom verandert, met de marge van de aanname",
        rows.assign(
            naam=[_named(row) for row in rows_of(rows)],
            deel=[cell.removeprefix("O") or NO_PART for cell in rows["onderdeel"]],
            marge=[
                "; ".join(f"{name}: {inputs[name]['tekst']}" for name in cell.split(";"))
                for cell in rows["invoer"]
            ],
            vragen=[f"{systems[gap]} ({gap})" for gap in rows["gegeven"]],
        ),
        (
            Column("deel", "Onderdeel van de opdracht"),
            Column("naam", "Hefboom"),
            Column("werking", "Wat er verandert"),
            Column("marge", "Aanname of knop, met marge (90%)"),
            Column("vragen", "Waar het echte cijfer staat"),
        ),
        combine(inputs[name]["herkomst"] for name in known),
        note="KK is een knop van het kostprijsmodel. Niets hiervan staat in een gelezen stuk; de "
        "toelichting per aanname staat in de lijst hierboven.",
    )


def _named(row: dict[str, Any]) -> str:
    stand = FORMS.get(row["stand"])
    return f"{LEVER_WORDS[row['hefboom']]} ({stand})" if stand else LEVER_WORDS[row["hefboom"]]


def _inputs(result: ScenarioReport) -> dict[str, dict[str, Any]]:
    """Each assumption and each lever of the ledger: its margin in words and what it rests on."""
    own = result.book.table(LEVERS)
    own = own.assign(ids=f"{LEVERS}.csv")
    assumed = result.book.table("aannames")
    assumed = assumed.assign(ids=assumed["id"])
    found = {}
    for table in (assumed, own):
        for row in rows_of(table):
            places = shared_decimals(row["laag"], row["hoog"])
            found[row["id"]] = {
                "tekst": interval(row["laag"], row["hoog"], row["eenheid"], places),
                "herkomst": provenance_of(table[table["id"] == row["id"]]),
            }
    return found
