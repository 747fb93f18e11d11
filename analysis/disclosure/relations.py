"""Which cells of which tables add up to which: what an attacker can subtract.

Here belongs the statement of it by the caller and the check that it is true of the numbers. Cells
are told apart by the name of their table, their row and their column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.released import Label

Cell: TypeAlias = tuple[str, Label, Label]
Tables: TypeAlias = Mapping[str, pd.DataFrame]

TOTAL_WORDS = re.compile(r"\W*((sub|eind)?tota(al|len)|samen|alle[ns]?|som)\b", re.IGNORECASE)
"""How a label reads that is the sum of others."""


@dataclass(frozen=True)
class Relation:
    """The cells of `left` add up to the same as those of `right`."""

    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


def margins(
    name: str,
    table: pd.DataFrame,
    row_total: Label | None = None,
    column_total: Label | None = None,
) -> list[Relation]:
    """The relations of a table in which one row, one column or both are the sum of the others.

    Raises `ValueError` for a total that is no row or column of the table.
    """
    relations = []
    if row_total is not None:
        parts = _others(name, table.index, row_total)
        relations += [
            Relation(((name, row_total, column),), tuple((name, row, column) for row in parts))
            for column in table.columns
        ]
    if column_total is not None:
        parts = _others(name, table.columns, column_total)
        relations += [
            Relation(((name, row, column_total),), tuple((name, row, column) for column in parts))
            for row in table.index
        ]
    return relations


def cellwise(tables: Tables, left: Sequence[str], right: Sequence[str]) -> list[Relation]:
    """One relation per cell: the tables of `left` add up to those of `right`.

    A total over areas: `cellwise(tables, ["samen"], ["deventer", "olst-wijhe"])`. Two quarters:
    `cellwise(tables, ["begin", "instroom"], ["eind", "uitstroom"])`. Raises `ValueError` when the
    tables don't have the same labels.
    """
    first = tables[left[0]]
    for name in (*left, *right):
        same = set(tables[name].index) == set(first.index)
        if not same or set(tables[name].columns) != set(first.columns):
            raise ValueError(f"tabel '{name}' heeft andere rijen of kolommen dan '{left[0]}'")
    return [
        Relation(
            tuple((name, row, column) for name in left),
            tuple((name, row, column) for name in right),
        )
        for row in first.index
        for column in first.columns
    ]


def matrix_of(relations: Iterable[Relation], cells: Sequence[Cell]) -> NDArray[np.float64]:
    """Return (relations, cells) with 1 for a cell on the left and -1 for one on the right.

    Raises `ValueError` for a cell that is in no table.
    """
    place = {cell: number for number, cell in enumerate(cells)}
    stated = list(relations)
    matrix = np.zeros((len(stated), len(cells)))
    for number, relation in enumerate(stated):
        for side, sign in ((relation.left, 1.0), (relation.right, -1.0)):
            for cell in side:
                if cell not in place:
                    raise ValueError(f"onbekende cel in een optelling: {described(cell)}")
                matrix[number, place[cell]] += sign
    return matrix


def check_sums(
    relations: Sequence[Relation],
    cells: Sequence[Cell],
    matrix: NDArray[np.float64],
    values: NDArray[np.float64],
    half: float = 0.0,
) -> None:
    """Make sure that what is said to add up does, each number being off by at most `half`.

    Raises `ValueError` naming the place, never a number; also for a cell that is called a total
    and stands in no relation, for then nobody would guard it.
    """
    wrong = np.abs(matrix @ values) > half * np.abs(matrix).sum(axis=1) + 1e-9
    if wrong.any():
        relation = relations[int(np.flatnonzero(wrong)[0])]
        place = described((relation.left or relation.right)[0])
        raise ValueError(f"{place} telt niet op zoals opgegeven")
    loose = ~np.abs(matrix).any(axis=0)
    for number in np.flatnonzero(loose).tolist():
        if any(TOTAL_WORDS.match(str(label)) for label in cells[number]):
            place = described(cells[number])
            raise ValueError(f"{place} heet een totaal; geef op waarvan het de som is")


def described(cell: Cell) -> str:
    """A cell's place in words."""
    name, row, column = cell
    table = f"tabel '{name}', " if name else ""
    return f"{table}rij '{row}', kolom '{column}'"


def _others(name: str, labels: pd.Index, total: Label) -> list[Label]:
    if total not in labels:
        raise ValueError(f"tabel '{name}' heeft geen rij of kolom '{total}'")
    return [label for label in labels if label != total]
