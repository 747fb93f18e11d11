"""Tables whose shape is wrong: separator, encoding, header, rows."""

from __future__ import annotations

import pytest

from analysis.sources.reader import sha256_of
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

NAME = "dvo_begroting.csv"
FILE = f"data/raw/{NAME}"
HEADER = "id,regel,soort,fte,clientkosten_eur,loonkosten_eur,bron,vindplaats"
MATCHEN = "D74,Matchen,basis,5.04,128600,365696.75,dvo-2023,Bijlage 2"
"""The third row of the file, as a spreadsheet counts."""


@pytest.mark.parametrize(("separator", "told"), [(";", ";"), ("\t", "tab"), ("|", "|")])
def test_another_separator_is_named(raw: Raw, separator: str, told: str) -> None:
    text = raw.content(NAME).decode()
    raw.write(NAME, text.replace(", ", "~").replace(",", separator).replace("~", ", "))
    assert raw.refused() == f"{FILE}, regel 1: scheidingsteken is '{told}' in plaats van ','\n"


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (HEADER.replace("soort", "regel"), "kolomnaam dubbel: regel"),
        (HEADER.replace(",fte", ""), "kolom ontbreekt: fte"),
        (HEADER + ",extra", "onbekende kolom: extra"),
        (HEADER.replace("fte", "Fte"), "kolom ontbreekt: fte; onbekende kolom: Fte"),
        (HEADER.replace("fte", "fte "), "kolom ontbreekt: fte; onbekende kolom: fte "),
        (
            HEADER.replace("regel,soort", "soort,regel"),
            "kolommen staan in een andere volgorde (verwacht: id, regel, soort, fte, "
            "clientkosten_eur, loonkosten_eur, bron, vindplaats)",
        ),
    ],
)
def test_a_wrong_header_is_named(raw: Raw, header: str, told: str) -> None:
    raw.edit(NAME, HEADER, header)
    assert raw.refused() == f"{FILE}, regel 1: {told}\n"


@pytest.mark.parametrize(
    ("row", "count"),
    [
        (MATCHEN.removesuffix(",Bijlage 2"), 7),
        (MATCHEN + ",nog iets", 9),
        (MATCHEN.replace("5.04", "5,04"), 9),  # a decimal comma without quotes
        ("", 0),
    ],
)
def test_a_short_or_long_row_is_named(raw: Raw, row: str, count: int) -> None:
    raw.edit(NAME, MATCHEN, row)
    assert raw.refused() == f"{FILE}, regel 3: {count} velden in plaats van 8\n"


def test_all_rows_of_a_wrong_length_are_named_at_once(raw: Raw) -> None:
    text = raw.content(NAME).decode().replace(",project,", ",project,,")
    raw.write(NAME, text)
    # D79, D80 and D81 are the eighth to tenth row.
    assert raw.refused() == f"{FILE}, regel 8 tot en met 10: 9 velden in plaats van 8\n"


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_file_that_was_cut_off_is_told(raw: Raw, cut: int) -> None:
    raw.write(NAME, raw.content(NAME)[:-cut])
    told = f"{FILE}: laatste regel is niet afgesloten: bestand mogelijk afgekapt\n"
    assert raw.refused() == told


def test_an_empty_file_is_told(raw: Raw) -> None:
    raw.write(NAME, b"")
    assert raw.refused().startswith(f"{FILE}: ")


def test_a_header_alone_is_told(raw: Raw) -> None:
    raw.write(NAME, HEADER + "\n")
    assert raw.refused() == f"{FILE}: alleen een kopregel, geen gegevens\n"


def test_a_header_alone_is_fine_where_the_description_says_so(raw: Raw) -> None:
    assert raw.content("correcties.csv").count(b"\n") == 1
    raw.accepted()


def test_a_stray_quote_is_told_with_its_row(raw: Raw) -> None:
    raw.edit(NAME, "Matchen", '"Mat"chen')
    assert raw.refused().startswith(f"{FILE}, regel 3: geen geldig CSV-bestand: ")


def test_a_byte_order_mark_is_no_fault(raw: Raw) -> None:
    before = raw.processed()[NAME]
    raw.write(NAME, b"\xef\xbb\xbf" + raw.content(NAME))
    assert raw.accepted()[NAME] == before


def test_windows_line_ends_are_no_fault(raw: Raw) -> None:
    before = raw.processed()[NAME]
    raw.write(NAME, raw.content(NAME).replace(b"\n", b"\r\n"))
    assert raw.accepted()[NAME] == before


def test_a_file_in_the_windows_encoding_is_named_with_row_and_byte(raw: Raw) -> None:
    content = raw.content(NAME).replace(b"Matchen", "Mátchen".encode("cp1252"))
    raw.write(NAME, content)
    place = content.index(b"\xe1")
    assert raw.refused() == (
        f"{FILE}, regel 3: byte {place} is geen UTF-8 (sla het bestand op als CSV UTF-8)\n"
    )


def test_a_file_in_two_byte_letters_is_named(raw: Raw) -> None:
    raw.write(NAME, raw.content(NAME).decode().encode("utf-16"))
    assert raw.refused().startswith(f"{FILE}, regel 1: byte 0 is geen UTF-8")


def test_a_renamed_workbook_of_excel_is_no_table(raw: Raw) -> None:
    raw.write(NAME, b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xb5U0#\n")
    assert raw.refused().startswith(f"{FILE}, regel 1: byte ")


def test_a_wrong_shape_does_not_hide_a_wrong_fingerprint(raw: Raw) -> None:
    raw.edit(NAME, MATCHEN, MATCHEN + ",x", described=False)
    found = sha256_of(raw.content(NAME))
    told = raw.refused().splitlines()
    assert len(told) == 2
    assert found in told[0]
    assert told[1] == f"{FILE}, regel 3: 9 velden in plaats van 8"
