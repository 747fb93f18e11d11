"""Candidates through the privacy gate: the agreements and the cohorts together.

They count some of the same people, so who reads both could subtract what each hides. The other
agreements about candidates share nobody that can be subtracted and pass by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.errors import PrivacyError
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_candidates import (
    GROEIEN,
    MATCHEN,
    TO_WORK,
    Candidates,
    candidates,
    quarter_ends,
)
from analysis.questions.monitor_cohort_counts import (
    CohortCounts,
    Course,
    Courses,
    counts_of_people,
    counts_of_quarters,
)
from analysis.questions.monitor_cohort_gate import ReleasedCohort, as_released, cohort_linked
from analysis.questions.monitor_flows import candidate_counts
from analysis.questions.monitor_gate import SHOWN, Counts, linked_of
from analysis.questions.monitor_linked import Linked, Within, joined, part_of
from analysis.questions.monitor_quarters import quarter_counts
from analysis.questions.monitor_shared import IN_TIME, OUTFLOW, Shared, cohort_name, shared_counts
from analysis.released import Released
from analysis.sources.monitor_checks import COUNTS as QUARTERS
from analysis.sources.monitor_checks import JOURNEYS as PEOPLE
from analysis.sources.workbook import Workbook

COHORTS = 3
"""How many years of inflow are followed."""

GROWING_TERM, MATCHING_TERM = "D27-termijn", "D22"
"""Years that the agreement of Groeien gives its cohorts, and months that of Matchen gives."""

ALIKE = (OUTFLOW, IN_TIME)
"""The systems of agreements that pass together with the cohorts."""


@dataclass(frozen=True)
class CandidateCounts:
    """What is counted of candidates, before the gate: agreements by system, and the cohorts.

    `source` is the table that it comes from, `seen` the date or quarter of it as text.
    """

    systems: Mapping[str, Counts]
    cohorts: Sequence[CohortCounts]
    shared: Sequence[Within]
    source: str
    seen: str

    @property
    def linked(self) -> Linked:
        """What passes together."""
        parts = {name: linked_of(self.systems[name]) for name in ALIKE if name in self.systems}
        parts |= {cohort_name(one): cohort_linked(one) for one in self.cohorts}
        return joined(parts, self.shared)


@dataclass(frozen=True)
class ReleasedCandidates:
    """The same as it may be shown."""

    systems: Mapping[str, Released]
    cohorts: tuple[ReleasedCohort, ...]
    source: str
    seen: str


def courses_of(book: Workbook) -> Courses:
    """The years of the term of Groeien; the term of Matchen alone, and leaving for work alone.

    The agreement of Matchen counts work, that of Groeien other ways out too.
    """
    years, months = (int(book.number(name).value) for name in (GROWING_TERM, MATCHING_TERM))
    growing = Course(range(12, 12 * years + 1, 12))
    return {GROEIEN: growing, MATCHEN: Course((months,), (TO_WORK,))}


def released_candidates(book: Workbook) -> ReleasedCandidates:
    """Return what may be shown of candidates.

    What can't be protected is hidden as a whole. When that holds of agreements and cohorts
    together, the cohorts give way.
    """
    counts = candidate_total(book)
    alone = {
        name: linked_of(found).released_or_hidden()[SHOWN]
        for name, found in counts.systems.items()
        if name not in ALIKE
    }
    together = _together(counts)
    agreements = {name: part_of(together, name)[SHOWN] for name in ALIKE if name in counts.systems}
    cohorts = [as_released(one, part_of(together, cohort_name(one))) for one in counts.cohorts]
    return ReleasedCandidates(agreements | alone, tuple(cohorts), counts.source, counts.seen)


def _together(counts: CandidateCounts) -> dict[str, Released]:
    linked = counts.linked
    try:
        return linked.released()
    except PrivacyError:
        known = {name: linked_of(counts.systems[name]) for name in ALIKE if name in counts.systems}
        agreements = [one for one in counts.shared if _of_agreements(one, known)]
        return linked.hidden() | joined(known, agreements).released_or_hidden()


def _of_agreements(one: Within, known: Mapping[str, Linked]) -> bool:
    """Whether it is about agreements only."""
    return all(cell[0].partition(":")[0] in known for cell in (*one.whole, *one.part))


def candidate_total(book: Workbook) -> CandidateCounts:
    """Return what is counted: from the trajectories, or by quarter when there are none."""
    people, courses = candidates(book), courses_of(book)
    if people is not None:
        return _of_people(book, people, courses)
    table, counts = book.table(QUARTERS), quarter_counts(book)
    cohorts = _latest(counts_of_quarters(table, courses))
    if counts is None:
        return CandidateCounts({}, cohorts, [], QUARTERS, "")
    seen = str(table[["instroomkwartaal", "uitstroomkwartaal"]].max().max())
    last = pd.Period(seen.replace("-", ""), freq="Q").end_time.normalize()
    year = int(CONTRACT_YEAR)
    systems = {OUTFLOW: counts}
    known = Shared(systems, quarter_ends(year), year, last)
    return CandidateCounts(systems, cohorts, shared_counts(known, cohorts), QUARTERS, seen)


def _of_people(book: Workbook, people: Candidates, courses: Courses) -> CandidateCounts:
    table = book.table(PEOPLE)
    table = table[table["gemeente"].isin(people.rows["gemeente"])]
    systems = candidate_counts(people) if len(people.ends) else {}
    cohorts = _latest(counts_of_people(table, courses))
    days = people.rows["peildatum"]
    known = Shared(systems, people.ends, people.year, days.max(), days.nunique() == 1)
    shared = shared_counts(known, cohorts) if systems else []
    return CandidateCounts(systems, cohorts, shared, PEOPLE, str(table["peildatum"].max()))


def _latest(counts: Sequence[CohortCounts]) -> list[CohortCounts]:
    by_group: dict[str, list[CohortCounts]] = {}
    for item in counts:
        by_group.setdefault(item.group, []).append(item)
    return [item for found in by_group.values() for item in found[-COHORTS:]]
