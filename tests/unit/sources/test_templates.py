"""Excel out and in again: the same bytes; what is wrong is refused whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from analysis.sources.templates import TEMPLATES
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit


ORIGIN = {"data/eigen/processed/herkomst.json"}
"""Names the descriptor, in which the own figures stand."""


@pytest.fixture
def filled(raw: Raw, tmp_path: Path) -> Path:
    """A folder with all workbooks as the command writes them."""
    folder = tmp_path / "ingevuld"
    assert raw.command("sjablonen", str(folder)).code == 0
    return folder


def _state(raw: Raw) -> dict[str, bytes]:
    """Every file of the project folder, own figures included."""
    return {
        str(path.relative_to(raw.root)): path.read_bytes()
        for path in raw.root.rglob("*")
        if path.is_file()
    }


def _base(state: dict[str, bytes]) -> dict[str, bytes]:
    """What git keeps."""
    return {name: data for name, data in state.items() if not name.startswith("data/eigen/")}


def _change(path: Path, sheet: str, cell: str, value: object, total: float | None = None) -> None:
    """Change one cell as Excel would save it: formulas become their stored outcome."""
    book = load_workbook(path, data_only=True)
    book[sheet][cell] = value
    if total is not None:
        page = book[sheet]
        page.cell(page.max_row, page[cell].column).value = total
    book.save(path)


def test_out_and_in_again_changes_no_byte(raw: Raw, filled: Path) -> None:
    before = _state(raw)
    outcome = raw.command("inlezen", str(filled))
    assert (outcome.code, outcome.err) == (0, "")
    assert "daar blijven de verzonnen cijfers gelden" in outcome.out
    assert "Er zijn nog geen eigen cijfers ingelezen" in outcome.out
    after = _state(raw)
    assert _base(after) == before
    own = {name for name in after if name.startswith("data/eigen/processed/")}
    assert own == {f"data/eigen/{name[5:]}" for name in before if "/processed/" in name}
    assert all(after[name] == before[name.replace("eigen/", "")] for name in own - ORIGIN)
    assert "niets gewijzigd" in raw.command("inlezen", str(filled)).out
    assert _state(raw) == after


def test_a_changed_amount_comes_in_with_its_fingerprint(raw: Raw, filled: Path) -> None:
    # KB001 is 2,721,600 of 60,891,586 in all (income 28,864,786 and costs 32,026,800).
    _change(filled / "kostprijs.xlsx", "kostprijs_bedragen", "F2", 2_721_700, total=60_891_686)
    before = _state(raw)
    outcome = raw.command("inlezen", str(filled))
    assert outcome.code == 0, outcome.err
    (told,) = [line for line in outcome.out.splitlines() if line.startswith("gemaakt")]
    assert re.fullmatch(r"gemaakt  data/eigen/ingelezen/[0-9-]{10}/kostprijs_bedragen.csv", told)
    after = _state(raw)
    assert _base(after) == before
    row = b"KB001,2025,Beschut binnen,Wsw,omzet,2721700,"
    assert row in after[told.split()[1]]
    assert row in after["data/eigen/raw/kostprijs_bedragen.csv"]
    # The accounts no longer tie: that is a finding and no reason to refuse.
    findings = after["data/eigen/processed/bevindingen.csv"].decode("utf-8")
    assert "Omzet 2025: jaarrekening € 9.098.550, som van het kostprijsmodel € 9.098.650" in (
        findings.replace("\N{NO-BREAK SPACE}", " ")
    )


@pytest.mark.parametrize(
    ("cell", "value", "total", "told"),
    [
        ("F3", "veel", None, "blad 'kostprijs_bedragen', regel 3, kolom 'bedrag_eur'"),
        ("F2", 2_721_700, None, "kolom 'bedrag_eur'"),  # the sum is now off by 100
        ("E2", "omzt", None, "blad 'kostprijs_bedragen', regel 2, kolom 'soort'"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(
    raw: Raw, filled: Path, cell: str, value: object, total: float | None, told: str
) -> None:
    before = _state(raw)
    _change(filled / "kostprijs.xlsx", "kostprijs_bedragen", cell, value, total)
    outcome = raw.command("inlezen", str(filled))
    assert outcome.code == 3
    assert told in outcome.err
    assert _state(raw) == before


def test_a_merged_cell_is_refused(raw: Raw, filled: Path) -> None:
    book = load_workbook(filled / "kostprijs.xlsx", data_only=True)
    book["kostprijs_pools"].merge_cells("B2:C2")
    book.save(filled / "kostprijs.xlsx")
    outcome = raw.command("inlezen", str(filled))
    assert outcome.code == 3
    assert "blad 'kostprijs_pools'" in outcome.err
    assert "B2:C2" in outcome.err


def test_what_only_the_whole_shows_puts_everything_back(raw: Raw, filled: Path) -> None:
    before = _state(raw)
    # Each cell is allowed; together the shares of this pool are no longer one.
    _change(filled / "kostprijs.xlsx", "kostprijs_verdeling", "D2", 0.5)
    outcome = raw.command("inlezen", str(filled))
    assert outcome.code == 3
    (line,) = outcome.err.splitlines()
    # Told at its row of the sheet, not of the file that would have been built.
    assert re.search(
        r"kostprijs.xlsx, blad 'kostprijs_verdeling', regel \d+, kolom 'aandeel'", line
    )
    assert "zijn samen" in line
    assert _state(raw) == before


def test_filled_workbooks_are_not_overwritten(raw: Raw, filled: Path) -> None:
    before = (filled / "kostprijs.xlsx").read_bytes()
    outcome = raw.command("sjablonen", str(filled))
    assert outcome.code == 3
    assert "bestaat al" in outcome.err
    assert (filled / "kostprijs.xlsx").read_bytes() == before


def test_one_workbook_is_enough(raw: Raw, filled: Path) -> None:
    for name in TEMPLATES:
        if name != "kostprijs.xlsx":
            (filled / name).unlink()
    assert raw.command("inlezen", str(filled)).code == 0


def test_a_folder_without_workbooks_names_what_is_expected(raw: Raw, tmp_path: Path) -> None:
    outcome = raw.command("inlezen", str(tmp_path / "nergens"))
    assert outcome.code == 3
    assert all(name in outcome.err for name in TEMPLATES)
