"""The agreements of which somebody filled in what was realised, by quarter: after the gate.

A number of persons, talks or placements and a share of persons pass as counts. Documents, routes,
formation and money are no persons and pass as they are. A mean over persons (a mark, a number of
months) is shown only when it is told on how many it rests.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.gate import protect
from analysis.frames import rows_of
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_candidates import quarter_ends
from analysis.questions.monitor_evidence import (
    Evidence,
    Measured,
    Nature,
    count_of,
    exactly,
    resting_on,
    share_of,
)
from analysis.questions.monitor_gate import Counts, release
from analysis.shown import ShownCount, ShownNumber, derived
from analysis.sources.monitor_checks import AGREEMENTS, MEANS, RESULTS, units_of
from analysis.sources.workbook import Workbook

COUNTED = ("pers", "gesprekken", "plaatsingen")
"""Units that are one person each time."""

SHARE, MONEY_SHARE = "pct", "pct_eur"
FLOW = "stroom"


def realised_measures(book: Workbook, known: frozenset[str]) -> list[Measured]:
    """Return what was filled in of the agreements that are not in `known`."""
    units = {row["id"]: units_of(row) for row in rows_of(book.table(AGREEMENTS))}
    table = book.table(RESULTS)
    table = table[table["kwartaal"].str.startswith(f"{CONTRACT_YEAR}-")].sort_values("kwartaal")
    # The unit decides the way through the gate: one that does not fit the agreement is not read.
    pairs = zip(table["afspraak"], table["eenheid"], strict=True)
    fits = np.array([unit in units[name] for name, unit in pairs], dtype=bool)
    table, found = table[fits], []
    for name, rows in table.groupby("afspraak", sort=False):
        if name not in known:
            found.append(_measured(str(name), rows.set_index("kwartaal")))
    return found


def _measured(agreement: str, rows: pd.DataFrame) -> Measured:
    rising = bool((rows["soort"] == FLOW).all())
    unit = str(rows["eenheid"].iloc[-1])
    rows = rows[rows["eenheid"] == unit]
    if rising:
        rows = _from_the_start(rows)
    reader = {SHARE: _share, MONEY_SHARE: _money}.get(unit, _mean if unit in MEANS else _plain)
    values = _count(rows, rising) if unit in COUNTED else reader(rows, rising)
    alone = _money(rows, rising=False) if unit == MONEY_SHARE and rising else {}
    shown_unit = SHARE if unit == MONEY_SHARE else unit
    return Measured(agreement, shown_unit, values, (RESULTS,), rising, alone=alone)


def _from_the_start(rows: pd.DataFrame) -> pd.DataFrame:
    """The quarters from the first one of the year on, up to one that is missing."""
    there = set(rows.index)
    year = list(quarter_ends(int(CONTRACT_YEAR)).index)
    return rows.loc[list(takewhile(lambda name: name in there, year))]


def _so_far(column: pd.Series, rising: bool) -> pd.Series:
    return column.cumsum() if rising else column


def _count(rows: pd.DataFrame, rising: bool) -> dict[str, Evidence | None]:
    filled = rows["waarde"].fillna(rows["teller"]).dropna().round().astype("int64")
    if filled.empty:
        return {}
    table = pd.DataFrame({"aantal": _so_far(filled, rising)})
    released = release(Counts(table, rising=("aantal",) if rising else ()))
    nature = Nature.COUNT if rising else Nature.STOCK
    return {str(name): count_of(released, str(name), "aantal", nature) for name in released.rows}


def _share(rows: pd.DataFrame, rising: bool) -> dict[str, Evidence | None]:
    filled = rows[["teller", "noemer"]].dropna().round().astype("int64")
    if filled.empty:
        return {}
    table = filled.cumsum() if rising else filled
    table = table.assign(rest=table["noemer"] - table["teller"])
    released = release(
        Counts(
            table,
            sums=(("noemer", ("teller", "rest")),),
            withheld=("rest",),
            rising=tuple(table.columns) if rising else (),
        )
    )
    return {str(name): share_of(released, str(name), "teller", "noemer") for name in released.rows}


def _money(rows: pd.DataFrame, rising: bool) -> dict[str, Evidence | None]:
    filled = rows[["teller", "noemer"]].dropna()
    table = filled.cumsum() if rising else filled
    released = protect(table, "norm")
    found: dict[str, Evidence | None] = {}
    for name in released.rows:
        spent, budget = released.shown(name, "teller"), released.shown(name, "noemer")
        if spent is not None and budget:
            found[str(name)] = exactly(derived(spent / budget, spent, budget), spent, budget)
    return found


def _plain(rows: pd.DataFrame, rising: bool) -> dict[str, Evidence | None]:
    filled = rows["waarde"].dropna()
    released = protect(pd.DataFrame({"waarde": _so_far(filled, rising)}), "norm")
    cells = {str(name): released.shown(name, "waarde") for name in released.rows}
    return {name: exactly(float(cell), cell) for name, cell in cells.items() if cell is not None}


def _mean(rows: pd.DataFrame, rising: bool) -> dict[str, Evidence | None]:
    filled = rows.dropna(subset=["waarde"])
    return {str(row["kwartaal"]): _one_mean(row) for row in rows_of(filled.reset_index())}


def _one_mean(row: dict[str, Any]) -> Evidence | None:
    """A mean that rests on the persons of `noemer`; hidden when they are few or not told."""
    if pd.isna(row["noemer"]):
        return None
    people = pd.DataFrame({"waarde": [int(row["noemer"])]}, index=["rij"])
    values = pd.DataFrame({"waarde": [float(row["waarde"])]}, index=["rij"])
    behind = release(Counts(people))
    whole = behind.shown("rij", "waarde")
    shown = protect(values, "euro", persons=people).shown("rij", "waarde")
    if not isinstance(whole, ShownCount) or not isinstance(shown, ShownNumber):
        return None
    return (
        resting_on(Nature.MEAN, shown, whole, behind)
        if row["eenheid"] == "cijfer"
        else exactly(float(shown), shown)
    )
