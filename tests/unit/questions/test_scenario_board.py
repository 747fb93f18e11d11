"""Governance by hand on a few bodies, and what the tables say of the base case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.questions.scenario_board import Board, Change, board
from analysis.sources.scenarios import Levers, Scenario, read_scenarios
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

MakeBoard = Callable[..., Board]
RANKED = ("bv", "bv-regio", "dienst", "dienst-regio")
BODIES = [
    ("ORG1", "Raad", "besluit"),
    ("ORG2", "Regeling", "samenwerking"),
    ("ORG3", "Toezicht", "toezicht"),
    ("ORG4", "Bedrijf", "uitvoering"),
    ("ORG5", "Buur", "partner"),
    ("ORG6", "Adviseur", "advies"),
]
COMPANY = Scenario(id="proef", naam="Proef", omschrijving="Proef", hefbomen=Levers(vorm="bv"))
BY_SOURCE, BY_US = "nota-2024-933", ""


@pytest.fixture
def make(book: Workbook) -> MakeBoard:
    """A board of six bodies; a change is orgaan, wordt, bron and the lever's position."""

    def make_board(
        changes: Sequence[tuple[str, ...]] = (),
        steps: Sequence[tuple[str, ...]] = (),
        scenarios: Sequence[Scenario] = (COMPANY,),
    ) -> Board:
        changed = pd.DataFrame(list(changes), columns=["orgaan", "wordt", "bron", "stand"])
        stepped = pd.DataFrame(list(steps), columns=["id", "gegeven", "basis", "stand"])
        tables = {
            "organen": pd.DataFrame(BODIES, columns=["id", "orgaan", "rol"]),
            "orgaanwijzigingen": changed.assign(
                id=[f"OW{number}" for number in range(len(changed))], hefboom="vorm"
            ),
            "bestuursstappen": stepped.assign(hefboom="vorm"),
        }
        return board(replace(book, tables={**book.tables, **tables}), scenarios)

    return make_board


@pytest.fixture(scope="module")
def real(book: Workbook) -> Board:
    known = read_scenarios(book.table("aannames"))
    return board(book, [item for name, item in known.items() if name != "basis"])


def _state(result: Board, body: str) -> Change:
    states: Any = result.of("proef").set_index("orgaan")["wordt"]
    return Change(states[body])


def test_a_body_without_a_row_is_not_said_to_stay(make: MakeBoard) -> None:
    result = make()
    assert {Change(word) for word in result.of("proef")["wordt"]} == {Change.GEEN}
    assert "blijft" not in str(Change.GEEN)


def test_a_partner_is_on_the_board_only_when_it_changes(make: MakeBoard) -> None:
    assert list(make().of("proef")["orgaan"]) == ["ORG1", "ORG2", "ORG3", "ORG4"]
    changed = make([("ORG5", "verandert", BY_SOURCE, "bv")])
    assert list(changed.of("proef")["orgaan"]) == ["ORG1", "ORG2", "ORG3", "ORG4", "ORG5"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("vervalt",), Change.VERVALT),
        (("verandert", "vervalt"), Change.VERVALT),
        (("onbekend", "verandert"), Change.VERANDERT),
        (("onbekend",), Change.ONBEKEND),
    ],
)
def test_what_goes_furthest_counts(make: MakeBoard, words: tuple[str, ...], told: Change) -> None:
    assert _state(make([("ORG2", word, BY_SOURCE, "bv") for word in words]), "ORG2") is told


def test_a_lever_in_another_position_does_nothing(make: MakeBoard) -> None:
    result = make([("ORG2", "vervalt", BY_SOURCE, "dienst")])
    assert _state(result, "ORG2") is Change.GEEN
    assert result.changes.empty


def test_only_bodies_between_council_and_execution_are_counted(make: MakeBoard) -> None:
    # The regeling and the toezicht; the first lapses, and so does a company that carries out.
    result = make([("ORG2", "vervalt", BY_SOURCE, "bv"), ("ORG4", "vervalt", BY_SOURCE, "bv")])
    assert (result.between.value, result.lapsing("proef").value) == (2, 1)
    # A body that changes or of which nothing is known does not lapse.
    other = make([("ORG2", "verandert", BY_SOURCE, "bv"), ("ORG3", "onbekend", BY_SOURCE, "bv")])
    assert other.lapsing("proef").value == 0


def test_a_change_without_a_source_is_a_judgement(make: MakeBoard) -> None:
    assert make().provenance.label == "bron"
    assert make([("ORG2", "vervalt", BY_SOURCE, "bv")]).provenance.label == "bron"
    assert make([("ORG2", "vervalt", BY_US, "bv")]).lapsing("proef").provenance.label == "aanname"


def test_steps_count_for_who_asks_them_and_name_what_they_wait_for(make: MakeBoard) -> None:
    steps = [
        ("BS1", "G32;G10", "bron", "bv"),
        ("BS2", "G32", "aanname", "bv"),
        ("BS3", "", "bron", "bv"),
        ("BS4", "G34", "bron", "dienst"),
    ]
    result = make(steps=steps)
    assert result.step_count("proef").value == 3
    assert result.waits_for == ("G10", "G32")
    assert result.step_provenance.label == "aanname"
    service = COMPANY.model_copy(update={"id": "dienst", "hefbomen": Levers(vorm="dienst")})
    both = make(steps=steps, scenarios=[COMPANY, service])
    assert (both.step_count("proef").value, both.step_count("dienst").value) == (3, 1)


def test_scenarios_that_do_the_same_are_together(make: MakeBoard) -> None:
    other = COMPANY.model_copy(update={"id": "anders"})
    none = COMPANY.model_copy(update={"id": "geen", "hefbomen": Levers()})
    result = make([("ORG2", "vervalt", BY_SOURCE, "bv")], scenarios=[COMPANY, none, other])
    groups = [[item.id for item in members] for members in result.groups()]
    assert groups == [["proef", "anders"], ["geen"]]


def test_an_unknown_scenario_has_no_board(make: MakeBoard) -> None:
    with pytest.raises(KeyError, match="elders"):
        make().lapsing("elders")


@pytest.mark.parametrize("name", RANKED)
def test_the_three_bodies_in_between_lapse(real: Board, name: str) -> None:
    # GR (ORG06), AVA (ORG07) and RvC (ORG08): onderdeel 4 and 5 of the opdracht.
    states = real.of(name).set_index("orgaan")["wordt"]
    assert real.between.value == 3
    assert real.lapsing(name).value == 3
    assert {states[body] for body in ("ORG06", "ORG07", "ORG08")} == {Change.VERVALT}
    # The BV changes (OW04), and in a dienst it lapses (OW07).
    company = name.startswith("bv")
    assert states["ORG09"] == (Change.VERANDERT if company else Change.VERVALT)
    # Who owns the BV, and so what changes for the college, is not in the documents (OW05).
    assert states["ORG01"] == (Change.ONBEKEND if company else Change.VERANDERT)
    # Of the councils nothing is named.
    assert {states["ORG03"], states["ORG04"]} == {Change.GEEN}
    assert (states.get("ORG21") == Change.VERANDERT) == name.endswith("regio")


@pytest.mark.parametrize("name", ["s0", "s1"])
def test_a_rejected_scenario_changes_no_body(real: Board, name: str) -> None:
    assert set(real.of(name)["wordt"]) == {Change.GEEN}
    assert real.lapsing(name).value == real.step_count(name).value == 0


@pytest.mark.parametrize(
    ("name", "count"),
    [
        # GR 3, BV 2, form 3, agreement with Olst-Wijhe 1, works council 1; the region adds 1.
        ("bv", 10),
        ("bv-regio", 11),
        ("dienst", 10),
        ("dienst-regio-extra", 11),
        ("bv-eigen", 10),
    ],
)
def test_the_steps_of_a_scenario(real: Board, name: str, count: int) -> None:
    assert real.step_count(name).value == count


def test_all_that_is_waited_for_is_in_the_list_of_what_is_missing(real: Board) -> None:
    missing = set(real.book.table("ontbrekend")["id"])
    assert real.waits_for == ("G10", "G30", "G32", "G33", "G34")
    assert set(real.waits_for) <= missing


def test_a_step_of_our_own_cites_no_document(real: Board) -> None:
    steps = real.steps.drop_duplicates("id")
    assert len(steps) == 16
    assert ((steps["basis"] == "bron") == (steps["bron"] != "")).all()
    assert (steps.loc[steps["bron"] != "", "vindplaats"] != "").all()
