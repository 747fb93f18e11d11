"""Which record measures which agreement: all that is known of the contract's year, after the gate.

What a table gives goes before what somebody filled in. Without trajectories the counts by quarter
give the outflow, and whatever needs a date within a quarter is lost.
"""

from __future__ import annotations

from analysis.questions.monitor_candidate_gate import ReleasedCandidates, released_candidates
from analysis.questions.monitor_evidence import Evidence, Measured, count_of, share_of
from analysis.questions.monitor_realised import realised_measures
from analysis.questions.monitor_tables import table_measures
from analysis.released import Released
from analysis.sources.workbook import Workbook

SHARES = ("G2", "G2a", "G2b", "G3", "G4", "M1", "M2", "S1")
COUNTS = ("MG1", "G5", "G6b", "S4")
NOT_RISING = ("M2", "G2")
"""Of who is there at the end of the quarter, and since the cohort came in."""

PARTS = {"MG1/regulier": "regulier", "MG1/buig": "Aanvalsplan BUIG"}
NEEDS_DAYS = ("M1", "M2", "G4", "G5", "G6b", "S1", "S4")
"""What the counts by quarter can't give: a term in days or months, a beginning, a law."""


def measures(book: Workbook, candidates: ReleasedCandidates | None = None) -> list[Measured]:
    """Return every number of every agreement by quarter, in no order.

    `candidates` is what passed the gate of them, when that is known already.
    """
    passed = candidates or released_candidates(book)
    found = [*_of_candidates(passed), *table_measures(book)]
    known = frozenset(item.agreement for item in found)
    return [*found, *realised_measures(book, known)]


def _of_candidates(passed: ReleasedCandidates) -> list[Measured]:
    """What the trajectories give, or the counts by quarter when there are none."""
    return [item for one in passed.systems.values() for item in _measured(one, passed.source)]


def _measured(released: Released, table: str) -> list[Measured]:
    columns = [name for name in released.columns if isinstance(name, str)]
    shares = [
        Measured(name, "pct", _shares(released, name), (table,), name not in NOT_RISING)
        for name in SHARES
        if name in columns
    ]
    counts = [
        Measured(
            name.partition("/")[0],
            "pers",
            {str(row): count_of(released, str(row), name) for row in released.rows},
            (table,),
            rising=True,
            part=PARTS.get(name, ""),
        )
        for name in (*COUNTS, *PARTS)
        if name in columns
    ]
    return [*shares, *counts]


def _shares(released: Released, name: str) -> dict[str, Evidence | None]:
    """The share by quarter; a quarter in which nobody counts yet by definition is left out."""
    whole = f"{name}/van"
    return {
        str(row): share_of(released, str(row), name, whole)
        for row in released.rows
        if released.shown(row, whole) != 0
    }
