"""A name, a number of a person or a free text in an own file: told nowhere and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.own_files import Row, rows_of, write_book, write_csv
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

NAME = "Appelboom"
TEST_BSN = "111222333"
"""A number for testing: it passes the eleven-test and belongs to nobody."""

Write = Callable[[Path, str, list[Row]], Path]


@pytest.fixture(params=[write_book, write_csv], ids=["xlsx", "csv"])
def write(request: pytest.FixtureRequest) -> Write:
    return request.param


def told(raw: Raw, path: Path) -> str:
    """What is said of a folder that is refused; nothing of it is kept."""
    outcome = raw.command("inlezen", str(path.parent))
    assert (outcome.code, outcome.out) == (3, ""), outcome
    assert not (raw.root / "data" / "eigen" / "raw").exists()
    return outcome.err


WRONG_PLACES = (
    # table and column: numbers, dates, choices and references to another table
    ("wsw_personen", "pers"),
    ("wsw_personen", "fte"),
    ("wsw_personen", "gemeente"),
    ("verzuim", "maand"),
    ("verzuim", "groep"),
    ("enquetes", "datum"),
    ("enquetes", "bron"),
    ("trajecten", "reden"),
    ("kwartaalrealisaties", "teller"),
    ("kwartaalrealisaties", "afspraak"),
    ("kwartaalrealisaties", "eenheid"),
    ("registratie", "afspraken"),
)


@pytest.mark.parametrize(("table", "column"), WRONG_PLACES)
def test_a_name_in_the_wrong_column_stands_in_no_message(
    raw: Raw, tmp_path: Path, write: Write, table: str, column: str
) -> None:
    rows = rows_of(table)
    rows[0][column] = f"Jan {NAME}"
    message = told(raw, write(tmp_path / "in", table, rows))
    assert f"regel 2, kolom '{column}': " in message
    assert NAME not in message


def test_a_name_as_a_key_that_stands_there_twice_is_not_told(
    raw: Raw, tmp_path: Path, write: Write
) -> None:
    rows = rows_of("verzuim")
    rows[0]["id"] = rows[1]["id"] = NAME
    message = told(raw, write(tmp_path / "in", "verzuim", rows))
    assert "regel 3, kolom 'id': sleutel '…' komt vaker voor" in message
    assert NAME not in message


def test_a_number_in_the_wrong_column_is_told(raw: Raw, tmp_path: Path, write: Write) -> None:
    rows = rows_of("wsw_personen")
    rows[0]["pers"] = -3
    message = told(raw, write(tmp_path / "in", "wsw_personen", rows))
    assert "regel 2, kolom 'pers': '-3' mag niet negatief zijn" in message


@pytest.mark.parametrize(
    ("before", "letter"),
    [({}, "I"), ({"BSN": TEST_BSN}, "J")],  # verzuim has eight columns; a dropped one counts
)
def test_an_unknown_heading_above_people_is_named_by_its_column(
    raw: Raw, tmp_path: Path, write: Write, before: Row, letter: str
) -> None:
    rows = [{**before, **row, f"Jan {NAME}": 1} for row in rows_of("verzuim")]
    message = told(raw, write(tmp_path / "in", "verzuim", rows))
    assert f"regel 1: onbekende kolom: kolom {letter}\n" in message
    assert NAME not in message


def test_a_file_with_the_number_of_a_person_is_not_named(raw: Raw, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "in", "verzuim", rows_of("verzuim"))
    (path.parent / f"{TEST_BSN}.xlsx").write_bytes(b"x")
    message = told(raw, path)
    assert f"{path.parent.as_posix()}/(naam niet getoond): onbekend bestand" in message
    assert TEST_BSN not in message


@pytest.mark.parametrize(
    ("state", "code", "said"),
    [("visible", 3, "onbekend blad"), ("hidden", 0, "is verborgen en niet gelezen")],
)
def test_a_sheet_with_the_number_of_a_person_is_not_named(
    raw: Raw, tmp_path: Path, state: str, code: int, said: str
) -> None:
    path = write_book(tmp_path / "in", "enquetes", rows_of("enquetes"))
    book = load_workbook(path)
    book.create_sheet(TEST_BSN).sheet_state = state
    book.save(path)
    outcome = raw.command("inlezen", str(path.parent))
    assert outcome.code == code
    assert f"blad '(naam niet getoond)': {said}" in outcome.out + outcome.err
    assert TEST_BSN not in outcome.out + outcome.err


def test_what_is_for_own_use_is_not_taken_over(raw: Raw, tmp_path: Path, write: Write) -> None:
    rows = rows_of("kwartaalrealisaties")
    rows[1]["toelichting"] = f"gesprek met {NAME}, geboren 3 april 1980"
    outcome = raw.command(
        "inlezen", str(write(tmp_path / "in", "kwartaalrealisaties", rows).parent)
    )
    assert (outcome.code, outcome.err) == (0, "")
    assert "kolom 'toelichting': is voor eigen gebruik; de tekst is niet overgenomen" in outcome.out
    kept = [path for path in raw.root.rglob("*") if path.is_file()]
    assert any(
        "K2,M3,2024-Q2,,,30,pers,stand,,bron," in path.read_text()
        for path in kept
        if path.name == "kwartaalrealisaties.csv"
    )
    assert NAME not in outcome.out
    assert not any(NAME.encode() in path.read_bytes() for path in kept)


def test_an_empty_explanation_needs_no_notice(raw: Raw, tmp_path: Path, write: Write) -> None:
    path = write(tmp_path / "in", "kwartaalrealisaties", rows_of("kwartaalrealisaties"))
    assert "toelichting" not in raw.command("inlezen", str(path.parent)).out
