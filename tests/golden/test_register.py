"""What the registers hold: every fact of the two documents, and how many numbers rest on what."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.golden

# The nota of 2024 holds 55 facts. The DVO of 2023 holds 77: the numbers 43-49, 68 and 69 were never
# given out.
NOTA = [f"K{number:02}" for number in range(1, 56)]
DVO = [f"D{number:02}" for number in range(1, 87) if number not in {*range(43, 50), 68, 69}]


@pytest.fixture(scope="module")
def register(book: Workbook) -> pd.DataFrame:
    return book.table("cijfers")


def test_all_facts_of_the_documents_are_there(register: pd.DataFrame) -> None:
    of_documents = register.loc[register["tabel"] == "feiten", "id"]
    assert len(NOTA) + len(DVO) == 132
    assert sorted(set(of_documents.str.partition("-")[0])) == sorted([*NOTA, *DVO])


def test_each_fact_comes_from_its_own_document(register: pd.DataFrame) -> None:
    facts = register[register["tabel"] == "feiten"]
    sources = facts.groupby(facts["id"].str[0])["bron"].unique()
    assert {letter: list(names) for letter, names in sources.items()} == {
        "D": ["dvo-2023"],
        "K": ["nota-2024-933"],
    }


@pytest.mark.parametrize(
    ("table", "by_basis"),
    [
        # Rows with a value. A change here is a number that came, went, or is sure in another way.
        ("feiten", {"bron": 117, "afspraak": 54, "afgeleid": 9}),
        ("lokale_cijfers", {"bron": 89, "afspraak": 9}),
        ("landelijke_cijfers", {"bron": 82, "afspraak": 5}),
        ("landelijke_reeksen", {"bron": 304, "afspraak": 99, "afgeleid": 26}),
        ("afgeleid", {"afgeleid": 36}),
        ("aannames", {"aanname": 47}),
    ],
)
def test_how_many_numbers_rest_on_what(
    register: pd.DataFrame, table: str, by_basis: dict[str, int]
) -> None:
    rows = register[(register["tabel"] == table) & (register["waarde"] != "")]
    assert rows["basis"].value_counts().to_dict() == by_basis


def test_the_empty_values_are_known(register: pd.DataFrame) -> None:
    # Facts in words: the formation of 2023 (D65) and four findings without a number.
    empty = register[register["waarde"] == ""]
    assert sorted(empty["id"]) == ["D65", "N13", "N26-oormerk", "N27", "X48"]
    assert set(empty["eenheid"]) == {"tekst"}


@pytest.mark.parametrize(
    ("identifier", "value", "basis"),
    [
        # The nota of 2024.
        ("K31", 63.9, "bron"),  # mln euro for ontwikkelbedrijven, meicirculaire 2024
        ("K32", 580000, "bron"),  # of which Deventer, "ruim"
        ("K43", 350, "bron"),  # inhabitants in beschut werk around 2040
        ("K47", 0, "afspraak"),  # municipal contribution to the Wsw
        # The DVO of 2023.
        ("D15", 16.4, "afspraak"),  # ceiling on sick leave, %
        ("D18", 400, "afspraak"),  # exits
        ("D37", 110, "afspraak"),  # "maximaal" in beschut werk
        # Newspapers and statistics.
        ("X01", 848, "bron"),  # Wsw employees of Sallcon, 2016
        ("X02", 802, "bron"),  # and expected for 2017
        ("X29", 103415, "bron"),  # inhabitants of Deventer, 2024
        ("N01-personen", 91450, "bron"),  # Wsw employees, CBS 83747NED, 2016
        ("L077", 91432, "bron"),  # the same by the Wsw statistics, end of 2016
        ("L079", 63423, "bron"),  # end of 2022
    ],
)
def test_a_number_that_the_pages_rest_on(
    book: Workbook, identifier: str, value: float, basis: str
) -> None:
    number = book.number(identifier)
    assert (number.value, number.provenance.label) == (value, basis)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("adviezen", 9),  # 6 on the organisation, 3 on acting now
        ("opdrachtonderdelen", 7),
        ("criteria", 4),
        ("ser_functionaliteiten", 8),
        ("ser_invulling", 16),  # 8 functions in 2 municipalities
        ("scenario_scores", 56),  # 14 scenarios on 4 criteria
        ("criteriumschalen", 4),
        ("criterium_gewichten", 16),  # 4 parties on 4 criteria
        ("scenarios", 6),
        ("planclaims", 12),
        ("planning_stappen", 16),
        ("planning_leveringen", 11),
        ("ontbrekend", 36),
        ("resultaatafspraken", 41),
        ("deelvragen", 4),
    ],
)
def test_the_lists_of_the_documents_are_whole(book: Workbook, table: str, rows: int) -> None:
    assert len(book.table(table)) == rows


def test_nothing_made_up_has_entered(register: pd.DataFrame) -> None:
    assert not (register["basis"] == "voorbeeld").any()
