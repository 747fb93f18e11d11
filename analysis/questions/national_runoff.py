"""The national Wsw as a closed group: its ages, its level of leaving, and what follows from it.

Base year is 2015, the first year-end without inflow; stocks are in arbeidsjaren.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model import calibration, hazards
from analysis.model.cohorts import smooth_shape
from analysis.model.runoff_level import gamma_shape
from analysis.provenance import Provenance, combine, provenance_of
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.national_totals import (
    AVERAGE,
    BASE_YEAR,
    YEAR_END,
    Points,
    in_year,
    published_points,
)
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

LAST_YEAR = 2075
"""The youngest of 2015 are long retired by then."""

FORECAST_UNTIL = 2040
"""The last year of the national forecast that can be held against later yearbooks."""

AGES = np.arange(18, 66)
"""Completed ages in 2015; nobody entered after 2014 and who was older had retired."""

MEAN_AGE, OVER_45, UNDER_27 = "wsw_gemiddelde_leeftijd", "wsw_aandeel_45plus", "wsw_aandeel_onder27"

LEVEL = "A01"
CAUSES = ("A03", "A04", "A05", "A06", "A07", "A08")
RETIREMENT = ("A09", "A10")
SHOCKS = ("A11", "A12")

START_ERROR = 0.05
"""Prior relative error of the stock of the base year: wide, so the totals decide."""

NUISANCE, KEPT = 200, 2000
"""Draws of the assumptions behind the level, and components kept after calibration."""


@dataclass(frozen=True)
class Group:
    """The national group as K components: yearly hazard at level one and share not retired.

    `counts` (cohorts,) arbeidsjaren of the base year by age; `hazard` and `stay` (K, cohorts,
    years); `other` (K,) the part of the hazard that is neither death nor illness; `theta` (K,).
    """

    counts: Floats
    hazard: Floats
    stay: Floats
    other: Floats
    theta: Floats

    def until(self, years: int) -> Group:
        """The same over the first `years` years."""
        return replace(self, hazard=self.hazard[..., :years], stay=self.stay[..., :years])

    def pick(self, components: NDArray[np.int64], level: Floats) -> Group:
        """Some of the components, each with a level."""
        return Group(
            self.counts,
            self.hazard[components],
            self.stay[components],
            self.other[components],
            level,
        )

    def survival(self) -> Floats:
        """Share of each cohort of the base year that is still there: (K, cohorts, years)."""
        return hazards.survival(self.theta[:, None, None] * self.hazard, self.stay)

    def moments(self, shocks: calibration.Shocks) -> tuple[Floats, Floats]:
        """Mean and covariance of the stocks, with a wide error on the stock of the base year."""
        mean, covariance = calibration.stock_moments(
            self.counts, self.hazard, self.stay, self.theta, shocks
        )
        start = START_ERROR**2 * mean[:, :, None] * mean[:, None, :]
        return mean, covariance + start


@dataclass(frozen=True)
class NationalRunoff:
    """What the published totals say of the level, and the forecast that rests on it.

    `theta` (61,) with `prior` and `weights`; `group` the components after calibration;
    `forecast` by year: jaar, laag, midden, hoog (arbeidsjaren, yearly average); `exits` the
    arbeidsjaren that left between the first and the last published point.
    """

    points: Points
    theta: Floats
    prior: Floats
    weights: Floats
    group: Group
    shocks: calibration.Shocks
    forecast: pd.DataFrame
    exits: float
    provenance: Provenance

    @property
    def level(self) -> tuple[float, float, float]:
        """Mean and 90% interval of the national level."""
        return _summary(self.theta, self.weights)


def national_runoff(book: Workbook) -> NationalRunoff:
    """Calibrate on all published arbeidsjaren and forecast the yearly average."""
    rng = np.random.default_rng([book.parameters.zaad, 1])
    points = published_points(book)
    theta, prior = _prior(book)
    shocks = year_shocks(book)
    group = prior_group(book, rng)
    weights, kept = calibrated(group, theta, prior, shocks, points)
    kept = kept.pick(rng.permutation(KEPT), kept.theta)
    table = points.table
    return NationalRunoff(
        points,
        theta,
        prior,
        weights,
        kept,
        shocks,
        forecast_average(kept, shocks, points, range(2018, FORECAST_UNTIL + 1)),
        float(table["getal"].max() - table["getal"].min()),
        runoff_provenance(book),
    )


def year_shocks(book: Workbook) -> calibration.Shocks:
    """Return the shocks that a year gives, from the assumptions."""
    yearly, walk = (book.number(name).value / 100 for name in SHOCKS)
    return calibration.Shocks(yearly, walk)


def national_shape(book: Workbook) -> Floats:
    """Return the share of each age in the base year: the smoothest that the published ages allow.

    Raises `ValueError` when the published figures leave no such shape.
    """
    mean, over_45, under_27 = (
        in_year(book, name, BASE_YEAR) for name in (MEAN_AGE, OVER_45, UNDER_27)
    )
    return smooth_shape(AGES, mean, {27: under_27 / 100, 45: 1 - over_45 / 100})


def prior_group(book: Workbook, rng: np.random.Generator, draws: int = NUISANCE) -> Group:
    """Return the group under `draws` choices of the assumptions, at level one."""
    drawn = assumed_draws(book, (*CAUSES, *RETIREMENT), draws, rng)
    return group_of(book, drawn)


def group_of(book: Workbook, drawn: dict[str, Floats]) -> Group:
    """Return the group under given values of the assumptions (each an array of draws)."""
    start = in_year(book, YEAR_END, BASE_YEAR)
    ratio, death, growth, illness, illness_growth, other = (drawn[name] for name in CAUSES)
    leaving = hazards.Hazards(
        ratio, death / 100, growth / 100, illness / 100, illness_growth / 100, other / 100
    )
    years = np.arange(BASE_YEAR, LAST_YEAR + 1)
    kappa, rise = (drawn[name] for name in RETIREMENT)
    flat = aow_path(book, 0.0)
    beyond = (aow_path(book, 1.0) - flat).loc[BASE_YEAR:].to_numpy()  # years past the known path
    exits = hazards.effective_exit_age(flat, years, kappa) + np.outer(kappa * rise, beyond)
    return Group(
        start * national_shape(book),
        hazards.yearly_hazard(leaving, AGES, years.size - 1),
        hazards.staying(AGES, exits),
        other / 100,
        np.ones(len(ratio)),
    )


def aow_path(book: Workbook, yearly_rise: float) -> pd.Series:
    """Return the AOW age by year, extended after the last year that is fixed."""
    known = book.series("aow_leeftijd")
    path = pd.Series(known["getal"].to_numpy(dtype=float), index=known["periode"].astype(int))
    return hazards.extended_aow(path, float(yearly_rise), LAST_YEAR)


def calibrated(
    group: Group, theta: Floats, prior: Floats, shocks: calibration.Shocks, points: Points
) -> tuple[Floats, Group]:
    """Return the weight of each level given these points, and components drawn by their weight."""
    weights = component_weights(group, theta, prior, shocks, points)
    chosen = calibration.resampled(weights.ravel(), KEPT)
    component, level = np.divmod(chosen, theta.size)
    return weights.sum(axis=0), group.pick(component, theta[level])


def component_weights(
    group: Group, theta: Floats, prior: Floats, shocks: calibration.Shocks, points: Points
) -> Floats:
    """Return the weight of each component at each level given these points: (K, levels)."""
    years = int(points.table["jaar"].max()) - BASE_YEAR
    short = group.until(years)
    number = short.theta.size
    grid = short.pick(np.repeat(np.arange(number), theta.size), np.tile(theta, number))
    mean, covariance = grid.moments(shocks)
    weights = calibration.posterior(
        np.tile(prior / number, number), mean, covariance, points.measurement(years)
    )
    return weights.reshape(number, theta.size)


def forecast_average(
    group: Group, shocks: calibration.Shocks, points: Points, years: range
) -> pd.DataFrame:
    """Return the forecast of the yearly average given the points: jaar, laag, midden, hoog."""
    horizon = max(years[-1], int(points.table["jaar"].max())) - BASE_YEAR
    mean, covariance = group.until(horizon).moments(shocks)
    target = np.array([points.average_row(year, horizon) for year in years])
    centre, deviation = calibration.forecast(mean, covariance, points.measurement(horizon), target)
    weights = np.full(len(centre), 1 / len(centre))
    low, middle, high = calibration.mixture_quantiles(weights, centre, deviation)
    return pd.DataFrame({"jaar": list(years), "laag": low, "midden": middle, "hoog": high})


def runoff_provenance(book: Workbook) -> Provenance:
    """What the national run-off rests on: the published totals and ages, and the assumptions."""
    used = [
        book.series(name)[["id", "basis", "ids", "periode"]]
        for name in (YEAR_END, AVERAGE, MEAN_AGE, OVER_45, UNDER_27, "aow_leeftijd")
    ]
    ages = [table[table["periode"] == str(BASE_YEAR)] for table in used[2:5]]
    published = [provenance_of(table) for table in (*used[:2], *ages, used[5])]
    judged = assumption_provenance((LEVEL, *CAUSES, *RETIREMENT, *SHOCKS))
    return combine([*published, judged]).derived()


def _prior(book: Workbook) -> tuple[Floats, Floats]:
    level = book.number(LEVEL)
    return calibration.level_grid(gamma_shape(level.low, level.high))


def _summary(theta: Floats, weights: Floats) -> tuple[float, float, float]:
    mean = float(theta @ weights)
    low, high = np.interp((0.05, 0.95), np.cumsum(weights) - weights / 2, theta)
    return mean, float(low), float(high)
