"""The leeswijzer: what is known and assumed, what was found wrong, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.headlines import Headline
from analysis.provenance import Basis
from analysis.questions.horizon import Horizon, horizon
from analysis.questions.organisation import OrganisationPhoto, counted, organisation_photo
from analysis.questions.plan_reality import PlanReality, plan_reality
from analysis.questions.wsw_runoff import WswRunoff, wsw_runoff
from analysis.sources.findings import Severity
from analysis.sources.workbook import Workbook

OWN_SYSTEMS = (
    "AFAS",
    "GWS4all",
    "IW3",
    "Werkstap",
    "begroting",
    "jaarrekening",
    "kostprijsmodel",
)
"""Where the organisation and the municipalities keep their own figures."""


@dataclass(frozen=True)
class Overview:
    """Counts over the whole workbook, and the answer to each deelvraag so far.

    `by_basis`, `by_severity` and `by_system` are series of counts by their own key.
    """

    book: Workbook
    photo: OrganisationPhoto
    runoff: WswRunoff
    horizon: Horizon
    plan: PlanReality
    findings: pd.DataFrame
    gaps: pd.DataFrame
    by_basis: pd.Series
    by_severity: pd.Series
    by_system: pd.Series

    @property
    def own_gaps(self) -> int:
        """Missing figures that live in a system or annual account of the organisation itself."""
        return int(self.by_system.reindex(OWN_SYSTEMS, fill_value=0).sum())


def overview(book: Workbook) -> Overview:
    """Return the counts that the leeswijzer shows."""
    findings, gaps = book.table("bevindingen"), book.table("ontbrekend")
    numbers = book.table("cijfers").query("waarde != ''")
    runoff = wsw_runoff(book)
    return Overview(
        book,
        organisation_photo(book, runoff.local),
        runoff,
        horizon(book, runoff.local),
        plan_reality(book, runoff.nation, runoff.local),
        findings,
        gaps,
        by_basis=numbers["basis"]
        .value_counts()
        .reindex([str(item) for item in Basis], fill_value=0),
        by_severity=findings["ernst"]
        .value_counts()
        .reindex([str(item) for item in Severity], fill_value=0),
        by_system=gaps["hoofdsysteem"].value_counts(),
    )


def headlines(result: Overview) -> list[Headline]:
    """Return the headline numbers of the leeswijzer: how much rests on what."""
    counts = {f"cijfers_{basis}": count for basis, count in result.by_basis.items()}
    counts["bevindingen_belangrijk"] = result.by_severity[Severity.BELANGRIJK]
    counts["bevindingen_let_op"] = result.by_severity[Severity.LET_OP]
    tables = dict.fromkeys(counts, "cijfers.csv") | {
        "bevindingen_belangrijk": "bevindingen.csv",
        "bevindingen_let_op": "bevindingen.csv",
    }
    items = [Headline(name, counted(value, tables[name]), "") for name, value in counts.items()]
    return [
        *items,
        Headline("ontbrekende_gegevens", counted(len(result.gaps), "ontbrekend.csv"), ""),
    ]
