"""The kostprijsmodel over the years: volumes from the models, costs that lag, who pays the rest.

The ledger gives the level of the base year, the models of deelvraag 3 and 4 give how volumes, the
Wsw subsidy and wages move from there. Amounts are at one price level; only what moves faster or
slower than prices (the wage drift of the Wsw) is left in. Arrays are (draws, years), years from the
ledger's own on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model.costing import break_even
from analysis.model.runoff import LEVELS
from analysis.model.shrinking import remanent_costs
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions import kostprijs
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.beschut import beschut_need
from analysis.questions.kostprijs import COSTS, INCOME, Ledger
from analysis.questions.kostprijs_paths import (
    Line,
    index_paths,
    line_paths,
    one_off_costs,
    pool_paths,
    volume_growth,
)
from analysis.questions.local_runoff import FIRST_SHARE, PUBLISHED, local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.questions.wsw_money import local_money
from analysis.sources.ledger_checks import TO_ALLOCATE
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LAST_YEAR = 2040
EQUITY, ON_TOP = "Eigen vermogen", ", aanvulling"
FIRST, SECOND = "Deventer", "Olst-Wijhe"
"""The municipalities that fill what is left, the one of `FIRST_SHARE` first."""


@dataclass(frozen=True)
class CostYears:
    """Amounts by draw and year (euro) of the organisation as a whole.

    `lines` by (group, kind, payer); `pools` the support pools, with what their prices did in
    `pool_index`; `growth` the fte of each group as part of the base year's, `volume` fte of all
    groups; `share` the part of Deventer in the Wsw by draw; `measures` what a scenario brings
    (positive is an advantage), nothing in the kostprijsmodel itself.
    """

    ledger: Ledger
    years: Integers
    growth: dict[str, Floats]
    volume: Floats
    lines: dict[Line, Floats]
    pools: Floats
    pool_index: Floats
    one_off: Floats
    start_equity: float
    share: Floats
    provenance: Provenance
    measures: Floats | float = 0.0

    @cached_property
    def costs(self) -> Floats:
        """All costs, the pools and what comes once included, less what measures bring."""
        return self._sum(COSTS) + self.pools + self.one_off - self.measures

    @cached_property
    def result(self) -> Floats:
        """Saldo: income less costs; negative is a disadvantage."""
        return self._sum(INCOME) - self.costs

    @cached_property
    def remanent(self) -> Floats:
        """Pool costs that stay while the volume that bore them is gone; their prices left out."""
        return remanent_costs(self.pools, self.volume, self.pool_index)

    @cached_property
    def equity(self) -> Floats:
        """Own capital at the end of each year, never below zero: who must then fills it up."""
        closing = np.empty(self.result.shape)
        closing[:, 0] = self.start_equity
        for year in range(1, self.years.size):
            closing[:, year] = np.maximum(closing[:, year - 1] + self.result[:, year], 0.0)
        return closing

    def break_even_fte(self, year: int) -> Quantity:
        """How many fte of that year's mix would carry the pools of that year (median and 90%)."""
        place = year - self.ledger.year
        before_pools = (self.result + self.pools + self.one_off)[:, place]
        needed = break_even(self.pools[:, place], before_pools / self.volume[:, place])
        low, middle, high = np.quantile(needed, LEVELS, method="inverted_cdf")
        return Quantity(float(middle), "fte", self.provenance, float(low), float(high))

    def change(self, year: int) -> dict[str, Quantity]:
        """Saldo of the base year, what moved it by `year`, and where it ends; the middles add up.

        `werk` turnover less purchases, guidance and direct costs; `subsidieresultaat` subsidy less
        wages; `ondersteuning` the support pools; `eenmalig` what came once; `maatregelen` what a
        scenario brings, where there is one.
        """
        place = year - self.ledger.year
        work = self._sum(("omzet",)) - self._sum(("inkoop", "begeleiding", "direct"))
        parts = {
            "werk": work,
            "subsidieresultaat": self._sum(("subsidie",)) - self._sum(("loonkosten",)),
            "ondersteuning": -self.pools,
            "eenmalig": -self.one_off,
        }
        if isinstance(self.measures, np.ndarray):
            parts["maatregelen"] = self.measures
        moved = {name: part[:, place] - part[:, 0] for name, part in parts.items()}
        ends = {"begin": self.result[:, 0]} | moved | {"eind": self.result[:, place]}
        return {name: self.spread(values, "eur") for name, values in ends.items()}

    @property
    def empty_year(self) -> Quantity:
        """First year-end with no own capital left; the last year where it lasts longer."""
        gone = self.equity <= 0
        at = np.where(gone.any(axis=1), gone.argmax(axis=1), len(self.years) - 1)
        low, middle, high = np.quantile(self.years[at], LEVELS, method="inverted_cdf")
        return Quantity(float(middle), "jaar", self.provenance, float(low), float(high))

    def payers(self) -> dict[str, Floats]:
        """Who pays the costs of each year after the base year; together exactly the costs.

        Turnover, subsidies and contracts by who pays them; own capital fills the gap while it lasts
        and the municipalities the rest, by their part in the Wsw. A surplus goes to own capital and
        is negative there.
        """
        from_equity = self.equity[:, :-1] - self.equity[:, 1:]
        rest = -self.result[:, 1:] - from_equity
        paid: dict[str, Floats] = {}
        for (_, kind, payer), amounts in self.lines.items():
            if kind in INCOME:
                paid[payer] = paid.get(payer, np.zeros(rest.shape)) + amounts[:, 1:]
        share = self.share[:, None]
        return paid | {
            EQUITY: from_equity,
            f"{FIRST}{ON_TOP}": rest * share,
            f"{SECOND}{ON_TOP}": rest * (1 - share),
        }

    def in_year(self, values: Floats, year: int, unit: str = "eur") -> Quantity:
        """Mean and 90% interval of an array in one year."""
        return self.spread(values[:, year - self.ledger.year], unit)

    def spread(self, values: Floats, unit: str) -> Quantity:
        """Mean and 90% interval of values by draw."""
        low, _, high = np.quantile(values, LEVELS)
        return Quantity(float(values.mean()), unit, self.provenance, float(low), float(high))

    def table(self, until: int) -> pd.DataFrame:
        """Means by year (euro): jaar, fte, baten, lasten, saldo with laag and hoog, remanent."""
        shown = self.years <= until
        low, _, high = np.quantile(self.result[:, shown], LEVELS, axis=0)
        return pd.DataFrame(
            {
                "jaar": self.years[shown],
                "fte": self.volume[:, shown].mean(axis=0),
                "baten": self._sum(INCOME)[:, shown].mean(axis=0),
                "lasten": self.costs[:, shown].mean(axis=0),
                "incidenteel": self.one_off[:, shown].mean(axis=0),
                "saldo": self.result[:, shown].mean(axis=0),
                "laag": low,
                "hoog": high,
                "remanent": self.remanent[:, shown].mean(axis=0),
                "vermogen": self.equity[:, shown].mean(axis=0),
            }
        )

    def _sum(self, kinds: tuple[str, ...]) -> Floats:
        return np.asarray(sum(part for (_, kind, _), part in self.lines.items() if kind in kinds))


def cost_years(book: Workbook, nation: NationalRunoff | None = None) -> CostYears:
    """Return the years of the organisation as a whole, whatever the area of the parameters."""
    last = max(book.parameters.horizon, LAST_YEAR)
    update = {"horizon": last, "gebied": book.area_of(PUBLISHED)}
    joint = replace(book, parameters=book.parameters.model_copy(update=update))
    local = local_runoff(joint, nation or national_runoff(joint))
    money = local_money(joint, nation or national_runoff(joint), local)
    need = beschut_need(joint)
    base = kostprijs.ledger(joint)
    years = np.arange(base.year, last + 1)
    growth = volume_growth(base, local, need, years)
    heads = base.people.groupby("groep")["fte"].sum()
    volume = np.sum([growth[str(group)] * fte for group, fte in heads.items()], axis=0)
    rng = np.random.default_rng([book.parameters.zaad, 51])
    index = index_paths(base, len(local.paths), years.size, rng)
    share = assumed_draws(joint, (FIRST_SHARE,), len(local.paths), rng)[FIRST_SHARE]
    parts = [base.provenance, local.provenance, money.provenance, need.provenance]
    return CostYears(
        base,
        years,
        growth,
        volume,
        line_paths(base, growth, index, money, years),
        pool_paths(base, volume, rng) * index[TO_ALLOCATE],
        index[TO_ALLOCATE],
        one_off_costs(base, len(share), years.size),
        kostprijs.equity(joint),
        share,
        combine([*parts, assumption_provenance((FIRST_SHARE,))]).derived(),
    )
