"""On which side of a limit a hidden share lies, where words betray no number.

That nearly everything, or nearly nothing, is filled in hides a share; of many records it may still
be said on which side of a limit it lies. Only here a hidden count is looked at for that.
"""

from __future__ import annotations

from analysis.released import Label, Released
from analysis.shown import GATE, ShownCount, ShownText

ABOVE, BELOW = "boven de grens", "onder de grens"
TINY = 1e-6
"""What a floating point quotient may be off."""


def side_of(
    released: Released, row: Label, whole: Label, counts: tuple[int, int], limit: float
) -> ShownText | None:
    """Return `ABOVE` (or on it) or `BELOW` for a hidden share; None when words would betray it.

    `counts` are the part and the whole before the gate, and `whole` is the column of the latter in
    `released`; `limit` lies between 0 and 1. Words are given only when the shown whole is so large
    that the small side may hold every number from 0 to the threshold, whatever was rounded off.
    Raises `ValueError` when the whole is not what was released, without saying what it is.
    """
    shown = released.shown(row, whole)
    fewest = released.threshold / (1 - limit) + released.base
    if not isinstance(shown, ShownCount) or shown < fewest - TINY:
        return None
    part, total = counts
    if abs(total - shown) > released.base / 2:
        raise ValueError("dit geheel is een ander dan is vrijgegeven")
    return ShownText(ABOVE if part / total >= limit else BELOW, GATE)
