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
from analysis.sources.cells import cell_text, is_number
from analysis.sources.dialect import UNREADABLE
from analysis.sources.kept_out import note_cells
from analysis.sources.package import Field, Resource
from analysis.sources.reader import no_rows_fault, text_table
from analysis.sources.sheet_explanation import EXPLANATION, sheet_name
from analysis.sources.sheet_total import take_total
from analysis.sources.sheet_writer import write_sheets
from analysis.sources.xlsx import DAMAGED, Layout, read_content, read_layouts, refusal

__all__ = ["Filled", "read_sheets", "write_sheets"]


class Filled(NamedTuple):
    """What a workbook holds: the tables by resource name, and what was left out or read anew.

    With `problems` the tables hold their sound rows only.
    """

    tables: dict[str, pd.DataFrame]
    notices: tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()


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
    if (filled := read_sound_rows(path, resources, optional)).problems:
        raise InputError(filled.problems)
    return filled


def read_sound_rows(
    path: Path, resources: Mapping[str, Resource], optional: Collection[str] = ()
) -> Filled:
    """As `read_sheets`; returns what is wrong with the rows and sheets, beside what is right."""
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
    return Filled(tables, tuple(notices), tuple(problems))


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
        texts.places = door.found_columns(header, texts.places, resource)
        if not texts.places:
            _note_layout(texts, layout)
            return pd.DataFrame(), texts.problems, []
    formulas = {line for line, _ in layout.unvalued}
    for line, cells in rows:
        note_cells(header, texts.places, [cell.value for cell in cells])
        if line in formulas or any(cell.value not in {None, ""} for cell in cells):
            _note_row(texts, line, cells, layout)
    _note_layout(texts, layout)
    texts.problems += take_total(place, texts.rows, texts.lines, resource.schema_)
    if fault := no_rows_fault(len(texts.rows), resource):
        texts.fault(0, "", fault)
    text = text_table(texts.rows, texts.lines, resource.schema_)
    table, found = door.checked_table(place, text, resource, texts.problems)
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
        if place == door.MISSING:
            row.append(f"{UNREADABLE}{line}")
            continue
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
