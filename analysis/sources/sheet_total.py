"""The row of totals of a sheet: taken off, and held against the rows above it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from analysis.errors import Problem
from analysis.sources.cells import sum_of
from analysis.sources.package import Field, Schema
from analysis.sources.reader import total_fault
from analysis.sources.sheet_writer import TOTAL
from analysis.sources.values import NUMBER

HALF_CENT = Decimal("0.005")


def take_total(
    sheet: str, rows: list[list[str]], lines: list[int], schema: Schema
) -> list[Problem]:
    """Take the row of totals off `rows` and `lines`, in place, when columns have a sum.

    Returns what is wrong with it; each problem has `sheet` as its place.
    """
    if not schema.summed or schema.label is None:
        return []
    place = schema.fields.index(schema.label)
    labels = [row[place].strip() for row in rows]
    totals = [at for at, label in enumerate(labels) if total_fault(label, schema.label)]
    grand = [at for at in totals if not labels[at].casefold().startswith("sub")]
    problems = [
        Problem(sheet, lines[at], schema.label.name, total_fault(labels[at], schema.label))
        for at in totals
        if at not in grand
    ]
    if not grand:
        return problems
    below = f"staat onder de rij '{TOTAL}'; voeg rijen daarboven toe"
    problems += [Problem(sheet, line, "", below) for line in lines[grand[0] + 1 :]]
    total, line = rows[grand[0]], lines[grand[0]]
    del rows[grand[0] :], lines[grand[0] :]
    for at, field in enumerate(schema.fields):
        column = [row[at] for row in rows if row[at]]
        if field.sum and (fault := _difference(total[at], column, field)):
            problems.append(Problem(sheet, line, field.name, fault))
    return problems


def _difference(total: str, column: Sequence[str], field: Field) -> str:
    """How a total differs from the sum above it, by half a cent or more; or nothing.

    Where a number can't be read that is a fault already, and no sum can be held against it.
    """
    if not total:
        return "totaal ontbreekt"
    if not all(NUMBER.fullmatch(text) for text in (total, *column)):
        return ""
    found = sum_of(column)
    is_nearest = float(total) == float(found)  # of amounts too large to hold half a cent
    if abs(Decimal(total) - found) < HALF_CENT or is_nearest:
        return ""
    told = "" if field.personal else f": {total} in plaats van {found:f}"
    return f"totaal wijkt af van de som{told} (valt een rij buiten de formule?)"
