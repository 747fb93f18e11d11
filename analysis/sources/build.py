"""Validated tables → `data/processed`: sorted, fixed notation, the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputError, Problem
from analysis.files import write_if_changed
from analysis.paths import processed_dir, raw_dir, shown
from analysis.sources.package import PACKAGE_FILE, Field, Schema, read_package
from analysis.sources.reader import sha256_of
from analysis.sources.values import convert, plain_number

ORIGIN_FILE = "herkomst.json"
"""Which raw files the processed ones were built from, and the fingerprints of both."""

EXTRA_NUMBERS = {
    "cijfers": ("getal", "laag", "hoog"),
    "bevindingen": ("verschil", "tolerantie"),
}
"""The number columns of the tables that are built here; the others have a schema."""


def build_processed(checked: Mapping[str, pd.DataFrame] | None = None) -> list[Path]:
    """Validate `data/raw` and bring `data/processed` up to date; return the files that changed.

    `checked` are tables that were just read from what stands in `data/raw` now.
    Raises `InputError`; then nothing was written.
    """
    from analysis.sources.findings import blocking, collect_findings
    from analysis.sources.register import number_register
    from analysis.sources.scenario_checks import scenario_problems
    from analysis.sources.scenarios import read_scenarios
    from analysis.sources.validate import read_raw

    raw = read_raw(checked)
    if problems := scenario_problems(raw, read_scenarios(raw["aannames"])):
        raise InputError(problems)
    findings = collect_findings(raw)
    if problems := blocking(findings, raw):
        raise InputError(problems)
    tables = {name: table.drop(columns="_regel") for name, table in raw.items()}
    schemas = {resource.name: resource.schema_.impersonal for resource in read_package().tables}
    files = {
        f"{name}.csv": csv_of(table[list(schemas[name].names)], schemas[name])
        for name, table in tables.items()
    }
    files["cijfers.csv"] = _plain_csv(number_register(tables))
    files["bevindingen.csv"] = _plain_csv(findings)
    files[ORIGIN_FILE] = _origin(files)
    return _replace(files)


def check_processed() -> None:
    """Raise `InputError` unless `data/processed` is whole and was built from today's raw files."""
    path = processed_dir() / ORIGIN_FILE
    try:
        content = json.loads(path.read_bytes())
        origin = {key: dict(content[key]) for key in ("raw", "processed")}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            f"{shown(path)} ontbreekt of is beschadigd; voer uit: werkboek data"
        ) from None
    problems = [
        Problem(shown(folder / name), 0, "", f"{fault}; voer uit: werkboek data")
        for folder, key, fault in (
            (raw_dir(), "raw", "is gewijzigd of weg sinds data/processed is gemaakt"),
            (processed_dir(), "processed", "ontbreekt of is beschadigd"),
        )
        for name, fingerprint in origin[key].items()
        if _fingerprint(folder / name) != fingerprint
    ]
    if problems:
        raise InputError(problems)


def read_processed(names: Iterable[str] | None = None) -> dict[str, pd.DataFrame]:
    """Read processed tables (all of them by default) with the types of their schemas."""
    schemas = {resource.name: resource.schema_.impersonal for resource in read_package().tables}
    wanted = tuple(names) if names is not None else (*schemas, *EXTRA_NUMBERS)
    return {name: _read(name, schemas.get(name)) for name in wanted}


def _read(name: str, schema: Schema | None) -> pd.DataFrame:
    path = processed_dir() / f"{name}.csv"
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except (OSError, pd.errors.EmptyDataError):
        raise InputError(f"{shown(path)} ontbreekt of is leeg; voer uit: werkboek data") from None
    numbers = (
        [field for field in schema.fields if field.type in {"number", "integer"}]
        if schema
        else [Field(name=column, type="number", title=column) for column in EXTRA_NUMBERS[name]]
    )
    for field in numbers:
        table[field.name] = convert(table[field.name], field)
    return table


def csv_of(table: pd.DataFrame, schema: Schema) -> bytes:
    """The file of one table: sorted by its key, numbers with the decimals of their description."""
    written = table.copy()
    for field in schema.fields:
        if field.type == "number":
            written[field.name] = [
                plain_number(value, field.decimals) for value in table[field.name].tolist()
            ]
    return _plain_csv(written.sort_values(list(schema.primary_key), kind="stable"))


def _plain_csv(table: pd.DataFrame) -> bytes:
    written = table.copy()
    for column in written.select_dtypes("float64"):
        written[column] = [plain_number(value) for value in table[column]]
    # By hand: pandas takes five times as long over columns of text.
    columns = [_cells(written[column]) for column in written]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(written.columns)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8")


def _cells(column: pd.Series) -> list[Any]:
    """The values of a column as they are written; what is missing is empty."""
    missing = column.isna()
    return (column.astype(object).where(~missing, "") if missing.any() else column).tolist()


def _origin(files: Mapping[str, bytes]) -> bytes:
    package = read_package()
    raw = {resource.path: resource.hash for resource in package.resources}
    raw[PACKAGE_FILE] = sha256_of((raw_dir() / PACKAGE_FILE).read_bytes())
    content = {
        "raw": dict(sorted(raw.items())),
        "processed": {name: sha256_of(data) for name, data in sorted(files.items())},
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _fingerprint(path: Path) -> str:
    try:
        return sha256_of(path.read_bytes())
    except OSError:
        return ""


def _replace(files: Mapping[str, bytes]) -> list[Path]:
    """Put all files in place, the origin last: a build that was cut off is seen as stale."""
    folder = processed_dir()
    folder.mkdir(parents=True, exist_ok=True)
    changed = [
        folder / name for name, data in files.items() if write_if_changed(folder / name, data)
    ]
    for stray in set(folder.iterdir()) - {folder / name for name in files}:
        if stray.is_file() and not stray.name.startswith("."):
            stray.unlink()
            changed.append(stray)
    return changed
