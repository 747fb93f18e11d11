"""Which persons the agreements about candidates and the cohorts both count, by definition.

The agreements count who left within the year, the cohorts who left within so many months. All who
entered in a year had at least so much time by the end of a quarter, and at most so much: where the
one count holds the other whoever the persons are, it is told here, for a reader can subtract them.
Where neither holds the other (who left within 24 months, and who left in the first quarter) nothing
can be subtracted. The size of a cohort is the whole that an agreement takes its share of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.relations import Cell
from analysis.questions.monitor_candidates import GROEIEN, MATCHEN, WORK_MONTHS
from analysis.questions.monitor_cohort_counts import LEFT, UNSEEN, CohortCounts, after_months
from analysis.questions.monitor_cohort_gate import COURSE, ENTERED, FOLLOWED, PERSONS, SIZE
from analysis.questions.monitor_gate import REST, Counts, place_of
from analysis.questions.monitor_linked import Within, called

OUTFLOW, IN_TIME = "uitstroom", "binnen een half jaar"
"""The systems of agreements that share persons with cohorts."""

SITTING = {"G2a": -2, "G2b": -1}
"""The agreements on a cohort that was there already: how many years earlier it came in."""

NEW, TO_WORK = "G3", "M1"


@dataclass(frozen=True)
class Shared:
    """The agreements' counts by system, the ends of their quarters, and when people were seen.

    `alike` says that everybody was last seen on the same day.
    """

    systems: Mapping[str, Counts]
    ends: pd.Series[pd.Timestamp]
    year: int
    seen: pd.Timestamp
    alike: bool = True

    @property
    def last(self) -> str:
        """The last quarter."""
        return str(self.ends.index[-1])

    @property
    def complete(self) -> bool:
        """Whether the last quarter ends no earlier than people were seen."""
        return bool(self.ends.iloc[-1] >= self.seen)

    def cell(self, system: str, quarter: str, column: str) -> Cell:
        """A count of an agreement."""
        return called(system, place_of(self.systems[system], column)), quarter, column


def cohort_name(counts: CohortCounts) -> str:
    """How the tables of a cohort are called among others."""
    return f"{counts.group} {counts.year}"


def shared_counts(known: Shared, cohorts: Sequence[CohortCounts]) -> list[Within]:
    """Return what the cohorts share with the agreements, and these with each other."""
    found: list[Within] = []
    for counts in cohorts:
        if counts.group == GROEIEN and known.year - 2 <= counts.year <= known.year:
            found += [_size(known, counts), *_growing(known, counts)]
        if counts.group == MATCHEN and counts.year == known.year:
            found += _matching(known, counts)
    return [*found, *_agreements(known)]


def _agreements(known: Shared) -> Iterator[Within]:
    """Who of Matchen went to work in time left within the year; who had time came in before."""
    if IN_TIME not in known.systems:
        return
    quarters = [str(name) for name in known.ends.index]
    for quarter in quarters:
        others = known.cell(OUTFLOW, quarter, "MG1/overig")
        yield Within((others,), (known.cell(IN_TIME, quarter, TO_WORK),))
    for early, late in zip(quarters, quarters[WORK_MONTHS // 3 :], strict=False):
        entered = known.cell(IN_TIME, early, f"{TO_WORK}/instroom")
        yield Within((known.cell(IN_TIME, late, f"{TO_WORK}/van"),), (entered,), same=True)


def _size(known: Shared, counts: CohortCounts) -> Within:
    """The size of a cohort of Groeien is the whole of its agreement, when all have come in."""
    name = _agreement(known, counts)
    return Within(
        (_cohort(counts, SIZE, ENTERED, PERSONS),),
        (known.cell(OUTFLOW, known.last, f"{name}/van"),),
        same=_all_in(known, counts),
    )


def _all_in(known: Shared, counts: CohortCounts) -> bool:
    return bool(known.ends.iloc[-1] >= min(known.seen, pd.Timestamp(counts.year, 12, 31)))


def _growing(known: Shared, counts: CohortCounts) -> Iterator[Within]:
    """Who left by so many months, between who left by a quarter before and a quarter after."""
    moments = list(_moments(known, counts))
    first, last = (pd.Series([pd.Timestamp(f"{counts.year}-{day}")]) for day in ("01-01", "12-31"))
    for month in map(int, counts.by_month.index):
        left = (_cohort(counts, COURSE, month, LEFT),)
        soonest = after_months(first, month)[0]
        latest = min(after_months(last, month)[0], known.seen)
        before = [cells for end, cells in moments if min(end, known.seen) <= soonest]
        after = [cells for end, cells in moments if latest <= end]
        if before and after and before[-1] == after[0]:
            yield Within(left, after[0], same=True)
            continue
        if before:
            yield Within(left, before[-1])
        if after:
            yield Within(after[0], left)


def _moments(
    known: Shared, counts: CohortCounts
) -> Iterator[tuple[pd.Timestamp, tuple[Cell, ...]]]:
    """Until when who has left of a cohort is counted by the agreements, and by which cells."""
    name = _agreement(known, counts)
    if name == NEW:
        for quarter, end in known.ends.items():
            yield end, (known.cell(OUTFLOW, str(quarter), name),)
        return
    earlier = f"{name}/eerder"
    start = pd.Timestamp(known.year, 1, 1)
    yield start - pd.Timedelta(days=1), (known.cell(OUTFLOW, known.last, earlier),)
    for quarter, end in known.ends.items():
        so_far = (known.cell(OUTFLOW, str(quarter), column) for column in (earlier, name))
        yield end, tuple(so_far)


def _matching(known: Shared, counts: CohortCounts) -> Iterator[Within]:
    """Who entered Matchen in the year: to work within the term, and who is not so far yet."""
    if WORK_MONTHS not in counts.by_month.index:
        return
    left = _cohort(counts, COURSE, WORK_MONTHS, LEFT)
    if known.complete:
        yield Within((known.cell(OUTFLOW, known.last, "MG1/overig"),), (left,))
    if IN_TIME not in known.systems:
        return
    worked, entered, early, late = (
        known.cell(IN_TIME, known.last, f"{TO_WORK}{part}")
        for part in ("", "/instroom", "/nog niet", "/rest")
    )
    size = _cohort(counts, SIZE, ENTERED, PERSONS)
    yield Within((size,), (entered,), same=_all_in(known, counts))
    yield Within((left,), (worked,))
    if known.alike:
        followed, unseen = (
            _cohort(counts, table, WORK_MONTHS, column)
            for table, column in ((REST, FOLLOWED), (COURSE, UNSEEN))
        )
        yield Within((followed,), (late,), same=known.complete)
        # Who came in after the last quarter is in the cohort only, and not followed so long.
        yield Within((early, size), (entered, unseen))


def _agreement(known: Shared, counts: CohortCounts) -> str:
    names = {known.year + years: name for name, years in SITTING.items()}
    return names.get(counts.year, NEW)


def _cohort(counts: CohortCounts, table: str, row: str | int, column: str) -> Cell:
    return called(cohort_name(counts), table), row, column
