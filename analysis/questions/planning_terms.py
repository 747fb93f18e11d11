"""How long the assignment lasts, and until when plans and money run: what the nota says twice.

Which facts contradict each other stands in `tegenstrijdigheden.csv`; here their dates are computed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analysis.frames import rows_of
from analysis.model.schedule import Moment, earliest_start, last_day, years_of
from analysis.provenance import Provenance, Quantity, combine
from analysis.sources.workbook import Workbook

START, DEADLINE = "K13", "K41"
"""From when the term of the kwartiermaker is counted, and the last deadline that it must hold."""
TERM, HORIZON = "T01", "T02"
"""The contradictions: how long the assignment lasts, and until when plans and money run."""
CRITERION, BUDGET = "K20", "K16"
"""The years of the financial criterion and of the perspectiefnota."""
MONTHS = {"maanden": 1, "jaren": 12}
LASTING = "periode"


@dataclass(frozen=True)
class Term:
    """One reading of how long the assignment lasts.

    `slack` counts the days from the last deadline to the end of the term; `too_late` those by which
    the term must at least begin sooner for the deadline to fall outside it.
    """

    months: Quantity
    end: dt.date
    slack: Quantity
    too_late: Quantity


@dataclass(frozen=True)
class Horizons:
    """The last years of plans, criterion and perspectiefnota, and the years without a plan."""

    plans: Quantity
    criterion: Quantity
    budget: Quantity
    uncovered: tuple[int, ...]
    provenance: Provenance


def terms_of(book: Workbook) -> tuple[Term, ...]:
    """Return each reading of how long the assignment lasts, the longest first.

    The readings are the facts of the contradiction that are counted in months or years.
    """
    readings = book.rows(_facts_of(book, TERM)).query("eenheid in @MONTHS")
    found = [_term(book, row) for row in rows_of(readings)]
    return tuple(sorted(found, key=lambda term: -term.months.value))


def horizons_of(book: Workbook) -> Horizons:
    """Return until when plans, criterion and perspectiefnota run, and the years between.

    The plans are what the contradiction sets against the criterion.
    """
    periods = {
        fact: Moment(*dates_of(row))
        for row in rows_of(book.table("mijlpalen"))
        if row["precisie"] == LASTING
        for fact in row["feiten"].split(";")
    }
    plans = [name for name in _facts_of(book, HORIZON) if name != CRITERION]
    covered = years_of(periods[name] for name in plans)

    def end(*names: str) -> Quantity:
        last = max(periods[name].last.year for name in names)
        return Quantity.exact(last, "jaar", rests_on(book, *names))

    return Horizons(
        plans=end(*plans),
        criterion=end(CRITERION),
        budget=end(BUDGET),
        uncovered=tuple(sorted(years_of([periods[CRITERION]]) - covered)),
        provenance=rests_on(book, *plans, CRITERION).derived(),
    )


def rests_on(book: Workbook, *facts: str) -> Provenance:
    """Return what facts of the register rest on together."""
    return combine(
        Provenance.of(row["basis"], [row["id"]]) for row in rows_of(book.rows(tuple(facts)))
    )


def dates_of(row: dict[str, Any]) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a row of `mijlpalen.csv`."""
    first, last = (dt.date.fromisoformat(row[name]) for name in ("datum_van", "datum_tot"))
    return first, last


def _term(book: Workbook, reading: dict[str, Any]) -> Term:
    start, deadline = (dt.date.fromisoformat(book.text(name)) for name in (START, DEADLINE))
    whole = reading["eenheid"] == "maanden"
    months = round(reading["getal"] * MONTHS[reading["eenheid"]])
    counted = rests_on(book, reading["id"])
    rests = rests_on(book, reading["id"], START, DEADLINE).derived()
    end = last_day(start, months)
    sooner = (start - earliest_start(deadline, months)).days + 1
    return Term(
        Quantity.exact(months, "maanden", counted if whole else counted.derived()),
        end,
        Quantity.exact((end - deadline).days, "dagen", rests),
        Quantity.exact(sooner, "dagen", rests),
    )


def _facts_of(book: Workbook, contradiction: str) -> tuple[str, ...]:
    table = book.table("tegenstrijdigheden").set_index("id")
    return tuple(str(table.loc[contradiction, "feiten"]).split(";"))
