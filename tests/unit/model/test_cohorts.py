"""From published ages to heads per age: what must be kept, is kept."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from analysis.model.cohorts import mean_age, shifted_shape, smooth_shape, split_classes
from analysis.questions.national_runoff import (
    AGES,
    CAUSES,
    RETIREMENT,
    group_of,
    national_shape,
)
from analysis.sources.workbook import open_workbook

pytestmark = pytest.mark.unit

Floats = NDArray[np.float64]

ALL_AGES = np.arange(18, 66)
# The published ages of 2015: mean 48.6, 4% under 27, 68% 45 or over (L411, L026, L013).
MEAN, SHARES = 48.6, {27: 0.04, 45: 0.32}


def _roughness(shape: Floats) -> float:
    """Sum of squared third differences, with two ages of nobody before the first."""
    return float((np.diff(np.concatenate([[0, 0], shape]), 3) ** 2).sum())


def test_a_parabola_is_found_back() -> None:
    # 1 x 2, 2 x 3, 3 x 4 has third differences of zero, also from the two zeros before it:
    # 0.1, 0.3, 0.6 with mean 0.3 + 1.2 + half a year = 2.
    assert smooth_shape([0, 1, 2], 2.0, {}) == pytest.approx([0.1, 0.3, 0.6])
    assert smooth_shape([0, 1, 2], 2.0, {1: 0.1}) == pytest.approx([0.1, 0.3, 0.6])


def test_what_is_published_is_kept() -> None:
    shape = smooth_shape(ALL_AGES, MEAN, SHARES)
    assert shape.sum() == pytest.approx(1, abs=1e-12)
    assert mean_age(ALL_AGES, shape) == pytest.approx(MEAN, abs=1e-9)
    assert shape[ALL_AGES < 27].sum() == pytest.approx(0.04, abs=1e-10)
    assert shape[ALL_AGES < 45].sum() == pytest.approx(0.32, abs=1e-10)
    assert (shape >= 0).all()


def test_no_other_shape_that_keeps_it_is_smoother() -> None:
    shape = smooth_shape(ALL_AGES, MEAN, SHARES)
    kept = np.array([np.ones(48), ALL_AGES, ALL_AGES < 27, ALL_AGES < 45], dtype=float)
    rng = np.random.default_rng(1)
    for _ in range(20):
        step = rng.normal(size=48)
        step -= np.linalg.pinv(kept) @ (kept @ step)
        assert _roughness(shape + 1e-3 * step) > _roughness(shape)


@pytest.mark.parametrize(
    ("mean", "shares"),
    [
        (70.0, {}),  # older than the oldest
        (48.6, {27: 0.5, 45: 0.32}),  # more below 27 than below 45
        (48.6, {45: 1.2}),  # more than everyone
        (30.0, {27: 0.0, 45: 0.1}),  # nobody below 27 and 90% from 45 on: the mean is over 43
    ],
)
def test_what_contradicts_itself_is_refused(mean: float, shares: dict[int, float]) -> None:
    with pytest.raises(ValueError, match=f"no smooth shape has mean {mean}"):
        smooth_shape(ALL_AGES, mean, shares)


def test_a_share_that_can_not_be_told_apart_is_refused() -> None:
    # Below the first age there is nobody, whatever the shape.
    with pytest.raises(ValueError, match="Singular"):
        smooth_shape(ALL_AGES, MEAN, {10: 0.0})


def test_the_mean_age_is_half_a_year_above_the_completed_one() -> None:
    # (20.5 x 1 + 22.5 x 3) / 4 = 22.
    assert mean_age([20, 22], [1, 3]) == pytest.approx(22)


def test_a_class_is_split_by_the_shape_within_it() -> None:
    # 10 in 20-21 at 1 to 3; 6 from 22 on at 1 to 1; how the classes compare does not matter.
    found = split_classes([10, 6], [20, 22], [20, 21, 22, 23], [1, 3, 1, 1])
    assert found == pytest.approx([2.5, 7.5, 3, 3])
    assert split_classes([10, 6], [20, 22], [20, 21, 22, 23], [2, 6, 9, 9]) == pytest.approx(found)


def test_a_class_may_start_before_the_first_age() -> None:
    assert split_classes([4, 6], [15, 22], [20, 21, 22], [1, 1, 1]) == pytest.approx([2, 2, 6])


def test_an_empty_class_needs_no_shape() -> None:
    assert split_classes([0, 6], [15, 20], [20, 21], [1, 1]) == pytest.approx([3, 3])
    assert split_classes([0, 6], [20, 21], [20, 21], [0, 1]) == pytest.approx([0, 6])


def test_class_totals_are_kept() -> None:
    shape = smooth_shape(ALL_AGES, MEAN, SHARES)
    starts, counts = np.array([15, 25, 35, 45, 55]), np.array([13, 57, 82, 201, 207])
    heads = split_classes(counts, starts.tolist(), ALL_AGES, shape)
    group = np.searchsorted(starts, ALL_AGES, side="right") - 1
    assert np.bincount(group, heads) == pytest.approx(counts)


@pytest.mark.parametrize(
    ("counts", "first_ages", "shape", "told"),
    [
        ([10], [20, 22], [1, 1, 1], "shapes don't match"),
        ([10, 6], [20, 22], [1, 1], "shapes don't match"),
        ([10, -6], [20, 22], [1, 1, 1], "that are not negative"),
        ([10, 6], [20, 22], [1, -1, 1], "that are not negative"),
        ([10, np.nan], [20, 22], [1, 1, 1], "that are not negative"),
        ([10, 6], [22, 20], [1, 1, 1], "first_ages must rise"),
        ([10, 6], [20, 20], [1, 1, 1], "first_ages must rise"),
        ([10, 6], [21, 22], [1, 1, 1], "at or below the first age"),
        ([10, 6], [20, 22], [0, 0, 1], "no shape within the class from age 20"),
        ([10, 6], [15, 20], [1, 1, 1], "no shape within the class from age 15"),
        ([10, 6], [20, 30], [1, 1, 1], "no shape within the class from age 30"),
    ],
)
def test_classes_that_do_not_match_are_refused(
    counts: list[int], first_ages: list[int], shape: list[int], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        split_classes(counts, first_ages, [20, 21, 22], shape)


def test_no_shift_is_the_shape_itself() -> None:
    assert shifted_shape([20, 21, 22], [2, 5, 3], 0.0) == pytest.approx([0.2, 0.5, 0.3])


def test_a_shift_by_hand() -> None:
    # Tilted by a factor 2 a year: 1, 2, 4 of 7, mean (2 + 8) / 7 = 10/7, which is 3/7 above 1.
    assert shifted_shape([20, 21, 22], [1, 1, 1], 3 / 7) == pytest.approx([1 / 7, 2 / 7, 4 / 7])
    assert shifted_shape([20, 21, 22], [1, 1, 1], -3 / 7) == pytest.approx([4 / 7, 2 / 7, 1 / 7])


def test_each_shift_moves_the_mean_by_itself() -> None:
    # A13 runs from -2 to 2 years at 90%; four is over three standard deviations.
    shape = smooth_shape(ALL_AGES, MEAN, SHARES)
    shifts = np.array([-4, -2, -0.3, 0, 1, 2, 4])
    shifted = shifted_shape(ALL_AGES, shape, shifts)
    assert shifted.shape == (7, 48)
    assert shifted.sum(axis=1) == pytest.approx(np.ones(7))
    assert (shifted >= 0).all()
    found = [mean_age(ALL_AGES, row) - MEAN for row in shifted]
    assert found == pytest.approx(list(shifts), abs=1e-9)


def test_a_shift_is_an_exponential_tilt() -> None:
    shape = smooth_shape(ALL_AGES, MEAN, SHARES)
    log_ratio = np.log(shifted_shape(ALL_AGES, shape, 2.0) / shape)
    assert np.diff(log_ratio, 2) == pytest.approx(np.zeros(46), abs=1e-10)


@pytest.mark.parametrize("shift", [1.0, -1.0, 5.0, [0.1, 2.0]])
def test_a_mean_outside_the_ages_is_refused(shift: ArrayLike) -> None:
    with pytest.raises(ValueError, match="no shape has its mean age"):
        shifted_shape([20, 21, 22], [1, 1, 1], shift)


def test_splitting_evenly_is_wrong_by_twenty_of_560_after_five_years() -> None:
    # 560 persons of the national ages in the classes 15-24, 25-34, 35-44, 45-54 and 55 or over.
    # In the last class the national shape falls from 4.0% at 55 to 1.0% at 65, as many have gone.
    # Split evenly it has too many just before retirement: after five years 21.6 too few are left.
    # They'd have gone some years later, so after ten years it is 5.4 too few and after fifteen 5.9
    # too many. (Another shape and classes gave -16 after ten years: models.md, A.)
    book = open_workbook({})
    middle = {name: np.array([book.number(name).value]) for name in (*CAUSES, *RETIREMENT)}
    alive = group_of(book, middle).survival()[0]
    shape = national_shape(book)
    starts = [15, 25, 35, 45, 55]
    group = np.searchsorted(starts, AGES, side="right") - 1
    totals = np.bincount(group, 560 * shape)
    by_shape = split_classes(totals, starts, AGES, shape)
    evenly = split_classes(totals, starts, AGES, np.ones(AGES.size))
    assert by_shape == pytest.approx(560 * shape)
    difference = (evenly - by_shape) @ alive
    assert difference[[4, 9, 14]] == pytest.approx([-21.6, -5.4, 5.9], abs=0.3)
