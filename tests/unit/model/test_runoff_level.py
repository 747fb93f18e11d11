"""The closed group with an unknown level: against integration over the level, and by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate, special, stats

from analysis.model.runoff import LEVELS, runoff_moments
from analysis.model.runoff_level import (
    gamma_shape,
    level_moments,
    level_pmf,
    level_quantiles,
    simulate_level,
)

pytestmark = pytest.mark.unit

Floats = NDArray[np.float64]

COUNTS = np.array([30, 50])
HAZARD = np.array([[0.1, 0.3, 0.6], [0.2, 0.5, 0.9]])
STAYING = np.array([[1.0, 0.8, 0.8], [1.0, 1.0, 0.5]])
SHAPE = 25.0


def _integrated(value: Callable[[float], Floats], shape: float) -> Floats:
    """The mean of a value over a Gamma level with mean 1, by adaptive integration."""

    def weighed(theta: float) -> Floats:
        return np.asarray(value(theta) * float(stats.gamma.pdf(theta, shape, scale=1 / shape)))

    total, _ = integrate.quad_vec(weighed, 0, 12, epsabs=1e-11, epsrel=1e-11)
    return np.asarray(total)


def _cumulated(heads: int, hazard: float, shape: float) -> Floats:
    """P(N <= k), k = 0..heads, as the mean of binomials at 2,001 quantiles of theta."""
    theta = stats.gamma.ppf((np.arange(2001) + 0.5) / 2001, shape, scale=1 / shape)
    alive = np.exp(-theta * hazard)[:, None]
    below = np.asarray(stats.binom.cdf(np.arange(heads + 1), heads, alive))
    return np.asarray(below.mean(axis=0))


def test_the_shape_of_the_register_is_25() -> None:
    # aannames.csv, A01: 0.6953 - 1.3501 at 90% is a Gamma with mean 1 and shape 25.
    ends = np.asarray(stats.gamma.ppf((0.05, 0.95), 25, scale=1 / 25))
    assert ends == pytest.approx([0.6953, 1.3501], abs=2e-4)
    assert gamma_shape(0.6953, 1.3501) == pytest.approx(25, abs=0.05)


def test_a_narrow_interval_is_nearly_normal() -> None:
    # For a large shape a the level has standard deviation 1/sqrt(a): 0.01 at a = 10,000.
    half = 1.6449 * 0.01
    assert gamma_shape(1 - half, 1 + half) == pytest.approx(10_000, rel=0.01)


@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.95])
def test_the_coverage_is_that_of_the_interval(coverage: float) -> None:
    tails = ((1 - coverage) / 2, (1 + coverage) / 2)
    low, high = np.asarray(stats.gamma.ppf(tails, 25, scale=1 / 25))
    assert gamma_shape(float(low), float(high), coverage) == pytest.approx(25, rel=1e-6)


@pytest.mark.parametrize(
    ("low", "high"),
    [(1.2, 0.8), (1.0, 1.0), (0.0, 2.0), (-0.5, 1.5), (0.9999, 1.0001), (0.01, 9.0), (5.0, 5.65)],
)
def test_an_interval_that_no_level_with_mean_one_has_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="has the interval"):
        gamma_shape(low, high)


def test_the_moments_by_hand() -> None:
    # One person, a = 1 and cumulated hazard 1: E[S] = (1 + 1)^-1 = 1/2, variance 1/4.
    # Two persons: E[S^2] = (1 + 2)^-1 = 1/3, so 2 (1/2 - 1/3) + 4 (1/3 - 1/4) = 2/3.
    one, two = (level_moments([heads], [[1.0]], [[1.0]], 1) for heads in (1, 2))
    assert (one[0][0], one[1][0, 0]) == pytest.approx((0.5, 0.25))
    assert (two[0][0], two[1][0, 0]) == pytest.approx((1, 2 / 3))


def test_the_moments_of_fractions_by_hand() -> None:
    # As above with half a person: 1/2 (1/2 - 1/3) + 1/4 (1/3 - 1/4) = 5/48.
    mean, covariance = level_moments([0.5], [[1.0]], [[1.0]], 1)
    assert (mean[0], covariance[0, 0]) == pytest.approx((0.25, 5 / 48))


@pytest.mark.parametrize("shape", [2.0, 25.0, 400.0])
def test_the_moments_agree_with_integration_over_the_level(shape: float) -> None:
    # Law of total covariance: E[N_s N_t] is the mean over theta of covariance plus m_s m_t.
    def given_level(theta: float) -> Floats:
        mean, covariance = runoff_moments(COUNTS, STAYING * np.exp(-theta * HAZARD))
        return np.vstack([mean, covariance + np.outer(mean, mean)])

    parts = _integrated(given_level, shape)
    mean, covariance = level_moments(COUNTS, HAZARD, STAYING, shape)
    assert mean == pytest.approx(parts[0], rel=1e-8)
    assert covariance == pytest.approx(parts[1:] - np.outer(parts[0], parts[0]), rel=1e-6)


def test_without_spread_of_the_level_the_moments_are_those_of_the_persons() -> None:
    mean, covariance = level_moments(COUNTS, HAZARD, STAYING, 1e8)
    expected = runoff_moments(COUNTS, STAYING * np.exp(-HAZARD))
    assert mean == pytest.approx(expected[0], rel=1e-6)
    assert covariance == pytest.approx(expected[1], rel=1e-4)


@pytest.mark.parametrize("heads", [1, 2, 9])
def test_an_exponential_level_makes_every_number_as_likely(heads: int) -> None:
    # Shape 1 and hazard 1: exp(-theta) is uniform, so the number left is uniform on 0..heads.
    # Its probabilities hold exp(-9 theta), on which 48 points of this flat level are 4e-7 off.
    expected = np.full(heads + 1, 1 / (heads + 1))
    assert level_pmf([heads], [1.0], [1.0], 1) == pytest.approx(expected, abs=1e-6)


def test_the_quantiles_of_a_uniform_number() -> None:
    # 0..4 with 1/5 each: cumulated 0.2, 0.4, 0.6, 0.8, 1.
    found = level_quantiles([4], [[1.0]], [[1.0]], 1, (0.1, 0.5, 0.7, 0.95))
    assert found[:, 0].tolist() == [0, 2, 3, 4]


@pytest.mark.parametrize("shape", [2.0, 6.25, 25.0, 170.0])
def test_the_distribution_has_the_moments(shape: float) -> None:
    mean, covariance = level_moments(COUNTS, HAZARD, STAYING, shape)
    numbers = np.arange(COUNTS.sum() + 1)
    for year in range(3):
        pmf = level_pmf(COUNTS, HAZARD[:, year], STAYING[:, year], shape)
        assert pmf.sum() == pytest.approx(1, abs=1e-12)
        assert pmf @ numbers == pytest.approx(mean[year], rel=1e-8)
        assert pmf @ numbers**2 - (pmf @ numbers) ** 2 == pytest.approx(
            covariance[year, year], rel=1e-8
        )


def test_the_quantiles_are_those_of_the_distribution() -> None:
    found = level_quantiles(COUNTS, HAZARD, STAYING, SHAPE)
    assert found.shape == (3, 3)
    for year in range(3):
        cumulated = np.cumsum(level_pmf(COUNTS, HAZARD[:, year], STAYING[:, year], SHAPE))
        for level, quantile in zip(LEVELS, found[:, year], strict=True):
            assert cumulated[quantile] >= level
            assert quantile == 0 or cumulated[quantile - 1] < level


@pytest.mark.parametrize("hazard", [0.05, 0.357, 1.0])
def test_the_quantiles_agree_with_integration_over_the_level(hazard: float) -> None:
    # 848 persons (X01) and the level of the register.
    cumulated = _cumulated(848, hazard, SHAPE)
    expected = [int((cumulated < level).sum()) for level in LEVELS]
    assert level_quantiles([848], [[hazard]], [[1.0]], SHAPE)[:, 0].tolist() == expected


def test_who_retires_is_not_moved_by_the_level() -> None:
    # Hazard zero and each of 4 persons retired with probability a half: four coins.
    pmf = level_pmf([4], [0.0], [0.5], SHAPE)
    assert pmf == pytest.approx(np.array([1, 4, 6, 4, 1]) / 16, abs=1e-12)


@pytest.mark.parametrize(("stay", "left"), [(1.0, 6), (0.0, 0)])
def test_what_is_certain_stays_certain(stay: float, left: int) -> None:
    assert level_quantiles([6], [[0.0]], [[stay]], SHAPE)[:, 0].tolist() == [left] * 3
    mean, covariance = level_moments([6], [[0.0]], [[stay]], SHAPE)
    assert mean[0] == pytest.approx(left)
    assert covariance[0, 0] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("counts", [[], [0]])
def test_nobody_stays_nobody(counts: list[int]) -> None:
    parts = np.full((len(counts), 2), 0.5)
    mean, covariance = level_moments(counts, parts, parts, SHAPE)
    assert not mean.any()
    assert not covariance.any()
    assert level_quantiles(counts, parts, parts, SHAPE).tolist() == [[0, 0]] * 3


def test_paths_have_the_closed_form_moments() -> None:
    draws = 20_000
    rng = np.random.default_rng(11)
    paths = simulate_level(COUNTS, HAZARD, STAYING, SHAPE, draws, rng)
    mean, covariance = level_moments(COUNTS, HAZARD, STAYING, SHAPE)
    variance = np.diag(covariance)
    assert (np.diff(paths, axis=1) <= 0).all()
    assert (np.abs(paths.mean(axis=0) - mean) <= 4.5 * np.sqrt(variance / draws)).all()
    # A covariance of nearly normal numbers has variance (V_s V_t + C^2) / D.
    error = np.sqrt((np.outer(variance, variance) + covariance**2) / draws)
    assert (np.abs(np.cov(paths.T) - covariance) <= 4.5 * error).all()


def test_one_draw_has_one_level_for_all_cohorts() -> None:
    # Two cohorts of 10,000 whose own noise is small: at shape 25 and hazard 0.5 their shares vary
    # by about 0.06 with the level and by 0.005 on their own, so they move together.
    twice = simulate_level(
        [10_000], [[0.5, 0.5 + 1e-9]], [[1.0, 1.0]], SHAPE, 300, np.random.default_rng(12)
    )
    both = simulate_level(
        [10_000, 10_000], [[0.5], [0.5]], [[1.0], [1.0]], SHAPE, 300, np.random.default_rng(12)
    )
    # Were the levels apart, two cohorts would have 1/sqrt(2) = 0.71 of the relative deviation.
    single, pair = twice[:, 0] / 10_000, both[:, 0] / 20_000
    assert pair.std() / single.std() == pytest.approx(1, abs=0.05)


def test_a_draw_without_spread_is_binomial() -> None:
    draws = 20_000
    paths = simulate_level([100], [[math.log(2)]], [[1.0]], 1e8, draws, np.random.default_rng(13))
    # Binomial(100, 1/2): mean 50, standard deviation 5; 4 x 5 / sqrt(20,000) = 0.14 and
    # 4 / sqrt(2 x 20,000) = 0.02.
    assert paths.mean() == pytest.approx(50, abs=0.14)
    assert paths.std() / 5 == pytest.approx(1, abs=0.02)


def _pmf(counts: object, hazard: Floats, staying: Floats, shape: float) -> object:
    return level_pmf(np.asarray(counts), hazard[..., 0], staying[..., 0], shape)


def _simulate(counts: object, hazard: Floats, staying: Floats, shape: float) -> object:
    rng = np.random.default_rng(1)
    return simulate_level(np.asarray(counts), hazard, staying, shape, 3, rng)


FUNCTIONS = [level_moments, level_quantiles, _pmf, _simulate]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("counts", "hazard", "staying", "shape", "told"),
    [
        ([-1], [[0.1]], [[1]], 25, "not negative"),
        ([1], [[0.1]], [[1.5]], 25, "between 0 and 1"),
        ([1, 2], [[0.1]], [[1]], 25, "shapes don't match: counts"),
        ([1], [[0.1], [0.2]], [[1]], 25, "shapes don't match: hazard"),
        ([1], [[-0.1]], [[1]], 25, "hazard is not negative"),
        ([1], [[np.nan]], [[1]], 25, "hazard is not negative"),
        ([1], [[0.1]], [[1]], 0, "positive and finite: 0"),
        ([1], [[0.1]], [[1]], -2, "positive and finite: -2"),
        ([1], [[0.1]], [[1]], np.nan, "positive and finite: nan"),
        ([1], [[0.1]], [[1]], np.inf, "positive and finite: inf"),
    ],
)
def test_what_can_not_be_is_refused(
    function: Callable[[object, Floats, Floats, float], object],
    counts: list[int],
    hazard: list[list[float]],
    staying: list[list[float]],
    shape: float,
    told: str,
) -> None:
    with pytest.raises(ValueError, match=told):
        function(counts, np.array(hazard), np.array(staying, dtype=float), shape)


@pytest.mark.parametrize("function", [level_moments, level_quantiles, _simulate])
def test_a_cumulated_quantity_does_not_turn(
    function: Callable[[object, Floats, Floats, float], object],
) -> None:
    with pytest.raises(ValueError, match="doesn't fall"):
        function([1], np.array([[0.2, 0.1]]), np.ones((1, 2)), 25)
    with pytest.raises(ValueError, match="survival rises"):
        function([1], np.array([[0.1, 0.2]]), np.array([[0.5, 0.6]]), 25)


@pytest.mark.parametrize("function", [level_quantiles, _pmf, _simulate])
def test_persons_are_whole_where_they_are_drawn(
    function: Callable[[object, Floats, Floats, float], object],
) -> None:
    with pytest.raises(ValueError, match="whole numbers of persons"):
        function([1.5], np.array([[0.1]]), np.ones((1, 1)), 25)


@pytest.mark.parametrize("levels", [(), (0.0,), (0.5, 1.0)])
def test_levels_of_quantiles_lie_between_zero_and_one(levels: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="levels must lie between 0 and 1"):
        level_quantiles([1], [[0.1]], [[1.0]], 25, levels)


@pytest.mark.parametrize("draws", [0, -3])
def test_draws_must_be_positive(draws: int) -> None:
    with pytest.raises(ValueError, match=f"draws must be positive: {draws}"):
        simulate_level([1], [[0.1]], [[1.0]], 25, draws, np.random.default_rng(1))


@pytest.mark.parametrize(("heads", "shape"), [(20_000, 25.0), (3_000, 25.0), (848, 4.0), (50, 400)])
def test_quantiles_are_those_of_a_fine_integration(heads: int, shape: float) -> None:
    # Reference: 4,001 equally probable levels; a lumpy sum over levels differs by up to 130 heads.
    probabilities = (np.arange(4001) + 0.5) / 4001
    theta = special.gammaincinv(shape, probabilities) / shape
    counts = np.arange(heads + 1)
    cumulative = np.mean(
        [special.bdtr(counts, heads, np.exp(-0.5 * level)) for level in theta], axis=0
    )
    expected = [int(np.searchsorted(cumulative, level)) for level in LEVELS]
    found = level_quantiles([heads], [[0.5]], [[1.0]], shape)[:, 0]
    assert np.abs(found - expected).max() <= max(1, heads // 5000)


def test_a_tie_goes_to_the_smaller_number() -> None:
    # Half of the probability lies at zero: the median is 0, as it is without a level.
    assert level_quantiles([1], [[0.0]], [[0.5]], 2.19398)[1, 0] == 0
