"""How many agreements are what, as numbers in a sentence and the words that go with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from analysis.frames import rows_of
from analysis.model.agreement_verdicts import Verdict
from analysis.present.claim import Number
from analysis.provenance import Quantity
from analysis.questions.monitor import Monitor
from analysis.shown import ShownNumber

MANY = 1000.0
"""The sentences count: they hold for every number of agreements."""


def counted(monitor: Monitor, count: ShownNumber, *tables: str) -> Number:
    """A number of agreements or data in a sentence that holds whatever it is."""
    rests_on = monitor.book.provenance(*tables).derived() if tables else monitor.provenance
    return Number(Quantity.exact(count, "aantal", rests_on), (0, MANY), bare=True)


def by_number(rows: pd.DataFrame, none: str, one: str, more: str) -> str:
    """The words for so many rows."""
    return (none, one)[len(rows)] if len(rows) < 2 else more


def if_any(monitor: Monitor, **rows: pd.DataFrame) -> dict[str, Number]:
    """The numbers of these rows, but for those of which there are none: these are told in words."""
    return {
        name: counted(monitor, monitor.count(found)) for name, found in rows.items() if len(found)
    }


def with_verdict(monitor: Monitor, verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """The lines of the last quarter with one of these verdicts."""
    return lines_where(monitor, lambda row: row["oordeel"] in verdicts)


def lines_where(monitor: Monitor, rule: Callable[[dict[str, Any]], bool]) -> pd.DataFrame:
    """The lines of the last quarter for which a rule holds."""
    return monitor.now[[rule(row) for row in rows_of(monitor.now)]]
