"""Workbooks of Excel to put the organisation's own figures in, and reading them back.

A template holds some tables of `data/raw` as they are now, made-up examples included. Reading one
replaces those tables and their fingerprints, all of them or none: what does not pass every check
leaves `data/raw` as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import InputError, Problem
from analysis.files import write_atomic, write_if_changed
from analysis.paths import raw_dir, shown
from analysis.sources.build import build_processed, csv_of
from analysis.sources.package import PACKAGE_FILE, Resource, read_package
from analysis.sources.reader import sha256_of

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "kostprijs.xlsx": (
        "kostprijs_personen",
        "kostprijs_bedragen",
        "kostprijs_verdeling",
        "kostprijs_pools",
        "kostprijs_indexen",
        "kostprijs_knoppen",
        "kostprijs_jaarrekening",
    ),
    "plannen.xlsx": ("plannen", "realisaties"),
    "scenarioweging.xlsx": ("scenario_scores", "criterium_gewichten", "ser_effecten"),
}
"""The workbooks by file name, with the tables that each holds, a sheet for each."""


def write_templates(folder: Path) -> list[Path]:
    """Write the workbooks into a folder; return their paths.

    A file that stands there already is not touched: it may hold figures. Raises `OutputError` when
    nothing can be written, and `InputError` naming each file that is in the way or a fault in the
    raw data.
    """
    from analysis.sources.spreadsheet import write_sheets
    from analysis.sources.validate import read_raw

    taken = [folder / name for name in TEMPLATES if (folder / name).exists()]
    if taken:
        told = "bestaat al; kies een andere map, zodat ingevulde cijfers blijven staan"
        raise InputError([Problem(shown(path), 0, "", told) for path in taken])
    tables = read_raw()
    paths = []
    for name, names in TEMPLATES.items():
        resources = _resources(names)
        own = {part: tables[part].drop(columns="_regel") for part in names}
        write_sheets(folder / name, own, resources)
        paths.append(folder / name)
    return paths


def read_templates(folder: Path) -> tuple[list[Path], list[Problem]]:
    """Read the workbooks of a folder into `data/raw` and rebuild; return what changed, and notices.

    Raises `InputError` with everything that is wrong, and when the folder holds no workbook; then
    nothing has changed.
    """
    from analysis.sources.spreadsheet import read_sheets

    found = {name: names for name, names in TEMPLATES.items() if (folder / name).is_file()}
    if not found:
        told = f"geen ingevuld sjabloon gevonden (verwacht: {', '.join(TEMPLATES)})"
        raise InputError([Problem(shown(folder), 0, "", told)])
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    notices: list[Problem] = []
    for name, names in found.items():
        resources = _resources(names)
        try:
            filled = read_sheets(folder / name, resources)
        except InputError as error:
            problems += error.problems
            continue
        notices += filled.notices
        for part, table in filled.tables.items():
            own = table.drop(columns="_regel")
            contents[resources[part].path] = csv_of(own, resources[part].schema_)
    if problems:
        raise InputError(problems)
    return _replace_raw(contents), notices


def _replace_raw(contents: Mapping[str, bytes]) -> list[Path]:
    """Put these files and their fingerprints in place and rebuild; back to what was on a fault."""
    files = {raw_dir() / name: data for name, data in contents.items()}
    files[raw_dir() / PACKAGE_FILE] = _package_with(contents)
    before = {path: path.read_bytes() for path in files}
    try:
        changed = [path for path, data in files.items() if write_if_changed(path, data)]
        changed += build_processed()
    except BaseException:
        for path, data in before.items():
            write_atomic(path, data)
        raise
    return changed


def _package_with(contents: Mapping[str, bytes]) -> bytes:
    """The descriptor with the size and sha256 of these files."""
    package = json.loads((raw_dir() / PACKAGE_FILE).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["path"] in contents:
            data = contents[resource["path"]]
            resource |= {"bytes": len(data), "hash": sha256_of(data)}
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _resources(names: tuple[str, ...]) -> dict[str, Resource]:
    package = read_package()
    return {name: package.resource(name) for name in names}
