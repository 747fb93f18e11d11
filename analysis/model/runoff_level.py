"""The run-off of a closed group whose general level of leaving is not known: a Gamma level.

Survival is `staying` (the share that has not retired) times exp(-theta x `hazard`), `hazard` the
cumulated hazard of leaving otherwise at level one, and theta Gamma distributed with mean 1 and
shape a, the same for all cohorts and years. So the persons are no longer independent: a group that
leaves faster than thought does so everywhere. Conventions as in `runoff`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from analysis.model.runoff import (
    LEVELS,
    NEGLIGIBLE,
    Floats,
    Integers,
    checked,
    checked_levels,
    runoff_pmf,
    simulate_runoff,
)

STEPS = 0.5
"""Spacing of the levels in the sum over theta: this part of the narrowest spread that matters.

The trapezium rule on log theta then misses less than e^-70 of a bell-shaped integrand.
"""

TAIL = 1e-16
"""Probability of theta that the sum leaves out on either side."""


def gamma_shape(low: float, high: float, coverage: float = 0.9) -> float:
    """Return the shape a of a Gamma level with mean 1 whose interval is as wide as low-high.

    `low` and `high` hold the level with probability `coverage`. Raises `ValueError` for an
    interval that no such level has.
    """
    tail = (1 - coverage) / 2

    def excess_width(log_shape: float) -> float:
        shape = np.exp(log_shape)
        ends = special.gammaincinv(shape, np.array([tail, 1 - tail])) / shape
        return float(ends[1] - ends[0] - (high - low))

    narrow, wide = np.log(1e6), np.log(1.0)
    if not 0 < low < 1 < high or excess_width(narrow) > 0 or excess_width(wide) < 0:
        raise ValueError(f"no Gamma level with mean 1 has the interval {low}–{high}")
    return float(np.exp(optimize.brentq(excess_width, narrow, wide)))


def level_moments(
    counts: ArrayLike, hazard: ArrayLike, staying: ArrayLike, shape: float
) -> tuple[Floats, Floats]:
    """Return mean (years,) and covariance (years, years) of the number that is left.

    With E[S_i(t)] = Z_i(t) (1 + H_i(t)/a)^-a and E[S_i(s) S_j(t)] = Z_i(s) Z_j(t) (1 + (H_i(s) +
    H_j(t))/a)^-a the covariance is that of the persons given the level plus that of the level.
    `counts` (cohorts,), `hazard` and `staying` (cohorts, years). Raises `ValueError` as
    `runoff_moments` does, and for a hazard that is negative or falls or a shape not positive.
    """
    heads, cumulated, stay = _checked_level(counts, hazard, staying, shape)
    expected = stay * (1 + cumulated / shape) ** -shape
    mean = heads @ expected
    cohorts, years = cumulated.shape
    flat, stay_flat = cumulated.ravel(), stay.ravel()
    joint = stay_flat[:, None] * stay_flat * (1 + (flat[:, None] + flat) / shape) ** -shape
    joint = joint.reshape(cohorts, years, cohorts, years)
    given_level = np.einsum("i,isit->st", heads, joint)
    between = np.einsum("i,j,isjt->st", heads, heads, joint) - np.outer(mean, mean)
    later = np.maximum.outer(np.arange(years), np.arange(years))
    return mean, mean[later] - given_level + between


def level_pmf(
    counts: ArrayLike, hazard_at_t: ArrayLike, staying_at_t: ArrayLike, shape: float
) -> Floats:
    """Return the probabilities of 0..N persons left: `runoff_pmf` averaged over the Gamma level.

    All arrays (cohorts,). Raises `ValueError` as `level_moments` does.
    """
    hazard, staying = (
        np.asarray(part, dtype=float)[:, None] for part in (hazard_at_t, staying_at_t)
    )
    heads, cumulated, stay = _checked_level(counts, hazard, staying, shape)
    theta, weights = _level_nodes(heads, cumulated[:, 0], stay[:, 0], shape)
    parts = [
        weight * runoff_pmf(heads, (stay * np.exp(-level * cumulated))[:, 0])
        for level, weight in zip(theta, weights, strict=True)
    ]
    return np.asarray(np.sum(parts, axis=0))


def level_quantiles(
    counts: ArrayLike,
    hazard: ArrayLike,
    staying: ArrayLike,
    shape: float,
    levels: Sequence[float] = LEVELS,
) -> Integers:
    """Return (levels, years): the smallest number not exceeded with that probability.

    Raises `ValueError` as `level_moments` and `runoff_quantiles` do.
    """
    wanted = checked_levels(levels)
    heads, cumulated, stay = _checked_level(counts, hazard, staying, shape)
    cumulative = np.stack(
        [
            np.cumsum(level_pmf(heads, cumulated[:, year], stay[:, year], shape))
            for year in range(cumulated.shape[1])
        ]
    )
    return np.stack([(cumulative < level - NEGLIGIBLE).sum(axis=1) for level in wanted])


def simulate_level(
    counts: ArrayLike,
    hazard: ArrayLike,
    staying: ArrayLike,
    shape: float,
    draws: int,
    rng: np.random.Generator,
) -> Integers:
    """Return (draws, years) numbers that are left, each draw with a level of its own.

    Raises `ValueError` as `level_moments` and `simulate_runoff` do.
    """
    heads, cumulated, stay = _checked_level(counts, hazard, staying, shape)
    theta = rng.gamma(shape, 1 / shape, size=max(draws, 0))
    survival = stay * np.exp(-theta[:, None, None] * cumulated)
    return simulate_runoff(heads, survival, draws, rng)


def _checked_level(
    counts: ArrayLike, hazard: ArrayLike, staying: ArrayLike, shape: float
) -> tuple[Floats, Floats, Floats]:
    heads, stay = checked(counts, staying)
    cumulated = np.asarray(hazard, dtype=float)
    if cumulated.shape != stay.shape:
        raise ValueError(f"shapes don't match: hazard {cumulated.shape} and staying {stay.shape}")
    if not (cumulated >= 0).all() or (np.diff(cumulated, axis=-1) < 0).any():
        raise ValueError("a cumulated hazard is not negative and doesn't fall")
    if not 0 < shape < np.inf:
        raise ValueError(f"the shape of the level must be positive and finite: {shape}")
    return heads, cumulated, stay


def _level_nodes(
    heads: Floats, cumulated: Floats, stay: Floats, shape: float
) -> tuple[Floats, Floats]:
    """Levels theta, evenly spaced in their logarithm, and their weights.

    Close enough together for the Gamma density and, so that no lumps appear in a large group, for
    the distribution of the number that is left at each level.
    """
    low = special.gammaincinv(shape, TAIL) / shape
    high = special.gammainccinv(shape, TAIL) / shape
    alive = stay * np.exp(-cumulated)
    chance = np.sqrt(heads @ (alive * (1 - alive))) + 1
    moved = heads @ (alive * cumulated)
    narrowest = min(shape**-0.5, chance / max(moved, 1e-9))
    number = int(np.ceil(np.log(high / low) / (STEPS * narrowest))) + 1
    log_theta = np.linspace(np.log(low), np.log(high), number)
    theta = np.exp(log_theta)
    return theta, np.asarray(special.softmax(shape * (log_theta - theta)))
