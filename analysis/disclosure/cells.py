"""Tables as a list of cells with numbers: what may go through the privacy gate.

Here belongs the check of labels and numbers, which never shows a number; what the numbers mean is
for `guards`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from analysis.disclosure.relations import Cell
from analysis.disclosure.suppression import Floats


def check_labels(name: str, table: pd.DataFrame) -> None:
    """Raise `ValueError` unless rows and columns have one-level labels that differ."""
    place = f"tabel '{name}'" if name else "de tabel"
    for labels in (table.index, table.columns):
        if labels.nlevels > 1 or not all(type(label) in (str, int) for label in labels.tolist()):
            raise ValueError(f"{place}: elke rij en kolom heeft één naam (tekst of geheel getal)")
        if not labels.is_unique:
            raise ValueError(f"{place}: twee rijen of kolommen heten hetzelfde")


def whole_counts(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the same table as whole numbers.

    Raises `ValueError` for what is missing, negative or not whole, without saying what it is.
    """
    values = numbers(name, table)
    found = values.to_numpy()
    if (found < 0).any() or (found != np.floor(found)).any():
        place = f"tabel '{name}'" if name else "de tabel"
        raise ValueError(f"{place}: aantallen personen zijn geheel en niet negatief")
    return values.astype("int64")


def numbers(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the same table as floats; raises `ValueError` for what is missing or no number."""
    numeric = all(is_numeric_dtype(dtype) and not is_bool_dtype(dtype) for dtype in table.dtypes)
    if numeric and not table.isna().to_numpy().any():
        values = table.astype("float64")
        if np.isfinite(values.to_numpy()).all():
            return values
    place = f"tabel '{name}'" if name else "de tabel"
    raise ValueError(f"{place}: er ontbreekt een getal, of er staat iets anders")


def flat(tables: Mapping[str, pd.DataFrame]) -> tuple[list[Cell], Floats]:
    """Return the cells of all tables in order of their labels, and their numbers (cells,)."""
    found: dict[Cell, float] = {
        (name, row, column): float(value)
        for name, table in tables.items()
        for row, line in zip(table.index.tolist(), table.to_numpy().tolist(), strict=True)
        for column, value in zip(table.columns.tolist(), line, strict=True)
    }
    cells = sorted(found, key=_order)
    return cells, np.array([found[cell] for cell in cells], dtype=float)


def _order(cell: Cell) -> list[tuple[str, str]]:
    return [(type(label).__name__, str(label)) for label in cell]
