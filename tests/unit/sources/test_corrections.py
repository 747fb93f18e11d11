"""Corrections: applied where they find what they expect, refused everywhere else."""

from __future__ import annotations

import pytest

from analysis.sources.build import read_processed
from analysis.sources.validate import read_raw
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

FILE = "data/raw/correcties.csv"


def test_a_correction_of_text_is_applied_and_the_source_is_left(raw: Raw) -> None:
    raw.append("correcties.csv", "dvo_begroting", "D73", "regel", "Instroom", "Poort", "Proef")
    raw.accepted()
    table = read_processed(["dvo_begroting"])["dvo_begroting"].set_index("id")
    assert table["regel"]["D73"] == "Poort"
    assert b"Instroom" in raw.content("dvo_begroting.csv")


def test_a_correction_of_a_number_is_compared_as_a_number(raw: Raw) -> None:
    raw.append("correcties.csv", "landelijke_reeksen", "L001", "waarde", "14303940.0", "7.5", "p")
    assert read_raw()["landelijke_reeksen"].set_index("id")["waarde"]["L001"] == 7.5


@pytest.mark.parametrize(
    ("table", "key", "column", "value"),
    [("criteria", "C1", "gewicht", "0.25"), ("aannames", "A01", "prijspeil", "2023")],
)
def test_an_empty_number_can_be_filled_in(
    raw: Raw, table: str, key: str, column: str, value: str
) -> None:
    raw.append("correcties.csv", table, key, column, "", value, "Proef")
    assert read_raw()[table].set_index("id")[column][key] == float(value)


def test_only_the_named_row_is_changed(raw: Raw) -> None:
    before = read_raw()["dvo_begroting"].set_index("id")["regel"]
    raw.append("correcties.csv", "dvo_begroting", "D73", "regel", "Instroom", "Poort", "Proef")
    after = read_raw()["dvo_begroting"].set_index("id")["regel"]
    assert list(after.index[before != after]) == ["D73"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            ("dvo_begroting", "D73", "regel", "Uitstroom", "Poort"),
            "'D73' met 'Uitstroom' in kolom 'regel' van 'dvo_begroting' niet gevonden",
        ),
        (
            ("dvo_begroting", "D99", "regel", "Instroom", "Poort"),
            "'D99' met 'Instroom' in kolom 'regel' van 'dvo_begroting' niet gevonden",
        ),
        (
            ("dvo_begroting", "D73", "fte", "2.77", "2.76"),
            "'D73' met '2.77' in kolom 'fte' van 'dvo_begroting' niet gevonden",
        ),
        (
            # The column holds whole numbers, some of them empty; this row's is 2016.
            ("aannames", "A01", "geldig_van", "", "2017"),
            "'A01' met '' in kolom 'geldig_van' van 'aannames' niet gevonden",
        ),
        (
            ("aannames", "A01", "prijspeil", "2022", "2023"),
            "'A01' met '2022' in kolom 'prijspeil' van 'aannames' niet gevonden",
        ),
    ],
)
def test_a_correction_that_does_not_match_is_refused(
    raw: Raw, row: tuple[str, ...], told: str
) -> None:
    line = raw.append("correcties.csv", *row, "Proef")
    assert raw.refused() == f"{FILE}, regel {line}, kolom 'sleutel': {told}\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            ("dvo", "D73", "regel", "Instroom", "Poort"),
            "kolom 'bestand': tabel 'dvo' bestaat niet",
        ),
        (
            ("dvo_begroting", "D73", "naam", "Instroom", "Poort"),
            "kolom 'kolom': tabel 'dvo_begroting' heeft geen kolom 'naam'",
        ),
    ],
)
def test_a_correction_of_what_does_not_exist_is_refused(
    raw: Raw, row: tuple[str, ...], told: str
) -> None:
    line = raw.append("correcties.csv", *row, "Proef")
    assert raw.refused() == f"{FILE}, regel {line}, {told}\n"


@pytest.mark.parametrize(
    ("column", "was", "becomes", "told"),
    [
        ("fte", "2.76", "veel", "'veel' is ongeldig"),
        ("fte", "2.76", "-1", "'-1' mag niet negatief zijn"),
        ("soort", "basis", "anders", "'anders' is onbekend"),
        ("regel", "Instroom", "", "waarde ontbreekt"),
    ],
)
def test_a_correction_can_not_bring_in_a_fault(
    raw: Raw, column: str, was: str, becomes: str, told: str
) -> None:
    line = raw.append("correcties.csv", "dvo_begroting", "D73", column, was, becomes, "Proef")
    assert raw.refused().startswith(f"{FILE}, regel {line}, kolom 'wordt': {told}")


def test_a_corrected_number_must_still_equal_its_fact(raw: Raw) -> None:
    raw.append("correcties.csv", "dvo_begroting", "D73", "fte", "2.76", "2.8", "Proef")
    assert "D73: hier 2.8, in feiten.csv (D73-fte) 2.76" in raw.refused()


def test_a_correction_needs_a_reason(raw: Raw) -> None:
    raw.append("correcties.csv", "dvo_begroting", "D73", "regel", "Instroom", "Poort", "")
    assert "kolom 'reden': waarde ontbreekt" in raw.refused()
