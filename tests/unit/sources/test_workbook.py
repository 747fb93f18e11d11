"""What a notebook opens: numbers with origin, series, rows, scenarios and checked parameters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.errors import InputError, UsageError
from analysis.parameters import Parameters
from analysis.provenance import combine
from analysis.sources.reader import sha256_of
from analysis.sources.workbook import (
    Workbook,
    area_name,
    choices,
    open_with,
    open_workbook,
    peildatum,
)
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def book() -> Workbook:
    return open_workbook({})


def _add_scenario(raw: Raw, assumptions: str) -> None:
    """Put a described scenario `krimp` with these lines under [aannames] in data/raw."""
    text = f'id = "krimp"\nnaam = "Krimp"\nomschrijving = "Proef"\n\n[aannames]\n{assumptions}\n'
    path = raw.folder / "scenarios" / "krimp.toml"
    path.write_text(text, encoding="utf-8")
    package = raw.package()
    (base,) = [item for item in package["resources"] if item["name"] == "scenario-basis"]
    package["resources"].append(
        base
        | {
            "name": "scenario-krimp",
            "path": "scenarios/krimp.toml",
            "hash": sha256_of(path.read_bytes()),
        }
    )
    raw.write_package(package)


def test_a_fact_has_its_unit_its_basis_and_its_id(book: Workbook) -> None:
    number = book.number("D73-fte")
    assert (number.value, number.unit, number.certain) == (2.76, "fte", True)
    assert (number.provenance.label, number.provenance.ids) == ("bron", ("D73-fte",))


def test_a_share_is_a_number(book: Workbook) -> None:
    assert book.number("D28").value == pytest.approx(1 / 6, abs=1e-9)


def test_a_norm_is_marked(book: Workbook) -> None:
    assert book.number("D18").provenance.label == "afspraak"


def test_an_assumption_has_its_interval(book: Workbook) -> None:
    # aannames.csv: A02 is 0.8 – 0.852 – 0.9
    share = book.number("A02")
    assert (share.low, share.value, share.high) == (0.8, 0.852, 0.9)
    assert share.provenance.label == "aanname"


def test_an_unknown_id_is_told_with_the_nearest(book: Workbook) -> None:
    with pytest.raises(
        KeyError, match=r"'D73-fto' staat niet in het register\. Bedoelde u 'D73-ft"
    ):
        book.number("D73-fto")


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        ("D65", "'D65' is geen getal: geen waarde bekend"),
        ("D02", "'D02' is geen getal: 2023-06-27"),
    ],
)
def test_what_is_no_number_is_never_one(book: Workbook, identifier: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        book.number(identifier)


def test_text_is_what_the_register_prints(book: Workbook) -> None:
    assert (book.text("D02"), book.text("D28")) == ("2023-06-27", "1/6")


def test_a_derived_number_has_its_formula(book: Workbook) -> None:
    assert book.formula("R09-beschut") == "952 / 3"
    with pytest.raises(ValueError, match="'X01' is niet afgeleid"):
        book.formula("X01")
    with pytest.raises(KeyError, match="R99"):
        book.formula("R99")


def test_ids_are_assumptions_or_facts(book: Workbook) -> None:
    given = ("X01", "A02", "resultaatafspraken.csv", "A01")
    assert book.assumptions_among(given) == ("A02", "A01")
    assert book.facts_among(given) == ("X01", "resultaatafspraken.csv")


def test_a_series_has_its_periods_and_ids(book: Workbook) -> None:
    stock = book.series("wsw_personen_ultimo")
    assert set(stock["gebied"]) == {"nederland"}
    assert list(stock["ids"]) == list(stock["id"])
    # The Wsw statistics: 91,432 persons at the end of 2016.
    assert stock.set_index("periode")["getal"]["2016"] == 91432


def test_a_series_of_another_area(book: Workbook) -> None:
    targets = book.series("beschut_taakstelling", "deventer")
    # Regeling 2017, Stcrt. 2017, 4882: 28 places for Deventer.
    assert targets.set_index("periode")["getal"]["2017"] == 28


def test_rows_of_a_split_fact_may_be_asked_as_a_whole(book: Workbook) -> None:
    assert list(book.rows(("D82",))["id"]) == ["D82-clientkosten", "D82-fte", "D82-loonkosten"]
    assert list(book.rows(("D82-fte", "K43"))["id"]) == ["D82-fte", "K43"]


def test_a_table_is_a_copy(book: Workbook) -> None:
    table = book.table("feiten")
    table["waarde"] = "x"
    assert book.text("D73-fte") == "2.76"
    assert "x" not in set(book.table("feiten")["waarde"])


def test_a_scenario_changes_the_middle_of_an_assumption(raw: Raw) -> None:
    _add_scenario(raw, "A02 = 0.83")
    raw.accepted()
    book = open_workbook({"scenario": "krimp"})
    share = book.number("A02")
    assert (share.low, share.value, share.high) == (0.8, 0.83, 0.9)
    assert book.number("A01").value == 1
    assert share.provenance.label == "aanname"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A99 = 0.5", "krimp.toml: 'A99' is geen aanname. Bedoelde u 'A"),
        ("K43 = 400", "krimp.toml: 'K43' is geen aanname"),
        ("A02 = 0.95", "krimp.toml: 'A02' = 0.95 ligt buiten de marge (0.8 tot 0.9)"),
    ],
)
def test_a_scenario_changes_assumptions_only(raw: Raw, line: str, told: str) -> None:
    _add_scenario(raw, line)
    assert told in raw.refused()


@pytest.mark.parametrize(
    "text",
    [
        "id = ",
        'id = "krimp"\n',
        'id = "krimp"\nnaam = "x"\nomschrijving = "y"\nextra = 1\n',
        'id = "krimp"\nnaam = "x"\nomschrijving = "y"\n[aannames]\nA01 = "1"\n',
    ],
)
def test_a_scenario_that_can_not_be_read_is_named(raw: Raw, text: str) -> None:
    raw.write("scenarios/basis.toml", text)
    assert "data/raw/scenarios/basis.toml: geen geldig scenario: " in raw.refused()


def test_choices_come_from_the_data() -> None:
    allowed = choices()
    assert allowed.areas == ("deventer", "olst-wijhe", "samen")
    assert allowed.codes == {"GM0150": "deventer", "GM1773": "olst-wijhe"}
    # D70 and D71 of the DVO: what a fte costs in 2022 and 2023.
    assert allowed.price_levels == (2022, 2023)
    assert "basis" in allowed.scenarios


def test_areas_are_named_as_a_reader_knows_them() -> None:
    assert [area_name("samen"), area_name("olst-wijhe")] == ["Deventer en Olst-Wijhe", "Olst-Wijhe"]
    with pytest.raises(KeyError):
        area_name("atlantis")


def test_the_date_of_the_data_is_that_of_the_description(raw: Raw) -> None:
    package = raw.package() | {"created": "2025-03-01T12:00:00Z"}
    raw.write_package(package)
    assert peildatum() == "2025-03-01"


def test_opening_takes_parameters_from_the_namespace() -> None:
    namespace = {"gebied": "GM1773", "horizon": 2035, "prijspeil": 2022, "Path": Path, "_": 3}
    assert open_workbook(namespace).parameters == Parameters(
        gebied="olst-wijhe", horizon=2035, prijspeil=2022
    )


def test_opening_refuses_an_unknown_name() -> None:
    with pytest.raises(UsageError, match=r"onbekende parameter 'gebeid'.*Bedoelde u 'gebied'"):
        open_workbook({"gebied": "samen", "gebeid": "deventer"})


def test_opening_refuses_stale_data(raw: Raw) -> None:
    raw.edit("dvo_begroting.csv", "Instroom", "Uitstroom")
    with pytest.raises(InputError, match="voer uit: werkboek data"):
        open_workbook({})


def test_opening_with_checked_parameters(book: Workbook) -> None:
    assert open_with(Parameters()).scenario == book.scenario


def test_a_guarded_table_marks_what_rests_on_it() -> None:
    book = open_with(Parameters())
    assert book.guarded("verzuim")
    assert not book.guarded("aannames")
    resting = book.provenance("verzuim")
    assert (resting.basis, resting.ids, resting.guarded) == ("voorbeeld", ("verzuim.csv",), True)
    assert book.provenance("aannames").guarded is False
    assert (book.provenance("aannames") | resting).derived().guarded
    assert combine([book.provenance("verzuim", "aannames")]).ids == ("aannames.csv", "verzuim.csv")


def test_an_empty_table_rests_on_itself() -> None:
    book = open_with(Parameters())
    empty = replace(book, tables={**book.tables, "verzuim": book.table("verzuim").head(0)})
    resting = empty.provenance("verzuim")
    assert (resting.ids, resting.guarded) == (("verzuim.csv",), True)
