"""Workbooks that are wrong: each fault is named with file, sheet, row and column."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.paths import shown
from analysis.sources import xlsx
from analysis.sources.package import Resource
from analysis.sources.spreadsheet import Filled, read_sheets, write_sheets
from tests.unit.sources.test_spreadsheet import FIELDS, costs, resource

pytestmark = pytest.mark.fault

CHOICES = "toegestaan: loon, huur, pand"
Edit = Callable[[Any], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound workbook: three rows, an empty one, and the total in row 6."""
    path = tmp_path / "mijn.xlsx"
    write_sheets(path, {"kosten": costs()}, {"kosten": resource()})
    return path


def edited(path: Path, edit: Edit) -> None:
    """Change the workbook as a user would; openpyxl stores no outcome of a formula."""
    book = openpyxl.load_workbook(path)
    book["kosten"]["C6"] = 0.3
    edit(book["kosten"])
    book.save(path)


def repacked(path: Path, change: Callable[[str, bytes], bytes | None], **extra: bytes) -> None:
    """Change the parts inside the archive; None leaves a part out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **extra}.items():
            if data is not None:
                archive.writestr(name, data)


def in_sheet(path: Path, old: str, new: str) -> None:
    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    repacked(path, change)


def read(path: Path, described: Resource | None = None) -> Filled:
    return read_sheets(path, {"kosten": described or resource()})


def refused(path: Path, described: Resource | None = None) -> list[str]:
    """What is said, without the name of the file that every line begins with."""
    with pytest.raises(InputError) as caught:
        read(path, described)
    # Under the project's own folder a message gives the short path.
    lines = str(caught.value).splitlines()
    assert all(line.startswith(shown(path)) for line in lines)
    return [line.removeprefix(shown(path)) for line in lines]


CELLS: list[tuple[str, object, str]] = [
    ("C2", "1.234,56", "kolom 'bedrag_eur': '1.234,56' is een getal dat als tekst is opgeslagen; "),
    ("C2", "€ 12", "kolom 'bedrag_eur': '€ 12' is een getal dat als tekst is opgeslagen; "),
    ("C2", "onbekend", "kolom 'bedrag_eur': 'onbekend' is tekst; hier hoort een getal"),
    ("C2", "=A1", "kolom 'bedrag_eur': formule zonder opgeslagen uitkomst; "),
    ("A2", "=B1", "kolom 'post': formule zonder opgeslagen uitkomst; "),
    ("C2", "#REF!", "kolom 'bedrag_eur': foutwaarde #REF!; herstel de formule"),
    ("A2", "#DIV/0!", "kolom 'post': foutwaarde #DIV/0!; herstel de formule"),
    ("C2", pd.Timestamp(2024, 5, 1), "kolom 'bedrag_eur': een datum of tijd; hier hoort een getal"),
    ("A2", pd.Timestamp(2024, 5, 1), "kolom 'post': een datum of tijd; hier hoort tekst"),
    ("C2", True, "kolom 'bedrag_eur': WAAR of ONWAAR; hier hoort een getal"),
    ("D2", 2024.5, "kolom 'jaar': '2024.5' is ongeldig (toegestaan: geheel getal)"),
    ("D2", "vorig", "kolom 'jaar': 'vorig' is tekst; hier hoort een geheel getal"),
    ("D2", 1999, "kolom 'jaar': '1999' is te laag (toegestaan: 2000 en hoger)"),
    ("B2", "Loon", f"kolom 'soort': 'Loon' is onbekend ({CHOICES})"),
    ("E2", 45000, "kolom 'datum': een getal; hier hoort een datum (zet de cel op Datum)"),
    ("E2", pd.Timestamp(2024, 5, 1, 9), "kolom 'datum': '2024-05-01 09:00:00' is een datum met"),
    ("E2", "1-5-2024", "kolom 'datum': '1-5-2024' is ongeldig (toegestaan: datum als 2024-11-19)"),
    ("G2", "erbij", "kolom 'G': waarde buiten de tabel"),
    ("A2", "een_x000D_\ntwee", "kolom 'post': een stuurteken of los regeleinde (CR) in een waarde"),
]


@pytest.mark.parametrize(("place", "value", "told"), CELLS)
def test_a_cell_that_is_wrong(path: Path, place: str, value: object, told: str) -> None:
    number_format = {"C": "General", "A": "@", "D": "0", "E": "General"}.get(place[0])

    def edit(sheet: Any) -> None:
        sheet[place] = value
        if number_format and not isinstance(value, pd.Timestamp):
            sheet[place].number_format = number_format

    edited(path, edit)
    lines = refused(path)
    assert lines[0].startswith(f", blad 'kosten', regel 2, {told}")
    # A cell that is no number leaves a sum that can't be held against the total.
    assert len(lines) == 1


def test_all_faults_are_told_at_once(path: Path) -> None:
    def edit(sheet: Any) -> None:
        sheet["B2"], sheet["D3"], sheet["A4"] = "Loon", 3.5, "null"

    edited(path, edit)
    assert refused(path) == [
        f", blad 'kosten', regel 2, kolom 'soort': 'Loon' is onbekend ({CHOICES})",
        ", blad 'kosten', regel 3, kolom 'jaar': '3.5' is ongeldig (toegestaan: geheel getal)",
        ", blad 'kosten', regel 4, kolom 'post': sleutel 'null' komt vaker voor",
    ]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda s: s.merge_cells("B2:C3"), ": samengevoegde cellen B2:C3; maak daar losse cellen"),
        (lambda s: s.delete_cols(2), ", regel 1: kolom ontbreekt: soort"),
        (lambda s: s.__setitem__("B1", "Soort"), ", regel 1: kolom ontbreekt: soort; onbekende"),
        (lambda s: s.__setitem__("B1", "post"), ", regel 1: kolomnaam dubbel: post"),
        (lambda s: s.__setitem__("B1", 3), ", regel 1: kolom ontbreekt: soort; onbekende kolom: 3"),
        (lambda s: setattr(s.row_dimensions[3], "hidden", True), ", regel 3: is verborgen; maak"),
        (lambda s: setattr(s.column_dimensions["B"], "hidden", True), ", kolom 'soort': is verbo"),
        (lambda s: s.delete_rows(1, 9), ", regel 1: kolom ontbreekt: post, soort, "),
        (lambda s: s.delete_rows(2, 9), ": alleen een kopregel, geen gegevens"),
    ],
)
def test_a_sheet_that_is_wrong(path: Path, edit: Edit, told: str) -> None:
    edited(path, edit)
    assert refused(path)[0].startswith(f", blad 'kosten'{told}")


def test_a_missing_and_an_unknown_sheet(path: Path) -> None:
    edited(path, lambda sheet: setattr(sheet, "title", "kosten2"))
    assert refused(path) == [
        ", blad 'kosten': blad ontbreekt",
        ", blad 'kosten2': onbekend blad. Bedoelde u 'kosten'?",
    ]


def test_the_hidden_sheet_that_is_needed(path: Path) -> None:
    edited(path, lambda sheet: setattr(sheet, "sheet_state", "hidden"))
    assert refused(path) == [", blad 'kosten': is verborgen; maak het blad zichtbaar"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_left_out_and_told(path: Path, state: str) -> None:
    edited(path, lambda sheet: setattr(sheet.parent.create_sheet("x"), "sheet_state", state))
    filled = read(path)
    assert [str(notice) for notice in filled.notices] == [
        f"{shown(path)}, blad 'x': is verborgen en niet gelezen"
    ]
    assert list(filled.tables) == ["kosten"]


def test_a_number_in_a_text_column_is_read_and_told(path: Path) -> None:
    edited(path, lambda sheet: sheet.__setitem__("A2", 7))
    filled = read(path)
    assert filled.tables["kosten"]["post"][0] == "7"
    assert "regel 2, kolom 'post': getal in een tekstkolom (1 keer)" in str(filled.notices[0])


def test_empty_rows_are_skipped_and_keep_the_count(path: Path) -> None:
    edited(path, lambda sheet: sheet.insert_rows(3, 2))
    assert list(read(path).tables["kosten"]["_regel"]) == [2, 5, 6]


@pytest.mark.parametrize(
    ("total", "ties"), [(0.304999, True), (0.295001, True), (0.305, False), (0.295, False)]
)
def test_a_total_ties_within_half_a_cent(path: Path, total: float, ties: bool) -> None:
    # The rows are 0.1 and 0.2.
    edited(path, lambda sheet: sheet.__setitem__("C6", total))
    if ties:
        assert len(read(path).tables["kosten"]) == 3
    else:
        (line,) = refused(path)
        told = f"totaal wijkt af van de som: {total} in plaats van 0.3"
        assert line.startswith(f", blad 'kosten', regel 6, kolom 'bedrag_eur': {told}")


def test_a_total_that_is_empty(path: Path) -> None:
    edited(path, lambda sheet: sheet.__setitem__("C6", None))
    assert refused(path) == [
        ", blad 'kosten', regel 6, kolom 'bedrag_eur': totaal ontbreekt",
    ]


def test_rows_below_the_total(path: Path) -> None:
    edited(path, lambda sheet: sheet.append(["later", "loon", 5]))
    (line,) = refused(path)
    assert line.startswith(", blad 'kosten', regel 7: staat onder de rij 'Totaal'")


def test_a_subtotal_is_refused(path: Path) -> None:
    edited(path, lambda sheet: sheet.__setitem__("A3", "Subtotaal"))
    told = "'Subtotaal' is een totaalregel; totalen worden berekend"
    assert refused(path) == [f", blad 'kosten', regel 3, kolom 'post': {told}"]


def test_a_total_without_sum_columns_is_refused(path: Path) -> None:
    edited(path, lambda sheet: None)
    (line,) = refused(path, resource([{**field, "sum": False} for field in FIELDS]))
    assert line.endswith(
        "regel 6, kolom 'post': 'Totaal' is een totaalregel; totalen worden berekend"
    )


def test_a_percentage_is_refused_where_percents_are_counted(path: Path) -> None:
    def edit(sheet: Any) -> None:
        sheet["C2"], sheet["C2"].number_format = 0.5, "0%"

    edited(path, edit)
    fields = [{**field, "sum": False} for field in FIELDS]
    fields[2] = {**fields[2], "unit": "pct"}
    assert (
        "regel 2, kolom 'bedrag_eur': de cel is opgemaakt als percentage"
        in refused(path, resource(fields))[0]
    )


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("A2", "Jansen "),
        ("A3", "Jansen"),
        ("B2", "Jansen"),
        ("C2", "Jansen"),
        ("C2", "1234,1"),
        ("C6", 1234),
        ("D2", 1234),
        ("E2", "Jansen"),
        ("E2", pd.Timestamp(1999, 12, 3, 12, 34)),
    ],
)
def test_personal_values_are_in_no_message(path: Path, place: str, value: object) -> None:
    def edit(sheet: Any) -> None:
        sheet["A4"], sheet[place] = "jansen", value

    edited(path, edit)
    lines = refused(path, resource([{**field, "personal": True} for field in FIELDS]))
    assert not re.search("jansen|1234|12:34", " ".join(lines), re.IGNORECASE)


@pytest.mark.parametrize("suffix", [".xls", ".xlsm", ".xlsb", ".ods", ".csv"])
def test_another_kind_of_file_by_its_name(path: Path, suffix: str) -> None:
    other = path.rename(path.with_suffix(suffix))
    (line,) = refused(other)
    assert line.startswith(": is geen .xlsx")


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"post,bedrag\na,1\n", "is geen Excel-werkmap (een CSV-bestand met een andere naam?)"),
        (b"", "is geen Excel-werkmap"),
        (OLE + b"\0" * 600, "is een oud Excel-bestand (.xls) met een andere naam"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is beveiligd met een wachtwoord"),
        (b"PK\x03\x04" + b"\0" * 10_000_000, "is groter dan 10 MB"),
        (b"PK\x03\x04" + b"\0" * 99, xlsx.DAMAGED),
    ],
)
def test_another_kind_of_file_by_its_content(path: Path, content: bytes, told: str) -> None:
    path.write_bytes(content)
    assert refused(path)[0].startswith(f": {told}")


def test_a_file_that_is_not_there(path: Path) -> None:
    path.unlink()
    assert refused(path)[0].startswith(": bestand ontbreekt of is niet leesbaar")


def test_a_file_that_was_cut_off(path: Path) -> None:
    content = path.read_bytes()
    for length in (len(content) - 1, len(content) // 2, 40):
        path.write_bytes(content[:length])
        assert refused(path) == [f": {xlsx.DAMAGED}"]


def test_bytes_that_were_turned_over_are_a_fault_or_harmless(path: Path) -> None:
    content = path.read_bytes()
    for place in range(0, len(content), 97):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
        try:
            assert len(read(path).tables["kosten"]) == 3
        except InputError:
            continue


def test_macros_are_refused(path: Path) -> None:
    def as_macro(name: str, data: bytes) -> bytes:
        main = b"spreadsheetml.sheet.main"
        return data.replace(main, b"ms-excel.sheet.macroEnabled.main") if "Types" in name else data

    sound = path.read_bytes()
    repacked(path, as_macro)
    assert refused(path)[0].startswith(": is een werkmap voor macro's (.xlsm)")
    path.write_bytes(sound)
    repacked(path, lambda name, data: data, **{"xl/vbaProject.bin": b"x"})
    assert refused(path)[0].startswith(": bevat macro's")


def test_other_archives_are_refused(path: Path) -> None:
    sound = path.read_bytes()
    repacked(path, lambda name, data: None, **{"mimetype": b"opendocument"})
    assert refused(path)[0].startswith(": is een zip-bestand, maar geen Excel-werkmap")
    path.write_bytes(sound)
    repacked(path, lambda name, data: data, **{"xl/workbook.bin": b"x"})
    assert refused(path)[0].startswith(": is een binair Excel-bestand (.xlsb)")


def test_an_archive_that_unpacks_to_too_much(path: Path) -> None:
    repacked(path, lambda name, data: data, **{"xl/media/bom.png": bytes(101_000_000)})
    assert path.stat().st_size < 200_000
    assert refused(path) == [": is uitgepakt groter dan 100 MB"]


def test_an_archive_that_lies_about_its_size(path: Path) -> None:
    repacked(path, lambda name, data: data, **{"xl/media/bom.png": bytes(101_000_000)})
    content = path.read_bytes()
    size = (101_000_000).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    assert refused(path) == [f": {xlsx.DAMAGED}"]


def test_the_limit_is_held_while_unpacking(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_archive_fault", lambda archive: "")
    repacked(path, lambda name, data: data, **{"xl/media/bom.png": bytes(101_000_000)})
    assert refused(path) == [": is uitgepakt groter dan 100 MB"]


def test_too_many_rows(path: Path) -> None:
    rows = "".join(f'<row r="{row}"/>' for row in range(8, 100_010))
    in_sheet(path, "</sheetData>", rows + "</sheetData>")
    assert refused(path) == [": heeft een blad met meer dan 100000 rijen"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('<row r="3"', '<row r="1"', xlsx.DAMAGED),
        ('<row r="3"', '<row r="99999999999"', xlsx.DAMAGED),
        ('<c r="B3"', '<c r="A3"', xlsx.DAMAGED),
        ('<c r="B3"', '<c r="??3"', xlsx.DAMAGED),
        ("<sheetData>", "<sheetDatum>", xlsx.DAMAGED),
        ('t="s"><v>', 't="s"><v>99', xlsx.DAMAGED),
        (
            "</row></sheetData>",
            '<c r="XFD6"/></row></sheetData>',
            "heeft een cel voorbij kolom 256",
        ),
        ("<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", "bevat een XML-documenttype"),
    ],
)
def test_a_sheet_that_excel_would_not_write(path: Path, old: str, new: str, told: str) -> None:
    in_sheet(path, old, new)
    assert refused(path)[0].startswith(f": {told}")


def test_links_to_other_files_are_not_followed(path: Path) -> None:
    def link(name: str, data: bytes) -> bytes:
        return data.replace(b"<f>SUM(C2:C5)</f>", b"<f>[1]Blad1!$A$1</f>")

    repacked(path, link, **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    assert len(read(path).tables["kosten"]) == 3


def test_an_encrypted_archive(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in [match.start() for match in re.finditer(b"PK\x01\x02", content)]:
        content[at + 8] |= 1
    path.write_bytes(content)
    assert refused(path) == [": is versleuteld; sla het op zonder wachtwoord"]


def test_a_part_that_stands_in_the_archive_twice(path: Path) -> None:
    stream = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    path.write_bytes(stream.getvalue())
    assert refused(path) == [f": {xlsx.DAMAGED}"]
