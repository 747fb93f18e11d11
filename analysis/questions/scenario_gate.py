"""The eight SER-functionaliteiten as a gate: what each scenario has of them in each municipality.

What stands in `ser_invulling` holds for every scenario; a row of `ser_effecten` whose lever the
scenario pulls replaces it. So a scenario that says nothing of a cell leaves it as it is. Where more
rows of a scenario hold for a cell, the highest known value counts (the first of equals): `onbekend`
replaces only when no other row holds. Readings that differ, and what no table names, are unknown.

What is agreed or intended is no measurement: a full cell says that it stands on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.frames import rows_of
from analysis.model.gate import (
    FILLED,
    HALF,
    NOT_FILLED,
    UNKNOWN,
    Verdict,
    filled_share,
    highest_known,
)
from analysis.model.gate import verdict as verdict_on
from analysis.provenance import Basis, Provenance, Quantity, combine
from analysis.questions.scenario_groups import Groups, alike
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import Workbook

FUNCTIONS, NOW, EFFECTS = "ser_functionaliteiten", "ser_invulling", "ser_effecten"
IDS = tuple(f"{name}.csv" for name in (FUNCTIONS, NOW, EFFECTS))
AGREED, PARTLY, UNSEEN = "afgesproken", "deels", "onbekend"
INTENDED, PARTLY_INTENDED, LACKING = "voornemen", "voornemen, deels", "niet"
POINTS = {AGREED: FILLED, PARTLY: HALF}
"""What a state of today counts for; every other state is unknown."""

INTENTIONS = {FILLED: INTENDED, HALF: PARTLY_INTENDED, NOT_FILLED: LACKING}
"""How the value of a scenario's row reads; one that is unknown is `UNSEEN`."""

NOT_LISTED = "Hierover staat niets in de tabellen."
CELL = ("functionaliteit", "gebied")
KEPT = ("waarde", "stand", "rij", "toelichting", "bron", "vindplaats", "basis")


@dataclass(frozen=True)
class Gate:
    """The cells of all scenarios: one row per scenario, functionaliteit and municipality.

    `cells` has the columns scenario, functionaliteit, gebied, waarde (0, 0.5, 1; NaN is unknown),
    stand (the value in a word), rij (the id of the row it is from), toelichting, bron, vindplaats
    and basis (empty where nothing is known).
    """

    book: Workbook
    scenarios: tuple[Scenario, ...]
    cells: pd.DataFrame

    @property
    def functions(self) -> dict[str, str]:
        """The functionaliteiten by id, in the order of their numbers."""
        table = self.book.table(FUNCTIONS).sort_values("nummer")
        return dict(zip(table["id"], table["functionaliteit"], strict=True))

    @property
    def areas(self) -> dict[str, str]:
        """The names of the municipalities by id, in the order of the tables."""
        names = self.book.table("gebieden").set_index("id")["naam"]
        return {area: str(names[area]) for area in dict.fromkeys(self.cells["gebied"])}

    @property
    def provenance(self) -> Provenance:
        """What all cells rest on."""
        return _provenance(self.cells["basis"])

    def of(self, scenario_id: str) -> pd.DataFrame:
        """Return the cells of one scenario; a `KeyError` for an unknown one."""
        hit = self.cells[self.cells["scenario"] == scenario_id]
        if hit.empty:
            raise KeyError(f"scenario '{scenario_id}' staat niet in de toets")
        return hit

    def coverage(self, scenario_id: str) -> Quantity:
        """Return the percentage that stands on paper; `high` counts all that is unknown as full."""
        cells = self.of(scenario_id)
        shown, most = (100 * share for share in filled_share(cells["waarde"].to_numpy(float)))
        rests_on = _provenance(cells["basis"]).derived()
        return Quantity(shown, "pct", rests_on, shown, most)

    def verdict(self, scenario_id: str) -> Verdict:
        """Return whether the scenario has all, lacks something, or is not shown to have all."""
        return verdict_on(self.of(scenario_id)["waarde"].to_numpy(float))

    def groups(self) -> Groups:
        """Return the scenarios in groups of which every cell reads the same."""
        return alike(self.scenarios, lambda scenario: tuple(self.of(scenario.id)["stand"]))


def gate(book: Workbook, scenarios: Sequence[Scenario]) -> Gate:
    """Return what each scenario has of the functions in each municipality of the tables."""
    functions = book.table(FUNCTIONS).sort_values("nummer")["id"]
    now, effects = _now(book.table(NOW)), book.table(EFFECTS)
    areas = dict.fromkeys([*now["gebied"], *effects["gebied"]])
    wanted = [(function, area) for area in areas for function in functions]
    rows = [
        {"scenario": scenario.id, "functionaliteit": function, "gebied": area} | cell
        for scenario in scenarios
        for (function, area), cell in _cells(
            wanted, now, _effects(scenario.hefbomen.chosen(effects))
        )
    ]
    return Gate(book, tuple(scenarios), pd.DataFrame(rows, columns=["scenario", *CELL, *KEPT]))


def _cells(
    wanted: Iterable[tuple[str, str]], now: pd.DataFrame, chosen: pd.DataFrame
) -> Iterable[tuple[tuple[str, str], dict[str, Any]]]:
    present, changed = _by_cell(now), _by_cell(chosen)
    for place in wanted:
        held = changed.get(place) or present.get(place) or [_unlisted()]
        row = held[highest_known([row["waarde"] for row in held])]
        yield place, {name: row[name] for name in KEPT}


def _by_cell(table: pd.DataFrame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows_of(table):
        cells.setdefault((row["functionaliteit"], row["gebied"]), []).append(row)
    return cells


def _now(table: pd.DataFrame) -> pd.DataFrame:
    values = [POINTS.get(state, UNKNOWN) for state in table["stand"]]
    return _marked(table.assign(waarde=values))


def _effects(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a scenario with a number for a value, and a word for the lever's position."""
    values = [UNKNOWN if value == UNSEEN else float(value) for value in table["waarde"]]
    words = [INTENTIONS.get(value, UNSEEN) for value in values]
    return _marked(table.assign(waarde=values, stand=words))


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(
        rij=table["id"],
        basis=[
            "" if pd.isna(value) else str(Basis.AFSPRAAK if source else Basis.AANNAME)
            for value, source in zip(table["waarde"], table["bron"], strict=True)
        ],
    )


def _unlisted() -> dict[str, Any]:
    empty = {"rij": "", "bron": "", "vindplaats": "", "basis": ""}
    return empty | {"waarde": UNKNOWN, "stand": UNSEEN, "toelichting": NOT_LISTED}


def _provenance(bases: Iterable[str]) -> Provenance:
    return combine(Provenance.of(basis or Basis.AFSPRAAK, IDS) for basis in bases)
