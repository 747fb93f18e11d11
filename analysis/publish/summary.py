"""What is made of all reports together: the headline numbers and the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.paths import notebooks_dir
from analysis.publish.headline_file import (
    HEADLINE_FILE,
    Row,
    as_frame,
    read_rows,
    rows_of_run,
    to_bytes,
)
from analysis.publish.records import Book, State, file_hash, text_hash
from analysis.publish.runs import IndexEntry, Run
from analysis.publish.titles import title_of

INDEX_FILE = "index.html"
INPUTS = "inputs"
NOT_MADE = "nog niet gemaakt"
MADE = (State.GEMAAKT, State.ONGEWIJZIGD)


def summary_is_current(folder: Path, runs: Sequence[Run], book: Book) -> bool:
    """Whether both files are the ones that were made from the reports as they are now."""
    return book.summary == _hashes(folder, runs, book)


def known_rows(folder: Path, book: Book) -> dict[str, Sequence[Row]]:
    """Return the headline numbers by run as they stand in the file, where they can be trusted.

    That is so when the file is the one we wrote, or for a run that we have no record of: its rows
    came with the clone, like its page.
    """
    path = folder / HEADLINE_FILE
    trusted = book.summary.get(HEADLINE_FILE) == file_hash(path) != ""
    # Not for a run that failed: it has no rows now, but its page may be current again later.
    known: dict[str, list[Row]] = {
        run_id: [] for run_id, entry in book.reports.items() if trusted and entry.state in MADE
    }
    for row in read_rows(path):
        if trusted or row[0] not in book.reports:
            known.setdefault(row[0], []).append(row)
    return {**known}


def write_summary(
    folder: Path, runs: Sequence[Run], book: Book, known: Mapping[str, Sequence[Row]]
) -> None:
    """Write both files where they change; `known` has headline numbers that need no computing."""
    from analysis.publish.scan import put  # here: what is current is said without loading it

    rows: list[Row] = []
    for run in runs:
        if _state(folder, run, book) is State.GEMAAKT:
            rows += known[run.id] if run.id in known else rows_of_run(run)
    put(folder / HEADLINE_FILE, to_bytes(rows))
    put(folder / INDEX_FILE, _index(folder, runs, book, rows))
    book.summary = _hashes(folder, runs, book)


def _index(folder: Path, runs: Sequence[Run], book: Book, rows: Sequence[Row]) -> bytes:
    from analysis.publish.index import render_index
    from analysis.sources.workbook import peildatum

    entries = [_entry(folder, run, book) for run in runs]
    page: bytes = render_index(entries, as_frame(rows), peildatum())
    return page


def _entry(folder: Path, run: Run, book: Book) -> IndexEntry:
    record = book.reports.get(run.id)
    state = _state(folder, run, book)
    reason = record.reason if record else ("" if state == State.GEMAAKT else NOT_MADE)
    return IndexEntry(
        run_id=run.id,
        notebook=run.notebook,
        title=title_of(notebooks_dir() / f"{run.notebook}.ipynb"),
        file=run.file if (folder / run.file).is_file() else "",
        state=str(state),
        reason=reason,
        parameters=run.parameters,
    )


def _state(folder: Path, run: Run, book: Book) -> State:
    """The state that the index shows: it does not tell a report made now from one that is current.

    Of a report that we have no record of, the page that is there counts: it came with the clone.
    """
    record = book.reports.get(run.id)
    if record is None:
        return State.GEMAAKT if (folder / run.file).is_file() else State.OVERGESLAGEN
    return State.GEMAAKT if record.state is State.ONGEWIJZIGD else record.state


def _hashes(folder: Path, runs: Sequence[Run], book: Book) -> dict[str, str]:
    lines = []
    for run in runs:
        entry = _entry(folder, run, book)
        record = book.reports.get(run.id)
        inputs = record.inputs_sha256 if record else ""
        lines.append(f"{entry!r} {inputs}")
    hashes = {name: file_hash(folder / name) for name in (INDEX_FILE, HEADLINE_FILE)}
    return {INPUTS: text_hash(lines), **hashes}
