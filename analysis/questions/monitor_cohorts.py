"""How much of each year's inflow has left for work, school or self-employment, and the path to it.

The agreement speaks of the cohort as it began, so who leaves for another reason stays in it (a
competing risk). All that is computed here comes from the counts that passed the privacy gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.provenance import Provenance, combine
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_candidate_gate import (
    GROWING_TERM,
    MATCHING_TERM,
    ReleasedCandidates,
    courses_of,
    released_candidates,
)
from analysis.questions.monitor_candidates import GROEIEN as GROWING
from analysis.questions.monitor_candidates import MATCHEN as MATCHING
from analysis.questions.monitor_cohort_gate import ReleasedCohort
from analysis.questions.monitor_cohort_points import PATH, Cohort, cohort_of
from analysis.released import Released
from analysis.sources.monitor_checks import COUNTS as QUARTERS
from analysis.sources.workbook import Workbook

__all__ = ["GROWING", "MATCHING", "CohortMonitor", "cohort_monitor"]

AGREED = {GROWING: "D27", MATCHING: "D21"}
"""Which share leaves within a term; that of Groeien is reached along a path of equal parts."""
NEW_INFLOW = "D30"
"""The same for who enters Groeien in the year of the contract."""


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
        return self.provenance.made_up

    @property
    def by_quarter(self) -> bool:
        """Whether only counts by quarter were there, no trajectories with days."""
        return self.source == QUARTERS

    def of(self, group: str) -> tuple[Cohort, ...]:
        """The cohorts of one group, by year."""
        return tuple(cohort for cohort in self.cohorts if cohort.released.group == group)


def cohort_monitor(book: Workbook, candidates: ReleasedCandidates | None = None) -> CohortMonitor:
    """Return the cohorts of the last three years of inflow, of Groeien and of Matchen.

    From `trajecten` of the contract's municipality, or from `traject_aantallen` when that is empty;
    without any trajectories there are no cohorts. What can't be protected is hidden. `candidates`
    is what passed the gate of them, when that is known already.
    """
    passed = candidates or released_candidates(book)
    norms = _norms(book)
    cohorts = tuple(_cohort(item, norms) for item in passed.cohorts)
    ids = [NEW_INFLOW, *AGREED.values(), GROWING_TERM, MATCHING_TERM]
    agreed = combine(book.number(name).provenance for name in ids)
    provenance = (book.provenance(passed.source) | agreed).derived()
    return CohortMonitor(cohorts, passed.source, passed.seen, provenance)


def _norms(book: Workbook) -> dict[str, Released]:
    """What the path asks for by month (percent), by group and that of the new inflow."""
    courses = courses_of(book)
    named = {GROWING: AGREED[GROWING], MATCHING: AGREED[MATCHING], NEW_INFLOW: NEW_INFLOW}
    norms = {}
    for name, identifier in named.items():
        months = courses.get(name, courses[GROWING]).months
        agreed = [book.number(identifier).value * month / months[-1] for month in months]
        norms[name] = protect(pd.DataFrame({PATH: agreed}, index=list(months)), "norm")
    return norms


def _cohort(passed: ReleasedCohort, norms: Mapping[str, Released]) -> Cohort:
    new = passed.group == GROWING and passed.year >= int(CONTRACT_YEAR)
    return cohort_of(passed, norms[NEW_INFLOW if new else passed.group])
