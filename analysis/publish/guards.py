"""What must remain possible in each cell: the rules of the gate as numbers for the search.

Here belongs how counts are rounded and what that tells, and the same for amounts; how the search
goes is in `suppression`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.publish.relations import Cell, described
from analysis.publish.suppression import Bools, Floats, System
from analysis.released import Released, rounded, rounding_range

NEAR = 0.2
"""An amount that must be hidden may not be found back within this part of itself."""


@dataclass(frozen=True)
class Rules:
    """Threshold, rounding and what the caller says of cells; see `disclosure.protect_linked`.

    Raises `ValueError` for settings by which a published number could lie below the threshold.
    """

    threshold: int
    base: int
    withheld: Collection[str] = ()
    earlier: Mapping[str, Released] = field(default_factory=dict)
    empty: Collection[Cell] = ()

    def __post_init__(self) -> None:
        if self.base < 1 or self.threshold < 2 or self.threshold % self.base:
            raise ValueError("de drempel is ten minste 2 en een veelvoud van de afronding")
        for name, table in self.earlier.items():
            same = (table.kind, table.threshold, table.base)
            if same != ("personen", self.threshold, self.base):
                raise ValueError(f"tabel '{name}' is eerder met andere regels vrijgegeven")


def count_system(cells: Sequence[Cell], values: Floats, matrix: Floats, rules: Rules) -> System:
    """Return the search over counts of persons.

    Raises `ValueError` when a cell that is empty by definition is not, or when an earlier table
    showed another number.
    """
    shown = np.array([rounded(int(value), rules.base) for value in values], dtype=float)
    ranges = [rounding_range(int(value), rules.threshold, rules.base) for value in shown]
    low, high = np.array(ranges, dtype=float).reshape(-1, 2).T
    empty = _empty(cells, values, rules)
    small = (values < rules.threshold) & ~empty
    withheld = np.array([cell[0] in rules.withheld for cell in cells], dtype=bool)
    before, hidden_before = _earlier(cells, shown, small, rules)
    return System(
        values=values,
        low=np.where(empty, 0.0, low),
        high=np.where(empty, 0.0, high),
        matrix=matrix,
        open=small | withheld & ~empty | hidden_before,
        fixed=empty | before,
        small=small,
        bottom=np.zeros(len(cells)),
        top=np.full(len(cells), float(rules.threshold)),
        # A withheld count that is large enough might have been shown: it is no secret.
        width=np.where(withheld & ~small, 0.0, float(rules.threshold)),
        cost=_distinct(shown + rules.base),
    )


def amount_system(values: Floats, persons: Floats, matrix: Floats, rules: Rules) -> System:
    """Return the search over amounts, of which those on fewer persons than the threshold are small.

    Published amounts are exact but for half of their last decimal (a euro, or a cent).
    """
    half, away = half_unit(values), np.maximum(NEAR * np.abs(values), 1.0)
    floor = 0.0 if (values >= 0).all() else -np.inf
    small = persons < rules.threshold
    none = np.zeros(len(values))
    return System(
        values=values,
        low=np.maximum(values - half, floor),
        high=values + half,
        matrix=matrix,
        open=small,
        fixed=none.astype(bool),
        small=small,
        bottom=np.maximum(values - away, floor),
        top=values + away,
        width=none,
        cost=_distinct(np.abs(values) + 1.0),
        floor=floor,
        whole=False,
    )


def half_unit(values: Floats) -> float:
    """Half a euro when all amounts are whole, else half a cent."""
    return 0.5 if (values == np.round(values)).all() else 0.005


def _distinct(cost: Floats) -> Floats:
    """Costs that differ, so that one choice is the cheapest on every machine."""
    return cost * (1.0 + 1e-3 * np.arange(1, len(cost) + 1) / max(len(cost), 1))


def _empty(cells: Sequence[Cell], values: Floats, rules: Rules) -> Bools:
    said = set(rules.empty)
    for cell in said - set(cells):
        raise ValueError(f"onbekende lege cel: {described(cell)}")
    empty = np.array([cell in said for cell in cells], dtype=bool)
    for place in np.flatnonzero(empty & (values != 0)):
        raise ValueError(f"{described(cells[int(place)])} is niet leeg, zoals opgegeven")
    return empty


def _earlier(
    cells: Sequence[Cell], shown: Floats, small: Bools, rules: Rules
) -> tuple[Bools, Bools]:
    """Which cells (cells,) were published before, and which were hidden then."""
    before, hidden = np.zeros((2, len(cells)), dtype=bool)
    for place, cell in enumerate(cells):
        if cell[0] not in rules.earlier:
            continue
        value = rules.earlier[cell[0]].value(*cell[1:])
        hidden[place], before[place] = value is None, value is not None
        if value is not None and (value != shown[place] or small[place]):
            raise ValueError(f"{described(cell)} is eerder met een ander aantal gepubliceerd")
    return before, hidden
