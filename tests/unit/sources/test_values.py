"""Values that are wrong: each is named with file, row, column and what is allowed."""

from __future__ import annotations

import pytest

from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

BUDGET = "dvo_begroting.csv"
NUMBER = "toegestaan: getal met een decimale punt, zonder punt voor duizendtallen"
KINDS = "basis, basis_totaal, overhead, project, totaal"

# Edits of the second row of dvo_begroting.csv:
# D73,Instroom,basis,2.76,40000,200377.01,dvo-2023,Bijlage 2
IN_BUDGET = [
    ("2.76", '"2,76"', "fte", f"'2,76' is ongeldig ({NUMBER})"),
    ("200377.01", "200.377.01", "loonkosten_eur", f"'200.377.01' is ongeldig ({NUMBER})"),
    ("200377.01", '"€ 200377"', "loonkosten_eur", f"'€ 200377' is ongeldig ({NUMBER})"),
    ("200377.01", "1e5", "loonkosten_eur", f"'1e5' is ongeldig ({NUMBER})"),
    ("200377.01", "nan", "loonkosten_eur", f"'nan' is ongeldig ({NUMBER})"),
    ("200377.01", "9" * 400, "loonkosten_eur", f"'{'9' * 400}' is ongeldig ({NUMBER})"),
    ("40000", "٤٠٠٠٠", "clientkosten_eur", f"'٤٠٠٠٠' is ongeldig ({NUMBER})"),
    ("40000", " 40000", "clientkosten_eur", f"' 40000' is ongeldig ({NUMBER})"),
    ("2.76", "-2.76", "fte", "'-2.76' mag niet negatief zijn (toegestaan: 0 en hoger)"),
    (",basis,2.76", ",basiss,2.76", "soort", f"'basiss' is onbekend (toegestaan: {KINDS})"),
    (",basis,2.76", ",Basis,2.76", "soort", f"'Basis' is onbekend (toegestaan: {KINDS})"),
    (",basis,2.76", ",,2.76", "soort", f"waarde ontbreekt (toegestaan: {KINDS})"),
    ("Instroom", "", "regel", "waarde ontbreekt"),
    ("D73", "D_73", "id", "'D_73' heeft niet de vorm [A-Za-z0-9]+(-[A-Za-z0-9]+)*"),
]


@pytest.mark.parametrize(("old", "new", "column", "told"), IN_BUDGET)
def test_a_wrong_value_of_the_budget(raw: Raw, old: str, new: str, column: str, told: str) -> None:
    raw.edit(BUDGET, old, new)
    assert raw.refused() == f"data/raw/{BUDGET}, regel 2, kolom '{column}': {told}\n"


DATE = "toegestaan: datum als 2024-11-19"
ELSEWHERE = [
    # A day before the month, a day that does not exist, and other ways to write a date.
    *(
        (
            "mijlpalen.csv",
            "MP17,2023-06-27",
            f"MP17,{date}",
            "datum_van",
            f"'{date}' is ongeldig ({DATE})",
        )
        for date in ("01-02-2023", "2023-02-30", "20230627", "2023-W26-2", "2023-6-27")
    ),
    (
        "ontbrekend.csv",
        "G02,1,",
        "G02,5,",
        "deelvraag",
        "'5' is te hoog (toegestaan: tot en met 4)",
    ),
    (
        "ontbrekend.csv",
        "G02,1,",
        "G02,1.0,",
        "deelvraag",
        "'1.0' is ongeldig (toegestaan: geheel getal)",
    ),
    (
        "resultaatafspraken.csv",
        "W2,2,",
        "W2,0,",
        "volgorde",
        "'0' is te laag (toegestaan: 1 en hoger)",
    ),
    ("gebieden.csv", "GM0150", "GM150", "cbs_code", "'GM150' heeft niet de vorm GM\\d{4}"),
]


@pytest.mark.parametrize(("name", "old", "new", "column", "told"), ELSEWHERE)
def test_a_wrong_value_elsewhere(
    raw: Raw, name: str, old: str, new: str, column: str, told: str
) -> None:
    row = raw.row_with(name, old)
    raw.edit(name, old, new)
    assert raw.refused() == f"data/raw/{name}, regel {row}, kolom '{column}': {told}\n"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("D73", ["sleutel 'D73' komt vaker voor"]),
        ("d73", ["sleutel 'd73' komt vaker voor"]),
        (
            "D73 ",
            [
                "'D73 ' heeft een spatie aan het begin of eind",
                "'D73 ' heeft niet de vorm [A-Za-z0-9]+(-[A-Za-z0-9]+)*",
                "sleutel 'D73 ' komt vaker voor",
            ],
        ),
    ],
)
def test_a_key_that_comes_twice(raw: Raw, key: str, told: list[str]) -> None:
    row = raw.append(BUDGET, key, "Nog een", "basis", "", "", "", "dvo-2023", "")
    place = f"data/raw/{BUDGET}, regel {row}, kolom 'id': "
    assert raw.refused().splitlines() == [place + text for text in told]


@pytest.mark.parametrize("word", ["Totaal", "totaal", "Subtotaal", "TOTALEN", "Total"])
def test_a_row_of_totals(raw: Raw, word: str) -> None:
    row = raw.append("begrippen.csv", word, "De som van alles")
    assert raw.refused() == (
        f"data/raw/begrippen.csv, regel {row}, kolom 'term': "
        f"'{word}' is een totaalregel; totalen worden berekend\n"
    )


def test_all_faults_of_all_files_are_told_at_once(raw: Raw) -> None:
    raw.edit(BUDGET, "2.76", "-2.76")
    raw.edit(BUDGET, "Matchen,basis", "Matchen,bassis")
    raw.edit("ontbrekend.csv", "G02,1,", "G02,x,")
    raw.edit("gebieden.csv", "id,naam", "id,name")
    places = [line.partition(": ")[0] for line in raw.refused().splitlines()]
    assert places == [
        f"data/raw/{BUDGET}, regel 2, kolom 'fte'",
        f"data/raw/{BUDGET}, regel 3, kolom 'soort'",
        "data/raw/gebieden.csv, regel 1",
        "data/raw/ontbrekend.csv, regel 3, kolom 'deelvraag'",
    ]


def test_a_thousand_faults_are_told_in_fifty_lines(raw: Raw) -> None:
    # Each row another wrong value: one fault that comes back in every row would be one line.
    header, *rows = raw.content("landelijke_reeksen.csv").decode().splitlines()
    changed = [
        row.replace(",bron,", f",x{at},").replace(",afgeleid,", f",x{at},")
        for at, row in enumerate(rows)
    ]
    wrong = sum(f",x{at}," in row for at, row in enumerate(changed))
    raw.write("landelijke_reeksen.csv", "\n".join([header, *changed]) + "\n")
    told = raw.refused().splitlines()
    assert len(told) == 51
    assert all("regel " in line and "is onbekend" in line for line in told[:50])
    assert told[50] == f"… en nog {wrong - 50} fouten"


def test_a_row_is_counted_as_a_spreadsheet_does_it(raw: Raw) -> None:
    # A cell over two lines is one row: the fault stands on line 4 of the text, in row 3.
    raw.edit(BUDGET, "Instroom", '"In\nstroom"')
    raw.edit(BUDGET, "5.04", "-5.04")
    assert raw.refused().startswith(f"data/raw/{BUDGET}, regel 3, kolom 'fte': ")


def test_a_return_inside_a_value_is_refused(raw: Raw) -> None:
    # A reader of data/processed would take it for the end of the row.
    raw.edit(BUDGET, "Instroom", '"In\rstroom"')
    assert raw.refused().startswith(
        f"data/raw/{BUDGET}, regel 2, kolom 'regel': een los regeleinde"
    )
