"""Numbers, amounts, intervals and moments in Dutch notation."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from analysis import dutch
from analysis.sources.package import read_package

pytestmark = pytest.mark.unit

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1234, 0, "1.234"),
        (1234567.895, 2, "1.234.567,90"),
        (-1234.5, 1, "-1.234,5"),
        (37.53, 2, "37,53"),
        (3, 2, "3,00"),
        # Half away from zero, as in a printed budget; Python's own round gives 0, 2 and 2.
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.5, 0, "-1"),
        (-2.5, 0, "-3"),
        # The nearest double to 2.675 lies below it; what was printed counts, not the double.
        (2.675, 2, "2,68"),
        (0.125, 2, "0,13"),
        (0.49999, 0, "0"),
        # No minus before a zero.
        (-0.4, 0, "0"),
        (-0.004, 2, "0,00"),
        (1e-9, 2, "0,00"),
    ],
)
def test_number(value: float, decimals: int, written: str) -> None:
    assert dutch.number(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1234, 0, f"€{NB}1.234"),
        (-12, 0, f"€{NB}-12"),
        (-0.4, 0, f"€{NB}0"),
        (5184681.6, 2, f"€{NB}5.184.681,60"),
    ],
)
def test_euro_has_its_minus_before_the_digits(value: float, decimals: int, written: str) -> None:
    assert dutch.euro(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(16.4, 1, "16,4%"), (-5.4, 1, "-5,4%"), (50, 0, "50%"), (31.25, 2, "31,25%")],
)
def test_percentage(value: float, decimals: int, written: str) -> None:
    assert dutch.percentage(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"), [(128.246, "+128,25"), (-64.966, "-64,97"), (0, "+0,00")]
)
def test_signed(value: float, written: str) -> None:
    assert dutch.signed(value, 2) == written


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (848, "pers", None, f"848{NB}personen"),
        (16.4, "pct", None, "16,4%"),
        (37.53, "fte", None, f"37,53{NB}fte"),
        (1234, "eur", None, f"€{NB}1.234"),
        (90406.58, "eur_per_fte", None, f"€{NB}90.407 per fte"),
        (20.46, "eur_mln", 2, f"€{NB}20,46{NB}miljoen"),
        (14.71, "eur_per_uur", 2, f"€{NB}14,71 per uur"),
        (2294.4, "eur_per_maand", 2, f"€{NB}2.294,40 per maand"),
        (1000, "eur_per_jaar", None, f"€{NB}1.000 per jaar"),
        (-6.1, "pct_per_jaar", None, "-6,1% per jaar"),
        (2040, "jaar", None, "2040"),
        (7, "nummer", None, "7"),
        (0.92, "arbeidsjaren_per_pers", None, f"0,92{NB}arbeidsjaren per persoon"),
        (41, "aantal", None, "41"),
    ],
)
def test_quantity(value: float, unit: str, decimals: int | None, written: str) -> None:
    assert dutch.quantity(value, unit, decimals) == written


def test_every_unit_of_the_registers_can_be_written() -> None:
    fields = {field.name: field for field in read_package().resource("feiten").schema_.fields}
    units = fields["eenheid"].constraints.enum
    assert units
    for unit in units:
        assert "3" in dutch.quantity(3, unit), unit


@pytest.mark.parametrize(
    ("low", "high", "unit", "written"),
    [
        (514, 662, "pers", f"514 tot 662{NB}personen"),
        (15.9, 16.44, "pct", "15,9 tot 16,4%"),
        (1000, 2000, "eur", f"€{NB}1.000 tot €{NB}2.000"),
        (1.5, 2.5, "eur_mln", f"€{NB}1,5 tot €{NB}2,5{NB}miljoen"),
        (-5, 5, "pers", f"-5 tot 5{NB}personen"),
        # Both ends read the same, so there is one number.
        (513.6, 514.4, "pers", f"514{NB}personen"),
        (0.851, 0.853, "verhouding", f"0,85{NB}keer"),
    ],
)
def test_interval(low: float, high: float, unit: str, written: str) -> None:
    assert dutch.interval(low, high, unit) == written


@pytest.mark.parametrize(
    ("text", "unit", "written"),
    [
        ("200377.01", "eur", f"€{NB}200.377,01"),
        ("580000", "eur", f"€{NB}580.000"),
        ("7.0", "pct_per_jaar", "7,0% per jaar"),
        ("2024-11-19", "datum", "19 november 2024"),
        ("2025-04", "maand", "april 2025"),
        ("2023-Q1", "kwartaal", "1e kwartaal 2023"),
        ("2022-2023", "periode", "2022–2023"),
        ("1/6", "deel", "1/6"),
        ("2024-933", "nummer", "2024-933"),
        ("2040", "jaar", "2040"),
        ("", "eur", "onbekend"),
        ("", "tekst", "onbekend"),
    ],
)
def test_printed_keeps_the_decimals_of_the_source(text: str, unit: str, written: str) -> None:
    assert dutch.printed(text, unit) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2016-12", "december 2016"),
        ("2012-2014", "2012–2014"),
        ("2023-Q4", "4e kwartaal 2023"),
        ("2018-01-01", "1 januari 2018"),
        ("2024", "2024"),
        ("", "onbekend"),
    ],
)
def test_period(text: str, written: str) -> None:
    assert dutch.period(text) == written


def test_dates() -> None:
    assert dutch.date(dt.date(2024, 2, 29)) == "29 februari 2024"
    assert dutch.date_text("2023-06-27") == "27 juni 2023"


@pytest.mark.parametrize(("text", "written"), [("wsw", "Wsw"), ("LKS", "LKS"), ("", "")])
def test_sentence_case(text: str, written: str) -> None:
    assert dutch.sentence_case(text) == written


@pytest.mark.parametrize(
    ("words", "written"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_listing(words: list[str], written: str) -> None:
    assert dutch.listing(words) == written


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_never_written_as_one(value: float) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        dutch.number(value)
