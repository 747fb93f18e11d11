"""Deelvraag 1: the organisation today against its tasks — results, without a picture of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.headlines import Headline
from analysis.model.agreements import CEILING, UNMEASURABLE, agreement_kinds, kinds_by_group
from analysis.provenance import Provenance, Quantity, provenance_of
from analysis.questions.contract import CONTRACT_YEAR, Contract, contract_year
from analysis.questions.local_runoff import START_YEAR, LocalRunoff
from analysis.questions.wsw import WswStock, wsw_stock
from analysis.sources.workbook import Workbook, area_name

AGREEMENTS = "resultaatafspraken.csv"
CONTEXT_FACTS = (
    "K31",
    "K32",
    "K43",
    "K47",
    "X03",
    "X04",
    "X05",
    "X06",
    "X07",
    "X08",
    "X09",
    "X10",
    "X29",
    "X41",
)
"""Facts that are shown as they stand: money around the organisation, and inhabitants."""


@dataclass(frozen=True)
class OrganisationPhoto:
    """All results of deelvraag 1 for one area."""

    book: Workbook
    contract: Contract | None
    agreements: pd.DataFrame
    agreement_counts: pd.DataFrame
    wsw: WswStock

    @property
    def area(self) -> str:
        """The area of the parameters."""
        return self.book.parameters.gebied

    @property
    def assumption_ids(self) -> tuple[str, ...]:
        """The assumptions that the results rest on."""
        return self.book.assumptions_among(self.wsw.provenance.ids)

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts that the results rest on, those of the agreements included."""
        contract = provenance_of(self.contract.lines).ids if self.contract else ()
        agreed = agreement_provenance(self.agreements).ids if self.contract else ()
        wsw = self.book.facts_among(self.wsw.provenance.ids)
        return tuple(sorted({*contract, *agreed, *wsw, *CONTEXT_FACTS}))

    @property
    def area_name(self) -> str:
        """The area as a reader knows it."""
        return area_name(self.area)


def organisation_photo(book: Workbook, local: LocalRunoff | None = None) -> OrganisationPhoto:
    """Return the results of deelvraag 1 for the workbook's area.

    The contract is with one municipality; for an area without it `contract` is None. `local` is the
    area's Wsw run-off where that has been made already.
    """
    agreements = agreement_kinds(book.table("resultaatafspraken").sort_values("volgorde"))
    return OrganisationPhoto(
        book, contract_year(book), agreements, kinds_by_group(agreements), wsw_stock(book, local)
    )


def headlines(photo: OrganisationPhoto) -> list[Headline]:
    """Return the headline numbers of deelvraag 1; without a contract, those of the Wsw only."""
    book, wsw = photo.book, photo.wsw
    items = [
        Headline("wsw_personen_bekend", wsw.published, str(START_YEAR)),
        Headline("wsw_personen_schatting", wsw.latest, str(wsw.latest_year)),
        Headline("wsw_gemeentelijke_bijdrage", book.number("K47"), "2025"),
        Headline("beschut_verwacht", book.number("K43"), "2040"),
    ]
    contract = photo.contract
    if contract is None:
        return items
    kinds = photo.agreement_counts.sum()
    return [
        Headline("contract_budget", contract.budget, CONTRACT_YEAR),
        Headline("contract_budget_index", contract.budget_indexed, CONTRACT_YEAR),
        Headline("contract_verschil", contract.gap, CONTRACT_YEAR),
        Headline("contract_fte", contract.fte, CONTRACT_YEAR),
        Headline("contract_per_fte", contract.per_fte, CONTRACT_YEAR),
        Headline("contract_overhead", contract.overhead, CONTRACT_YEAR),
        Headline("rijksgeld_ontwikkelbedrijven", book.number("K32"), "2024"),
        Headline("afspraken", counted(kinds.sum(), AGREEMENTS), CONTRACT_YEAR),
        Headline("afspraken_plafond", counted(kinds[CEILING], AGREEMENTS), CONTRACT_YEAR),
        Headline(
            "afspraken_niet_meetbaar", counted(kinds[UNMEASURABLE], AGREEMENTS), CONTRACT_YEAR
        ),
        *items,
    ]


def counted(value: float, table: str) -> Quantity:
    """A count of the rows of one of the workbook's own tables."""
    return Quantity.exact(float(value), "aantal", Provenance.of("afgeleid", [table]))


def agreement_provenance(agreements: pd.DataFrame) -> Provenance:
    """What a table of agreements rests on: norms, so marked as such."""
    ids = [part for cell in agreements["feiten"] for part in cell.split(";") if part]
    return Provenance.of("afspraak", ids or [AGREEMENTS])
