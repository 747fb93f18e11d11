"""`reports/kerncijfers.csv`: the headline numbers of all runs, one row each, sorted.

Rows are kept as text, so that a row that is taken over from the file stays the same byte by byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import ReportError
from analysis.headlines import COLUMNS
from analysis.publish.runs import Run

if TYPE_CHECKING:
    import pandas as pd

HEADLINE_FILE = "kerncijfers.csv"
SORT_KEY = ("run", "notebook", "kerncijfer", "jaar", "eenheid")

Row = tuple[str, ...]


def rows_of_run(run: Run) -> list[Row]:
    """Return the headline numbers of one run; none for a notebook that has none."""
    from analysis.headlines import HEADLINE_NOTEBOOKS, headline_table

    if run.notebook not in HEADLINE_NOTEBOOKS:
        return []
    table = headline_table(run.notebook, run.id, run.parameters)
    if missing := [name for name in COLUMNS if name not in table.columns]:
        raise ReportError(f"kerncijfers van {run.notebook}: kolom '{missing[0]}' ontbreekt")
    return _parsed(table.to_csv(columns=list(COLUMNS), index=False, lineterminator="\n"))


def read_rows(path: Path) -> list[Row]:
    """Return the rows of an existing file; none when it is missing or not what we write."""
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []


def to_bytes(rows: Iterable[Row]) -> bytes:
    """Return the file with these rows, sorted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    ordered: list[Row] = sorted(set(rows), key=_sort_key)
    writer.writerows(ordered)
    return text.getvalue().encode("utf-8")


def as_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """Return the rows as `headline_table` gives them: all text."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(COLUMNS), dtype="str")


def _sort_key(row: Row) -> list[str]:
    return [row[COLUMNS.index(name)] for name in SORT_KEY]


def _parsed(text: str) -> list[Row]:
    lines = [tuple(line) for line in csv.reader(io.StringIO(text, newline=""))]
    if not lines or lines[0] != COLUMNS or any(len(line) != len(COLUMNS) for line in lines):
        raise ValueError("not a file of headline numbers")
    return lines[1:]
