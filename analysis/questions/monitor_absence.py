"""Absence through illness by month in a control chart: what stands out, and what chance explains.

A day is no independent trial: who is ill today is likely so tomorrow. So the limits are Laney's,
which take from the months themselves how much they vary; a chart that counts days as draws would
call nearly every month a signal, and one that counts people nearly none.

Absence is a share of days, not a number of persons. It passes the gate as an amount that rests on
persons: the days off on at least so many as would be off all month, the days available on all. One
of them is hidden when that is less than the threshold, and so the share. Days and heads themselves
are not shown: available days divided by those of the month would give the heads exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.frames import rows_of
from analysis.model.control_chart import laney_chart, signals
from analysis.provenance import Provenance, Quantity
from analysis.questions.monitor_days import AVAILABLE, OFF, released_days
from analysis.released import THRESHOLD, Released, ShownNumber, derived, shown_rows
from analysis.sources.workbook import Workbook

TABLE, GROUP, AGREED = "verzuim", "Wsw", "D15"
HEADS = "pers"
DECIMALS = 1
NOTHING: dict[str, Any] = {
    "midden": None,
    "onder": None,
    "boven": None,
    "buiten": None,
    "reeks": None,
}
FEWEST = 12
"""Months below which a chart has no limits to speak of."""


@dataclass(frozen=True)
class AbsenceMonitor:
    """Absence by month and by year: percentages of the days available, None where hidden.

    `months` has columns maand, aandeel, midden, onder, boven, buiten and reeks (dtype object; the
    middle and limits are None for fewer than `FEWEST` months; reeks is the number of the run that a
    month is in, 0 for none); `years` has jaar, aandeel, pers (mean over the months, rounded) and
    maanden.
    """

    months: pd.DataFrame
    years: pd.DataFrame
    group: str
    norm: Quantity
    shown_norm: ShownNumber
    provenance: Provenance

    @property
    def made_up(self) -> bool:
        """Whether the figures are (partly) an example."""
        return self.provenance.made_up

    @property
    def outside(self) -> tuple[str, ...]:
        """The months beyond the limits (2023-01)."""
        return tuple(str(row["maand"]) for row in rows_of(self.months) if row["buiten"])

    @property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """The months of each run on one side of the middle."""
        found: dict[int, list[str]] = {}
        for row in rows_of(self.months):
            if row["reeks"]:
                found.setdefault(row["reeks"], []).append(str(row["maand"]))
        return tuple(tuple(months) for months in found.values())


def absence_monitor(book: Workbook, group: str = GROUP) -> AbsenceMonitor | None:
    """Return the absence of a group (`Wsw`) by month; None when the table has no such group."""
    table = book.table(TABLE)
    table = table[table["groep"] == group].sort_values("maand").set_index("maand")
    if table.empty:
        return None
    norm = book.number(AGREED)
    released = released_days(table, table[HEADS])
    shown_norm = protect(pd.DataFrame({"norm": [norm.value]}), "norm").shown(0, "norm")
    assert isinstance(shown_norm, ShownNumber)
    return AbsenceMonitor(
        _charted(released),
        _by_year(table),
        group,
        norm,
        shown_norm,
        (book.provenance(TABLE) | norm.provenance).derived(),
    )


def _share(released: Released, row: str | int) -> ShownNumber | None:
    """The percentage of days off; rounded, for from more decimals the days could be had back."""
    off, available = released.shown(row, OFF), released.shown(row, AVAILABLE)
    if off is None or available is None:
        return None
    return derived(round(100 * off / available, DECIMALS), off, available)


def _charted(released: Released) -> pd.DataFrame:
    """The months with their limits, and whether they stand out."""
    names = [str(name) for name in released.rows]
    rows = [{"maand": name, "aandeel": _share(released, name)} | NOTHING for name in names]
    known = [row for row in rows if row["aandeel"] is not None]
    if len(known) >= FEWEST:
        parents = tuple(row["aandeel"] for row in known)
        # All months with as many units: how many makes no difference to these limits, and the
        # heads differ little.
        chart = laney_chart([float(share) / 100 for share in parents], [1.0] * len(known))
        found = zip(known, rows_of(chart), rows_of(signals(chart)), strict=True)
        for row, line, out in found:
            for column, name in (("midden", "centre"), ("onder", "lower"), ("boven", "upper")):
                row[column] = derived(100 * line[name], *parents)
            row |= {"buiten": bool(out["outside"]), "reeks": int(out["run"])}
    return shown_rows(rows)


def _by_year(table: pd.DataFrame) -> pd.DataFrame:
    """The share of each year, and the mean number of heads over its months."""
    years = table.index.str[:4].astype(int)
    totals = table.groupby(years)[[OFF, AVAILABLE]].sum()
    heads = table.groupby(years)[[HEADS]].mean().round().astype("int64")
    months = table.groupby(years).size()
    least = table.groupby(years)[HEADS].min()
    released = released_days(totals, least)
    # A mean of the year beside those of the quarters would betray a quarter with few people.
    shown = protect(heads.where(least >= THRESHOLD, 0))
    rows = [
        {
            "jaar": int(year),
            "aandeel": _share(released, int(year)),
            HEADS: shown.shown(int(year), HEADS),
            "maanden": int(months[year]),
        }
        for year in totals.index
    ]
    return shown_rows(rows)
