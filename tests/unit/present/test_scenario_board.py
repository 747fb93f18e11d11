"""Bodies and steps as a reader meets them: what is silent is not said to stay."""

from __future__ import annotations

from functools import cache

import pytest

from analysis.present.scenario_board import (
    NO_FIGURE,
    NOT_FOUND,
    OWN_QUESTION,
    OWN_READING,
    board_claim,
    bodies_table,
    changes_table,
    steps_table,
)
from analysis.present.table import MAX_ROWS, Table
from analysis.questions.scenario_board import Board, board
from tests.unit.present.pages import book_of
from tests.unit.present.scenario_cases import SETS, scenarios_of

pytestmark = pytest.mark.unit

STATES = {"✕ vervalt", "◆ verandert", "? onbekend", "– geen wijziging genoemd"}


@cache
def _board(name: str) -> Board:
    return board(book_of("samen", "basis"), scenarios_of(SETS[name]))


def _rows(table: Table) -> list[list[str]]:
    rows: list[list[str]] = table.payload()["rijen"]
    return rows


@pytest.mark.parametrize("name", SETS)
def test_the_tables_are_short_and_say_it_in_shape_and_word(name: str) -> None:
    bodies, steps = bodies_table(_board(name)), steps_table(_board(name))
    for table in (bodies, steps):
        assert len(table.rows) <= MAX_ROWS
        assert not table.collapsed
    assert {cell for row in _rows(bodies) for cell in row[2:]} <= STATES
    assert "betekent niet dat het orgaan blijft" in bodies.note
    assert changes_table(_board(name)).collapsed


def test_each_ranked_scenario_has_its_own_column() -> None:
    table = bodies_table(_board("ranked")).payload()
    assert table["koppen"][2:] == [scenario.label for scenario in _board("ranked").scenarios]
    rows = {row[0]: row[2:] for row in table["rijen"]}
    assert rows["Raad van commissarissen (RvC)"] == ["✕ vervalt"] * 4
    assert rows["BV KonnecteD"] == ["◆ verandert"] * 2 + ["✕ vervalt"] * 2
    assert rows["Gemeenteraad Olst-Wijhe"] == ["– geen wijziging genoemd"] * 4
    # Councils first, then those who give orders.
    assert [row[1] for row in table["rijen"]][:4] == ["besluit"] * 2 + ["opdrachtgever"] * 2


def test_bodies_that_are_left_out_are_named() -> None:
    # 16 bodies with a role on the board, and the companies of the region; 11 of the 17 are shown.
    table = bodies_table(_board("ranked"))
    assert len(table.rows) == 11
    assert "Van 6 andere organen" in table.note
    assert "Wethouders (portefeuillehouders)" in table.note


def test_scenarios_that_do_the_same_share_a_column() -> None:
    table = bodies_table(_board("all"))
    assert table.payload()["koppen"][2:] == [f"groep {letter}" for letter in "ABCDE"]
    for scenario in _board("all").scenarios:
        assert scenario.label in table.note
    alone = bodies_table(_board("one")).payload()
    assert alone["koppen"][2:] == ["Alle scenario's"]


def test_a_change_says_what_it_does_to_the_powers_and_where_that_stands() -> None:
    places = {row[-1]: row[-2] for row in _rows(changes_table(_board("all")))}
    assert len(places) == 14
    assert places["OW01"] == "Opdracht / Samenvatting (nota-2024-933)"
    assert places["OW09"] == NOT_FOUND  # unknown, and no document says anything
    assert places["OW14"] == OWN_READING  # a variant that the nota doesn't name


def test_own_questions_are_marked_and_steps_say_what_they_wait_for() -> None:
    rows = {row[0]: row for row in _rows(steps_table(_board("all")))}
    assert len(rows) == 16
    assert rows["Garanties en lopende leningen"][-1] == OWN_QUESTION
    assert rows["Toezicht na de RvC"][-2:] == [
        NO_FIGURE,
        "Opdracht / Samenvatting; Kader (nota-2024-933)",
    ]
    assert rows["Overeenkomst met Olst-Wijhe"][-2] == "G10"
    own = [name for name, row in rows.items() if row[-1] == OWN_QUESTION]
    assert len(own) == 9  # basis aanname in bestuursstappen.csv
    assert steps_table(_board("all")).provenance.label == "aanname"


def test_who_asks_a_step_is_named() -> None:
    rows = {row[0]: row[3] for row in _rows(steps_table(_board("ranked")))}
    assert len(rows) == 14
    assert rows["Besluit tot opheffen van de GR"] == "alle"
    assert rows["Statuten en zeggenschap"] == ("BV; BV met regio")
    groups = {row[0]: row[3] for row in _rows(steps_table(_board("all")))}
    assert groups["Statuten en zeggenschap"] == "groep A; groep B"
    # Only some members of each group: by name.
    assert groups["Uittreden van Olst-Wijhe"].count("eigen beheer") == 4


def test_the_sentence_of_the_base_case() -> None:
    assert board_claim(_board("ranked")).text() == (
        "Van de 3 organen tussen raad en uitvoering (samenwerking, eigendom en toezicht) vervallen "
        "er in de 4 scenario's 3; of er iets voor terugkomt, staat niet in de stukken. Dit "
        "werkboek noemt per scenario 10 tot 11 stappen van het bestuur; samen wachten de stappen "
        "op 5 ontbrekende gegevens."
    )


@pytest.mark.parametrize("name", SETS)
def test_the_sentence_holds_for_other_choices(name: str) -> None:
    count = 12 if name == "all" else len(SETS[name])  # the rejected ones are not counted
    assert f"in de {count} scenario's" in board_claim(_board(name)).text()
