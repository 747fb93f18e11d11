"""One reading tells all that is wrong: no fault hides another, and none fills the list alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.own_files import ROWS, Row, rows_of, write_book, write_csv
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

Write = Callable[[Path, str, list[Row]], Path]


@pytest.fixture(params=[write_book, write_csv], ids=["xlsx", "csv"])
def write(request: pytest.FixtureRequest) -> Write:
    return request.param


def told(raw: Raw, path: Path) -> list[str]:
    """What is said after the place of the file or sheet, a line a fault."""
    outcome = raw.command("inlezen", str(path.parent))
    assert (outcome.code, outcome.out) == (3, ""), outcome
    assert not (raw.root / "data" / "eigen" / "raw").exists()
    return [line.partition(", regel ")[2] for line in outcome.err.splitlines()]


def test_a_wrong_value_hides_no_contradiction_in_another_row(
    raw: Raw, tmp_path: Path, write: Write
) -> None:
    rows = rows_of("trajecten")
    rows[0]["uitstroom"] = "2023-11-14"  # before the intake of January 2024
    rows[1] |= {"gemeente": "raalte", "reden": "werk"}  # a wrong row is not held against itself
    rows[2]["reden"] = "werk"
    assert told(raw, write(tmp_path / "in", "trajecten", rows)) == [
        "2, kolom 'uitstroom': ligt voor de instroom (toegestaan: vanaf de instroom)",
        "3, kolom 'gemeente': waarde is onbekend (toegestaan: deventer, olst-wijhe, overig)",
        "4, kolom 'reden': hoort leeg te zijn zolang er geen uitstroom is",
    ]


def test_a_wrong_date_hides_no_contradiction(raw: Raw, tmp_path: Path, write: Write) -> None:
    rows = rows_of("trajecten")
    rows[1]["peildatum"] = "2024-12-30"
    rows[2]["reden"] = "werk"
    assert [
        line.partition(":")[0] for line in told(raw, write(tmp_path / "in", "trajecten", rows))
    ] == [
        "3, kolom 'peildatum'",
        "4, kolom 'reden'",
    ]


def test_a_wrong_heading_hides_no_fault_of_the_rows(raw: Raw, tmp_path: Path, write: Write) -> None:
    rows: list[Row] = [
        {("mensen" if name == "pers" else name): cell for name, cell in row.items()}
        for row in (ROWS["verzuim"][0] | {"groep": "wsw"}, *ROWS["verzuim"][1:])
    ]
    lines = told(raw, write(tmp_path / "in", "verzuim", rows))
    assert [line.partition(":")[0] for line in lines] == ["1", "2, kolom 'groep'"]
    assert "kolom ontbreekt: pers; onbekende kolom: kolom F" in lines[0]


def test_a_column_too_many_hides_no_contradiction(raw: Raw, tmp_path: Path, write: Write) -> None:
    rows: list[Row] = [row | {"extra": 1} for row in rows_of("enquetes")]
    rows[0] = rows[0] | {"zeven_of_hoger": 61}  # of 60 who took part
    lines = told(raw, write(tmp_path / "in", "enquetes", rows))
    assert [line.partition(":")[0] for line in lines] == ["1", "2, kolom 'zeven_of_hoger'"]


def test_a_wrong_file_hides_no_contradiction_in_another(raw: Raw, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_csv(folder, "verzuim", [ROWS["verzuim"][0] | {"groep": "wsw"}])
    write_csv(folder, "registratie", [ROWS["registratie"][0] | {"bron": "nergens"}])
    path = write_csv(folder, "werkstap_plannen", [ROWS["werkstap_plannen"][0] | {"met_plan": 501}])
    (folder / "afas.xlsx").write_bytes(b"x")
    lines = told(raw, path)
    assert [line.partition(":")[0] for line in lines] == [
        "",  # afas.xlsx, which nothing reads
        "2, kolom 'bron'",
        "2, kolom 'groep'",
        "2, kolom 'met_plan'",
    ]


def test_one_forgotten_column_is_one_line(raw: Raw, tmp_path: Path, write: Write) -> None:
    rows: list[Row] = [
        ROWS["verzuim"][0] | {"id": f"V{n}", "maand": f"20{n:02}-01", "basis": ""}
        for n in range(10, 70)
    ]
    assert told(raw, write(tmp_path / "in", "verzuim", rows)) == [
        "2 tot en met 61, kolom 'basis': waarde ontbreekt "
        "(toegestaan: bron, afgeleid, aanname, voorbeeld)"
    ]
