"""Scenario files: the levers that they pull, the rows that then hold, and what is refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from analysis.sources.scenarios import (
    REJECTED,
    TO_EXPLORE,
    Levers,
    Scenario,
    read_scenarios,
)
from analysis.sources.validate import read_raw
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

HEAD = 'id = "bv"\nnaam = "BV"\nomschrijving = "Proef"\n'
TABLE = pd.DataFrame(
    [
        ("a", "minder_werksoorten", "ja"),
        ("b", "vorm", "bv"),
        ("c", "vorm", "dienst"),
        ("d", "andere_gemeente", "eigen_beheer"),
    ],
    columns=["id", "hefboom", "stand"],
)


@pytest.mark.parametrize(
    ("levers", "pulled"),
    [
        ({}, {}),
        ({"vorm": "huidig", "gr_opheffen": False}, {}),  # as the base has it is not pulled
        ({"vorm": "bv"}, {"vorm": "bv"}),
        (
            {"gr_opheffen": True, "andere_gemeente": "extra_diensten"},
            {"gr_opheffen": "ja", "andere_gemeente": "extra_diensten"},
        ),
    ],
)
def test_levers_that_are_pulled(levers: dict[str, Any], pulled: dict[str, str]) -> None:
    assert Levers(**levers).pulled == pulled


@pytest.mark.parametrize(
    ("levers", "rows"),
    [
        ({}, []),
        ({"minder_werksoorten": True}, ["a"]),
        ({"vorm": "dienst"}, ["c"]),
        ({"vorm": "bv", "andere_gemeente": "eigen_beheer"}, ["b", "d"]),
        ({"andere_gemeente": "extra_diensten", "bedrijfsleven": True}, []),
    ],
)
def test_rows_that_hold_for_the_levers(levers: dict[str, Any], rows: list[str]) -> None:
    assert list(Levers(**levers).chosen(TABLE)["id"]) == rows


def test_no_rows_hold_of_an_empty_table() -> None:
    chosen = Levers(vorm="bv").chosen(TABLE.iloc[:0])
    assert chosen.empty
    assert list(chosen.columns) == list(TABLE.columns)


def test_the_place_of_a_row_is_kept() -> None:
    # Also when the index is not that of a fresh table.
    chosen = Levers(vorm="dienst").chosen(TABLE.iloc[1:])
    assert (list(chosen["id"]), list(chosen.index)) == (["c"], [2])


def test_a_lever_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Levers().vorm = "bv"  # type: ignore[misc]


def test_the_scenarios_of_the_project() -> None:
    scenarios = read_scenarios(read_raw()["aannames"])
    assert len(scenarios) == 15  # the base, 4 to rank with 2 variants each, and 2 rejected
    assert not scenarios["basis"].hefbomen.pulled
    assert not scenarios["s0"].hefbomen.pulled
    assert scenarios["s1"].hefbomen.pulled == {"optimaliseren": "ja"}
    rejected = {name for name, item in scenarios.items() if item.status == REJECTED}
    assert rejected == {"s0", "s1"}
    explored = [item for item in scenarios.values() if item.status == TO_EXPLORE]
    assert len(explored) == 12
    for item in explored:
        # The advice ends GR, AVA and BV in their present form, whatever comes instead.
        assert {"minder_werksoorten", "bedrijfsleven", "gr_opheffen", "bv_opheffen"} <= set(
            item.hefbomen.pulled
        )
        assert item.hefbomen.vorm == item.id.partition("-")[0]
        assert item.hefbomen.overhead_regio == ("regio" in item.id)
        assert not item.aannames


def test_every_row_of_a_lever_holds_for_some_scenario() -> None:
    tables = read_raw()
    scenarios: list[Scenario] = list(read_scenarios(tables["aannames"]).values())
    for name in ("hefbomen", "ser_effecten", "orgaanwijzigingen", "bestuursstappen"):
        held = {row for item in scenarios for row in item.hefbomen.chosen(tables[name])["id"]}
        assert held == set(tables[name]["id"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD.replace('"bv"', '"b"'), "id 'b' hoort de naam van het bestand te zijn"),
        (f"{HEAD}[hefbomen]\nvrom = 'bv'\n", "'hefbomen.vrom' is onbekend; toegestaan: minder"),
        (f"{HEAD}[hefbomen]\nvrom = 'bv'\n", "Bedoelde u 'vorm'?"),
        (f"{HEAD}[hefboom]\nvorm = 'bv'\n", "Bedoelde u 'hefbomen'?"),
        (f"{HEAD}[hefbomen]\nvorm = 'stichting'\n", "toegestaan: 'huidig', 'bv' of 'dienst'"),
        (f"{HEAD}[hefbomen]\ngr_opheffen = 'misschien'\n", "'hefbomen.gr_opheffen' mag niet zo"),
        (f"{HEAD}[hefbomen]\ngr_opheffen = 1\n", "'hefbomen.gr_opheffen' mag niet zo"),
        (f"{HEAD}[hefbomen]\ngr_opheffen = 'yes'\n", "'hefbomen.gr_opheffen' mag niet zo"),
        (f"{HEAD}[aannames]\nA31 = 'veel'\n", "'aannames.A31' mag niet zo"),
        (f"{HEAD}status = 'gekozen'\n", "'status' mag niet zo"),
        (f"{HEAD}nota = 'SA'\n", "'nota' mag niet zo"),
        ('id = "bv"\nnaam = "BV"\n', "'omschrijving' ontbreekt"),
        ("id = \n", "geen geldig scenario: Invalid value"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_allowed(raw: Raw, text: str, told: str) -> None:
    raw.write("scenarios/bv.toml", text)
    said = raw.refused()
    assert "data/raw/scenarios/bv.toml: " in said
    assert told in said


def test_a_scenario_of_an_unknown_row_of_the_note(raw: Raw) -> None:
    raw.write("scenarios/bv.toml", f'{HEAD}nota = ["SA", "SX"]\n')
    assert "data/raw/scenarios/bv.toml: 'SX' staat niet in scenarios.csv." in raw.refused()
