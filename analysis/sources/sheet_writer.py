"""Tables → a workbook of Excel to fill in: a sheet per table and a sheet that explains them.

Text stays text, whatever it begins with; the same tables give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from analysis.errors import InputError, Problem
from analysis.files import write_if_changed
from analysis.paths import shown
from analysis.sources.cells import as_date, number_text, sum_of, text_fault
from analysis.sources.package import Field, Resource, Schema
from analysis.sources.reader import total_fault
from analysis.sources.sheet_explanation import (
    EXPLANATION,
    explained,
    sheet_name,
    write_explanation,
)
from analysis.sources.xlsx import MAX_ROWS

TOTAL = "Totaal"

_CREATED = dt.datetime(2000, 1, 1)
"""Any fixed moment: the bytes may not depend on the clock."""
_SPARE_ROWS = 20
"""Empty rows to fill in, in an empty table that has a total."""
_WIDTH_BOUNDS = (8, 50)


class _Exact(float):
    """A number that XlsxWriter writes with all its digits; its own format keeps sixteen."""

    def __format__(self, _spec: str) -> str:
        return repr(float(self))


@dataclass(frozen=True)
class _Sheet:
    """One table as it will be written, with the allowed values' place on the explanation."""

    name: str
    schema: Schema
    table: pd.DataFrame
    choices: Mapping[str, str]

    @property
    def spare(self) -> int:
        """Empty rows above the total: with one, a row inserted there falls within its sum."""
        if not self.schema.summed:
            return 0
        return _SPARE_ROWS if self.table.empty else 1

    @property
    def total_row(self) -> int:
        """The row below the last one, counted from 0 as XlsxWriter does."""
        return 1 + len(self.table) + self.spare


def write_sheets(
    path: Path, tables: Mapping[str, pd.DataFrame], resources: Mapping[str, Resource]
) -> None:
    """Write each table, typed as its resource describes, to its own sheet of the workbook `path`.

    The sheet `uitleg` says what each column means and allows. Columns with `sum` get a total.
    Raises `InputError` for a value that Excel could not give back as it was, and `OutputError`
    when `path` can't be written; then `path` holds what it held before.
    """
    explanation = explained([resources[name] for name in tables])
    choices = explanation.choices
    sheets = [
        _Sheet(sheet_name(resources[name]), resources[name].schema_, table, choices[name])
        for name, table in tables.items()
    ]
    file = shown(path)
    if problems := [problem for sheet in sheets for problem in _problems(file, sheet)]:
        raise InputError(problems)
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        for sheet in sheets:
            _write_sheet(book, sheet)
        write_explanation(book, explanation)
    write_if_changed(path, stream.getvalue())


def _problems(file: str, sheet: _Sheet) -> list[Problem]:
    """Values that would not come back as they are."""
    place = f"{file}, blad '{sheet.name}'"
    if sheet.total_row >= MAX_ROWS:
        return [Problem(place, 0, "", f"meer rijen dan in een blad passen ({MAX_ROWS})")]
    return [
        Problem(place, line, field.name, fault)
        for field in sheet.schema.fields
        if field.type in {"string", "date"}
        for line, value in enumerate(sheet.table[field.name], 2)
        if not pd.isna(value) and (fault := _text_problem(value, field, sheet.schema))
    ]


def _text_problem(value: str, field: Field, schema: Schema) -> str:
    is_label = bool(schema.summed) and field == schema.label
    return text_fault(value) or (total_fault(value, field) if is_label else "")


def _write_sheet(book: Any, sheet: _Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    last = sheet.total_row - 1 if sheet.schema.summed else MAX_ROWS - 1
    for column, field in enumerate(sheet.schema.fields):
        shape = book.add_format(_shape(field))
        values = sheet.table[field.name]
        page.set_column(column, column, _width(field, values), shape)
        page.write_string(0, column, field.name, book.add_format({"bold": True, "bottom": 1}))
        for row, value in enumerate(values, 1):
            _write_value(page, row, column, value, field, shape)
        if area := sheet.choices.get(field.name):
            page.data_validation(1, column, last, column, _choice(area))
        if sheet.schema.summed:
            _write_total(book, page, sheet, column, field)


def _write_value(page: Any, row: int, column: int, value: Any, field: Field, shape: Any) -> None:
    """Write one value as what it is; what is missing stays an empty cell."""
    if pd.isna(value) or value == "":
        return
    if field.type in {"number", "integer"}:
        page.write_number(row, column, _Exact(value), shape)
    elif field.type == "date" and (date := as_date(value)):
        page.write_datetime(row, column, date, shape)
    else:
        page.write_string(row, column, value, shape)


def _write_total(book: Any, page: Any, sheet: _Sheet, column: int, field: Field) -> None:
    shape = book.add_format({**_shape(field), "bold": True, "top": 1})
    row = sheet.total_row
    if field.sum:
        letter = xl_col_to_name(column)
        texts = [number_text(float(value)) for value in sheet.table[field.name].dropna()]
        total = float(sum_of(texts))
        page.write_formula(row, column, f"=SUM({letter}2:{letter}{row})", shape, total)
    elif field == sheet.schema.label:
        page.write_string(row, column, TOTAL, shape)
    else:
        page.write_blank(row, column, None, shape)


def _shape(field: Field) -> dict[str, Any]:
    if field.type == "string":
        return {"num_format": "@", "text_wrap": True, "valign": "top"}
    if field.type == "date":
        return {"num_format": "yyyy-mm-dd", "valign": "top"}
    if field.type == "integer":
        return {"num_format": "0", "valign": "top"}
    if field.decimals is None:
        return {"valign": "top"}
    fraction = f".{'0' * field.decimals}" if field.decimals else ""
    return {"num_format": f"#,##0{fraction}", "valign": "top"}


def _width(field: Field, values: pd.Series) -> int:
    least, most = _WIDTH_BOUNDS
    longest = max((len(str(value)) for value in (field.name, *values)), default=0)
    return min(max(longest + 2, least), most)


def _choice(area: str) -> dict[str, str]:
    return {
        "validate": "list",
        "source": area,
        "error_title": "Onbekende waarde",
        "error_message": f"Kies een waarde uit de lijst; ze staan op het blad '{EXPLANATION}'.",
    }
