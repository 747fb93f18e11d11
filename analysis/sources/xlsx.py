"""A workbook of Excel as a file: may it be opened, and what do its cells not tell.

Nothing of it is trusted: sizes are counted while unpacking, a document type (entities) is refused,
and the place of each cell is checked, so that openpyxl meets only what it reads as Excel does.
What the cells hold is the work of `spreadsheet`.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from openpyxl.utils import column_index_from_string

from analysis.errors import InputError, Problem
from analysis.paths import shown

MAX_BYTES = 10_000_000
MAX_UNPACKED_BYTES = 100_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 256
"""A cell further to the right is a slip; a row of Excel's 16,384 columns would cost minutes."""

_LAST_ROW = 1_048_576
_CHUNK = 1 << 16
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ZIP_START = b"PK\x03\x04"
_OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")
"""Of the container of old Excel files, and of every file of Office that has a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

SAVE_AS = "sla het in Excel op als 'Excel-werkmap (.xlsx)'"
DAMAGED = "is beschadigd of afgekapt; open het in Excel en sla het opnieuw op"

_FAULTY = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What a broken archive or part makes Python's own readers raise."""


@dataclass
class Layout:
    """What one sheet's cells don't tell; rows and columns count from 1, as in Excel.

    `unvalued` are the cells (row, column) with a formula of which no outcome was stored.
    """

    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unvalued: set[tuple[int, int]] = field(default_factory=set)


def read_content(path: Path) -> bytes:
    """Return the bytes of a file that is named as a workbook and not too large.

    Raises `InputError` for another kind of file, told by its name and its first bytes.
    """
    file = shown(path)
    if path.suffix.lower() != ".xlsx":
        why = " (kan macro's bevatten)" if path.suffix.lower() in {".xlsm", ".xlsb"} else ""
        raise refusal(file, f"is geen .xlsx{why}; {SAVE_AS}")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError:
        told = "bestand ontbreekt of is niet leesbaar (staat het nog open in Excel?)"
        raise refusal(file, told) from None
    if fault := _content_fault(content):
        raise refusal(file, fault)
    return content


def read_layouts(file: str, content: bytes) -> dict[str, Layout]:
    """Unpack everything once, within the limits, and return the layout of each part by its path.

    Raises `InputError` when a limit is passed, for macros, and for what is no sound workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if fault := _archive_fault(archive):
                raise refusal(file, fault)
            return _layouts(archive)
    except _LimitError as error:
        raise refusal(file, str(error)) from None
    except _FAULTY:
        raise refusal(file, DAMAGED) from None


def refusal(file: str, text: str) -> InputError:
    """An error about a whole file."""
    return InputError([Problem(file, 0, "", text)])


class _LimitError(Exception):
    """Larger than is read, or not allowed in a workbook."""


def _content_fault(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        return f"is groter dan {MAX_BYTES // 1_000_000} MB"
    if content.startswith(_OLE_START):
        if _ENCRYPTED in content:
            return "is beveiligd met een wachtwoord; sla het op zonder wachtwoord"
        return f"is een oud Excel-bestand (.xls) met een andere naam; {SAVE_AS}"
    if not content.startswith(_ZIP_START):
        return f"is geen Excel-werkmap (een CSV-bestand met een andere naam?); {SAVE_AS}"
    return ""


def _archive_fault(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if any(entry.compress_type not in _COMPRESSIONS for entry in entries):
        return DAMAGED
    if any(entry.flag_bits & 1 for entry in entries):
        return "is versleuteld; sla het op zonder wachtwoord"
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        return _too_large()
    if len({name.casefold() for name in names}) < len(names):
        return DAMAGED
    if any("vbaproject" in name.casefold() or "/macrosheets/" in name for name in names):
        return f"bevat macro's; {SAVE_AS}"
    if "xl/workbook.bin" in names:
        return f"is een binair Excel-bestand (.xlsb) met een andere naam; {SAVE_AS}"
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        return f"is een zip-bestand, maar geen Excel-werkmap; {SAVE_AS}"
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        return f"is een werkmap voor macro's (.xlsm) met een andere naam; {SAVE_AS}"
    return ""


def _too_large() -> str:
    return f"is uitgepakt groter dan {MAX_UNPACKED_BYTES // 1_000_000} MB"


def _layouts(archive: zipfile.ZipFile) -> dict[str, Layout]:
    """The layout of every XML part; parts that are no sheet have an empty one."""
    layouts, left = {}, MAX_UNPACKED_BYTES
    for entry in archive.infolist():
        scan = _Scan() if entry.filename.endswith((".xml", ".rels")) else None
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _LimitError(_too_large())
                if scan:
                    scan.parser.Parse(chunk, False)
        if scan:
            scan.parser.Parse(b"", True)
            layouts[entry.filename] = scan.layout
    return layouts


class _Scan:
    """Goes once through an XML part, element by element; of a sheet it notes the layout."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start_part
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self._rows = self._row = self._column = 0
        self._formula = self._text_outcome = self._stored = False
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "v": self._start_value,
            "col": self._start_columns,
            "mergeCell": self._start_merged,
        }

    def _start_part(self, name: str, _given: Mapping[str, str]) -> None:
        """The first element tells whether the part is a sheet; others have a `c` or `v` too."""
        is_sheet = _local(name) == "worksheet"
        self.parser.StartElementHandler = self._start if is_sheet else None
        self.parser.EndElementHandler = self._end if is_sheet else None

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        if handle := self._starts.get(_local(name)):
            handle(given)

    def _end(self, name: str) -> None:
        kind = _local(name)
        if kind == "v":
            self.parser.CharacterDataHandler = None
        elif kind == "c" and self._formula and not self._stored:
            self.layout.unvalued.add((self._row, self._column))

    def _start_row(self, given: Mapping[str, str]) -> None:
        row = int(given.get("r", self._row + 1))
        if not self._row < row <= _LAST_ROW:
            raise ValueError("rows out of order")
        self._rows, self._row, self._column = self._rows + 1, row, 0
        if self._rows > MAX_ROWS:
            raise _LimitError(f"heeft een blad met meer dan {MAX_ROWS} rijen")
        if _is_hidden(given, "ht"):
            self.layout.hidden_rows.add(row)

    def _start_cell(self, given: Mapping[str, str]) -> None:
        letters = given.get("r", "").rstrip("0123456789")
        column = column_index_from_string(letters) if letters else self._column + 1
        if column <= self._column:
            raise ValueError("cells out of order")
        if column > MAX_COLUMNS:
            raise _LimitError(f"heeft een cel voorbij kolom {MAX_COLUMNS}, in rij {self._row}")
        self._column = column
        self._formula = self._stored = False
        self._text_outcome = given.get("t") == "str"

    def _start_formula(self, _given: Mapping[str, str]) -> None:
        self._formula = True

    def _start_value(self, _given: Mapping[str, str]) -> None:
        if self._formula:
            self._stored = self._text_outcome  # an empty text is an outcome too
            self.parser.CharacterDataHandler = self._note_value

    def _note_value(self, _text: str) -> None:
        self._stored = True

    def _start_merged(self, given: Mapping[str, str]) -> None:
        self.layout.merged.append(given["ref"])

    def _start_columns(self, given: Mapping[str, str]) -> None:
        if _is_hidden(given, "width"):
            last = min(int(given["max"]), MAX_COLUMNS)
            self.layout.hidden_columns.update(range(int(given["min"]), last + 1))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _is_hidden(given: Mapping[str, str], size: str) -> bool:
    return given.get("hidden") in {"1", "true"} or float(given.get(size, 1)) == 0


def _refuse_doctype(*_: object) -> None:
    raise _LimitError("bevat een XML-documenttype; dat hoort niet in een werkmap")
