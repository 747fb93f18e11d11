"""What the error of the national expectation alone would mean here: heads and state subsidy.

The local plan is not public. The national one is the reference class: had the local Wsw followed
the national expectation, there would have been more people, at the price that was planned. The
bridge goes from there to what this workbook estimates, by volume and by price. Wages that are not
paid to who is not there are no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.frames import rows_of
from analysis.model.runoff import LEVELS
from analysis.model.subsidy import price_ratio
from analysis.model.variance import price_volume
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.local_runoff import START_YEAR, LocalRunoff
from analysis.questions.plan_claims import NATIONAL
from analysis.questions.plans import State
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

PLANNED_PRICE = "X07"
"""Subsidy per Wsw employee that the forecast of 2016 expected for 2020."""
FOLLOW = "A18"


@dataclass(frozen=True)
class Bridge:
    """From plan to estimate in one year: heads (yearly average) and subsidy in euros, by draw."""

    area: str
    year: int
    national_plan: Quantity
    national: Quantity
    heads_plan: Floats
    heads: Floats
    price_plan: float
    price: Floats
    provenance: Provenance

    @property
    def error_pct(self) -> Quantity:
        """How far the realised national volume lies below the expected one, as part of that."""
        part = (self.national_plan - self.national) / self.national_plan
        return Quantity.exact(100 * part.value, "pct", part.provenance)

    @property
    def missing_heads(self) -> Quantity:
        """People fewer than the national expectation would have given here."""
        return self._spread(self.heads_plan - self.heads, "pers")

    @property
    def steps(self) -> dict[str, Quantity]:
        """The bridge in euros a year: plan, volume, prijs, uitkomst; the middles add up."""
        volume, price = self._effects()
        plan = self.heads_plan * self.price_plan
        parts = {"plan": plan, "volume": volume, "prijs": price}
        return {
            name: self._spread(values, "eur")
            for name, values in (parts | {"uitkomst": self.heads * self.price}).items()
        }

    @property
    def difference(self) -> Quantity:
        """The subsidy beside the planned one, volume and price together (euro a year)."""
        return self._spread(self.heads * self.price - self.heads_plan * self.price_plan, "eur")

    def _effects(self) -> tuple[Floats, Floats]:
        planned = np.full_like(self.price, self.price_plan)
        return price_volume(self.heads_plan, planned, self.heads, self.price)

    def _spread(self, values: Floats, unit: str) -> Quantity:
        low, _, high = (float(value) for value in np.quantile(values, LEVELS))
        return Quantity(float(values.mean()), unit, self.provenance, low, high)


def bridges(book: Workbook, lines: pd.DataFrame, local: LocalRunoff) -> tuple[Bridge, ...]:
    """Return a bridge for each year with both national numbers, oldest first.

    `local` is the run-off of the area of `book`.
    """
    rng = np.random.default_rng([book.parameters.zaad, 22])
    follow = assumed_draws(book, (FOLLOW,), len(local.paths), rng)[FOLLOW]
    planned = book.number(PLANNED_PRICE)
    judged = assumption_provenance((FOLLOW,))
    pairs = lines[(lines["grootheid"] == NATIONAL) & (lines["stand"] == State.GEMETEN)]
    result = []
    for row in rows_of(pairs.sort_values("doeljaar")):
        published = Provenance.of("afgeleid", row["ids"].split(";"))
        expected = Quantity.exact(row["waarde"], row["eenheid"], published)
        realised = Quantity.exact(row["werkelijk"], row["eenheid"], published)
        heads = local.average_heads[:, row["doeljaar"] - START_YEAR - 1]
        parts = [published, local.provenance, planned.provenance, judged]
        result.append(
            Bridge(
                local.area,
                row["doeljaar"],
                expected,
                realised,
                heads_plan=heads * expected.value / realised.value,
                heads=heads,
                price_plan=planned.value,
                price=planned.value * price_ratio(expected.value, realised.value, follow),
                provenance=combine(parts).derived(),
            )
        )
    return tuple(result)
