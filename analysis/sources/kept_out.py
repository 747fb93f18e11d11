"""Personal values that stay out at the door, as far as their fingerprints are made of them.

While a folder is read, what is dropped or replaced is noted here; when the reading is whole, only
the fingerprints are kept (`analysis.traces`). Nothing is written of a folder that is refused.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar

from analysis.paths import ROOT, base_dir, notebooks_dir
from analysis.traces import keep, marked

NAME = re.compile(r"naam|namen|client|medewerker", re.IGNORECASE)
"""A heading above names, of which a single word can be telling."""

PLACE = re.compile(r"plaats|gemeente|geslacht", re.IGNORECASE)
"""A heading above what many persons share: no fingerprint."""

Noted = set[tuple[str, bool]]
_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextlib.contextmanager
def noting() -> Iterator[Noted]:
    """Note in this block, and this thread, what stays out."""
    found: Noted = set()
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def note(heading: str, values: Iterable[object]) -> None:
    """Note the values of a column that stays out or is replaced; outside `noting` nothing."""
    found = _noted.get()
    if found is not None and not PLACE.search(heading):
        name = NAME.search(heading) is not None
        found |= {
            (value if type(value) is str else _written(value), name)
            for value in set(values)
            if value not in (None, "")
        }


def note_cells(header: Sequence[str], places: Sequence[int], cells: Sequence[object]) -> None:
    """Note the cells of a row that are not in the columns (by place) that come in."""
    if len(places) < len(header):
        for at in set(range(min(len(header), len(cells)))).difference(places):
            note(header[at], [cells[at]])


def _written(value: object) -> str:
    """As text; a date that a spreadsheet holds as a moment without its time."""
    return value.date().isoformat() if isinstance(value, dt.datetime) else str(value)


def keep_traces(noted: Noted, secret: bytes) -> None:
    """Keep the fingerprints of what was noted; raises `OutputError`."""
    if noted:
        keep(marked(noted, secret.hex().encode("ascii"), _ordinary()))


def _ordinary() -> Iterator[str]:
    """All that is committed: what stands in it can point at nobody in an extract."""
    folders = ((base_dir() / "raw", "*.*"), (notebooks_dir(), "*.ipynb"), (ROOT / "analysis", "*"))
    for folder, pattern in folders:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file() and path.suffix in {".csv", ".json", ".toml", ".ipynb", ".py", ".j2"}:
                yield path.read_text(encoding="utf-8", errors="replace")
