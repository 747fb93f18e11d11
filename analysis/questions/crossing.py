"""The Wsw going down and beschut werk coming up: when they cross, and what it does to the building.

Inside means at KonnecteD itself, not posted with an employer. Which part works inside is known for
the Netherlands only, so it is an assumption here; so is that both parts stay as they are. How many
places the building has is not known: what is inside in the first year counts as full.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model.runoff import LEVELS
from analysis.model.stockflow import required_inflow
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.beschut import (
    FULL_WEEK,
    HOURS,
    HOURS_FACTOR,
    START_YEAR,
    TARGET_YEAR,
    BeschutNeed,
)
from analysis.questions.local_runoff import PER_HEAD, LocalRunoff
from analysis.questions.local_runoff import START_YEAR as WSW_YEAR
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WSW_INSIDE, BESCHUT_INSIDE = "A25", "A26"
HALF = 0.5


@dataclass(frozen=True)
class Crossing:
    """Both groups by draw and year from `years[0]` on: persons, and fte inside the building."""

    years: Integers
    wsw: Integers
    beschut: Integers
    wsw_inside: Floats
    beschut_inside: Floats
    filling: Floats
    provenance: Provenance

    @property
    def inside(self) -> Floats:
        """Fte inside, both groups: (draws, years)."""
        return self.wsw_inside + self.beschut_inside

    @property
    def occupancy(self) -> Floats:
        """Fte inside as part of the first year: (draws, years)."""
        return self.inside / np.maximum(self.inside[:, :1], 1e-9)

    @property
    def crossing_year(self) -> Quantity:
        """First year-end with at least as many people in beschut werk as in the Wsw."""
        return self._first_year(self.beschut >= self.wsw)

    @property
    def half_year(self) -> Quantity:
        """First year-end with at most half of the first year's fte inside; see `half_chance`."""
        return self._first_year(self.occupancy <= HALF)

    @property
    def half_chance(self) -> float:
        """Share of the draws in which the building is ever half empty before the last year."""
        return float((self.occupancy <= HALF).any(axis=1).mean())

    def shrinks_chance(self, year: int = TARGET_YEAR) -> float:
        """Share of the draws in which fewer fte work inside than in the first year."""
        return float((self.occupancy[:, year - START_YEAR] < 1).mean())

    def occupancy_in(self, year: int) -> Quantity:
        """Fte inside as percentage of the first year."""
        return self.spread(100 * self.occupancy[:, year - START_YEAR], "pct")

    @property
    def filling_inflow(self) -> Quantity:
        """Inflow a year (persons) into beschut werk that keeps the building as full until 2040."""
        return self.spread(self.filling, "pers")

    def table(self, until: int) -> pd.DataFrame:
        """Means by year: jaar, wsw, beschut (persons), wsw_binnen, beschut_binnen, bezetting."""
        shown = self.years <= until
        columns = {
            "wsw": self.wsw,
            "beschut": self.beschut,
            "wsw_binnen": self.wsw_inside,
            "beschut_binnen": self.beschut_inside,
            "bezetting": 100 * self.occupancy,
        }
        means = {name: part[:, shown].mean(axis=0) for name, part in columns.items()}
        return pd.DataFrame({"jaar": self.years[shown], **means})

    def spread(self, values: Floats, unit: str) -> Quantity:
        """Mean and 90% interval of values by draw."""
        low, _, high = np.quantile(values, LEVELS)
        return Quantity(float(values.mean()), unit, self.provenance, float(low), float(high))

    def _first_year(self, reached: NDArray[np.bool_]) -> Quantity:
        """Median and 90% of the first year, among the draws that reach it."""
        ever = reached.any(axis=1)
        if not ever.any():
            last = float(self.years[-1])
            return Quantity.exact(last, "jaar", self.provenance)
        at = reached[ever].argmax(axis=1)
        low, middle, high = np.quantile(self.years[at], LEVELS, method="inverted_cdf")
        return Quantity(float(middle), "jaar", self.provenance, float(low), float(high))


def crossing(book: Workbook, local: LocalRunoff, need: BeschutNeed) -> Crossing:
    """Return the two groups side by side for the area."""
    rng = np.random.default_rng([book.parameters.zaad, 32])
    drawn = assumed_draws(book, (WSW_INSIDE, BESCHUT_INSIDE), len(need.paths), rng)
    first = START_YEAR - WSW_YEAR
    wsw = local.paths[:, first : first + need.years.size]
    inside = local.drawn[PER_HEAD] * drawn[WSW_INSIDE]
    hours = book.number(HOURS)
    per_person = drawn[BESCHUT_INSIDE] * hours.value / FULL_WEEK
    wsw_inside = wsw * inside[:, None]
    beschut_inside = need.paths * per_person[:, None]
    place = TARGET_YEAR - START_YEAR
    room = wsw_inside[:, 0] + beschut_inside[:, 0] - wsw_inside[:, place]
    filling = np.array(
        [
            required_inflow(float(start), float(stay), float(max(target, 0)), place)
            for start, target, stay in zip(
                need.paths[:, 0], room / per_person, need.stay, strict=True
            )
        ]
    )
    judged = assumption_provenance((WSW_INSIDE, BESCHUT_INSIDE, PER_HEAD))
    factor = book.number(HOURS_FACTOR).provenance
    parts = [local.provenance, need.provenance, hours.provenance, factor, judged]
    return Crossing(
        need.years,
        wsw,
        need.paths,
        wsw_inside,
        beschut_inside,
        filling,
        combine(parts).derived(),
    )
