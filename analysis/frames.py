"""Rows of a table as plain dictionaries, for the code that turns rows into words."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of `table`, each as column name → value, in order.

    Not pandas' own records: those turn what passed the privacy gate into plain numbers.
    """
    columns = table.columns.tolist()
    cells = [table.iloc[:, place].tolist() for place in range(len(columns))]
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]
