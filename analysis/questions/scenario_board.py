"""Governance: which bodies a scenario ends or changes, and which steps of the board it asks.

A body of which no row of `orgaanwijzigingen` holds is not said to stay: no change is named. Where
more rows hold for a body, what goes furthest counts: lapsing, then changing, then unknown. What
comes back for a body that lapses is not in the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from analysis.frames import rows_of
from analysis.provenance import Basis, Provenance, Quantity, combine
from analysis.questions.scenario_groups import Groups, alike
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import Workbook

BODIES, CHANGES, STEPS, MISSING = "organen", "orgaanwijzigingen", "bestuursstappen", "ontbrekend"
IDS = tuple(f"{name}.csv" for name in (BODIES, CHANGES))
STEP_IDS = tuple(f"{name}.csv" for name in (STEPS, BODIES, MISSING))
ROLES = (
    "besluit",
    "opdrachtgever",
    "samenwerking",
    "eigenaar",
    "toezicht",
    "uitvoering",
    "medezeggenschap",
)
"""The roles that are on the board; another body is on it when a scenario changes it."""

DECIDES = "besluit"
BETWEEN = ("samenwerking", "eigenaar", "toezicht")
"""Roles of the bodies between those who decide and give orders, and those who carry out."""


class Change(StrEnum):
    """What a scenario does to a body, from far-reaching to nothing."""

    VERVALT = "vervalt"
    VERANDERT = "verandert"
    ONBEKEND = "onbekend"
    GEEN = "geen wijziging genoemd"


REACH = tuple(Change)


@dataclass(frozen=True)
class Board:
    """The bodies, changes and steps of all scenarios.

    `bodies` has one row per scenario and body: scenario, orgaan (id), naam, rol and wordt
    (`Change`). `changes` and `steps` have the rows of their tables that hold, once per scenario.
    """

    book: Workbook
    scenarios: tuple[Scenario, ...]
    bodies: pd.DataFrame
    changes: pd.DataFrame
    steps: pd.DataFrame

    def of(self, scenario_id: str) -> pd.DataFrame:
        """Return the bodies of one scenario; a `KeyError` for an unknown one."""
        if scenario_id not in {scenario.id for scenario in self.scenarios}:
            raise KeyError(f"scenario '{scenario_id}' staat niet op het bord")
        return self.bodies[self.bodies["scenario"] == scenario_id]

    @property
    def between(self) -> Quantity:
        """How many bodies there are now between council and execution."""
        roles = self.book.table(BODIES)["rol"]
        return _count(int(roles.isin(BETWEEN).sum()), self.provenance)

    def lapsing(self, scenario_id: str) -> Quantity:
        """How many of those bodies lapse; whether something comes back is not in the tables."""
        rows = self.of(scenario_id)
        hit = rows["rol"].isin(BETWEEN) & (rows["wordt"] == Change.VERVALT)
        return _count(int(hit.sum()), self.provenance)

    def step_count(self, scenario_id: str) -> Quantity:
        """How many steps the tables name for a scenario."""
        steps = self.steps[self.steps["scenario"] == scenario_id]
        return _count(len(steps), self.step_provenance)

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The ids of the missing figures that the steps wait for, sorted."""
        names = {name for cell in self.steps["gegeven"] for name in cell.split(";")}
        return tuple(sorted(names - {""}))

    @property
    def provenance(self) -> Provenance:
        """What the changes rest on; a change without a source is our own reading."""
        sources = self.changes["bron"]
        bases = [Basis.BRON if source else Basis.AANNAME for source in sources]
        return combine(Provenance.of(basis, IDS) for basis in bases or [Basis.BRON])

    @property
    def step_provenance(self) -> Provenance:
        """What the steps rest on: some are our own questions."""
        bases = list(self.steps["basis"]) or [Basis.BRON]
        return combine(Provenance.of(basis, STEP_IDS) for basis in bases)

    def groups(self) -> Groups:
        """Return the scenarios in groups that do the same to every body."""
        return alike(self.scenarios, lambda scenario: tuple(self.of(scenario.id)["wordt"]))


def board(book: Workbook, scenarios: Sequence[Scenario]) -> Board:
    """Return what each scenario does to the bodies, and the steps that it asks."""
    changes = _held(book.table(CHANGES), scenarios)
    bodies = book.table(BODIES)
    on_board = bodies[bodies["rol"].isin(ROLES) | bodies["id"].isin(changes["orgaan"])]
    rows = [
        {
            "scenario": scenario.id,
            "orgaan": body["id"],
            "naam": body["orgaan"],
            "rol": body["rol"],
            "wordt": _furthest(changes, scenario.id, body["id"]),
        }
        for scenario in scenarios
        for body in rows_of(on_board)
    ]
    columns = ["scenario", "orgaan", "naam", "rol", "wordt"]
    steps = _held(book.table(STEPS), scenarios)
    return Board(book, tuple(scenarios), pd.DataFrame(rows, columns=columns), changes, steps)


def _held(table: pd.DataFrame, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """The rows that hold, once for each scenario that pulls their lever."""
    held = [item.hefbomen.chosen(table).assign(scenario=item.id) for item in scenarios]
    return pd.concat(held, ignore_index=True) if held else table.iloc[:0].assign(scenario="")


def _furthest(changes: pd.DataFrame, scenario_id: str, body: str) -> Change:
    hit = (changes["scenario"] == scenario_id) & (changes["orgaan"] == body)
    return min(
        (Change(word) for word in changes["wordt"][hit]), key=REACH.index, default=Change.GEEN
    )


def _count(value: int, rests_on: Provenance) -> Quantity:
    return Quantity.exact(value, "aantal", rests_on.derived())
