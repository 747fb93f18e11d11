"""Scenarios that read the same, taken together, so that a table shows each reading once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from analysis.sources.scenarios import Scenario

Groups = tuple[tuple[Scenario, ...], ...]


def alike(scenarios: Sequence[Scenario], reading: Callable[[Scenario], Hashable]) -> Groups:
    """Return the scenarios in groups of equal `reading`, both in the order given."""
    groups: dict[Hashable, list[Scenario]] = {}
    for scenario in scenarios:
        groups.setdefault(reading(scenario), []).append(scenario)
    return tuple(tuple(members) for members in groups.values())
