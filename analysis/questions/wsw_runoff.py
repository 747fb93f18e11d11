"""Deelvraag 4: the Wsw task as its closed population runs off — results, without a picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.frames import rows_of
from analysis.headlines import Headline
from analysis.provenance import Quantity, combine
from analysis.questions.local_runoff import REMAINING, LocalRunoff, local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.questions.wsw_backtest import (
    MODEL,
    backtest,
    backtest_provenance,
    error_provenance,
)
from analysis.questions.wsw_money import (
    BUDGET_YEAR,
    PERIOD_END,
    WswMoney,
    local_money,
    planned_path,
    shortfall_provenance,
)
from analysis.questions.wsw_sensitivity import (
    expected_total,
    tornado_middle,
    value_of_asking,
    wsw_tornado,
)
from analysis.sources.workbook import Workbook, area_name

HEADLINE_YEARS = (2025, 2030, 2035, 2040)


@dataclass(frozen=True)
class WswRunoff:
    """All results of deelvraag 4 for one area; the costly ones are made when asked for."""

    book: Workbook
    nation: NationalRunoff
    local: LocalRunoff

    @property
    def area_name(self) -> str:
        """The area as a reader knows it."""
        return area_name(self.local.area)

    @property
    def horizon(self) -> int:
        """The last year that is shown."""
        return self.book.parameters.horizon

    @cached_property
    def money(self) -> WswMoney:
        """Subsidy, wages and result."""
        return local_money(self.book, self.nation, self.local)

    @cached_property
    def backtest(self) -> pd.DataFrame:
        """Forecasts from old totals against later ones."""
        return backtest(self.book, self.nation)

    @cached_property
    def tornado(self) -> pd.DataFrame:
        """The result of the budget period with one input at a time moved."""
        return wsw_tornado(self.book, self.nation)

    @cached_property
    def tornado_base(self) -> float:
        """The same with every input at its middle (euro)."""
        return expected_total(self.book, self.nation, tornado_middle(self.book, self.nation))

    @cached_property
    def asking(self) -> pd.DataFrame:
        """What to ask for, most valuable first."""
        return value_of_asking(self.local, self.money)

    @cached_property
    def parts(self) -> tuple[LocalRunoff, ...]:
        """The run-off of each municipality of the area, or of the area itself when it is one."""
        members = self.book.members()
        if members == (self.local.area,):
            return (self.local,)
        return tuple(local_runoff(self.book.in_area(name), self.nation) for name in members)

    @property
    def used_ids(self) -> tuple[str, ...]:
        """Everything that the results rest on, those of each municipality included."""
        checks = backtest_provenance(self.book, self.nation)
        parts = [part.provenance for part in self.parts]
        return combine([self.money.provenance, checks, *parts]).ids

    @property
    def assumption_ids(self) -> tuple[str, ...]:
        """The assumptions among it."""
        return self.book.assumptions_among(self.used_ids)

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts among it."""
        return self.book.facts_among(self.used_ids)

    def national_average(self, year: int) -> Quantity:
        """Forecast of the national average number of arbeidsjaren in a year."""
        row = next(row for row in rows_of(self.nation.forecast) if row["jaar"] == year)
        middle, low, high = (float(row[name]) for name in ("midden", "laag", "hoog"))
        return Quantity(middle, "arbeidsjaren", self.nation.provenance, low, high)

    @property
    def plan_ends(self) -> Quantity:
        """The year in which the old expectation, drawn on, reaches zero."""
        years = np.arange(BUDGET_YEAR, 2100)
        gone = int(years[planned_path(self.book, years) <= 0][0])
        return Quantity.exact(float(gone), "jaar", shortfall_provenance(self.book))

    def backtest_error(self, fit: str, year: int, method: str = MODEL) -> Quantity:
        """Error (%) of a method's forecast from the years `fit` for a later year."""
        rows = self.backtest
        hit = (rows["geijkt"] == fit) & (rows["methode"] == method) & (rows["jaar"] == year)
        value = float(rows.loc[hit, "fout_pct"].iloc[0])
        provenance = error_provenance(self.book, self.nation, fit, year, method)
        return Quantity.exact(value, "pct", provenance)


def wsw_runoff(book: Workbook) -> WswRunoff:
    """Return the results of deelvraag 4 for the workbook's area."""
    nation = national_runoff(book)
    return WswRunoff(book, nation, local_runoff(book, nation))


def headlines(result: WswRunoff) -> list[Headline]:
    """Return the headline numbers of deelvraag 4."""
    local, money = result.local, result.money
    horizon = max(result.horizon, PERIOD_END)
    return [
        *(
            Headline("wsw_nl_arbeidsjaren_gemiddeld", result.national_average(year), str(year))
            for year in result.nation.forecast["jaar"]
        ),
        *(
            Headline(name, number(year), str(year))
            for name, number in (
                ("wsw_personen", local.heads_in),
                ("wsw_arbeidsjaren", local.labour_years_in),
                ("wsw_se", local.units_in),
            )
            for year in HEADLINE_YEARS
        ),
        *(Headline(_remaining(number), local.year_of(number), "") for number in REMAINING),
        Headline("wsw_rijksbijdrage_per_se", money.state_amount(2025), "2025"),
        Headline("wsw_subsidieresultaat", money.total(PERIOD_END), f"2025-{PERIOD_END}"),
        Headline("wsw_subsidieresultaat_horizon", money.total(horizon), f"2025-{horizon}"),
        Headline("wsw_nodig_per_se", money.needed(PERIOD_END), f"2025-{PERIOD_END}"),
    ]


def _remaining(number: int) -> str:
    return f"wsw_jaar_{number}" if number else "wsw_jaar_laatste"
