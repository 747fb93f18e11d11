"""Where two tables tell something else of one agreement: a finding, told without the numbers.

Two published totals of nearly the same people can be subtracted, so only that they differ is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_evidence import Measured, count_of
from analysis.questions.monitor_gate import release
from analysis.questions.monitor_quarters import quarter_counts
from analysis.questions.monitor_realised import realised_measures
from analysis.sources.monitor_checks import COUNTS as BY_QUARTER
from analysis.sources.monitor_checks import JOURNEYS as CANDIDATES
from analysis.sources.monitor_checks import RESULTS as REALISED
from analysis.sources.workbook import Workbook

ROUTES = "werkleerroutes"
OUTFLOW, STARTED = "MG1", "G5"


@dataclass(frozen=True)
class Difference:
    """An agreement measured from the table `used`, of which `other` tells another number."""

    agreement: str
    used: str
    other: str


def differences(book: Workbook, found: Sequence[Measured]) -> tuple[Difference, ...]:
    """Return what two tables tell differently of the last quarter, by released numbers."""
    return (*_outflow(book, found), *_routes(book, found), *_filled_in(book, found))


def _outflow(book: Workbook, found: Sequence[Measured]) -> Iterator[Difference]:
    own, counts = _measured(found, OUTFLOW, CANDIDATES), quarter_counts(book)
    if own is None or counts is None:
        return
    released = release(counts)
    for quarter, value in reversed(list(own.values.items())):
        other = count_of(released, quarter, OUTFLOW)
        if value is not None and other is not None:
            if value.part != other.part:
                yield Difference(OUTFLOW, CANDIDATES, BY_QUARTER)
            return


def _routes(book: Workbook, found: Sequence[Measured]) -> Iterator[Difference]:
    own = _measured(found, STARTED, CANDIDATES)
    year = book.table(ROUTES)
    year = year[year["jaar"] == int(CONTRACT_YEAR)]
    last = own.values.get(f"{CONTRACT_YEAR}-Q4") if own is not None else None
    if last is None or year.empty:
        return
    started = protect(pd.DataFrame({STARTED: [int(year["gestart"].sum())]}, index=[ROUTES]))
    other = started.shown(ROUTES, STARTED)
    if other is not None and other != last.part:
        yield Difference(STARTED, CANDIDATES, ROUTES)


def _filled_in(book: Workbook, found: Sequence[Measured]) -> Iterator[Difference]:
    """What somebody filled in beside a table that gives it too."""
    own = {item.agreement: item for item in found if not item.part and REALISED not in item.tables}
    for other in realised_measures(book, frozenset(book.table(REALISED)["afspraak"]) - set(own)):
        mine = own[other.agreement]
        if mine.unit != other.unit:
            continue
        pairs = [(mine.values.get(name), value) for name, value in other.values.items()]
        if any(a and b and (a.part, a.whole) != (b.part, b.whole) for a, b in pairs):
            yield Difference(other.agreement, mine.tables[0], REALISED)


def _measured(found: Sequence[Measured], agreement: str, table: str) -> Measured | None:
    own = (item for item in found if item.agreement == agreement and not item.part)
    return next((item for item in own if table in item.tables), None)
