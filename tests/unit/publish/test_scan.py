"""The last look finds what points at one person however it is written, and nothing else.

The persons are invented: 111222333 and 999990019 are the test numbers of the eleven-test.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import struct
import urllib.parse
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
import xlsxwriter

from analysis.errors import PrivacyError
from analysis.present.guarded import RELEASED
from analysis.publish import decode
from analysis.publish.scan import MIME, check, check_marks, findings_in, kinds_in, put, safe_words

pytestmark = pytest.mark.unit

BSN = "999990019"
SECRETS = {
    "burgerservicenummer": ("999990019", "111222333", "111.222.333", "1112.22.333", "111 222 333"),
    "IBAN": ("NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"),
    "e-mailadres": ("canarie.een@voorbeeld.example",),
    "telefoonnummer": ("06-12345678", "0612345678", "+31 6 12345678", "0570-123456"),
    "pseudoniem": ("p-0123456789abcdef0123",),
}
ALL = [(kind, value) for kind, values in SECRETS.items() for value in values]


def found(name: str, data: bytes) -> list[str]:
    """The findings, none of which shows a value."""
    findings = list(findings_in(name, data))
    digits = {value.replace(" ", "") for _, value in ALL}
    assert not any(value in finding.replace(" ", "") for finding in findings for value in digits)
    return findings


@pytest.mark.parametrize(("kind", "value"), ALL)
def test_what_points_at_a_person_is_found_in_plain_text(kind: str, value: str) -> None:
    findings = found("pagina.html", f"<p>een</p>\n<p>Zie {value}.</p>".encode())
    assert any(kind in finding and "regel 2" in finding for finding in findings)


def entities(text: str) -> bytes:
    return "".join(f"&#{ord(sign)};" for sign in text).encode()


def hexadecimal(text: str) -> bytes:
    return "".join(f"&#x{ord(sign):X};" for sign in text).encode()


def percent(text: str) -> bytes:
    return ("?naam=" + "".join(f"%{ord(sign):02X}" for sign in text)).encode()


def escapes(text: str) -> bytes:
    return ('{"a": "' + "".join(f"\\u{ord(sign):04x}" for sign in text) + '"}').encode()


def twice_escaped(text: str) -> bytes:
    return json.dumps(escapes(text).decode()).encode()


def in_base64(text: str) -> bytes:
    return b"data:text/plain;base64," + base64.b64encode(f"zie {text} hier".encode())


def in_base64_twice(text: str) -> bytes:
    return b'"' + base64.b64encode(in_base64(text)) + b'"'


def url_safe(text: str) -> bytes:
    return base64.urlsafe_b64encode(f"ÿ?ÿ? {text} ÿ?ÿ?".encode()).rstrip(b"=")


def wrapped(text: str) -> bytes:
    return base64.encodebytes(("regel\n" * 30 + text).encode())


def wrapped_in_json(text: str) -> bytes:
    return json.dumps({"image": wrapped(text).decode()}).encode()


def in_tags(text: str) -> bytes:
    return f"<td><b>{text[:4]}</b><span class='x'>{text[4:]}</span></td>".encode()


def in_gzip(text: str) -> bytes:
    return gzip.compress(f"zie {text}".encode())


def in_gzip_in_base64(text: str) -> bytes:
    return base64.b64encode(in_gzip(text))


def in_zip_in_base64(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/lijst.csv", f"a\n{text}\n")
    return base64.b64encode(stream.getvalue())


def utf16(text: str) -> bytes:
    return f"zie {text}".encode("utf-16")


def latin1(text: str) -> bytes:
    return f"één: {text}".encode("cp1252")


def full_width(text: str) -> bytes:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text).encode()


def zero_width(text: str) -> bytes:
    return "\u200b".join(text).encode()


def url_in_entities(text: str) -> bytes:
    return html.escape(urllib.parse.quote(f'"{text}"')).encode()


@pytest.mark.parametrize(
    "written",
    [
        *(entities, hexadecimal, percent, escapes, twice_escaped, in_base64, in_base64_twice),
        *(url_safe, wrapped, wrapped_in_json, in_tags, in_gzip, in_gzip_in_base64),
        *(in_zip_in_base64, utf16, latin1, full_width, zero_width, url_in_entities),
    ],
    ids=lambda made: made.__name__,
)
def test_it_is_found_however_it_is_written(written: Any) -> None:
    assert any("burgerservicenummer" in finding for finding in found("x.html", written(BSN)))


def test_it_is_found_in_a_name() -> None:
    for name in (f"rapport-{BSN}.html", f"{BSN}.csv"):
        assert "bestandsnaam: lijkt" in found(name, b"niets")[0]


def packed_array(code: str, *numbers: float) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}{code}", *numbers)).decode()


@pytest.mark.parametrize(("dtype", "code"), [("f8", "d"), ("i4", "i"), ("u4", "I")])
def test_it_is_found_in_a_typed_array_of_a_page(dtype: str, code: str) -> None:
    array = {"bdata": packed_array(code, 1, int(BSN)), "dtype": dtype}
    for written in (array, dict(reversed(array.items()))):
        page = f"<script>{json.dumps({'y': written})}</script>"
        assert found("x.html", page.encode())


# --- spreadsheets -------------------------------------------------------------------------------


def workbook(where: str, text: str) -> bytes:
    """A spreadsheet with the text in one place."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet, hidden = book.add_worksheet("Blad"), book.add_worksheet("Verborgen")
        sheet.write("A1", "niets")
        hidden.very_hidden()
        if where == "cell":
            sheet.write_string("B2", text)
        elif where == "number":
            sheet.write_number("B2", int(text))
        elif where == "hidden":
            hidden.write_string("C3", text)
        elif where == "comment":
            sheet.write_comment("B2", text)
        elif where == "name":
            book.define_name("Lijst", f'="{text}"')
        elif where == "property":
            book.set_properties({"comments": text})
        elif where == "custom":
            book.set_custom_property("nummer", text)
        elif where == "header":
            sheet.set_header(f"&C {text}")
        elif where == "rich":
            bold = book.add_format({"bold": True})
            sheet.write_rich_string("B2", text[:4], bold, text[4:])
        elif where == "formula":
            sheet.write_formula("B2", f'="{text}"&""', None, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("where", "member"),
    [
        *(("cell", "sharedStrings"), ("number", "sheet1"), ("hidden", "sharedStrings")),
        *(("comment", "comments"), ("name", "workbook.xml"), ("property", "core.xml")),
        *(("custom", "custom.xml"), ("header", "sheet1"), ("rich", "sharedStrings")),
        ("formula", "sheet1"),
    ],
)
def test_it_is_found_anywhere_in_a_spreadsheet(where: str, member: str) -> None:
    findings = found("lijst.xlsx", workbook(where, BSN))
    assert any(member in finding for finding in findings), findings


def test_what_is_too_large_to_look_through_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_BYTES", 1000)
    assert "te groot" in found("x.gz", gzip.compress(b"a" * 5000))[0]
    assert "te groot" in found("x.xlsx", workbook("cell", "a" * 500))[0]


# --- notebooks ----------------------------------------------------------------------------------


def one_cell(payload: dict[str, Any], **bundle: Any) -> nbformat.NotebookNode:
    """A notebook of one cell with this output."""
    output = nbformat.v4.new_output("display_data", data={MIME: payload, **bundle})
    cell = nbformat.v4.new_code_cell("toon()", id="q9-proef", outputs=[output])
    return nbformat.v4.new_notebook(cells=[cell])


def as_bytes(notebook: nbformat.NotebookNode) -> bytes:
    return nbformat.writes(notebook).encode()


@pytest.mark.parametrize(
    "bundle",
    [
        {"text/plain": f"zie {BSN}"},
        {"text/html": f"<td>{BSN}</td>"},
        {"image/png": base64.b64encode(b"\x89PNG\r\n\x1a\n\x00tEXt\x00" + BSN.encode()).decode()},
        {"application/json": {"a": [1, int(BSN)]}},
        {"application/json": {"y": {"dtype": "f8", "bdata": packed_array("d", 1.5, int(BSN))}}},
        {"application/json": {"y": {"dtype": "i4", "bdata": packed_array("i", int(BSN))}}},
    ],
    ids=["text", "html", "png", "json", "floats", "integers"],
)
def test_it_is_found_in_a_notebook_and_the_cell_is_named(bundle: dict[str, Any]) -> None:
    findings = found("x.ipynb", as_bytes(one_cell({}, **bundle)))
    assert findings
    assert all(finding.startswith("cel q9-proef") for finding in findings)


def test_a_broken_notebook_is_looked_through_as_text() -> None:
    assert found("x.ipynb", f'{{"cells": [ "{BSN}"'.encode())


def test_an_object_on_guarded_numbers_must_carry_the_mark() -> None:
    guarded = {"soort": "tabel", "ids": ["D73-fte", "verzuim.csv"]}
    notebook = one_cell(guarded)
    assert "cel q9-proef: cijfers over personen" in found("x.ipynb", as_bytes(notebook))[0]
    with pytest.raises(PrivacyError, match="07_dvo, cel q9-proef"):
        check_marks("07_dvo", notebook)
    for payload in (guarded | {"vrijgave": RELEASED}, {"ids": ["D73-fte"]}, {}):
        check_marks("07_dvo", one_cell(payload))
        assert found("x.ipynb", as_bytes(one_cell(payload))) == []


# --- false alarms -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("€ 111.222.333", "€ -111.222.333", "€\u00a0111.222.333 per jaar", "1111222333"),
        *("111222333,5", "111222333.75", "0.111222333", "a111222333", "111222333b", "111222334"),
        *("sha256: 0f111222333a", "2023-01-01", "20230115", "1.112.223.330", "#111222333f"),
        *("12345.67890123", "0,0612345678", "10612345678", "p-0123", "q2-fout@2023", "art. 6@b"),
        *("NL91ABNA0417164301", "<td>111</td><td>222</td><td>333</td>", "[111, 222, 333]"),
        *("organisatiefoto-deventer", "kerncijfersenafspraken", "x-0123456789abcdef0123"),
    ],
)
def test_ordinary_numbers_raise_no_alarm(text: str) -> None:
    assert found("x.html", text.encode()) == []


# --- putting in place ---------------------------------------------------------------------------


def test_what_may_not_stand_there_is_not_put_there(tmp_path: Path) -> None:
    path = tmp_path / "rapport.html"
    assert put(path, b"<p>gisteren</p>")
    with pytest.raises(PrivacyError) as refused:
        put(path, f"<p>een</p>\n<p>{BSN}</p>".encode())
    assert path.read_bytes() == b"<p>gisteren</p>"
    assert refused.value.exit_code == 4
    assert "rapport.html, regel 2: lijkt een geldig burgerservicenummer" in str(refused.value)
    assert BSN not in str(refused.value)
    assert not put(path, b"<p>gisteren</p>")


def test_many_findings_are_counted() -> None:
    page = "\n".join([BSN] * 30).encode()
    with pytest.raises(PrivacyError) as refused:
        check(Path("x.html"), page)
    lines = str(refused.value).splitlines()
    assert (len(lines), lines[-1]) == (11, "… en nog 20")


def test_a_reason_that_holds_a_value_is_not_told() -> None:
    assert safe_words("cel q1-x: KeyError: 'D73'") == "cel q1-x: KeyError: 'D73'"
    for value in (BSN, entities(BSN).decode(), "een@voorbeeld.example"):
        assert safe_words(f"KeyError: '{value}'").startswith("de reden is verborgen")


def test_nothing_is_found_in_nothing() -> None:
    assert list(kinds_in("")) == []
    assert found("leeg.html", b"") == []
