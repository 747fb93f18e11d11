"""Tables as a reader finds them in what was published: in a notebook's payloads and in a page.

No more is known of them than what stands there: the numbers, the words, the stated totals, the mark
that says how they were rounded, and that the pages of two areas are parts of the page of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

from analysis.disclosure.relations import TOTAL_WORDS, Cell, Relation, margins
from analysis.present.guarded import RELEASED
from analysis.released import BASE, HIDDEN, THRESHOLD
from tests.disclosure_attack import MOST, Range, solve

COUNT = re.compile(r"\d{1,3}(?:\.\d{3})*")


@dataclass(frozen=True)
class Published:
    """One table: its key, headings, units where they are told, and rows as text."""

    key: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    units: tuple[str, ...] = ()

    def counts(self) -> dict[tuple[str, str], int | None]:
        """The counts by row and column, None where hidden; of columns that hold nothing else."""
        labels = unique([row[0] for row in self.rows])
        headings = unique(self.headings)
        found: dict[tuple[str, str], int | None] = {}
        for at, heading in enumerate(headings):
            texts = [row[at] for row in self.rows]
            if at and self._is_counts(at, texts):
                values = [None if text == HIDDEN else int(text.replace(".", "")) for text in texts]
                found |= {(row, heading): value for row, value in zip(labels, values, strict=True)}
        return found

    def _is_counts(self, at: int, texts: list[str]) -> bool:
        if self.units and self.units[at] not in {"pers", "aantal"}:
            return False
        return all(text == HIDDEN or COUNT.fullmatch(text) for text in texts)


def unique(names: Iterable[str]) -> list[str]:
    """The names, told apart where two are the same."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told


def of_payload(payload: Mapping[str, Any]) -> Iterator[Published]:
    """The table in a payload, when it carries the mark."""
    table = payload.get("tabel", payload)
    if "vrijgave" in table and "rijen" in table:
        rows = tuple(tuple(row) for row in table["rijen"])
        units = tuple(table["eenheden"])
        yield Published(table["sleutel"], tuple(table["koppen"]), rows, units)


def of_page(page: str) -> Iterator[Published]:
    """Every table of a page that is followed by the mark."""
    soup = BeautifulSoup(page, "lxml")
    for box in soup.select("div.tabel, details"):
        if any(RELEASED in note.get_text() for note in box.select("p.noot")):
            yield _table(box)


def _table(box: Tag) -> Published:
    headings = tuple(cell.get_text() for cell in box.select("thead th"))
    rows = tuple(
        tuple(cell.get_text() for cell in row.select("th, td")) for row in box.select("tbody tr")
    )
    return Published(str(box.get("id")), headings, rows)


def ranges(tables: Mapping[str, Published], parts: bool = False) -> dict[Cell, Range]:
    """What remains possible of each hidden count of these tables, by the attack.

    With `parts` the tables are of one key: the first is the sum of the others and of a rest.
    """
    known: dict[Cell, Range] = {}
    relations: list[Relation] = []
    for name, table in tables.items():
        counts = table.counts()
        known |= {(name, *place): told(value) for place, value in counts.items()}
        relations += _totals(name, counts)
    if parts:
        relations += _sums(list(tables), known)
    return {cell: ends for cell, ends in solve(known, relations).items() if ends != (0, MOST)}


def told(value: int | None) -> Range:
    """What a published count says; what is no multiple is known exactly."""
    if value is None:
        return 0, MOST
    if value % BASE or not value:
        return value, value
    return max(value - BASE // 2, THRESHOLD if value >= THRESHOLD else 0), value + BASE // 2


def _totals(name: str, counts: Mapping[tuple[str, str], int | None]) -> list[Relation]:
    """The sums that are stated: a row or column that is called a total, of all the others."""
    frame = as_frame(counts)
    rows = [label for label in frame.index if TOTAL_WORDS.match(label)]
    columns = [label for label in frame.columns if TOTAL_WORDS.match(label)]
    return margins(
        name,
        frame,
        rows[0] if len(rows) == 1 and len(frame.index) > 1 else None,
        columns[0] if len(columns) == 1 and len(frame.columns) > 1 else None,
    )


def as_frame(counts: Mapping[tuple[str, str], int | None]) -> Any:
    """The labels of the counts as a frame."""
    import pandas as pd

    rows = list(dict.fromkeys(row for row, _ in counts))
    columns = list(dict.fromkeys(column for _, column in counts))
    return pd.DataFrame(0, index=rows, columns=columns)


def _sums(names: list[str], known: Mapping[Cell, Range]) -> list[Relation]:
    whole, *others = names
    return [
        Relation(
            ((whole, row, column),),
            (*((part, row, column) for part in others), ("rest", row, column)),
        )
        for name, row, column in known
        if name == whole and all((part, row, column) in known for part in others)
    ]


def too_narrow(found: Mapping[Cell, Range]) -> dict[Cell, Range]:
    """Which cells are found back: known to be small, or to within less than the threshold."""
    return {
        cell: (low, high)
        for cell, (low, high) in found.items()
        if high - low < THRESHOLD and (cell[0] != "rest" or low < THRESHOLD)
    }
