"""Combining what numbers rest on: order and repetition don't matter, nothing gets surer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.provenance import STRENGTH, Basis, Provenance, Quantity, combine

pytestmark = pytest.mark.property

IDS = st.lists(st.sampled_from(["A01", "D71", "D73-fte", "K43", "X01"]), max_size=4)
PROVENANCES = st.builds(Provenance.of, st.sampled_from(list(Basis)), IDS)


@st.composite
def quantities(draw: st.DrawFn, unit: str = "eur") -> Quantity:
    ends = draw(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3))
    low, value, high = sorted(ends)
    return Quantity(value, unit, draw(PROVENANCES), low, high)


@given(PROVENANCES, PROVENANCES)
def test_order_does_not_matter(one: Provenance, other: Provenance) -> None:
    assert one | other == other | one


@given(PROVENANCES, PROVENANCES, PROVENANCES)
def test_grouping_does_not_matter(one: Provenance, two: Provenance, three: Provenance) -> None:
    assert (one | two) | three == one | (two | three)


@given(PROVENANCES)
def test_repetition_does_not_matter(one: Provenance) -> None:
    assert one | one == one
    assert combine([one, one]) == one


@given(st.lists(PROVENANCES, min_size=1, max_size=6))
def test_a_result_is_as_sure_as_its_weakest_part(parts: list[Provenance]) -> None:
    total = combine(parts)
    strengths = [STRENGTH.index(part.basis) for part in parts]
    assert STRENGTH.index(total.basis) == min(strengths)
    assert total.norm == any(part.norm for part in parts)
    assert set(total.ids) == {name for part in parts for name in part.ids}
    assert list(total.ids) == sorted(set(total.ids))


@given(PROVENANCES)
def test_what_is_computed_is_never_surer(one: Provenance) -> None:
    after = one.derived()
    assert STRENGTH.index(after.basis) <= STRENGTH.index(one.basis)
    assert after.basis is not Basis.BRON
    assert (after.norm, after.ids) == (one.norm, one.ids)
    assert after.derived() == after


OPERATIONS = st.sampled_from(["+", "-", "*", "/"])


def _applied(one: Quantity, sign: str, other: Quantity) -> Quantity:
    if sign == "+":
        return one + other
    if sign == "-":
        return one - other
    return one * other if sign == "*" else one / other


@given(quantities(), OPERATIONS, quantities())
def test_an_interval_holds_its_value(one: Quantity, sign: str, other: Quantity) -> None:
    if sign == "/" and other.low <= 0 <= other.high:
        with pytest.raises(ZeroDivisionError):
            _applied(one, sign, other)
        return
    result = _applied(one, sign, other)
    slack = 1e-9 * max(abs(result.low), abs(result.high), 1e-9)
    assert result.low - slack <= result.value <= result.high + slack


@given(quantities(), OPERATIONS, quantities(), st.floats(0, 1), st.floats(0, 1))
def test_an_interval_holds_every_outcome(
    one: Quantity, sign: str, other: Quantity, left: float, right: float
) -> None:
    if sign == "/" and other.low <= 0 <= other.high:
        return
    result = _applied(one, sign, other)
    a = one.low + left * (one.high - one.low)
    b = other.low + right * (other.high - other.low)
    if sign == "/" and not b:
        return
    outcome = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if sign == "/" else 0}[sign]
    slack = 1e-9 * max(abs(result.low), abs(result.high), 1e-9)
    assert result.low - slack <= outcome <= result.high + slack


@given(quantities(), OPERATIONS, quantities())
def test_a_result_is_never_surer_than_its_inputs(one: Quantity, sign: str, other: Quantity) -> None:
    if sign == "/" and other.low <= 0 <= other.high:
        return
    result = _applied(one, sign, other).provenance
    weakest = min(STRENGTH.index(part.provenance.basis) for part in (one, other))
    assert STRENGTH.index(result.basis) <= weakest
    assert set(result.ids) == {*one.provenance.ids, *other.provenance.ids}


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_a_result_is_guarded_when_any_input_is(guarded: list[bool]) -> None:
    parts = [Provenance.of("bron", [f"X{n}"], flag) for n, flag in enumerate(guarded)]
    assert combine(parts).guarded == combine(parts).derived().guarded == any(guarded)
    total = sum(
        (Quantity.exact(1, "pers", p) for p in parts[1:]), Quantity.exact(1, "pers", parts[0])
    )
    assert total.provenance.guarded == any(guarded)
