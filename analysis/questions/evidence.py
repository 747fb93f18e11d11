"""Traffic lights on evidence: how likely it is that the outcome lies on the good side.

Not how far off a plan was: a large gap may rest on a guess, a small one on a count. Nothing is
called good or bad unless it is at least four to one; what is not known has no light at all.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

LIKELY, UNLIKELY = 0.8, 0.2
"""From this chance on a light is green, up to this one it is red."""


class Light(StrEnum):
    """What the evidence says about one line."""

    GROEN = "groen"
    ORANJE = "oranje"
    ROOD = "rood"
    GEEN = "geen"
    ONTBREEKT = "ontbreekt"


class Side(StrEnum):
    """Which side of a plan is good; the contract of the column `goede_kant`."""

    MEER = "meer"
    MINDER = "minder"
    GEEN = "geen"


def good_chance(side: str, plan: float, outcomes: ArrayLike) -> float:
    """Return the chance that the outcome is at least as good as planned.

    `outcomes` is one number (then 0 or 1) or draws. NaN for a plan without a good side.
    """
    values = np.asarray(outcomes, dtype=float)
    if Side(side) is Side.GEEN:
        return float("nan")
    good = values >= plan if Side(side) is Side.MEER else values <= plan
    return float(good.mean())


def light_of(chance: float) -> Light:
    """Return the light of a chance on the good side; `GEEN` for NaN."""
    if np.isnan(chance):
        return Light.GEEN
    if chance >= LIKELY:
        return Light.GROEN
    return Light.ROOD if chance <= UNLIKELY else Light.ORANJE
