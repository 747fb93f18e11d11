"""A group with inflow and outflow: how many there are, how sure that is, and what a target asks.

Each year a part of the people stays and new ones enter, on average half-way through the year, so
that they have half a year's chance to leave. Year t is the end of the t-th year after the start.
People stay or leave independently and arrive as a Poisson process; where the inflow itself is not
known, its doubt comes on top. Source: an infinite-server queue in yearly steps (thinned Poisson).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def stock_moments(n0: float, survival: ArrayLike, inflow: ArrayLike) -> tuple[Floats, Floats]:
    """Return mean (years,) and variance (years,) of the stock at the end of years 1 to T.

    `n0` people at the start; `survival` the yearly chance to stay, one or one per year; `inflow`
    (years,) expected persons per year. E = n0 P_t + sum l_u s_u^1/2 P_t/P_u and Var = n0 P_t (1 -
    P_t) + the same sum, P the cumulated survival. Raises `ValueError` for survival outside 0-1, a
    negative start or inflow, and shapes that don't match.
    """
    stay, arrivals = _checked(n0, survival, inflow)
    old = n0 * np.cumprod(stay)
    new = _from_inflow(stay) @ arrivals
    return old + new, old * (1 - np.cumprod(stay)) + new


def simulate_stock(
    n0: ArrayLike,
    survival: ArrayLike,
    inflow: ArrayLike,
    draws: int,
    rng: np.random.Generator,
) -> Integers:
    """Return (draws, years) stocks at the end of years 1 to T, as coherent paths.

    Arguments as `stock_moments`, `n0` whole; where each draw has its own, `n0` is (draws,) and
    `survival` and `inflow` (draws, years) or (draws, 1). Raises `ValueError` as `stock_moments`
    does, and for a start that is not whole or a number of draws that is not positive.
    """
    arrivals, stay = np.asarray(inflow, dtype=float), np.asarray(survival, dtype=float)
    start = np.asarray(n0, dtype=float)
    if draws < 1 or (start != np.round(start)).any():
        raise ValueError(f"draws must be positive and the start whole: {draws}")
    if arrivals.ndim == 1 and stay.ndim < 2:
        stay, arrivals = _checked(float(start.max(initial=0)), stay, arrivals)
    _checked_values(start, stay, arrivals)
    years = arrivals.shape[-1]
    stay, arrivals = (np.broadcast_to(part, (draws, years)) for part in (stay, arrivals))
    stock = np.broadcast_to(start, draws).astype(np.int64)
    path = np.empty((draws, years), dtype=np.int64)
    for year in range(years):
        chance = stay[:, year]
        stock = rng.binomial(stock, chance) + rng.poisson(arrivals[:, year] * np.sqrt(chance))
        path[:, year] = stock
    return path


def required_inflow(n0: float, survival: float, target: float, years: int) -> float:
    """Return the constant gross inflow (persons per year) that brings the stock to the target.

    Zero when the target is reached without. Raises `ValueError` as `stock_moments` does, for a
    negative target, and for years that are not positive.
    """
    if years < 1 or target < 0:
        raise ValueError(f"years must be positive and the target not negative: {years}, {target}")
    without, _ = stock_moments(n0, survival, np.zeros(years))
    of_one, _ = stock_moments(0, survival, np.ones(years))
    gap = target - without[-1]
    if gap <= 0:
        return 0.0
    if of_one[-1] == 0:
        raise ValueError("nobody stays, so no inflow reaches the target")
    return float(gap / of_one[-1])


def steady_stock(survival: float, inflow: float) -> float:
    """Return the stock at which a constant inflow and the outflow balance: l s^1/2 / (1 - s).

    Raises `ValueError` as `stock_moments` does, and for a survival of one, which has no balance.
    """
    stay, arrivals = _checked(0, survival, np.array([inflow]))
    if stay[0] == 1:
        raise ValueError("without outflow the stock has no balance")
    return float(arrivals[0] * np.sqrt(stay[0]) / (1 - stay[0]))


def logistic_inflow(
    first: float, last: float, years: int, midpoint: float, steepness: float
) -> Floats:
    """Return an inflow (years,) that grows from `first` to `last` along a logistic curve.

    Halfway at year `midpoint` (1 is the first year), `steepness` per year. Raises `ValueError` for
    a negative level, a steepness that is not positive, and years that are not positive.
    """
    if min(first, last) < 0 or steepness <= 0 or years < 1:
        raise ValueError("levels must not be negative, steepness and years must be positive")
    along = 1 / (1 + np.exp(-steepness * (np.arange(1, years + 1) - midpoint)))
    return np.asarray(first + (last - first) * along)


@dataclass(frozen=True)
class InflowDoubt:
    """What is not known of the inflow, as coefficients of variation.

    `level` holds for all years at once (the plan is wrong), `yearly` for each year apart (an
    overdispersed year: a negative binomial with size 1 / yearly²).
    """

    level: float = 0.0
    yearly: float = 0.0


def overdispersed(
    n0: float, survival: ArrayLike, inflow: ArrayLike, doubt: InflowDoubt
) -> tuple[Floats, Floats]:
    """Return mean and variance of the stock when the inflow itself is not known.

    Adds yearly² sum (l_u w_tu)² + level² (sum l_u w_tu)² to the variance of `stock_moments`, w the
    part of the entrants of year u that is there at t. Raises `ValueError` as that does, and for
    negative coefficients.
    """
    if min(doubt.level, doubt.yearly) < 0:
        raise ValueError(f"a coefficient of variation is negative: {doubt}")
    stay, arrivals = _checked(n0, survival, inflow)
    mean, variance = stock_moments(n0, survival, inflow)
    expected = _from_inflow(stay) * arrivals
    shared = (doubt.level * expected.sum(axis=1)) ** 2
    return mean, variance + doubt.yearly**2 * (expected**2).sum(axis=1) + shared


def apportion(total: int, weights: ArrayLike) -> NDArray[np.int64]:
    """Divide a whole total over parts in proportion to weights, in whole numbers.

    Largest remainder (Hamilton): each part gets its quota rounded down, what is left goes to the
    largest remainders, ties to the first. Raises `ValueError` for a total that is negative or not
    whole, negative weights, and weights that sum to zero.
    """
    if total < 0 or total != int(total):
        raise ValueError(f"the total must be whole and not negative: {total}")
    quota = total * shares(weights)
    parts = np.floor(quota + ROUNDING).astype(np.int64)
    order = np.argsort(parts - quota, kind="stable")
    parts[order[: int(total) - int(parts.sum())]] += 1
    return parts


ROUNDING = 1e-9
"""A quota this close below a whole number counts as whole."""


def blend_keys(historical: ArrayLike, objective: ArrayLike, alpha: float) -> Floats:
    """Return the shares of a key that follows history for the part `alpha`: (parts,).

    alpha h + (1 - alpha) o, both made to sum to one first. Raises `ValueError` for an alpha outside
    0-1, keys of different length, and as `shares` does.
    """
    past, needed = shares(historical), shares(objective)
    if past.shape != needed.shape or not 0 <= alpha <= 1:
        raise ValueError("the keys must be of one length and alpha must lie between 0 and 1")
    return alpha * past + (1 - alpha) * needed


def shares(weights: ArrayLike) -> Floats:
    """Return weights as shares that sum to one: (parts,).

    Raises `ValueError` for weights that are negative, not finite, or sum to zero.
    """
    given = np.asarray(weights, dtype=float)
    if given.ndim != 1 or not (np.isfinite(given) & (given >= 0)).all():
        raise ValueError("weights must be finite and not negative")
    if given.sum() <= 0:
        raise ValueError("weights sum to zero: nothing to divide by")
    return np.asarray(given / given.sum())


def _checked(n0: float, survival: ArrayLike, inflow: ArrayLike) -> tuple[Floats, Floats]:
    arrivals = np.asarray(inflow, dtype=float)
    stay = np.asarray(survival, dtype=float)
    if arrivals.ndim != 1 or stay.shape not in ((), arrivals.shape):
        raise ValueError(
            f"shapes don't match: survival {stay.shape} and inflow {arrivals.shape}; expected one "
            "inflow a year and one survival, or one a year"
        )
    _checked_values(np.asarray(n0, dtype=float), stay, arrivals)
    return np.broadcast_to(stay, arrivals.shape), arrivals


def _checked_values(start: Floats, stay: Floats, arrivals: Floats) -> None:
    if not ((stay >= 0) & (stay <= 1)).all():
        raise ValueError("survival must lie between 0 and 1")
    for part in (start, arrivals):
        if not ((part >= 0) & np.isfinite(part)).all():
            raise ValueError("start and inflow must be finite and not negative")


def _from_inflow(stay: Floats) -> Floats:
    """Part of the entrants of year u that is there at the end of year t: (t, u)."""
    years = stay.size
    part = np.zeros((years, years))
    for entry in range(years):
        later = np.concatenate([[1.0], np.cumprod(stay[entry + 1 :])])
        part[entry:, entry] = np.sqrt(stay[entry]) * later
    return part
