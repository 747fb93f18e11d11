"""How complete the registration is on which the agreements rest (agreement A6), after the gate.

A share that may be shown says it itself. Where it is hidden because nearly everything, or nearly
nothing, was filled in, the gate may still say on which side of `ENOUGH` it lies (`side_of`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.disclosure.sides import ABOVE, side_of
from analysis.frames import rows_of
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_evidence import Evidence, Measured, exactly
from analysis.questions.monitor_gate import Counts, Sum, release
from analysis.released import THRESHOLD, Released, rounded_share
from analysis.shown import ShownCount, ShownText, derived, shown_rows
from analysis.sources.workbook import Workbook

TABLE = "registratie"
ENOUGH = "A47"
"""The share of the records from which the registration is complete enough for a firm verdict."""

WITH_RECORDS = "A6"
"""The agreement that the registration is good enough: measured by the registration itself."""


class Complete(StrEnum):
    """Whether a datum is filled in often enough."""

    YES = "volledig genoeg"
    NO = "onvolledig"
    UNKNOWN = "niet te zeggen"


@dataclass(frozen=True)
class Registration:
    """What is filled in by datum and quarter, and what that means for each agreement.

    Columns of `rows`: systeem, gegeven, kwartaal, afspraken (ids), ingevuld, totaal, deel (percent;
    all three None when hidden), kant (what the gate says of a hidden one) and stand (`Complete`).
    """

    rows: pd.DataFrame
    released: Released | None

    @cached_property
    def _listed(self) -> list[dict[str, Any]]:
        return rows_of(self.rows)

    def of(self, agreement: str, quarter: str) -> Complete | None:
        """The worst state of what an agreement hangs on; None when nothing is told of it."""
        states = {
            row["stand"]
            for row in self._listed
            if row["kwartaal"] == quarter and agreement in row["afspraken"]
        }
        worst = (state for state in (Complete.NO, Complete.UNKNOWN, Complete.YES))
        return next((state for state in worst if state in states), None)

    def lacking(self, quarter: str) -> list[str]:
        """The data that are not filled in often enough, in the order of the table."""
        return [
            row["gegeven"]
            for row in self._listed
            if row["kwartaal"] == quarter and row["stand"] is Complete.NO
        ]


def registration(book: Workbook) -> Registration:
    """Return how complete the registration is; without rows when nobody filled it in."""
    table = book.table(TABLE)
    table = table[table["kwartaal"].str.startswith(f"{CONTRACT_YEAR}-")]
    if table.empty:
        return Registration(shown_rows([]), None)
    names = list(dict.fromkeys(zip(table["systeem"], table["gegeven"], strict=True)))
    released = release(_counts(table))
    enough = book.number(ENOUGH).value / 100
    rows = [_row(row, released, enough) for row in rows_of(table)]
    order = {name: place for place, name in enumerate(names)}
    rows.sort(key=lambda row: (order[row["systeem"], row["gegeven"]], row["kwartaal"]))
    return Registration(shown_rows(rows), released)


def records(full: Registration) -> list[Measured]:
    """A6 by the share of the data that is filled in often enough: of data, not of persons."""
    if full.released is None:
        return []
    values: dict[str, Evidence | None] = {}
    for quarter, rows in full.rows.groupby("kwartaal"):
        enough = [state is Complete.YES for state in rows["stand"]]
        known = [one for name in ("deel", "kant") for one in rows[name] if one is not None]
        share = derived(sum(enough) / len(enough), full.released, *known)
        values[str(quarter)] = exactly(share, share)
    return [Measured(WITH_RECORDS, "pct", values, (TABLE,))]


def _counts(table: pd.DataFrame) -> Counts:
    """One row with all counts: each datum and quarter is a column, and equal wholes are tied.

    Where one side is small it is always the part that is hidden and never the whole: which of the
    two goes would else tell how small.
    """
    cells: dict[str, int] = {}
    sums: list[Sum] = []
    withheld: list[str] = []
    first: dict[tuple[str, int], str] = {}
    for row in rows_of(table):
        name, filled, whole = row["id"], int(row["ingevuld"]), int(row["totaal"])
        cells |= {f"vol/{name}": filled, f"van/{name}": whole, f"rest/{name}": whole - filled}
        sums.append((f"van/{name}", (f"vol/{name}", f"rest/{name}")))
        withheld.append(f"rest/{name}")
        if min(filled, whole - filled) < THRESHOLD:
            withheld.append(f"vol/{name}")
        same = first.setdefault((row["kwartaal"], whole), name)
        if same != name:
            # As many records are as a rule the same ones: what hides one number hides both.
            sums.append((f"van/{name}", (f"van/{same}",)))
    return Counts(pd.DataFrame([cells], index=[CONTRACT_YEAR]), sums=sums, withheld=withheld)


def _row(row: dict[str, Any], released: Released, enough: float) -> dict[str, Any]:
    names = (f"{name}/{row['id']}" for name in ("vol", "van"))
    filled, whole = (
        released.shown(CONTRACT_YEAR, name) if name in released.columns else None for name in names
    )
    share, side = None, None
    if isinstance(filled, ShownCount) and isinstance(whole, ShownCount):
        share = rounded_share(filled, whole, released.threshold, released.base)
    if share is None:
        counts = int(row["ingevuld"]), int(row["totaal"])
        side = side_of(released, CONTRACT_YEAR, f"van/{row['id']}", counts, enough)
    return {
        "systeem": row["systeem"],
        "gegeven": row["gegeven"],
        "kwartaal": row["kwartaal"],
        "afspraken": tuple(row["afspraken"].split(";")),
        "ingevuld": filled if share is not None else None,
        "totaal": whole,
        "deel": share,
        "kant": side,
        "stand": _state(share, side, enough),
    }


def _state(share: float | None, side: ShownText | None, enough: float) -> Complete:
    """The state from the shown share, or from the words that passed the gate."""
    if share is None and side is None:
        return Complete.UNKNOWN
    above = side == ABOVE if share is None else share >= 100 * enough
    return Complete.YES if above else Complete.NO
