"""What the privacy gate let through: a table in which no small count can be found back.

Here belongs the table and what may be read from it; its cells as types of their own, and what is
computed from them, are in `shown`, and the gate is `analysis.disclosure.gate`.
"""

from __future__ import annotations

import math
from dataclasses import InitVar, dataclass
from typing import Any, TypeAlias, final

import pandas as pd

from analysis.dutch import MISSING, number, shared_decimals
from analysis.shown import (
    GATE,
    ShownCount,
    ShownNumber,
    ShownText,
    definition,
    derived,
    derived_text,
    is_shown,
    shown_rows,
)

__all__ = [
    "BASE",
    "HIDDEN",
    "THRESHOLD",
    "Released",
    "ShownCount",
    "ShownNumber",
    "ShownText",
    "definition",
    "derived",
    "derived_text",
    "is_shown",
    "rounded",
    "rounded_share",
    "rounding_range",
    "shown_rows",
]

Label: TypeAlias = str | int
Value: TypeAlias = object

HIDDEN = "verborgen"
"""What a reader sees instead of a hidden number: the same word whatever the reason."""

THRESHOLD, BASE = 10, 5
"""Counts below the first are hidden, the others rounded to a multiple of the second."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A table that may be shown. Only the gate makes one; hidden values are not in it.

    `cells` are the rows in the order given, None where hidden; counts of persons are rounded (what
    is public from elsewhere is not), so they need not add up. Raises `TypeError` when anything but
    the gate makes it.
    """

    kind: str
    threshold: int
    base: int
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    types: tuple[str, ...]
    cells: tuple[tuple[Value, ...], ...]
    gate: InitVar[object]

    def __post_init__(self, gate: object) -> None:
        if gate is not GATE:
            raise TypeError("only analysis.disclosure.gate makes a Released")

    @property
    def frame(self) -> pd.DataFrame:
        """A new frame with the published numbers; a hidden one is missing (NA)."""
        by_column = {
            place: pd.array([row[place] for row in self.cells], dtype=kind)  # type: ignore[call-overload]
            for place, kind in enumerate(self.types)
        }
        frame = pd.DataFrame(by_column, index=list(self.rows))
        return frame.set_axis(list(self.columns), axis=1)

    @property
    def texts(self) -> pd.DataFrame:
        """A new frame with each number in Dutch notation, and `verborgen` for a hidden one."""
        written = [[_text(value) for value in row] for row in self.cells]
        return pd.DataFrame(written, index=list(self.rows), columns=list(self.columns))

    @property
    def note(self) -> ShownText:
        """The sentence that belongs below the table; empty when nothing was changed."""
        return derived_text(self._note(), self)

    def _note(self) -> str:
        if self.kind == "personen":
            values = [value for row in self.cells for value in row if isinstance(value, int)]
            public = any(value % self.base for value in values)
            return (
                f"Aantallen personen zijn afgerond op {self.base}"
                f"{', behalve wat al openbaar is,' if public else ''} en hoeven niet op te tellen."
                f" Verborgen: minder dan {self.threshold} personen, of nodig om zo'n aantal te"
                " beschermen. Percentages zijn berekend uit afgeronde aantallen."
            )
        hides = any(None in row for row in self.cells)
        about = f"het bedrag gaat over minder dan {self.threshold} personen"
        return f"Verborgen: {about}, of zou zo'n bedrag verraden." if hides else ""

    def value(self, row: Label, column: Label) -> Value:
        """The published number of one cell, None when hidden; `KeyError` for an unknown label."""
        try:
            return self.cells[self.rows.index(row)][self.columns.index(column)]
        except ValueError:
            raise KeyError((row, column)) from None

    def shown(self, row: Label, column: Label) -> ShownCount | ShownNumber | None:
        """The published number of one cell as what may be shown, None when hidden or missing.

        Raises `KeyError` for an unknown label and `TypeError` for a cell that holds words.
        """
        cell = _passed(self.value(row, column))
        if isinstance(cell, ShownText):
            raise TypeError(f"row '{row}', column '{column}' holds no number")
        return cell

    @property
    def shown_frame(self) -> pd.DataFrame:
        """A new frame of what may be shown (dtype object); None where it is hidden or missing."""
        cells = {
            place: pd.Series([_passed(row[place]) for row in self.cells], dtype=object)
            for place in range(len(self.columns))
        }
        frame = pd.DataFrame(cells, index=range(len(self.rows)), dtype=object)
        return frame.set_axis(list(self.columns), axis=1).set_axis(list(self.rows), axis=0)

    def share(self, part: Label, whole: Label) -> pd.Series[Any]:
        """The column `part` as a percentage of `whole` (dtype object), None where guarded."""
        shares = [self._share(self.value(row, part), self.value(row, whole)) for row in self.rows]
        return pd.Series(shares, index=list(self.rows), dtype=object)

    def _share(self, part: Value, whole: Value) -> float | None:
        if not isinstance(part, int) or not isinstance(whole, int):
            return None
        pair = ShownCount(part, GATE), ShownCount(whole, GATE)
        return rounded_share(*pair, self.threshold, self.base)


def _passed(value: Value) -> ShownCount | ShownNumber | ShownText | None:
    """A published value in its own type; what is missing (a norm that is not known) is None."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ShownText(str(value), GATE)
    return ShownCount(value, GATE) if isinstance(value, int) else ShownNumber(value, GATE)


def _text(value: Value) -> str:
    if value is None:
        return HIDDEN
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return number(value, shared_decimals(value)) if math.isfinite(value) else MISSING


def rounded(count: int, base: int = BASE) -> int:
    """The nearest multiple of `base`, halves up."""
    return (count + base // 2) // base * base


def rounding_range(published: int, threshold: int, base: int) -> tuple[int, int]:
    """The lowest and highest count that is published as this number."""
    lowest = published - base // 2
    return max(lowest, threshold), lowest + base - 1


def rounded_share(
    part: int | None, whole: int | None, threshold: int = THRESHOLD, base: int = BASE
) -> float | None:
    """`part` as a percentage of `whole`, both rounded first; None where it must stay hidden.

    That is when one of them is hidden or below the threshold, or when the rest may be: 0 % and
    100 %, and what comes near to them, tell something of everybody in the group. The rest is known
    to be large enough when the rounded numbers differ by `threshold + base - 1`. Of two counts
    that passed the gate it is a `ShownNumber`; of others a number that `present` refuses.
    """
    if part is None or whole is None or min(part, whole) < threshold:
        return None
    above, below = rounded(part, base), rounded(whole, base)
    if below - above < threshold + base - 1:
        return None
    passed = isinstance(part, ShownCount) and isinstance(whole, ShownCount)
    return derived(100 * above / below, part, whole) if passed else 100 * above / below
