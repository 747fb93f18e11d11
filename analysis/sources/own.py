"""The organisation's own figures as a data set beside the base case: building it, renewing it.

`data/eigen/raw` is the committed raw data with the newest own tables in place of the made-up ones,
`data/eigen/processed` what is built of it. Both can be made again from the readings at any time;
so a reading that was cut off leaves what was, or is finished at the next command.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.dutch import date_text, listing
from analysis.errors import InputError, OutputError, Problem
from analysis.files import TEMPORARY_PREFIX
from analysis.paths import base_dir, data_in, own_dir, shown
from analysis.sources.monitor_checks import COUNTS, JOURNEYS
from analysis.sources.package import PACKAGE_FILE, OwnFigures, OwnTable, read_package
from analysis.sources.readings import Reading, all_readings, clear_leftovers, newest

if TYPE_CHECKING:
    import pandas as pd

ALTERNATIVES = (JOURNEYS, COUNTS)
"""Two ways to give the same figures: an own one of them makes the made-up other one empty."""


@dataclass
class Places:
    """Where the rows of own tables came from, to name a fault where the user can mend it.

    By file name: the place, and for each row of the built file the row there. `checked` are those
    tables that need not be read once more, as they will stand in the built files.
    """

    rows: dict[str, tuple[str, list[int]]] = field(default_factory=dict)
    checked: dict[str, pd.DataFrame] = field(default_factory=dict)

    def named(self, problem: Problem, folder: Path) -> Problem:
        """The problem with its place in the user's file, or in the base case."""
        prefix = f"{shown(folder / 'raw')}/"
        name = problem.file.removeprefix(prefix)
        if name == problem.file:
            return problem
        if name not in self.rows:
            return Problem(f"{shown(base_dir() / 'raw')}/{name}", *_rest(problem))
        place, lines = self.rows[name]
        at = problem.line - 2
        line = lines[at] if 0 <= at < len(lines) else 0
        return Problem(place, line, problem.column, problem.text)


def _rest(problem: Problem) -> tuple[int, str, str]:
    return problem.line, problem.column, problem.text


def renew(force: bool = False) -> bool:
    """Build the own data set again where it is not what the readings and the base case give.

    Returns whether it was built. To be called while holding `data/eigen`. Raises `InputError` when
    a reading no longer fits the base case.
    """
    clear_leftovers()
    readings = all_readings()
    contents = {name: stored(reading, name) for name, reading in newest(readings).items()}
    if not force and _stamp(own_dir() / "raw") == wanted(readings):
        return False
    with workplace() as folder:
        build(folder, readings, contents)
        install(folder)
    return True


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder to build in, gone afterwards; what a kill leaves is cleared at the next start."""
    folder = own_dir() / f"{TEMPORARY_PREFIX}{os.getpid()}"
    try:
        folder.mkdir(parents=True)
        yield folder
    except OSError as error:
        raise OutputError(
            f"{shown(own_dir())} kan niet geschreven worden: {error.strerror}"
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def build(
    folder: Path,
    readings: Sequence[Reading],
    contents: Mapping[str, bytes],
    places: Places | None = None,
) -> None:
    """Build raw and processed in `folder`: the base case with `contents` for its own tables.

    Raises `InputError` with every problem at its place in the file that the user filled.
    """
    from analysis.sources.build import build_processed

    known = places or Places()
    tables = {**contents, **{name: _header_only(name) for name in _omitted(contents)}}
    _write_raw(folder / "raw", tables, wanted(readings))
    try:
        with data_in(folder):
            build_processed(known.checked)
    except InputError as error:
        if not error.problems:
            raise
        raise InputError([known.named(one, folder) for one in error.problems]) from None


def install(folder: Path) -> None:
    """Put what was built in its place; raw, which says what it was built of, comes last."""
    for name in ("processed", "raw"):
        target = own_dir() / name
        if target.exists():
            os.rename(target, folder / f"oud-{name}")
        os.rename(folder / name, target)


def _stamp(raw: Path) -> OwnFigures | None:
    try:
        content = json.loads((raw / PACKAGE_FILE).read_bytes())
        return OwnFigures.model_validate(content["eigen"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def wanted(readings: Sequence[Reading]) -> OwnFigures:
    """What the own data set should be built of."""
    from analysis.sources.reader import sha256_of

    held = {
        name: OwnTable(
            peildatum=reading.origin.tabellen[name].peildatum,
            lezing=reading.folder.name,
            voorbeeld=reading.origin.tabellen[name].voorbeeld,
        )
        for name, reading in newest(readings).items()
    }
    base = sha256_of((base_dir() / "raw" / PACKAGE_FILE).read_bytes())
    return OwnFigures(base=base, tables=held)


def stored(reading: Reading, name: str) -> bytes:
    """A table as it was read, unless somebody changed it since."""
    from analysis.sources.reader import sha256_of

    path = reading.file(name)
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if sha256_of(content) != reading.origin.tabellen[name].sha256:
        told = "is gewijzigd of weg sinds het inlezen; zet het bestand terug of lees opnieuw in"
        raise InputError([Problem(shown(path), 0, "", told)])
    return content


def _omitted(contents: Mapping[str, bytes]) -> list[str]:
    given = [name for name in ALTERNATIVES if contents.get(name, b"").count(b"\n") > 1]
    return [name for name in ALTERNATIVES if given and name not in contents]


def _header_only(name: str) -> bytes:
    content = (base_dir() / "raw" / f"{name}.csv").read_bytes()
    return content[: content.index(b"\n") + 1]


def _write_raw(raw: Path, contents: Mapping[str, bytes], figures: OwnFigures) -> None:
    """The base case's raw data with these tables in it, described as they are now."""
    from analysis.sources.reader import sha256_of

    shutil.copytree(base_dir() / "raw", raw)
    for name, content in contents.items():
        (raw / f"{name}.csv").write_bytes(content)
    package = json.loads((raw / PACKAGE_FILE).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] in contents:
            data = contents[resource["name"]]
            resource |= {"bytes": len(data), "hash": sha256_of(data)}
    package["eigen"] = figures.model_dump(by_alias=True)
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (raw / PACKAGE_FILE).write_text(text, encoding="utf-8", newline="\n")


def own_notice() -> str:
    """What a page of own figures says at its top: which they are and of when; else nothing."""
    package = read_package()
    if package.own is None:
        return ""
    by_day: dict[str, list[str]] = {}
    for name, table in sorted(package.own.tables.items(), key=lambda item: item[1].peildatum):
        if not table.voorbeeld:
            by_day.setdefault(table.peildatum, []).append(name)
    titles = [f"{date_text(day)} ({', '.join(names)})" for day, names in by_day.items()]
    if not titles:
        return (
            "Er zijn nog geen eigen cijfers ingelezen: dit is het basisgeval, met voorbeelden waar "
            "cijfers van de organisatie horen."
        )
    return (
        f"Met eigen cijfers van {listing(titles)}. De andere cijfers van de organisatie zijn "
        "voorbeelden of komen uit openbare bronnen."
    )


def today() -> str:
    """The date of reading; the only clock here, and what it says is stored with the reading."""
    return dt.date.today().isoformat()
