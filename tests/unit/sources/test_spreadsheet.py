"""Tables that go to Excel and come back: the same text, the same types, the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.paths import ROOT, processed_dir, shown
from analysis.sources.build import csv_of, read_processed
from analysis.sources.package import Field, Resource, Schema, read_package
from analysis.sources.spreadsheet import read_sheets, write_sheets

pytestmark = pytest.mark.unit

FIELDS = [
    {"name": "post", "type": "string", "description": "Naam van de post"},
    {"name": "soort", "type": "string", "constraints": {"enum": ["loon", "huur, pand"]}},
    {"name": "bedrag_eur", "type": "number", "unit": "eur", "decimals": 2, "sum": True},
    {"name": "jaar", "type": "integer", "constraints": {"minimum": 2000}},
    {"name": "datum", "type": "date"},
]


def resource(fields: list[dict[str, Any]] = FIELDS, name: str = "kosten") -> Resource:
    described = tuple(Field.model_validate({"title": f["name"], **f}) for f in fields)
    schema = Schema(fields=described, primaryKey=(fields[0]["name"],))
    return Resource(name=name, path="x.csv", title="x", hash="", schema=schema)


def costs() -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "post": ["=1+1", "Null", "007"],
            "soort": ["loon", "huur, pand", ""],
            "bedrag_eur": [0.1, 0.2, None],
            "datum": ["2024-11-19", "1850-01-31", ""],
        }
    )
    table["jaar"] = pd.array([2024, None, 2025], dtype="Int64")
    return table


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "mijn.xlsx"
    write_sheets(path, {"kosten": costs()}, {"kosten": resource()})
    return path


def test_a_table_comes_back_as_it_was(written: Path) -> None:
    filled = read_sheets(written, {"kosten": resource()})
    table = filled.tables["kosten"]
    assert filled.notices == ()
    assert list(table.columns) == [*(f["name"] for f in FIELDS), "_regel"]
    assert list(table["_regel"]) == [2, 3, 4]
    assert (table["bedrag_eur"].dtype, table["jaar"].dtype) == ("float64", "Int64")
    before, after = (csv_of(t, resource().schema_) for t in (costs(), table[costs().columns]))
    assert before == after


@pytest.mark.parametrize("name", ["dvo_begroting", "feiten", "mijlpalen", "aannames", "correcties"])
def test_a_real_table_gives_the_same_csv(tmp_path: Path, name: str) -> None:
    resources = {name: read_package().resource(name)}
    one, two = tmp_path / "een.xlsx", tmp_path / "twee.xlsx"
    write_sheets(one, read_processed([name]), resources)
    tables = read_sheets(one, resources).tables
    write_sheets(two, tables, resources)
    assert one.read_bytes() == two.read_bytes()
    again = csv_of(tables[name].drop(columns="_regel"), resources[name].schema_)
    assert again == (processed_dir() / f"{name}.csv").read_bytes()


def test_the_total_is_a_sum_with_its_outcome(written: Path) -> None:
    # Three rows and a spare one above the total; 0.1 + 0.2 = 0.3.
    (formula, value) = (
        openpyxl.load_workbook(written, data_only=d)["kosten"] for d in (False, True)
    )
    assert (formula["A6"].value, formula["C6"].value) == ("Totaal", "=SUM(C2:C5)")
    assert value["C6"].value == 0.3


def test_no_sum_no_total(tmp_path: Path) -> None:
    path, plain = tmp_path / "x.xlsx", resource([{**f, "sum": False} for f in FIELDS])
    write_sheets(path, {"kosten": costs()}, {"kosten": plain})
    assert openpyxl.load_workbook(path)["kosten"].max_row == 4


def test_an_empty_table_has_rows_to_fill_in(tmp_path: Path) -> None:
    path, empty = tmp_path / "x.xlsx", resource().model_copy(update={"may_be_empty": True})
    write_sheets(path, {"kosten": costs().head(0)}, {"kosten": empty})
    sheet = openpyxl.load_workbook(path)["kosten"]
    assert sheet["C22"].value == "=SUM(C2:C21)"
    assert read_sheets(path, {"kosten": empty}).tables["kosten"].empty


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)", "{=1}"])
def test_text_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xlsx"
    plain = resource([{"name": "post", "type": "string"}])
    write_sheets(path, {"kosten": pd.DataFrame({"post": [text]})}, {"kosten": plain})
    cell = openpyxl.load_workbook(path)["kosten"]["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    with zipfile.ZipFile(path) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_workbook_explains_itself(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["kosten", "uitleg"]
    intro, rows = [], list(book["uitleg"].iter_rows(values_only=True))
    while rows[0][0] != "blad":
        intro.append(rows.pop(0))
    assert "werkboek inlezen MAP" in intro[1][2]
    assert intro[2][:2] == ("kosten", "waarvoor")
    assert len(intro) == 3
    told = ("kosten", "post", "Naam van de post", None, "tekst", "nee", None)
    assert rows[1] == told
    assert [row[6] for row in rows if row[1] == "soort"] == ["loon", "huur, pand"]
    assert [row[6] for row in rows if row[1] == "jaar"] == ["2000 en hoger"]
    (choice,) = book["kosten"].data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("B2:B5", "uitleg!$G$6:$G$7")
    assert book["kosten"].freeze_panes == "A2"


PROGRAM = """
import sys, hashlib
from pathlib import Path
from tests.unit.sources.test_spreadsheet import costs, resource
from analysis.sources.spreadsheet import write_sheets
write_sheets(Path(sys.argv[1]), {"kosten": costs()}, {"kosten": resource()})
"""


def test_bytes_depend_on_nothing_but_the_tables(tmp_path: Path, written: Path) -> None:
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        path = tmp_path / f"{seed}.xlsx"
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run([sys.executable, "-c", PROGRAM, str(path)], env=env, cwd=ROOT, check=True)
        assert path.read_bytes() == written.read_bytes()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("een\rtwee", "een stuurteken of los regeleinde (CR) in een waarde mag niet"),
        ("\x00", "een stuurteken of los regeleinde (CR) in een waarde mag niet"),
        ("x" * 32_768, "tekst is langer dan 32767 tekens"),
        ("\U0001f600" * 16_384, "tekst is langer dan 32767 tekens"),
        ("Totaal", "'Totaal' is een totaalregel; totalen worden berekend"),
    ],
)
def test_what_would_not_come_back_is_not_written(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "x.xlsx"
    table = costs().assign(post=["a", text, "b"])
    with pytest.raises(InputError) as refused:
        write_sheets(path, {"kosten": table}, {"kosten": resource()})
    assert str(refused.value) == f"{shown(path)}, blad 'kosten', regel 3, kolom 'post': {told}"
    assert not path.exists()


def test_a_sum_needs_numbers_and_a_label() -> None:
    with pytest.raises(ValueError, match="only numbers"):
        resource([{"name": "post", "type": "string", "sum": True}])
    with pytest.raises(ValueError, match="has a text column"):
        resource([{"name": "bedrag", "type": "number", "sum": True}])
