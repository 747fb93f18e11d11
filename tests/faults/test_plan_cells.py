"""A plan row that is half filled in: the data stop, name file, row and column, write nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.sources.build import build_processed
from tests.plan_example import fill_plan, renew_fingerprints

pytestmark = pytest.mark.fault

Command = Callable[..., tuple[int, str, str]]


def _change(raw: Path, file: str, identifier: str, **cells: str) -> int:
    """Change cells of a row; return the line of the file that it stands on."""
    path = raw / file
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    (place,) = [number for number, row in enumerate(rows) if row["id"] == identifier]
    rows[place] |= cells
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    renew_fingerprints(raw)
    return place + 2  # the heading is line 1


@pytest.mark.parametrize(
    ("file", "identifier", "cells", "column", "reason"),
    [
        ("plannen.csv", "PL038", {"basis": ""}, "basis", "heeft een basis nodig"),
        ("realisaties.csv", "RE030", {"basis": ""}, "basis", "heeft een basis nodig"),
        ("plannen.csv", "PL038", {"basis": "bron"}, "bron", "heeft een bron nodig"),
        ("plannen.csv", "PL038", {"waarde": ""}, "waarde", "leeg is niet nul"),
        ("plannen.csv", "PL038", {"laag": "700", "hoog": "800"}, "laag", "in die volgorde"),
        ("plannen.csv", "PL002", {"waarde": "1250301"}, "waarde", "in het register (X03)"),
    ],
)
def test_a_row_that_is_not_whole_stops_the_data(
    project_copy: Path,
    werkboek: Command,
    file: str,
    identifier: str,
    cells: dict[str, str],
    column: str,
    reason: str,
) -> None:
    fill_plan(project_copy)
    build_processed()
    processed = project_copy / "data" / "processed"
    before = {path.name: path.read_bytes() for path in processed.iterdir()}
    line = _change(project_copy / "data" / "raw", file, identifier, **cells)
    code, _, err = werkboek("data")
    assert code == 3
    (told,) = [text for text in err.splitlines() if reason in text]
    assert f"data/raw/{file}" in told
    assert str(line) in told
    assert column in told
    assert {path.name: path.read_bytes() for path in processed.iterdir()} == before


def test_the_whole_example_is_accepted(project_copy: Path, werkboek: Command) -> None:
    fill_plan(project_copy)
    code, _, err = werkboek("data")
    assert (code, err) == (0, "")
