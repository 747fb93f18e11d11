"""How much of each year's inflow has left for work, school or self-employment, and the path to it.

The agreement speaks of the cohort as it began, so who leaves for another reason stays in it (a
competing risk). All that is computed here comes from the counts that passed the privacy gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.provenance import Basis, Provenance, combine
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_cohort_counts import (
    CohortCounts,
    Course,
    counts_of_people,
    counts_of_quarters,
)
from analysis.questions.monitor_cohort_gate import released_cohort
from analysis.questions.monitor_cohort_points import PATH, Cohort, cohort_of
from analysis.released import Released
from analysis.sources.workbook import Workbook

PEOPLE, QUARTERS = "trajecten", "traject_aantallen"
GROWING, MATCHING = "Groeien", "Matchen"
AGREED = {GROWING: "D27", MATCHING: "D21"}
"""Which share leaves within a term; that of Groeien is reached along a path of equal parts."""
NEW_INFLOW = "D30"
"""The same for who enters Groeien in the year of the contract."""
GROWING_TERM, MATCHING_TERM = "D27-termijn", "D22"
TO_WORK = ("werk",)
"""What the agreement of Matchen counts, where that of Groeien counts other ways out too."""
COHORTS = 3


@dataclass(frozen=True)
class CohortMonitor:
    """The cohorts of the groups; `source` is the table they come from."""

    cohorts: tuple[Cohort, ...]
    source: str
    seen: str
    provenance: Provenance

    @property
    def made_up(self) -> bool:
        """Whether the figures are (partly) an example."""
        return self.provenance.basis is Basis.VOORBEELD

    @property
    def by_quarter(self) -> bool:
        """Whether only counts by quarter were there, no trajectories with days."""
        return self.source == QUARTERS

    def of(self, group: str) -> tuple[Cohort, ...]:
        """The cohorts of one group, by year."""
        return tuple(cohort for cohort in self.cohorts if cohort.released.group == group)


def cohort_monitor(book: Workbook) -> CohortMonitor:
    """Return the cohorts of the last three years of inflow, of Groeien and of Matchen.

    From `trajecten` of the contract's municipality, or from `traject_aantallen` when that is empty;
    without any trajectories there are no cohorts. Raises `PrivacyError` for what can't be
    protected.
    """
    people = book.table(PEOPLE)
    source = PEOPLE if len(people) else QUARTERS
    courses = _courses(book)
    if source == PEOPLE:
        people = people[people["gemeente"] == book.area_of(AGREED[GROWING])]
        counts, seen = counts_of_people(people, courses), str(people["peildatum"].max())
    else:
        table = book.table(QUARTERS)
        counts = counts_of_quarters(table, courses)
        seen = str(table[["instroomkwartaal", "uitstroomkwartaal"]].max().max())
    norms = _norms(book, courses)
    cohorts = tuple(_cohort(item, norms) for item in _latest(counts))
    ids = [NEW_INFLOW, *AGREED.values(), GROWING_TERM, MATCHING_TERM]
    agreed = combine(book.number(name).provenance for name in ids)
    return CohortMonitor(cohorts, source, seen, (book.provenance(source) | agreed).derived())


def _courses(book: Workbook) -> dict[str, Course]:
    """The years of the term of Groeien; the term of Matchen alone, and leaving for work alone."""
    years, months = (int(book.number(name).value) for name in (GROWING_TERM, MATCHING_TERM))
    growing = Course(range(12, 12 * years + 1, 12))
    return {GROWING: growing, MATCHING: Course((months,), TO_WORK)}


def _norms(book: Workbook, courses: Mapping[str, Course]) -> dict[str, Released]:
    """What the path asks for by month (percent), by group and that of the new inflow."""
    named = {GROWING: AGREED[GROWING], MATCHING: AGREED[MATCHING], NEW_INFLOW: NEW_INFLOW}
    norms = {}
    for name, identifier in named.items():
        months = courses.get(name, courses[GROWING]).months
        agreed = [book.number(identifier).value * month / months[-1] for month in months]
        norms[name] = protect(pd.DataFrame({PATH: agreed}, index=list(months)), "norm")
    return norms


def _latest(counts: Iterable[CohortCounts]) -> list[CohortCounts]:
    by_group: dict[str, list[CohortCounts]] = {}
    for item in counts:
        by_group.setdefault(item.group, []).append(item)
    return [item for found in by_group.values() for item in found[-COHORTS:]]


def _cohort(counts: CohortCounts, norms: Mapping[str, Released]) -> Cohort:
    new = counts.group == GROWING and counts.year >= int(CONTRACT_YEAR)
    return cohort_of(released_cohort(counts), norms[NEW_INFLOW if new else counts.group])
