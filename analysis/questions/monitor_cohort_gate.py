"""What of the cohorts may be shown: their counts through the privacy gate, with all that adds up.

Each person leaves once and stands in no other cohort, but the agreements count some of them too
(`monitor_shared`). Who left between two months can be subtracted, so that is guarded too, and so is
the rest of the cohort; what is nobody, whoever the persons are, is empty by definition. The steps
are years: with half years most counts of a cohort of 100 to 300 would be hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analysis.disclosure.relations import Cell, Relation
from analysis.questions.monitor_cohort_counts import LEFT, OTHER, UNSEEN, CohortCounts
from analysis.questions.monitor_linked import Linked
from analysis.released import Released, ShownCount, ShownNumber

SIZE, COURSE, NOW, STILL = "omvang", "verloop", "anders vertrokken", "nog bezig"
REST, FLOW = "rest", "stroom"
ENTERED, PERSONS, FOLLOWED = "instroom", "personen", "gevolgd"

Shown = ShownCount | ShownNumber | None


@dataclass(frozen=True)
class ReleasedCohort:
    """A cohort as it may be shown, in persons, rounded or hidden (None).

    `months` are those with counts, `certain` those to which everybody was followed, and `open_end`
    says that nobody was followed to the last one: what it counts is as at the date of the data.
    """

    group: str
    year: int
    months: tuple[int, ...]
    certain: tuple[int, ...]
    open_end: bool
    tables: dict[str, Released]

    @property
    def size(self) -> Shown:
        """How many entered."""
        return self.tables[SIZE].shown(ENTERED, PERSONS)

    @property
    def otherwise(self) -> Shown:
        """How many had left for another reason at the date of the data."""
        return self.tables[NOW].shown(ENTERED, OTHER)

    def left(self, month: int) -> Shown:
        """How many had left by then for what was agreed."""
        return self.tables[COURSE].shown(month, LEFT)

    def unseen(self, month: int) -> Shown:
        """How many had not, and could not be followed so long: 0 where nobody can be."""
        return self.tables[COURSE].shown(month, UNSEEN)


def cohort_linked(counts: CohortCounts) -> Linked:
    """Return the counts of a cohort with what adds up, to go through the gate with others."""
    relations = list(_relations(counts))
    return Linked(_tables(counts), relations, (REST, FLOW, STILL), _empty(counts))


def as_released(counts: CohortCounts, passed: dict[str, Released]) -> ReleasedCohort:
    """Return the cohort of which this passed the gate."""
    months = _months(counts)
    certain = tuple(month for month in months if month in counts.unseen_none)
    ends = months[-1] in counts.unseen_all
    return ReleasedCohort(counts.group, counts.year, tuple(months), certain, ends, passed)


def _tables(counts: CohortCounts) -> dict[str, pd.DataFrame]:
    course, last = counts.by_month[[LEFT, UNSEEN]], counts.by_month.iloc[-1]
    still = counts.size - last[LEFT] - last[OTHER]
    return {
        SIZE: _one(PERSONS, counts.size),
        COURSE: course,
        NOW: _one(OTHER, last[OTHER]),
        REST: pd.DataFrame({FOLLOWED: counts.size - course.sum(axis=1)}),
        FLOW: course.diff().iloc[1:].astype("int64"),
        STILL: _one(PERSONS, still),
    }


def _one(name: str, count: int) -> pd.DataFrame:
    return pd.DataFrame({name: [int(count)]}, index=[ENTERED])


def _relations(counts: CohortCounts) -> Iterable[Relation]:
    whole: Cell = (SIZE, ENTERED, PERSONS)
    months = _months(counts)
    for month in months:
        parts = ((COURSE, month, LEFT), (COURSE, month, UNSEEN), (REST, month, FOLLOWED))
        yield Relation((whole,), parts)
    for before, month in pairwise(months):
        for part in (LEFT, UNSEEN):
            begin, flow = (COURSE, before, part), (FLOW, month, part)
            yield Relation(((COURSE, month, part),), (begin, flow))
    ends = ((COURSE, months[-1], LEFT), (NOW, ENTERED, OTHER), (STILL, ENTERED, PERSONS))
    yield Relation((whole,), ends)


def _empty(counts: CohortCounts) -> list[Cell]:
    """What is nobody in any cohort of that year at that date."""
    months = _months(counts)
    none = [month for month in months if month in counts.unseen_none]
    cells: list[Cell] = [(COURSE, month, UNSEEN) for month in none]
    cells += [(FLOW, month, UNSEEN) for month in none if month != months[0]]
    return cells + [(REST, month, FOLLOWED) for month in months if month in counts.unseen_all]


def _months(counts: CohortCounts) -> Sequence[int]:
    return [int(month) for month in counts.by_month.index]
