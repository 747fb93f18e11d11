"""One raw file → one typed table, with every fault of the file named at once.

What a value must satisfy stands in the descriptor and is judged by `values`; what no descriptor
can say (a total that doesn't tie) is the work of `findings`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.errors import Problem
from analysis.paths import shown
from analysis.sources.package import Field, Resource, Schema
from analysis.sources.values import convert, quoted, value_fault

TOTAL_LABEL = re.compile(r"(sub|eind)?(totaal|totalen)|total", re.IGNORECASE)
FIRST_DATA_LINE = 2
"""The header is row 1 of a spreadsheet."""


def sha256_of(content: bytes) -> str:
    """The fingerprint of a file's content, as written in the descriptor."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def read_table(resource: Resource) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one table by its descriptor.

    Returns the typed table in file order with a column `_regel` (the row as a spreadsheet shows
    it), and all problems found. When the shape itself is wrong (header, row lengths, encoding) the
    table is empty: values in shifted columns would only give false alarms.
    """
    file = shown(resource.file)
    content, problems = read_bytes(resource)
    if problems and not content:
        return pd.DataFrame(), problems
    rows, shape_problems = _rows(file, content, resource)
    if shape_problems:
        return pd.DataFrame(), [*problems, *shape_problems]
    lines = range(FIRST_DATA_LINE, FIRST_DATA_LINE + len(rows) - 1)
    text = text_table(rows[1:], lines, resource.schema_)
    table, value_problems = typed_table(file, text, resource.schema_)
    return table, [*problems, *value_problems]


def text_table(rows: Sequence[Sequence[str]], lines: Sequence[int], schema: Schema) -> pd.DataFrame:
    """Rows as they stand in a file, with the columns of the schema in order, as a table of text.

    `lines` are their rows in a spreadsheet: column `_regel`.
    """
    columns = map(list, zip(*rows, strict=True)) if rows else ([] for _ in schema.fields)
    names = [field.name for field in schema.fields]
    text = pd.DataFrame(dict(zip(names, columns, strict=True)), dtype="str")
    text["_regel"] = np.array(lines, dtype=np.int64)
    return text


def typed_table(
    file: str, text: pd.DataFrame, schema: Schema
) -> tuple[pd.DataFrame, list[Problem]]:
    """A table of text (`text_table`) → the typed table, and every value that is wrong."""
    problems = _key_problems(file, text, schema)
    table = text.copy()
    for field in schema.fields:
        problems += found_in(file, text, field, value_fault)
        table[field.name] = convert(text[field.name], field)
    return table, problems


def read_bytes(resource: Resource) -> tuple[bytes, list[Problem]]:
    """Return a file's content, checked against the fingerprint in the descriptor."""
    file = shown(resource.file)
    try:
        content = resource.file.read_bytes()
    except OSError:
        return b"", [Problem(file, 0, "", "bestand ontbreekt of is niet leesbaar")]
    found = sha256_of(content)
    if found == resource.hash:
        return content, []
    text = (
        f"inhoud wijkt af van de beschrijving (datapackage.json noemt {resource.hash}, gevonden "
        f"{found}); zet het bestand terug of leg de wijziging vast"
    )
    return content, [Problem(file, 0, "", text)]


def total_fault(value: str, field: Field) -> str:
    """What is wrong with a label that announces a row of totals, or nothing."""
    if not TOTAL_LABEL.fullmatch(value.strip()):
        return ""
    return f"{quoted(value, field)} is een totaalregel; totalen worden berekend"


def header_fault(header: Sequence[str], expected: Sequence[str]) -> str:
    """How the column names of a file differ from those of its schema, or nothing."""
    if list(header) == list(expected):
        return ""
    if len(header) == 1 and (separator := next((s for s in ";\t|" if s in header[0]), "")):
        shown_separator = "tab" if separator == "\t" else separator
        return f"scheidingsteken is '{shown_separator}' in plaats van ','"
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        return f"kolomnaam dubbel: {', '.join(doubled)}"
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    parts = [
        f"kolom ontbreekt: {', '.join(missing)}" if missing else "",
        f"onbekende kolom: {', '.join(extra)}" if extra else "",
    ]
    return "; ".join(part for part in parts if part) or (
        f"kolommen staan in een andere volgorde (verwacht: {', '.join(expected)})"
    )


def no_rows_fault(rows: int, resource: Resource) -> str:
    """What is wrong with a table of this many rows, or nothing."""
    empty = not rows and not resource.may_be_empty
    return "alleen een kopregel, geen gegevens" if empty else ""


def _rows(file: str, content: bytes, resource: Resource) -> tuple[list[list[str]], list[Problem]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        fault = f"byte {error.start} is geen UTF-8 (sla het bestand op als CSV UTF-8)"
        return [], [Problem(file, line, "", fault)]
    if not text:
        return [], [Problem(file, 0, "", "bestand is leeg")]
    if not text.endswith("\n"):
        return [], [
            Problem(file, 0, "", "laatste regel is niet afgesloten: bestand mogelijk afgekapt")
        ]
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows.append(row)
    except csv.Error as error:
        return [], [Problem(file, len(rows) + 1, "", f"geen geldig CSV-bestand: {error}")]
    return rows, _shape_problems(file, rows, resource)


def _shape_problems(file: str, rows: list[list[str]], resource: Resource) -> list[Problem]:
    expected = [field.name for field in resource.schema_.fields]
    header = rows[0] if rows else []
    if fault := header_fault(header, expected):
        return [Problem(file, 1, "", fault)]
    if fault := no_rows_fault(len(rows) - 1, resource):
        return [Problem(file, 0, "", fault)]
    return stray_returns(file, rows) or [
        Problem(file, line, "", f"{len(row)} velden in plaats van {len(expected)}")
        for line, row in enumerate(rows[1:], FIRST_DATA_LINE)
        if len(row) != len(expected)
    ]


def stray_returns(file: str, rows: list[list[str]]) -> list[Problem]:
    """A carriage return inside a value: whatever reads the file next would see a new row there."""
    return [
        Problem(file, line, header, "een los regeleinde (CR) in een waarde mag niet")
        for line, row in enumerate(rows[1:], FIRST_DATA_LINE)
        if "\r" in "".join(row)
        for header, value in zip(rows[0], row, strict=False)
        if "\r" in value
    ]


def _key_problems(file: str, text: pd.DataFrame, schema: Schema) -> list[Problem]:
    key = list(schema.primary_key)
    fields = {field.name: field for field in schema.fields}
    problems = [
        problem
        for find in (_blank_fault, total_fault)
        for column in key
        for problem in found_in(file, text, fields[column], find)
    ]
    folded = [[value.strip().casefold() for value in text[column].tolist()] for column in key]
    doubled = pd.Series(list(zip(*folded, strict=True)), dtype="object").duplicated().to_numpy()
    for line, *row in text.loc[doubled, ["_regel", *key]].itertuples(index=False):
        parts = [
            "…" if _may_be_name(value, fields[column]) else value
            for column, value in zip(key, row, strict=True)
        ]
        told = f"sleutel '{' / '.join(parts)}' komt vaker voor"
        problems.append(Problem(file, line, key[0], told))
    return problems


def _may_be_name(key: str, field: Field) -> bool:
    """Whether a key is not to be told; one of counts of persons has a digit, unless it is wrong."""
    return field.personal or (field.discreet and not any(sign.isdigit() for sign in key))


def _blank_fault(value: str, field: Field) -> str:
    if value == value.strip():
        return ""
    return f"{quoted(value, field)} heeft een spatie aan het begin of eind"


def found_in(
    file: str, text: pd.DataFrame, field: Field, find: Callable[[str, Field], str]
) -> list[Problem]:
    """The rows of a column in which `find` finds a fault; each different value is judged once."""
    column = text[field.name]
    values = column.unique().tolist()  # going through the array itself is ten times as slow
    faults = {value: fault for value in values if (fault := find(value, field))}
    if not faults:
        return []
    return [
        Problem(file, line, field.name, faults[value])
        for line, value in zip(text["_regel"].tolist(), column.tolist(), strict=True)
        if value in faults
    ]
