"""The score sheet, the weights and the levers against the scenarios: each fault has its place."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.errors import Problem
from analysis.sources.scenario_checks import EFFECTS, SCALES, SCORES, WEIGHTS, scenario_problems
from analysis.sources.scenarios import Scenario
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

SCENARIOS = {
    name: Scenario(id=name, naam=name, omschrijving="Proef", nota=["SA"]) for name in ("bv", "s0")
}
Row = tuple[Any, ...]
SCORE = ("scenario", "criterium", "laag", "midden", "hoog", "basis")
WEIGHT = ("wie", "criterium", "gewicht", "basis")
FULL: Row = ("bv", "C1", 40.0, 50.0, 60.0, "aanname")
EMPTY: Row = ("bv", "C2", None, None, None, "")


def _table(rows: list[Row], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns).assign(_regel=range(2, 2 + len(rows)))


def _problems(
    scores: list[Row] | None = None,
    weights: list[Row] | None = None,
    effects: list[Row] | None = None,
    scenarios: dict[str, Scenario] | None = None,
) -> list[Problem]:
    """The faults of tables that are right but for what is given."""
    tables = {
        SCORES: _table(scores or [FULL, EMPTY], SCORE),
        WEIGHTS: _table(weights or [("Raad", "C1", None, "")], WEIGHT),
        SCALES: pd.DataFrame({"criterium": ["C1", "C2"], "berekend": ["nee", "ja"]}),
        EFFECTS: _table(effects or [("A31;KK001",)], ("invoer",)),
        "aannames": pd.DataFrame({"id": ["A31"]}),
        "kostprijs_knoppen": pd.DataFrame({"id": ["KK001"]}),
        "scenarios": pd.DataFrame({"id": ["SA", "SB"]}),
    }
    return scenario_problems(tables, scenarios or SCENARIOS)


def test_a_right_fill_has_no_faults() -> None:
    weights: list[Row] = [("Raad", "C1", 0.0, "aanname"), ("Raad", "C2", 100.0, "aanname")]
    edges: list[Row] = [FULL, ("s0", "C1", 0.0, 0.0, 0.0, "bron"), EMPTY]
    assert not _problems(scores=edges, weights=weights)


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        (("bc", *FULL[1:]), "scenario", "'bc' heeft geen bestand. Bedoelde u 'bv'?"),
        (FULL, "criterium", "heeft hier al een score voor"),
        (("bv", "C2", 40.0, None, 60.0, "aanname"), "laag", "alle drie in, of geen"),
        (("bv", "C2", None, None, 60.0, "aanname"), "laag", "alle drie in, of geen"),
        (("bv", "C2", 60.0, 50.0, 40.0, "aanname"), "laag", "in die volgorde"),
        (("bv", "C2", 40.0, 70.0, 60.0, "aanname"), "laag", "in die volgorde"),
        (("bv", "C2", 40.0, 50.0, 60.0, ""), "basis", "heeft een basis nodig"),
    ],
)
def test_a_fault_in_a_score(row: Row, column: str, told: str) -> None:
    (fault,) = _problems(scores=[FULL, row])
    assert (fault.file, fault.line) == ("data/raw/scenario_scores.csv", 3)
    assert fault.column == column
    assert told in fault.text


def test_a_scenario_that_pulls_levers_has_a_judgement_on_what_is_not_computed() -> None:
    """C1 is judged, C2 computed; a scenario of assumptions only needs no score at all."""
    ranked = {"bv": SCENARIOS["bv"].model_copy(update={"status": "te_verkennen"})}
    assert not _problems(scores=[FULL, EMPTY], scenarios=ranked)
    (fault,) = _problems(scores=[EMPTY], scenarios=ranked)
    assert (fault.line, fault.column) == (0, "midden")
    assert fault.text == "scenario 'bv' heeft geen score op C1"


def test_half_a_score_without_a_basis_has_both_faults() -> None:
    faults = _problems(scores=[("bv", "C2", 40.0, None, None, "")])
    assert [fault.column for fault in faults] == ["laag", "basis"]


@pytest.mark.parametrize(
    ("rows", "line", "column", "told"),
    [
        (
            [("Raad", "C1", 50.0, "aanname"), ("Raad", "C2", None, "")],
            3,
            "gewicht",
            "gewichten van 'Raad': vul alle criteria in, of geen",
        ),
        (
            [("Raad", "C1", 0.0, "aanname"), ("Raad", "C2", 0.0, "aanname")],
            3,
            "gewicht",
            "gewichten van 'Raad' zijn samen nul",
        ),
        (
            [("Raad", "C1", 50.0, ""), ("Raad", "C2", 50.0, "aanname")],
            2,
            "basis",
            "een ingevuld gewicht heeft een basis nodig",
        ),
    ],
)
def test_a_fault_in_the_weights(rows: list[Row], line: int, column: str, told: str) -> None:
    (fault,) = _problems(weights=rows)
    assert (fault.file, fault.line, fault.column) == (
        "data/raw/criterium_gewichten.csv",
        line,
        column,
    )
    assert told in fault.text


def test_one_party_may_leave_its_weights_open() -> None:
    rows: list[Row] = [
        ("Raad", "C1", 60.0, "aanname"),
        ("College", "C1", None, ""),
        ("Raad", "C2", 40.0, "aanname"),
        ("College", "C2", None, ""),
    ]
    assert not _problems(weights=rows)


def test_a_lever_rests_on_an_assumption_or_a_lever_of_the_ledger() -> None:
    (fault,) = _problems(effects=[("A31",), ("KK001;A99",)])
    assert (fault.file, fault.line, fault.column) == ("data/raw/hefbomen.csv", 3, "invoer")
    assert "'A99' is geen aanname en geen knop van het kostprijsmodel" in fault.text


def test_a_scenario_names_rows_of_the_note() -> None:
    wrong = SCENARIOS["bv"].model_copy(update={"nota": ["SA", "SC"]})
    (fault,) = _problems(scenarios={"bv": wrong})
    assert (fault.file, fault.line) == ("data/raw/scenarios/bv.toml", 0)
    assert "'SC' staat niet in scenarios.csv. Bedoelde u 'S" in fault.text


def test_all_faults_are_told_at_once() -> None:
    faults = _problems(
        scores=[("elders", "C1", 1.0, None, None, "")],
        weights=[("Raad", "C1", 0.0, "")],
        effects=[("A99",)],
    )
    assert [(fault.file.split("/")[-1], fault.column) for fault in faults] == [
        ("scenario_scores.csv", "scenario"),
        ("scenario_scores.csv", "laag"),
        ("scenario_scores.csv", "basis"),
        ("criterium_gewichten.csv", "gewicht"),
        ("criterium_gewichten.csv", "basis"),
        ("hefbomen.csv", "invoer"),
    ]


@pytest.mark.parametrize(
    ("name", "part", "new", "told"),
    [
        ("scenario_scores.csv", "SS02,s0,C2,30,45,60,", "SS02,s0,C2,30,,60,", "kolom 'laag'"),
        ("scenario_scores.csv", "SS02,s0,C2,30,45,60,", "SS02,s0,C2,60,45,30,", "volgorde"),
        ("scenario_scores.csv", "SS02,s0,C2,", "SS02,s9,C2,", "'s9' heeft geen bestand."),
        ("scenario_scores.csv", "SS02,s0,C2,", "SS02,s0,C1,", "al een score voor"),
        ("scenario_scores.csv", "SS02,s0,C2,30,45,60,aanname", "SS02,s0,C2,30,45,60,", "'basis'"),
        ("scenario_scores.csv", "SS02,s0,C2,30,45,60,", "SS02,s0,C2,30,45,101,", "kolom 'hoog'"),
        ("hefbomen.csv", "KK002;A31", "KK002;A99", "kolom 'invoer': 'A99' is geen aanname"),
    ],
)
def test_the_command_names_file_row_and_column(
    raw: Raw, name: str, part: str, new: str, told: str
) -> None:
    line = raw.row_with(name, part)
    raw.edit(name, part, new)
    said = raw.refused()
    assert told in said
    assert f"data/raw/{name}, regel {line}, kolom" in said


def test_the_command_names_the_party_with_half_its_weights(raw: Raw) -> None:
    raw.edit(
        "criterium_gewichten.csv",
        "SG05,College Deventer,C1,,,",
        "SG05,College Deventer,C1,50,aanname,",
    )
    last = raw.row_with("criterium_gewichten.csv", "SG08,")
    said = raw.refused()
    assert f"data/raw/criterium_gewichten.csv, regel {last}, kolom 'gewicht'" in said
    assert "gewichten van 'College Deventer': vul alle criteria in, of geen" in said
