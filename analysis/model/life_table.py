"""How many of a cohort have left when only a few counts are known, each of them rounded.

Here belongs the estimate from cumulative counts at a few moments; from days it is `survival`. Who
left otherwise counts as one who has not left and is followed to the end, so that the result is the
share of the cohort as it began (Aalen and Johansen). Between two moments leaving and being last
seen are taken to be spread evenly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = tuple[float, Floats, Floats]

HALF = 0.5


class _Steps(NamedTuple):
    """By step (steps,): share of who were there that is seen to leave, leaves, and has left."""

    seen: Floats
    hazard: Floats
    left: Floats


def step_incidence(
    size: float, left: ArrayLike, unseen: ArrayLike, rounding: int = 1
) -> pd.DataFrame:
    """Return the share of a cohort of `size` that has left by each moment, one row for each.

    `left` and `unseen` (moments,) are how many had left by it, and how many had not and were last
    seen before it; counts were rounded to a multiple of `rounding`. Columns share, people (how many
    people, all followed, would tell it as precisely; NaN where nobody or everybody has left). In a
    step that n people begin, w are seen to leave and c were last seen. When a part g was last seen
    evenly over it, and leaving is even too, w / n = q (1 - g / 2) and c / n = g (1 - q / 2): q is
    the smaller root of q^2 - (2 - c / n + w / n) q + 2 w / n = 0. With all but w last seen q is
    2 w / n, with nobody w / n. The variance of q is that of w, q^2 (1 - w / n) / w; 1 - share is
    the product of 1 - q; rounding adds (rounding^2 - 1) / 12 for each count. Raises `ValueError`
    for no moments, shapes that don't match and counts that are negative, missing or, where not
    rounded, more than there are.
    """
    counts = _checked(size, left, unseen, rounding)
    steps = _steps(*counts)
    share = steps.left
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = steps.hazard / (1 - steps.hazard)
        # Where nobody leaves the odds are 0; half a person only keeps 0 / 0 away.
        apart = odds**2 * (1 - steps.seen) / _leavers(counts[1]).clip(min=HALF)
        variance = (1 - share) ** 2 * np.cumsum(apart) + _by_rounding(counts, rounding)
        people = np.where((share > 0) & (share < 1), share * (1 - share) / variance, np.nan)
    return pd.DataFrame({"share": share, "people": people})


def _checked(size: float, left: ArrayLike, unseen: ArrayLike, rounding: int) -> Counts:
    gone, lost = np.asarray(left, dtype=float), np.asarray(unseen, dtype=float)
    if gone.ndim != 1 or gone.shape != lost.shape or not gone.size or rounding < 1:
        raise ValueError(f"as many leavers as unseen are needed: {gone.shape}, {lost.shape}")
    if not (np.isfinite([gone, lost]).all() and np.isfinite(size) and size > 0):
        raise ValueError("a count is missing, or nobody began")
    # Counts that were rounded apart need not add up.
    wrong = min(gone.min(), lost.min(), np.diff(gone).min(initial=0), np.diff(lost).min(initial=0))
    if min(wrong, float((size - gone - lost).min())) < -3 * (rounding // 2):
        raise ValueError("more have left or were last seen than began, or fewer than before")
    return float(size), gone, lost


def _steps(size: float, left: Floats, unseen: Floats) -> _Steps:
    begin = size - np.concatenate([[0.0], (left + unseen)[:-1]])
    begin = begin.clip(min=HALF)
    seen = (_leavers(left) / begin).clip(0, 1)
    lost = (np.diff(unseen, prepend=0.0) / begin).clip(0, 1 - seen)
    half = 1 + (seen - lost) / 2
    hazard = (half - np.sqrt((half**2 - 2 * seen).clip(min=0))).clip(0, 1)
    return _Steps(seen, hazard, 1 - np.cumprod(1 - hazard))


def _leavers(left: Floats) -> Floats:
    return np.diff(left, prepend=0.0).clip(min=0)


def _by_rounding(counts: Counts, rounding: int) -> Floats:
    """The variance of the share by moment that rounding the counts apart brings about."""
    size, left, unseen = counts
    each = (rounding**2 - 1) / 12
    flat = np.concatenate([[size], left, unseen])
    total = np.zeros(left.size)
    for place in np.flatnonzero(flat).tolist():
        apart = [_from_flat(flat + sign * HALF * _unit(place, flat.size)) for sign in (1, -1)]
        total += (apart[0] - apart[1]) ** 2
    return each * total


def _from_flat(flat: Floats) -> Floats:
    left, unseen = np.split(flat[1:], 2)
    return _steps(float(flat[0]), left, unseen).left


def _unit(place: int, size: int) -> Floats:
    one = np.zeros(size)
    one[place] = 1.0
    return one


def without_others(share: float, others: float) -> float:
    """Return what share would have left if nobody left otherwise, as Kaplan and Meier have it.

    `share` (0 to 1) has left, and `others` leave otherwise for each of them, at any time: then
    1 - (1 - (1 + others) share)^(1 / (1 + others)), which is 1 when all are gone. Raises
    `ValueError` for a share outside 0 to 1 and a number that is negative or missing.
    """
    if not (0 <= share <= 1 and others >= 0):
        raise ValueError(f"no shares: {share}, and {others} others for each")
    still_there = max(1 - (1 + others) * share, 0.0)
    return float(1 - still_there ** (1 / (1 + others)))
