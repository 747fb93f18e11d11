"""What an engine's record means: complete, or failed where and by what cause, in Dutch."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nbformat import NotebookNode

from analysis.errors import PrivacyError, ReportError, WorkbookError
from analysis.paths import own_mode
from analysis.publish.observed import Limits, Record
from analysis.publish.titles import headings

STDERR_TAG = "stderr-toegestaan"
MAX_CAUSE = 300
"""A cause is one line in a list; a traceback is in the notebook that is put aside."""

KILLED = "kernel gestopt (mogelijk te weinig geheugen)"
INCOMPLETE = "rapport niet compleet"
ESCAPE_CODES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def reason_of(record: Record, notebook: NotebookNode, limits: Limits, failure: str = "") -> str:
    """Return why the run failed, with cell and heading; empty when the notebook is complete.

    `failure` is what ended the run from outside a cell: `dead`, `timeout`, or an error message.
    """
    if not record.started:
        return f"kernel start niet: {_one_line(failure)}"
    cell, cause = _cause(record, notebook, limits, failure)
    if not cause:
        return ""
    return f"{_place(notebook.cells, cell)}: {cause}" if cell is not None else cause


def failure_of(record: Record) -> type[WorkbookError]:
    """What kind of failure it is: the privacy gate has an exit code of its own."""
    name, _ = next(iter(record.errors.values()), ("", ""))
    return PrivacyError if name == PrivacyError.__name__ else ReportError


def _cause(
    record: Record, notebook: NotebookNode, limits: Limits, failure: str
) -> tuple[int | None, str]:
    """The first thing that went wrong: a broken limit, an error, an end of the kernel, stderr."""
    if record.excess:
        return record.running, f"schrijft meer dan {_megabytes(record)} MB uitvoer"
    for cell, (name, text) in record.errors.items():
        return cell, _error(name, text)
    if failure == "timeout":
        return record.running, _timeout(record, limits)
    if failure == "dead" and record.replies.get(_last(record)) != "exit":
        return record.running, KILLED
    if (gap := _gap(record, notebook)) is not None:
        return gap
    if failure:
        return record.running, INCOMPLETE if own_mode() else _one_line(failure)
    return _complaint(record, notebook.cells)


def _gap(record: Record, notebook: NotebookNode) -> tuple[int, str] | None:
    """The first code cell without a success of its own, or whose number is not the next one."""
    codes = [
        (index, cell)
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.source.strip()
    ]
    for number, (index, cell) in enumerate(codes, start=1):
        if record.replies.get(index) == "exit":
            return index, f"{INCOMPLETE}: de cel beëindigt het notebook"
        if record.replies.get(index) != "ok" or cell.execution_count != number:
            return index, f"{INCOMPLETE}: deze cel is niet uitgevoerd"
    return None


def _complaint(record: Record, cells: Sequence[NotebookNode]) -> tuple[int | None, str]:
    for index, text in sorted(record.stderr.items()):
        if STDERR_TAG not in cells[index].metadata.get("tags", []) and text.strip():
            words = "" if own_mode() else f": {_one_line(_telling(text))}"
            return index, f"schrijft op stderr{words}"
    return None, ""


def _telling(text: str) -> str:
    """Of a traceback the last line, which names the error; else all of it."""
    return text.strip().splitlines()[-1] if "Traceback" in text else text


def _error(name: str, text: str) -> str:
    """A failure of our own already reads well; anything else gets the name of its exception."""
    if name == "SystemExit":
        return f"{INCOMPLETE}: de cel beëindigt het notebook (sys.exit)"
    if name in _own_errors(WorkbookError):
        return _one_line(text)
    if own_mode():  # any other error may quote a value
        return _one_line(name)
    return _one_line(f"{name}: {text}" if text else name)


def _timeout(record: Record, limits: Limits) -> str:
    if record.out_of_time:
        return f"het rapport duurt langer dan {limits.report_seconds:g} s"
    return f"duurt langer dan {limits.cell_seconds:g} s"


def _own_errors(base: type[WorkbookError]) -> set[str]:
    return {base.__name__}.union(*(_own_errors(kind) for kind in base.__subclasses__()))


def _place(cells: Sequence[NotebookNode], index: int) -> str:
    """`cel q2-fout-per-jaar (onder 'Fout per jaar')`."""
    place = f"cel {cells[index].get('id', index + 1)}"
    for cell in reversed(cells[:index]):
        if cell.cell_type == "markdown" and (found := headings(cell.source)):
            return f"{place} (onder '{found[-1]}')"
    return place


def _one_line(text: str) -> str:
    line = " ".join(ESCAPE_CODES.sub("", text).split())
    return line if len(line) <= MAX_CAUSE else line[: MAX_CAUSE - 1] + "…"


def _last(record: Record) -> int:
    return max(record.replies, default=-1)


def _megabytes(record: Record) -> str:
    return f"{record.excess / 1_000_000:g}".replace(".", ",")
