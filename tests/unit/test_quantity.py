"""Numbers with unit, interval and provenance: arithmetic and what it refuses."""

from __future__ import annotations

import pytest

from analysis.provenance import Provenance, Quantity

pytestmark = pytest.mark.unit

SOURCE, JUDGED = Provenance.of("bron", ["D01"]), Provenance.of("aanname", ["A01"])


def _known(value: float, unit: str = "eur") -> Quantity:
    return Quantity.exact(value, unit, SOURCE)


def _unsure(value: float, low: float, high: float, unit: str = "eur") -> Quantity:
    return Quantity(value, unit, JUDGED, low, high)


def test_an_exact_number_has_no_interval() -> None:
    assert _known(5).certain
    assert not _unsure(5, 4, 6).certain


@pytest.mark.parametrize(
    ("result", "value", "low", "high"),
    [
        (_unsure(5, 4, 6) + _unsure(10, 8, 13), 15, 12, 19),
        # The lowest difference is low minus high: 4 - 13 and 6 - 8.
        (_unsure(5, 4, 6) - _unsure(10, 8, 13), -5, -9, -2),
        (_unsure(5, 4, 6) * _unsure(10, 8, 13), 50, 32, 78),
        # A negative end turns the order around: 6 * -2 and 6 * 3.
        (_unsure(5, 4, 6) * _unsure(1, -2, 3), 5, -12, 18),
        (_unsure(-5, -6, -4) * _unsure(-1, -3, 2), 5, -12, 18),
        # 4/10 and 6/2.
        (_unsure(5, 4, 6) / _unsure(5, 2, 10), 1, 0.4, 3),
        (_unsure(5, -4, 6) / _unsure(-5, -10, -2), -1, -3, 2),
        (_known(5) + _known(7), 12, 12, 12),
        (_known(12) / _known(4), 3, 3, 3),
    ],
)
def test_intervals_combine_by_their_ends(
    result: Quantity, value: float, low: float, high: float
) -> None:
    assert (result.value, result.low, result.high) == pytest.approx((value, low, high))


def test_a_result_carries_the_weakest_basis_and_all_ids() -> None:
    result = _known(5) + _unsure(1, 0, 2)
    assert (result.provenance.label, result.provenance.ids) == ("aanname", ("A01", "D01"))


def test_a_sum_of_printed_numbers_is_derived() -> None:
    assert (_known(5) - _known(2)).provenance.label == "afgeleid"


@pytest.mark.parametrize("operation", ["__add__", "__sub__"])
def test_units_are_never_added_up(operation: str) -> None:
    with pytest.raises(ValueError, match="eenheden verschillen: pers en fte"):
        getattr(_known(5, "pers"), operation)(_known(5, "fte"))


def test_a_product_and_a_quotient_name_both_units() -> None:
    assert (_known(5, "fte") * _known(2, "eur_per_fte")).unit == "fte·eur_per_fte"
    assert (_known(5, "eur") / _known(2, "fte")).unit == "eur/fte"
    assert (_known(5, "eur") / _known(2, "fte")).in_unit("eur_per_fte").unit == "eur_per_fte"


@pytest.mark.parametrize(("low", "high"), [(-1, 1), (0, 1), (-1, 0), (0, 0)])
def test_division_by_an_interval_that_holds_zero_is_refused(low: float, high: float) -> None:
    with pytest.raises(ZeroDivisionError, match="bevat nul"):
        _known(5) / _unsure(low, low, high)
