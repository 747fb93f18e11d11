"""One line per agreement and quarter: value, norm, margin, verdict, chance and trend.

All of it is computed from numbers that passed the privacy gate. The order in which a line gets its
verdict is that of `_verdict`: what can't be judged comes before what can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.model.agreement_verdicts import (
    FIRM_VERDICTS,
    QUARTERS,
    Margin,
    Pace,
    Trend,
    Verdict,
    cap_verdict,
    norm_so_far,
    pace_of,
    verdict_of,
)
from analysis.model.agreements import CEILING, QUALITATIVE
from analysis.model.indicators import ALL, AT_LEAST, AT_MOST, judge
from analysis.questions.monitor_evidence import YES_NO, Evidence, Measured, Nature
from analysis.questions.monitor_registration import Complete
from analysis.shown import Shown, derived

NO_NORM = "De norm staat niet in de DVO"
NO_NUMBERS = "Geen cijfers aangeleverd"
NOT_YET = "Nog niet te beoordelen in dit kwartaal"
TOO_SMALL = "Verborgen: te weinig personen, of te weinig anderen"
INCOMPLETE = "Registratie onvolledig"
NOT_OVER = "De termijn loopt nog"
WITHIN_YEAR = "Het jaar loopt nog"
READINGS = "Hangt af van hoe de afspraak wordt gelezen"
LATE = "Later dan afgesproken"
ROUNDING = "Valt door de afronding niet te zeggen"
SPREAD = "Hoe ver de cijfers uiteenlopen, is niet gegeven"

UNJUDGED = {
    "S1": "Alleen waar begeleiding nodig is; wanneer dat zo is, staat niet in de DVO",
}
"""Agreements whose number is shown and can't be held against the norm, and why."""

SHARE = "pct"
NUMBERS = ("waarde", "laag", "hoog", "teller", "noemer", "kans", "norm_nu")

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


def line(
    agreement: Agreement,
    measured: Measured | None,
    quarters: Sequence[str],
    quarter: str,
    complete: Complete | None,
) -> dict[str, Any]:
    """Return one line as a row.

    Numbers (waarde, laag, hoog, teller, noemer, norm, norm_nu, kans) may be shown, and are None
    where they are hidden or absent; oordeel is a `Verdict`, tempo a `Pace`, trend a `Trend`.
    """
    known = measured is not None and quarter in measured.values
    judged = _verdict(agreement, measured, quarter, complete)
    row = {name: agreement.row[name] for name in ("id", "volgorde", "groep", "afspraak", "soort")}
    row |= {
        "kwartaal": quarter,
        "deel": measured.part if measured else "",
        "eenheid": measured.unit if measured else agreement.row["norm_eenheid"],
        "norm": agreement.norm,
        "norm_eenheid": agreement.row["norm_eenheid"],
        "operator": agreement.operator,
        "bekend": known,
        "oordeel": judged.verdict,
        "reden": judged.reason,
        "trend": measured.trend(list(quarters), quarter) if measured and known else Trend.NONE,
        "tabellen": measured.tables if measured else (),
        "noot": measured.note if measured else "",
        "lopend": bool(measured and measured.rising),
    }
    found = measured.values[quarter] if measured and known else None
    if measured is None or found is None:
        return row | dict.fromkeys(NUMBERS) | {"tempo": Pace.NONE}
    row |= _numbers(agreement, measured, found, quarter)
    # Of a year or a term that is not over the chance would be that of another moment.
    return row | ({"kans": None} if judged.reason in (WITHIN_YEAR, NOT_OVER) else {})


def combined(row: dict[str, Any], others: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The line of an agreement that is read in more than one way: firm only when all agree."""
    verdicts = {item["oordeel"] for item in (row, *others)}
    if len(verdicts) == 1 or row["oordeel"] not in FIRM_VERDICTS:
        return row
    return row | {"oordeel": Verdict.OPEN, "reden": READINGS}


def runs(agreement: Agreement, measured: Measured) -> bool:
    """Whether a number grows towards a norm of the whole year."""
    grows = measured.unit != SHARE or agreement.id in PRO_RATA
    return measured.rising and grows and not agreement.deadline


def _verdict(
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
    norm = _norm(agreement, measured)
    if agreement.kind == CEILING:
        verdict = cap_verdict(found.counted, norm)
        return Judged(verdict, ROUNDING if verdict is Verdict.OPEN else "")
    if agreement.last_year > quarter[:4]:
        return Judged(Verdict.OPEN, NOT_OVER)
    if runs(agreement, measured) and _place(quarter) < QUARTERS:
        return Judged(Verdict.OPEN, WITHIN_YEAR)
    verdict = verdict_of(agreement.operator, _margin(agreement, found), norm)
    due = measured.values.get(agreement.deadline)
    late = quarter > agreement.deadline and due is not None and due.value < norm
    if late and verdict is not Verdict.BELOW:
        return Judged(verdict, LATE)
    unsure = found.nature is Nature.MEAN and verdict is Verdict.OPEN
    return Judged(verdict, SPREAD if unsure else "")


def _numbers(
    agreement: Agreement, measured: Measured, found: Evidence, quarter: str
) -> dict[str, Any]:
    """The numbers of a line, in the unit of what was measured."""
    margin, factor = _margin(agreement, found), 100.0 if measured.unit == SHARE else 1.0
    value, low, high = (
        derived(end * factor, *found.parents) for end in (margin.value, margin.low, margin.high)
    )
    counted = found.nature is Nature.SHARE
    row: dict[str, Any] = {
        "waarde": value,
        "laag": None if found.nature is Nature.EXACT else low,
        "hoog": None if found.nature is Nature.EXACT else high,
        "teller": found.parents[0] if counted else None,
        "noemer": found.parents[1] if counted else None,
        "kans": _chance(agreement, measured, found),
        "norm_nu": None,
        "tempo": Pace.NONE,
    }
    if agreement.norm is None or not runs(agreement, measured) or agreement.kind == CEILING:
        return row
    if _place(quarter) == QUARTERS or agreement.last_year > quarter[:4]:
        return row
    norm = _norm(agreement, measured)
    part = derived(norm_so_far(norm, _place(quarter)) * factor, agreement.norm)
    return row | {
        "norm_nu": part,
        "tempo": pace_of(agreement.operator, margin, norm, _place(quarter)),
    }


def _chance(agreement: Agreement, measured: Measured, found: Evidence) -> Shown | None:
    """The chance (percent) that what is behind the number is on the good side of the norm.

    Only where the norm holds at this moment and has a good side, and chance has a say.
    """
    people = {Nature.COUNT: None, Nature.SHARE: found.whole, Nature.RATE: found.whole}
    judgeable = agreement.operator in (AT_LEAST, AT_MOST) and agreement.kind != CEILING
    if agreement.norm is None or found.nature not in people or not judgeable:
        return None
    n = people[found.nature]
    chance = judge(found.value, _norm(agreement, measured), agreement.operator, n)
    return derived(100 * chance, *found.parents, agreement.norm)


def _margin(agreement: Agreement, found: Evidence) -> Margin:
    """What is judged: an agreement about each of them, and a ceiling, by what was counted."""
    by_count = agreement.operator == ALL or agreement.kind == CEILING
    return found.counted if by_count else found.margin


def _norm(agreement: Agreement, measured: Measured) -> float:
    """The norm in the unit of the evidence: shares between 0 and 1."""
    assert agreement.norm is not None
    return float(agreement.norm) / (100.0 if measured.unit == SHARE else 1.0)


def _place(quarter: str) -> int:
    return int(quarter[-1])
