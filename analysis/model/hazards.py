"""Why a person leaves the Wsw: death, two years of illness, other reasons, and retirement.

Death, illness and other reasons compete and add up to one hazard per person and year; retirement is
a date. Ages are completed years of age at the end of the base year, births spread evenly over the
year: somebody of completed age x is on average x + k years old half-way through year k after it.
The numbers behind the hazards are assumptions; they enter as scalars or one per draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

PIVOT_AGE = 50
"""The age at which the levels of death and illness are stated."""

EARLIER_EXIT_AGE = 65.5
"""The effective exit age when the AOW age was this too; from there it follows the AOW in part."""


@dataclass(frozen=True)
class Hazards:
    """Hazards of leaving other than by retirement, per person and year; scalars or (draws,).

    Death is `mortality_ratio` times a Gompertz law for the whole population (`death_at_50`,
    `death_growth` a year of age); illness `illness_at_50`, `illness_growth`; `other` for all ages.
    """

    mortality_ratio: ArrayLike
    death_at_50: ArrayLike
    death_growth: ArrayLike
    illness_at_50: ArrayLike
    illness_growth: ArrayLike
    other: ArrayLike

    def death(self, age: ArrayLike) -> Floats:
        """Hazard of death at an age: (..., *age.shape)."""
        level = np.asarray(self.mortality_ratio, dtype=float) * np.asarray(self.death_at_50)
        return _gompertz(level, self.death_growth, age)

    def illness(self, age: ArrayLike) -> Floats:
        """Hazard of leaving after two years of illness at an age: (..., *age.shape)."""
        return _gompertz(self.illness_at_50, self.illness_growth, age)

    def total(self, age: ArrayLike) -> Floats:
        """Hazard of leaving other than by retirement: (..., *age.shape)."""
        extra = np.asarray(self.other, dtype=float)
        flat = extra.reshape(extra.shape + (1,) * np.ndim(age))
        return np.asarray(self.death(age) + self.illness(age) + flat)


def yearly_hazard(hazards: Hazards, ages: ArrayLike, years: int) -> Floats:
    """Return the hazard of leaving otherwise in each of the next `years` years.

    `ages` (cohorts,) completed at the end of the base year; result (..., cohorts, years). Raises
    `ValueError` for a negative hazard.
    """
    middle = np.asarray(ages, dtype=float)[:, None] + np.arange(1, years + 1)
    rates = hazards.total(middle)
    if (rates < 0).any():
        raise ValueError("a hazard of leaving is negative")
    return rates


def extended_aow(known: pd.Series, yearly_rise: float, last_year: int) -> pd.Series:
    """Return the AOW age by year up to `last_year`, rising evenly after the last known year.

    Raises `ValueError` when a year within the known path is missing or the age falls.
    """
    path = known.sort_index()
    first, end = int(path.index[0]), int(path.index[-1])
    if list(path.index) != list(range(first, end + 1)):
        raise ValueError(f"the AOW path from {first} to {end} misses a year")
    later = np.arange(end + 1, last_year + 1)
    rise = pd.Series(path.iloc[-1] + yearly_rise * (later - end), index=later)
    extended: pd.Series = pd.concat([path, rise]).loc[:last_year]
    if (extended.diff().dropna() < 0).any():
        raise ValueError("the AOW age falls, so who retired would return")
    return extended


def effective_exit_age(aow: pd.Series, years: ArrayLike, pass_through: ArrayLike) -> Floats:
    """Return the age at which people in fact retire: (..., years).

    65.5 + kappa (AOW - 65.5): where the AOW age rose, the exit age followed for the part kappa
    (`pass_through`, a scalar or one per draw). Raises `ValueError` for a year outside the AOW path
    and a kappa outside 0-1.
    """
    wanted = np.asarray(years, dtype=int)
    outside = [int(year) for year in wanted if year not in aow.index]
    if outside:
        raise ValueError(
            f"no AOW age for {outside[0]}: the path runs from {aow.index[0]} to {aow.index[-1]}"
        )
    kappa = np.asarray(pass_through, dtype=float)[..., None]
    if not ((kappa >= 0) & (kappa <= 1)).all():
        raise ValueError("the pass-through of the AOW age must lie between 0 and 1")
    return np.asarray(EARLIER_EXIT_AGE + kappa * (aow.loc[wanted].to_numpy() - EARLIER_EXIT_AGE))


def staying(ages: ArrayLike, exit_age: ArrayLike) -> Floats:
    """Return the share of each cohort that has not retired by the end of each year.

    `ages` (cohorts,), `exit_age` (..., years + 1) for the base year and the years after it. The
    twelve birth months of a cohort reach the exit age one after another. Result (..., cohorts,
    years), as part of those who had not retired at the end of the base year; 0 for a cohort that
    had. Raises `ValueError` when the exit age rises by a year or more within a year.
    """
    exits = np.asarray(exit_age, dtype=float)
    if (np.diff(exits, axis=-1) >= 1).any():
        raise ValueError("the exit age rises by a year or more within a year")
    youngest = np.asarray(ages, dtype=float)[:, None] + np.arange(exits.shape[-1])
    not_yet = np.clip(exits[..., None, :] - youngest, 0, 1)
    base, later = not_yet[..., :1], not_yet[..., 1:]
    share = np.divide(later, base, out=np.zeros_like(later), where=base > 0)
    return np.minimum.accumulate(np.minimum(share, 1), axis=-1)


def survival(hazard: Floats, stay: Floats) -> Floats:
    """Return the share that is still there: staying times exp(-cumulated yearly hazard)."""
    return np.asarray(stay * np.exp(-np.cumsum(hazard, axis=-1)))


def _gompertz(level: ArrayLike, growth: ArrayLike, age: ArrayLike) -> Floats:
    years = np.asarray(age, dtype=float) - PIVOT_AGE
    ones = (1,) * years.ndim
    at_pivot, slope = (np.asarray(part, dtype=float) for part in (level, growth))
    return np.asarray(
        at_pivot.reshape(at_pivot.shape + ones) * np.exp(slope.reshape(slope.shape + ones) * years)
    )
