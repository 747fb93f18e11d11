"""The reader who calculates hidden counts back from what is published; not the gate's own code.

It knows every published number, the rounding, the threshold, what adds up, and that a hidden count
is a whole number from 0 up. For each hidden cell it finds the lowest and highest count that some
complete table has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy import optimize

from analysis.disclosure.relations import Cell, Relation
from analysis.released import Released

MOST = 100_000
"""Stands for no upper end."""

Range = tuple[int, int]


def attack(
    released: Mapping[str, Released],
    relations: Sequence[Relation],
    public: Mapping[Cell, int] | None = None,
) -> dict[Cell, Range]:
    """Return the lowest and highest possible count of each hidden cell of the tables.

    `public` are the counts that everybody knows exactly.
    A cell of the relations that is in none of the tables was not published: it is attacked too.
    """
    known: dict[Cell, Range] = {}
    for name, table in released.items():
        for row in table.rows:
            for column in table.columns:
                if (name, row, column) not in (public or {}):
                    known[name, row, column] = told(table, table.value(row, column))
    known |= {cell: (count, count) for cell, count in (public or {}).items()}
    return solve(known, relations)


def told(table: Released, value: object) -> Range:
    """What a published number, or its absence, says of the count."""
    if value is None:
        return 0, MOST
    assert isinstance(value, int)
    if value == 0:
        return 0, 0  # shown only where nobody can be
    same = [
        count
        for count in range(value - table.base, value + table.base + 1)
        if (2 * count + table.base - table.base % 2) // (2 * table.base) * table.base == value
    ]
    return max(same[0], table.threshold), same[-1]


def solve(known: Mapping[Cell, Range], relations: Sequence[Relation]) -> dict[Cell, Range]:
    """Return the possible range of every cell of which nothing is known but that it counts."""
    cells = [*known, *sorted(_unnamed(known, relations), key=str)]
    bounds = [known.get(cell, (0, MOST)) for cell in cells]
    rows = np.array(
        [
            [float((cell in relation.left) - int(cell in relation.right)) for cell in cells]
            for relation in relations
        ]
    ).reshape(len(relations), len(cells))
    return {
        cell: (_end(place, 1, rows, bounds), _end(place, -1, rows, bounds))
        for place, cell in enumerate(cells)
        if bounds[place] == (0, MOST)
    }


def _unnamed(known: Mapping[Cell, Range], relations: Iterable[Relation]) -> set[Cell]:
    return {cell for one in relations for cell in (*one.left, *one.right)} - set(known)


def _end(place: int, sign: int, rows: np.ndarray, bounds: list[Range]) -> int:
    """The lowest (sign 1) or highest (-1) whole number that the cell can be."""
    aim = np.zeros(len(bounds))
    aim[place] = sign
    for integrality in (None, np.ones(len(bounds))):
        found = optimize.linprog(
            aim,
            A_eq=rows if len(rows) else None,
            b_eq=np.zeros(len(rows)) if len(rows) else None,
            bounds=bounds,
            integrality=integrality,
        )
        assert found.status == 0, found.message  # what was published is possible
        if np.abs(found.x - found.x.round()).max() < 1e-6:
            break
    return round(float(found.x[place]))
