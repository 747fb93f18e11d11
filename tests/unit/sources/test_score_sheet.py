"""The score sheet in Excel: out and in again, one party's weights, and what is refused whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from analysis.sources.templates import TEMPLATES
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

BOOK = "scenarioweging.xlsx"
SCORES, WEIGHTS, EFFECTS = TEMPLATES[BOOK]


@pytest.fixture
def filled(raw: Raw, tmp_path: Path) -> Path:
    """A folder with the score sheet only, as the command writes it."""
    folder = tmp_path / "ingevuld"
    assert raw.command("sjablonen", str(folder)).code == 0
    for name in TEMPLATES:
        if name != BOOK:
            (folder / name).unlink()
    return folder


def _fill(folder: Path, sheet: str, cells: Mapping[str, object]) -> None:
    """Fill cells as Excel would save them."""
    book = load_workbook(folder / BOOK, data_only=True)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(folder / BOOK)


def _state(raw: Raw) -> dict[str, bytes]:
    return {
        str(path.relative_to(raw.root)): path.read_bytes()
        for path in sorted((raw.root / "data").rglob("*"))
        if path.is_file()
    }


def _own(raw: Raw, table: str) -> str:
    """An own table as it was put in the place of that of the base case."""
    path = raw.root / "data" / "eigen" / "raw" / f"{table}.csv"
    return path.read_text(encoding="utf-8")


def test_the_sheet_has_the_tables_that_people_fill(filled: Path) -> None:
    book = load_workbook(filled / BOOK, data_only=True)
    assert {SCORES, WEIGHTS, EFFECTS} <= set(book.sheetnames)
    heads = [cell.value for cell in book[SCORES][1]]
    assert heads[:7] == ["id", "scenario", "criterium", "laag", "midden", "hoog", "basis"]
    assert [cell.value for cell in book[WEIGHTS][2]][:3] == ["SG01", "Raad Deventer", "C1"]


def test_out_and_in_again_changes_no_byte(raw: Raw, filled: Path) -> None:
    before = _state(raw)
    outcome = raw.command("inlezen", str(filled))
    assert (outcome.code, outcome.err) == (0, "")
    assert "Er zijn nog geen eigen cijfers ingelezen" in outcome.out
    after = _state(raw)
    assert {name: data for name, data in after.items() if "eigen/" not in name} == before
    assert after[f"data/eigen/processed/{SCORES}.csv"] == before[f"data/processed/{SCORES}.csv"]


def test_one_party_fills_its_weights(raw: Raw, filled: Path) -> None:
    # Rows 2-5 are those of Raad Deventer (SG01-SG04): gewicht in D, basis in E.
    weights = {f"D{row}": value for row, value in zip(range(2, 6), (40, 30, 20, 10), strict=True)}
    _fill(filled, WEIGHTS, weights | {f"E{row}": "aanname" for row in range(2, 6)})
    outcome = raw.command("inlezen", str(filled))
    assert outcome.code == 0, outcome.err
    assert f"/{WEIGHTS}.csv" in outcome.out
    lines = _own(raw, WEIGHTS).splitlines()
    assert lines[1:5] == [
        "SG01,Raad Deventer,C1,40,aanname,",
        "SG02,Raad Deventer,C2,30,aanname,",
        "SG03,Raad Deventer,C3,20,aanname,",
        "SG04,Raad Deventer,C4,10,aanname,",
    ]
    assert lines[5] == "SG05,College Deventer,C1,,,"  # the others stay open
    assert "niets gewijzigd" in raw.command("inlezen", str(filled)).out


def test_a_score_comes_in(raw: Raw, filled: Path) -> None:
    # SS01 is empty: laag, midden and hoog in D, E and F, and basis in G.
    _fill(filled, SCORES, {"D2": 20, "E2": 30.5, "F2": 40, "G2": "aanname"})
    outcome = raw.command("inlezen", str(filled))
    assert outcome.code == 0, outcome.err
    assert "SS01,s0,C1,20,30.5,40,aanname," in _own(raw, SCORES)


@pytest.mark.parametrize(
    ("sheet", "cells", "place", "told"),
    [
        (SCORES, {"F3": 101}, f"{BOOK}, blad '{SCORES}', regel 3, kolom 'hoog'", "100"),
        (SCORES, {"D3": -1}, f"{BOOK}, blad '{SCORES}', regel 3, kolom 'laag'", "0"),
        (SCORES, {"E3": "veel"}, f"{BOOK}, blad '{SCORES}', regel 3, kolom 'midden'", "'veel'"),
        (
            WEIGHTS,
            {"D2": "zwaar"},
            f"{BOOK}, blad '{WEIGHTS}', regel 2, kolom 'gewicht'",
            "'zwaar'",
        ),
        (WEIGHTS, {"D2": 120}, f"{BOOK}, blad '{WEIGHTS}', regel 2, kolom 'gewicht'", "100"),
        (EFFECTS, {"F2": "2"}, f"{BOOK}, blad '{EFFECTS}', regel 2, kolom 'waarde'", "onbekend"),
        # What only the tables together show is told at its row in the sheet too.
        (SCORES, {"E3": None}, f"{BOOK}, blad '{SCORES}', regel 3, kolom 'laag'", "alle drie in"),
        (SCORES, {"B3": "s9"}, f"{BOOK}, blad '{SCORES}', regel 3, kolom 'scenario'", "'s9'"),
        (
            SCORES,
            {"G3": None},
            f"{BOOK}, blad '{SCORES}', regel 3, kolom 'basis'",
            "een basis nodig",
        ),
        (
            WEIGHTS,
            {"D2": 50, "E2": "aanname"},
            f"{BOOK}, blad '{WEIGHTS}', regel 5, kolom 'gewicht'",
            "'Raad Deventer': vul alle criteria in, of geen",
        ),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(
    raw: Raw, filled: Path, sheet: str, cells: dict[str, object], place: str, told: str
) -> None:
    before = _state(raw)
    _fill(filled, sheet, cells)
    outcome = raw.command("inlezen", str(filled))
    assert (outcome.code, outcome.out) == (3, "")
    (line,) = [line for line in outcome.err.splitlines() if place in line]
    assert told in line
    assert _state(raw) == before
