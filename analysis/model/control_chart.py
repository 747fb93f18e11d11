"""Whether a series of shares, or a group among others, varies more than chance alone would have it.

Here belong limits and the rules by which a point or a run stands out; what it means belongs to the
reader. Shares lie between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.model.indicators import funnel_limits

Floats = NDArray[np.float64]

RUN = 8
"""So many in a row on one side of the centre happens by chance once in 128 (Montgomery, 5.3)."""
REACH = 3.0
NEIGHBOURS = 1.128
"""The mean distance between two draws of a normal distribution, in standard deviations."""
LEVELS = (0.95, 0.998)


def laney_chart(share: ArrayLike, n: ArrayLike) -> pd.DataFrame:
    """Return the limits of Laney's p'-chart, one row per period.

    `share` of `n` units (periods,). Columns share, centre (all together), lower, upper: centre +-
    3 s_i w within 0 and 1, where s_i^2 = centre (1 - centre) / n_i and w is the mean distance
    between neighbours of (share - centre) / s_i, over 1.128 (Laney 2002). Since w takes up how much
    more or less than independent draws the shares vary, the same limits come out whether days or
    people are the units. Raises `ValueError` for less than two periods, shapes that don't match,
    and unless 0 <= share <= 1 and n > 0, with a centre that is not 0 or 1.
    """
    value, size = np.asarray(share, dtype=float), np.asarray(n, dtype=float)
    if value.ndim != 1 or value.shape != size.shape or value.size < 2:
        raise ValueError(f"a share and a size for each period: {value.shape}, {size.shape}")
    if not ((value >= 0) & (value <= 1) & (size > 0) & np.isfinite(size)).all():
        raise ValueError("a share lies between 0 and 1, of more than nobody")
    centre = float(value @ size / size.sum())
    if not 0 < centre < 1:
        raise ValueError("where all shares are 0 or 1 nothing varies")
    spread = np.sqrt(centre * (1 - centre) / size)
    apart = np.abs(np.diff((value - centre) / spread)).mean() / NEIGHBOURS
    reach = REACH * spread * apart
    lower, upper = (centre - reach).clip(min=0), (centre + reach).clip(max=1)
    return pd.DataFrame({"share": value, "centre": centre, "lower": lower, "upper": upper})


def signals(chart: pd.DataFrame, least: int = RUN) -> pd.DataFrame:
    """Return which periods stand out: columns outside and run, one row per period.

    `chart` has columns share, centre, lower and upper. `run` is the number (from 1) of the row of
    at least `least` periods on the same side of the centre that a period is in, 0 for none; a share
    on the centre ends a run.
    """
    share = chart["share"].to_numpy(float)
    outside = (share < chart["lower"].to_numpy(float)) | (share > chart["upper"].to_numpy(float))
    side = pd.Series(np.sign(share - chart["centre"].to_numpy(float)))
    stretch = (side != side.shift()).cumsum()
    long = (stretch.groupby(stretch).transform("size") >= least) & (side != 0)
    number = stretch.where(long).rank(method="dense").fillna(0).astype(int)
    return pd.DataFrame({"outside": outside, "run": number})


def funnel_place(
    lowest: float, highest: float, n: int, target: float, levels: Sequence[float] = LEVELS
) -> tuple[int, int]:
    """Return on which side of `target` a group of `n` lies, and beyond how many of the levels.

    `lowest` and `highest` are the shares that a rounded share can stand for: beyond a limit is only
    what is so for both. Side is -1, 0 or 1, and 0 comes with 0 levels. Raises as `funnel_limits`.
    """
    limits = funnel_limits(target, n, levels)
    over, under = int((lowest > limits["upper"]).sum()), int((highest < limits["lower"]).sum())
    return (1, over) if over else (-1, under) if under else (0, 0)
