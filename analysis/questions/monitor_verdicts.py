"""What is judged of an agreement and in what order: the verdict of one quarter.

What can't be judged comes before what can, and what is no achievement before what is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.model.agreement_verdicts import (
    FIRM_VERDICTS,
    QUARTERS,
    Margin,
    Verdict,
    cap_verdict,
    verdict_of,
)
from analysis.model.agreements import CEILING, QUALITATIVE
from analysis.model.indicators import ALL, AT_LEAST
from analysis.questions.monitor_evidence import YES_NO, Evidence, Measured, Nature
from analysis.questions.monitor_registration import Complete
from analysis.shown import Shown

SHARE = "pct"
NO_NORM = "De norm staat niet in de DVO"
NO_NUMBERS = "Geen cijfers aangeleverd"
NOT_YET = "Nog niet te beoordelen, of niets aangeleverd"
TOO_SMALL = "Te weinig mensen, of bijna iedereen"
INCOMPLETE = "Registratie onvolledig"
NOT_OVER = "De termijn loopt nog"
WITHIN_YEAR = "Het jaar loopt nog"
READINGS = "Hangt af van hoe de afspraak wordt gelezen"
LATE = "Later dan afgesproken"
ROUNDING = "Valt door de afronding niet te zeggen"
OTHER_UNIT = "Gemeten in een andere eenheid dan de norm"
SPREAD = "Hoe ver de cijfers uiteenlopen, is niet gegeven"

UNJUDGED = {
    "S1": "Alleen waar begeleiding nodig is; wanneer dat zo is, staat niet in de DVO",
}
"""Agreements whose number is shown and can't be held against the norm, and why."""

PRO_RATA = ("G2a", "G2b")
"""Shares of a fixed group that rise in the year, so that a quarter has a quarter of the norm."""


@dataclass(frozen=True)
class Agreement:
    """What the contract says of one agreement; `norm` in the unit of the register."""

    row: Mapping[str, Any]
    norm: Shown | None

    @property
    def id(self) -> str:
        """The number of the agreement."""
        return str(self.row["id"])

    @property
    def operator(self) -> str:
        """`ge`, `le`, `eq`, `alle` or `kwalitatief`."""
        return str(self.row["operator"])

    @property
    def kind(self) -> str:
        """Target, ceiling or qualitative, as the contract words it."""
        return str(self.row["soort"])

    @property
    def last_year(self) -> str:
        """The year in which the term of the agreement ends."""
        return str(self.row["periode"]).split("-Q")[0].rpartition("-")[2]

    @property
    def deadline(self) -> str:
        """The quarter before whose end it is due, when that is not the end of a year."""
        return str(self.row["periode"]) if "-Q" in str(self.row["periode"]) else ""


@dataclass(frozen=True)
class Judged:
    """A verdict with the reason where it needs one."""

    verdict: Verdict
    reason: str = ""


def runs(agreement: Agreement, measured: Measured) -> bool:
    """Whether a number grows towards a norm of the whole year."""
    grows = measured.unit != SHARE or agreement.id in PRO_RATA
    return measured.rising and grows and not agreement.deadline


def verdict_on(
    agreement: Agreement, measured: Measured | None, quarter: str, complete: Complete | None
) -> Judged:
    """The verdict: first what can't be judged, then what is no achievement, then the margin."""
    if agreement.kind == QUALITATIVE:
        return _mentioned(measured, quarter)
    if agreement.norm is None:
        return Judged(Verdict.UNMEASURABLE, NO_NORM)
    if measured is None or not measured.values:
        return Judged(Verdict.UNMEASURABLE, NO_NUMBERS)
    if quarter not in measured.values:
        return Judged(Verdict.UNMEASURABLE, NOT_YET)
    found = measured.values[quarter]
    if found is None:
        return Judged(Verdict.HIDDEN, TOO_SMALL)
    if agreement.id in UNJUDGED:
        return Judged(Verdict.OPEN, UNJUDGED[agreement.id])
    if measured.unit != agreement.row["norm_eenheid"]:
        return Judged(Verdict.OPEN, OTHER_UNIT)
    judged = _by_margin(agreement, measured, found, quarter)
    return _on_full_records(judged) if complete is Complete.NO else judged


def _mentioned(measured: Measured | None, quarter: str) -> Judged:
    if measured is None or not measured.values:
        return Judged(Verdict.NOT_MENTIONED, NO_NUMBERS)
    if measured.unit != YES_NO:
        return Judged(Verdict.MENTIONED if quarter in measured.values else Verdict.NOT_MENTIONED)
    found = measured.values.get(quarter)
    return Judged(Verdict.MENTIONED if found and found.part > 0 else Verdict.NOT_MENTIONED)


def _on_full_records(judged: Judged) -> Judged:
    """No firm verdict on records that are not complete; nor that a ceiling was kept."""
    if judged.verdict in (*FIRM_VERDICTS, Verdict.BELOW_CAP):
        return Judged(Verdict.OPEN, INCOMPLETE)
    return Judged(judged.verdict, judged.reason or INCOMPLETE)


def _by_margin(agreement: Agreement, measured: Measured, found: Evidence, quarter: str) -> Judged:
    norm = norm_of(agreement, measured)
    if agreement.kind == CEILING:
        verdict = cap_verdict(found.counted, norm)
        return Judged(verdict, ROUNDING if verdict is Verdict.OPEN else "")
    if agreement.last_year > quarter[:4]:
        return Judged(Verdict.OPEN, NOT_OVER)
    if measured.rising and not agreement.deadline and place_of(quarter) < QUARTERS:
        return Judged(Verdict.OPEN, WITHIN_YEAR)
    if agreement.deadline:
        return _by_deadline(agreement, measured, found, quarter)
    verdict = verdict_of(agreement.operator, judged_margin(agreement, found), norm)
    unsure = found.nature is Nature.MEAN and verdict is Verdict.OPEN
    return Judged(verdict, SPREAD if unsure else "")


def _by_deadline(agreement: Agreement, measured: Measured, found: Evidence, quarter: str) -> Judged:
    """What is due by a quarter: to have it done in time is good, whatever the operator says."""
    verdict = verdict_of(AT_LEAST, judged_margin(agreement, found), norm_of(agreement, measured))
    if verdict is Verdict.MET:
        # What was there in the first quarter that is known may have been there in time.
        seen = min(measured.values) <= agreement.deadline
        late = seen and done_in(agreement, measured, quarter) > agreement.deadline
        return Judged(Verdict.MISSED, LATE) if late else Judged(verdict)
    return Judged(verdict) if quarter >= agreement.deadline else Judged(Verdict.OPEN, NOT_OVER)


def done_in(agreement: Agreement, measured: Measured | None, quarter: str) -> str:
    """The first quarter, up to this one, in which what is due was there; else empty."""
    if measured is None or not agreement.deadline or agreement.norm is None:
        return ""
    norm = norm_of(agreement, measured)
    there = [
        name
        for name, found in measured.values.items()
        if name <= quarter and found is not None and found.value >= norm
    ]
    return min(there, default="")


def judged_margin(agreement: Agreement, found: Evidence) -> Margin:
    """What is judged: an agreement about each of them, and a ceiling, by what was counted."""
    by_count = agreement.operator == ALL or agreement.kind == CEILING
    return found.counted if by_count else found.margin


def norm_of(agreement: Agreement, measured: Measured) -> float:
    """The norm in the unit of the evidence: shares between 0 and 1."""
    assert agreement.norm is not None
    return float(agreement.norm) / (100.0 if measured.unit == SHARE else 1.0)


def place_of(quarter: str) -> int:
    """The number of a quarter in its year."""
    return int(quarter[-1])
