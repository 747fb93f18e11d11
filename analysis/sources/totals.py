"""Rows that may be totals of the rows above them: said, not refused, as it can be a coincidence.

The door refuses a row that is named a total, and a last row that is the sum of all others in two
columns or more. Here is what it lets in: one column, or the last row of a year.
"""

from __future__ import annotations

import pandas as pd

from analysis.errors import Problem
from analysis.sources.door import COUNTED
from analysis.sources.intake import Incoming

YEAR = "jaar"
FEWEST_ROWS = 3
"""Of two rows the last is often like the first."""


def total_notices(incoming: Incoming) -> list[Problem]:
    """Return a notice of each last row, of the table or of a year, that is the sum of the others.

    Only for tables in which people are counted.
    """
    table, schema = incoming.table, incoming.resource.schema_
    counted = [field.name for field in schema.fields if field.unit in COUNTED]
    if not incoming.resource.guarded or not counted:
        return []
    groups = [table, *(rows for _, rows in table.groupby(YEAR))] if YEAR in table else [table]
    last = {int(rows["_regel"].iloc[-1]) for rows in groups if _ends_in_its_sum(rows[counted])}
    told = "is de som van de rijen erboven; is dit een totaal, haal de rij dan weg"
    return [Problem(incoming.place, line, counted[0], told) for line in sorted(last)]


def _ends_in_its_sum(rows: pd.DataFrame) -> bool:
    if len(rows) < FEWEST_ROWS or rows.isna().any(axis=None):
        return False
    total = rows.iloc[-1].astype(float)
    above = rows.iloc[:-1].astype(float).sum()
    return bool((total > 0).all() and ((above - total).abs() < 1e-6 * total.clip(lower=1)).all())
