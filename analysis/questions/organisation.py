"""Deelvraag 1: the organisation today against its tasks — results, without a picture of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.headlines import Headline
from analysis.model.agreements import CEILING, UNMEASURABLE, agreement_kinds, kinds_by_group
from analysis.model.contract import (
    contract_lines,
    contract_totals,
    overhead_alternatives,
)
from analysis.model.pace import gamma_shape, local_stock, national_share
from analysis.provenance import Provenance, Quantity, combine, provenance_of
from analysis.sources.workbook import Workbook, area_name

BASE_YEAR = 2016
"""The only year with a published local number of Wsw employees."""

STOCK_SERIES = "wsw_personen_ultimo"
LOCAL_STOCK, LOCAL_FORECAST = "X01", "X02"
CONTRACT_YEAR, OVERHEAD_RATE = "2023", "D78-pct"
AGREEMENTS = "resultaatafspraken.csv"
PACE, AREA_SHARE = "A01", "A02"
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

MAIN_AREA, JOINT_AREA = "deventer", "samen"
"""The municipality that the contract is with, and the two together."""


@dataclass(frozen=True)
class Contract:
    """The contract year by line at one price level; `lines` also has columns basis and ids."""

    lines: pd.DataFrame
    readings: pd.DataFrame
    budget: Quantity
    budget_indexed: Quantity
    fte: Quantity
    wages: Quantity
    client_costs: Quantity
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


@dataclass(frozen=True)
class WswStock:
    """The Wsw employees: what is published and what the national pace makes of it.

    `estimate` has columns jaar, midden, laag, hoog (persons) and ids.
    """

    published: Quantity
    forecast: Quantity
    estimate: pd.DataFrame
    latest: Quantity
    latest_year: int
    provenance: Provenance


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
        return tuple(
            i for i in self.wsw.provenance.ids if i in set(self.book.table("aannames")["id"])
        )

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts that the results rest on, those of the agreements included."""
        contract = provenance_of(self.contract.lines).ids if self.contract else ()
        agreed = agreement_provenance(self.agreements).ids if self.contract else ()
        return tuple(sorted({*contract, *agreed, *self.wsw.provenance.ids, *CONTEXT_FACTS}))

    @property
    def area_name(self) -> str:
        """The area as a reader knows it."""
        return area_name(self.area)


def organisation_photo(book: Workbook) -> OrganisationPhoto:
    """Return the results of deelvraag 1 for the workbook's area.

    The contract is with one municipality; for an area without it `contract` is None.
    """
    agreements = agreement_kinds(book.table("resultaatafspraken").sort_values("volgorde"))
    has_contract = book.parameters.gebied in {MAIN_AREA, JOINT_AREA}
    return OrganisationPhoto(
        book,
        contract_year(book) if has_contract else None,
        agreements,
        kinds_by_group(agreements),
        wsw_stock(book),
    )


def contract_year(book: Workbook) -> Contract:
    """Return the contract at the price level of the parameters."""
    factor = price_factor(book)
    rate = book.number(OVERHEAD_RATE)
    lines = contract_lines(book.table("dvo_begroting"), rate.value / 100, factor.value)
    lines["ids"] = [f"{line};{OVERHEAD_RATE}" for line in lines["id"]]
    lines["basis"] = "afgeleid"
    return Contract(
        lines,
        overhead_alternatives(lines, rate.value / 100),
        budget=_at(book.number("D83"), factor),
        budget_indexed=_at(book.number("D86"), factor),
        fte=book.number("D82-fte"),
        wages=_at(book.number("D82-loonkosten"), factor),
        client_costs=_at(book.number("D82-clientkosten"), factor),
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


def wsw_stock(book: Workbook) -> WswStock:
    """Return the Wsw stock of the area, from the published year on at the national pace."""
    national = _national_stock(book)
    level = book.number(PACE)
    shape = gamma_shape(level.low, level.high)
    share = national_share(national.set_index("jaar")["getal"], BASE_YEAR) ** level.value
    both = book.number(LOCAL_STOCK)
    estimate = local_stock(int(both.value), share, shape)
    part = area_share(book)
    estimate["midden"] *= part.value if part else 1
    estimate["laag"] *= part.low if part else 1
    estimate["hoog"] *= part.high if part else 1
    inputs = [both.provenance, level.provenance, Provenance.of("afgeleid", national["id"])]
    provenance = combine([*inputs, part.provenance] if part else inputs).derived()
    last = estimate.iloc[-1]
    return WswStock(
        published=_part_of(both, part),
        forecast=_part_of(book.number(LOCAL_FORECAST), part),
        estimate=estimate,
        latest=Quantity(last["midden"], "pers", provenance, last["laag"], last["hoog"]),
        latest_year=int(last["jaar"]),
        provenance=provenance,
    )


def area_share(book: Workbook) -> Quantity | None:
    """Return the area's part of the joint Wsw employees; None for both together."""
    area = book.parameters.gebied
    if area == JOINT_AREA:
        return None
    share = book.number(AREA_SHARE)
    if area == MAIN_AREA:
        return share
    return Quantity(1 - share.value, share.unit, share.provenance, 1 - share.high, 1 - share.low)


def headlines(photo: OrganisationPhoto) -> list[Headline]:
    """Return the headline numbers of deelvraag 1; without a contract, those of the Wsw only."""
    book, wsw = photo.book, photo.wsw
    items = [
        Headline("wsw_personen_bekend", wsw.published, str(BASE_YEAR)),
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


def contract_check(contract: Contract) -> float:
    """Return how many euros the lines add up to beside the printed budget: rounding, or a fault."""
    return contract_totals(contract.lines).total_eur - contract.budget.value


def _at(amount: Quantity, factor: Quantity) -> Quantity:
    """The amount at another price level; untouched, and as sure, when nothing changes."""
    return amount if factor.value == 1 else (amount * factor).in_unit(amount.unit)


def counted(value: float, table: str) -> Quantity:
    """A count of the rows of one of the workbook's own tables."""
    return Quantity.exact(float(value), "aantal", Provenance.of("afgeleid", [table]))


def agreement_provenance(agreements: pd.DataFrame) -> Provenance:
    """What a table of agreements rests on: norms, so marked as such."""
    ids = [part for cell in agreements["feiten"] for part in cell.split(";") if part]
    return Provenance.of("afspraak", ids or ["resultaatafspraken.csv"])


def _national_stock(book: Workbook) -> pd.DataFrame:
    """The national stock by year.

    Where a year-end is both printed rounded and derived exactly, the derived one (finding T39).
    """
    rows = book.series(STOCK_SERIES).assign(jaar=lambda table: table["periode"].astype(int))
    return (
        rows.sort_values("basis")
        .drop_duplicates("jaar")
        .sort_values("jaar")[["id", "jaar", "getal"]]
    )


def _part_of(quantity: Quantity, part: Quantity | None) -> Quantity:
    return (quantity * part).in_unit(quantity.unit) if part else quantity
