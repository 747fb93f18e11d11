"""Scores and their scales, and what a filled-in score sheet makes of the scenarios."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dutch import interval, number, percentage
from analysis.frames import rows_of
from analysis.model.runoff import LEVELS
from analysis.present.scenario_money import label
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_scores import CRITERIA
from analysis.sources.scenario_checks import SCALES, WEIGHTS

NOT_FILLED = "niet ingevuld"


def criterion_names(result: ScenarioReport) -> dict[str, str]:
    """The criteria as a reader knows them, by id."""
    table = result.book.table("criteria").set_index("id")["criterium"]
    return {name: str(table[name]) for name in CRITERIA}


def scales_table(result: ScenarioReport) -> Table:
    """What a score of 0 and of 100 means."""
    rows = result.book.table(SCALES)
    names = criterion_names(result)
    return Table(
        "q6-schalen",
        "Wat een score betekent: een vaste schaal van nul tot honderd",
        rows.assign(naam=[names[name] for name in rows["criterium"]]),
        (
            Column("naam", "Criterium"),
            Column("maat", "Wat wordt gemeten"),
            Column("bij_0", "Score 0"),
            Column("bij_100", "Score 100"),
            Column("berekend", "Berekend"),
            Column("basis", "Basis"),
        ),
        Provenance.of("aanname", [f"{SCALES}.csv"]),
        note="De documenten geven geen schalen. Een schaal hangt niet af van de andere scenario’s, "
        "zodat een scenario erbij of eraf de volgorde van de rest niet verandert.",
    )


def scores_table(result: ScenarioReport) -> Table:
    """The scores with their margin, rejected scenarios beside them."""
    names = criterion_names(result)
    low, _, high = np.quantile(result.scores.draws, LEVELS, axis=0)
    means = result.scores.means
    rows = [
        {"scenario": label(result, scenario.id)}
        | {
            criterion: f"{number(means[at, place])} "
            f"({interval(low[at, place], high[at, place], 'aantal')})"
            for place, criterion in enumerate(CRITERIA)
        }
        for at, scenario in enumerate(result.scores.scenarios)
    ]
    return Table(
        "q6-scores",
        "Scores van nul tot honderd, met marge (90%)",
        pd.DataFrame(rows),
        (
            Column("scenario", "Scenario"),
            *(Column(name, f"{text} ({_origin(result, name)})") for name, text in names.items()),
        ),
        result.scores.provenance,
        note="Wat ‘ingevuld’ is, is een oordeel van de makers van dit werkboek tot de colleges "
        "en de raad het scoreblad invullen. De documenten geven geen scores en geen voorkeur voor "
        "BV of dienst, met of zonder regio; daarom zijn de oordelen daar gelijk.",
    )


def sheet_table(result: ScenarioReport) -> Table:
    """The weighted sum with the weights of the sheet, beside the acceptability without weights."""
    columns = ["wie", "scenario", "som", "eerste", "volgorde"]
    rows = []
    for who in dict.fromkeys(result.book.table(WEIGHTS)["wie"]):
        filled = result.sheet.get(str(who))
        if filled is None:
            rows.append(dict.fromkeys(columns, "") | {"wie": who, "scenario": NOT_FILLED})
            continue
        for row in rows_of(filled):
            band = interval(row["laag"], row["hoog"], "aantal")
            rows.append(
                {
                    "wie": who,
                    "scenario": result.short(row["scenario"]),
                    "som": f"{number(row['som'], 1)} ({band})",
                    "eerste": percentage(100 * row["eerste"], 0),
                    "volgorde": percentage(100 * row["volgorde"], 0),
                }
            )
    without = 100 * result.choice.ranks.rank_acceptability[:, 0]
    known = dict(zip((result.short(name) for name in result.choice.names), without, strict=True))
    table = pd.DataFrame(rows, columns=columns)
    return Table(
        "q6-scoreblad",
        "Met de gewichten van het scoreblad",
        table.assign(
            zonder=[
                percentage(known[name], 0) if name in known else "" for name in table["scenario"]
            ]
        ),
        (
            Column("wie", "Wie weegt"),
            Column("scenario", "Scenario"),
            Column("som", "Gewogen som (marge)"),
            Column("eerste", "Kans op de eerste plaats"),
            Column("volgorde", "Als alleen hun volgorde telt"),
            Column("zonder", "Zonder gewichten"),
        ),
        _sheet_provenance(result),
        note="Het scoreblad komt uit ‘werkboek sjablonen’ (scenarioweging.xlsx) en gaat met "
        "‘werkboek inlezen’ terug.",
    )


def _sheet_provenance(result: ScenarioReport) -> Provenance:
    """What the sheet rests on: while nobody has filled it in, on nothing but itself."""
    sheet = Provenance.of("bron", [f"{WEIGHTS}.csv"])
    return result.choice.scores.provenance | sheet if result.sheet else sheet


def _origin(result: ScenarioReport, criterion: str) -> str:
    cells = result.scores.cells
    found = list(dict.fromkeys(cells[cells["criterium"] == criterion]["herkomst"]))
    return " of ".join(found)
