"""Deelvraag 3: beschut werk and the Participatiewet to 2040 — results, without a picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.headlines import Headline
from analysis.provenance import Provenance, combine
from analysis.questions import beschut_money, participation, readings
from analysis.questions.beschut import TARGET_YEAR, BeschutNeed, beschut_need
from analysis.questions.crossing import Crossing, crossing
from analysis.questions.local_runoff import LocalRunoff, local_runoff
from analysis.questions.national_runoff import national_runoff
from analysis.sources.workbook import Workbook, area_name


@dataclass(frozen=True)
class Horizon:
    """All results of deelvraag 3 for one area."""

    book: Workbook
    local: LocalRunoff
    need: BeschutNeed

    @property
    def area_name(self) -> str:
        """The area as a reader knows it."""
        return area_name(self.need.area)

    @property
    def horizon(self) -> int:
        """The last year that is shown."""
        return self.book.parameters.horizon

    @cached_property
    def crossing(self) -> Crossing:
        """The Wsw and beschut werk side by side."""
        return crossing(self.book, self.local, self.need)

    @cached_property
    def parts(self) -> tuple[BeschutNeed, ...]:
        """The need of each municipality of the area, or of the area itself when it is one."""
        members = self.book.members()
        if members == (self.need.area,):
            return (self.need,)
        return tuple(beschut_need(self.book.in_area(name)) for name in members)

    def by_area(self, area: str) -> BeschutNeed:
        """The need of one municipality, whatever the area of the page."""
        found = [need for need in self.parts if need.area == area]
        return found[0] if found else beschut_need(self.book.in_area(area))

    @cached_property
    def keys(self) -> pd.DataFrame:
        """The readings of the expected number side by side."""
        return readings.keys_table(self.book)

    @property
    def provenance(self) -> Provenance:
        """Everything that the results rest on, those of each municipality included."""
        return combine(
            [
                self.crossing.provenance,
                *(part.provenance for part in self.parts),
                beschut_money.money_provenance(self.book, self.need),
                beschut_money.company_provenance(self.book),
                readings.population_key(self.book).provenance,
                self.book.number(participation.LKS_OUTFLOW).provenance,
                *(self.book.number(name).provenance for name in participation.used_ids()),
            ]
        )

    @property
    def assumption_ids(self) -> tuple[str, ...]:
        """The assumptions that the results rest on."""
        return self.book.assumptions_among(self.provenance.ids)

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts that the results rest on."""
        return self.book.facts_among(self.provenance.ids)


def horizon(book: Workbook, local: LocalRunoff | None = None) -> Horizon:
    """Return the results of deelvraag 3 for the workbook's area.

    `local` is the area's Wsw run-off where that has been made already.
    """
    local = local or local_runoff(book, national_runoff(book))
    return Horizon(book, local, beschut_need(book))


def headlines(result: Horizon) -> list[Headline]:
    """Return the headline numbers of deelvraag 3."""
    need, both = result.need, result.crossing
    year = str(TARGET_YEAR)
    return [
        Headline("beschut_2040", need.stock_in(TARGET_YEAR), year),
        Headline("beschut_stabiel", need.balance, ""),
        Headline("instroom_nodig", need.needed, f"2024-{year}"),
        Headline("kruispunt_jaar", both.crossing_year, ""),
        Headline("bezetting_2040", both.occupancy_in(TARGET_YEAR), year),
    ]
