"""The DVO monitor: all agreements by quarter, and what they rest on — results without pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.frames import rows_of
from analysis.model.agreements import agreement_kinds
from analysis.provenance import Provenance, combine
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_candidate_gate import ReleasedCandidates
from analysis.questions.monitor_candidates import quarter_ends
from analysis.questions.monitor_differences import Difference, differences
from analysis.questions.monitor_evidence import Evidence, Measured, exactly
from analysis.questions.monitor_lines import combined, line
from analysis.questions.monitor_measures import NEEDS_DAYS, measures
from analysis.questions.monitor_registration import ENOUGH, Registration, records, registration
from analysis.questions.monitor_registration import TABLE as REGISTRATION
from analysis.questions.monitor_rungs import Rungs, rungs
from analysis.questions.monitor_verdicts import Agreement
from analysis.questions.monitor_wsw_gate import TABLE as LADDER
from analysis.questions.organisation import agreement_provenance
from analysis.released import Released
from analysis.shown import ShownNumber, derived, shown_rows
from analysis.sources.monitor_checks import AGREEMENTS
from analysis.sources.monitor_checks import JOURNEYS as CANDIDATES
from analysis.sources.workbook import Workbook

PART_NORMS = {"regulier": "D19", "Aanvalsplan BUIG": "D20"}
"""The norms of the two parts of MG1."""

COST_BASES = ("D77-clientkosten", "D85")
"""The two amounts that A1 may be about: those of the contract, and the same with an index."""

COSTS, INDEXED = "A1", "met index"
READ_TWICE = ("A1", "W5")
"""Agreements that can be read in two ways; where these disagree nothing is firm."""

LADDER_AGREEMENT = "W1"
"""The agreement of which the number is a share per rung, in `Monitor.rungs`."""

NORM = "norm"


@dataclass(frozen=True)
class Monitor:
    """All results of the monitor.

    `lines` has a row per agreement and quarter (see `monitor_lines.line`) and `parts` the same for
    parts of agreements and other readings of them. `norms` is what the norms passed the gate as.
    """

    book: Workbook
    lines: pd.DataFrame
    parts: pd.DataFrame
    registration: Registration
    rungs: Rungs | None
    differences: tuple[Difference, ...]
    norms: Released
    quarters: tuple[str, ...]

    @property
    def quarter(self) -> str:
        """The last quarter of which anything is known."""
        return self.quarters[-1]

    @property
    def made_up(self) -> bool:
        """Whether any of it is made up."""
        return self.provenance.made_up

    @cached_property
    def now(self) -> pd.DataFrame:
        """The lines of the last quarter, in the order of the contract."""
        return self.lines[self.lines["kwartaal"] == self.quarter].reset_index(drop=True)

    @property
    def groups(self) -> list[str]:
        """The parts of the contract, in its order."""
        return list(dict.fromkeys(self.lines["groep"]))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that anything was measured from."""
        used = {name for names in self.lines["tabellen"] for name in names}
        filled = {REGISTRATION} if len(self.registration.rows) else set()
        ladder = {LADDER} if self.rungs else set()
        return tuple(sorted(used | filled | ladder))

    @cached_property
    def provenance(self) -> Provenance:
        """What the whole rests on: the tables, guarded, and the norms."""
        judged = self.book.number(ENOUGH).provenance
        return combine([self.book.provenance(*self.tables), self.agreed, judged]).derived()

    @cached_property
    def _contract(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in rows_of(self.book.table(AGREEMENTS))}

    def contract_row(self, agreement: str) -> dict[str, Any]:
        """What the register says of one agreement."""
        return self._contract[agreement]

    @property
    def agreed(self) -> Provenance:
        """What the norms rest on."""
        return self.agreed_on(list(self._contract))

    def agreed_on(self, agreements: Sequence[str]) -> Provenance:
        """What the norms of these agreements rest on."""
        return agreement_provenance(pd.DataFrame([self._contract[name] for name in agreements]))

    @property
    def lost(self) -> tuple[str, ...]:
        """The agreements that counts by quarter can't give and nobody filled in."""
        if CANDIDATES in self.tables:
            return ()
        known = set(self.now.loc[self.now["bekend"], "id"])
        return tuple(name for name in NEEDS_DAYS if name not in known)

    def count(self, rows: pd.DataFrame) -> ShownNumber:
        """How many lines these are: their verdicts come from what passed the gate."""
        passed = [value for value in self.lines["waarde"] if value is not None]
        return derived(float(len(rows)), self.norms, *passed)


def monitor(book: Workbook, candidates: ReleasedCandidates | None = None) -> Monitor:
    """Return the results for the contract's year.

    `candidates` is what passed the gate of them, when that is known already. Raises `PrivacyError`
    when a table can't be shown without betraying a small count.
    """
    table = agreement_kinds(book.table(AGREEMENTS).sort_values("volgorde"))
    norms = _norms(table, book)
    found, full = measures(book, candidates), registration(book)
    found += records(full)
    quarters = _quarters(found)
    sets = [
        _lines(Agreement(row, norms.shown(row["id"], NORM)), found, quarters, full, norms, book)
        for row in rows_of(table)
    ]
    ladder = rungs(book)
    lines = [_by_rung(row, ladder) for main, _ in sets for row in main]
    return Monitor(
        book,
        shown_rows(lines),
        shown_rows([row for _, parts in sets for row in parts]),
        full,
        ladder,
        differences(book, found),
        norms,
        quarters,
    )


def _lines(
    agreement: Agreement,
    found: Sequence[Measured],
    quarters: tuple[str, ...],
    full: Registration,
    norms: Released,
    book: Workbook,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines of one agreement by quarter, and those of its parts and other readings."""
    own = [item for item in found if item.agreement == agreement.id]
    parts = [item for item in own if item.part]
    whole = next((item for item in own if not item.part), None)
    if agreement.id == COSTS and whole is not None:
        parts = [_indexed(whole, norms)]
    counts = _of_one_making(book, own)
    lines, below = [], []
    for quarter in quarters:
        complete = full.of(agreement.id, quarter) if counts else None
        readings = [
            line(_of_part(agreement, item, norms), item, quarters, quarter, complete)
            for item in parts
            if quarter in item.values
        ]
        main = line(agreement, whole or _lowest(parts, quarter), quarters, quarter, complete)
        alternatives = readings if agreement.id in READ_TWICE else []
        rests = (*main["tabellen"], REGISTRATION) if complete is not None else main["tabellen"]
        lines.append(combined(main, alternatives) | {"deel": "", "tabellen": rests})
        below += readings
    return lines, below


def _of_one_making(book: Workbook, own: Sequence[Measured]) -> bool:
    """Whether the registration may judge these: not when it is made up and they are not."""
    made_up = [
        book.provenance(*tables).made_up
        for tables in ((REGISTRATION,), *(item.tables for item in own))
    ]
    return not made_up[0] or all(made_up)


def _by_rung(row: dict[str, Any], ladder: Rungs | None) -> dict[str, Any]:
    """W1 is known in the quarter of which the rungs are."""
    if row["id"] != LADDER_AGREEMENT or ladder is None or ladder.quarter != row["kwartaal"]:
        return row
    return row | {"bekend": True, "tabellen": (LADDER,)}


def _lowest(parts: Sequence[Measured], quarter: str) -> Measured | None:
    """Of the questions of one agreement the one with the lowest outcome, hidden ones first."""
    known = [item for item in parts if quarter in item.values]

    def outcome(item: Measured) -> float:
        value = item.values[quarter]
        return -1.0 if value is None else value.value

    return min(known, key=outcome, default=next(iter(parts), None))


def _of_part(agreement: Agreement, part: Measured, norms: Released) -> Agreement:
    """The agreement with the norm of one of its parts, where that has its own."""
    name = PART_NORMS.get(part.part)
    return replace(agreement, norm=norms.shown(name, NORM)) if name else agreement


def _indexed(whole: Measured, norms: Released) -> Measured:
    """The share of the costs over the other amount that A1 may be about."""
    plain, indexed = (norms.shown(name, NORM) for name in COST_BASES)
    assert plain is not None
    assert indexed is not None

    def over(found: Evidence | None) -> Evidence | None:
        if found is None:
            return None
        return exactly(found.value * plain / indexed, *found.parents, plain, indexed)

    values, alone = (
        {name: over(item) for name, item in found.items()} for found in (whole.values, whole.alone)
    )
    return replace(whole, values=values, alone=alone, part=INDEXED)


def _norms(table: pd.DataFrame, book: Workbook) -> Released:
    """The norms of the agreements and of their parts, by id: no persons, so they pass as norms."""
    own = pd.Series(table["norm"].to_numpy(), index=table["id"], dtype="float64")
    others = [*PART_NORMS.values(), *COST_BASES]
    more = pd.Series([book.number(name).value for name in others], index=others)
    return protect(pd.concat([own, more]).to_frame(NORM), "norm")


def _quarters(found: Sequence[Measured]) -> tuple[str, ...]:
    """The quarters of the contract's year up to the last of which anything is known."""
    year = [str(name) for name in quarter_ends(int(CONTRACT_YEAR)).index]
    known = {name for item in found for name in item.values}
    last = max((place for place, name in enumerate(year) if name in known), default=len(year) - 1)
    return tuple(year[: last + 1])
