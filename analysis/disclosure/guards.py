"""What must remain possible in each cell: the rules of the gate as numbers for the search.

Here belongs how counts are rounded and what that tells, and the same for amounts; how the search
goes is in `suppression`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.disclosure.relations import Cell, described
from analysis.disclosure.suppression import Bools, Floats, System
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
    public: Collection[Cell] = ()
    strict: bool = False

    def __post_init__(self) -> None:
        if self.base < 1 or self.threshold < 2 or self.threshold % self.base:
            raise ValueError("de drempel is ten minste 2 en een veelvoud van de afronding")
        for name, table in self.earlier.items():
            same = (table.kind, table.threshold, table.base)
            if same != ("personen", self.threshold, self.base):
                raise ValueError(f"tabel '{name}' is eerder met andere regels vrijgegeven")


def count_system(cells: Sequence[Cell], values: Floats, matrix: Floats, rules: Rules) -> System:
    """Return the search over counts of persons.

    Raises `ValueError` when a cell that is empty by definition is not, a public one is small, or an
    earlier table showed another number.
    """
    near = np.array([rounded(int(value), rules.base) for value in values], dtype=float)
    ranges = [rounding_range(int(value), rules.threshold, rules.base) for value in near]
    low, high = np.array(ranges, dtype=float).reshape(-1, 2).T
    empty, public = _said(cells, rules.empty), _said(cells, rules.public)
    shown = np.where(public, values, near)
    exact = empty | public | rules.strict
    _first_wrong(cells, empty & (values != 0), "is niet leeg, zoals opgegeven")
    _first_wrong(cells, public & (values < rules.threshold), "is te klein om openbaar te zijn")
    small = (values < rules.threshold) & ~empty
    withheld = np.array([cell[0] in rules.withheld for cell in cells], dtype=bool)
    before, hidden_before = _earlier(cells, shown, small, rules)
    return System(
        values=values,
        low=np.where(exact, values, low),
        high=np.where(exact, values, high),
        matrix=matrix,
        open=(small | withheld | hidden_before) & ~empty & ~public,
        fixed=empty | public | before,
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


def _said(cells: Sequence[Cell], said: Collection[Cell]) -> Bools:
    """Which cells (cells,) the caller names; `ValueError` for one that is in no table."""
    for cell in set(said) - set(cells):
        raise ValueError(f"onbekende cel: {described(cell)}")
    named = set(said)
    return np.array([cell in named for cell in cells], dtype=bool)


def _first_wrong(cells: Sequence[Cell], wrong: Bools, words: str) -> None:
    if wrong.any():
        raise ValueError(f"{described(cells[int(np.flatnonzero(wrong)[0])])} {words}")


def _earlier(
    cells: Sequence[Cell], shown: Floats, small: Bools, rules: Rules
) -> tuple[Bools, Bools]:
    """Which cells (cells,) were published before, and which were hidden then."""
    before, hidden, other = np.zeros((3, len(cells)), dtype=bool)
    for place, (name, row, column) in enumerate(cells):
        if name in rules.earlier:
            value = rules.earlier[name].value(row, column)
            hidden[place], before[place] = value is None, value is not None
            other[place] = before[place] and (value != shown[place] or small[place])
    _first_wrong(cells, other, "is eerder met een ander aantal gepubliceerd")
    return before, hidden
