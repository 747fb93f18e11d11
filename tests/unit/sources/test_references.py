"""What refers to what: unknown ids, numbers unlike their fact, and text that is kept as it is."""

from __future__ import annotations

import pytest

from analysis.sources.build import read_processed
from analysis.sources.validate import read_raw
from analysis.sources.workbook import choices
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

BUDGET = "data/raw/dvo_begroting.csv"


@pytest.mark.parametrize(
    ("name", "old", "new", "column", "told"),
    [
        (
            "dvo_begroting.csv",
            "200377.01,dvo-2023",
            "200377.01,dvo-2024",
            "bron",
            "'dvo-2024' is onbekend in bronnen",
        ),
        (
            "opmerkingen.csv",
            "D78;D79;D80;D81",
            "D78;D99;D80;D81",
            "feiten",
            "'D99' is onbekend in cijfers",
        ),
        (
            "opmerkingen.csv",
            "D78;D79;D80;D81",
            "D78; D79;D80;D81",
            "feiten",
            "' D79' is onbekend in cijfers",
        ),
        (
            "taken.csv",
            "TK01,Wsw,deventer",
            "TK01,Wsw,Deventer",
            "gebied",
            "'Deventer' is onbekend in gebieden",
        ),
        (
            "prijspeilen.csv",
            "2022,D70",
            "2022,d70",
            "feit",
            "'d70' is onbekend in cijfers",
        ),
        (
            "planning_stappen.csv",
            "PS05,MP39,MP42",
            "PS05,MP39,MP99",
            "nodig",
            "'MP99' is onbekend in mijlpalen",
        ),
        (
            "planning_stappen.csv",
            "PS05,MP39,MP42",
            "PS05,mp39,MP42",
            "mijlpaal",
            "'mp39' is onbekend in mijlpalen",
        ),
        (
            "planning_leveringen.csv",
            "als de Wsw afloopt en beschut werk groeit,MP42",
            "als de Wsw afloopt en beschut werk groeit,MP420",
            "mijlpaal",
            "'MP420' is onbekend in mijlpalen",
        ),
    ],
)
def test_an_unknown_reference_is_named(
    raw: Raw, name: str, old: str, new: str, column: str, told: str
) -> None:
    row = raw.row_with(name, old)
    raw.edit(name, old, new)
    assert raw.refused() == f"data/raw/{name}, regel {row}, kolom '{column}': {told}\n"


def test_a_split_fact_may_be_named_as_a_whole(raw: Raw) -> None:
    # Of D82 there are only D82-fte, D82-clientkosten and D82-loonkosten.
    raw.edit("opmerkingen.csv", "D78;D79;D80;D81", "D78;D79;D80;D81;D82")
    assert "D82" not in set(read_raw()["feiten"]["id"])


@pytest.mark.parametrize(
    ("old", "new", "column", "told"),
    [
        ("2.76", "2.77", "fte", "D73: hier 2.77, in feiten.csv (D73-fte) 2.76"),
        (
            # A point for thousands that reads as a decimal point.
            "687167",
            "687.167",
            "clientkosten_eur",
            "D75: hier 687.167, in feiten.csv (D75-clientkosten) 687167",
        ),
    ],
)
def test_a_number_unlike_its_fact_is_refused(
    raw: Raw, old: str, new: str, column: str, told: str
) -> None:
    raw.edit("dvo_begroting.csv", old, new)
    line = raw.refused()
    assert line.startswith(f"{BUDGET}, regel ")
    assert f"kolom '{column}': {told}" in line


def test_a_row_that_is_gone_is_missed(raw: Raw) -> None:
    raw.edit(
        "dvo_begroting.csv",
        "D73,Instroom,basis,2.76,40000,200377.01,dvo-2023,Bijlage 2\n",
        "",
    )
    told = raw.refused().splitlines()
    assert told[0].startswith(f"{BUDGET}, kolom 'clientkosten_eur': D73: hier geen waarde, in ")
    assert len(told) == 3  # clientkosten, fte and loonkosten


def test_a_number_without_a_fact_is_refused(raw: Raw) -> None:
    raw.edit("dvo_begroting.csv", "project,2.58,,", "project,2.58,100,")
    assert raw.refused() == (
        f"{BUDGET}, regel 8, kolom 'clientkosten_eur': "
        "D79: hier 100, in feiten.csv (D79-clientkosten) geen waarde\n"
    )


def test_one_id_in_two_registers_is_refused(raw: Raw) -> None:
    row = raw.append(
        "lokale_cijfers.csv", "K43", "400", "pers", "Iets", "samen", "2040", "dvo-2023", "",
        "bron", "", "S",
    )  # fmt: skip
    assert raw.refused() == (
        f"data/raw/lokale_cijfers.csv, regel {row}, kolom 'id': 'K43' staat ook in feiten.csv\n"
    )


def test_a_leading_zero_is_kept(raw: Raw) -> None:
    assert choices().codes["GM0150"] == "deventer"
    raw.edit("dvo_begroting.csv", "Instroom", "007")
    assert read_raw()["dvo_begroting"]["regel"][0] == "007"


@pytest.mark.parametrize("word", ["Null", "NULL", "NA", "nan", "None", "N/A", "-", "True", "1.0"])
def test_a_word_that_others_take_for_nothing_is_kept(raw: Raw, word: str) -> None:
    raw.edit("dvo_begroting.csv", "Instroom", word)
    assert read_raw()["dvo_begroting"]["regel"][0] == word


def test_such_a_word_survives_the_whole_way(raw: Raw) -> None:
    raw.edit("dvo_begroting.csv", "Instroom", "Null")
    raw.accepted()
    assert read_processed(["dvo_begroting"])["dvo_begroting"]["regel"][0] == "Null"


def test_a_blank_among_whole_numbers_does_not_make_them_fractions(raw: Raw) -> None:
    # `prijspeil` of A01 is empty; the correction fills in that of A02.
    raw.append("correcties.csv", "aannames", "A02", "prijspeil", "", "2023", "Proef")
    raw.accepted()
    table = read_processed(["aannames"])["aannames"].set_index("id")
    assert table["prijspeil"].isna()["A01"]
    assert str(table["prijspeil"]["A02"]) == "2023"
    assert ",2023,2016,,aanname," in raw.processed()["aannames.csv"].decode()
