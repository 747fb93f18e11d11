"""Beschut werk to 2040: what 350 rests on, what it asks each year, and how sure it is.

The documents give one number for both municipalities around 2040 and, for one of them, a maximum in
the year of the agreement. How many leave each year is nowhere: it is an assumption, and everything
here hangs on it. Stocks are persons at the end of a year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model.runoff import LEVELS
from analysis.model.stockflow import (
    InflowDoubt,
    overdispersed,
    required_inflow,
    simulate_stock,
    steady_stock,
    stock_moments,
)
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.local_runoff import DRAWS
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

START_YEAR, TARGET_YEAR = 2023, 2040
START, TARGET = "D37", "K43"
"""A maximum for the first municipality alone; an expectation for both together."""

START_RULE = "D38"
START_FACTS = (START, START_RULE)
"""The maximum, and that it comes from the regulation of two years earlier."""

HOURS, FULL_WEEK, HOURS_FACTOR = "N20-uren", 37, "L428"
"""Hours a week in beschut werk, those of a full-time job, and the factor that the two make."""

PLACE_HOURS = "A27"

OUTFLOW, DOUBT, OTHER_START, FIRST_SHARE = "A21", "A22", "A23", "A24"
LAST_YEAR = 2060
"""The last year that a horizon can ask for; paths run until then."""

SHOWN_OUTFLOWS = (4.0, 6.0, 8.0, 10.0)
"""Outflow a year (%) at which the target is read back."""


@dataclass(frozen=True)
class BeschutNeed:
    """What the target asks and where a constant inflow leads.

    `paths` (draws, years) persons at the ends of `years`, start included; `stay`, `inflow` and
    `steady` by draw: the yearly chance to stay, what the target then asks, and where that inflow
    would end in the long run; `planned` the one inflow that the paths follow in the middle.
    """

    area: str
    years: Integers
    paths: Integers
    stay: Floats
    inflow: Floats
    steady: Floats
    planned: float
    start: Quantity
    target: Quantity
    provenance: Provenance

    def stock_in(self, year: int) -> Quantity:
        """Persons at the end of a year when the planned inflow goes on."""
        return self._spread(self.paths[:, year - START_YEAR].astype(float), "pers")

    @property
    def needed(self) -> Quantity:
        """Gross inflow a year (persons) that the target asks; the band is that of the outflow."""
        low, _, high = np.quantile(self.inflow, LEVELS)
        return Quantity(self.planned, "pers", self.provenance, float(low), float(high))

    def with_outflow(self, outflow: float) -> tuple[Quantity, Quantity]:
        """Persons in the target year and in balance, at the planned inflow and this outflow (%)."""
        stay = 1 - outflow / 100
        entries = np.full(TARGET_YEAR - START_YEAR, self.planned)
        mean, _ = stock_moments(self.start.value, stay, entries)
        ends = (float(mean[-1]), steady_stock(stay, self.planned))
        first, last = (Quantity.exact(value, "pers", self.provenance) for value in ends)
        return first, last

    @property
    def balance(self) -> Quantity:
        """Persons in balance in the long run, each outflow with the inflow that it asks."""
        low, middle, high = np.quantile(self.steady, LEVELS)
        return Quantity(float(middle), "pers", self.provenance, float(low), float(high))

    def table(self, until: int) -> pd.DataFrame:
        """Persons by year-end: jaar, midden (mean), laag and hoog (90%)."""
        shown = self.years <= until
        low, _, high = np.quantile(self.paths[:, shown], LEVELS, axis=0, method="inverted_cdf")
        middle = self.paths[:, shown].mean(axis=0)
        return pd.DataFrame(
            {"jaar": self.years[shown], "midden": middle, "laag": low, "hoog": high}
        )

    def _spread(self, values: Floats, unit: str) -> Quantity:
        low, _, high = np.quantile(values, LEVELS, method="inverted_cdf")
        return Quantity(float(values.mean()), unit, self.provenance, float(low), float(high))


def beschut_need(book: Workbook) -> BeschutNeed:
    """Return what the expected number asks of the area, and where it leads up to the horizon."""
    rng = np.random.default_rng([book.parameters.zaad, 31])
    drawn = assumed_draws(book, (OUTFLOW, OTHER_START, FIRST_SHARE), DRAWS, rng)
    stay = 1 - np.clip(drawn[OUTFLOW], 0.1, 99.9) / 100
    begin, goal = start_and_target(book, drawn)
    years = TARGET_YEAR - START_YEAR
    asked = np.array(
        [
            required_inflow(float(first), float(chance), float(last), years)
            for first, chance, last in zip(begin, stay, goal, strict=True)
        ]
    )
    start, target = stock_quantities(book)
    planned = required_inflow(
        start.value, 1 - book.number(OUTFLOW).value / 100, target.value, years
    )
    spread = book.number(DOUBT).value
    real = planned * rng.gamma(spread**-2, spread**2, DRAWS)
    paths = simulate_stock(
        np.round(begin),
        stay[:, None],
        np.broadcast_to(real[:, None], (DRAWS, LAST_YEAR - START_YEAR)),
        DRAWS,
        rng,
    )
    return BeschutNeed(
        book.parameters.gebied,
        START_YEAR + np.arange(LAST_YEAR - START_YEAR + 1),
        np.hstack([np.round(begin)[:, None].astype(np.int64), paths]),
        stay,
        asked,
        np.array(
            [steady_stock(float(s), float(entry)) for s, entry in zip(stay, asked, strict=True)]
        ),
        planned,
        start,
        target,
        need_provenance(book),
    )


def start_and_target(book: Workbook, drawn: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Return the area's start and target by draw: (draws,) each."""
    first, both = book.number(START).value, book.number(TARGET).value
    other, share = np.maximum(drawn[OTHER_START], 0), drawn[FIRST_SHARE]
    area, joint = book.parameters.gebied, book.area_of(TARGET)
    if area == joint:
        return first + other, np.full_like(other, both)
    if area == book.members(joint)[0]:
        return np.full_like(other, first), both * share
    return other, both * (1 - share)


def stock_quantities(book: Workbook) -> tuple[Quantity, Quantity]:
    """Return the area's start and target with their intervals (persons)."""
    first, both = book.number(START), book.number(TARGET)
    other, share = book.number(OTHER_START), book.number(FIRST_SHARE)
    area, joint = book.parameters.gebied, book.area_of(TARGET)
    if area == joint:
        return first + other, both
    if area == book.members(joint)[0]:
        return first, (both * share).in_unit("pers")
    rest = Quantity(1 - share.value, share.unit, share.provenance, 1 - share.high, 1 - share.low)
    return other, (both * rest).in_unit("pers")


def ramp_table(start: float, target: float, doubt: float) -> pd.DataFrame:
    """Return what each outflow asks to get from start to target, exactly.

    Columns uitstroom_pct, instroom (gross, persons a year), in_2030, stabiel (persons), sd_toeval
    (of 2040, chance alone) and marge (half the width of the 90% interval of 2040 when the inflow
    has the coefficient of variation `doubt`).
    """
    years = TARGET_YEAR - START_YEAR
    rows = []
    for outflow in SHOWN_OUTFLOWS:
        stay = 1 - outflow / 100
        inflow = required_inflow(start, stay, target, years)
        entries = np.full(years, inflow)
        mean, variance = stock_moments(start, stay, entries)
        _, wide = overdispersed(start, stay, entries, InflowDoubt(level=doubt))
        rows.append(
            (
                outflow,
                inflow,
                mean[2030 - START_YEAR - 1],
                steady_stock(stay, inflow),
                np.sqrt(variance[-1]),
                NORMAL_90 * np.sqrt(wide[-1]),
            )
        )
    columns = ["uitstroom_pct", "instroom", "in_2030", "stabiel", "sd_toeval", "marge"]
    return pd.DataFrame(rows, columns=columns)


NORMAL_90 = 1.6449
"""Standard deviations on either side that hold 90 % of a normal distribution."""


def need_provenance(book: Workbook) -> Provenance:
    """What the need of the area rests on."""
    start, target = stock_quantities(book)
    judged = assumption_provenance((OUTFLOW, DOUBT))
    facts = [book.number(name).provenance for name in START_FACTS]
    return combine([start.provenance, target.provenance, *facts, judged]).derived()
