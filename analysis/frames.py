"""Rows of a table as plain dictionaries, for the code that turns rows into words."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of `table`, each as column name → value, in order."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))
