"""Whatever the group is: it only shrinks, nobody is lost, and every way to count agrees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.model.cohorts import mean_age, shifted_shape, split_classes
from analysis.model.hazards import staying
from analysis.model.runoff import (
    runoff_moments,
    runoff_pmf,
    runoff_quantiles,
    simulate_runoff,
)
from analysis.model.runoff_level import (
    level_moments,
    level_pmf,
    level_quantiles,
    simulate_level,
)

pytestmark = pytest.mark.property

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

YEARS = 4
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
CHANCE = st.floats(0, 1)
# The level's distribution is a sum over 48 points: from shape 5 on they hold all that matters for
# groups of this size, up to 171 their weights are computed.
SHAPES = st.floats(5, 170)


@dataclass(frozen=True)
class Group:
    """A closed group of `counts` persons, and what decides how many are left."""

    counts: Integers
    survival: Floats
    hazard: Floats

    def ordered(self, order: list[int]) -> Group:
        return Group(self.counts[order], self.survival[order], self.hazard[order])


@st.composite
def groups(draw: st.DrawFn) -> Group:
    size = draw(st.integers(0, 6))
    counts = draw(st.lists(st.integers(0, 25), min_size=size, max_size=size))
    rows = st.lists(CHANCE, min_size=YEARS, max_size=YEARS)
    kept = [draw(rows) for _ in range(size)]
    rates = [draw(st.lists(st.floats(0, 0.5), min_size=YEARS, max_size=YEARS)) for _ in range(size)]
    return Group(
        np.array(counts, dtype=np.int64),
        np.cumprod(np.array(kept).reshape(size, YEARS), axis=1),
        np.cumsum(np.array(rates).reshape(size, YEARS), axis=1),
    )


GROUPS = groups()


def _numbers(group: Group) -> Integers:
    return np.arange(group.counts.sum() + 1)


@given(GROUPS)
def test_the_mean_falls_and_lies_between_nobody_and_everybody(group: Group) -> None:
    mean, _ = runoff_moments(group.counts, group.survival)
    ends = np.array([group.counts.sum(), *mean, 0])
    assert (np.diff(ends) <= 1e-9).all()


@given(GROUPS)
def test_left_and_gone_is_everybody(group: Group) -> None:
    # Who is gone after t years is a group of its own, with chances 1 - S.
    for year in range(YEARS):
        alive = group.survival[:, [year]]
        left, gone = (runoff_moments(group.counts, part) for part in (alive, 1 - alive))
        assert left[0] + gone[0] == pytest.approx(group.counts.sum())
        assert left[1] == pytest.approx(gone[1], abs=1e-9)
        mirrored = runoff_pmf(group.counts, 1 - alive[:, 0])[::-1]
        assert runoff_pmf(group.counts, alive[:, 0]) == pytest.approx(mirrored, abs=1e-12)


@given(GROUPS)
def test_the_variance_is_not_negative_nor_over_a_quarter_of_the_heads(group: Group) -> None:
    # n S (1 - S) <= n / 4 for each cohort, which is at most N^2 / 4.
    _, covariance = runoff_moments(group.counts, group.survival)
    variance = np.diag(covariance)
    assert (variance >= -1e-9).all()
    assert (variance <= group.counts.sum() / 4 + 1e-9).all()
    assert covariance == pytest.approx(covariance.T)
    assert np.linalg.eigvalsh(covariance).min() >= -1e-9


@given(GROUPS)
def test_a_distribution_is_a_distribution_with_the_closed_form_moments(group: Group) -> None:
    mean, covariance = runoff_moments(group.counts, group.survival)
    numbers = _numbers(group)
    for year in range(YEARS):
        pmf = runoff_pmf(group.counts, group.survival[:, year])
        assert pmf.size == numbers.size
        assert (pmf >= 0).all()
        assert pmf.sum() == pytest.approx(1, abs=1e-12)
        assert pmf @ numbers == pytest.approx(mean[year], abs=1e-8)
        assert pmf @ (numbers - mean[year]) ** 2 == pytest.approx(covariance[year, year], abs=1e-8)


@given(GROUPS)
def test_quantiles_rise_with_the_level_and_fall_with_the_year(group: Group) -> None:
    quantiles = runoff_quantiles(group.counts, group.survival, LEVELS)
    assert quantiles.shape == (len(LEVELS), YEARS)
    assert (np.diff(quantiles, axis=0) >= 0).all()
    assert (np.diff(quantiles, axis=1) <= 0).all()
    assert quantiles.min() >= 0
    assert quantiles.max() <= group.counts.sum()


@given(GROUPS)
def test_quantiles_are_those_of_the_distribution(group: Group) -> None:
    quantiles = runoff_quantiles(group.counts, group.survival, LEVELS)
    for year in range(YEARS):
        cumulated = np.cumsum(runoff_pmf(group.counts, group.survival[:, year]))
        for level, quantile in zip(LEVELS, quantiles[:, year], strict=True):
            assert cumulated[quantile] >= level - 1e-11
            assert quantile == 0 or cumulated[quantile - 1] <= level + 1e-11


@given(GROUPS, st.integers(0, 2**32 - 1))
def test_paths_only_fall(group: Group, seed: int) -> None:
    paths = simulate_runoff(group.counts, group.survival, 5, np.random.default_rng(seed))
    full = np.hstack([np.full((5, 1), group.counts.sum()), paths, np.zeros((5, 1), dtype=int)])
    assert (np.diff(full, axis=1) <= 0).all()


@given(GROUPS, st.permutations(range(6)))
def test_the_order_of_the_cohorts_does_not_matter(group: Group, places: list[int]) -> None:
    shuffled = group.ordered([place for place in places if place < group.counts.size])
    before, after = (runoff_moments(g.counts, g.survival) for g in (group, shuffled))
    assert after[0] == pytest.approx(before[0], abs=1e-9)
    assert after[1] == pytest.approx(before[1], abs=1e-9)
    for year in range(YEARS):
        pmf = runoff_pmf(group.counts, group.survival[:, year])
        assert runoff_pmf(shuffled.counts, shuffled.survival[:, year]) == pytest.approx(
            pmf, abs=1e-12
        )


@given(GROUPS, CHANCE)
def test_a_cohort_in_two_parts_is_the_same_cohort(group: Group, part: float) -> None:
    first = np.floor(group.counts * part).astype(np.int64)
    parts = np.concatenate([first, group.counts - first])
    twice = np.concatenate([group.survival, group.survival])
    before, after = runoff_moments(group.counts, group.survival), runoff_moments(parts, twice)
    assert after[0] == pytest.approx(before[0], abs=1e-9)
    assert after[1] == pytest.approx(before[1], abs=1e-9)
    for year in range(YEARS):
        pmf = runoff_pmf(group.counts, group.survival[:, year])
        assert runoff_pmf(parts, twice[:, year]) == pytest.approx(pmf, abs=1e-12)


@given(GROUPS, SHAPES)
def test_with_a_level_the_mean_falls_and_the_variance_has_its_bounds(
    group: Group, shape: float
) -> None:
    mean, covariance = level_moments(group.counts, group.hazard, group.survival, shape)
    total = group.counts.sum()
    assert (np.diff(np.array([total, *mean, 0])) <= 1e-9).all()
    # Of all numbers between 0 and N, half at 0 and half at N varies most: N^2 / 4.
    variance = np.diag(covariance)
    assert (variance >= -1e-9).all()
    assert (variance <= total**2 / 4 + 1e-9).all()
    assert np.linalg.eigvalsh(covariance).min() >= -1e-7


@given(GROUPS, SHAPES)
def test_an_unknown_level_keeps_more_people_and_makes_less_sure(group: Group, shape: float) -> None:
    # Jensen: E exp(-theta H) >= exp(-H). And as every chance falls with the level, persons go
    # together: the variance is at least that of independent persons with the same mean chances.
    mean, covariance = level_moments(group.counts, group.hazard, group.survival, shape)
    known, _ = runoff_moments(group.counts, group.survival * np.exp(-group.hazard))
    assert (mean >= known - 1e-9).all()
    expected = group.survival * (1 + group.hazard / shape) ** -shape
    _, alone = runoff_moments(group.counts, expected)
    assert (np.diag(covariance) >= np.diag(alone) - 1e-7).all()


@settings(max_examples=50)
@given(GROUPS, SHAPES)
def test_with_a_level_a_distribution_has_the_closed_form_moments(
    group: Group, shape: float
) -> None:
    mean, covariance = level_moments(group.counts, group.hazard, group.survival, shape)
    numbers = _numbers(group)
    for year in range(YEARS):
        pmf = level_pmf(group.counts, group.hazard[:, year], group.survival[:, year], shape)
        assert (pmf >= 0).all()
        assert pmf.sum() == pytest.approx(1, abs=1e-12)
        assert pmf @ numbers == pytest.approx(mean[year], abs=1e-8)
        # Of numbers up to 150 whose squares differ by rounding and the rule over theta.
        assert pmf @ (numbers - mean[year]) ** 2 == pytest.approx(covariance[year, year], abs=1e-7)


@settings(max_examples=50)
@given(GROUPS, SHAPES)
def test_with_a_level_quantiles_rise_with_the_level_and_fall_with_the_year(
    group: Group, shape: float
) -> None:
    quantiles = level_quantiles(group.counts, group.hazard, group.survival, shape, LEVELS)
    assert (np.diff(quantiles, axis=0) >= 0).all()
    assert (np.diff(quantiles, axis=1) <= 0).all()
    assert quantiles.min() >= 0
    assert quantiles.max() <= group.counts.sum()


@given(GROUPS, SHAPES, st.integers(0, 2**32 - 1))
def test_with_a_level_paths_only_fall(group: Group, shape: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    paths = simulate_level(group.counts, group.hazard, group.survival, shape, 5, rng)
    full = np.hstack([np.full((5, 1), group.counts.sum()), paths, np.zeros((5, 1), dtype=int)])
    assert (np.diff(full, axis=1) <= 0).all()


@given(GROUPS, SHAPES, CHANCE)
def test_with_a_level_order_and_parts_of_cohorts_do_not_matter(
    group: Group, shape: float, part: float
) -> None:
    first = np.floor(group.counts * part).astype(np.int64)
    order = np.r_[np.arange(group.counts.size)[::-1], np.arange(group.counts.size)]
    counts = np.concatenate([first[::-1], group.counts - first])
    before = level_moments(group.counts, group.hazard, group.survival, shape)
    after = level_moments(counts, group.hazard[order], group.survival[order], shape)
    assert after[0] == pytest.approx(before[0], abs=1e-9)
    assert after[1] == pytest.approx(before[1], abs=1e-7)


@given(
    st.lists(st.floats(0, 1e4), min_size=4, max_size=4),
    st.lists(st.floats(0.01, 10), min_size=20, max_size=20),
    st.lists(st.integers(21, 39), min_size=3, max_size=3, unique=True),
)
def test_class_totals_are_kept(counts: list[float], shape: list[float], borders: list[int]) -> None:
    ages, starts = np.arange(20, 40), [20, *sorted(borders)]
    heads = split_classes(counts, starts, ages, shape)
    assert (heads >= 0).all()
    totals = np.add.reduceat(heads, np.array(starts) - 20)
    assert totals == pytest.approx(np.array(counts), rel=1e-9, abs=1e-9)


@given(st.lists(st.floats(0.01, 10), min_size=20, max_size=20), st.floats(-3, 3))
def test_a_shifted_shape_is_a_shape_with_its_mean(shape: list[float], shift: float) -> None:
    ages = np.arange(20, 40)
    centre = mean_age(ages, shape)
    if not 24 < centre + shift < 36:
        return
    shifted = shifted_shape(ages, shape, shift)
    assert (shifted >= 0).all()
    assert shifted.sum() == pytest.approx(1)
    assert mean_age(ages, shifted) == pytest.approx(centre + shift, abs=1e-6)


@given(
    st.lists(st.integers(18, 70), min_size=1, max_size=8),
    st.floats(64, 68),
    st.lists(st.floats(-0.5, 0.99), min_size=1, max_size=6),
)
def test_the_share_not_retired_falls_and_is_a_share(
    ages: list[int], first: float, rises: list[float]
) -> None:
    stay = staying(ages, np.cumsum([first, *rises]))
    assert ((stay >= 0) & (stay <= 1)).all()
    assert (np.diff(stay, axis=-1) <= 0).all()
    # Of those who are older no more have not retired.
    by_age = stay[np.argsort(ages)]
    assert (np.diff(by_age, axis=0) <= 1e-12).all()
