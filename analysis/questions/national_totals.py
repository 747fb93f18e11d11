"""The national totals of the Wsw as published, and what they measure of the year-end stocks.

Stocks are in arbeidsjaren at the end of a year. The published yearly average is the mean of the two
ends times a factor, which the years with both ends published show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model.calibration import Measurement
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

BASE_YEAR = 2015
"""The first year-end without inflow."""

AVERAGE, YEAR_END = "wsw_arbeidsjaren_gemiddeld", "wsw_arbeidsjaren_ultimo"

SHORTFALL = "wsw_arbeidsjaren_onder_verwachting"
"""How far the average lay below what was expected at the start of the Participatiewet."""

PUBLISHED_ERROR = 0.0015
"""Relative error of a published total: definitions, corrections and the average's factor."""


@dataclass(frozen=True)
class Points:
    """Published totals: columns soort (series), jaar, getal, id; and the average's `factor`."""

    table: pd.DataFrame
    factor: float

    def known(self, kind: str | None = None, years: tuple[int, ...] = ()) -> Points:
        """The points of one kind, or in these years."""
        rows = self.table
        rows = rows[rows["soort"] == kind] if kind else rows
        return Points(rows[rows["jaar"].isin(years)] if years else rows, self.factor)

    def measurement(self, years: int) -> Measurement:
        """The points as measurements of the stocks of the base year and `years` years after."""
        rows = [
            self.average_row(int(year), years)
            if kind == AVERAGE
            else _unit(int(year) - BASE_YEAR, years)
            for kind, year in zip(self.table["soort"], self.table["jaar"], strict=True)
        ]
        values = self.table["getal"].to_numpy(dtype=float)
        return Measurement(np.array(rows), values, np.diag((PUBLISHED_ERROR * values) ** 2))

    def average_row(self, year: int, years: int) -> Floats:
        """What the yearly average is of the stocks at the two ends."""
        ends = _unit(year - BASE_YEAR - 1, years) + _unit(year - BASE_YEAR, years)
        return ends * self.factor / 2


def published_points(book: Workbook) -> Points:
    """Return the published arbeidsjaren, with the factor between average and ends of the year."""
    rows = pd.concat(
        [book.series(name).assign(soort=name) for name in (YEAR_END, AVERAGE)], ignore_index=True
    )
    rows["jaar"] = rows["periode"].astype(int)
    wide = rows.pivot(index="jaar", columns="soort", values="getal")
    ends = (wide[YEAR_END] + wide[YEAR_END].shift()) / 2
    consecutive = wide.index.to_series().diff() == 1
    factor = float((wide[AVERAGE] / ends)[consecutive].mean())
    return Points(rows[["soort", "jaar", "getal", "id", "basis"]], factor)


def in_year(book: Workbook, series: str, year: int) -> float:
    """Return one value of a national series; `IndexError` when that year is not published."""
    rows = book.series(series)
    return float(rows.loc[rows["periode"] == str(year), "getal"].iloc[0])


def _unit(place: int, years: int) -> Floats:
    row = np.zeros(years + 1)
    row[place] = 1
    return row
