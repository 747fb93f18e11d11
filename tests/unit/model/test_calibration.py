"""What totals say of the level: by hand, and against scipy's normal distribution."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import optimize, stats

from analysis.model.calibration import (
    GRID,
    Measurement,
    Shocks,
    forecast,
    level_grid,
    mixture_quantiles,
    posterior,
    resampled,
    stock_moments,
)
from analysis.model.runoff import runoff_moments

pytestmark = pytest.mark.unit

Floats = NDArray[np.float64]

CALM = Shocks(0.0, 0.0)
COUNTS = np.array([30.0, 50.0])
HAZARD = np.array([[0.1, 0.2, 0.3], [0.2, 0.3, 0.4]])
STAY = np.array([[1.0, 0.8, 0.8], [1.0, 1.0, 0.5]])

# Two components of three stocks, of which the second and the third are observed.
MEAN = np.array([[100.0, 90.0, 80.0], [100.0, 85.0, 70.0]])
COVARIANCE = np.array(
    [
        [[0.0, 0.0, 0.0], [0.0, 9.0, 6.0], [0.0, 6.0, 16.0]],
        [[0.0, 0.0, 0.0], [0.0, 12.0, 7.0], [0.0, 7.0, 20.0]],
    ]
)
PRIOR = np.array([0.3, 0.7])
OBSERVED = np.array([[0.0, 1.0, 0.0], [0.0, 0.5, 0.5]])
ERROR = np.diag([4.0, 1.0])


def _seen(values: list[float] | list[list[float]]) -> Measurement:
    return Measurement(OBSERVED, np.array(values), ERROR)


def _one(value: float, error: float) -> tuple[Floats, Floats, Measurement]:
    """Two stocks, means 10 and 8, variances 4 and 3, covariance 2; the first is observed."""
    seen = Measurement(np.array([[1.0, 0.0]]), np.array([value]), np.array([[error]]))
    return np.array([[10.0, 8.0]]), np.array([[[4.0, 2.0], [2.0, 3.0]]]), seen


@pytest.mark.parametrize("shape", [4.0, 6.25, 25.0, 10_000.0])
def test_the_grid_has_the_moments_of_the_level(shape: float) -> None:
    # Mean 1 and standard deviation 1/sqrt(shape): 0.2 at 25.
    theta, weight = level_grid(shape)
    assert (theta.size, weight.size) == (GRID, GRID)
    assert (np.diff(theta) > 0).all()
    assert weight.sum() == pytest.approx(1)
    assert theta @ weight == pytest.approx(1, abs=1e-3)
    deviation = math.sqrt(theta**2 @ weight - (theta @ weight) ** 2)
    assert deviation == pytest.approx(1 / math.sqrt(shape), rel=2e-3)


@pytest.mark.parametrize("shape", [0.0, -1.0, 2.0, float("nan"), float("inf")])
def test_a_level_without_shape_is_refused(shape: float) -> None:
    with pytest.raises(ValueError, match="must be above 2 and finite"):
        level_grid(shape)


def test_the_covariance_of_shocks_by_hand() -> None:
    # 0.3^2 on the diagonal, and 0.4^2 times the number of years that both walked.
    assert Shocks(0.3, 0.4).covariance(2) == pytest.approx(np.array([[0.25, 0.16], [0.16, 0.41]]))
    assert not CALM.covariance(3).any()


def test_without_shocks_the_stocks_are_those_of_the_closed_group() -> None:
    mean, covariance = stock_moments(COUNTS, HAZARD, STAY, [1.0, 1.5], CALM)
    for number, theta in enumerate((1.0, 1.5)):
        alive = STAY * np.exp(-theta * np.cumsum(HAZARD, axis=1))
        expected = runoff_moments(COUNTS, alive)
        assert mean[number] == pytest.approx([80, *expected[0]])
        assert covariance[number, 1:, 1:] == pytest.approx(expected[1])
    # The stock of the base year is certain.
    assert not covariance[:, 0].any()
    assert not covariance[:, :, 0].any()


def test_each_component_may_have_its_own_hazard() -> None:
    both = stock_moments(COUNTS, np.stack([HAZARD, 2 * HAZARD]), STAY, [1.0, 1.0], Shocks(0.1, 0.1))
    for number in (0, 1):
        one = stock_moments(COUNTS, (number + 1) * HAZARD, STAY, [1.0], Shocks(0.1, 0.1))
        assert both[0][number] == pytest.approx(one[0][0])
        assert both[1][number] == pytest.approx(one[1][0])


def test_the_effect_of_shocks_by_hand() -> None:
    # 100 persons that halve every year: hazard ln 2, stocks 50 and 25. A shock e in year 1 moves
    # them by -50 e ln 2 and -25 e ln 2, one in year 2 only the second. With the covariance above:
    # (50 ln 2)^2 0.25; (25 ln 2)^2 (0.25 + 2 x 0.16 + 0.41); 50 x 25 (ln 2)^2 (0.25 + 0.16).
    # The persons: 100 x 0.5 x 0.5 = 25, 100 x 0.25 x 0.75 = 18.75, 100 x 0.25 x 0.5 = 12.5.
    halving = np.full((1, 2), math.log(2))
    mean, covariance = stock_moments([100], halving, np.ones((1, 2)), [1.0], Shocks(0.3, 0.4))
    square = math.log(2) ** 2
    expected = [
        [25 + 2500 * 0.25 * square, 12.5 + 1250 * 0.41 * square],
        [12.5 + 1250 * 0.41 * square, 18.75 + 625 * 0.98 * square],
    ]
    assert mean[0] == pytest.approx([100, 50, 25])
    assert covariance[0, 1:, 1:] == pytest.approx(np.array(expected))


def test_the_effect_of_shocks_is_that_of_a_simulation() -> None:
    # Arbeidsjaren so many that the persons' own noise is nothing; small shocks, so that what is
    # left out beyond the first order is too: (0.05 x 0.9)^2 of the deviation.
    draws, shocks = 40_000, Shocks(0.04, 0.02)
    rng = np.random.default_rng(3)
    relative = rng.multivariate_normal(np.zeros(3), shocks.covariance(3), draws)
    rates = HAZARD * (1 + relative[:, None, :])
    stocks = COUNTS @ (STAY * np.exp(-np.cumsum(rates, axis=-1)))
    with_shocks = stock_moments(COUNTS, HAZARD, STAY, [1.0], shocks)[1]
    without = stock_moments(COUNTS, HAZARD, STAY, [1.0], CALM)[1]
    # A simulated covariance is 4.5 x sqrt(2 / 40,000) = 3% off at most; 4% with the second order.
    assert np.cov(stocks.T) == pytest.approx((with_shocks - without)[0, 1:, 1:], rel=0.04)


def test_stocks_of_what_can_not_be_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        stock_moments([-1, 1], HAZARD, STAY, [1.0], CALM)
    with pytest.raises(ValueError, match="shapes don't match"):
        stock_moments([1], HAZARD, STAY, [1.0], CALM)
    with pytest.raises(ValueError, match="between 0 and 1"):
        stock_moments(COUNTS, -HAZARD, STAY, [1.0], CALM)


def test_the_posterior_is_bayes_rule() -> None:
    values = [88.0, 80.0]
    likelihood = [
        float(
            stats.multivariate_normal.pdf(
                values,
                OBSERVED @ MEAN[number],
                OBSERVED @ COVARIANCE[number] @ OBSERVED.T + ERROR,
            )
        )
        for number in (0, 1)
    ]
    expected = PRIOR * likelihood / (PRIOR @ likelihood)
    found = posterior(PRIOR, MEAN, COVARIANCE, _seen(values))
    assert found == pytest.approx(expected, rel=1e-10)
    # 88 and 80 are nearer to what the second expects (85 and 77.5) than the first (90 and 85).
    assert 0.01 < found[0] < 0.25


def test_what_says_nothing_changes_nothing() -> None:
    # An error of measurement of a million arbeidsjaren.
    seen = Measurement(OBSERVED, np.array([88.0, 80.0]), np.eye(2) * 1e12)
    assert posterior(PRIOR, MEAN, COVARIANCE, seen) == pytest.approx(PRIOR, abs=1e-6)


def test_sites_together_are_the_sites_one_by_one() -> None:
    values = [[88.0, 80.0], [95.0, 90.0], [70.0, 71.0]]
    weights = posterior(PRIOR, MEAN, COVARIANCE, _seen(values))
    target = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    centre, deviation = forecast(MEAN, COVARIANCE, _seen(values), target)
    assert (weights.shape, centre.shape, deviation.shape) == ((3, 2), (3, 2, 2), (2, 2))
    for site, value in enumerate(values):
        alone = forecast(MEAN, COVARIANCE, _seen(value), target)
        assert weights[site] == pytest.approx(posterior(PRIOR, MEAN, COVARIANCE, _seen(value)))
        assert centre[site] == pytest.approx(alone[0])
        assert deviation == pytest.approx(alone[1])


def test_far_from_everything_the_weights_still_add_up() -> None:
    # The likelihood itself is exp(-1e6) or less, zero in floating point.
    weights = posterior(PRIOR, MEAN, COVARIANCE, _seen([9_000.0, 9_000.0]))
    assert weights.sum() == pytest.approx(1)


def test_totals_that_contradict_one_another_are_refused() -> None:
    twice = np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
    seen = Measurement(twice, np.array([88.0, 89.0]), np.zeros((2, 2)))
    with pytest.raises(ValueError, match="contradict one another"):
        posterior(PRIOR, MEAN, COVARIANCE, seen)


def test_a_forecast_by_hand() -> None:
    # Seen 12 without error: 8 + 2/4 x (12 - 10) = 9, variance 3 - 2 x 2/4 = 2.
    centre, deviation = forecast(*_one(12.0, 0.0), np.array([[0.0, 1.0]]))
    assert (centre[0, 0], deviation[0, 0]) == pytest.approx((9, math.sqrt(2)))
    # With an error of variance 4 the weight is 2/8: 8.5, variance 3 - 4/8 = 2.5.
    centre, deviation = forecast(*_one(12.0, 4.0), np.array([[0.0, 1.0]]))
    assert (centre[0, 0], deviation[0, 0]) == pytest.approx((8.5, math.sqrt(2.5)))


def test_what_was_seen_without_error_is_certain() -> None:
    target = np.array([[1.0, 0.0], [2.0, 0.0]])
    centre, deviation = forecast(*_one(12.0, 0.0), target)
    assert centre[0] == pytest.approx([12, 24])
    assert deviation[0] == pytest.approx([0, 0], abs=1e-7)


def test_a_forecast_of_two_components_conditions_each() -> None:
    # scipy has no conditional normal: joint over marginal density, normalised over a fine grid.
    seen = Measurement(np.array([[0.0, 1.0, 0.0]]), np.array([88.0]), np.array([[4.0]]))
    centre, deviation = forecast(MEAN, COVARIANCE, seen, np.array([[0.0, 0.0, 1.0]]))
    grid = np.linspace(30, 130, 4001)
    for number in (0, 1):
        joint = COVARIANCE[number][1:, 1:] + np.diag([4.0, 0.0])
        points = np.column_stack([np.full(grid.size, 88.0), grid])
        density = np.asarray(stats.multivariate_normal.pdf(points, MEAN[number, 1:], joint))
        mean = np.average(grid, weights=density)
        variance = np.average((grid - mean) ** 2, weights=density)
        assert centre[number, 0] == pytest.approx(mean)
        assert deviation[number, 0] == pytest.approx(math.sqrt(variance))


def test_the_quantiles_of_one_component_are_normal() -> None:
    mean, deviation = np.array([[100.0, -5.0]]), np.array([[7.0, 0.5]])
    found = mixture_quantiles(np.array([1.0]), mean, deviation, (0.05, 0.5, 0.99))
    for row, level in zip(found, (0.05, 0.5, 0.99), strict=True):
        expected = np.asarray(stats.norm.ppf(level, mean[0], deviation[0]))
        assert row == pytest.approx(expected, abs=1e-5)


def test_the_quantiles_of_two_components() -> None:
    weights, mean, deviation = np.array([0.3, 0.7]), np.array([0.0, 10.0]), np.array([1.0, 3.0])

    def below(value: float, level: float) -> float:
        return float(weights @ np.asarray(stats.norm.cdf(value, mean, deviation))) - level

    found = mixture_quantiles(weights, mean[:, None], deviation[:, None], (0.05, 0.3, 0.5, 0.95))
    expected = [optimize.brentq(below, -20, 40, args=(level,)) for level in (0.05, 0.3, 0.5, 0.95)]
    assert found[:, 0] == pytest.approx(expected, abs=1e-6)


def test_the_quantiles_of_sites_are_those_of_each() -> None:
    rng = np.random.default_rng(4)
    weights = rng.dirichlet(np.ones(3), size=2)
    mean, deviation = rng.normal(50, 9, (2, 3, 4)), rng.uniform(1, 5, (3, 4))
    found = mixture_quantiles(weights, mean, deviation)
    assert found.shape == (3, 2, 4)
    for site in (0, 1):
        alone = mixture_quantiles(weights[site], mean[site], deviation)
        assert found[:, site] == pytest.approx(alone, abs=1e-5)


def test_a_certain_component_is_its_own_quantile() -> None:
    found = mixture_quantiles(np.array([1.0]), np.array([[5.0]]), np.array([[0.0]]))
    assert found[:, 0] == pytest.approx([5, 5, 5])


@pytest.mark.parametrize("levels", [(), (0.0,), (0.5, 1.0)])
def test_levels_lie_strictly_between_zero_and_one(levels: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="levels must lie between 0 and 1"):
        mixture_quantiles(np.array([1.0]), np.array([[5.0]]), np.array([[1.0]]), levels)


def test_components_are_drawn_in_proportion() -> None:
    assert resampled(np.array([0.5, 0.25, 0.25]), 4).tolist() == [0, 0, 1, 2]
    assert resampled(np.array([2.0, 0.0, 2.0]), 6).tolist() == [0, 0, 0, 2, 2, 2]


def test_each_component_is_drawn_as_often_as_expected_give_or_take_one() -> None:
    weights = np.random.default_rng(5).dirichlet(np.ones(40))
    drawn = np.bincount(resampled(weights, 500), minlength=40)
    assert drawn.sum() == 500
    assert np.abs(drawn - 500 * weights).max() < 1
