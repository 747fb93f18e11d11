"""From trajectories, of people or of quarters, to how many of a cohort had left by each month.

A cohort is who entered a group in one calendar year. Entry counts from the beginning of its day and
the date of the data to the end of it, so that who entered on 1 January 2021 was followed 36 months
on 31 December 2023. Nothing here has passed the privacy gate: only `monitor_cohorts` sees it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

REACHED = ("werk", "onderwijs", "zelfstandig")
"""Reasons of leaving that the agreements count: work, education, self-employment."""


class Course(NamedTuple):
    """What is looked at in a group: at which months, and which reasons of leaving count."""

    months: Sequence[int]
    reasons: Sequence[str] = REACHED


Courses: TypeAlias = Mapping[str, Course]
"""By group."""

LEFT, OTHER, UNSEEN = "werk", "anders", "ongezien"
QUARTERS, QUARTER = 4, 3
"""Quarters in a year, and months in a quarter."""


@dataclass(frozen=True)
class CohortCounts:
    """One cohort, in persons: its size, and by month who left, left otherwise and were last seen.

    `by_month` has a row for each month, cumulative; who left otherwise counts as followed to the
    date of the data. `unseen_none` are the months in which nobody can have been last seen, and
    `unseen_all` those to which nobody can have been followed, whoever the persons are.
    """

    group: str
    year: int
    size: int
    by_month: pd.DataFrame
    unseen_none: tuple[int, ...]
    unseen_all: tuple[int, ...]


def after_months(days: pd.Series[pd.Timestamp], months: int) -> pd.Series[pd.Timestamp]:
    """The same day of the month so many calendar months later, or the last day of that month."""
    first = days.to_numpy().astype("datetime64[M]")
    late = first + np.timedelta64(months, "M")
    day = days.to_numpy().astype("datetime64[D]") - first.astype("datetime64[D]")
    last = (late + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    return pd.Series(np.minimum(late.astype("datetime64[D]") + day, last), index=days.index)


def counts_of_people(people: pd.DataFrame, courses: Courses) -> list[CohortCounts]:
    """Return the cohorts of `trajecten`: columns groep, instroom, uitstroom, reden and peildatum.

    Dates are text (ISO), empty where there is none; `courses` says how each group is looked at.
    Who entered after the date of the data, and groups without a course, are left out. Leaving after
    that date has not happened yet.
    """
    table = pd.DataFrame(
        {
            "group": people["groep"],
            "reason": people["reden"],
            **{
                name: pd.to_datetime(people[column], format="%Y-%m-%d")
                for name, column in (
                    ("entry", "instroom"),
                    ("left", "uitstroom"),
                    ("seen", "peildatum"),
                )
            },
        }
    )
    table["left"] = table["left"].where(table["left"] <= table["seen"])
    table = table[table["group"].isin(courses) & (table["entry"] <= table["seen"])]
    ends = (table["seen"].min(), table["seen"].max())
    found = table.groupby(["group", table["entry"].dt.year], sort=True)
    return [
        _of_people(rows, str(group), int(str(year)), ends, courses[str(group)])
        for (group, year), rows in found
    ]


def _of_people(
    rows: pd.DataFrame,
    group: str,
    year: int,
    ends: tuple[pd.Timestamp, pd.Timestamp],
    course: Course,
) -> CohortCounts:
    grid, rows = course.months, _judged(rows, course)
    first, last = (pd.Series(pd.to_datetime([f"{year}-{day}"])) for day in ("01-01", "12-31"))
    none = tuple(month for month in grid if after_months(last, month)[0] <= ends[0])
    every = tuple(month for month in grid if after_months(first, month)[0] > ends[1])
    table = [_at(rows, month) for month in _until(grid, every)]
    by_month = pd.DataFrame(table, index=list(_until(grid, every)), dtype="int64")
    return CohortCounts(group, year, len(rows), by_month, none, every[:1])


def _judged(rows: pd.DataFrame, course: Course) -> pd.DataFrame:
    return rows.assign(reached=rows["reason"].isin(course.reasons))


def _at(rows: pd.DataFrame, month: int) -> dict[str, int]:
    due = after_months(rows["entry"], month)
    gone, reached = (rows["left"] <= due).to_numpy(bool), rows["reached"].to_numpy(bool)
    unseen = (due > rows["seen"]).to_numpy(bool)
    return {
        LEFT: int((gone & reached).sum()),
        OTHER: int((gone & ~reached).sum()),
        UNSEEN: int((unseen & ~(gone & reached)).sum()),
    }


def _until(grid: Sequence[int], every: Sequence[int]) -> tuple[int, ...]:
    """The months of a grid up to the first one to which nobody was followed, and that one too."""
    return tuple(month for month in grid if month not in every[1:])


def counts_of_quarters(table: pd.DataFrame, courses: Courses) -> list[CohortCounts]:
    """Return the cohorts of `traject_aantallen`: columns groep, two quarters, reden and pers.

    People are taken to enter and leave half-way through a quarter: of who leaves exactly so many
    quarters later half had left by then (half a person up). The date of the data is the end of the
    last quarter in the table. Months are whole quarters; otherwise as `counts_of_people`.
    """
    entry, left = _quarter(table["instroomkwartaal"]), _quarter(table["uitstroomkwartaal"])
    if table.empty:
        return []
    newest = int(np.fmax(entry, left).max())
    counted = pd.DataFrame(
        {
            "group": table["groep"],
            "year": (entry // QUARTERS).astype("int64"),
            "stay": left - entry,
            "follow": newest - entry,
            "reason": table["reden"],
            "pers": table["pers"].astype("int64"),
        }
    )
    found = counted[counted["group"].isin(courses)].groupby(["group", "year"], sort=True)
    return [
        _of_quarters(
            rows,
            str(group),
            int(str(year)),
            newest - QUARTERS * int(str(year)),
            courses[str(group)],
        )
        for (group, year), rows in found
    ]


def _of_quarters(
    rows: pd.DataFrame, group: str, year: int, newest: int, course: Course
) -> CohortCounts:
    """A cohort of which the first quarter is 0 and the newest one in the data `newest`."""
    grid, rows = course.months, _judged(rows, course)
    none = tuple(month for month in grid if newest - (QUARTERS - 1) >= month // QUARTER)
    every = tuple(month for month in grid if newest < month // QUARTER)
    months = _until(grid, every)
    by_month = pd.DataFrame(
        [_in_quarters(rows, month // QUARTER) for month in months], index=list(months)
    )
    return CohortCounts(group, year, int(rows["pers"].sum()), by_month, none, every[:1])


def _in_quarters(rows: pd.DataFrame, quarter: int) -> dict[str, int]:
    gone = [_half_up(rows, part, quarter) for part in (rows["reached"], ~rows["reached"])]
    at_end = rows["pers"].where(rows["follow"] < quarter, 0).sum()
    before = rows["pers"].where(rows["reached"] & rows["stay"].notna(), 0)
    reached = before.where(rows["follow"] < quarter, 0).sum()
    return {LEFT: gone[0], OTHER: gone[1], UNSEEN: int(at_end - reached)}


def _half_up(rows: pd.DataFrame, part: pd.Series[bool], quarter: int) -> int:
    """How many of a part left within so many quarters."""
    persons = rows["pers"].where(part, 0)
    before, same = rows["stay"] < quarter, rows["stay"] == quarter
    return int(persons.where(before, 0).sum() + (persons.where(same, 0).sum() + 1) // 2)


def _quarter(text: pd.Series[str]) -> pd.Series[float]:
    """Quarters since the year 0, NaN where there is none: `2021-Q1` is 8084."""
    parts = text.str.extract(r"^(\d{4})-Q([1-4])$").astype(float)
    return parts[0] * QUARTERS + parts[1] - 1
