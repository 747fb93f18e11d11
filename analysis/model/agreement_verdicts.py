"""What the evidence says of one agreement at one moment: a margin, a verdict and a trend.

A number that passed the privacy gate is known up to its rounding, so every margin here covers both
what chance does and what rounding hides: it runs from the lower end for the lowest count that is
published as this number to the upper end for the highest. A verdict is firm only when that whole
margin lies on one side of the norm; the chance by `indicators.judge` is then at least `FIRM` (or at
most 1 - `FIRM`) for every count that the published number can stand for. What agreement is measured
by what record belongs in `questions`. Shares lie between 0 and 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from scipy import special

from analysis.model.indicators import (
    ALL,
    AT_LEAST,
    AT_MOST,
    EQUAL,
    ROUNDING,
    poisson_interval,
    proportion_interval,
)

FIRM = 0.95
"""The chance on one side of the norm from which a verdict is firm."""

COVERAGE = 2 * FIRM - 1
"""Of the margin shown, two-sided: each end leaves 1 - `FIRM` outside."""

QUARTERS = 4
SAME_SHARE, SAME_RATE, SAME_COUNT = 0.05, 0.01, 0.10
"""A change is called none when its whole margin lies within 5 points, 1 point of a rate (absence is
about 15% itself), or 10% of the count."""


class Verdict(StrEnum):
    """What may be said of an agreement; the first five are for a target with a good side."""

    MET = "gehaald"
    MISSED = "niet gehaald"
    OPEN = "nog onzeker"
    HIDDEN = "niet te tonen"
    UNMEASURABLE = "niet meetbaar"
    BELOW_CAP = "onder de grens"
    ABOVE_CAP = "boven de grens"
    AROUND = "rond het getal"
    ABOVE = "boven het getal"
    BELOW = "onder het getal"
    MENTIONED = "vermeld"
    NOT_MENTIONED = "niet vermeld"


FIRM_VERDICTS = (Verdict.MET, Verdict.MISSED, Verdict.ABOVE, Verdict.BELOW)
"""What says on which side of the norm the result lies, beyond chance."""


class Pace(StrEnum):
    """How a running count stands to the part of the norm that the year so far asks for."""

    AHEAD = "op schema"
    BEHIND = "achter op schema"
    UNSURE = "nog niet te zeggen"
    NONE = ""


class Trend(StrEnum):
    """A quarter against the one before it."""

    UP = "stijgt"
    DOWN = "daalt"
    SAME = "gelijk"
    UNSURE = "niet te zeggen"
    NONE = ""


@dataclass(frozen=True)
class Margin:
    """A value with the ends between which what is behind it lies."""

    value: float
    low: float
    high: float

    @classmethod
    def exact(cls, value: float) -> Margin:
        """A value without doubt: a document, an amount, what is counted and not rounded."""
        return cls(value, value, value)

    def times(self, factor: float) -> Margin:
        """The same in another unit; `factor` is positive."""
        return Margin(self.value * factor, self.low * factor, self.high * factor)


Range = tuple[float, float]
"""The lowest and the highest count that a published number can stand for."""


def count_margin(count: float, possible: Range) -> Margin:
    """Return the expected number behind a count, of which `possible` is what rounding leaves.

    Exact Poisson ends at `COVERAGE`. Raises `ValueError` for a count outside its own range.
    """
    lowest, highest = _checked(count, possible)
    low, _ = poisson_interval(lowest, COVERAGE)
    _, high = poisson_interval(highest, COVERAGE)
    return Margin(count, float(low), float(high))


def counted_margin(count: float, possible: Range) -> Margin:
    """Return a count with the ends of its rounding only: what was counted, not what is behind it.

    For a ceiling: whether it was passed is a fact and no matter of chance.
    """
    return Margin(count, *_checked(count, possible))


def share_margin(part: float, whole: float, parts: Range, wholes: Range) -> Margin:
    """Return the share behind `part` of `whole` (need not be whole numbers).

    Jeffreys' ends at `COVERAGE`, so that the margin lies above a norm just when `indicators.judge`
    gives at least `FIRM` at its worst. Raises `ValueError` unless 0 <= part <= whole and whole > 0.
    """
    (fewest, most), (smallest, largest) = _checked(part, parts), _checked(whole, wholes)
    if whole <= 0 or part > whole:
        raise ValueError("a part lies between 0 and its whole")
    low, _ = proportion_interval(min(fewest, largest), largest, "jeffreys", COVERAGE)
    # Rounding apart, the part can seem larger than the whole.
    least = max(smallest, most)
    _, high = proportion_interval(most, least, "jeffreys", COVERAGE)
    return Margin(part / whole, float(low), float(high))


def share_counted(part: float, whole: float, parts: Range, wholes: Range) -> Margin:
    """Return a share with the ends of its rounding only; for agreements about each and all."""
    (fewest, most), (smallest, largest) = _checked(part, parts), _checked(whole, wholes)
    return Margin(part / whole, fewest / largest, min(most / max(smallest, most), 1.0))


def mean_margin(mean: float, people: float, lowest: float, highest: float) -> Margin:
    """Return the mean behind that of `people` answers from `lowest` to `highest`, spread unknown.

    No spread of such answers is above (highest - mean)(mean - lowest) (Bhatia and Davis, 2000), so
    the normal margin with that spread is never too narrow. Raises `ValueError` for a mean outside
    its scale and for nobody.
    """
    if not lowest <= mean <= highest or people <= 0:
        raise ValueError("a mean lies on its scale and rests on people")
    reach = NORMAL_REACH * math.sqrt((highest - mean) * (mean - lowest) / people)
    return Margin(mean, max(mean - reach, lowest), min(mean + reach, highest))


NORMAL_REACH = float(special.ndtri(FIRM))
"""The 95% quantile of the normal distribution: `FIRM` on one side."""


def verdict_of(operator: str, margin: Margin, norm: float) -> Verdict:
    """Return the verdict of an agreement with a norm: firm only when the margin is on one side.

    `operator` is `ge`, `le`, `alle` (each of them, so at least) or `eq`, of which neither side is
    good. Raises `ValueError` for another one.
    """
    above, below = margin.low >= norm - ROUNDING, margin.high < norm - ROUNDING
    if operator in (AT_LEAST, ALL):
        return Verdict.MET if above else Verdict.MISSED if below else Verdict.OPEN
    over, under = margin.low > norm + ROUNDING, margin.high <= norm + ROUNDING
    if operator == AT_MOST:
        return Verdict.MET if under else Verdict.MISSED if over else Verdict.OPEN
    if operator == EQUAL:
        return Verdict.ABOVE if over else Verdict.BELOW if below else Verdict.AROUND
    raise ValueError(f"no verdict for the operator {operator}")


def cap_verdict(margin: Margin, cap: float) -> Verdict:
    """Return on which side of a ceiling a count lies; below it is no achievement."""
    if margin.high <= cap:
        return Verdict.BELOW_CAP
    return Verdict.ABOVE_CAP if margin.low > cap else Verdict.OPEN


def norm_so_far(norm: float, quarter: int) -> float:
    """Return the part of a year's norm that an even year has reached at the end of a quarter.

    Raises `ValueError` for a quarter that is not 1 to 4.
    """
    if quarter not in range(1, QUARTERS + 1):
        raise ValueError(f"no quarter of a year: {quarter}")
    return norm * quarter / QUARTERS


def pace_of(operator: str, margin: Margin, norm: float, quarter: int) -> Pace:
    """Return how a count of the year so far stands to `norm_so_far`; none for `eq`."""
    if operator == EQUAL:
        return Pace.NONE
    verdict = verdict_of(operator, margin, norm_so_far(norm, quarter))
    return {Verdict.MET: Pace.AHEAD, Verdict.MISSED: Pace.BEHIND}.get(verdict, Pace.UNSURE)


def trend_of(before: Margin, after: Margin, same: float) -> Trend:
    """Return how `after` lies to `before`; none called when the margin of the change says both.

    The margin of the change is that of two independent values by squaring and adding their own
    (Newcombe 1998, method 10; Zou and Donner 2008); where the same people are in both it is on the
    wide side. `same` is the change that counts as none, in the unit of the values.
    """
    change = after.value - before.value
    low = change - math.hypot(after.value - after.low, before.high - before.value)
    high = change + math.hypot(after.high - after.value, before.value - before.low)
    if low > 0:
        return Trend.UP
    if high < 0:
        return Trend.DOWN
    return Trend.SAME if -same <= low and high <= same else Trend.UNSURE


def _checked(count: float, possible: Range) -> Range:
    low, high = possible
    if not 0 <= low <= count <= high < math.inf:
        raise ValueError("a count lies within what it may stand for")
    return float(low), float(high)
