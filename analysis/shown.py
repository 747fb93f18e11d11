"""Numbers and words that passed the privacy gate, as types of their own.

What is computed or written from guarded persons has such a type or is refused by `present`. The
gate makes them (`Released.shown`), `derived` and `derived_text` compute them from others, and
arithmetic or a frame that guesses its types turns them into plain numbers again: whoever forgets
the gate is refused, never believed. Frames of them have dtype object (`shown_rows`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self, TypeAlias, final

import pandas as pd

GATE: Final = object()
"""What only the gate, and what computes from what it let through, hands to the types below."""


class _Kept:
    """Copying keeps the type, which needs no gate: nothing in it changes."""

    __slots__ = ()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


@final
class ShownCount(_Kept, int):
    """A whole number that may be shown. Raises `TypeError` when anything but the gate makes it."""

    __slots__ = ()

    def __new__(cls, value: int, gate: object = None) -> Self:
        """Make it, for who has the gate."""
        _only_gate(gate)
        return super().__new__(cls, value)


@final
class ShownNumber(_Kept, float):
    """A number that may be shown. Raises `TypeError` when anything but the gate makes it."""

    __slots__ = ()

    def __new__(cls, value: float, gate: object = None) -> Self:
        """Make it, for who has the gate."""
        _only_gate(gate)
        return super().__new__(cls, value)


@final
class ShownText(_Kept, str):
    """Words whose digits may be shown. Raises `TypeError` when made without the gate."""

    __slots__ = ()

    def __new__(cls, value: str, gate: object = None) -> Self:
        """Make it, for who has the gate."""
        _only_gate(gate)
        return super().__new__(cls, value)


Shown: TypeAlias = ShownCount | ShownNumber | ShownText
MAY_SHOW = (ShownCount, ShownNumber, ShownText)
YEARS = range(1900, 2101)
"""Whole numbers that may be a year; another number is none, whatever its unit says."""


def _only_gate(gate: object) -> None:
    if gate is not GATE:
        raise TypeError("only the privacy gate and `derived` make what may be shown")


def is_shown(value: object) -> bool:
    """Whether a value passed the gate."""
    return isinstance(value, MAY_SHOW)


def may_be_shown(value: object, unit: str = "") -> bool:
    """Whether a number of guarded origin may stand where all can read it.

    It passed the gate, or it is missing, an amount (unit `eur…`), or a year.
    """
    if value is None or value is pd.NA or is_shown(value) or unit.startswith("eur"):
        return True
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return math.isnan(number) or (unit == "jaar" and number in YEARS)


def derived(value: float, *parents: object) -> ShownNumber:
    """`value`, computed from `parents` and from nothing else that is about persons.

    Each parent passed the gate: a Shown value or a `Released`. What was computed from raw counts
    may not go through here, whatever stands beside it. Raises `TypeError` for another parent, or
    none, and `ValueError` for a number that is not finite.
    """
    _check_parents(parents)
    if not math.isfinite(value):
        raise ValueError("no finite number to show")
    return ShownNumber(value, GATE)


def derived_text(text: str, *parents: object) -> ShownText:
    """Words with digits that come from `parents` only; as in `derived`."""
    _check_parents(parents)
    return ShownText(text, GATE)


def definition(text: str) -> ShownText:
    """Words typed by hand whose digits belong to a definition: `definition("binnen 6 maanden")`.

    Only for a literal, or a constant that is one; a test reads every call.
    """
    return ShownText(text, GATE)


def _check_parents(parents: Sequence[object]) -> None:
    from analysis.released import Released  # which stands on this module

    if not parents or not all(isinstance(parent, (*MAY_SHOW, Released)) for parent in parents):
        raise TypeError("every parent must have passed the privacy gate")


def shown_rows(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame of these rows that keeps the types: every column is of dtype object."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in columns}
    return pd.DataFrame(cells, columns=columns, dtype=object)
