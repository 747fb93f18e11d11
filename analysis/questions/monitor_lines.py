"""One line per agreement and quarter: value, norm, margin, verdict, chance and trend.

All of it is computed from numbers that passed the privacy gate; what decides the verdict is in
`monitor_verdicts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.model.agreement_verdicts import (
    FIRM_VERDICTS,
    QUARTERS,
    Pace,
    Trend,
    Verdict,
    norm_so_far,
    pace_of,
)
from analysis.model.agreements import CEILING
from analysis.model.indicators import AT_LEAST, AT_MOST, judge
from analysis.questions.monitor_evidence import Evidence, Measured, Nature
from analysis.questions.monitor_registration import Complete
from analysis.questions.monitor_verdicts import (
    NOT_OVER,
    READINGS,
    SHARE,
    WITHIN_YEAR,
    Agreement,
    done_in,
    judged_margin,
    norm_of,
    place_of,
    runs,
    verdict_on,
)
from analysis.shown import Shown, derived

NUMBERS = ("waarde", "laag", "hoog", "teller", "noemer", "kans", "norm_nu")


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
    judged = verdict_on(agreement, measured, quarter, complete)
    row = {name: agreement.row[name] for name in ("id", "volgorde", "groep", "afspraak", "soort")}
    row |= {
        "kwartaal": quarter,
        "deel": measured.part if measured else "",
        "eenheid": measured.unit if measured else agreement.row["norm_eenheid"],
        "norm": agreement.norm,
        "norm_eenheid": agreement.row["norm_eenheid"],
        "operator": agreement.operator,
        "termijn": agreement.deadline,
        "klaar": done_in(agreement, measured, quarter),
        "bekend": known,
        "oordeel": judged.verdict,
        "reden": judged.reason,
        "trend": measured.trend(list(quarters), quarter) if measured and known else Trend.NONE,
        "tabellen": measured.tables if measured else (),
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


def _numbers(
    agreement: Agreement, measured: Measured, found: Evidence, quarter: str
) -> dict[str, Any]:
    """The numbers of a line, in the unit of what was measured."""
    margin, factor = judged_margin(agreement, found), 100.0 if measured.unit == SHARE else 1.0
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
    if place_of(quarter) == QUARTERS or agreement.last_year > quarter[:4]:
        return row
    norm = norm_of(agreement, measured)
    part = derived(norm_so_far(norm, place_of(quarter)) * factor, agreement.norm)
    return row | {
        "norm_nu": part,
        "tempo": pace_of(agreement.operator, margin, norm, place_of(quarter)),
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
    chance = judge(found.value, norm_of(agreement, measured), agreement.operator, n)
    return derived(100 * chance, *found.parents, agreement.norm)
