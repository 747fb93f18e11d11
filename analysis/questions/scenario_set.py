"""Which scenarios are compared: those to rank, and those shown beside them as a reference.

The rejected ones are computed and never ranked. Ranked are the scenarios to explore that treat the
smaller municipality alike: as in the scenario of the parameters, else as the assignment does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    """Return the scenarios for these parameters."""
    found = read_scenarios(book.table("aannames"))
    known = [found[name] for name in sorted(found)]
    chosen = book.scenario.hefbomen.andere_gemeente
    variant = chosen if book.scenario.status == TO_EXPLORE else USUAL_VARIANT
    explored = _with(known, TO_EXPLORE)
    return ScenarioSet(
        tuple(item for item in explored if item.hefbomen.andere_gemeente == variant),
        tuple(sorted(_with(known, REJECTED), key=lambda item: len(item.hefbomen.pulled))),
        tuple(item for item in explored if item.hefbomen.andere_gemeente != variant),
        book.scenario.id,
    )


def _with(scenarios: Sequence[Scenario], status: str) -> list[Scenario]:
    return [item for item in scenarios if item.status == status]
