"""Tables of counts that go through the privacy gate together, and what one of them holds of others.

Tables that share persons are not guarded against each other when they pass apart: who reads both
subtracts one from the other. Here belongs joining them; which counts they share is in
`monitor_shared` and with the tables themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.disclosure.gate import protect, protect_linked
from analysis.disclosure.relations import Cell, Relation
from analysis.errors import PrivacyError
from analysis.released import Released

BESIDE, PERSONS = "overige", "personen"
"""The table of what remains of a whole in one table without its part in another; its column."""


@dataclass(frozen=True)
class Within:
    """The persons of `part` are all among those of `whole`, whoever they are.

    Both are cells of which the persons differ, added up. With `same` they are the same persons;
    otherwise who is in the whole alone can be subtracted, and is guarded.
    """

    whole: tuple[Cell, ...]
    part: tuple[Cell, ...]
    same: bool = False


@dataclass(frozen=True)
class Linked:
    """Whole counts of persons, what adds up, which tables are not shown, and what is nobody."""

    tables: Mapping[str, pd.DataFrame]
    relations: Sequence[Relation] = ()
    withheld: Collection[str] = ()
    empty: Collection[Cell] = ()
    earlier: Mapping[str, Released] = field(default_factory=dict)

    def named(self, name: str) -> Linked:
        """The same with each table called `name: table`, so that others may have tables so too."""
        return Linked(
            {called(name, table): counts for table, counts in self.tables.items()},
            [Relation(_named(name, one.left), _named(name, one.right)) for one in self.relations],
            [called(name, table) for table in self.withheld],
            _named(name, self.empty),
            {called(name, table): shown for table, shown in self.earlier.items()},
        )

    def released(self) -> dict[str, Released]:
        """What may be shown, by table; raises `PrivacyError` when it can't be protected."""
        return protect_linked(
            self.tables,
            self.relations,
            withheld=self.withheld,
            earlier=self.earlier,
            empty=self.empty,
        )

    def released_or_hidden(self) -> dict[str, Released]:
        """What may be shown; nothing of it when it can't be protected."""
        try:
            return self.released()
        except PrivacyError:
            return self.hidden()

    def hidden(self) -> dict[str, Released]:
        """The same tables with nothing in them: for what can't be protected."""
        return {
            # Nought is below the threshold, so the gate hides each of them.
            name: protect(counts * 0)
            for name, counts in self.tables.items()
            if name not in self.withheld
        }


def called(name: str, table: str) -> str:
    """How a table of a joined part is called."""
    return f"{name}: {table}"


def joined(parts: Mapping[str, Linked], shared: Sequence[Within] = ()) -> Linked:
    """Return the parts as one; `shared` says of cells of theirs, by joined name, what is alike."""
    named = [part.named(name) for name, part in parts.items()]
    whole = Linked(
        {name: counts for part in named for name, counts in part.tables.items()},
        [relation for part in named for relation in part.relations],
        [name for part in named for name in part.withheld],
        [cell for part in named for cell in part.empty],
        {name: shown for part in named for name, shown in part.earlier.items()},
    )
    return with_shared(whole, shared)


def with_shared(linked: Linked, shared: Sequence[Within]) -> Linked:
    """Return the same with what its tables share stated and guarded."""
    rests: dict[str, int] = {}
    relations = list(linked.relations)
    for number, one in enumerate(shared):
        cells: tuple[Cell, ...] = ()
        if not one.same:
            name = f"{number}"
            rests[name] = _sum(linked, one.whole) - _sum(linked, one.part)
            cells = ((BESIDE, name, PERSONS),)
        relations.append(Relation(one.whole, (*one.part, *cells)))
    tables = dict(linked.tables)
    if rests:
        tables[BESIDE] = pd.DataFrame({PERSONS: rests})
    withheld = [*linked.withheld, *([BESIDE] if rests else [])]
    return replace(linked, tables=tables, relations=relations, withheld=withheld)


def part_of(released: Mapping[str, Released], name: str) -> dict[str, Released]:
    """What passed of one part, by its own names."""
    begin = called(name, "")
    return {
        table.removeprefix(begin): shown
        for table, shown in released.items()
        if table.startswith(begin)
    }


def _named(name: str, cells: Collection[Cell]) -> tuple[Cell, ...]:
    return tuple((called(name, table), row, column) for table, row, column in cells)


def _sum(linked: Linked, cells: Sequence[Cell]) -> int:
    return sum(
        int(linked.tables[name][column].to_numpy()[linked.tables[name].index.get_loc(row)])
        for name, row, column in cells
    )
