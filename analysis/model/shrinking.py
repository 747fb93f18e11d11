"""What shrinking leaves: the costs that remain, and those that stay while their volume is gone.

Here belong costs by year on given volumes; where those come from belongs in `questions`. Amounts
are euros; the last axis of an array is years, of which the first is year 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def fixed_costs(
    base: ArrayLike, volumes: ArrayLike, scalable_share: ArrayLike, lag: ArrayLike
) -> Floats:
    """Return what costs remain as volume shrinks.

    F_t = sum over kinds j of F_j [(1 - phi_j) + phi_j V_(t - l_j) / V_0]; V_0 before year 0.
    `base` (kinds,) the costs of year 0 by kind, `volumes` (..., years) from year 0 on, in any unit,
    `scalable_share` (kinds,) the part of a kind that follows volume, `lag` (kinds,) whole years
    later. Returns (..., years). Raises `ValueError` for a share outside 0-1, a negative cost,
    volume or lag, one that is missing, and a first year without volume.
    """
    costs, share = (np.atleast_1d(np.asarray(part, dtype=float)) for part in (base, scalable_share))
    delay = np.atleast_1d(np.asarray(lag))
    volume = np.asarray(volumes, dtype=float)
    if not costs.shape == share.shape == delay.shape:
        raise ValueError("cost, share and lag need the same kinds")
    known = (costs >= 0) & np.isfinite(costs)
    if not (known & (share >= 0) & (share <= 1)).all():
        raise ValueError("costs are not negative and the scalable part lies between 0 and 1")
    if not (np.isfinite(delay) & (delay >= 0) & (delay == np.round(delay))).all():
        raise ValueError("a lag is a whole number of years, not negative")
    relative = _relative(volume)
    years = np.arange(volume.shape[-1])
    total = np.zeros(volume.shape)
    for amount, part, behind in zip(costs, share, delay.astype(int), strict=True):
        seen = relative[..., np.maximum(years - behind, 0)]
        total += amount * ((1 - part) + part * seen)
    return total


def remanent_costs(costs: ArrayLike, volumes: ArrayLike, price_index: ArrayLike = 1.0) -> Floats:
    """Return the costs that stay while the volume that bore them is gone: F_t - F_0 I_t V_t / V_0.

    What the costs are, less what they would be had they shrunk along at the same prices; negative
    where volume grew faster. `costs` and `volumes` (..., years) from year 0 on, by draw where they
    differ, euros and any unit; `price_index` a number or (..., years), what the prices of these
    costs did since year 0. Returns (..., years), euros. Raises `ValueError` for costs or a volume
    that are negative or missing, an index that is not positive, other years, and a first year
    without volume.
    """
    relative = _relative(np.asarray(volumes, dtype=float))
    path, index = (np.asarray(part, dtype=float) for part in (costs, price_index))
    if not ((path >= 0) & np.isfinite(path)).all():
        raise ValueError("costs are negative or missing")
    if not ((index > 0) & np.isfinite(index)).all():
        raise ValueError("a price index is not positive")
    years = relative.shape[-1:]
    if path.shape[-1:] != years or index.shape[-1:] not in {years, ()}:
        raise ValueError("costs, volumes and price index need the same years")
    return np.asarray(path - path[..., :1] * index * relative)


def _relative(volume: Floats) -> Floats:
    """Volume as part of that of year 0."""
    if not ((volume >= 0) & np.isfinite(volume)).all():
        raise ValueError("a volume is negative or missing")
    if volume.ndim == 0 or volume.shape[-1] == 0 or (volume[..., :1] == 0).any():
        raise ValueError("the first year has no volume to start from")
    return np.asarray(volume / volume[..., :1])
