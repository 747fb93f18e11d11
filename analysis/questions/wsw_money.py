"""The money of the local Wsw: subsidy against wages, and whether it can do without a contribution.

Amounts are at the price level of the parameters, carried there with the statutory minimum wage; the
budget's own indexation cancels out against it. Money starts in the first year of the budget period
of the council's criterion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model.paths import straight_path
from analysis.model.runoff import LEVELS
from analysis.model.subsidy import Money, Terms, wsw_money
from analysis.provenance import Provenance, Quantity, combine, provenance_of
from analysis.questions import national_runoff as national
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.local_runoff import (
    PER_HEAD,
    SE_PER_YEAR,
    START_YEAR,
    LocalRunoff,
)
from analysis.questions.national_totals import AVERAGE, BASE_YEAR, SHORTFALL, Points
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

BUDGET_YEAR = 2024
FIRST_YEAR, PERIOD_END = 2025, 2029
"""The years of the council's financial criterion (K20)."""

PAST = 3
"""Years of volume up to and with the budget's own, for the lag to reach back into."""

BUDGET, MINIMUM_WAGE = "N21-integratie-uitkering", "wml_maand"
WSW_PART, WAGE, FOLLOW, LAG, WAGE_DRIFT = "A16", "A17", "A18", "A19", "A20"
MONEY = (WSW_PART, WAGE, FOLLOW, LAG, WAGE_DRIFT)
CONSTRAINT = "K47"


@dataclass(frozen=True)
class WswMoney:
    """The money by draw and year (`years`), with the local SE behind it.

    `drawn` the values of the assumptions on money by id (draws,), `inputs` what they are laid upon.
    """

    years: NDArray[np.int64]
    money: Money
    units: Floats
    drawn: dict[str, Floats]
    inputs: MoneyInputs
    provenance: Provenance

    def total(self, until: int = PERIOD_END) -> Quantity:
        """Subsidieresultaat from the first year up to and with `until` (euro)."""
        return self.spread(self.results(until), "eur")

    def results(self, until: int = PERIOD_END) -> Floats:
        """The same by draw: (draws,)."""
        return np.asarray(self.money.result[:, self.years <= until].sum(axis=1))

    def per_unit(self, amounts: Floats, year: int) -> Quantity:
        """An amount of one year per local SE (euro per SE)."""
        place = year - FIRST_YEAR
        units = np.maximum(self.units[:, place], 1e-9)
        return self.spread(amounts[:, place] / units, "eur_per_se")

    def state_amount(self, year: int) -> Quantity:
        """What the state pays per SE, national budget over national volume (euro per SE)."""
        return self.spread(self.money.per_se[:, year - FIRST_YEAR], "eur_per_se")

    def needed(self, until: int = PERIOD_END) -> Quantity:
        """What an SE must earn above its other costs to close the gap (euro per SE a year)."""
        chosen = self.years <= until
        return self.spread(-self.results(until) / self.units[:, chosen].sum(axis=1), "eur_per_se")

    def chance_without_contribution(self, until: int = PERIOD_END) -> float:
        """Share of the draws in which subsidy covers wages over the whole period."""
        return float((self.results(until) >= 0).mean())

    def by_year(self) -> pd.DataFrame:
        """Result by year (euro): jaar, se, subsidie, loonkosten, midden, laag, hoog, cumulatief."""
        result = self.money.result
        low, _, high = np.quantile(result, LEVELS, axis=0)
        running = np.cumsum(result, axis=1)
        run_low, _, run_high = np.quantile(running, LEVELS, axis=0)
        return pd.DataFrame(
            {
                "jaar": self.years,
                "se": self.units.mean(axis=0),
                "subsidie": self.money.subsidy.mean(axis=0),
                "loonkosten": self.money.wages.mean(axis=0),
                "midden": result.mean(axis=0),
                "laag": low,
                "hoog": high,
                "cumulatief": running.mean(axis=0),
                "cumulatief_laag": run_low,
                "cumulatief_hoog": run_high,
            }
        )

    def repriced(self, follow: float, wage_drift: float) -> Quantity:
        """The total of the budget period under another price and wage index (the same draws)."""
        fixed = {FOLLOW: np.array([follow]), WAGE_DRIFT: np.array([wage_drift])}
        money = self.inputs.money({**self.drawn, **fixed})
        chosen = self.years <= PERIOD_END
        return self.spread(money.result[:, chosen].sum(axis=1), "eur")

    def spread(self, values: Floats, unit: str) -> Quantity:
        """Mean and 90% interval of an outcome by draw."""
        low, _, high = np.quantile(values, LEVELS)
        return Quantity(float(values.mean()), unit, self.provenance, float(low), float(high))


@dataclass(frozen=True)
class MoneyInputs:
    """What the assumptions on money are laid upon: volumes in SE (draws, years) and amounts."""

    budget: float
    minimum_wage: float
    plan: Floats
    nation: Floats
    local: Floats

    def money(self, drawn: dict[str, Floats]) -> Money:
        """Return the money for these values of the assumptions on money."""
        terms = Terms(
            budget=self.budget * drawn[WSW_PART][:, None],
            follow=drawn[FOLLOW][:, None],
            lag=np.clip(drawn[LAG], 0, PAST)[:, None],
            wage=self.minimum_wage * (drawn[WAGE] / drawn[SE_PER_YEAR])[:, None],
            wage_drift=drawn[WAGE_DRIFT][:, None] / 100,
        )
        return wsw_money(terms, self.plan, self.nation, self.local, PAST)


def local_money(book: Workbook, nation: national.NationalRunoff, local: LocalRunoff) -> WswMoney:
    """Return the money of the area's Wsw up to the horizon of the parameters."""
    rng = np.random.default_rng([book.parameters.zaad, 3])
    drawn = assumed_draws(book, MONEY, len(local.paths), rng)
    drawn[SE_PER_YEAR] = local.drawn[SE_PER_YEAR]
    last = max(book.parameters.horizon, PERIOD_END)
    se = book.number(SE_PER_YEAR).value
    inputs = money_inputs(book, nation.group, nation.points, local.units, se, last)
    own = local.provenance
    return WswMoney(
        np.arange(FIRST_YEAR, last + 1),
        inputs.money(drawn),
        inputs.local[:, PAST:],
        drawn,
        inputs,
        combine([own, money_provenance(book)]).derived(),
    )


def money_inputs(
    book: Workbook,
    group: national.Group,
    points: Points,
    local_units: Floats,
    se_per_labour_year: float,
    last: int,
) -> MoneyInputs:
    """Return budget, plan and volumes up to the year `last`.

    `local_units` (draws, years) starts in the year after the local start.
    """
    first = BUDGET_YEAR - PAST + 1
    years = range(first, last + 1)
    return MoneyInputs(
        budget(book),
        minimum_wage(book, book.parameters.prijspeil),
        planned_path(book, np.array(years)),
        national_labour_years(group, points, years) * se_per_labour_year,
        local_units[:, first - START_YEAR - 1 : last - START_YEAR],
    )


def budget(book: Workbook) -> float:
    """The national sum of which a part is for the Wsw (euro), at the price level asked for."""
    scale = minimum_wage(book, book.parameters.prijspeil) / minimum_wage(book, BUDGET_YEAR)
    return book.number(BUDGET).value * 1_000_000 * scale


def minimum_wage(book: Workbook, year: int) -> float:
    """The statutory minimum wage of a year (euro): twelve times the mean of January and July."""
    rows = book.series(MINIMUM_WAGE)
    return float(rows.loc[rows["periode"].str[:4] == str(year), "getal"].mean() * 12)


def planned_path(book: Workbook, years: NDArray[np.int64]) -> Floats:
    """The path of the old official expectation (arbeidsjaren), a straight line through its ends."""
    below = book.series(SHORTFALL).set_index("periode")["getal"]
    realised = book.series(AVERAGE).set_index("periode")["getal"]
    first, last = ((int(year), float(below[year] + realised[year])) for year in sorted(below.index))
    return straight_path(first, last, years)


def national_labour_years(group: national.Group, points: Points, years: range) -> Floats:
    """National arbeidsjaren by component and year, each laid on the last published average."""
    last = years[-1] - BASE_YEAR
    short = group.until(last)
    stocks = np.einsum("c,kct->kt", group.counts, short.survival())
    start = np.full((len(stocks), 1), group.counts.sum())
    average = (np.hstack([start, stocks[:, :-1]]) + stocks) / 2
    published = points.known(AVERAGE).table
    newest = published.sort_values("jaar").iloc[-1]
    level = float(newest["getal"]) / average[:, int(newest["jaar"]) - BASE_YEAR - 1]
    wanted = [year - BASE_YEAR - 1 for year in years]
    return np.asarray(average[:, wanted] * level[:, None])


def shortfall_provenance(book: Workbook) -> Provenance:
    """What the path of the old expectation rests on."""
    used = (book.series(SHORTFALL), book.series(AVERAGE))
    return combine(provenance_of(table) for table in used).derived()


def money_provenance(book: Workbook) -> Provenance:
    """What the money rests on besides the volumes."""
    wages = book.series(MINIMUM_WAGE)
    asked = (str(book.parameters.prijspeil), str(BUDGET_YEAR))
    paid = provenance_of(wages[wages["periode"].str[:4].isin(asked)])
    published = [paid, shortfall_provenance(book)]
    judged = assumption_provenance((*MONEY, PER_HEAD, SE_PER_YEAR))
    return combine([book.number(BUDGET).provenance, *published, judged]).derived()
