"""What was read in, reading by reading: each keeps its tables and where they came from, for ever.

A reading is a folder in `data/eigen/ingelezen`, named after the date that its figures are about. It
appears whole, in one step; everything else in `data/eigen` can be made again from it. No pandas
here: whether own figures exist must be known at once.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.errors import InputError, OutputError, Problem
from analysis.files import TEMPORARY_PREFIX, write_atomic
from analysis.paths import own_dir, shown

ORIGIN_FILE = "herkomst.json"


class Stored(BaseModel):
    """One table of a reading: the file it came from, its date (ISO) and its own fingerprint.

    `voorbeeld` says that all its rows are made up.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    bestand: str
    peildatum: str
    regels: int
    voorbeeld: bool
    sha256: str


class Origin(BaseModel):
    """`herkomst.json`: the number of the reading, when it was made, and of which files."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lezing: int
    gelezen: str
    peildatum: str
    bestanden: dict[str, str]
    tabellen: dict[str, Stored]


@dataclass(frozen=True)
class Reading:
    """One reading as it stands on disk."""

    folder: Path
    origin: Origin

    def file(self, table: str) -> Path:
        """The file of one of its tables."""
        return self.folder / f"{table}.csv"


def readings_dir() -> Path:
    """Folder with all readings."""
    return own_dir() / "ingelezen"


def own_exists() -> bool:
    """Whether anything was ever read in."""
    return any(_folders())


def all_readings() -> list[Reading]:
    """Return every reading, in the order in which they were made.

    Raises `InputError` for one whose `herkomst.json` is gone or damaged.
    """
    found = [Reading(folder, _origin(folder / ORIGIN_FILE)) for folder in _folders()]
    return sorted(found, key=lambda reading: reading.origin.lezing)


def newest(readings: Iterable[Reading]) -> dict[str, Reading]:
    """Return for each table that was read in the reading that holds: the latest of its last date.

    An older extract that is read in later is kept, and does not replace a newer one.
    """
    chosen: dict[str, Reading] = {}
    for reading in sorted(readings, key=lambda reading: reading.origin.lezing):
        for name, stored in reading.origin.tabellen.items():
            held = chosen.get(name)
            if held is None or stored.peildatum >= held.origin.tabellen[name].peildatum:
                chosen[name] = reading
    return dict(sorted(chosen.items()))


def planned(origin: Origin) -> Reading:
    """The reading as it will be called; a second one of the same date gets a number."""
    first, number = readings_dir() / origin.peildatum, 2
    target = first
    while target.exists():
        target, number = first.with_name(f"{origin.peildatum}-{number}"), number + 1
    return Reading(target, origin)


def store(reading: Reading, tables: Mapping[str, bytes], workplace: Path) -> list[Path]:
    """Write a planned reading in `workplace` and move it in place whole; return its tables.

    Raises `OutputError` when it can't be written; then there is no reading.
    """
    draft = workplace / "lezing"
    for name, content in sorted(tables.items()):
        write_atomic(draft / f"{name}.csv", content)
    text = reading.origin.model_dump_json(indent=1)
    write_atomic(draft / ORIGIN_FILE, f"{text}\n".encode())
    try:
        reading.folder.parent.mkdir(parents=True, exist_ok=True)
        os.rename(draft, reading.folder)
    except OSError as error:
        told = f"{shown(reading.folder)} kan niet gemaakt worden: {error.strerror}"
        raise OutputError(told) from error
    return [reading.file(name) for name in sorted(tables)]


def clear_leftovers() -> None:
    """Remove what a reading that was killed left behind; only while holding `data/eigen`."""
    for path in own_dir().glob(f"{TEMPORARY_PREFIX}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _folders() -> list[Path]:
    return sorted(path for path in readings_dir().glob("[0-9]*") if path.is_dir())


def _origin(path: Path) -> Origin:
    try:
        origin = Origin.model_validate_json(path.read_bytes())
        for stored in origin.tabellen.values():
            dt.date.fromisoformat(stored.peildatum)
    except (OSError, ValidationError, ValueError):
        told = "ontbreekt of is beschadigd; zet de map terug of haal haar weg en lees opnieuw in"
        raise InputError([Problem(shown(path), 0, "", told)]) from None
    return origin
