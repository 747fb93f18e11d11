"""The organisation's own Wsw counts: people by age, who left and why, beside the estimate of 04."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.provenance import Provenance, Quantity
from analysis.questions.local_runoff import START_YEAR, local_runoff
from analysis.questions.monitor_wsw_gate import (
    AGES,
    ALL,
    last_day,
    released_wsw,
    with_sums,
)
from analysis.questions.monitor_wsw_gate import TABLE as PEOPLE
from analysis.questions.national_runoff import national_runoff
from analysis.released import Released
from analysis.sources.workbook import Workbook

LEAVING, ELSEWHERE = "wsw_uitstroom", "overig"
"""The table of who left; and the other municipalities."""


@dataclass(frozen=True)
class WswCount:
    """What may be shown of the own counts, and what report 04 estimates for that moment.

    `people` has rows of `AGE_GROUPS` and columns of municipalities, `leaving` rows of reasons and
    columns of years, both with `ALL`. `estimate` is None for a year before the estimate begins.
    """

    people: Released
    leaving: Released
    day: str
    years: tuple[int, ...]
    estimate: Quantity | None
    provenance: Provenance
    leaving_provenance: Provenance

    @property
    def made_up(self) -> bool:
        """Whether (part of) the counts are an example."""
        return (self.provenance | self.leaving_provenance).made_up

    @property
    def total(self) -> Quantity | None:
        """All people on the day, None when that is too small to show."""
        count = self.people.shown(ALL, ALL)
        return None if count is None else Quantity.exact(count, "pers", self.provenance)


def wsw_count(book: Workbook) -> WswCount:
    """Return the own counts of the Wsw, for all municipalities together and apart."""
    leaving, day = book.table(LEAVING), last_day(book)
    years = tuple(int(year) for year in sorted(leaving["jaar"].unique()))
    return WswCount(
        released_wsw(book)[AGES],
        _released(leaving),
        day,
        years,
        _estimate(book, int(day[:4])),
        book.provenance(PEOPLE),
        book.provenance(LEAVING),
    )


def _released(leaving: pd.DataFrame) -> Released:
    """Who left by reason and year with their sums, through the gate: nobody leaves twice."""
    years = leaving["jaar"].astype(str)
    counts = leaving["pers"].groupby([leaving["reden"], years]).sum().unstack(fill_value=0)
    return protect(with_sums(counts), row_total=ALL, column_total=ALL)


def _estimate(book: Workbook, year: int) -> Quantity | None:
    """What the run-off of 04 expects at the end of a year."""
    if not START_YEAR < year <= book.parameters.horizon:
        return None
    return local_runoff(book, national_runoff(book)).heads_in(year)
