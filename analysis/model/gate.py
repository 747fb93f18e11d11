"""A gate of requirements that are filled, half filled, not filled or unknown: what is shown.

A value is a number from 0 to 1; NaN is unknown. Unknown is never counted as filled: it only makes
the highest possible share higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FILLED, HALF, NOT_FILLED = 1.0, 0.5, 0.0
UNKNOWN = float("nan")


class Verdict(StrEnum):
    """What the known values say of the whole gate."""

    VOLDOET = "voldoet"
    ZAKT = "zakt"
    NIET_AANGETOOND = "niet aangetoond"


def highest_known(values: Sequence[float]) -> int:
    """Return the place of the highest known value (the first of equals), else the first place.

    Raises `ValueError` when there are no values.
    """
    if not len(values):
        raise ValueError("no values to choose from")
    known = np.where(np.isnan(values), -np.inf, values)
    return int(np.argmax(known))


def filled_share(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return which share (0-1) is shown to be filled, and which at most if all unknown were.

    Shown is sum(known) / n; at most is (sum(known) + number unknown) / n. Raises `ValueError`
    when there are no values.
    """
    if not values.size:
        raise ValueError("no values to count")
    known, unknown = float(np.nansum(values)), int(np.isnan(values).sum())
    return known / values.size, (known + FILLED * unknown) / values.size


def verdict(values: NDArray[np.float64]) -> Verdict:
    """Return `zakt` when something is not filled, `voldoet` when all is, else `niet aangetoond`."""
    if (values == NOT_FILLED).any():
        return Verdict.ZAKT
    if values.size and (values == FILLED).all():
        return Verdict.VOLDOET
    return Verdict.NIET_AANGETOOND
