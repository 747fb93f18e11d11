"""A filled workbook of Excel → typed tables, as if its sheets had been CSV files.

A formula is never computed: what counts is the outcome that Excel stored. What a value must satisfy
is judged by `reader` and `values`, as for a CSV file; here stands what only a spreadsheet can have.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as default
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter

from analysis.errors import InputError, Problem, WorkbookError, nearest
from analysis.paths import shown
from analysis.personal import safe_name
from analysis.sources import door
from analysis.sources.cells import cell_text, is_number, sum_of
from analysis.sources.dialect import UNREADABLE
from analysis.sources.kept_out import note_cells
from analysis.sources.package import Field, Resource, Schema
from analysis.sources.reader import no_rows_fault, total_fault
from analysis.sources.sheet_explanation import EXPLANATION, sheet_name
from analysis.sources.sheet_writer import TOTAL, write_sheets
from analysis.sources.values import NUMBER
from analysis.sources.xlsx import DAMAGED, Layout, read_content, read_layouts, refusal

__all__ = ["Filled", "read_sheets", "write_sheets"]

HALF_CENT = Decimal("0.005")


class Filled(NamedTuple):
    """What a workbook holds: the tables by resource name, and what was left out or read anew."""

    tables: dict[str, pd.DataFrame]
    notices: tuple[Problem, ...]


@dataclass
class _Texts:
    """The rows of one sheet as the text of a CSV, and the cells that have none."""

    place: str
    fields: tuple[Field, ...]
    places: tuple[int, ...] = ()
    width: int = 0
    lines: list[int] = default(default_factory=list)
    rows: list[list[str]] = default(default_factory=list)
    problems: list[Problem] = default(default_factory=list)
    numbers: dict[str, list[int]] = default(default_factory=dict)

    def fault(self, line: int, column: str, text: str) -> None:
        """Note what is wrong in a row (0: the sheet) and column."""
        self.problems.append(Problem(self.place, line, column, text))


def read_sheets(
    path: Path, resources: Mapping[str, Resource], optional: Collection[str] = ()
) -> Filled:
    """Read the sheet of each resource; the tables are typed as `reader.read_table` types them.

    A sheet of a table in `optional` may be missing.

    `_regel` is the row as Excel shows it. A row of totals that ties is left out, and so are empty
    rows. The notices say which hidden sheets were not read and where a text column held numbers.
    Raises `InputError` with everything that is wrong with the file.
    """
    file = shown(path)
    content = read_content(path)
    layouts = read_layouts(file, content)
    with _opened(file, content) as book:
        problems, notices = _sheet_problems(file, book, resources, optional)
        tables: dict[str, pd.DataFrame] = {}
        for name, resource in resources.items():
            if sheet_name(resource) in _visible(book):
                sheet = book[sheet_name(resource)]
                # openpyxl says nowhere else which part of the archive a sheet is.
                layout = layouts[sheet._worksheet_path]
                place = f"{file}, blad '{sheet.title}'"
                tables[name], found, told = _read_sheet(place, sheet, layout, resource)
                problems, notices = [*problems, *found], [*notices, *told]
    if problems:
        raise InputError(problems)
    return Filled(tables, tuple(notices))


@contextmanager
def _opened(file: str, content: bytes) -> Iterator[Any]:
    """The workbook, to be read in this block: its sheets are parsed as they are gone through."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that openpyxl leaves out, none of them cells
            stream = io.BytesIO(content)
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield book
            book.close()
    except WorkbookError:
        raise
    except Exception:  # whatever a broken part leads openpyxl to; its text may hold a value
        raise refusal(file, DAMAGED) from None


def _visible(book: Any) -> list[str]:
    return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _sheet_problems(
    file: str, book: Any, resources: Mapping[str, Resource], optional: Collection[str]
) -> tuple[list[Problem], list[Problem]]:
    """Sheets that are missing or unknown, and notices of those that are hidden."""
    wanted = [sheet_name(resource) for resource in resources.values()]
    spared = {sheet_name(resources[name]) for name in optional if name in resources}
    visible = _visible(book)
    hidden = [sheet.title for sheet in book.worksheets if sheet.title not in visible]
    told = {
        name: "is verborgen; maak het blad zichtbaar" if name in hidden else "blad ontbreekt"
        for name in wanted
        if name not in visible and (name not in spared or name in hidden)
    }
    unknown = [name for name in visible if name not in {*wanted, EXPLANATION}]
    told |= {name: f"onbekend blad.{nearest(name, wanted)}" for name in unknown}
    notices = {name: "is verborgen en niet gelezen" for name in hidden if name not in wanted}
    return _of_sheets(file, told), _of_sheets(file, notices)


def _of_sheets(file: str, told: Mapping[str, str]) -> list[Problem]:
    return [Problem(f"{file}, blad '{safe_name(one)}'", 0, "", told[one]) for one in told]


def _read_sheet(
    place: str, sheet: Any, layout: Layout, resource: Resource
) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """One sheet → its table, what is wrong with it and what the user should know."""
    texts = _Texts(place, door.masked(resource).fields)
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    rows = enumerate(sheet.iter_rows(), 1)
    header = _header(next(rows, (1, ()))[1])
    texts.width = len(header)
    texts.places, dropped = door.admitted(header, resource.schema_)
    if fault := door.own_header_fault(header, texts.places, resource):
        texts.fault(1, "", fault)
        _note_layout(texts, layout)
        return pd.DataFrame(), texts.problems, []
    formulas = {line for line, _ in layout.unvalued}
    for line, cells in rows:
        note_cells(header, texts.places, [cell.value for cell in cells])
        if line in formulas or any(cell.value not in {None, ""} for cell in cells):
            _note_row(texts, line, cells, layout)
    _note_layout(texts, layout)
    _take_total(texts, resource.schema_)
    if fault := no_rows_fault(len(texts.rows), resource):
        texts.fault(0, "", fault)
    table, found = door.checked_table(place, texts.rows, texts.lines, resource, texts.problems)
    notices = [*door.dropped_notices(place, dropped), *_notices(texts)]
    return table, [*texts.problems, *found], notices


def _header(cells: Sequence[Any]) -> list[str]:
    """The column names as text, without the empty cells after the last one."""
    names = ["" if cell.value is None else str(cell.value) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _note_row(texts: _Texts, line: int, cells: Sequence[Any], layout: Layout) -> None:
    """Add one row; a cell that is wrong gets a text of its own, so that no key seems doubled."""
    row = []
    for place, field in zip(texts.places, texts.fields, strict=True):
        cell = cells[place] if place < len(cells) else EMPTY_CELL
        text, fault = cell_text(cell, field)
        if (line, place + 1) in layout.unvalued:
            fault = "formule zonder opgeslagen uitkomst; open het in Excel en sla het op"
        if fault:
            texts.fault(line, field.name, fault)
            text = f"{UNREADABLE}{line}"
        if field.type == "string" and is_number(cell.value):
            texts.numbers.setdefault(field.name, []).append(line)
        row.append(text)
    beyond = [place for place in range(texts.width, len(cells)) if cells[place].value is not None]
    if beyond:
        texts.fault(line, get_column_letter(beyond[0] + 1), "waarde buiten de tabel")
    texts.lines.append(line)
    texts.rows.append(row)


def _note_layout(texts: _Texts, layout: Layout) -> None:
    """Merged cells, and hidden rows and columns as far as the table goes."""
    for area in layout.merged:
        texts.fault(0, "", f"samengevoegde cellen {area}; maak daar losse cellen van")
    for place, field in zip(texts.places, texts.fields, strict=False):
        if place + 1 in layout.hidden_columns:
            texts.fault(0, field.name, "is verborgen; maak de kolom zichtbaar")
    last = texts.lines[-1] if texts.lines else 1
    for line in layout.hidden_rows:
        if line <= last:
            texts.fault(line, "", "is verborgen; maak de rij zichtbaar of wis het filter")


def _take_total(texts: _Texts, schema: Schema) -> None:
    """Take the row of totals off, when columns have a sum, and hold it against what is above it."""
    if not schema.summed or schema.label is None:
        return
    place = schema.fields.index(schema.label)
    labels = [row[place].strip() for row in texts.rows]
    totals = [at for at, label in enumerate(labels) if total_fault(label, schema.label)]
    grand = [at for at in totals if not labels[at].casefold().startswith("sub")]
    for at in totals:
        if at not in grand:
            told = total_fault(labels[at], schema.label)
            texts.fault(texts.lines[at], schema.label.name, told)
    if not grand:
        return
    for line in texts.lines[grand[0] + 1 :]:
        texts.fault(line, "", f"staat onder de rij '{TOTAL}'; voeg rijen daarboven toe")
    total, line = texts.rows[grand[0]], texts.lines[grand[0]]
    del texts.rows[grand[0] :], texts.lines[grand[0] :]
    for at, field in enumerate(schema.fields):
        column = [row[at] for row in texts.rows if row[at]]
        if field.sum and (fault := _total_difference(total[at], column, field)):
            texts.fault(line, field.name, fault)


def _total_difference(total: str, column: Sequence[str], field: Field) -> str:
    """How a total differs from the sum above it, by half a cent or more; or nothing.

    Where a number can't be read that is a fault already, and no sum can be held against it.
    """
    if not total:
        return "totaal ontbreekt"
    if not all(NUMBER.fullmatch(text) for text in (total, *column)):
        return ""
    found = sum_of(column)
    is_nearest = float(total) == float(found)  # of amounts too large to hold half a cent
    if abs(Decimal(total) - found) < HALF_CENT or is_nearest:
        return ""
    told = "" if field.personal else f": {total} in plaats van {found:f}"
    return f"totaal wijkt af van de som{told} (valt een rij buiten de formule?)"


def _notices(texts: _Texts) -> list[Problem]:
    return [
        Problem(
            texts.place,
            lines[0],
            column,
            f"getal in een tekstkolom ({len(lines)} keer); een nul vooraan kan weggevallen zijn",
        )
        for column, lines in texts.numbers.items()
    ]
