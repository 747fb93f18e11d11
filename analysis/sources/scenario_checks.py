"""The tables around the scenarios against each other: the score sheet, the levers, the weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from analysis.errors import Problem, nearest
from analysis.frames import rows_of
from analysis.paths import raw_dir, shown
from analysis.sources.ledger_checks import LEVERS
from analysis.sources.scenarios import BASE, YES, Scenario

SCORES, WEIGHTS = "scenario_scores", "criterium_gewichten"
SCALES, EFFECTS = "criteriumschalen", "hefbomen"
ENDS = ("laag", "midden", "hoog")


def scenario_problems(
    tables: Mapping[str, pd.DataFrame], scenarios: Mapping[str, Scenario]
) -> list[Problem]:
    """Return everything that keeps the score sheet and the levers from being used.

    A scenario that has no file, names no row of the note or has no judgement; a score with only
    some of its three values or out of order; weights of which some are missing or that are all
    zero; filled cells without a basis; a lever whose assumption is unknown.
    """
    return [
        *_score_problems(tables[SCORES], scenarios),
        *_unscored(tables, scenarios.values()),
        *_weight_problems(tables[WEIGHTS]),
        *_lever_problems(tables),
        *_note_problems(tables["scenarios"], scenarios.values()),
    ]


def _score_problems(scores: pd.DataFrame, scenarios: Mapping[str, Scenario]) -> Iterator[Problem]:
    doubled = scores.duplicated(["scenario", "criterium"])
    for row, again in zip(rows_of(scores), doubled, strict=True):
        values = [row[end] for end in ENDS]
        if row["scenario"] not in scenarios:
            known = nearest(row["scenario"], scenarios)
            told = f"scenario '{row['scenario']}' heeft geen bestand.{known}"
            yield _problem(SCORES, row, "scenario", told)
        if again:
            yield _problem(SCORES, row, "criterium", "dit scenario heeft hier al een score voor")
        filled = [not pd.isna(value) for value in values]
        if any(filled) and not all(filled):
            yield _problem(SCORES, row, "laag", "vul laag, midden en hoog alle drie in, of geen")
        elif all(filled) and not values[0] <= values[1] <= values[2]:
            told = "laag, midden en hoog horen in die volgorde te staan"
            yield _problem(SCORES, row, "laag", told)
        if any(filled) and not row["basis"]:
            yield _problem(SCORES, row, "basis", "een ingevulde score heeft een basis nodig")


def _unscored(
    tables: Mapping[str, pd.DataFrame], scenarios: Iterable[Scenario]
) -> Iterator[Problem]:
    """Scenarios without a score on a criterion that the workbook does not compute."""
    scales = tables[SCALES]
    judged = list(scales["criterium"][scales["berekend"] != YES])
    filled = tables[SCORES].dropna(subset=["midden"])
    known = set(zip(filled["scenario"], filled["criterium"], strict=True))
    for scenario in scenarios:
        for criterion in judged:
            if scenario.status != BASE and (scenario.id, criterion) not in known:
                told = f"scenario '{scenario.id}' heeft geen score op {criterion}"
                yield Problem(shown(raw_dir() / f"{SCORES}.csv"), 0, "midden", told)


def _weight_problems(weights: pd.DataFrame) -> Iterator[Problem]:
    for who, rows in weights.groupby("wie", sort=False):
        filled = rows["gewicht"].notna()
        last = rows_of(rows)[-1]
        if filled.any() and not filled.all():
            told = f"gewichten van '{who}': vul alle criteria in, of geen"
            yield _problem(WEIGHTS, last, "gewicht", told)
        elif filled.all() and not rows["gewicht"].sum() > 0:
            yield _problem(WEIGHTS, last, "gewicht", f"gewichten van '{who}' zijn samen nul")
        for row in rows_of(rows[filled]):
            if not row["basis"]:
                yield _problem(WEIGHTS, row, "basis", "een ingevuld gewicht heeft een basis nodig")


def _lever_problems(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    known = {*tables["aannames"]["id"], *tables[LEVERS]["id"]}
    for row in rows_of(tables[EFFECTS]):
        for name in row["invoer"].split(";"):
            if name not in known:
                told = f"'{name}' is geen aanname en geen knop van het kostprijsmodel"
                yield _problem(EFFECTS, row, "invoer", told)


def _note_problems(register: pd.DataFrame, scenarios: Iterable[Scenario]) -> Iterator[Problem]:
    known = set(register["id"])
    for scenario in scenarios:
        for name in scenario.nota:
            if name not in known:
                file = shown(raw_dir() / "scenarios" / f"{scenario.id}.toml")
                told = f"'{name}' staat niet in scenarios.csv.{nearest(name, known)}"
                yield Problem(file, 0, "", told)


def _problem(name: str, row: dict[str, object], column: str, told: str) -> Problem:
    return Problem(shown(raw_dir() / f"{name}.csv"), int(str(row["_regel"])), column, told)
