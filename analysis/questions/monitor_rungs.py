"""W1: which share of the Wsw employees works on which rung of the ladder, after the gate.

The benchmark is not in the contract, so nothing is judged.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.model.agreement_verdicts import share_margin
from analysis.questions.monitor_evidence import share_of
from analysis.questions.monitor_wsw_gate import (
    ALL,
    LADDER,
    RUNGS,
    TABLE,
    last_day,
    released_wsw,
)
from analysis.released import Released
from analysis.shown import derived, shown_rows
from analysis.sources.workbook import Workbook


@dataclass(frozen=True)
class Rungs:
    """The rungs on one day: columns trede, personen, deel, laag, hoog (percent; None is hidden)."""

    rows: pd.DataFrame
    day: str
    released: Released

    @property
    def quarter(self) -> str:
        """The quarter in which the day falls."""
        return f"{self.day[:4]}-Q{(int(self.day[5:7]) + 2) // 3}"


def rungs(book: Workbook) -> Rungs | None:
    """Return the shares by rung on the last day that is told; None when the table is empty."""
    if book.table(TABLE).empty:
        return None
    day, released = last_day(book), released_wsw(book)[RUNGS]
    return Rungs(shown_rows([_row(released, day, name) for name in LADDER]), day, released)


def _row(released: Released, day: str, rung: str) -> dict[str, object]:
    row: dict[str, object] = {"trede": rung, "personen": released.shown(day, rung)}
    found = share_of(released, day, rung, ALL)
    if found is None:
        return row | {"deel": None, "laag": None, "hoog": None}
    margin = share_margin(found.part, found.whole, found.parts, found.wholes)
    ends = {"deel": margin.value, "laag": margin.low, "hoog": margin.high}
    return row | {name: derived(100 * end, *found.parents) for name, end in ends.items()}
