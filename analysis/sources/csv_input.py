"""An own CSV file → a typed table, as if it had been a sheet of a workbook.

Large extracts come this way. What the file says of its own notation is `dialect`; what its values
must satisfy is `reader` and `values`; what may not come in is `door`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from analysis.errors import Problem
from analysis.paths import shown
from analysis.sources.dialect import DIALECT_FILE, UNREADABLE, Dialect
from analysis.sources.door import (
    admitted,
    cell_at,
    checked_table,
    dropped_notices,
    found_columns,
    masked,
    own_header_fault,
)
from analysis.sources.kept_out import note
from analysis.sources.package import Resource
from analysis.sources.reader import FIRST_DATA_LINE, no_rows_fault, stray_returns, text_table

MAX_BYTES = 250_000_000
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins."""


def read_csv(
    path: Path, content: bytes, resource: Resource, dialect: Dialect
) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """Return the table with `_regel`, all that is wrong with it, and what the user should know.

    When the shape is wrong (letters, header, row lengths) the table is empty.
    """
    place = shown(path)
    text, problem = _text(place, content, dialect)
    if problem:
        return pd.DataFrame(), [problem], []
    rows, problems = _rows(place, text, dialect)
    if problems:
        return pd.DataFrame(), problems, []
    header, rows = rows[0], rows[1:]
    kept = admitted(header, resource.schema_)
    notices = dropped_notices(place, kept.dropped)
    told, places = _header_problems(place, header, kept.places, resource)
    if not places:
        return pd.DataFrame(), told, []
    shape = _lengths(place, header, rows) or stray_returns(place, [header, *rows])
    if fault := no_rows_fault(len(rows), resource):
        shape.append(Problem(place, 0, "", fault))
    if shape:
        return pd.DataFrame(), [*told, *shape], notices
    lines = range(FIRST_DATA_LINE, FIRST_DATA_LINE + len(rows))
    for at in set(range(len(header))).difference(kept.places):
        note(header[at], {row[at] for row in rows})
    if kept.dropped or told:
        rows = [
            [cell_at(row, at, line) for at in places] for line, row in zip(lines, rows, strict=True)
        ]
    problems = [*told, *_converted(place, rows, lines, resource, dialect)]
    cells = text_table(rows, lines, resource.schema_)
    table, found = checked_table(place, cells, resource, problems)
    return table, [*problems, *found], notices


def _header_problems(
    place: str, header: list[str], places: tuple[int, ...], resource: Resource
) -> tuple[list[Problem], tuple[int, ...]]:
    """What is wrong with the headings, and the places to read the rows from all the same."""
    fault = own_header_fault(header, places, resource)
    if not fault:
        return [], places
    hint = f"; een ander teken kan in {DIALECT_FILE}" if "scheidingsteken" in fault else ""
    return [Problem(place, 1, "", fault + hint)], found_columns(header, places, resource)


def _text(place: str, content: bytes, dialect: Dialect) -> tuple[str, Problem | None]:
    if len(content) > MAX_BYTES:
        return "", Problem(place, 0, "", f"is groter dan {MAX_BYTES // 1_000_000} MB")
    if content.startswith(_WIDE) or b"\0" in content:
        told = "is geen CSV UTF-8 (UTF-16, een werkmap of een ander soort bestand?)"
        return "", Problem(place, 0, "", f"{told}; sla het op als CSV UTF-8")
    try:
        text = content.decode("utf-8-sig" if dialect.codering == "utf-8" else dialect.codering)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        hint = f"sla het op als CSV UTF-8, of meld codering = 'cp1252' in {DIALECT_FILE}"
        told = f"byte {error.start} is geen {dialect.codering.upper()} ({hint})"
        return "", Problem(place, line, "", told)
    if not text:
        return "", Problem(place, 0, "", "bestand is leeg")
    if not text.endswith("\n"):
        told = "laatste regel is niet afgesloten: bestand mogelijk afgekapt"
        return "", Problem(place, 0, "", told)
    return text, None


def _rows(place: str, text: str, dialect: Dialect) -> tuple[list[list[str]], list[Problem]]:
    head = text[: text.index("\n")]
    separator = dialect.scheidingsteken or (";" if head.count(";") > head.count(",") else ",")
    rows: list[list[str]] = []
    known: dict[str, str] = {}  # each text once: a column of a large extract has few that differ
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append([known.setdefault(value, value) for value in row])
    except csv.Error:
        told = "geen geldig CSV-bestand (een aanhalingsteken dat niet wordt gesloten?)"
        return [], [Problem(place, len(rows) + 1, "", told)]
    return rows, []


def _lengths(place: str, header: list[str], rows: list[list[str]]) -> list[Problem]:
    return [
        Problem(place, line, "", f"{len(row)} velden in plaats van {len(header)}")
        for line, row in enumerate(rows, FIRST_DATA_LINE)
        if len(row) != len(header)
    ]


def _converted(
    place: str, rows: list[list[str]], lines: range, resource: Resource, dialect: Dialect
) -> list[Problem]:
    """Put numbers and dates in the notation of `data/raw`, in place; return what can't be read.

    What is wrong gets a text of its own, so that no key seems doubled and no other fault is found.
    """
    problems: list[Problem] = []
    for at, field in enumerate(masked(resource).fields):
        read = dialect.reader_of(field)
        if read is None:
            continue
        known = {value: read(value) for value in {row[at] for row in rows}}
        known |= {value: (value, "") for value in known if value.startswith(UNREADABLE)}
        for line, row in zip(lines, rows, strict=True):
            row[at], fault = known[row[at]]
            if fault:
                problems.append(Problem(place, line, field.name, fault))
                row[at] = f"{UNREADABLE}{line}"
    return problems
