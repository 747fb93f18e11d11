"""A folder with filled templates and CSV files → the tables that it holds, or all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.errors import InputError, Problem, nearest
from analysis.paths import base_dir, own_dir, shown
from analysis.personal import safe_name
from analysis.provenance import Basis
from analysis.sources.build import csv_of
from analysis.sources.csv_input import read_csv
from analysis.sources.dialect import DIALECT_FILE, read_dialects
from analysis.sources.package import Resource, read_package
from analysis.sources.reader import read_table, sha256_of
from analysis.sources.sheet_explanation import sheet_name
from analysis.sources.spreadsheet import read_sound_rows
from analysis.sources.templates import TEMPLATES

FIGURE_SUFFIXES = frozenset(
    {".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".sav", ".json", ".zip"}
    | {".pkl", ".pickle", ".parquet", ".feather"}
)
"""Kinds of files that may hold figures: one that is not expected is refused, not passed over."""


@dataclass(frozen=True)
class Incoming:
    """One table as it came in, with `_regel`; `place` is the file, or file and sheet."""

    resource: Resource
    file: str
    place: str
    table: pd.DataFrame

    @property
    def is_made_up(self) -> bool:
        """Whether it has rows, all of them with basis `voorbeeld`."""
        bases = self.table.get("basis")
        return bases is not None and len(bases) > 0 and bool((bases == Basis.VOORBEELD).all())

    @property
    def is_untouched(self) -> bool:
        """Whether every row is one of the made-up table of the base case."""
        if not (self.resource.guarded and self.is_made_up):
            return False
        base, _ = read_table(self.resource)
        schema = self.resource.schema_
        known, found = (
            set(csv_of(table.drop(columns="_regel"), schema).splitlines())
            for table in (base, self.table)
        )
        return found <= known


@dataclass
class Intake:
    """What a folder holds: tables by name, fingerprints of the files, and what to say about it.

    With `problems` the tables hold their sound rows only.
    """

    tables: dict[str, Incoming] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    notices: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, incoming: Incoming) -> None:
        """Add a table; one that came in twice is a fault unless one of both is the example."""
        name = incoming.resource.name
        held = self.tables.get(name)
        if held is None or held.is_untouched or held.table.empty:
            self.tables[name] = incoming
        elif not (incoming.is_untouched or incoming.table.empty):
            told = f"staat ook in {held.file}; laat er één van over"
            self.problems.append(Problem(incoming.place, 0, "", told))


def read_folder(folder: Path) -> Intake:
    """Read every workbook and CSV file of a folder by the descriptor of the base case.

    What is wrong with them is returned, as what is right may be wrong in other ways. Raises
    `InputError` when there is nothing to read.
    """
    resources = {
        name: read_package().resource(name) for names in TEMPLATES.values() for name in names
    }
    csvs = [name for name in resources if (folder / f"{name}.csv").is_file()]
    books = [name for name in TEMPLATES if (folder / name).is_file()]
    unexpected = _unexpected(folder, resources)
    if unexpected and not csvs and not books:
        raise InputError(unexpected)
    if not csvs and not books:
        expected = f"{', '.join(TEMPLATES)}, of een CSV-bestand met de naam van een blad"
        told = f"geen ingevuld sjabloon gevonden (verwacht: {expected})"
        raise InputError([Problem(shown(folder), 0, "", told)])
    intake = Intake(notices=_place_notices(folder), problems=unexpected)
    for book in books:
        _take_book(intake, folder / book, {name: resources[name] for name in TEMPLATES[book]}, csvs)
    dialects = read_dialects(folder, csvs)
    for name in csvs:
        path = folder / f"{name}.csv"
        content = path.read_bytes()
        table, problems, notices = read_csv(path, content, resources[name], dialects[name])
        intake.problems += problems
        intake.notices += notices
        if "_regel" in table:
            intake.take(Incoming(resources[name], path.name, shown(path), table))
        intake.files[path.name] = sha256_of(content)
    return intake


def _take_book(
    intake: Intake, path: Path, resources: Mapping[str, Resource], csvs: list[str]
) -> None:
    try:
        filled = read_sound_rows(path, resources, csvs)
    except InputError as error:
        intake.problems += error.problems
        return
    intake.notices += filled.notices
    intake.problems += filled.problems
    intake.files[path.name] = sha256_of(path.read_bytes())
    for name, table in filled.tables.items():
        place = f"{shown(path)}, blad '{sheet_name(resources[name])}'"
        if "_regel" in table:
            intake.take(Incoming(resources[name], path.name, place, table))


def _unexpected(folder: Path, resources: Mapping[str, Resource]) -> list[Problem]:
    """Files that look like figures and that nothing here reads."""
    expected = [*TEMPLATES, *(f"{name}.csv" for name in resources), DIALECT_FILE]
    return [
        Problem(
            shown(path.with_name(safe_name(path.name))),
            0,
            "",
            f"onbekend bestand.{nearest(path.name, expected)}",
        )
        for path in sorted(folder.glob("[!.~]*"))
        if path.is_file() and path.suffix.lower() in FIGURE_SUFFIXES and path.name not in expected
    ]


def _place_notices(folder: Path) -> list[Problem]:
    """A folder inside the project that git would keep is no place for own figures."""
    project, own = base_dir().parent, own_dir()
    resolved = folder.resolve()
    if not resolved.is_relative_to(project) or resolved.is_relative_to(own):
        return []
    told = f"deze map hoort bij het project; zet eigen cijfers liever in {shown(own)}"
    return [Problem(shown(folder), 0, "", told)]
