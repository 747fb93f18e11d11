"""The organisation's own Wsw counts: people by age, who left and why, beside the estimate of 04."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.provenance import Basis, Provenance, Quantity
from analysis.questions.local_runoff import START_YEAR, local_runoff
from analysis.questions.national_runoff import national_runoff
from analysis.released import Released
from analysis.sources.workbook import Workbook

PEOPLE, LEAVING = "wsw_personen", "wsw_uitstroom"
ALL, ELSEWHERE = "samen", "overig"
"""The row and the column that are the sum of the others; and the other municipalities."""

AGE_GROUPS = MappingProxyType(
    {
        "jonger dan 45": ("15-24", "25-29", "30-34", "35-39", "40-44"),
        "45 tot 55": ("45-49", "50-54"),
        "55 tot 60": ("55-59",),
        "60 tot 65": ("60-64",),
        "65 en ouder": ("65+",),
    }
)
"""Fewer classes than are read in: by municipality most five-year classes are too small to show."""


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
        return (self.provenance | self.leaving_provenance).basis is Basis.VOORBEELD

    @property
    def total(self) -> Quantity | None:
        """All people on the day, None when that is too small to show."""
        count = self.people.shown(ALL, ALL)
        return None if count is None else Quantity.exact(count, "pers", self.provenance)


def wsw_count(book: Workbook) -> WswCount:
    """Return the own counts of the Wsw, for all municipalities together and apart."""
    people, leaving = book.table(PEOPLE), book.table(LEAVING)
    day = str(people["peildatum"].iloc[0])
    group = {name: label for label, names in AGE_GROUPS.items() for name in names}
    labels = people["leeftijdsklasse"].map(group)
    years = tuple(int(year) for year in sorted(leaving["jaar"].unique()))
    return WswCount(
        _released(people["pers"], labels, people["gemeente"], list(AGE_GROUPS)),
        _released(leaving["pers"], leaving["reden"], leaving["jaar"].astype(str)),
        day,
        years,
        _estimate(book, int(day[:4])),
        book.provenance(PEOPLE),
        book.provenance(LEAVING),
    )


def _released(
    counts: pd.Series,
    rows: pd.Series,
    columns: pd.Series,
    order: list[str] | None = None,
) -> Released:
    """Counts by two labels with their sums, through the gate."""
    table = counts.groupby([rows, columns]).sum().unstack(fill_value=0).astype(int)
    if order is not None:
        table = table.reindex(order, fill_value=0)
    table[ALL] = table.sum(axis=1)
    table.loc[ALL] = table.sum()
    return protect(table, row_total=ALL, column_total=ALL)


def _estimate(book: Workbook, year: int) -> Quantity | None:
    """What the run-off of 04 expects at the end of a year."""
    if not START_YEAR < year <= book.parameters.horizon:
        return None
    return local_runoff(book, national_runoff(book)).heads_in(year)
