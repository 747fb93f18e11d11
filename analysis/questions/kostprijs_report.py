"""The kostprijsmodel as one result: base year, years ahead, levers, the DVO case, headlines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.headlines import Headline
from analysis.provenance import Provenance, combine
from analysis.questions import kostprijs, kostprijs_contract, kostprijs_levers
from analysis.questions.contract import Contract
from analysis.questions.kostprijs import Ledger
from analysis.questions.kostprijs_levers import Lever
from analysis.questions.kostprijs_years import LAST_YEAR, CostYears, cost_years
from analysis.questions.wsw_money import PERIOD_END
from analysis.sources.workbook import Workbook

SHOWN_YEARS = (PERIOD_END, LAST_YEAR)


@dataclass(frozen=True)
class CostReport:
    """All results of the kostprijsmodel, of the organisation as a whole."""

    book: Workbook
    years: CostYears

    @property
    def ledger(self) -> Ledger:
        """The base year."""
        return self.years.ledger

    @property
    def made_up(self) -> bool:
        """Whether the ledger is (partly) an example."""
        return self.ledger.provenance.made_up

    @cached_property
    def result(self) -> pd.DataFrame:
        """The result by werksoort in the base year."""
        return self.ledger.result()

    @cached_property
    def levers(self) -> dict[str, Lever]:
        """What could be changed, and how far."""
        return dict(kostprijs_levers.levers(self.book))

    @cached_property
    def contract(self) -> Contract:
        """The contract of the DVO annex."""
        return kostprijs_contract.contract_of(self.book)

    @cached_property
    def contract_costs(self) -> pd.DataFrame:
        """Each line of it under three ways to spread the overhead."""
        return kostprijs_contract.spread_overhead(self.contract)

    @property
    def provenance(self) -> Provenance:
        """Everything that the results rest on."""
        rule = self.book.number(kostprijs_levers.RULE_OUT).provenance
        exits = self.book.number(kostprijs_contract.EXITS).provenance
        return combine([self.years.provenance, self.contract.overhead.provenance, rule, exits])

    @property
    def assumption_ids(self) -> tuple[str, ...]:
        """The assumptions that the results rest on."""
        return self.book.assumptions_among(self.provenance.ids)

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts that the results rest on, without the ledger's own tables."""
        own = {f"{name}.csv" for name in kostprijs.TABLES}
        facts = self.book.facts_among(self.provenance.ids)
        return tuple(name for name in facts if name not in own)


def cost_report(book: Workbook) -> CostReport:
    """Return the kostprijsmodel; it is of the organisation, whatever the area."""
    return CostReport(book, cost_years(book))


def headlines(result: CostReport) -> list[Headline]:
    """Return the headline numbers of the kostprijsmodel."""
    years = result.years
    return [
        *(
            Headline(f"remanent_{year}", years.in_year(years.remanent, year), str(year))
            for year in SHOWN_YEARS
        ),
        Headline("reserve_leeg_jaar", years.empty_year, ""),
        Headline("omslagpunt", years.break_even_fte(PERIOD_END), str(PERIOD_END)),
    ]
