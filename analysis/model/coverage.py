"""Does a 90 % interval hold the truth in 90 % of the cases? A study on made-up sites.

Each site starts with the same people and gets a level and year shocks of its own. Of every site
five year-end totals are seen; each method then says between which numbers it expects the totals of
1, 5 and 10 years later, and the share of the sites where it is right is counted. Nothing here is
about a real organisation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.model import calibration
from analysis.model.calibration import Measurement, Shocks
from analysis.model.hazards import survival
from analysis.model.runoff import simulate_runoff

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SEEN = 5
AHEAD = (1, 5, 10)
COVERAGE = 0.9
TAILS = ((1 - COVERAGE) / 2, (1 + COVERAGE) / 2)

NO_SHOCKS = Shocks(0.0, 0.0)


@dataclass(frozen=True)
class Sites:
    """Made-up sites that start alike.

    `counts` (cohorts,), `hazard` and `stay` (cohorts, years), `shape` of the level, `shocks` the
    true ones; `totals` (sites, years + 1) with the start first.
    """

    counts: Integers
    hazard: Floats
    stay: Floats
    shape: float
    shocks: Shocks
    totals: Integers


Method = Callable[[Sites], tuple[Floats, Floats]]
"""From sites to the ends of the interval for each of `AHEAD`: two arrays (sites, 3)."""


def made_up_sites(
    counts: Integers,
    hazard: Floats,
    stay: Floats,
    shape: float,
    shocks: Shocks,
    number: int,
    rng: np.random.Generator,
    drift: float = 0.0,
) -> Sites:
    """Return `number` sites over `SEEN` + 10 years; `drift` lets the hazard grow each year.

    Raises `ValueError` when hazard and stay cover fewer years or the years do not differ.
    """
    years = SEEN + max(AHEAD)
    if shocks.yearly <= 0:
        raise ValueError("made-up sites need years that differ: a yearly shock above zero")
    if hazard.shape[-1] < years:
        raise ValueError(f"hazard covers {hazard.shape[-1]} years, not {years}")
    level = rng.gamma(shape, 1 / shape, (number, 1))
    yearly = rng.gamma(shocks.yearly**-2, shocks.yearly**2, (number, years))
    growth = (1 + drift) ** np.arange(1, years + 1)
    rates = (level * yearly * growth)[:, None, :] * hazard[:, :years]
    alive = survival(rates, stay[:, :years])
    left = simulate_runoff(counts, alive, number, rng)
    totals = np.hstack([np.full((number, 1), counts.sum()), left])
    return Sites(counts, hazard[:, :years], stay[:, :years], shape, shocks, totals)


def calibrated_interval(sites: Sites, shocks: Shocks) -> tuple[Floats, Floats]:
    """The method of this workbook: level from the totals, with these shocks."""
    weights, mean, covariance, seen = _calibrate(sites, shocks)
    return _ahead(weights, mean, covariance, seen)


def level_interval(sites: Sites) -> tuple[Floats, Floats]:
    """The level from the totals, as if no year ever differed from another."""
    return calibrated_interval(sites, NO_SHOCKS)


def chance_interval(sites: Sites) -> tuple[Floats, Floats]:
    """Chance alone: the most likely level as if it were sure, and only the persons' own luck."""
    weights, mean, covariance, seen = _calibrate(sites, NO_SHOCKS)
    likeliest = np.eye(weights.shape[1])[weights.argmax(axis=1)]
    return _ahead(likeliest, mean, covariance, seen)


def percentage_interval(sites: Sites) -> tuple[Floats, Floats]:
    """A constant percentage: the mean yearly fall so far, with the luck of persons."""
    stay = (sites.totals[:, SEEN] / sites.totals[:, 0]) ** (1 / SEEN)
    return _binomial(sites.totals[:, SEEN, None], stay[:, None] ** np.array(AHEAD))


def line_interval(sites: Sites) -> tuple[Floats, Floats]:
    """A straight line: least squares through the totals with its prediction interval."""
    years = np.arange(SEEN + 1)
    design = np.column_stack([np.ones(SEEN + 1), years])
    gram = np.linalg.inv(design.T @ design)
    fit = sites.totals[:, : SEEN + 1] @ design @ gram
    residual = sites.totals[:, : SEEN + 1] - fit @ design.T
    spread = np.sqrt((residual**2).sum(axis=1) / (SEEN - 1))
    later = np.array([[1, SEEN + ahead] for ahead in AHEAD])
    width = special.stdtrit(SEEN - 1, TAILS[1]) * np.sqrt(
        1 + np.einsum("hi,ij,hj->h", later, gram, later)
    )
    middle = fit @ later.T
    return middle - spread[:, None] * width, middle + spread[:, None] * width


def coverage_table(sites: Sites, methods: Mapping[str, Method]) -> pd.DataFrame:
    """Return the share of the sites that each method's interval holds: methode and jaar_1, 5, 10.

    Ends are rounded outward to whole persons, as a reader sees them.
    """
    truth = sites.totals[:, [SEEN + ahead for ahead in AHEAD]]
    rows = []
    for name, method in methods.items():
        low, high = method(sites)
        held = (np.floor(low) <= truth) & (truth <= np.ceil(high))
        rows.append((name, *held.mean(axis=0)))
    return pd.DataFrame(rows, columns=["methode", *(f"jaar_{ahead}" for ahead in AHEAD)])


def _calibrate(sites: Sites, shocks: Shocks) -> tuple[Floats, Floats, Floats, Measurement]:
    theta, prior = calibration.level_grid(sites.shape)
    mean, covariance = calibration.stock_moments(
        sites.counts, sites.hazard, sites.stay, theta, shocks
    )
    matrix = np.eye(mean.shape[1])[1 : SEEN + 1]
    # A head is counted exactly; the variance of rounding keeps the covariance invertible.
    seen = Measurement(matrix, sites.totals[:, 1 : SEEN + 1].astype(float), np.eye(SEEN) / 12)
    return calibration.posterior(prior, mean, covariance, seen), mean, covariance, seen


def _ahead(
    weights: Floats, mean: Floats, covariance: Floats, seen: Measurement
) -> tuple[Floats, Floats]:
    target = np.eye(mean.shape[1])[[SEEN + ahead for ahead in AHEAD]]
    centre, deviation = calibration.forecast(mean, covariance, seen, target)
    low, high = calibration.mixture_quantiles(weights, centre, deviation, TAILS)
    return low, high


def _binomial(heads: Integers, chance: Floats) -> tuple[Floats, Floats]:
    low, high = (np.ceil(special.bdtrik(tail, heads, chance)) for tail in TAILS)
    return np.nan_to_num(low), np.nan_to_num(high)
