"""The counts of the monitor through the privacy gate: by quarter, with everything that adds up.

Counts stand at the end of each quarter. What rises during the year is counted from 1 January on,
and what came in between two quarters is withheld: guarded, not shown. So are the rest of a whole
and other parts that could be subtracted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.relations import Relation
from analysis.questions.monitor_linked import Linked
from analysis.released import Released

SHOWN, REST, BETWEEN = "stand", "rest", "tussen"

Sum = tuple[str, tuple[str, ...]]
"""A column and those that add up to it."""


@dataclass(frozen=True)
class Counts:
    """Whole counts of persons that go through the gate together.

    `table` has a row per quarter (`2023-Q1`) and a column per count. `sums` say which columns are
    the sum of others, `withheld` which are not shown, `rising` which are counted from the beginning
    of the year, and `constant` which are one count, repeated in every quarter. Those of `empty`
    (quarter, column) are nought by definition, whoever the persons are.
    """

    table: pd.DataFrame
    sums: Sequence[Sum] = ()
    withheld: Sequence[str] = ()
    rising: Sequence[str] = ()
    constant: Sequence[str] = ()
    empty: Sequence[tuple[str, str]] = ()

    @property
    def quarters(self) -> list[str]:
        """The quarters, in order."""
        return [str(name) for name in self.table.index]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Each quarter with the one after it."""
        return list(zip(self.quarters, self.quarters[1:], strict=False))


def release(counts: Counts) -> Released:
    """Return what may be shown of the counts: rows are quarters, columns those not withheld.

    Raises `PrivacyError` when they can't be protected, and `ValueError` when what is said of them
    is not so.
    """
    return linked_of(counts).released()[SHOWN]


def linked_of(counts: Counts) -> Linked:
    """Return the counts with what adds up, to go through the gate with others."""
    withheld = list(counts.withheld)
    tables = {SHOWN: counts.table.drop(columns=withheld), REST: counts.table[withheld]}
    tables[BETWEEN] = counts.table[list(counts.rising)].diff().iloc[1:].astype("int64")
    empty = [(place_of(counts, column), quarter, column) for quarter, column in counts.empty]
    # Nothing comes in between two noughts either.
    empty += [
        (BETWEEN, later, column)
        for column in counts.rising
        for earlier, later in counts.steps
        if {(earlier, column), (later, column)} <= set(counts.empty)
    ]
    return Linked(tables, relations_of(counts), (REST, BETWEEN), empty)


def relations_of(counts: Counts) -> list[Relation]:
    """What of these counts adds up, those that are withheld and what came in between included."""
    return [*_sums(counts), *_flows(counts), *_constants(counts)]


def place_of(counts: Counts, column: str) -> str:
    """The table that a column stands in."""
    return REST if column in counts.withheld else SHOWN


def _sums(counts: Counts) -> list[Relation]:
    return [
        Relation(
            ((place_of(counts, whole), quarter, whole),),
            tuple((place_of(counts, part), quarter, part) for part in parts),
        )
        for whole, parts in counts.sums
        for quarter in counts.quarters
    ]


def _flows(counts: Counts) -> list[Relation]:
    return [
        Relation(
            ((place_of(counts, column), later, column),),
            ((place_of(counts, column), earlier, column), (BETWEEN, later, column)),
        )
        for column in counts.rising
        for earlier, later in counts.steps
    ]


def _constants(counts: Counts) -> list[Relation]:
    return [
        Relation(
            ((place_of(counts, column), later, column),),
            ((place_of(counts, column), earlier, column),),
        )
        for column in counts.constant
        for earlier, later in counts.steps
    ]
