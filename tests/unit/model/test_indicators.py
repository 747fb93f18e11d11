"""Intervals, verdicts and charts on counts small enough to work out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.model.agreements import KINDS, TARGET
from analysis.model.indicators import (
    JUDGED,
    NOT_JUDGED,
    Method,
    chance_of_meeting,
    funnel_limits,
    judge,
    p_chart,
    poisson_interval,
    proportion_interval,
)

pytestmark = pytest.mark.unit

METHODS: tuple[Method, ...] = ("wilson", "exact", "jeffreys")


# --- Intervals ----------------------------------------------------------------------------------


def test_wilson_by_hand() -> None:
    # 2 of 4, z2 = 3.841459: middle 1/2, reach 1.959964 x sqrt(1/16 + 3.841459/64) / (1 + .960365)
    # = 1.959964 x .350033 / 1.960365 = 0.349961.
    assert proportion_interval(2, 4) == pytest.approx((0.150039, 0.849961), abs=1e-6)
    # 0 of 4: from 0 to z2 / (4 + z2) = 0.489891.
    assert proportion_interval(0, 4) == pytest.approx((0, 0.489891), abs=1e-6)


def test_exact_by_hand() -> None:
    # 0 of 4: (1 - p)^4 = 0.025, p = 1 - 0.025^(1/4) = 0.602365. 1 of 1: p = 0.025.
    assert proportion_interval(0, 4, "exact") == pytest.approx((0, 0.602365), abs=1e-6)
    assert proportion_interval(4, 4, "exact") == pytest.approx((0.397635, 1), abs=1e-6)
    assert proportion_interval(1, 1, "exact") == pytest.approx((0.025, 1), abs=1e-12)
    # 80%: 1 - 0.1^(1/4) = 0.437659.
    assert proportion_interval(0, 4, "exact", 0.8)[1] == pytest.approx(0.437659, abs=1e-6)


def test_jeffreys_by_hand() -> None:
    # k need not be whole: half of 1 has Beta(1, 1), so 0.025 to 0.975.
    assert proportion_interval(0.5, 1, "jeffreys") == pytest.approx((0.025, 0.975), abs=1e-12)
    # Beta(1, 2), 1/2 of 2: P(p <= x) = 1 - (1 - x)^2.
    low, high = proportion_interval(0.5, 2, "jeffreys")
    assert (low, high) == pytest.approx((1 - math.sqrt(0.975), 1 - math.sqrt(0.025)), abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_none_and_all_close_the_interval(method: Method) -> None:
    lower, upper = proportion_interval([0, 3, 7], 7, method)
    assert lower[0] == 0
    assert upper[2] == 1
    assert 0 < lower[1] < 3 / 7 < upper[1] < 1
    # The one is the mirror of the other.
    assert lower[2] == pytest.approx(1 - upper[0], abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_arrays_go_together_and_numbers_stay_numbers(method: Method) -> None:
    lower, upper = proportion_interval([[1], [2]], [4, 5, 6], method)
    assert lower.shape == upper.shape == (2, 3)
    alone = proportion_interval(2, 5, method)
    assert [f"{end:.3f}" for end in alone] == [f"{end:.3f}" for end in (lower[1, 1], upper[1, 1])]


def test_a_count_by_hand() -> None:
    # 0: exp(-m) = 0.025. 1: 1 - exp(-m) = 0.025 below, exp(-m) (1 + m) = 0.025 above.
    lower, upper = poisson_interval([0, 1])
    assert lower.tolist() == pytest.approx([0, -math.log(0.975)], abs=1e-12)
    assert upper[0] == pytest.approx(-math.log(0.025), abs=1e-12)
    assert math.exp(-upper[1]) * (1 + upper[1]) == pytest.approx(0.025, abs=1e-12)
    # 90%: exp(-m) = 0.05.
    assert f"{poisson_interval(0, 0.9)[1]:.4f}" == "2.9957"


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, 0), (math.nan, 5), (1, math.nan)])
def test_shares_that_are_refused(k: float, n: float) -> None:
    with pytest.raises(ValueError, match="no share"):
        proportion_interval(k, n)
    with pytest.raises(ValueError, match="no share"):
        p_chart([1, k], [2, n])


def test_an_endless_group_is_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        proportion_interval(1, math.inf)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown method: wald"):
        proportion_interval(1, 2, "wald")  # type: ignore[arg-type]


@pytest.mark.parametrize("k", [-1, math.nan, math.inf])
def test_counts_that_are_refused(k: float) -> None:
    with pytest.raises(ValueError, match="no count"):
        poisson_interval([1, k])


@pytest.mark.parametrize("coverage", [0, 1, 95, -0.5, math.nan])
def test_a_coverage_lies_between_0_and_1(coverage: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        proportion_interval(1, 2, "wilson", coverage)
    with pytest.raises(ValueError, match="between 0 and 1"):
        poisson_interval(1, coverage)
    with pytest.raises(ValueError, match="between 0 and 1"):
        funnel_limits(0.5, 10, [coverage])


# --- Verdicts -----------------------------------------------------------------------------------


def test_a_share_on_either_side_by_hand() -> None:
    # Half of 1 has Beta(1, 1), so P(p >= 0.3) = 0.7. The smaller side twice: 0.6.
    assert judge(0.5, 0.3, "ge", 1) == pytest.approx(0.7)
    assert judge(0.5, 0.3, "le", 1) == pytest.approx(0.3)
    assert judge(0.5, 0.3, "eq", 1) == pytest.approx(0.6)
    # A quarter of 2 has Beta(1, 2): P(p >= 0.3) = 0.49.
    assert judge(0.25, 0.3, "ge", 2) == pytest.approx(0.49)
    assert judge(0.25, 0.3, "eq", 2) == pytest.approx(0.98)


def test_a_count_on_either_side_by_hand() -> None:
    # Half a case has Gamma(1): P(m >= 2) = exp(-2).
    assert judge(0.5, 2, "ge") == pytest.approx(math.exp(-2))
    assert judge(0.5, 2, "le") == pytest.approx(1 - math.exp(-2))
    assert judge(0.5, 2, "eq") == pytest.approx(2 * math.exp(-2))
    # No case: Gamma(1/2), P(m >= 2) = erfc(sqrt 2).
    assert judge(0, 2, "ge") == pytest.approx(math.erfc(math.sqrt(2)))


def test_more_people_leave_less_doubt() -> None:
    assert [round(judge(0.45, 0.5, "ge", n), 2) for n in (12, 120, 1200)] == [0.37, 0.14, 0.0]


def test_what_all_must_have_is_reached_or_not() -> None:
    # One of 40 without a plan is one too many; 0.1 + 0.2 is 0.3.
    assert judge(39 / 40, 1, "alle", 40) == 0
    assert judge(1, 1, "alle", 40) == 1
    assert judge(0.1 + 0.2, 0.3, "alle", 10) == judge(0.3, 0.1 + 0.2, "alle", 10) == 1
    assert [judge(routes, 6, "alle") for routes in (5, 6, 7)] == [0, 1, 1]


@pytest.mark.parametrize("kind", NOT_JUDGED)
def test_below_a_ceiling_is_no_achievement(kind: str) -> None:
    assert math.isnan(judge(40, 110, kind))
    assert math.isnan(judge(140, 110, kind, 200))
    assert math.isnan(judge(math.nan, math.nan, kind))


def test_every_kind_of_agreement_but_a_target_is_left_without_a_verdict() -> None:
    assert {*NOT_JUDGED} == {*KINDS} - {TARGET}
    assert JUDGED == ("ge", "le", "eq", "alle")


@pytest.mark.parametrize("kind", ["streefwaarde", "gt", ""])
def test_another_kind_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        judge(1, 1, kind)


@pytest.mark.parametrize(
    ("value", "target", "n"),
    [
        (45, 0.5, 120),
        (0.45, 50, 120),
        (-0.1, 0.5, 120),
        (-1, 5, None),
        (1, -5, None),
        (math.nan, 5, None),
        (5, math.nan, None),
        (5, math.inf, None),
        (math.inf, 5, None),
        (0.4, 0.5, 0),
        (0.4, 0.5, -3),
        (0.4, 0.5, math.nan),
        (0.4, 0.5, math.inf),
    ],
)
@pytest.mark.parametrize("kind", ["ge", "eq"])
def test_numbers_that_cannot_be_judged(
    value: float, target: float, n: float | None, kind: str
) -> None:
    with pytest.raises(ValueError, match=r"are not from 0|no share of"):
        judge(value, target, kind, n)


def test_the_chance_to_meet_by_hand() -> None:
    # Two people of a half each: P(X >= 1) = 3/4, P(X >= 2) = 1/4, P(X <= 1) = 3/4, P(X <= 0) = 1/4.
    assert chance_of_meeting(0.5, 0.5, 2) == pytest.approx(0.75)
    # More than a half of two is both.
    assert chance_of_meeting(0.5, 0.51, 2) == pytest.approx(0.25)
    assert chance_of_meeting(0.5, 0.5, 2, "le") == pytest.approx(0.75)
    assert chance_of_meeting(0.5, 0.49, 2, "le") == pytest.approx(0.25)
    assert chance_of_meeting(0.5, 0, 2) == chance_of_meeting(0.5, 1, 2, "le") == 1


def test_seven_percent_of_a_hundred_is_seven() -> None:
    # 0.07 x 100 is 7.000000000000001; 0.29 x 100 is 28.999999999999996.
    exact = math.fsum(math.comb(100, x) * 0.07**x * 0.93 ** (100 - x) for x in range(7, 101))
    assert chance_of_meeting(0.07, 0.07, 100) == pytest.approx(exact, abs=1e-12)
    below = math.fsum(math.comb(100, x) * 0.29**x * 0.71 ** (100 - x) for x in range(30))
    assert chance_of_meeting(0.29, 0.29, 100, "le") == pytest.approx(below, abs=1e-12)


@pytest.mark.parametrize(
    ("truth", "target", "n"), [(1.2, 0.5, 3), (0.5, -1, 3), (0.5, 0.5, 0), (math.nan, 0.5, 3)]
)
def test_chances_that_are_refused(truth: float, target: float, n: int) -> None:
    with pytest.raises(ValueError, match="no shares of"):
        chance_of_meeting(truth, target, n)


def test_one_meets_at_least_or_at_most() -> None:
    with pytest.raises(ValueError, match="not by eq"):
        chance_of_meeting(0.5, 0.5, 3, "eq")


# --- Charts -------------------------------------------------------------------------------------


def test_a_funnel_by_hand() -> None:
    # Four of a half: P(X <= 0, 1, 2) = 1/16, 5/16, 11/16. At 60% the tail is 1/5: 0.2 - 1/16 of the
    # 1/4 from 0 to 1, so 0.55 of 4; above it the mirror. At 90% no count is that rare: 0 and 1.
    limits = funnel_limits(0.5, 4, [0.6, 0.9])
    assert list(limits.columns) == ["level", "n", "lower", "upper"]
    assert limits["lower"].tolist() == pytest.approx([0.55 / 4, 0], abs=1e-12)
    assert limits["upper"].tolist() == pytest.approx([1 - 0.55 / 4, 1], abs=1e-12)


def test_a_funnel_that_leans_by_hand() -> None:
    # Two of 0.8: P(X <= 0, 1) = 0.04, 0.36. At 80% the tail is 0.1: 0.06 / 0.32 = 0.1875 of 2. Of
    # 0.2: P(X <= 0) = 0.64, so nobody is too high.
    limits = funnel_limits(0.8, 2, [0.8])
    assert limits["lower"].iloc[0] == pytest.approx(0.1875 / 2)
    assert limits["upper"].iloc[0] == 1


def test_a_funnel_has_a_row_for_each_level_and_size() -> None:
    limits = funnel_limits(0.5, [10, 40])
    assert limits["level"].tolist() == [0.95, 0.95, 0.998, 0.998]
    assert limits["n"].tolist() == [10, 40, 10, 40]
    assert limits["n"].dtype == np.int64


@pytest.mark.parametrize("target", [0, 1, 1.5, math.nan])
def test_targets_without_a_funnel(target: float) -> None:
    with pytest.raises(ValueError, match="no limits"):
        funnel_limits(target, 10)


@pytest.mark.parametrize("n", [0, -1, 2.5, math.nan])
def test_sizes_without_a_funnel(n: float) -> None:
    with pytest.raises(ValueError, match="no limits"):
        funnel_limits(0.5, [10, n])


def test_a_control_chart_by_hand() -> None:
    # 50 of 100, 30 of 100 and 10 of 25: 90 of 225 = 0.4. 3 x sqrt(0.24 / 100) = 0.146969,
    # 3 x sqrt(0.24 / 25) = 0.293939.
    chart = p_chart([50, 30, 10], [100, 100, 25])
    assert list(chart.columns) == ["k", "n", "share", "centre", "lower", "upper", "outside"]
    assert chart["share"].tolist() == [0.5, 0.3, 0.4]
    assert chart["centre"].tolist() == pytest.approx([0.4] * 3)
    assert chart["lower"].tolist() == pytest.approx([0.253031, 0.253031, 0.106061], abs=1e-6)
    assert chart["upper"].tolist() == pytest.approx([0.546969, 0.546969, 0.693939], abs=1e-6)
    assert chart["outside"].tolist() == [False, False, False]


def test_a_period_beyond_the_limits() -> None:
    # 100 of 200 is 0.5 +- 3 x 0.05; 0.66 and 0.34 are beyond, 0.65 is on it.
    assert p_chart([66, 34], [100, 100])["outside"].tolist() == [True, True]
    assert p_chart([65, 35], [100, 100])["outside"].tolist() == [False, False]
    # On the limit but for rounding: 0.2 +- 3 x 0.04 is 0.08 and 0.32, 1/3 +- 3/36 is 1/4 and 5/12.
    assert p_chart([8, 32], [100, 100])["outside"].tolist() == [False, False]
    assert p_chart([72, 120], [288, 288])["outside"].tolist() == [False, False]


def test_limits_stay_within_0_and_1() -> None:
    chart = p_chart([1, 0, 3, 4], [4, 4, 4, 4])
    assert chart["lower"].tolist() == [0] * 4
    assert chart["upper"].tolist() == [1] * 4
    never = p_chart([0, 0], [5, 9])
    assert never[["centre", "lower", "upper"]].to_numpy().tolist() == [[0, 0, 0]] * 2
    assert not never["outside"].any()
    always = p_chart([5, 9], [5, 9])
    assert not always["outside"].any()


@pytest.mark.parametrize(("k", "n"), [([], []), ([1], [2, 3]), ([[1]], [[2]]), (1, 2)])
def test_periods_that_are_refused(k: list[int], n: list[int]) -> None:
    with pytest.raises(ValueError, match="for each period"):
        p_chart(k, n)
