"""The kostprijsmodel in its base year: the ledger by werksoort, and who bears the support pools.

The ledger is the organisation's own, or a made-up example until that is put in; either way nothing
here depends on which. All amounts are at the price level of the parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model.costing import Method, allocate, break_even, worktype_result
from analysis.provenance import Provenance, combine
from analysis.questions.contract import price_factor
from analysis.sources.ledger_checks import (
    ACCOUNTS,
    AMOUNTS,
    CLOSING,
    INDICES,
    LEVERS,
    PEOPLE,
    POOLS,
    SHARES,
    TO_ALLOCATE,
)
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

TABLES = (PEOPLE, AMOUNTS, SHARES, POOLS, ACCOUNTS, LEVERS, INDICES)
ONE_OFF = "incidenteel"
INCOME = ("omzet", "subsidie")
COSTS = ("inkoop", "begeleiding", "direct", "loonkosten")
METHODS: tuple[Method, ...] = ("reciprocal", "step-down", "direct")


@dataclass(frozen=True)
class Ledger:
    """The base year: amounts (euro), volumes, the support pools and how they serve.

    `amounts` and `people` are the tables with amounts at the price level asked for, `indices` what
    rises faster or slower than prices (% a year, by kind); `between`
    (pools, pools) and `served` (pools, werksoorten) are shares.
    """

    year: int
    amounts: pd.DataFrame
    people: pd.DataFrame
    pools: pd.DataFrame
    indices: pd.DataFrame
    worktypes: tuple[str, ...]
    between: Floats
    served: Floats
    provenance: Provenance

    @cached_property
    def volumes(self) -> pd.DataFrame:
        """Persons, fte and SE by werksoort; SE is missing where some people have none."""
        grouped = self.people.groupby(["werksoort", "jaar"])[["pers", "fte", "se"]]
        return grouped.sum(skipna=False).reset_index()

    @property
    def fte(self) -> float:
        """All people in the werksoorten, in fte."""
        return float(self.people["fte"].sum())

    def pool_costs(self, structural_only: bool = False) -> Floats:
        """The own costs of each pool: (pools,), euro."""
        rows = self.amounts[self.amounts["soort"] == TO_ALLOCATE]
        if structural_only:
            rows = rows[rows["aard"] != ONE_OFF]
        costs = rows.groupby("plaats")["bedrag_eur"].sum()
        return np.asarray(costs.reindex(self.pools["pool"], fill_value=0.0), dtype=float)

    def allocation(self, method: Method = "reciprocal") -> pd.DataFrame:
        """What each werksoort bears of each pool (euro): werksoort, jaar, pool, toegerekend_eur."""
        borne = allocate(self.pool_costs(), self.between, self.served, method)
        table = pd.DataFrame(borne, index=list(self.worktypes), columns=list(self.pools["pool"]))
        long = table.rename_axis("werksoort").reset_index()
        return long.melt("werksoort", var_name="pool", value_name="toegerekend_eur").assign(
            jaar=self.year
        )

    def result(self, method: Method = "reciprocal") -> pd.DataFrame:
        """The result by werksoort; see `worktype_result`."""
        lines = self.amounts[self.amounts["soort"] != TO_ALLOCATE]
        ledger = lines.rename(columns={"plaats": "werksoort"})
        result = worktype_result(ledger, self.volumes, self.allocation(method))
        order = {name: place for place, name in enumerate(self.worktypes)}
        ordered = result.sort_values("werksoort", key=lambda names: names.map(order))
        return ordered.merge(self.volumes, on=["werksoort", "jaar"], validate="one_to_one")

    def contribution(self, group: str = "") -> float:
        """What one fte adds before the pools (euro a year), of a group or of all (default)."""
        rows, people = self.amounts, self.people
        if group:
            rows, people = rows[rows["groep"] == group], people[people["groep"] == group]
        sums = rows.groupby("soort")["bedrag_eur"].sum()
        before = sums.reindex(list(INCOME)).sum() - sums.reindex(list(COSTS)).sum()
        return float(before / people["fte"].sum())

    def break_even_fte(self) -> float:
        """How many fte of this mix would carry the pools as they are."""
        return float(break_even(self.pool_costs(structural_only=True).sum(), self.contribution()))


def ledger(book: Workbook) -> Ledger:
    """Return the ledger of the newest year at the price level of the parameters."""
    tables = {name: book.table(name) for name in TABLES}
    year = int(tables[AMOUNTS]["jaar"].max())
    factor = price_factor(book)
    amounts = tables[AMOUNTS].query("jaar == @year").reset_index(drop=True)
    amounts["bedrag_eur"] *= factor.value
    people = tables[PEOPLE].query("jaar == @year").reset_index(drop=True)
    worktypes = tuple(dict.fromkeys(people["werksoort"]))
    pools = tables[POOLS].reset_index(drop=True)
    names = list(pools["pool"])
    parts = [table_provenance(book, name) for name in TABLES]
    return Ledger(
        year,
        amounts,
        people,
        pools,
        tables[INDICES],
        worktypes,
        _shares(tables[SHARES], names, names),
        _shares(tables[SHARES], names, worktypes),
        combine([*parts, factor.provenance]).derived(),
    )


def table_provenance(book: Workbook, name: str) -> Provenance:
    """What a table of the ledger rests on: the weakest basis of its rows, named as a whole."""
    rows = book.table(name)
    return combine(Provenance.of(basis, [f"{name}.csv"]) for basis in rows["basis"].unique())


def equity(book: Workbook) -> float:
    """Own capital at the end of the ledger's year (euro), at the price level asked for."""
    rows = book.table(ACCOUNTS).set_index("post")["bedrag_eur"]
    return float(rows[CLOSING]) * price_factor(book).value


def _shares(table: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> Floats:
    grid = table.pivot(index="van", columns="naar", values="aandeel")
    return np.asarray(grid.reindex(index=list(rows), columns=list(columns)).fillna(0.0))
