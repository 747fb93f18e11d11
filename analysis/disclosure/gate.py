"""The privacy gate: the one place that decides what of an own figure may be shown.

A table has a row and a column of labels; one row, one column or both may be the sum of the others.
Tables that share persons (municipalities and their sum, two quarters with the flow in between) go
through together, with the relations stated: hiding is decided over all of them at once.

Counts of persons below the threshold are hidden, nought too: that nobody, or everybody, has a
property tells something of each person in a group. The others are rounded. Then more is hidden
until this holds, for a reader who knows all that is published, the relations, the rounding and the
rules, and takes a hidden count for any whole number from 0 up:

1. for a hidden count below the threshold, everything from 0 to the threshold remains possible;
2. for any other hidden count, numbers as far apart as the threshold remain possible.

Each of these is attained by a complete table of whole counts that would be published the same. A
table for which it can't be had is refused as a whole (`PrivacyError`). Not promised: a count that
is large enough to be shown may be found back more sharply than its rounding, and so may one of
`withheld`; what is possible need not be equally likely (rounding errors mostly cancel out, hence
`strict`); who learns elsewhere which hidden counts are small, or redoes the choice of what else
was hidden, may learn more; tables that go through apart are not guarded against each other.
Published counts need not add up. A rest that is not in the table but can be subtracted (a whole
less its part) is guarded only when the caller puts it in, as a table of `withheld`.

Norms pass unchanged, and so do amounts, unless the caller says on how many persons each rests;
then an amount that rests on too few is hidden, and with what adds up it can't be found back within
a fifth. `present` shows of guarded tables only what `Released.shown` gives and what `derived`
computes from it: nothing else makes those types, so what did not pass here is refused there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from analysis.disclosure.cells import check_labels, flat, numbers, whole_counts
from analysis.disclosure.guards import Rules, amount_system, count_system, half_unit
from analysis.disclosure.relations import Cell, Relation, Tables, check_sums, margins, matrix_of
from analysis.disclosure.suppression import Bools, suppress
from analysis.released import BASE, HIDDEN, THRESHOLD, Label, Released, rounded, rounded_share
from analysis.shown import GATE

__all__ = ["HIDDEN", "Kind", "Released", "protect", "protect_linked", "rounded_share"]

Kind: TypeAlias = Literal["personen", "euro", "norm"]
KINDS = ("personen", "euro", "norm")


def protect(
    table: pd.DataFrame | Released,
    kind: Kind = "personen",
    threshold: int = THRESHOLD,
    base: int = BASE,
    *,
    row_total: Label | None = None,
    column_total: Label | None = None,
    persons: pd.DataFrame | None = None,
    empty: Collection[tuple[Label, Label]] = (),
    public: Collection[tuple[Label, Label]] = (),
    strict: bool = False,
) -> Released:
    """Return what may be shown of a table: whole counts of persons, amounts in euro, or norms.

    `row_total` and `column_total` are the labels of the row and the column that are the sum of the
    others. `persons` has the count behind each amount, with the same labels. `empty` are the cells
    (row, column) that are 0 by definition, whoever the persons are: shown as 0. Those of `public`
    are known exactly from elsewhere: shown unrounded. With `strict` rounding is not counted on to
    hide anything. What is released comes back as it is. Raises `ValueError` for a table, label or
    setting that is wrong, and `PrivacyError` when it can't be protected; neither shows a number of
    the table.
    """
    named = [[("", *place) for place in places] for places in (empty, public)]
    rules = Rules(threshold, base, empty=named[0], public=named[1], strict=strict)
    if isinstance(table, Released):
        if (table.kind, table.threshold, table.base) != (kind, threshold, base):
            raise ValueError("de tabel is al vrijgegeven, met een andere soort of drempel")
        return table
    _check_kind(kind, persons)
    check_labels("", table)
    relations = margins("", table, row_total, column_total)
    if kind == "personen":
        return _counts({"": table}, relations, rules)[""]
    if persons is None:
        return _released(table, kind, rules, np.zeros(table.shape, dtype=bool))
    return _amounts(table, persons, relations, rules)


def _check_kind(kind: str, persons: pd.DataFrame | None) -> None:
    if kind not in KINDS:
        raise ValueError(f"onbekende soort '{kind}'; toegestaan: {', '.join(KINDS)}")
    if persons is not None and kind != "euro":
        raise ValueError("alleen bij bedragen is op te geven hoeveel personen erachter zitten")


def protect_linked(
    tables: Tables,
    relations: Sequence[Relation],
    threshold: int = THRESHOLD,
    base: int = BASE,
    *,
    withheld: Collection[str] = (),
    earlier: Mapping[str, Released] | None = None,
    empty: Collection[Cell] = (),
    public: Collection[Cell] = (),
    strict: bool = False,
) -> dict[str, Released]:
    """Return what may be shown of counts of persons that add up to each other, by table name.

    `relations` state everything that adds up, margins included (`relations.margins`, `cellwise`).
    Tables of `withheld` are not shown but guarded all the same: the rest of a whole, the flow
    between two quarters. Those of `earlier` were published before, so they stay as they are and
    the others have to give way. `empty`, `public`, `strict` and what is raised are as in `protect`.
    """
    rules = Rules(threshold, base, withheld, earlier or {}, empty, public, strict)
    for name, table in tables.items():
        check_labels(name, table)
    return _counts(tables, relations, rules)


def _counts(tables: Tables, relations: Sequence[Relation], rules: Rules) -> dict[str, Released]:
    """Hide and round; the cells go in order of their labels, so their place makes no difference."""
    counts = {name: whole_counts(name, table) for name, table in tables.items()}
    cells, values = flat(counts)
    matrix = matrix_of(relations, cells)
    check_sums(relations, cells, matrix, values)
    hidden = suppress(count_system(cells, values, matrix, rules))
    return {
        name: _released(_near(name, table, rules), "personen", rules, mask)
        for name, table in counts.items()
        if name not in rules.withheld
        for mask in [_mask(name, table, cells, hidden)]
    }


def _near(name: str, table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The counts as they are shown: rounded, but for those that are public."""
    rows = [
        [
            value if (name, row, column) in rules.public else rounded(value, rules.base)
            for column, value in zip(table.columns, line, strict=True)
        ]
        for row, line in zip(table.index, table.to_numpy().tolist(), strict=True)
    ]
    return pd.DataFrame(rows, table.index, table.columns, dtype="int64")


def _amounts(
    table: pd.DataFrame, persons: pd.DataFrame, relations: Sequence[Relation], rules: Rules
) -> Released:
    """Hide the amounts that rest on too few persons, and what would betray them."""
    check_labels("personen", persons)
    if set(persons.index) != set(table.index) or set(persons.columns) != set(table.columns):
        raise ValueError("de aantallen personen hebben andere rijen of kolommen dan de bedragen")
    counts = whole_counts("personen", persons).reindex(index=table.index, columns=table.columns)
    cells, values = flat({"": numbers("", table)})
    matrix = matrix_of(relations, cells)
    _, behind = flat({"": counts})
    system = amount_system(values, behind, matrix, rules)
    check_sums(relations, cells, matrix, values, half_unit(values))
    hidden = suppress(system)
    return _released(numbers("", table), "euro", rules, _mask("", table, cells, hidden))


def _mask(name: str, table: pd.DataFrame, cells: Sequence[Cell], hidden: Bools) -> Bools:
    """Which cells of one table are hidden, in the order of its own rows and columns."""
    where = dict(zip(cells, hidden.tolist(), strict=True))
    rows = [[where[name, row, column] for column in table.columns] for row in table.index]
    return np.array(rows, dtype=bool).reshape(table.shape)


def _released(table: pd.DataFrame, kind: Kind, rules: Rules, hidden: Bools) -> Released:
    """The table without its hidden values; types that can't miss a value become ones that can."""
    rows = [
        tuple(None if hides else value for value, hides in zip(row, mask, strict=True))
        for row, mask in zip(_plain(table), hidden.tolist(), strict=True)
    ]
    types = {"personen": "Int64", "euro": "Float64"}
    own = [str(dtype) for dtype in table.dtypes]
    return Released(
        kind=kind,
        threshold=rules.threshold,
        base=rules.base,
        rows=tuple(table.index.tolist()),
        columns=tuple(table.columns.tolist()),
        types=tuple(types[kind] if hidden.any() or kind == "personen" else name for name in own),
        cells=tuple(rows),
        gate=GATE,
    )


def _plain(table: pd.DataFrame) -> list[list[object]]:
    """The rows as plain Python values."""
    columns = [table[column].tolist() for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)] or [[] for _ in table.index]
