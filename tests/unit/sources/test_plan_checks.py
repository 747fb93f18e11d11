"""Plans and realisations: a value has a source, a gap a name, and a repeated number is the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.errors import InputError, Problem
from analysis.sources.plan_checks import ACTUALS, KEYS, PLANS, outcome_problems, plan_problems
from analysis.sources.validate import NUMBER_REGISTERS, read_raw
from tests.plan_example import fill_plan
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

NAN = float("nan")
FACTS = [
    # id, printed value, unit, basis
    ("X01", "848", "pers", "bron"),
    ("X15-doel", "10", "plaatsingen", "afspraak"),
    ("X15-realisatie", "3", "plaatsingen", "bron"),
    ("D28", "1/6", "deel", "afspraak"),
    ("D65", "", "tekst", "bron"),
]
SHARED = {"grootheid": "Wsw-medewerkers", "gebied": "samen", "eenheid": "pers"}
PLAN = SHARED | {"plan": "Raming", "plandatum": "2016", "doeljaar": 2017, "laag": NAN, "hoog": NAN}
ACTUAL = SHARED | {"jaar": 2017}
REPEATED = {"waarde": 848.0, "cijfer": "X01", "basis": "bron", "bron": "krant", "gegeven": ""}
OWN = {"waarde": 802.0, "cijfer": "", "basis": "bron", "bron": "krant", "gegeven": ""}
EMPTY = {"waarde": NAN, "cijfer": "", "basis": "", "bron": "", "gegeven": "G12"}

Found = list[tuple[str, int, str, str]]


def _found(
    plans: list[dict[str, Any]] | None = None, actuals: list[dict[str, Any]] | None = None
) -> Found:
    """What is wrong with these rows beside `FACTS`: file, row, column and words."""
    facts = pd.DataFrame(FACTS, columns=["id", "waarde", "eenheid", "basis"], dtype="str")
    tables = dict.fromkeys(NUMBER_REGISTERS, facts.head(0)) | {"feiten": facts}
    tables["afgeleid"] = facts.head(0).rename(columns={"waarde": "uitkomst"})
    tables["aannames"] = facts.head(0).rename(columns={"waarde": "midden"})
    for name, start, base, rows in ((PLANS, "PL", PLAN, plans), (ACTUALS, "RE", ACTUAL, actuals)):
        columns = ["id", "_regel", *base, *EMPTY]
        whole = [
            {"id": f"{start}{line:03}", "_regel": line} | base | row
            for line, row in enumerate(rows or [], start=2)  # the header is row 1
        ]
        table = pd.DataFrame(whole, columns=columns)
        tables[name] = table.astype({"waarde": "float64"})
    return [_parts(problem) for problem in plan_problems(tables)]


def _parts(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.line, problem.column, problem.text


def _words(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Column and words of what is wrong with one plan row, which stands in row 2."""
    found = _found([row])
    assert {(file, line) for file, line, _, _ in found} <= {("data/raw/plannen.csv", 2)}
    return [(column, text) for _, _, column, text in found]


@pytest.mark.parametrize(
    "row",
    [
        REPEATED,
        OWN,
        EMPTY,
        OWN | {"basis": "aanname"},
        # Made up: there is no source to name.
        OWN | {"basis": "voorbeeld", "bron": ""},
        # Zero is a value.
        OWN | {"waarde": 0.0},
        # The share 1/6, which is written as a float in the table.
        REPEATED | {"waarde": 1 / 6, "cijfer": "D28", "eenheid": "deel", "basis": "afspraak"},
        OWN | {"laag": 790.0, "hoog": 810.0},
        # A value that is its own low or high end is enclosed.
        OWN | {"laag": 802.0, "hoog": 802.0},
        # An empty row may name two figures at once.
        EMPTY | {"gegeven": "G12;G14"},
    ],
)
def test_a_good_row_has_nothing_wrong(row: dict[str, Any]) -> None:
    assert _words(row) == []


def test_good_outcomes_have_nothing_wrong() -> None:
    rows = [REPEATED, OWN | {"jaar": 2018}, EMPTY | {"jaar": 2019}]
    assert _found(actuals=rows) == []


def test_empty_tables_have_nothing_wrong() -> None:
    assert _found() == []


@pytest.mark.parametrize(
    ("changes", "column", "text"),
    [
        ({"waarde": 849.0}, "waarde", "hier 849, in het register (X01) 848"),
        ({"waarde": 848.5}, "waarde", "hier 848.5, in het register (X01) 848"),
        # Zero is not empty, and empty is not zero.
        ({"waarde": 0.0}, "waarde", "hier 0, in het register (X01) 848"),
        ({"waarde": NAN}, "waarde", "hier leeg, in het register (X01) 848"),
        ({"eenheid": "se"}, "eenheid", "hoort pers te zijn, zoals X01"),
        ({"basis": "afspraak"}, "basis", "hoort bron te zijn, zoals X01"),
        ({"basis": ""}, "basis", "hoort bron te zijn, zoals X01"),
        ({"cijfer": "X99"}, "cijfer", "'X99' is geen los getal in het register"),
        # Of X15 there are only X15-doel and X15-realisatie: as a whole it is two numbers.
        ({"cijfer": "X15"}, "cijfer", "'X15' is geen los getal in het register"),
    ],
)
def test_a_repeated_number_is_that_of_the_register(
    changes: dict[str, Any], column: str, text: str
) -> None:
    assert _words(REPEATED | changes) == [(column, text)]


def test_a_text_is_no_number_to_repeat() -> None:
    # D65 has no value: whatever stands in the row differs from it.
    row = REPEATED | {"cijfer": "D65", "eenheid": "tekst", "waarde": 5.0}
    ((column, text),) = _words(row)
    assert (column, text.strip()) == ("waarde", "hier 5, in het register (D65)")


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (OWN | {"basis": ""}, "basis", "een ingevulde waarde heeft een basis nodig"),
        (
            OWN | {"bron": ""},
            "bron",
            "een ingevulde waarde heeft een bron nodig, tenzij zij een voorbeeld is",
        ),
        (
            EMPTY | {"gegeven": ""},
            "gegeven",
            "de waarde is leeg; noem het ontbrekende gegeven (G-nummer)",
        ),
        (
            EMPTY | {"basis": "bron"},
            "waarde",
            "er staat een basis, maar geen waarde (leeg is niet nul)",
        ),
    ],
)
def test_a_value_has_a_source_and_a_gap_a_name(row: dict[str, Any], column: str, text: str) -> None:
    assert _words(row) == [(column, text)]
    assert [found[2:] for found in _found(actuals=[row])] == [(column, text)]


@pytest.mark.parametrize("basis", ["bron", "afgeleid", "afspraak", "aanname"])
def test_only_what_is_made_up_needs_no_source(basis: str) -> None:
    assert [column for column, _ in _words(OWN | {"bron": "", "basis": basis})] == ["bron"]


def test_a_value_without_basis_is_not_asked_for_a_source_too() -> None:
    # With the basis its source is asked for, or it is made up and needs none.
    assert [column for column, _ in _words(OWN | {"basis": "", "bron": ""})] == ["basis"]


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (802.0, 790.0, NAN),  # half filled in
        (802.0, NAN, 810.0),
        (802.0, 803.0, 810.0),  # does not enclose the value
        (802.0, 790.0, 801.0),
        (802.0, 810.0, 790.0),  # the other way round
        (NAN, 790.0, 810.0),  # around nothing
    ],
)
def test_a_range_is_whole_and_encloses_the_value(value: float, low: float, high: float) -> None:
    row = (EMPTY if pd.isna(value) else OWN) | {"waarde": value, "laag": low, "hoog": high}
    assert _words(row) == [
        ("laag", "laag, waarde en hoog horen alle drie ingevuld te zijn, in die volgorde")
    ]


TWICE = "dezelfde grootheid, hetzelfde gebied en jaar staan er al"


def test_the_later_of_two_equal_rows_is_named() -> None:
    assert _found([OWN, OWN], [EMPTY, EMPTY | {"jaar": 2018}, EMPTY]) == [
        ("data/raw/plannen.csv", 3, "doeljaar", TWICE),
        ("data/raw/realisaties.csv", 4, "jaar", TWICE),
    ]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        *((PLANS, column, value) for column, value in (
            ("plan", "Ander plan"), ("plandatum", "2017"), ("grootheid", "SE"),
            ("gebied", "deventer"), ("doeljaar", 2018),
        )),
        *((ACTUALS, column, value) for column, value in (
            ("grootheid", "SE"), ("gebied", "deventer"), ("jaar", 2018),
        )),
    ],
)  # fmt: skip
def test_a_row_that_differs_in_one_part_of_the_key_is_another(
    table: str, column: str, value: object
) -> None:
    rows = [OWN, OWN | {column: value}]
    assert column in KEYS[table]
    assert (_found(rows) if table == PLANS else _found(actuals=rows)) == []


def test_a_quantity_has_one_unit_in_both_tables() -> None:
    # The first row that names the quantity says in what: here the plan.
    found = _found([OWN], [OWN, OWN | {"jaar": 2018, "eenheid": "se"}])
    told = "'Wsw-medewerkers' staat elders in pers"
    assert found == [("data/raw/realisaties.csv", 3, "eenheid", told)]


def test_a_quantity_has_one_unit_within_a_table() -> None:
    found = _found([OWN, OWN | {"doeljaar": 2018, "eenheid": "se"}])
    told = "'Wsw-medewerkers' staat elders in pers"
    assert found == [("data/raw/plannen.csv", 3, "eenheid", told)]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    plans = [
        REPEATED | {"waarde": 1.0, "eenheid": "se", "basis": "aanname"},
        OWN | {"basis": "", "laag": 1.0, "eenheid": "se"},
    ]
    found = _found(plans, [EMPTY | {"gegeven": "", "basis": "bron"}])
    assert [(Path(file).stem, line, column) for file, line, column, _ in found] == [
        ("plannen", 2, "waarde"),
        ("plannen", 2, "eenheid"),
        ("plannen", 2, "basis"),
        ("plannen", 3, "basis"),
        ("plannen", 3, "laag"),
        ("plannen", 3, "doeljaar"),
        ("realisaties", 2, "gegeven"),
        ("realisaties", 2, "waarde"),
        ("realisaties", 2, "eenheid"),
    ]


# --- Through `read_raw`, on a copy of the project -----------------------------------------------

PL001 = "2017,802,,,pers,meer,de-ondernemer-sallcon-2016,,bron,X02,,"
PL016 = "deventer,2040,,,,pers,geen,,,,,G19,Uitgave van 2015"
RE013 = "2015,3,plaatsingen,,jaarverslag-deventer-2015,,bron,X15-realisatie,,"
RE091 = "Tekort,samen,2017,,eur,,,,,,G14,"


def _refused() -> Found:
    with pytest.raises(InputError) as refused:
        read_raw()
    return [_parts(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("name", "old", "new", "column", "text"),
    [
        ("plannen", PL001, PL001.replace("802", "803"), "waarde",
         "hier 803, in het register (X02) 802"),
        ("plannen", PL001, PL001.replace("802", ""), "waarde",
         "hier leeg, in het register (X02) 802"),
        ("plannen", PL001, PL001.replace(",bron,", ",aanname,"), "basis",
         "hoort bron te zijn, zoals X02"),
        ("plannen", PL001, PL001.replace("X02", "X99"), "cijfer", "'X99' is onbekend in cijfers"),
        ("plannen", PL001, PL001.replace("bron,X02,,", ",,,"), "basis",
         "een ingevulde waarde heeft een basis nodig"),
        ("plannen", PL001, PL001.replace("de-ondernemer-sallcon-2016,,bron,X02", ",,bron,"), "bron",
         "een ingevulde waarde heeft een bron nodig, tenzij zij een voorbeeld is"),
        ("plannen", PL001, PL001.replace("802,,,", "802,790,,"), "laag",
         "laag, waarde en hoog horen alle drie ingevuld te zijn, in die volgorde"),
        ("plannen", PL001, PL001.replace("802,,,", "802,803,810,"), "laag",
         "laag, waarde en hoog horen alle drie ingevuld te zijn, in die volgorde"),
        ("plannen", PL016, PL016.replace("G19", ""), "gegeven",
         "de waarde is leeg; noem het ontbrekende gegeven (G-nummer)"),
        ("plannen", PL016, PL016.replace(",,,G19", ",bron,,G19"), "waarde",
         "er staat een basis, maar geen waarde (leeg is niet nul)"),
        ("plannen", PL016, PL016.replace("G19", "G99"), "gegeven",
         "'G99' is onbekend in ontbrekend"),
        # `X15` may be named where a sentence rests on it (it is known), but it is no one number.
        ("realisaties", RE013, RE013.replace("X15-realisatie", "X15"), "cijfer",
         "'X15' is geen los getal in het register"),
        ("realisaties", RE091, RE091.replace("G14", ""), "gegeven",
         "de waarde is leeg; noem het ontbrekende gegeven (G-nummer)"),
        ("realisaties", RE091, RE091.replace("eur", "eur_mln"), "eenheid",
         "'Tekort' staat elders in eur"),
        ("realisaties", RE091, RE091.replace("2017", "2020"), "jaar", TWICE),
    ],
)  # fmt: skip
def test_a_fault_in_the_file_is_told_with_its_place(
    raw: Raw, name: str, old: str, new: str, column: str, text: str
) -> None:
    row = raw.row_with(f"{name}.csv", old)
    raw.edit(f"{name}.csv", old, new)
    if text == TWICE:  # the later of the two is the row of 2020, right under it
        row += 1
    assert _refused() == [(f"data/raw/{name}.csv", row, column, text)]


def test_the_command_refuses_and_names_both_files(raw: Raw) -> None:
    row = raw.row_with("plannen.csv", PL001)
    raw.edit("plannen.csv", PL001, PL001.replace("802", "803"))
    gap = raw.row_with("realisaties.csv", RE091)
    raw.edit("realisaties.csv", RE091, RE091.replace("G14", ""))
    assert raw.refused().splitlines() == [
        f"data/raw/plannen.csv, regel {row}, kolom 'waarde': hier 803, in het register (X02) 802",
        f"data/raw/realisaties.csv, regel {gap}, kolom 'gegeven': "
        "de waarde is leeg; noem het ontbrekende gegeven (G-nummer)",
    ]


def test_a_changed_fact_is_told_where_it_is_repeated(raw: Raw) -> None:
    # 802 stands in lokale_cijfers.csv, and once more in the plans.
    raw.edit("lokale_cijfers.csv", "X02,802,", "X02,801,")
    row = raw.row_with("plannen.csv", PL001)
    told = "hier 802, in het register (X02) 801"
    assert ("data/raw/plannen.csv", row, "waarde", told) in _refused()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("Tekort,samen,2017,0,eur,,,,voorbeeld,,,", []),
        ("Tekort,samen,2017,-5,eur,,jaarverslag-deventer-2015,,bron,,,", []),
        ("Tekort,samen,2017,-5,eur,,,,,,,", ["basis"]),
        ("Tekort,samen,2017,0,eur,,,,aanname,,,", ["bron"]),
    ],
)
def test_what_is_filled_in_by_hand(raw: Raw, changed: str, told: list[str]) -> None:
    raw.edit("realisaties.csv", RE091, changed)
    if told:
        assert [column for _, _, column, _ in _refused()] == told
    else:
        assert float(changed.split(",")[3]) in set(read_raw()[ACTUALS]["waarde"])


def test_the_made_up_plan_is_accepted(project_copy: Path) -> None:
    fill_plan(project_copy)
    tables = read_raw()
    # 13 quantities in 5 years in each of the tables, beside the 25 and 15 numbers of sources.
    assert tables[PLANS]["waarde"].notna().sum() == 25 + 65
    assert tables[ACTUALS]["waarde"].notna().sum() == 15 + 65


def _outcomes(plan_year: int, actual_year: int) -> list[Problem]:
    plans = pd.DataFrame([PLAN | EMPTY | {"doeljaar": plan_year, "_regel": 2}])
    actuals = pd.DataFrame([ACTUAL | EMPTY | {"jaar": actual_year, "_regel": 2}])
    return outcome_problems({PLANS: plans, ACTUALS: actuals})


def test_a_plan_whose_year_has_come_has_a_row_for_its_outcome() -> None:
    (fault,) = _outcomes(2017, 2018)
    assert (fault.line, fault.column) == (2, "doeljaar")
    assert "geen regel in realisaties.csv" in fault.text
    assert not _outcomes(2017, 2017)


def test_a_plan_for_a_year_to_come_waits_for_nothing() -> None:
    assert not _outcomes(2040, 2018)
