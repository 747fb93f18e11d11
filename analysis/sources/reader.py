"""One raw file → one typed table, with every fault of the file named at once.

Everything is text first and converted after, so that a leading zero, the name "Null" or a decimal
comma is never guessed at. What a value must satisfy stands in the descriptor; what no descriptor
can say (a total that doesn't tie) is the work of `findings`.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from typing import Any

import pandas as pd

from analysis.errors import Problem
from analysis.paths import shown
from analysis.sources.package import Field, Resource, Schema

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
INTEGER = re.compile(r"-?[0-9]{1,15}")
"""As many digits as a float holds; `\\d` would take the digits of every script."""

TOTAL_LABEL = re.compile(r"(sub|eind)?(totaal|totalen)|total", re.IGNORECASE)
FIRST_DATA_LINE = 2
"""The header is row 1 of a spreadsheet."""

TYPE_WORDS = {
    "number": "getal met een decimale punt, zonder punt voor duizendtallen",
    "integer": "geheel getal",
    "date": "datum als 2024-11-19",
}


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
    schema = resource.schema_
    text = pd.DataFrame(rows[1:], columns=[field.name for field in schema.fields], dtype="str")
    text["_regel"] = range(FIRST_DATA_LINE, FIRST_DATA_LINE + len(text))
    problems += _key_problems(file, text, schema)
    table = text.copy()
    for field in schema.fields:
        problems += _value_problems(file, text, field)
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


def convert(text: pd.Series, field: Field) -> pd.Series:
    """Text → the column's type; what is empty or can't be converted becomes missing."""
    if field.type == "number":
        return pd.to_numeric(text.where(text.map(_is_number), None), errors="coerce").astype(
            "float64"
        )
    if field.type == "integer":
        whole = text.where(text.map(lambda value: bool(INTEGER.fullmatch(value))), None)
        return pd.to_numeric(whole, errors="coerce").astype("Int64")
    return text


def plain_number(value: Any, decimals: int | None = None) -> str:
    """The inverse of `convert`: fixed decimals, or the shortest notation; missing is empty."""
    if pd.isna(value):
        return ""
    if decimals is not None:
        return f"{value:.{decimals}f}"
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _is_number(value: str) -> bool:
    return bool(NUMBER.fullmatch(value))


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
    if header != expected:
        return [Problem(file, 1, "", _header_fault(header, expected))]
    if len(rows) == 1 and not resource.may_be_empty:
        return [Problem(file, 0, "", "alleen een kopregel, geen gegevens")]
    return _stray_returns(file, rows) or [
        Problem(file, line, "", f"{len(row)} velden in plaats van {len(expected)}")
        for line, row in enumerate(rows[1:], FIRST_DATA_LINE)
        if len(row) != len(expected)
    ]


def _stray_returns(file: str, rows: list[list[str]]) -> list[Problem]:
    """A carriage return inside a value: whatever reads the file next would see a new row there."""
    return [
        Problem(file, line, header, "een los regeleinde (CR) in een waarde mag niet")
        for line, row in enumerate(rows[1:], FIRST_DATA_LINE)
        for header, value in zip(rows[0], row, strict=False)
        if "\r" in value
    ]


def _header_fault(header: list[str], expected: list[str]) -> str:
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


def _key_problems(file: str, text: pd.DataFrame, schema: Schema) -> list[Problem]:
    key = list(schema.primary_key)
    problems = [
        Problem(file, line, column, f"'{value}' heeft een spatie aan het begin of eind")
        for column in key
        for line, value in zip(text["_regel"], text[column], strict=True)
        if value != value.strip()
    ]
    problems += [
        Problem(file, line, column, f"'{value}' is een totaalregel; totalen worden berekend")
        for column in key
        for line, value in zip(text["_regel"], text[column], strict=True)
        if TOTAL_LABEL.fullmatch(value.strip())
    ]
    folded = text[key].apply(lambda column: column.str.strip().str.casefold())
    for line in text.loc[folded.duplicated(keep="first"), "_regel"]:
        row = text.loc[text["_regel"] == line, key].iloc[0]
        problems.append(Problem(file, line, key[0], f"sleutel '{' / '.join(row)}' komt vaker voor"))
    return problems


def _value_problems(file: str, text: pd.DataFrame, field: Field) -> list[Problem]:
    return [
        Problem(file, line, field.name, fault)
        for line, value in zip(text["_regel"], text[field.name], strict=True)
        if (fault := value_fault(value, field))
    ]


def value_fault(value: str, field: Field) -> str:
    """What is wrong with one value of a column, in words, or nothing."""
    rule = field.constraints
    if not value:
        return "waarde ontbreekt" if rule.required else ""
    if not _has_type(value, field):
        return f"'{value}' is ongeldig (toegestaan: {TYPE_WORDS[field.type]})"
    if rule.enum is not None and value not in rule.enum:
        return f"'{value}' is onbekend (toegestaan: {', '.join(rule.enum)})"
    if rule.pattern is not None and not re.fullmatch(rule.pattern, value):
        return f"'{value}' heeft niet de vorm {rule.pattern}"
    if field.type in {"number", "integer"}:
        return _range_fault(value, rule.minimum, rule.maximum)
    return ""


def _has_type(value: str, field: Field) -> bool:
    if field.type == "number":
        return _is_number(value)
    if field.type == "integer":
        return bool(INTEGER.fullmatch(value))
    if field.type == "date":
        try:
            return dt.date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return True


def _range_fault(value: str, minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and float(value) < minimum:
        word = "mag niet negatief zijn" if minimum == 0 else "is te laag"
        return f"'{value}' {word} (toegestaan: {minimum:g} en hoger)"
    if maximum is not None and float(value) > maximum:
        return f"'{value}' is te hoog (toegestaan: tot en met {maximum:g})"
    return ""
