"""The gate as a reader meets it: every cell has a shape and a word, and no more is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from analysis.present.claim import Claim
from analysis.present.scenario_gate import (
    cell_text,
    gate_claim,
    gate_sources_table,
    gate_table,
    gate_verdict_table,
)
from analysis.present.table import Table
from analysis.questions.scenario_gate import Gate, gate
from tests.unit.present.pages import book_of
from tests.unit.present.scenario_cases import RANKED, SETS, scenarios_of

pytestmark = pytest.mark.unit

WORDS = {
    "● afgesproken",
    "● voornemen",
    "◐ deels",
    "◐ voornemen, deels",
    "○ niet",
    "? onbekend",
    "? lezingen verschillen",
}


@cache
def _gate(name: str) -> Gate:
    return gate(book_of("samen", "basis"), scenarios_of(SETS[name]))


def _with_values(result: Gate, values: Sequence[float]) -> Gate:
    """The same gate, with these values as the first cells of every scenario."""
    cells = result.cells.copy()
    place = cells.groupby("scenario", sort=False).cumcount()
    for number, value in enumerate(values):
        cells.loc[place == number, "waarde"] = value
    return replace(result, cells=cells)


def _rows(table: Table) -> list[list[str]]:
    rows: list[list[str]] = table.payload()["rijen"]
    return rows


@pytest.mark.parametrize("name", SETS)
def test_the_table_has_a_row_for_each_function(name: str) -> None:
    table = gate_table(_gate(name))
    rows = _rows(table)
    assert [row[0] for row in rows] == [str(number) for number in range(1, 9)]
    assert {cell for row in rows for cell in row[2:]} <= WORDS
    assert not table.collapsed
    assert table.provenance.label == "afspraak"
    for scenario in _gate(name).scenarios:
        assert scenario.label in table.note


def test_scenarios_that_are_alike_share_their_columns() -> None:
    # The four that are ranked fill the gate the same way: one column for each municipality.
    assert gate_table(_gate("ranked")).payload()["koppen"][2:] == ["Deventer", "Olst-Wijhe"]
    headings = gate_table(_gate("all")).payload()["koppen"][2:]
    assert headings == [
        f"{area}, groep {letter}" for letter in "ABC" for area in ("Deventer", "Olst-Wijhe")
    ]


def test_a_group_of_one_is_called_by_its_name() -> None:
    result = gate(book_of("samen", "basis"), scenarios_of(["bv", "s0"]))
    headings = gate_table(result).payload()["koppen"]
    assert "Deventer, BV" in headings
    assert "Olst-Wijhe, Scenario 0" in headings


@pytest.mark.parametrize(
    ("value", "word", "told"),
    [
        (1.0, "voornemen", "● voornemen"),
        (0.5, "deels", "◐ deels"),
        (0.0, "niet", "○ niet"),
        (float("nan"), "onbekend", "? onbekend"),
    ],
)
def test_a_cell_is_a_shape_and_a_word(value: float, word: str, told: str) -> None:
    assert cell_text({"waarde": value, "stand": word}) == told


@pytest.mark.parametrize("name", SETS)
def test_each_cell_says_where_it_comes_from(name: str) -> None:
    result = _gate(name)
    table = gate_sources_table(result)
    cells = result.cells.drop_duplicates(["functionaliteit", "gebied", "rij"])
    assert table.collapsed
    assert sorted(row[-1] for row in _rows(table)) == sorted(cells["rij"])
    places = {row[-1]: row[-2] for row in _rows(table)}
    assert places["SI06"] == "niet gevonden"
    if name == "ranked":
        assert places["SE01"] == "Opdracht / Aanleiding (nota-2024-933)"
        assert {row[3] for row in _rows(table)} == {"alle"}


def test_the_verdicts_of_the_base_case() -> None:
    rows = _rows(gate_verdict_table(_gate("all")))
    assert len(rows) == 14
    assert {row[2] for row in rows} == {"niet aangetoond"}
    by_name = {row[0]: row for row in rows}
    # 6.5 of 16 cells is 40.6%, and with the 8 that are unknown 90.6%.
    assert by_name["BV"][1:] == [
        "te verkennen",
        "niet aangetoond",
        "41%",
        "91%",
        "Deventer: 6; Olst-Wijhe: 1, 3, 4, 5, 6, 7 en 8",
        "Deventer: 4, 7 en 8",
        "geen",
    ]
    assert by_name["Scenario 0"][1].startswith("verworpen")


def test_a_zero_is_named_in_the_verdict() -> None:
    rows = _rows(gate_verdict_table(_with_values(_gate("one"), [0.0])))
    assert rows[0][2] == "zakt"
    assert rows[0][-1] == "Deventer: 1"


@pytest.mark.parametrize("name", SETS)
def test_the_sentence_holds_for_other_choices(name: str) -> None:
    claim = gate_claim(_gate(name))
    assert isinstance(claim, Claim)
    assert claim.text().startswith("Voor geen van de ")
    assert "aangetoond" in claim.text()


def test_the_sentence_of_the_base_case() -> None:
    assert gate_claim(_gate("ranked")).text() == (
        "Voor geen van de 4 scenario's is aangetoond dat elke gemeente de 8 functionaliteiten van "
        "de SER heeft: op papier staat 41% (een deel telt half), en hoogstens 91% als alles wat "
        "onbekend is er blijkt te zijn; de toets maakt tussen deze scenario's geen verschil."
    )
    # The rejected ones are not counted, and those of Olst-Wijhe make a difference: 34.4 to 40.6%.
    text = gate_claim(_gate("all")).text()
    assert "van de 12 scenario's" in text
    assert "34 tot 41%" in text
    assert "geen verschil" not in text


def test_the_sentence_turns_when_a_scenario_passes_or_fails() -> None:
    passed = gate_claim(_with_values(_gate("ranked"), [1.0] * 16)).text()
    assert "hebben er 4 op papier" in passed
    assert "zakken er 0" in passed
    failed = gate_claim(_with_values(_gate("ranked"), [0.0])).text()
    assert "zakken er 4 en is het bij 0 niet aangetoond" in failed


@pytest.mark.parametrize("name", SETS)
def test_nothing_says_that_a_function_is_there(name: str) -> None:
    result = _gate(name)
    told = [gate_table(result).note, gate_table(result).caption, gate_verdict_table(result).note]
    text = " ".join(told)
    assert "Geen van beide is een waarneming" in text
    assert "niet gevonden, en niet dat het er niet is" in text
    assert "ingevuld" not in text


def test_the_ranked_scenarios_are_those_of_the_documents() -> None:
    assert [item.id for item in _gate("ranked").scenarios] == list(RANKED)
