"""Own tables that are shown without the privacy gate: their counts of persons are made safe here.

The ledger, the plans and the realisations go into sums that are printed as they are. So a small
group is refused at the door and the other counts are rounded before they are stored.
"""

from __future__ import annotations

import pandas as pd

from analysis.errors import Problem
from analysis.provenance import Basis
from analysis.released import BASE, THRESHOLD, rounded
from analysis.sources.intake import Incoming

COUNTS = {"kostprijs_personen": "pers", "plannen": "waarde", "realisaties": "waarde"}
"""The column with counts of persons of each such table."""


def safe_counts(incoming: Incoming) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """Return the table with rounded counts of persons, what is too small, and what was rounded.

    Of the plans and realisations those are own rows in persons: one that repeats a number of the
    register is public already.
    """
    table, column = incoming.table, COUNTS.get(incoming.resource.name)
    if column is None:
        return table, [], []
    own = _own_counts(table, column)
    small = own & (table[column] > 0) & (table[column] < THRESHOLD)
    problems = [
        Problem(
            incoming.place,
            int(line),
            column,
            f"minder dan {THRESHOLD} personen: voeg groepen samen (toegestaan: 0, of {THRESHOLD} "
            "en hoger)",
        )
        for line in table.loc[small, "_regel"]
    ]
    values = [float(rounded(int(value + 0.5))) for value in table.loc[own, column]]
    changed = int((table.loc[own, column] != values).sum())
    if not changed or problems:
        return table, problems, []
    safe = table.copy()
    safe.loc[own, column] = values
    many = "1 aantal" if changed == 1 else f"{changed} aantallen"
    told = f"{many} personen afgerond op {BASE}; zo blijft geen kleine groep herkenbaar"
    return safe, [], [Problem(incoming.place, 0, column, told)]


def _own_counts(table: pd.DataFrame, column: str) -> pd.Series[bool]:
    own = table[column].notna() & (table["basis"] != Basis.VOORBEELD)
    if "eenheid" in table:
        own &= (table["eenheid"] == "pers") & (table["cijfer"] == "")
        own &= table["basis"] == Basis.BRON
    return own
