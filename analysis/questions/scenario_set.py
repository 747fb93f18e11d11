"""Which scenarios are compared: those to rank, and those shown beside them as a reference.

The rejected ones are computed and never ranked. Ranked are the scenarios to explore that treat the
smaller municipality alike: as in the scenario of the parameters, else as the assignment does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import InputError, Problem
from analysis.paths import raw_dir, shown
from analysis.sources.scenarios import REJECTED, TO_EXPLORE, Scenario, read_scenarios
from analysis.sources.workbook import Workbook

USUAL_VARIANT = "wsw_en_beschut"
"""What the assignment (part 7) describes for the smaller municipality."""


@dataclass(frozen=True)
class ScenarioSet:
    """`ranked` and `variants` by id, `reference` from the one that changes least on."""

    ranked: tuple[Scenario, ...]
    reference: tuple[Scenario, ...]
    variants: tuple[Scenario, ...]
    chosen: str

    @property
    def all(self) -> tuple[Scenario, ...]:
        """The ranked ones and then the reference, as a page shows them; without the variants."""
        return (*self.ranked, *self.reference)

    @property
    def every(self) -> tuple[Scenario, ...]:
        """Those and the variants."""
        return (*self.all, *self.variants)

    def place(self, identifier: str) -> int:
        """The place among the ranked ones."""
        return [item.id for item in self.ranked].index(identifier)


def scenario_set(book: Workbook) -> ScenarioSet:
    """Return the scenarios for these parameters.

    Raises `InputError` when there are not two to rank, or none to hold them against.
    """
    found = read_scenarios(book.table("aannames"))
    known = [found[name] for name in sorted(found)]
    chosen = book.scenario.hefbomen.andere_gemeente
    variant = chosen if book.scenario.status == TO_EXPLORE else USUAL_VARIANT
    explored = _with(known, TO_EXPLORE)
    ranked = _alike(explored, variant)
    if len(ranked) < 2:  # one that chooses otherwise on its own is held against the usual ones
        ranked = sorted(
            {item.id: item for item in (*ranked, *_alike(explored, USUAL_VARIANT))}.values(),
            key=lambda item: item.id,
        )
    rejected = sorted(_with(known, REJECTED), key=lambda item: len(item.hefbomen.pulled))
    if len(ranked) < 2 or not rejected:
        told = (
            f"minstens twee scenario's met status {TO_EXPLORE} en dezelfde andere_gemeente zijn "
            f"nodig, en een met status {REJECTED} om ze naast te leggen"
        )
        raise InputError([Problem(shown(raw_dir() / "scenarios"), 0, "", told)])
    return ScenarioSet(
        tuple(ranked),
        tuple(rejected),
        tuple(item for item in explored if item not in ranked),
        book.scenario.id,
    )


def _alike(scenarios: Sequence[Scenario], variant: str) -> list[Scenario]:
    """Those that treat the smaller municipality so."""
    return [item for item in scenarios if item.hefbomen.andere_gemeente == variant]


def _with(scenarios: Sequence[Scenario], status: str) -> list[Scenario]:
    return [item for item in scenarios if item.status == status]
