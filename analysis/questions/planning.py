"""The planning of the scenario choice: phases, deadlines, what needs what, and what does not fit.

The dates are those of the nota; whether they fit each other follows from the dates alone. What the
nota gives no date (the begin of a phase, the decision of the council) stays without one.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.frames import rows_of
from analysis.model.schedule import (
    Moment,
    Verdict,
    days_between,
    due,
    ready,
    verdict_of,
)
from analysis.provenance import Provenance
from analysis.questions.planning_terms import (
    LASTING,
    Horizons,
    Term,
    dates_of,
    horizons_of,
    rests_on,
    terms_of,
)
from analysis.sources.workbook import Workbook

FIRST = "K34-eerste"
"""The planning begins with the council's first talk about the report."""
PRESENTATION = "K40"
"""The final presentation to the council."""
COUNCIL_CHOICE = ("PS04", "PS12", "PS14")
"""The steps that wait for the council to choose a scenario."""
PHASE = re.compile(r"\(fase (\d)\)")
STEPS, MILESTONES = "planning_stappen.csv", "mijlpalen.csv"


@dataclass(frozen=True)
class Phase:
    """A phase of the assignment, by the milestone that ends it; `start` is None where unknown."""

    number: int
    start: dt.date | None
    end: Moment
    milestone: str


@dataclass(frozen=True)
class Planning:
    """The planning of the nota from the council's first talk about the report on.

    `milestones` are the rows of `mijlpalen.csv` by date. `steps` are those of
    `planning_stappen.csv` by the date of what needs something, with columns oordeel (`Verdict`),
    dagen_min and dagen_max (from what is needed to when it is; missing without a date) and feiten.
    `gaps` are the consecutive deadlines: van, tot, dagen_min, dagen_max.
    """

    book: Workbook
    milestones: pd.DataFrame
    phases: tuple[Phase, ...]
    steps: pd.DataFrame
    gaps: pd.DataFrame
    terms: tuple[Term, ...]
    horizons: Horizons
    deliveries: pd.DataFrame

    @property
    def provenance(self) -> Provenance:
        """What the verdicts rest on."""
        facts = ";".join(self.steps["feiten"]).split(";")
        return rests_on(self.book, *facts).derived() | Provenance.of("bron", [STEPS, MILESTONES])

    @cached_property
    def by_id(self) -> dict[str, dict[str, Any]]:
        """Every milestone of the register by its id, the earlier ones included."""
        return {row["id"]: row for row in rows_of(self.book.table("mijlpalen"))}

    def counts(self) -> dict[Verdict, int]:
        """How many steps got which verdict."""
        return {item: int((self.steps["oordeel"] == item).sum()) for item in Verdict}

    def troubled(self, milestone: str) -> tuple[Verdict, ...]:
        """The verdicts other than in time on what a milestone needs, without doubles."""
        found = self.steps.loc[self.steps["mijlpaal"] == milestone, "oordeel"]
        return tuple(item for item in Verdict if item in set(found) - {Verdict.OP_TIJD})

    def undated_choice(self) -> bool:
        """Whether the council's choice has a date nowhere."""
        steps = self.steps.set_index("id")["oordeel"]
        return all(steps[name] == Verdict.ZONDER_DATUM for name in COUNCIL_CHOICE)

    def if_chosen_at(self, milestone: str) -> dict[str, Verdict]:
        """What the verdict on each milestone that waits for the choice would be at that moment."""
        chosen = done_at(self.by_id[milestone])
        waiting = self.steps.set_index("id").loc[list(COUNCIL_CHOICE), "mijlpaal"]
        return {name: verdict_of(chosen, wanted_at(self.by_id[name])) for name in waiting}

    def resting_on(self, fact: str) -> str:
        """The id of the one milestone that rests on a fact; `ValueError` when it isn't one."""
        (found,) = [name for name, row in self.by_id.items() if fact in row["feiten"].split(";")]
        return found


def planning(book: Workbook) -> Planning:
    """Return the planning with its verdicts, deadlines, terms and horizons."""
    table = book.table("mijlpalen").sort_values(["datum_van", "id"], ignore_index=True)
    milestones = table[table["datum_van"] >= book.text(FIRST)].reset_index(drop=True)
    return Planning(
        book,
        milestones,
        phases_of(milestones),
        steps_of(book.table("planning_stappen"), table),
        deadline_gaps(milestones),
        terms_of(book),
        horizons_of(book),
        book.table("planning_leveringen"),
    )


def phases_of(milestones: pd.DataFrame) -> tuple[Phase, ...]:
    """Return the phases that the milestones name; only a period tells when a phase begins."""
    found = []
    for row in rows_of(milestones):
        if named := PHASE.search(row["mijlpaal"]):
            start = wanted_at(row).first if row["precisie"] == LASTING else None
            found.append(Phase(int(named[1]), start, done_at(row), row["id"]))
    return tuple(sorted(found, key=lambda phase: phase.number))


def steps_of(steps: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """Return the steps with their verdicts, days and facts, in the order of what needs something.

    Raises `KeyError` for a milestone that is not in `milestones`.
    """
    known = {row["id"]: row for row in rows_of(milestones)}
    rows = []
    for row in rows_of(steps):
        needing, needed = known[row["mijlpaal"]], known[row["nodig"]] if row["nodig"] else None
        wanted, done = wanted_at(needing), done_at(needed) if needed else None
        days = days_between(done, wanted) if done else (pd.NA, pd.NA)
        extra = {
            "oordeel": verdict_of(done, wanted),
            "dagen_min": days[0],
            "dagen_max": days[1],
            "feiten": _facts_of(needing, needed),
            "datum": wanted.first,
        }
        rows.append(row | extra)
    table = pd.DataFrame(rows).sort_values(["datum", "mijlpaal", "id"], ignore_index=True)
    return table.drop(columns="datum").astype({"dagen_min": "Int64", "dagen_max": "Int64"})


def deadline_gaps(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return the fewest and most days from each deadline to the next."""
    rows = rows_of(milestones[milestones["soort"] == "deadline"])
    found = []
    for one, other in pairwise(rows):
        fewest, most = days_between(done_at(one), wanted_at(other))
        found.append({"van": one["id"], "tot": other["id"], "dagen_min": fewest, "dagen_max": most})
    return pd.DataFrame(found, columns=["van", "tot", "dagen_min", "dagen_max"])


def done_at(row: dict[str, Any]) -> Moment:
    """Return when a milestone is reached."""
    return ready(*dates_of(row), lasts=row["precisie"] == LASTING)


def wanted_at(row: dict[str, Any]) -> Moment:
    """Return when what a milestone needs must be there."""
    return due(*dates_of(row), lasts=row["precisie"] == LASTING)


def _facts_of(*rows: dict[str, Any] | None) -> str:
    facts = [name for row in rows if row for name in row["feiten"].split(";")]
    return ";".join(dict.fromkeys(facts))
