"""All of `data/raw` → validated tables, or one list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.errors import InputError, Problem
from analysis.frames import rows_of
from analysis.paths import raw_dir, shown
from analysis.sources.door import masked
from analysis.sources.package import PACKAGE_FILE, ForeignKey, Package, Resource, read_package
from analysis.sources.reader import read_bytes, read_table
from analysis.sources.values import NUMBER, convert, plain_number, quoted, value_fault

CORRECTIONS = "correcties"
SPLIT_ID = "-"
"""A fact with several numbers is split: `D73-fte` belongs to fact `D73`."""


def read_raw(checked: Mapping[str, pd.DataFrame] | None = None) -> dict[str, pd.DataFrame]:
    """Read, correct and cross-check every raw table; by resource name, with the column `_regel`.

    A table in `checked` was read and checked by itself already, and is not read once more.
    Raises `InputError` with all problems of all files.
    """
    package = read_package()
    problems = _missing_and_extra(package)
    tables: dict[str, pd.DataFrame] = {}
    for resource in package.resources:
        found: list[Problem] = []
        if checked and resource.name in checked:
            tables[resource.name] = checked[resource.name]
        elif resource.is_table:
            tables[resource.name], found = read_table(resource)
        else:
            found = read_bytes(resource)[1]
        problems += found
    if not problems:
        problems += _apply_corrections(package, tables)
        problems += _doubled_ids(package, tables)
        problems += [fault for resource in package.tables for fault in dangling(resource, tables)]
        problems += [
            fault for resource in package.tables for fault in _unlike_fact(resource, tables)
        ]
    if not problems:
        # These need the register, which needs this module.
        from analysis.sources.ledger_checks import ledger_problems
        from analysis.sources.monitor_checks import monitor_problems
        from analysis.sources.plan_checks import outcome_problems, plan_problems

        problems += plan_problems(tables) + ledger_problems(tables) + monitor_problems(tables)
        problems = problems or outcome_problems(tables)
    if problems:
        raise InputError(problems)
    return tables


def _missing_and_extra(package: Package) -> list[Problem]:
    described = {resource.file for resource in package.resources}
    present = {
        path
        for path in raw_dir().rglob("*")
        if path.is_file() and path.name != PACKAGE_FILE and not path.name.startswith(".")
    }
    return [
        Problem(
            shown(path),
            0,
            "",
            "staat niet in datapackage.json; beschrijf het bestand of haal het weg",
        )
        for path in sorted(present - described)
    ]


def _apply_corrections(package: Package, tables: dict[str, pd.DataFrame]) -> list[Problem]:
    """Change what `correcties.csv` lists; a correction that finds something else is a problem."""
    file = shown(package.resource(CORRECTIONS).file)
    problems = []
    for row in rows_of(tables[CORRECTIONS]):
        column, fault = _correct(package, tables, row)
        if fault:
            problems.append(Problem(file, row["_regel"], column, fault))
    return problems


def _correct(
    package: Package, tables: dict[str, pd.DataFrame], row: dict[str, Any]
) -> tuple[str, str]:
    """Make one correction; return the column of the correction that is wrong, and what is."""
    name, column = row["bestand"], row["kolom"]
    if name not in tables:
        return "bestand", f"tabel '{name}' bestaat niet"
    schema = package.resource(name).schema_
    field = next((field for field in schema.fields if field.name == column), None)
    if field is None:
        return "kolom", f"tabel '{name}' heeft geen kolom '{column}'"
    if fault := value_fault(row["wordt"], field):
        return "wordt", fault
    table = tables[name]
    hit = table[list(schema.primary_key)].astype("str").agg("/".join, axis=1) == row["sleutel"]
    before, after = convert(pd.Series([row["was"], row["wordt"]], dtype="str"), field)
    found = table.loc[hit, column]
    expected = found.isna() if pd.isna(before) else (found == before).fillna(False)
    if not hit.any() or not expected.all():
        return "sleutel", (
            f"'{row['sleutel']}' met '{row['was']}' in kolom '{column}' van '{name}' niet gevonden"
        )
    table.loc[hit, column] = after
    return "", ""


def _doubled_ids(package: Package, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Ids that stand in two registers of numbers: they are one register to whoever asks."""
    problems, seen = [], dict[str, str]()
    for name in NUMBER_REGISTERS:
        resource = package.resource(name)
        problems += [
            Problem(shown(resource.file), line, "id", f"'{value}' staat ook in {seen[value]}")
            for line, value in zip(tables[name]["_regel"], tables[name]["id"], strict=True)
            if value in seen
        ]
        seen |= dict.fromkeys(tables[name]["id"], resource.path)
    return problems


def dangling(resource: Resource, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return every reference of a table to an id that does not exist."""
    problems, schema = [], masked(resource)
    fields = {field.name: field for field in schema.fields}
    for key in schema.foreign_keys:
        known = _known(tables, key)
        column = key.fields[0]
        table = tables[resource.name]
        unknown = {cell: _unknown_parts(cell, key, known) for cell in table[column].unique()}
        if not any(unknown.values()):
            continue
        problems += [
            Problem(
                shown(resource.file),
                line,
                column,
                f"{quoted(part, fields[column])} is onbekend in {key.reference.resource}",
            )
            for line, cell in zip(table["_regel"], table[column], strict=True)
            for part in unknown[cell]
        ]
    return problems


def _unknown_parts(cell: str, key: ForeignKey, known: set[str]) -> list[str]:
    parts = cell.split(key.separator) if key.separator else [cell]
    return [part for part in parts if part and part not in known]


def _unlike_fact(resource: Resource, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Cells that differ from the fact with the same number, and facts that have no row or cell."""
    problems: list[Problem] = []
    stated = [field for field in resource.schema_.fields if field.fact]
    rows = {row["id"]: row for row in rows_of(tables[resource.name])} if stated else {}
    for field in stated:
        facts = _facts_with(field.fact, tables["feiten"])
        cells = {key: row[field.name] for key, row in rows.items() if not pd.isna(row[field.name])}
        for key in sorted({*facts, *cells}):
            if facts.get(key) != cells.get(key):
                line = rows[key]["_regel"] if key in rows else 0
                told = (
                    f"{key}: hier {plain_number(cells.get(key)) or 'geen waarde'}, in feiten.csv "
                    f"({key}-{field.fact}) {plain_number(facts.get(key)) or 'geen waarde'}"
                )
                problems.append(Problem(shown(resource.file), line, field.name, told))
    return problems


def _facts_with(suffix: str, facts: pd.DataFrame) -> dict[str, float]:
    """The numbers `D73-fte`, `D74-fte`, … by their whole id, for the suffix `fte`."""
    hit = facts[facts["id"].str.endswith(f"{SPLIT_ID}{suffix}")]
    return {
        identifier.removesuffix(f"{SPLIT_ID}{suffix}"): float(value)
        for identifier, value in zip(hit["id"], hit["waarde"], strict=True)
        if NUMBER.fullmatch(value)
    }


def _known(tables: Mapping[str, pd.DataFrame], key: ForeignKey) -> set[str]:
    """The ids that a reference may name; `cijfers` stands for every register of numbers.

    A split fact may be named as a whole: `D73` for `D73-fte`, `D73-clientkosten`, ….
    """
    column = key.reference.fields[0]
    if key.reference.resource != "cijfers":
        return set(tables[key.reference.resource][column])
    ids = {identifier for name in NUMBER_REGISTERS for identifier in tables[name][column]}
    return ids | {identifier.partition(SPLIT_ID)[0] for identifier in ids}


NUMBER_REGISTERS = (
    "feiten",
    "lokale_cijfers",
    "landelijke_cijfers",
    "landelijke_reeksen",
    "afgeleid",
    "aannames",
    "plannen",
    "realisaties",
)
"""The tables whose rows are numbers with an id; together the register `cijfers`.

Of the plans and realisations only what is no number of another register already.
"""
