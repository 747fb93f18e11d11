"""Dates that are known to a day, a month or a season: what comes before what, and by how much.

A moment is the earliest and the latest day on which something can be; what the documents leave open
stays open. Terms are counted in whole calendar months, the first day included.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

DAY = dt.timedelta(days=1)


class Verdict(StrEnum):
    """Whether what is needed is there when it is needed."""

    OP_TIJD = "op tijd"
    TE_LAAT = "te laat"
    ZONDER_DATUM = "zonder datum"
    ONZEKER = "onzeker"


@dataclass(frozen=True)
class Moment:
    """The first and the last day on which something can be; raises `ValueError` if turned round."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"moment ends before it begins: {self.first} to {self.last}")


def ready(first: dt.date, last: dt.date, *, lasts: bool) -> Moment:
    """Return when something is done: on the last day of what `lasts`, else somewhere between."""
    return Moment(last if lasts else first, last)


def due(first: dt.date, last: dt.date, *, lasts: bool) -> Moment:
    """Return when what something needs must be there: before what `lasts` begins."""
    return Moment(first, first if lasts else last)


def verdict_of(needed: Moment | None, wanted: Moment) -> Verdict:
    """Return whether `needed` is there by `wanted`; without a date no order can be told.

    In time when the latest day of the one is not after the earliest day of the other, late when the
    earliest day is after the latest; anything between depends on days that are not known.
    """
    if needed is None:
        return Verdict.ZONDER_DATUM
    if needed.last <= wanted.first:
        return Verdict.OP_TIJD
    return Verdict.TE_LAAT if needed.first > wanted.last else Verdict.ONZEKER


def days_between(start: Moment, end: Moment) -> tuple[int, int]:
    """Return the fewest and the most days from `start` to `end`; negative when it is before."""
    return (end.first - start.last).days, (end.last - start.first).days


def last_day(start: dt.date, months: int) -> dt.date:
    """Return the last day of a term of whole months: 1 January and 6 months give 30 June."""
    end: dt.date = (pd.Timestamp(start) + pd.DateOffset(months=months)).date()
    return end - DAY


def earliest_start(deadline: dt.date, months: int) -> dt.date:
    """Return the first day on which a term of whole months can begin and still hold `deadline`."""
    start: dt.date = (pd.Timestamp(deadline + DAY) - pd.DateOffset(months=months)).date()
    while last_day(start, months) < deadline:  # a month without that day ends sooner
        start += DAY
    return start


def years_of(periods: Iterable[Moment]) -> frozenset[int]:
    """Return the calendar years that these periods touch."""
    return frozenset(
        year for part in periods for year in range(part.first.year, part.last.year + 1)
    )
