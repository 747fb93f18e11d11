"""Deelvraag 2: the plan's assumptions against what happened — results, without a picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.frames import rows_of
from analysis.headlines import Headline
from analysis.provenance import Provenance, Quantity, combine, provenance_of
from analysis.questions.beschut import beschut_need
from analysis.questions.crossing import crossing
from analysis.questions.local_runoff import PUBLISHED, LocalRunoff, local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.questions.plan_bridge import Bridge, bridges
from analysis.questions.plan_claims import Evidence, Verdict, claim_table
from analysis.questions.plan_own import OWN_PLAN, RESULT, own_bridge
from analysis.questions.plans import State, errors_by_quantity, line_quantity, open_gaps, plan_lines
from analysis.sources.workbook import Workbook, area_name

FORECAST = "Raming Sallcon 2016"
RESERVE, DEFICIT = "Reserve op 1 januari", "Tekort"
RESERVE_IDS = ("X08", "X09", "R11-tekort", "R11-onverklaard", "R11-daling-reserve")
ACCOUNTS, ACCOUNT_NAME = "jaarrekening", "Jaarrekeningen van KonnecteD"
DOCUMENT_KINDS = ("document", "extern", "begroting", ACCOUNTS)
"""Main systems that are documents, not registrations."""


@dataclass(frozen=True)
class PlanReality:
    """All results of deelvraag 2 for one area; `joint` is the run-off of both municipalities."""

    book: Workbook
    nation: NationalRunoff
    local: LocalRunoff
    joint: LocalRunoff

    @property
    def area_name(self) -> str:
        """The area as a reader knows it."""
        return area_name(self.book.parameters.gebied)

    @cached_property
    def lines(self) -> pd.DataFrame:
        """Every plan line; see `plan_lines`."""
        return plan_lines(self.book, self.joint)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The twelve claims with their verdict, about the organisation as a whole."""
        book = self.book.in_area(self.joint.area)
        both = crossing(book, self.joint, beschut_need(book))
        return claim_table(Evidence(book, self.lines, self.joint, both))

    @cached_property
    def bridges(self) -> tuple[Bridge, ...]:
        """What the national error alone means here, by year."""
        return bridges(self.book, self.lines, self.local)

    @cached_property
    def parts(self) -> tuple[Bridge, ...]:
        """The last bridge of each municipality of the area, or of the area when it is one."""
        members = self.book.members()
        if members == (self.local.area,):
            return self.bridges[-1:]
        books = [self.book.in_area(name) for name in members]
        return tuple(
            bridges(book, self.lines, local_runoff(book, self.nation))[-1] for book in books
        )

    @cached_property
    def errors(self) -> pd.DataFrame:
        """How far each plan lay beside what happened; see `errors_by_quantity`."""
        return errors_by_quantity(self.lines)

    @cached_property
    def own(self) -> pd.DataFrame:
        """The organisation's own plan, split over its factors; empty while rows miss."""
        return own_bridge(self.lines)

    def verdicts(self, verdict: Verdict) -> Quantity:
        """How many of the claims got this verdict; as sure as the evidence of all of them."""
        count = float((self.claims["oordeel"] == verdict).sum())
        return Quantity.exact(count, "aantal", provenance_of(self.claims).derived())

    def documents(self) -> pd.Series:
        """How many lines of the company's plans, and claims, wait for each document, most first.

        All annual accounts count as one; a registration is no document.
        """
        gaps = self.book.table("ontbrekend").set_index("id")
        open_claims = self.claims.loc[self.claims["oordeel"] != Verdict.UITGEKOMEN, "gegeven"]
        company = self.lines[self.lines["plan"].isin((OWN_PLAN, FORECAST))]
        counts = open_gaps(company).add(open_claims.value_counts(), fill_value=0)
        kinds = gaps["hoofdsysteem"].reindex(counts.index)
        names = gaps["systeem"].reindex(counts.index).mask(kinds == ACCOUNTS, ACCOUNT_NAME)
        documents = counts[kinds.isin(DOCUMENT_KINDS)]
        waiting = documents.groupby(names).sum()
        return waiting.sort_values(ascending=False, kind="stable").astype(int)

    @property
    def provenance(self) -> Provenance:
        """Everything that the results rest on."""
        return combine(
            [
                provenance_of(self.lines[self.lines["ids"] != ""]),
                provenance_of(self.claims),
                self.bridges[-1].provenance,
                *(part.provenance for part in self.parts),
                *(self.book.number(name).provenance for name in RESERVE_IDS),
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


def plan_reality(
    book: Workbook, nation: NationalRunoff | None = None, local: LocalRunoff | None = None
) -> PlanReality:
    """Return the results of deelvraag 2 for the workbook's area.

    `nation` and `local` are the run-off of the Wsw where that has been made already.
    """
    nation = nation or national_runoff(book)
    local = local or local_runoff(book, nation)
    area = book.area_of(PUBLISHED)
    joint = local if local.area == area else local_runoff(book.in_area(area), nation)
    return PlanReality(book, nation, local, joint)


def headlines(result: PlanReality) -> list[Headline]:
    """Return the headline numbers of deelvraag 2; a missing one keeps its row and says so."""
    last = result.bridges[-1]
    year = str(last.year)
    counts = {
        "plan_aannames_uitgekomen": Verdict.UITGEKOMEN,
        "plan_aannames_weerlegd": Verdict.WEERLEGD,
        "plan_aannames_tegengesproken": Verdict.TEGENGESPROKEN,
        "plan_aannames_onbeslist": Verdict.ONBESLIST,
    }
    return [
        *(Headline(name, result.verdicts(verdict), "") for name, verdict in counts.items()),
        *(
            Headline("plan_wsw_nl_onder_verwachting", bridge.error_pct, str(bridge.year))
            for bridge in result.bridges
        ),
        Headline("plan_wsw_minder_dan_verwacht", last.missing_heads, year),
        Headline("plan_subsidie_verschil", last.difference, year),
        *_differences(result, FORECAST, DEFICIT, "plan_tekort_verschil"),
        *_differences(result, FORECAST, RESERVE, "plan_reserve_verschil"),
        *_differences(result, OWN_PLAN, RESULT, "plan_resultaat_verschil"),
    ]


def _differences(result: PlanReality, plan: str, quantity: str, name: str) -> list[Headline]:
    """Realised minus planned by year that has come; a line that waits for a figure names it."""
    lines = result.lines
    due = lines[lines["stand"] != State.NIET_AF]
    rows = due[(due["plan"] == plan) & (due["grootheid"] == quantity)]
    found = []
    for row in rows_of(rows):
        year, unit = str(row["doeljaar"]), row["eenheid"]
        if row["stand"] == State.ONTBREEKT:
            gaps = tuple(row["gaten"].split(";"))
            found.append(Headline(name, None, year, unit, gaps))
        else:
            difference = line_quantity(row, "werkelijk") - line_quantity(row, "waarde")
            found.append(Headline(name, difference, year))
    return found
