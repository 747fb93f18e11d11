"""The contract of one year between a municipality and the organisation, from its budget annex."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.model.contract import contract_lines, contract_totals, overhead_alternatives
from analysis.provenance import Provenance, Quantity
from analysis.sources.workbook import Workbook

CONTRACT_YEAR, OVERHEAD_RATE, BUDGET = "2023", "D78-pct", "D83"


@dataclass(frozen=True)
class Contract:
    """The contract year by line at one price level; `lines` also has columns basis and ids."""

    lines: pd.DataFrame
    readings: pd.DataFrame
    budget: Quantity
    budget_indexed: Quantity
    fte: Quantity
    wages: Quantity
    overhead: Quantity
    overhead_rate: Quantity
    overhead_on_projects: Quantity
    price_level: int
    price_factor: float

    @property
    def gap(self) -> Quantity:
        """How far the two printed budgets lie apart."""
        return self.budget_indexed - self.budget

    @property
    def per_fte(self) -> Quantity:
        """Wages and overhead per fte, the whole contract."""
        return (self.wages / self.fte).in_unit("eur_per_fte")


def contract_year(book: Workbook) -> Contract | None:
    """Return the contract at the price level of the parameters; None for an area without one."""
    if book.area_of(BUDGET) not in book.members():
        return None
    factor = price_factor(book)
    rate = book.number(OVERHEAD_RATE)
    lines = contract_lines(book.table("dvo_begroting"), rate.value / 100, factor.value)
    shared = ";".join((OVERHEAD_RATE, *factor.provenance.ids))
    lines["ids"] = [f"{line};{shared}" for line in lines["id"]]
    lines["basis"] = "afgeleid"
    return Contract(
        lines,
        overhead_alternatives(lines, rate.value / 100),
        budget=_at(book.number(BUDGET), factor),
        budget_indexed=_at(book.number("D86"), factor),
        fte=book.number("D82-fte"),
        wages=_at(book.number("D82-loonkosten"), factor),
        overhead=_at(book.number("D78-loonkosten"), factor),
        overhead_rate=rate,
        overhead_on_projects=_at(book.number("D78-op-projecten"), factor),
        price_level=book.parameters.prijspeil,
        price_factor=factor.value,
    )


def price_factor(book: Workbook) -> Quantity:
    """Return the factor from the contract's price level (the newest one) to that asked for."""
    levels = book.table("prijspeilen").set_index("jaar")["feit"]
    newest, asked = levels[max(levels.index)], levels[book.parameters.prijspeil]
    if newest == asked:
        return Quantity.exact(1.0, "", Provenance.of("bron"))
    return (book.number(asked) / book.number(newest)).in_unit("")


def contract_check(contract: Contract) -> float:
    """Return how many euros the lines add up to beside the printed budget: rounding, or a fault."""
    return contract_totals(contract.lines).total_eur - contract.budget.value


def _at(amount: Quantity, factor: Quantity) -> Quantity:
    """The amount at another price level; untouched, and as sure, when nothing changes."""
    return amount if factor.value == 1 else (amount * factor).in_unit(amount.unit)
