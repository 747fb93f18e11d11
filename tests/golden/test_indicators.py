"""Intervals, verdicts and charts against printed numbers, exact sums and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from analysis.model.indicators import (
    Method,
    chance_of_meeting,
    funnel_limits,
    judge,
    p_chart,
    poisson_interval,
    proportion_interval,
)

pytestmark = pytest.mark.golden


# --- Intervals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "lower", "upper"), [("wilson", 0.2553, 0.3662), ("exact", 0.2527, 0.3676)]
)
def test_the_printed_case_of_81_of_263(method: Method, lower: float, upper: float) -> None:
    # models.md, G; Newcombe, Statistics in Medicine 17 (1998), table I.
    found = proportion_interval(81, 263, method)
    assert [round(float(end), 4) for end in found] == [lower, upper]


@pytest.mark.parametrize(
    ("method", "k", "n", "lower", "upper"),
    [
        # Newcombe (1998), table I: 15 of 148, 0 of 20 and 1 of 29.
        ("wilson", 15, 148, 0.0624, 0.1605),
        ("wilson", 0, 20, 0.0, 0.1611),
        ("wilson", 1, 29, 0.0061, 0.1718),
        ("exact", 15, 148, 0.0578, 0.1617),
        ("exact", 0, 20, 0.0, 0.1684),
        ("exact", 1, 29, 0.0009, 0.1776),
    ],
)
def test_other_printed_cases(method: Method, k: int, n: int, lower: float, upper: float) -> None:
    found = proportion_interval(k, n, method)
    assert [round(float(end), 4) for end in found] == [lower, upper]


THEIR_NAMES: dict[Method, str] = {"wilson": "wilson", "exact": "beta", "jeffreys": "jeffreys"}


@pytest.mark.parametrize("method", THEIR_NAMES)
@pytest.mark.parametrize("n", [1, 2, 7, 120, 4000])
@pytest.mark.parametrize("coverage", [0.8, 0.95, 0.998])
def test_shares_by_statsmodels(method: Method, n: int, coverage: float) -> None:
    # At 0 and n their Jeffreys interval is left open, and their Wilson one misses by rounding.
    k = np.unique(np.linspace(0, n, 9).round())
    inside = (k > 0) & (k < n) if method == "jeffreys" else k >= 0
    theirs = proportion_confint(k, n, alpha=1 - coverage, method=THEIR_NAMES[method])
    ours = proportion_interval(k, n, method, coverage)
    for own, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(own[inside], other[inside], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("k", "lower", "upper"),
    [
        # The exact limits of a count, printed since Garwood (1936): 0, 1, 5, 10, 100.
        (0, 0.0, 3.689),
        (1, 0.025, 5.572),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (100, 81.364, 121.627),
    ],
)
def test_printed_limits_of_a_count(k: int, lower: float, upper: float) -> None:
    assert [round(float(end), 3) for end in poisson_interval(k)] == [lower, upper]


def test_no_case_at_all_may_come_from_minus_log_of_the_tail() -> None:
    # exp(-m) = 0.025.
    assert poisson_interval(0)[1] == pytest.approx(-math.log(0.025), abs=1e-12)


@pytest.mark.parametrize("coverage", [0.8, 0.95, 0.998])
def test_counts_by_statsmodels(coverage: float) -> None:
    k = np.array([1, 2, 3, 10, 25, 60, 204, 400])
    theirs = confint_poisson(k, 1, method="exact-c", alpha=1 - coverage)
    for own, other in zip(poisson_interval(k, coverage), theirs, strict=True):
        np.testing.assert_allclose(own, other, rtol=1e-9)


def _exact_coverage(method: Method, n: int, truth: float) -> float:
    """The chance that the interval holds the truth: a sum over all n + 1 outcomes."""
    k = np.arange(n + 1)
    lower, upper = proportion_interval(k, n, method)
    return float(stats.binom.pmf(k, n, truth)[(lower <= truth) & (truth <= upper)].sum())


@pytest.mark.parametrize("n", [10, 30, 120])
def test_the_exact_interval_is_never_too_narrow_and_wilson_right_on_average(n: int) -> None:
    truths = np.linspace(0.02, 0.98, 97)
    exact = np.array([_exact_coverage("exact", n, truth) for truth in truths])
    assert exact.min() >= 0.95
    for method in ("wilson", "jeffreys"):
        found = np.array([_exact_coverage(method, n, truth) for truth in truths])
        assert found.min() < 0.95
        assert found.mean() == pytest.approx(0.95, abs=0.01)


# --- Verdicts -----------------------------------------------------------------------------------


def test_a_cohort_of_120_that_truly_has_45_percent_meets_half_one_time_in_six() -> None:
    # models.md, G: P(X >= 60) for X binomial(120, 0.45): mean 54, sd sqrt(29.7) = 5.4498;
    # (59.5 - 54) / 5.4498 = 1.0092, Phi(-1.0092) = 0.1564.
    assert chance_of_meeting(0.45, 0.5, 120) == pytest.approx(0.16, abs=0.005)
    terms = [math.comb(120, x) * 0.45**x * 0.55 ** (120 - x) for x in range(60, 121)]
    assert chance_of_meeting(0.45, 0.5, 120) == pytest.approx(math.fsum(terms), abs=1e-12)


def test_as_many_simulated_cohorts_meet_it() -> None:
    # 100,000 cohorts; four standard errors sqrt(0.1564 x 0.8436 / 100,000) = 0.00115.
    met = np.random.default_rng(4).binomial(120, 0.45, 100_000) >= 60
    assert chance_of_meeting(0.45, 0.5, 120) == pytest.approx(met.mean(), abs=0.0046)


def test_a_cohort_of_120_that_shows_45_percent_may_still_be_on_the_good_side() -> None:
    # The other question: 54 of 120 seen, is the truth 50% or more? Normal: (0.5 - 0.45) /
    # sqrt(0.45 x 0.55 / 120) = 1.1010, Phi(-1.1010) = 0.1355. By draws of Beta(54.5, 66.5):
    draws = np.random.default_rng(5).beta(54.5, 66.5, 200_000)
    found = judge(0.45, 0.5, "ge", 120)
    assert found == pytest.approx(0.1355, abs=0.002)
    assert found == pytest.approx((draws >= 0.5).mean(), abs=0.0032)


def test_a_count_is_judged_by_the_mean_behind_it() -> None:
    # 20 statushouders where 25 are agreed. By draws of Gamma(20.5); normal: 5 / sqrt(20) = 1.118,
    # Phi(-1.118) = 0.132, which a skew distribution exceeds a little.
    draws = np.random.default_rng(6).gamma(20.5, size=200_000)
    found = judge(20, 25, "ge")
    assert found == pytest.approx((draws >= 25).mean(), abs=0.0034)
    assert 0.13 < found < 0.17


# --- Charts -------------------------------------------------------------------------------------

# Montgomery, Introduction to Statistical Quality Control (2013), example 7.1: leaking cans of
# orange juice, 30 samples of 50.
LEAKING = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22]
LEAKING += [8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]


def test_the_printed_control_chart() -> None:
    # Centre 347 / 1,500 = 0.2313, limits 0.0524 and 0.4102; samples 15 and 23 lie outside.
    chart = p_chart(LEAKING, [50] * 30)
    assert sum(LEAKING) == 347
    assert chart[["centre", "lower", "upper"]].round(4).drop_duplicates().to_numpy().tolist() == [
        [0.2313, 0.0524, 0.4102]
    ]
    assert (np.flatnonzero(chart["outside"]) + 1).tolist() == [15, 23]


@pytest.mark.parametrize("target", [0.1667, 0.5, 0.8])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_outside_the_funnel_is_what_the_binomial_calls_unlikely(
    target: float, level: float
) -> None:
    for n in (5, 30, 120, 400):
        x = np.arange(n + 1)
        limits = funnel_limits(target, n, [level]).iloc[0]
        tail = (1 - level) / 2
        low, high = stats.binom.cdf(x, n, target) < tail, stats.binom.sf(x - 1, n, target) < tail
        assert (x / n < limits["lower"] - 1e-12).tolist() == low.tolist()
        assert (x / n > limits["upper"] + 1e-12).tolist() == high.tolist()


def test_the_funnel_of_a_large_group_is_that_of_the_normal_distribution() -> None:
    # 0.5 +- 1.95996 x 0.5 / sqrt(10,000) = 0.4902 and 0.5098, half a head wider.
    limits = funnel_limits(0.5, 10_000, [0.95]).iloc[0]
    assert limits["lower"] == pytest.approx(0.5 - 0.0098 - 0.00005, abs=0.00002)
    assert limits["upper"] == pytest.approx(0.5 + 0.0098 + 0.00005, abs=0.00002)
