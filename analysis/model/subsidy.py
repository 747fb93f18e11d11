"""The money of the Wsw: what the state pays per SE, what the wages cost, and what is left.

The state divides one national budget over the SE that municipalities realised some time ago, so a
municipality gets a share: a national fall that is faster than the budget's raises the amount per
SE, a local fall that is faster than the national one lowers the local sum. All amounts are at one
price level, in which the budget's indexation cancels out; `wage_drift` is what wages rise above it.
Arrays are (draws, years) unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """What is not known of the money; scalars or (draws, 1).

    `budget` national in the first year; `follow` the part of the realised national fall that the
    budget follows instead of the plan; `lag` in years; `wage` per SE in the first year (euro);
    `wage_drift` a year above the indexation (share).
    """

    budget: ArrayLike
    follow: ArrayLike
    lag: ArrayLike
    wage: ArrayLike
    wage_drift: ArrayLike


@dataclass(frozen=True)
class Money:
    """Subsidy, wages and result (euro) and the state's amount per SE, by draw and year."""

    subsidy: Floats
    wages: Floats
    per_se: Floats

    @property
    def result(self) -> Floats:
        """Subsidieresultaat: subsidy minus wages; negative is a disadvantage."""
        return self.subsidy - self.wages


def national_budget(terms: Terms, plan: Floats, volume: Floats) -> Floats:
    """Return the national budget by year: between the plan's path and the realised volume's.

    budget x ((1 - follow) plan_t / plan_0 + follow volume_t / volume_0). `plan` is (years,) and
    `volume` (draws, years). Raises `ValueError` for `follow` outside 0-1 or a first year without
    volume.
    """
    follow = np.asarray(terms.follow, dtype=float)
    if not ((follow >= 0) & (follow <= 1)).all():
        raise ValueError("the part that the budget follows must lie between 0 and 1")
    if plan[0] <= 0 or (volume[:, 0] <= 0).any():
        raise ValueError("the first year has no volume to start from")
    planned, realised = plan / plan[0], volume / volume[:, :1]
    return np.asarray(terms.budget * ((1 - follow) * planned + follow * realised))


def wsw_money(terms: Terms, plan: Floats, national: Floats, local: Floats, past: int) -> Money:
    """Return the money of the years after the first `past` ones.

    `plan` (years,) and `national`, `local` (draws, years) in SE, all from the same first year; the
    budget's first year is the last of the past ones, and the lag reaches back into them. Raises
    `ValueError` for a lag outside 0-`past` and as `national_budget` does.
    """
    lag = np.asarray(terms.lag, dtype=float)
    if (lag < 0).any() or (lag > past).any():
        raise ValueError(f"the lag must lie between 0 and {past} years")
    start = past - 1
    budget = national_budget(terms, plan[start:], national[:, start:])[:, 1:]
    share = _lagged(local, lag, past) / np.maximum(_lagged(national, lag, past), 1e-9)
    ahead = np.arange(1, budget.shape[1] + 1)
    wage = terms.wage * (1 + np.asarray(terms.wage_drift)) ** ahead
    return Money(
        subsidy=budget * share,
        wages=np.asarray(local[:, past:] * wage),
        per_se=budget / np.maximum(national[:, past:], 1e-9),
    )


def _lagged(volume: Floats, lag: Floats, past: int) -> Floats:
    """Volume `lag` years earlier, interpolated between ends, for the years after the past ones."""
    draws, years = volume.shape
    place = np.arange(past, years) - np.broadcast_to(lag, (draws, 1))
    before = np.floor(place).astype(int)
    part = place - before
    row = np.arange(draws)[:, None]
    after = np.minimum(before + 1, years - 1)
    return np.asarray(volume[row, before] * (1 - part) + volume[row, after] * part)


def price_ratio(expected: Floats | float, realised: Floats | float, follow: ArrayLike) -> Floats:
    """Return the state's amount per person beside the planned one, when the volume differs.

    The budget lies between the planned path and the realised volume (`follow`, 0-1, as in
    `national_budget`) and is divided over who is there: (1 - follow) expected / realised + follow.
    One when the budget follows the volume, more when fewer people share a fixed one.
    """
    part = np.asarray(follow, dtype=float)
    if not ((part >= 0) & (part <= 1)).all():
        raise ValueError("the part that the budget follows must lie between 0 and 1")
    return np.asarray((1 - part) * expected / realised + part)
