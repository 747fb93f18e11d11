"""What to bring to the quarterly meeting, in order: the rows of the agenda."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.dutch import listing
from analysis.frames import rows_of
from analysis.model.agreement_verdicts import Pace, Verdict
from analysis.present.monitor_words import SIGNS, name_of, reasoned_text, value_text
from analysis.questions.monitor import Monitor
from analysis.questions.monitor_verdicts import INCOMPLETE, READINGS, ROUNDING
from analysis.released import HIDDEN
from analysis.shown import derived_text

TOO_FEW = f"{SIGNS[Verdict.HIDDEN]} te weinig mensen, of bijna iedereen"
ROUNDED = f"{SIGNS[Verdict.OPEN]} {ROUNDING[:1].lower()}{ROUNDING[1:]}"
AT_THE_SOURCE = "in te zien bij de bron, niet op deze pagina te tonen"


def agenda_rows(monitor: Monitor) -> list[dict[str, Any]]:
    """What was not met, what can't be judged, and last what nobody can see on the page.

    Rows have id, naam, stand and waarom.
    """
    rows = [row for row in rows_of(monitor.now) if _to_discuss(row)]
    rows.sort(key=lambda row: (_urgency(row), row["volgorde"]))
    told = [
        {
            "id": row["id"],
            "naam": name_of(row),
            "stand": value_text(row),
            "waarom": reasoned_text(row),
        }
        for row in rows
    ]
    hidden = _at_the_source(monitor, _is_hidden, TOO_FEW, HIDDEN)
    return [*told, *hidden, *_at_the_source(monitor, _near, ROUNDED, "afgerond")]


def _at_the_source(
    monitor: Monitor, rule: Callable[[dict[str, Any]], bool], why: str, shown: str
) -> list[dict[str, Any]]:
    """One row with all agreements that nobody can judge on this page, and why; none if none are."""
    names = [row["id"] for row in rows_of(monitor.now) if rule(row)]
    if not names:
        return []
    row = {"id": "–", "naam": derived_text(listing(names), monitor.norms)}
    return [row | {"stand": shown, "waarom": f"{why}: {AT_THE_SOURCE}"}]


def _is_hidden(row: dict[str, Any]) -> bool:
    return row["oordeel"] is Verdict.HIDDEN


def _near(row: dict[str, Any]) -> bool:
    return bool(row["reden"] == ROUNDING)


def _to_discuss(row: dict[str, Any]) -> bool:
    wrong = row["oordeel"] in (Verdict.MISSED, Verdict.ABOVE_CAP, Verdict.UNMEASURABLE)
    told = row["reden"] in (INCOMPLETE, READINGS)
    return wrong or told or row["tempo"] is Pace.BEHIND


def _urgency(row: dict[str, Any]) -> int:
    order = (Verdict.MISSED, Verdict.ABOVE_CAP, Verdict.OPEN, Verdict.AROUND)
    return order.index(row["oordeel"]) if row["oordeel"] in order else len(order)
