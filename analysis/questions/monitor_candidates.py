"""Who counts for the agreements about candidates, and what happened to them by quarter.

From the table with one row per trajectory. The contract is with one municipality, so candidates of
another one don't count. A term of months is one of calendar months: whoever came in on 31 January
had six months on 31 July; a term of weeks is one of days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.questions.contract import CONTRACT_YEAR
from analysis.sources.monitor_checks import JOURNEYS as TABLE
from analysis.sources.workbook import Workbook

AGREED = "D18"
"""The agreement on outflow: its area is the municipality that the contract is with."""

TO_WORK = "werk"
LEFT_WELL = (TO_WORK, "onderwijs", "zelfstandig")
"""Reasons that count as outflow to work, school or self-employment."""

PLAN_DAYS, WORK_MONTHS, SUPPORT_MONTHS = 42, 6, (6, 12)
"""Six weeks for a plan; half a year to work; half a year to a year of intensive support."""

MATCHEN, GROEIEN, NO_INTEGRATION, FORMER_LAW = "Matchen", "Groeien", "nee", "Wi2013"
DATES = ("peildatum", "instroom", "uitstroom", "plandatum", "lks_begin", "route_begin")


@dataclass(frozen=True)
class Candidates:
    """The trajectories that count, dates as dates, and the quarters that can be seen."""

    rows: pd.DataFrame
    ends: pd.Series[pd.Timestamp]
    year: int

    @property
    def start(self) -> pd.Timestamp:
        """The first day of the year."""
        return pd.Timestamp(self.year, 1, 1)

    def in_year(self, column: str, end: pd.Timestamp) -> pd.Series[bool]:
        """Of whom a date falls in the year and not after `end`."""
        dates = self.rows[column]
        return (dates >= self.start) & (dates <= end)

    @property
    def good(self) -> pd.Series[bool]:
        """Who left to work, school or self-employment, whenever."""
        return self.rows["reden"].isin(LEFT_WELL)

    def group(self, *names: str) -> pd.Series[bool]:
        """Who is in one of these groups."""
        return self.rows["groep"].isin(names)

    def entered(self, year: int) -> pd.Series[bool]:
        """Who came in during a year."""
        came: pd.Series[bool] = self.rows["instroom"].dt.year == year
        return came

    def left_within(self, months: int) -> pd.Series[bool]:
        """Who left no later than this many calendar months after coming in."""
        return self.rows["uitstroom"] <= self.rows["instroom"] + pd.DateOffset(months=months)

    def by_quarter(self, rules: Callable[[pd.Timestamp], Mapping[str, pd.Series]]) -> pd.DataFrame:
        """How many rows meet each rule at the end of each quarter."""
        rows = [{name: int(is_so.sum()) for name, is_so in rules(end).items()} for end in self.ends]
        return pd.DataFrame(rows, index=list(self.ends.index))


def quarter_ends(year: int) -> pd.Series[pd.Timestamp]:
    """The last day of each quarter, by its name (`2023-Q1`)."""
    days = pd.date_range(f"{year}-01-01", periods=4, freq="QE")
    return pd.Series(days, index=[f"{year}-Q{number}" for number in range(1, 5)])


def candidates(book: Workbook) -> Candidates | None:
    """Return the trajectories of the contract's municipality; None when the table is empty.

    Quarters that end after the table's own date are left out: nobody knows them yet.
    """
    table = book.table(TABLE)
    rows = table[table["gemeente"] == book.area_of(AGREED)].reset_index(drop=True)
    if rows.empty:
        return None
    for column in DATES:
        rows[column] = pd.to_datetime(rows[column].replace("", pd.NA), format="%Y-%m-%d")
    year = int(CONTRACT_YEAR)
    ends = quarter_ends(year)
    return Candidates(rows, ends[ends <= rows["peildatum"].max()], year)
