"""The level of leaving from a few totals, and the forecast that follows from it.

Each *component* is one choice of everything that is not known: the assumptions and the level theta
of the non-retirement hazard. Given a component the year-end stocks are close to normal, with the
exact mean and covariance of the closed group, to which the shocks add theirs: a level of their own
for each year (coefficient of variation `yearly`) and a random walk (standard deviation `walk` a
year) that guards against drift. So what was observed weighs the components, and the forecast given
what was observed is a weighted mixture of normal distributions. With totals only the causes of
leaving can't be told apart; theta is all that can be learnt. Source: Bayes' rule with a
multivariate normal likelihood, on a grid of theta.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analysis.model.runoff import LEVELS, checked, checked_levels

Floats = NDArray[np.float64]

GRID = 61
"""Points of the grid of theta."""


@dataclass(frozen=True)
class Shocks:
    """What a year does to the hazard of everyone: `yearly` (CV) and `walk` (sd of its drift)."""

    yearly: float
    walk: float

    def covariance(self, years: int) -> Floats:
        """Covariance (years, years) of the relative hazard in the years after the base year."""
        number = np.arange(1, years + 1)
        return np.asarray(
            self.yearly**2 * np.eye(years) + self.walk**2 * np.minimum.outer(number, number)
        )


@dataclass(frozen=True)
class Measurement:
    """What is known of the stocks: `matrix` (n, years + 1) times the stocks, with an `error`.

    `values` (n,) or (sites, n); `error` (n, n) the covariance of the errors of measurement.
    """

    matrix: Floats
    values: Floats
    error: Floats


def level_grid(shape: float) -> tuple[Floats, Floats]:
    """Return the grid of theta and the prior weight of each point for a Gamma level with mean 1.

    The grid holds all but a ten-thousandth of the prior below and less above. Raises `ValueError`
    for a shape of 2 or less, whose density an even grid can't follow near zero.
    """
    if not 2 < shape < np.inf:
        raise ValueError(f"the shape of the level must be above 2 and finite: {shape}")
    low, high = special.gammaincinv(shape, np.array([1e-4, 1 - 1e-7])) / shape
    theta = np.linspace(low, high, GRID)
    log_density = (shape - 1) * np.log(theta) - shape * theta
    return theta, np.asarray(special.softmax(log_density))


def stock_moments(
    counts: ArrayLike, hazard: Floats, stay: Floats, theta: ArrayLike, shocks: Shocks
) -> tuple[Floats, Floats]:
    """Return mean (k, years + 1) and covariance of the stocks, the base year first.

    `counts` (cohorts,); `hazard` yearly at level one and `stay`, both (k, cohorts, years) or
    without k; `theta` (k,). The covariance is that of the persons plus that of the shocks, the
    latter to first order in the shocks. Raises `ValueError` as `runoff_moments` does.
    """
    level = np.asarray(theta, dtype=float)
    rates = level[:, None, None] * hazard
    heads, alive = checked(counts, stay * np.exp(-np.cumsum(rates, axis=-1)), batched=True)
    weighted = heads[:, None] * alive
    mean = weighted.sum(axis=1)
    years = mean.shape[1]
    later = np.maximum.outer(np.arange(years), np.arange(years))
    persons = mean[:, later] - np.swapaxes(alive, 1, 2) @ weighted
    until = np.tril(np.ones((years, years)))
    effect = -(np.swapaxes(weighted, 1, 2) @ np.broadcast_to(rates, alive.shape)) * until
    both = persons + effect @ shocks.covariance(years) @ np.swapaxes(effect, 1, 2)
    start = np.full((level.size, 1), heads.sum())
    return np.hstack([start, mean]), np.pad(both, ((0, 0), (1, 0), (1, 0)))


def posterior(prior: Floats, mean: Floats, covariance: Floats, seen: Measurement) -> Floats:
    """Return the weight of each component given what was observed: (k,) or (sites, k).

    `prior` (k,) weights. Raises `ValueError` when a covariance is not positive definite.
    """
    fit, residual = _fit(mean, covariance, seen)
    try:
        root = np.linalg.cholesky(fit)
    except np.linalg.LinAlgError as error:
        raise ValueError("the observed totals contradict one another exactly") from error
    scaled = np.linalg.solve(root, residual)
    log_det = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    log_weight = np.log(prior)[:, None] - log_det[:, None] - (scaled**2).sum(axis=1) / 2
    weights = special.softmax(log_weight, axis=0).T
    return np.asarray(weights if seen.values.ndim == 2 else weights[0])


def forecast(
    mean: Floats, covariance: Floats, seen: Measurement, target: Floats
) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of `target` times the stocks, given what was observed.

    `target` (m, years + 1); the mean is (k, m), or (sites, k, m) when `seen` holds sites; the
    deviation (k, m), as it does not depend on what was seen.
    """
    fit, residual = _fit(mean, covariance, seen)
    cross = target @ covariance @ seen.matrix.T
    gain = np.swapaxes(np.linalg.solve(fit, np.swapaxes(cross, 1, 2)), 1, 2)
    centre = (mean @ target.T)[:, :, None] + gain @ residual
    own = np.einsum("mi,kij,mj->km", target, covariance, target)
    left = own - np.einsum("kmn,kmn->km", gain, cross)
    moved = np.moveaxis(centre, 2, 0)
    return moved if seen.values.ndim == 2 else moved[0], np.sqrt(np.clip(left, 0, None))


def mixture_quantiles(
    weights: Floats, mean: Floats, deviation: Floats, levels: Sequence[float] = LEVELS
) -> Floats:
    """Return quantiles of a mixture of normal distributions: (levels, ..., m).

    `weights` (..., k), `mean` (..., k, m), `deviation` (k, m). By bisection to a millionth of the
    range. Raises `ValueError` for levels outside 0-1.
    """
    wanted = np.array(checked_levels(levels)).reshape(-1, *(1,) * (mean.ndim - 1))
    low = np.broadcast_to((mean - 9 * deviation).min(axis=-2), (len(levels), *_parts(mean)))
    high = np.broadcast_to((mean + 9 * deviation).max(axis=-2), low.shape)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        with np.errstate(over="ignore"):  # where nothing is uncertain the score is infinite
            score = (middle[..., None, :] - mean) / np.maximum(deviation, np.finfo(float).tiny)
        below = np.einsum("...k,...km->...m", weights, special.ndtr(score)) < wanted
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2)


BISECTIONS = 30
"""Halvings of the range in which a quantile lies: to one part in a thousand million."""


def resampled(weights: Floats, number: int) -> NDArray[np.int64]:
    """Return `number` components drawn in proportion to their weights, evenly (systematic)."""
    steps = (np.arange(number) + 0.5) / number
    cumulated = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(cumulated, steps), weights.size - 1)


def _fit(mean: Floats, covariance: Floats, seen: Measurement) -> tuple[Floats, Floats]:
    """Covariance (k, n, n) of what is observed and its residual (k, n, sites)."""
    fit = seen.matrix @ covariance @ seen.matrix.T + seen.error
    expected = mean @ seen.matrix.T
    values = np.atleast_2d(seen.values)
    return fit, np.asarray(values.T[None, :, :] - expected[:, :, None])


def _parts(mean: Floats) -> tuple[int, ...]:
    return (*mean.shape[:-2], mean.shape[-1])
