"""The closed group on sizes that can be worked out by hand, and against scipy where it can't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from analysis.model.runoff import (
    LEVELS,
    NEGLIGIBLE,
    checked_levels,
    runoff_moments,
    runoff_pmf,
    runoff_quantiles,
    simulate_runoff,
)

pytestmark = pytest.mark.unit

Floats = NDArray[np.float64]

# Two persons whose chance halves every year, and one who stays a year and then flips a coin.
COUNTS = [2, 1]
SURVIVAL = [[0.5, 0.25], [1.0, 0.5]]


def _simulate(counts: object, survival: object) -> object:
    return simulate_runoff(np.asarray(counts), np.asarray(survival), 3, np.random.default_rng(1))


def test_the_mean_is_the_sum_of_the_chances() -> None:
    # 2 x 0.5 + 1 x 1 = 2; 2 x 0.25 + 1 x 0.5 = 1.
    assert runoff_moments(COUNTS, SURVIVAL)[0] == pytest.approx([2, 1])


def test_the_covariance_by_hand() -> None:
    # Variance: 2 x 0.5 x 0.5 + 0 = 0.5; 2 x 0.25 x 0.75 + 0.5 x 0.5 = 0.625.
    # Covariance, S(2) (1 - S(1)): 2 x 0.25 x 0.5 + 0.5 x 0 = 0.25.
    covariance = runoff_moments(COUNTS, SURVIVAL)[1]
    assert covariance == pytest.approx(np.array([[0.5, 0.25], [0.25, 0.625]]))


def test_half_a_person_counts_half() -> None:
    # Arbeidsjaren need not be whole: 0.5 x 0.4 = 0.2, variance 0.5 x 0.4 x 0.6 = 0.12.
    mean, covariance = runoff_moments([0.5], [[0.4]])
    assert (mean[0], covariance[0, 0]) == pytest.approx((0.2, 0.12))


def test_the_distribution_by_hand() -> None:
    # Year 2: two coins of 1/4 give 9/16, 6/16, 1/16; with one of 1/2 that is
    # 9/32, (6 + 9)/32, (1 + 6)/32, 1/32.
    pmf = runoff_pmf(COUNTS, [row[1] for row in SURVIVAL])
    assert pmf == pytest.approx(np.array([9, 15, 7, 1]) / 32, abs=1e-14)


@pytest.mark.parametrize("heads", [1, 2, 3, 4, 7, 8, 100, 101])
@pytest.mark.parametrize("alive", [0.5, 0.01, 0.3, 0.999])
def test_one_cohort_is_binomial(heads: int, alive: float) -> None:
    # At 0.5 with an odd number of heads the characteristic function is zero at the last frequency.
    expected = stats.binom.pmf(np.arange(heads + 1), heads, alive)
    assert runoff_pmf([heads], [alive]) == pytest.approx(expected, abs=1e-13)


@pytest.mark.parametrize("heads", [25, 51, 93, 103])
@pytest.mark.parametrize("alive", [0.0, 0.001, 0.999, 1.0])
def test_the_last_frequency_keeps_its_sign(heads: int, alive: float) -> None:
    # With these sizes 2 pi (size / 2) / size rounds to just above pi, where half its cosine is
    # negative; with nearly all gone, or nearly none, that frequency is as large as the first.
    expected = stats.binom.pmf(np.arange(heads + 1), heads, alive)
    assert runoff_pmf([heads], [alive]) == pytest.approx(expected, abs=1e-13)
    quantiles = np.asarray(stats.binom.ppf(LEVELS, heads, alive)).clip(0)
    assert runoff_quantiles([heads], [[alive]])[:, 0].tolist() == quantiles.tolist()


@pytest.mark.parametrize(
    ("counts", "alive", "expected"),
    [
        ([], [], [1]),
        ([0], [0.3], [1]),
        ([3], [0.0], [1, 0, 0, 0]),
        ([3], [1.0], [0, 0, 0, 1]),
        ([1, 0, 2], [1.0, 0.5, 0.0], [0, 1, 0, 0]),
    ],
)
def test_what_is_certain_has_probability_one(
    counts: list[int], alive: list[float], expected: list[float]
) -> None:
    assert runoff_pmf(counts, alive) == pytest.approx(expected, abs=1e-14)


def test_quantiles_by_hand() -> None:
    # Year 1: one person is sure, two flip a coin: 1, 2, 3 with 1/4, 1/2, 1/4.
    # Year 2, cumulated: 9/32 = 0.281, 24/32 = 0.75, 31/32 = 0.969, 1.
    assert runoff_quantiles(COUNTS, SURVIVAL).tolist() == [[1, 0], [2, 1], [3, 2]]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (1, [0, 0, 1]),  # cumulated 1/2, 1: exactly half, so the median is the lower one
        (2, [0, 1, 2]),  # 1/4, 3/4, 1
        (3, [0, 1, 3]),  # 1/8, 1/2, 7/8, 1: again exactly half
        (4, [0, 2, 4]),  # 1/16, 5/16, 11/16, 15/16, 1
    ],
)
def test_quantiles_of_coins(heads: int, expected: list[int]) -> None:
    assert runoff_quantiles([heads], [[0.5]])[:, 0].tolist() == expected


def test_a_level_that_is_reached_exactly_is_not_passed() -> None:
    # Two coins: P(N <= 0) = 0.25 and P(N <= 1) = 0.75 exactly.
    assert runoff_quantiles([2], [[0.5]], (0.25, 0.75, 0.7501))[:, 0].tolist() == [0, 1, 2]


@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_nobody_stays_nobody(counts: list[int]) -> None:
    survival = np.full((len(counts), 3), 0.5)
    mean, covariance = runoff_moments(counts, survival)
    assert not mean.any()
    assert not covariance.any()
    assert (mean.shape, covariance.shape) == ((3,), (3, 3))
    assert runoff_quantiles(counts, survival).tolist() == [[0, 0, 0]] * 3
    assert simulate_runoff(counts, survival, 2, np.random.default_rng(1)).tolist() == [[0] * 3] * 2


def test_certain_to_stay_and_then_to_leave() -> None:
    mean, covariance = runoff_moments([7], [[1.0, 1.0, 0.0]])
    assert mean.tolist() == [7, 7, 0]
    assert not covariance.any()
    assert runoff_quantiles([7], [[1.0, 1.0, 0.0]]).tolist() == [[7, 7, 0]] * 3


def test_a_large_group_has_the_quantiles_of_scipy() -> None:
    alive = np.array([0.999, 0.9, 0.5, 0.3, 0.01, 0.0001])
    levels = (0.001, *LEVELS, 0.999)
    expected = np.asarray(stats.binom.ppf(np.array(levels)[:, None], 20_000, alive))
    found = runoff_quantiles([20_000], alive[None, :], levels)
    assert found.tolist() == expected.astype(int).tolist()


def test_quantiles_are_those_of_the_distribution() -> None:
    # Within the window and frequencies that are kept: the same as from all of them.
    rng = np.random.default_rng(7)
    for _ in range(60):
        cohorts = int(rng.integers(1, 12))
        counts = rng.integers(0, 80, cohorts)
        survival = np.cumprod(rng.beta(8, 1, (cohorts, 6)), axis=1)
        pmf = [runoff_pmf(counts, survival[:, year]) for year in range(6)]
        cumulated = np.cumsum(pmf, axis=1)
        expected = [(cumulated < level - NEGLIGIBLE).sum(axis=1) for level in LEVELS]
        assert runoff_quantiles(counts, survival).tolist() == np.stack(expected).tolist()


def test_nobody_returns_in_a_path() -> None:
    survival = np.cumprod(np.full((3, 8), 0.8), axis=1)
    paths = simulate_runoff([5, 0, 9], survival, 2_000, np.random.default_rng(2))
    assert paths.shape == (2_000, 8)
    assert (np.diff(paths, axis=1) <= 0).all()
    assert paths.min() >= 0
    assert paths.max() <= 14


def test_paths_have_the_joint_distribution_of_two_years() -> None:
    # One person with chances 0.5 and 0.25: gone at once 1/2, in year two 1/4, stays 1/4.
    draws = 40_000
    paths = simulate_runoff([1], [[0.5, 0.25]], draws, np.random.default_rng(3))
    shares = [np.mean((paths == path).all(axis=1)) for path in ([0, 0], [1, 0], [1, 1])]
    # Four standard deviations of a share of 1/2: 4 x sqrt(0.25 / 40,000) = 0.01.
    assert shares == pytest.approx([0.5, 0.25, 0.25], abs=0.01)
    assert sum(shares) == pytest.approx(1)


def test_paths_have_the_closed_form_moments() -> None:
    draws = 40_000
    paths = simulate_runoff(COUNTS, SURVIVAL, draws, np.random.default_rng(4))
    mean, covariance = runoff_moments(COUNTS, SURVIVAL)
    deviation = np.sqrt(np.diag(covariance) / draws)
    assert (np.abs(paths.mean(axis=0) - mean) <= 4 * deviation).all()
    # Products of numbers up to 3 have a standard deviation below 1: 4 / sqrt(40,000) = 0.02.
    assert np.cov(paths.T) == pytest.approx(covariance, abs=0.02)


def test_each_draw_may_have_its_own_survival() -> None:
    # Sure to stay, sure to leave at once, sure to leave in the second year.
    survival = np.array([[[1, 1]], [[0, 0]], [[1, 0]]], dtype=float)
    paths = simulate_runoff([4], survival, 3, np.random.default_rng(5))
    assert paths.tolist() == [[4, 4], [0, 0], [4, 0]]


def test_the_same_seed_gives_the_same_paths() -> None:
    def paths(seed: int) -> list[list[int]]:
        rng = np.random.default_rng(seed)
        found: list[list[int]] = simulate_runoff([50], [[0.5, 0.2]], 20, rng).tolist()
        return found

    assert paths(6) == paths(6)
    assert paths(6) != paths(7)


@pytest.mark.parametrize("draws", [0, -1])
def test_draws_must_be_positive(draws: int) -> None:
    with pytest.raises(ValueError, match=f"draws must be positive: {draws}"):
        simulate_runoff([1], [[0.5]], draws, np.random.default_rng(1))


def test_the_number_of_draws_is_that_of_survival() -> None:
    with pytest.raises(ValueError, match="survival holds 3 draws, not 2"):
        simulate_runoff([1], np.full((3, 1, 1), 0.5), 2, np.random.default_rng(1))


WRONG = [
    ([-1], [[0.5]], "not negative"),
    ([np.nan], [[0.5]], "finite"),
    ([np.inf], [[0.5]], "finite"),
    ([1], [[1.01]], "between 0 and 1"),
    ([1], [[-0.01]], "between 0 and 1"),
    ([1], [[np.nan]], "between 0 and 1"),
    ([1], [[0.5, 0.6]], "survival rises"),
    ([1, 2], [[0.5]], r"shapes don't match: counts \(2,\) and survival \(1, 1\)"),
    ([1], [0.5], "shapes don't match"),
    ([[1]], [[0.5]], "shapes don't match"),
    (1, [[0.5]], "shapes don't match"),
]


@pytest.mark.parametrize("function", [runoff_moments, runoff_quantiles, _simulate])
@pytest.mark.parametrize(("counts", "survival", "told"), WRONG)
def test_what_can_not_be_is_refused(
    function: Callable[[object, object], object], counts: object, survival: object, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        function(counts, survival)


@pytest.mark.parametrize(
    ("counts", "alive", "told"),
    [
        ([-1], [0.5], "not negative"),
        ([1], [1.5], "between 0 and 1"),
        ([1, 2], [0.5], "shapes don't match"),
        ([1.5], [0.5], "whole numbers"),
    ],
)
def test_a_distribution_of_what_can_not_be_is_refused(
    counts: list[float], alive: list[float], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        runoff_pmf(counts, alive)


@pytest.mark.parametrize("function", [runoff_quantiles, _simulate])
def test_persons_are_whole_where_they_are_drawn(
    function: Callable[[object, object], object],
) -> None:
    with pytest.raises(ValueError, match="whole numbers of persons"):
        function([1.5], [[0.5]])


def test_a_rise_within_rounding_is_no_rise() -> None:
    assert runoff_moments([1], [[0.5, 0.5 + 1e-13]])[0] == pytest.approx([0.5, 0.5])
    with pytest.raises(ValueError, match="survival rises"):
        runoff_moments([1], [[0.5, 0.5 + 1e-11]])


@pytest.mark.parametrize("levels", [(), (0.0,), (1.0,), (0.5, 1.5), (-0.1,), (float("nan"),)])
def test_levels_lie_strictly_between_zero_and_one(levels: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="levels must lie between 0 and 1"):
        checked_levels(levels)
    with pytest.raises(ValueError, match="levels must lie between 0 and 1"):
        runoff_quantiles([1], [[0.5]], levels)


@pytest.mark.parametrize("survival", [np.full((2, 2, 1), 0.5), np.full((4, 2, 3), 0.5)])
def test_draws_of_survival_are_for_the_simulation_only(survival: Any) -> None:
    for function in (runoff_moments, runoff_quantiles):
        with pytest.raises(ValueError, match="shapes don't match"):
            function([1, 2], survival)
    with pytest.raises(ValueError, match="shapes don't match"):
        runoff_pmf([3], 0.5)
