"""Splits of a change, and errors of forecasts, on cases small enough to work out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import ArrayLike

from analysis.model.variance import forecast_errors, lmdi, price_volume, shapley

pytestmark = pytest.mark.unit


# --- Volume and price ---------------------------------------------------------------------------


def test_volume_and_price_by_hand() -> None:
    # 10 x 5 = 50 -> 12 x 4 = 48. Volume: 2 x (5 + 4) / 2 = 9. Price: -1 x (10 + 12) / 2 = -11.
    assert price_volume(10.0, 5.0, 12.0, 4.0) == (9, -11)


def test_volume_and_price_of_arrays_go_row_by_row() -> None:
    # The row above; 0 x 7 -> 4 x 7 is volume alone; 3 x 2 -> 3 x -2 is price alone, through zero.
    volume, price = price_volume(
        np.array([10.0, 0, 3]),
        np.array([5.0, 7, 2]),
        np.array([12.0, 4, 3]),
        np.array([4.0, 7, -2]),
    )
    assert volume.tolist() == [9, 28, 0]
    assert price.tolist() == [-11, 0, -12]


# --- Shapley ------------------------------------------------------------------------------------


def test_a_product_of_three_by_hand() -> None:
    # 1 x 1 x 1 -> 2 x 3 x 4. a is first, second or last to change in 2, 1 + 1 and 2 of the six
    # orders: 1 x (1/3 + (3 + 4)/6 + 12/3) = 5.5. b: 2 x (1/3 + (2 + 4)/6 + 8/3) = 8.
    # c: 3 x (1/3 + (2 + 3)/6 + 6/3) = 9.5. Together 23 = 24 - 1.
    parts = shapley(lambda a, b, c: a * b * c, {"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 3, "c": 4})
    assert parts == pytest.approx({"a": 5.5, "b": 8, "c": 9.5}, abs=1e-12)


def test_the_largest_of_two_by_hand() -> None:
    # max(0, 0) -> max(4, 6). a first: 4, then b adds 2. b first: 6, then a adds 0.
    assert shapley(max_of, {"a": 0, "b": 0}, {"a": 4, "b": 6}) == {"a": 2, "b": 4}


def max_of(a: float, b: float) -> float:
    return max(a, b)


def test_each_term_of_a_sum_keeps_its_own_change() -> None:
    # 2a - 3b: 2 x (4 - 1) = 6 and -3 x (7 - 5) = -6, in every order.
    parts = shapley(lambda a, b: 2 * a - 3 * b, {"a": 1, "b": 5}, {"a": 4, "b": 7})
    assert parts == pytest.approx({"a": 6, "b": -6}, abs=1e-12)


def test_a_result_may_change_sign() -> None:
    # 10 x (3 - 5) = -20 -> 20 x (7 - 5) = 40 with the cost unchanged. Heads: 10 x (-2 + 2) / 2 = 0.
    # Price: 4 x (10 + 20) / 2 = 60.
    parts = shapley(
        lambda heads, price, cost: heads * (price - cost),
        {"heads": 10, "price": 3, "cost": 5},
        {"heads": 20, "price": 7, "cost": 5},
    )
    assert parts == pytest.approx({"heads": 0, "price": 60, "cost": 0}, abs=1e-12)


def test_one_factor_takes_the_whole_change() -> None:
    # 3^2 -> 5^2.
    assert shapley(lambda a: a * a, {"a": 3}, {"a": 5}) == {"a": 16}


def test_factors_are_told_in_the_order_of_before() -> None:
    # a - b: 5 - 1 -> 9 - 3; the order of `after` doesn't matter.
    parts = shapley(lambda a, b: a - b, {"b": 1, "a": 5}, {"a": 9, "b": 3})
    assert list(parts.items()) == [("b", -2), ("a", 4)]


def test_eight_factors_are_allowed_and_take_each_combination_once() -> None:
    seen: list[frozenset[str]] = []

    def watched(**factors: float) -> float:
        seen.append(frozenset(name for name, value in factors.items() if value))
        return sum(factors.values())

    before, after = dict.fromkeys("abcdefgh", 0.0), dict.fromkeys("abcdefgh", 1.0)
    assert shapley(watched, before, after) == pytest.approx(after, abs=1e-12)
    assert len(seen) == len(set(seen)) == 2**8


def _never(**factors: float) -> float:
    raise AssertionError(factors)


def test_nine_factors_are_refused_before_anything_is_computed() -> None:
    nine = dict.fromkeys("abcdefghi", 1.0)
    with pytest.raises(ValueError, match="9 factors; at most 8"):
        shapley(_never, nine, nine)


def test_shapley_needs_the_same_factors_on_both_sides() -> None:
    with pytest.raises(ValueError, match=r"don't match: loon, prijs$"):
        shapley(_never, {"uren": 1, "prijs": 2}, {"loon": 3, "uren": 1})


def test_shapley_needs_a_factor() -> None:
    with pytest.raises(ValueError, match="no factors"):
        shapley(_never, {}, {})


@pytest.mark.parametrize("outcome", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    ("wrong", "told"),
    [((0, 0), "with nothing changed"), ((0, 1), "with b changed"), ((1, 1), "with a, b changed")],
)
def test_an_outcome_that_is_no_number_is_refused(
    outcome: float, wrong: tuple[int, int], told: str
) -> None:
    with pytest.raises(ValueError, match=f"no finite outcome {told}"):
        shapley(
            lambda b, a: outcome if (a, b) == wrong else 1.0, {"b": 0, "a": 0}, {"b": 1, "a": 1}
        )


# --- LMDI ---------------------------------------------------------------------------------------


def test_a_product_of_two_by_hand() -> None:
    # 1 x 1 -> 2 x 4: L(8, 1) = 7 / ln 8, and ln 2 and ln 4 are a third and two thirds of ln 8.
    parts = lmdi({"a": [1], "b": [1]}, {"a": [2], "b": [4]})
    assert parts == pytest.approx({"a": 7 / 3, "b": 14 / 3}, rel=1e-12)


def test_groups_are_added_up() -> None:
    # The group above, and 3 x 2 -> 1 x 2: L(2, 6) = 4 / ln 3, times ln(1/3) = -4, all of it in a.
    parts = lmdi({"a": [1, 3], "b": [1, 2]}, {"a": [2, 1], "b": [4, 2]})
    assert parts == pytest.approx({"a": 7 / 3 - 4, "b": 14 / 3}, rel=1e-12)


def test_factors_that_cancel_out() -> None:
    # 1 x 3 -> 2 x 1.5, both 3: L(3, 3) = 3, so 3 ln 2 and -3 ln 2.
    parts = lmdi({"a": [1.0], "b": [3.0]}, {"a": [2.0], "b": [1.5]})
    assert parts == pytest.approx({"a": 3 * math.log(2), "b": -3 * math.log(2)}, rel=1e-12)


@pytest.mark.parametrize("nearly", [1 + 1e-12, 1 - 1e-12, 1 + 1e-15])
def test_factors_that_nearly_cancel_out(nearly: float) -> None:
    # 3 x 1 -> 6 x 0.5 (1 + e): L differs from 3 by 3 e / 2. Taken as (a - b) / ln(a / b) it would
    # carry the rounding of a / b, 1e-16 / 1e-12 = 1e-4 of it.
    parts = lmdi({"a": [3.0], "b": [1.0]}, {"a": [6.0], "b": [0.5 * nearly]})
    assert parts["a"] == pytest.approx(3 * math.log(2), rel=1e-10)
    assert sum(parts.values()) == pytest.approx(3 * (nearly - 1), abs=1e-14)


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12])
def test_a_change_of_a_billionth_of_a_thousandth(size: float) -> None:
    # One factor: the change itself, to within the rounding of the value (2e-16 of it).
    parts = lmdi({"a": [size]}, {"a": [size * (1 + 1e-12)]})
    assert parts["a"] == pytest.approx(size * 1e-12, rel=1e-3)


@pytest.mark.parametrize("little", [1e-10, 1e-20, 1e-100])
def test_almost_to_nothing_and_back(little: float) -> None:
    # A group that comes or goes is commonly entered as something very small, because zero has no
    # logarithm. One factor, so its contribution is the whole change.
    assert lmdi({"a": [little]}, {"a": [1.0]})["a"] == pytest.approx(1 - little, rel=1e-12)
    assert lmdi({"a": [1.0]}, {"a": [little]})["a"] == pytest.approx(little - 1, rel=1e-12)


def test_one_group_may_be_given_as_a_number() -> None:
    # 2 x 3 -> 4 x 3: all of the 6 in a.
    parts = lmdi({"a": 2, "b": 3}, {"a": 4, "b": 3})
    assert parts == pytest.approx({"a": 6, "b": 0}, abs=1e-12)
    assert all(type(part) is float for part in parts.values())


def test_factors_are_matched_by_name() -> None:
    parts = lmdi({"b": [1], "a": [1]}, {"a": [2], "b": [4]})
    assert list(parts) == ["b", "a"]
    assert parts == pytest.approx({"a": 7 / 3, "b": 14 / 3}, rel=1e-12)


@pytest.mark.parametrize("wrong", [0.0, -1.0, math.nan, math.inf])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_value_that_is_not_positive_is_named(wrong: float, moment: str) -> None:
    # The wrong one is the second factor of three, in the third group.
    values = {"uren": [1.0, 2, 3], "prijs": [4.0, 5, wrong], "loon": [7.0, 8, 9]}
    right = values | {"prijs": [4.0, 5, 6]}
    pair = (values, right) if moment == "before" else (right, values)
    with pytest.raises(ValueError, match=f"factor 'prijs' is not positive {moment} in some group"):
        lmdi(*pair)


def test_the_same_number_of_groups_in_each_factor() -> None:
    right = {"a": [1, 2], "b": [1, 2]}
    for pair in ((right | {"b": [1]}, right), (right, right | {"b": [1, 2, 3]})):
        with pytest.raises(ValueError, match="factors have different numbers of groups"):
            lmdi(*pair)


def test_the_same_number_of_groups_before_and_after() -> None:
    with pytest.raises(ValueError, match="2 groups before, 3 after"):
        lmdi({"a": [1, 2], "b": [1, 2]}, {"a": [1, 2, 3], "b": [1, 2, 3]})
    # A single group is not spread over the others.
    with pytest.raises(ValueError, match="1 groups before, 3 after"):
        lmdi({"a": [1]}, {"a": [1, 2, 3]})


def test_lmdi_needs_the_same_factors_on_both_sides() -> None:
    with pytest.raises(ValueError, match=r"don't match: loon, prijs$"):
        lmdi({"uren": [1], "prijs": [2]}, {"loon": [3], "uren": [1]})


def test_lmdi_needs_a_factor() -> None:
    with pytest.raises(ValueError, match="no factors"):
        lmdi({}, {})


# --- Errors of forecasts ------------------------------------------------------------------------


def _table(**columns: ArrayLike) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_bias_and_mean_absolute_percentage_error_by_hand() -> None:
    # Errors 10, 5, 10 and -20: mean 5 / 4. Only 100 and 80 are positive: (0.10 + 0.25) / 2.
    found = forecast_errors(_table(plan=[110, 5, -40, 60], werkelijk=[100, 0, -50, 80]))
    assert (found.count, found.mape_count) == (4, 2)
    assert found.bias == 1.25
    assert found.mape == pytest.approx(0.175, rel=1e-12)
    assert (found.too_high, found.too_low) == (3, 1)


def test_nothing_positive_gives_no_percentage() -> None:
    found = forecast_errors(_table(plan=[1, 2], werkelijk=[0, -3]))
    assert math.isnan(found.mape)
    assert (found.mape_count, found.bias) == (0, 3)  # (1 + 5) / 2


# Realised 80 -> 100 and 100 -> 120: expecting last year's value errs by 20 / 80 and 20 / 100, and
# 0.25^2 + 0.2^2 = 0.1025.
RISING = {"vorig": [80, 100], "werkelijk": [100, 120]}


def test_better_than_expecting_last_years_value() -> None:
    # Errors 10 / 80 and -5 / 100: 0.125^2 + 0.05^2 = 0.018125. In amounts, not as shares of last
    # year's value, it would be sqrt(125 / 800) = 0.395.
    found = forecast_errors(_table(plan=[110, 115], **RISING))
    assert found.theil_u2 == pytest.approx(math.sqrt(0.018125 / 0.1025), rel=1e-12)
    assert found.theil_u2 == pytest.approx(0.4205, abs=5e-5)
    assert found.theil_count == 2


def test_worse_than_expecting_last_years_value() -> None:
    # Errors 30 / 80 and 30 / 100: 0.375^2 + 0.3^2 = 0.230625 = 2.25 x 0.1025.
    found = forecast_errors(_table(plan=[130, 150], **RISING))
    assert found.theil_u2 == pytest.approx(1.5, rel=1e-12)


def test_without_last_years_value_a_pair_does_not_count_for_theil() -> None:
    # The first two as above; then nothing known, zero, and less than zero.
    found = forecast_errors(
        _table(
            plan=[130, 150, 500, 500, 500],
            werkelijk=[100, 120, 7, 7, 7],
            vorig=[80, 100, math.nan, 0, -10],
        )
    )
    assert found.theil_u2 == pytest.approx(1.5, rel=1e-12)
    assert (found.theil_count, found.count) == (2, 5)


def test_where_nothing_changed_theil_says_nothing() -> None:
    found = forecast_errors(_table(plan=[9, 8], werkelijk=[5, 6], vorig=[5, 6]))
    assert math.isnan(found.theil_u2)
    assert found.theil_count == 2


def test_the_sign_test_leaves_ties_out() -> None:
    # Five too high, one too low, two as planned. Of six: at most one on a side has chance
    # (1 + 6) / 64, on either side 14 / 64.
    found = forecast_errors(_table(plan=[2, 3, 4, 5, 6, 0, 1, 1], werkelijk=[1] * 8))
    assert (found.too_high, found.too_low, found.count) == (5, 1, 8)
    assert found.sign_test == pytest.approx(14 / 64, rel=1e-12)


@pytest.mark.parametrize(
    ("plans", "chance"),
    [
        ([2, 2, 2, 2], 2 / 16),  # all four on one side, either side
        ([0, 0, 0, 0], 2 / 16),
        ([2, 2, 0, 0], 1),  # as even as can be
        ([1, 1, 1, 1], math.nan),  # nothing but ties
    ],
)
def test_the_sign_test_looks_both_ways(plans: list[int], chance: float) -> None:
    found = forecast_errors(_table(plan=plans, werkelijk=[1] * 4))
    assert found.sign_test == pytest.approx(chance, rel=1e-12, nan_ok=True)


def test_the_share_of_realised_values_inside_the_range() -> None:
    # On either edge is inside, just beyond is not: 2 of 4. Half a range or none does not count.
    found = forecast_errors(
        _table(
            plan=[100] * 7,
            werkelijk=[90, 110, 89, 111, 100, 100, 100],
            laag=[90, 90, 90, 90, 90, math.nan, math.nan],
            hoog=[110, 110, 110, 110, math.nan, 110, math.nan],
        )
    )
    assert (found.coverage, found.coverage_count) == (0.5, 4)


def test_changed_policy_moves_a_plan_and_its_range_before_anything_is_error() -> None:
    # First: 100 (90 - 105) + 20 = 120 (110 - 125) against 115: error 5, inside; as planned it would
    # be -15, outside. Second: nothing known, 50 - 60 = -10, outside. Third: known to be none, 30
    # against 30. Bias (5 - 10 + 0) / 3; shares 5 / 115, 10 / 60 and 0; last year's value was
    # 100, 50 and 25: squares 0.05^2 + 0.2^2 against 0.15^2 + 0.2^2 + 0.2^2. Policy (20 + 0) / 2.
    table = _table(
        plan=[100, 50, 30],
        werkelijk=[115, 60, 30],
        laag=[90, 45, 30],
        hoog=[105, 55, 30],
        vorig=[100, 50, 25],
        beleid=[20, math.nan, 0],
    )
    found = forecast_errors(table)
    assert found.bias == pytest.approx(-5 / 3, rel=1e-12)
    assert found.mape == pytest.approx((5 / 115 + 10 / 60) / 3, rel=1e-12)
    assert found.theil_u2 == pytest.approx(math.sqrt(0.0425 / 0.1025), rel=1e-12)
    assert (found.too_high, found.too_low) == (1, 1)
    assert found.coverage == pytest.approx(2 / 3, rel=1e-12)
    assert (found.policy, found.policy_count) == (10, 2)
    plain = forecast_errors(table.drop(columns="beleid"))
    assert plain.bias == pytest.approx(-25 / 3, rel=1e-12)
    assert plain.coverage == pytest.approx(1 / 3, rel=1e-12)
    assert math.isnan(plain.policy)
    assert plain.policy_count == 0


@pytest.mark.parametrize("policy", [-50, 50])
def test_policy_takes_no_plan_out_of_its_own_range(policy: int) -> None:
    # The range moves along: 100 - 50 (95 - 105, less 50) is no error of the table.
    found = forecast_errors(
        _table(plan=[100], werkelijk=[100 + policy], laag=[95], hoog=[105], beleid=[policy])
    )
    assert (found.bias, found.coverage) == (0, 1)


def test_rows_without_a_plan_or_a_realised_value_are_left_out() -> None:
    # Only the second row has both; the others would add to every count.
    nan = math.nan
    table = _table(
        plan=[100, 12, nan],
        werkelijk=[nan, 10, 5],
        vorig=[50, 8, 4],
        laag=[90, 11, 4],
        hoog=[110, 13, 6],
        beleid=[3, 1, 7],
    )
    found = forecast_errors(table)
    assert (found.count, found.mape_count, found.theil_count) == (1, 1, 1)
    assert (found.coverage_count, found.policy_count) == (1, 1)
    # 12 + 1 - 10 = 3, of 10; against 10 - 8 = 2; 12 to 14 does not hold 10.
    assert (found.bias, found.mape, found.theil_u2) == pytest.approx((3, 0.3, 1.5), rel=1e-12)
    assert (found.too_high, found.too_low, found.coverage, found.policy) == (1, 0, 0, 1)


EMPTY: dict[str, Callable[[], pd.DataFrame]] = {
    "no rows": lambda: _table(plan=[], werkelijk=[]),
    "no types": lambda: pd.DataFrame(columns=["plan", "werkelijk"]),
    "nothing realised": lambda: _table(plan=[3.0], werkelijk=[math.nan], laag=[1], hoog=[4]),
}


@pytest.mark.parametrize("name", EMPTY)
def test_of_an_empty_table_nothing_can_be_said(name: str) -> None:
    found = forecast_errors(EMPTY[name]())
    assert (found.count, found.mape_count, found.theil_count) == (0, 0, 0)
    assert (found.too_high, found.too_low) == (0, 0)
    assert (found.coverage_count, found.policy_count) == (0, 0)
    said = (found.bias, found.mape, found.theil_u2, found.sign_test, found.coverage, found.policy)
    assert all(math.isnan(value) for value in said)


def test_without_optional_columns_only_the_errors_are_told() -> None:
    found = forecast_errors(_table(plan=[12], werkelijk=[10]))
    assert (found.bias, found.count, found.sign_test) == (2, 1, 1)
    assert (found.theil_count, found.coverage_count, found.policy_count) == (0, 0, 0)
    assert math.isnan(found.theil_u2)
    assert math.isnan(found.coverage)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (["werkelijk", "vorig"], "columns missing: plan$"),
        (["plan", "hoog"], "columns missing: werkelijk$"),
        (["Plan", "laag"], "columns missing: plan, werkelijk$"),
    ],
)
def test_a_missing_column_is_named(columns: list[str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        forecast_errors(pd.DataFrame(1.0, index=[0], columns=columns))


@pytest.mark.parametrize(
    ("low", "high"), [(101, 110), (90, 99), (101, math.nan), (math.nan, 99), (110, 90)]
)
def test_a_plan_outside_its_own_range_is_refused(low: float, high: float) -> None:
    # The first row is right: a range may be as narrow as its plan.
    table = _table(plan=[100, 100], werkelijk=[100, 100], laag=[100, low], hoog=[100, high])
    with pytest.raises(ValueError, match="a plan lies outside its own range"):
        forecast_errors(table)


def test_the_table_may_come_as_it_was_read() -> None:
    # Whole numbers with gaps, None for missing, a column of words, one label for all rows; and it
    # is left as it was. 12 - 10 and 7 - 10: bias -0.5.
    table = pd.DataFrame(
        {
            "plan": pd.array([12, 7, None], dtype="Int64"),
            "werkelijk": [10, 10, 10],
            "vorig": pd.Series([8, None, 8], dtype=object).to_numpy(),
            "bron": ["a", "b", "c"],
        },
        index=[4, 4, 4],
    )
    kept = table.copy(deep=True)
    found = forecast_errors(table)
    assert (found.bias, found.count, found.theil_count) == (-0.5, 2, 1)
    assert found.theil_u2 == pytest.approx(1, rel=1e-12)  # error 2 of 8 against 10 - 8 of 8
    pd.testing.assert_frame_equal(table, kept)
