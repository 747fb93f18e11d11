"""From what is published about ages to heads per year of age.

An age class says nothing of the ages within it, and a mean with a few shares says little. Both are
filled in with the smoothest shape that keeps every published figure (graduation in the sense of
Whittaker and Henderson): splitting a class evenly misplaces the people near retirement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ORDER = 3
"""The order of differences that a smooth shape keeps small: locally a parabola."""


def smooth_shape(ages: ArrayLike, mean: float, shares: Mapping[int, float]) -> Floats:
    """Return the smoothest shares per year of age with this mean and these shares below ages.

    `ages` (cohorts,) completed and consecutive, `mean` in exact years (half a year above the
    completed age), `shares` maps an age to the share of people younger than it. The shape runs out
    to zero below the first age and is open at the last one, where people retire. Minimises the sum
    of squared third differences under linear constraints. Raises `ValueError` when that shape has a
    negative share, also where a rougher shape without one exists.
    """
    completed = np.asarray(ages, dtype=float)
    rows = [np.ones_like(completed), completed + 0.5]
    rows += [(completed < age).astype(float) for age in shares]
    constraints, wanted = np.array(rows), np.array([1.0, mean, *shares.values()])
    before = np.vstack([np.zeros((ORDER - 1, completed.size)), np.eye(completed.size)])
    differences = np.diff(before, ORDER, axis=0)
    size = wanted.size
    system = np.block(
        [[differences.T @ differences, constraints.T], [constraints, np.zeros((size, size))]]
    )
    right = np.concatenate([np.zeros(completed.size), wanted])
    shape = np.linalg.solve(system, right)[: completed.size]
    if (shape < 0).any():
        raise ValueError(f"no smooth shape has mean {mean} and shares {dict(shares)}")
    return np.asarray(shape)


def split_classes(
    counts: ArrayLike, first_ages: Sequence[int], ages: ArrayLike, shape: ArrayLike
) -> Floats:
    """Return heads per year of age: each class split by the shape within it, its total kept.

    `counts` (classes,) heads, `first_ages` the first completed age of each class in rising order
    (the last class runs to the last of `ages`), `shape` (cohorts,) not negative. Fractions of heads
    are kept. Raises `ValueError` for negative counts, classes that don't match, ages outside all
    classes, and people in a class where the shape has none.
    """
    heads, completed = np.asarray(counts, dtype=float), np.asarray(ages, dtype=float)
    weights, starts = np.asarray(shape, dtype=float), np.asarray(first_ages)
    if heads.shape != starts.shape or weights.shape != completed.shape:
        raise ValueError("shapes don't match: counts with first_ages, and shape with ages")
    if not ((heads >= 0).all() and (weights >= 0).all()):
        raise ValueError("counts and shape must be numbers that are not negative")
    if (np.diff(starts) <= 0).any() or completed.min() < starts[0]:
        raise ValueError("first_ages must rise and start at or below the first age")
    group = np.searchsorted(starts, completed, side="right") - 1
    weight = np.bincount(group, weights, minlength=starts.size)
    empty = (weight == 0) & (heads > 0)
    if empty.any():
        raise ValueError(f"no shape within the class from age {starts[empty][0]}")
    return np.asarray((heads / np.where(weight > 0, weight, 1))[group] * weights)


def mean_age(ages: ArrayLike, shape: ArrayLike) -> float:
    """Return the mean age in exact years of heads or shares per completed age."""
    return float(np.average(np.asarray(ages, dtype=float) + 0.5, weights=np.asarray(shape)))


def shifted_shape(ages: ArrayLike, shape: ArrayLike, shift: ArrayLike) -> Floats:
    """Return the shape tilted so that its mean age is `shift` years higher: (..., cohorts).

    p_x exp(s x), normalised: the shape nearest to the given one (in relative entropy) with that
    mean. `shift` is a scalar or one per draw. Raises `ValueError` for a shift that has no such
    shape.
    """
    completed = np.asarray(ages, dtype=float)
    base = np.asarray(shape, dtype=float) / np.sum(shape)
    wanted = np.asarray(shift, dtype=float)
    centre = base @ completed
    tilt = np.zeros_like(wanted)
    for _ in range(NEWTON_STEPS):
        tilted = _tilted(completed, base, tilt, centre)
        mean = tilted @ completed
        variance = np.maximum(tilted @ completed**2 - mean**2, np.finfo(float).tiny)
        tilt = tilt + np.clip((wanted + centre - mean) / variance, -MOST_TILT, MOST_TILT)
    shifted = _tilted(completed, base, tilt, centre)
    if not (np.abs(shifted @ completed - centre - wanted) < TOLERANCE).all():
        raise ValueError(f"no shape has its mean age {wanted} years higher")
    return shifted


NEWTON_STEPS = 12
"""Steps to the tilt; six bring the mean of a shift of four years within a millionth."""

MOST_TILT = 2.0
"""The most that one step may change the tilt (per year), so that nothing overflows."""

TOLERANCE = 1e-6
"""Years that the mean may differ from what was asked."""


def _tilted(ages: Floats, base: Floats, tilt: Floats, centre: float) -> Floats:
    weights = base * np.exp(tilt[..., None] * (ages - centre))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))
