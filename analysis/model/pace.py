"""A local closed group that runs off at the national pace: the estimate and how sure it is.

The group is closed: since 2015 nobody enters the Wsw. `share(t)` is the part of the national group
of the base year that is still there in year t, so the cumulated hazard is -ln share(t). Locally it
is theta times that, theta a level with mean 1 (Gamma, shape a). Given theta the local stock is
binomial; so its distribution is a Gamma mixture of binomials, evaluated on a grid of quantiles of
theta. Years are ends of years.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, stats

GRID = 401
"""Points of the quantile grid of theta; ten times as many move an interval by at most one head."""


def national_share(stock_by_year: pd.Series, base_year: int) -> pd.Series:
    """Return each year's stock as part of that of `base_year`.

    Raises `ValueError` when the base year is missing or the stock rises (the group is closed).
    """
    if base_year not in stock_by_year.index:
        raise ValueError(f"no stock known for {base_year}")
    later = stock_by_year[stock_by_year.index >= base_year].sort_index()
    if (later.diff().dropna() > 0).any():
        raise ValueError("a closed group can't grow")
    share: pd.Series = later / later.iloc[0]
    return share


def gamma_shape(low: float, high: float, coverage: float = 0.9) -> float:
    """Return the shape a of a Gamma level with mean 1 whose interval is as wide as low–high.

    `low` and `high` hold the level with probability `coverage`. Raises `ValueError` for an
    interval that no such level has.
    """
    tail = (1 - coverage) / 2

    def excess_width(log_shape: float) -> float:
        shape = np.exp(log_shape)
        ends = np.asarray(stats.gamma.ppf((tail, 1 - tail), shape, scale=1 / shape))
        return float(ends[1] - ends[0] - (high - low))

    narrow, wide = np.log(1e6), np.log(1.0)
    if not 0 < low < 1 < high or excess_width(narrow) > 0 or excess_width(wide) < 0:
        raise ValueError(f"no Gamma level with mean 1 has the interval {low}–{high}")
    return float(np.exp(optimize.brentq(excess_width, narrow, wide)))


def local_stock(
    heads: int, share_by_year: pd.Series, shape: float, coverage: float = 0.9
) -> pd.DataFrame:
    """Return the estimated local stock by year: columns jaar, midden, laag, hoog (persons).

    `heads` at the base year, `share_by_year` from `national_share`, `shape` the Gamma shape a of
    the local level, `coverage` the probability between `laag` and `hoog`. `midden` is heads times
    the national share, what the national pace makes of it; the interval holds both the local level
    and chance. Raises `ValueError` for a negative number of heads, a share outside 0–1 or a shape
    that is not positive.
    """
    if heads < 0:
        raise ValueError(f"heads is negative: {heads}")
    if shape <= 0 or not 0 < coverage < 1:
        raise ValueError("shape and coverage must be positive, coverage below one")
    if not share_by_year.between(0, 1, inclusive="right").all():
        raise ValueError("a share lies outside 0–1")
    tail = (1 - coverage) / 2
    rows = [
        (year, heads * share, *_mixture_quantiles(heads, share, shape, (tail, 1 - tail)))
        for year, share in zip(share_by_year.index, share_by_year, strict=True)
    ]
    return pd.DataFrame(rows, columns=["jaar", "midden", "laag", "hoog"])


def _mixture_quantiles(
    heads: int, share: float, shape: float, levels: tuple[float, float]
) -> tuple[float, float]:
    survival = _local_shares(share, shape)
    counts = np.arange(heads + 1)
    given_level = np.asarray(stats.binom.cdf(counts[:, None], heads, survival[None, :]))
    cumulative = given_level.mean(axis=1)
    low, high = np.searchsorted(cumulative, levels)
    return float(counts[low]), float(counts[min(high, heads)])


def _local_shares(share: float, shape: float) -> NDArray[np.float64]:
    """Shares that are left at equally probable levels theta."""
    probabilities = (np.arange(GRID) + 0.5) / GRID
    theta = stats.gamma.ppf(probabilities, shape, scale=1 / shape)
    return np.asarray(share**theta, dtype=np.float64)
