"""What the privacy gate let through: a table in which no small count can be found back.

Here belongs the type and what may be read from it; the gate is `analysis.publish.disclosure`. It
stands outside the rooms because `present`, which shows it, may not know `publish`, which makes it.
"""

from __future__ import annotations

import math
from dataclasses import InitVar, dataclass
from typing import Final, TypeAlias, final

import pandas as pd

from analysis.dutch import MISSING, number, shared_decimals

Label: TypeAlias = str | int
Value: TypeAlias = object

HIDDEN = "verborgen"
"""What a reader sees instead of a hidden number: the same word whatever the reason."""

THRESHOLD, BASE = 10, 5
"""Counts below the first are hidden, the others rounded to a multiple of the second."""

GATE: Final = object()
"""What only the gate hands to `Released`; a test looks who else knows it."""


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
            raise TypeError("only analysis.publish.disclosure makes a Released")

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
    def note(self) -> str:
        """The sentence that belongs below the table; empty when nothing was changed."""
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

    def share(self, part: Label, whole: Label) -> pd.Series[float]:
        """The column `part` as a percentage of the column `whole`, NA where it is guarded."""
        pairs = [(self.value(row, part), self.value(row, whole)) for row in self.rows]
        shares = [self._share(*pair) for pair in pairs]
        return pd.Series(shares, index=list(self.rows), dtype="Float64")

    def _share(self, part: Value, whole: Value) -> float | None:
        if not isinstance(part, int) or not isinstance(whole, int):
            return None
        return rounded_share(part, whole, self.threshold, self.base)


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
    to be large enough when the rounded numbers differ by `threshold + base - 1`.
    """
    if part is None or whole is None or min(part, whole) < threshold:
        return None
    above, below = rounded(part, base), rounded(whole, base)
    return 100 * above / below if below - above >= threshold + base - 1 else None
