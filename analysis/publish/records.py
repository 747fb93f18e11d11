"""`reports/_run.json`: what became of each report, so that only what changed is made again.

The only file that holds a clock time (seconds); ignored by git. It is written after every report,
so that an interrupted run loses nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.files import write_atomic
from analysis.paths import ROOT, notebooks_dir, processed_dir, raw_dir, reports_dir, root, shown
from analysis.publish.runs import Run

RECORD_FILE = "_run.json"


class State(StrEnum):
    """What became of a report; the contract of `_run.json`."""

    GEMAAKT = "gemaakt"
    ONGEWIJZIGD = "ongewijzigd"
    MISLUKT = "mislukt"
    OVERGESLAGEN = "overgeslagen"


class Entry(BaseModel):
    """The last attempt at one report; the hashes are those of the last success, if any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: State
    reason: str = ""
    seconds: float = 0.0
    inputs_sha256: str = ""
    output_sha256: str = ""


class Book(BaseModel):
    """All of `_run.json`.

    `summary` has the hashes of the index and the headline numbers, and of what they were made
    from; it is empty while a run is under way.
    """

    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    reports: dict[str, Entry] = {}
    summary: dict[str, str] = {}


def load(folder: Path) -> tuple[Book, str]:
    """Return the record of a reports folder and what to say when it had to be dropped."""
    path = folder / RECORD_FILE
    try:
        return Book.model_validate_json(path.read_bytes()), ""
    except FileNotFoundError:
        return Book(), ""
    except (OSError, ValidationError):
        return Book(), f"{shown(path)} is beschadigd; alle rapporten worden opnieuw gemaakt"


def save(folder: Path, book: Book) -> None:
    """Write the record whole."""
    text = json.dumps(book.model_dump(mode="json"), indent=1, sort_keys=True, ensure_ascii=False)
    write_atomic(folder / RECORD_FILE, (text + "\n").encode("utf-8"))


def is_current(entry: Entry | None, inputs: str, page: Path) -> bool:
    """Whether the page on disk is the one that was made from these inputs."""
    if entry is None or not entry.output_sha256 or entry.inputs_sha256 != inputs:
        return False
    return file_hash(page) == entry.output_sha256


def shared_hash(single_file: bool) -> str:
    """Return the hash of everything that all reports rest on: code, data, libraries and assets."""
    folders = (
        (ROOT / "analysis", "code"),
        (processed_dir(), "data"),
        (raw_dir() / "scenarios", "scenarios"),
        (reports_dir() / "assets", "assets"),
    )
    lines = [line for folder, name in folders for line in hash_lines(folder, name)]
    lines += [f"lock {file_hash(root() / 'requirements.lock')}", f"los {single_file}"]
    return text_hash(lines)


def inputs_hash(run: Run, shared: str) -> str:
    """Return the hash of all that this run's page rests on."""
    notebook = file_hash(notebooks_dir() / f"{run.notebook}.ipynb")
    return text_hash([shared, run.id, run.notebook, notebook, run.parameters.model_dump_json()])


def hash_lines(folder: Path, name: str) -> Iterator[str]:
    """Yield one line for each file under `folder`, in an order that no file system decides."""
    files = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    for key in sorted(files):
        yield f"{name}/{key} {file_hash(files[key])}"


def file_hash(path: Path) -> str:
    """Return the sha256 of a file, or nothing when it can't be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def text_hash(lines: Iterable[str]) -> str:
    """Return the sha256 of lines of text."""
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()
