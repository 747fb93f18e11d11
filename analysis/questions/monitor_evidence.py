"""What passed the gate about one agreement, with what rounding leaves open.

A number of a quarter is a count, a stock (all who are there at a moment), a share of a count, a
rate or mean that rests on people, or exact (documents, amounts, fte). Shares are between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analysis.model.agreement_verdicts import (
    SAME_COUNT,
    SAME_RATE,
    SAME_SHARE,
    Margin,
    Range,
    Trend,
    count_margin,
    counted_margin,
    mean_margin,
    share_counted,
    share_margin,
    trend_of,
)
from analysis.released import Released, rounded_share, rounding_range
from analysis.shown import Shown, ShownCount, ShownNumber

YES_NO = "ja_nee"
"""The unit of what is mentioned (1) or not (0)."""

MARKS = (1.0, 10.0)
"""The scale of a mark in a survey."""


class Nature(StrEnum):
    """What kind of number it is."""

    COUNT = "aantal"
    STOCK = "stand"
    SHARE = "aandeel"
    RATE = "deel van de tijd"
    MEAN = "cijfer"
    EXACT = "vast"


@dataclass(frozen=True)
class Evidence:
    """One number of one quarter, from `parents` that passed the gate.

    `part` of `whole` for a share, else `part` alone; with what they may stand for before rounding.
    For a rate or a mean `whole` is the people behind it.
    """

    nature: Nature
    parents: tuple[Shown, ...]
    part: float
    parts: Range
    whole: float = 1.0
    wholes: Range = (1.0, 1.0)

    @property
    def value(self) -> float:
        """The number itself."""
        return self.part / self.whole if self.nature is Nature.SHARE else self.part

    @property
    def margin(self) -> Margin:
        """The number with the ends of what is behind it: chance and rounding."""
        if self.nature is Nature.EXACT:
            return Margin.exact(self.part)
        if self.nature is Nature.MEAN:
            return mean_margin(self.part, self.wholes[0], *MARKS)
        if self.nature is Nature.COUNT:
            return count_margin(self.part, self.parts)
        if self.nature is Nature.STOCK:
            # Who is there at a moment was counted in full: only the rounding is in doubt.
            return self.counted
        # Of a rate each person gives between none and all of the time, so its spread is at most
        # that of as many who give none or all: people count as draws, their days don't.
        few, share = self.wholes[0], self.value
        if self.nature is Nature.RATE:
            return share_margin(share * few, few, (share * few, share * few), (few, few))
        return share_margin(self.part, self.whole, self.parts, self.wholes)

    @property
    def counted(self) -> Margin:
        """The number with the ends of its rounding only."""
        if self.nature is Nature.SHARE:
            return share_counted(self.part, self.whole, self.parts, self.wholes)
        if self.nature in (Nature.COUNT, Nature.STOCK):
            return counted_margin(self.part, self.parts)
        return Margin.exact(self.part)

    def since(self, before: Evidence) -> Evidence | None:
        """What came in between, for what rises in the year; None when rounding hides it.

        Only for counts, shares of them and exact numbers.
        """
        part, parts = _between(self.part, self.parts, before.part, before.parts)
        whole, wholes = self.whole, self.wholes
        if self.nature is Nature.SHARE:
            whole, wholes = _between(self.whole, self.wholes, before.whole, before.wholes)
            if wholes[0] <= 0 or part > whole:
                return None
        return Evidence(self.nature, (*self.parents, *before.parents), part, parts, whole, wholes)


def count_of(
    released: Released, quarter: str, column: str, nature: Nature = Nature.COUNT
) -> Evidence | None:
    """Return a count of a released table as evidence; None when it is hidden.

    `nature` is `STOCK` for who is there at one moment, all of them counted.
    """
    cell = released.shown(quarter, column)
    if cell is None:
        return None
    return Evidence(nature, (cell,), float(cell), _possible(released, cell))


def share_of(released: Released, quarter: str, part: str, whole: str) -> Evidence | None:
    """Return a share of a released table as evidence; None when it is hidden or guarded."""
    top, below = released.shown(quarter, part), released.shown(quarter, whole)
    if not isinstance(top, ShownCount) or not isinstance(below, ShownCount):
        return None
    if rounded_share(top, below, released.threshold, released.base) is None:
        return None
    ranges = (_possible(released, cell) for cell in (top, below))
    parts, wholes = ranges
    return Evidence(Nature.SHARE, (top, below), float(top), parts, float(below), wholes)


def exactly(value: float, *parents: Shown) -> Evidence:
    """A number without doubt, computed from `parents`."""
    return Evidence(Nature.EXACT, parents, value, (value, value))


def resting_on(
    nature: Nature, value: ShownNumber, people: ShownCount, released: Released
) -> Evidence:
    """A rate or a mean that rests on so many people; `released` says how they were rounded."""
    exact = (float(value), float(value))
    wholes = _possible(released, people)
    return Evidence(nature, (value, people), float(value), exact, float(people), wholes)


@dataclass(frozen=True)
class Measured:
    """One number of an agreement by quarter, after the gate.

    `values` has a quarter only when its number is known; None there means hidden. `alone` are the
    same numbers of the quarter by itself, for the trend; empty when they follow from `values`.
    `part` names a part of the agreement and is empty for the whole of it. `rising` is counted from
    1 January on. `tables` are those it came from.
    """

    agreement: str
    unit: str
    values: Mapping[str, Evidence | None]
    tables: tuple[str, ...]
    rising: bool = False
    part: str = ""
    alone: Mapping[str, Evidence | None] = field(default_factory=dict)

    def trend(self, quarters: list[str], quarter: str) -> Trend:
        """How a quarter lies to the one before; none when there is none before, or no number."""
        place = quarters.index(quarter)
        if (
            place == 0
            or self.unit == YES_NO
            or any(name not in self.values for name in quarters[place - 1 : place + 1])
        ):
            return Trend.NONE
        before, after = (self._alone(quarters, at) for at in (place - 1, place))
        if before is None or after is None:
            return Trend.UNSURE
        if after.nature is Nature.EXACT and self.rising and not self.alone:
            # A document more or less in a quarter is no movement.
            return Trend.NONE
        return trend_of(before.margin, after.margin, _same(before))

    def _alone(self, quarters: list[str], place: int) -> Evidence | None:
        quarter = quarters[place]
        if self.alone:
            return self.alone.get(quarter)
        now = self.values.get(quarter)
        if not self.rising or place == 0 or now is None:
            return now
        before = self.values.get(quarters[place - 1])
        return None if before is None else now.since(before)


def _same(before: Evidence) -> float:
    """The change that counts as none."""
    if before.nature in (Nature.COUNT, Nature.STOCK):
        return SAME_COUNT * before.value
    return {Nature.SHARE: SAME_SHARE, Nature.RATE: SAME_RATE}.get(before.nature, 0.0)


def _between(now: float, nows: Range, before: float, befores: Range) -> tuple[float, Range]:
    """The difference of two counts of which the first holds the second, never below nought."""
    low, high = max(nows[0] - befores[1], 0.0), max(nows[1] - befores[0], 0.0)
    return max(now - before, 0.0), (low, high)


def _possible(released: Released, cell: float) -> Range:
    if released.kind != "personen":
        return (float(cell), float(cell))
    low, high = rounding_range(int(cell), released.threshold, released.base)
    return (float(min(low, int(cell))), float(high))
