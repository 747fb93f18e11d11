"""What is written in Dutch can be read back, and a larger number never reads as a smaller one."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import dutch

pytestmark = pytest.mark.property

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)
DECIMALS = st.integers(0, 6)


def _read(text: str) -> Decimal:
    """The number that a Dutch reader sees."""
    return Decimal(text.replace(".", "").replace(",", "."))


@given(NUMBERS, DECIMALS)
def test_a_number_reads_as_itself_rounded(value: float, decimals: int) -> None:
    exact = Decimal(repr(value))
    assert _read(dutch.number(value, decimals)) == exact.quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )


@given(NUMBERS, DECIMALS)
def test_a_number_has_the_decimals_that_were_asked(value: float, decimals: int) -> None:
    whole, comma, fraction = dutch.number(value, decimals).partition(",")
    assert len(fraction) == decimals
    assert bool(comma) == bool(decimals)
    first, *groups = whole.removeprefix("-").split(".")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in groups)


@given(NUMBERS, NUMBERS, DECIMALS)
def test_a_larger_number_never_reads_smaller(one: float, other: float, decimals: int) -> None:
    low, high = sorted((one, other))
    assert _read(dutch.number(low, decimals)) <= _read(dutch.number(high, decimals))


@given(NUMBERS, DECIMALS)
def test_minus_is_plus_with_a_sign(value: float, decimals: int) -> None:
    plain, negative = dutch.number(value, decimals), dutch.number(-value, decimals)
    assert _read(plain) == -_read(negative)
    assert not any(text.startswith("-") and not _read(text) for text in (plain, negative))


@given(NUMBERS, st.sampled_from(sorted(dutch.UNIT_WORDS)))
def test_every_unit_is_written_around_the_same_number(value: float, unit: str) -> None:
    places = dutch.DECIMALS.get(unit, 0)
    assert dutch.number(value, places) in dutch.quantity(value, unit)


@given(NUMBERS, NUMBERS, st.sampled_from(sorted(dutch.UNIT_WORDS)))
def test_an_interval_shows_both_ends(one: float, other: float, unit: str) -> None:
    low, high = sorted((one, other))
    places = dutch.DECIMALS.get(unit, 0)
    assume(dutch.number(low, places) != dutch.number(high, places))
    first, _, last = dutch.interval(low, high, unit).partition(" tot ")
    assert dutch.number(low, places) in first
    assert last == dutch.quantity(high, unit)


@given(st.dates())
def test_a_date_is_written_out(day: object) -> None:
    number, month, year = dutch.date(day).split()  # type: ignore[arg-type]
    assert (int(number), int(year)) == (day.day, day.year)  # type: ignore[attr-defined]
    assert month.isalpha()
