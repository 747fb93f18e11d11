"""Tables as a reader finds them in what was published: in a notebook's payloads and in a page.

No more is known of them than what stands there: the numbers, the words, the stated totals, the mark
that says how they were rounded, and that the pages of two areas are parts of the page of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

from analysis.disclosure.relations import TOTAL_WORDS, Cell, Relation, margins
from analysis.present.guarded import RELEASED
from analysis.released import BASE, HIDDEN, THRESHOLD
from tests.disclosure_attack import MOST, Range, solve

PARTS = {
    "Naar werk": "Gestart",
    "Uitgestroomd": "Ingestroomd",
    "Anders vertrokken": "Ingestroomd",
}
"""Columns that are a part of another one: what is left of it can be subtracted."""

PART_OF = re.compile(r"(\d[\d.]*) van (\d[\d.]*)")
"""A count in words with what it is a part of: `94% (480 van 510)`."""

QUARTER = re.compile(r"\d{4}-Q[1-4]")
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

    def parts(self) -> Iterator[tuple[str, str, int, int]]:
        """Row, column, part and whole of every count that is told in words."""
        labels = unique([" ".join(row[:2]) for row in self.rows])
        for label, row in zip(labels, self.rows, strict=True):
            for heading, text in zip(unique(self.headings), row, strict=True):
                for found in PART_OF.finditer(text):
                    part, whole = (int(digits.replace(".", "")) for digits in found.groups())
                    yield label, heading, part, whole

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
        relations += [*_totals(name, counts), *_column_parts(name, counts)]
        told_in_words = list(table.parts())
        for row, heading, part, whole in told_in_words:
            known[f"{name} deel", row, heading] = told(part)
            known[f"{name} geheel", row, heading] = told(whole)
            relations.append(_rest((name, row, heading), f"{name} geheel", f"{name} deel"))
        relations += _flows(name, told_in_words)
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


def _rest(cell: Cell, whole: str, part: str) -> Relation:
    """A whole is its part and a rest that was not published."""
    name, row, column = cell
    left = ((whole, row, column),)
    return Relation(left, ((part, row, column), (f"rest {name}", row, column)))


def _column_parts(name: str, counts: Mapping[tuple[str, str], int | None]) -> Iterator[Relation]:
    for row, heading in counts:
        whole = PARTS.get(heading, "")
        if (row, whole) in counts:
            right = ((name, row, heading), (f"rest {name}", row, heading))
            yield Relation(((name, row, whole),), right)


def _flows(name: str, told: Sequence[tuple[str, str, int, int]]) -> Iterator[Relation]:
    """What came in from quarter to quarter, in columns beside each other, where nothing fell."""
    quarters = {(row, place): pair for row, place, *pair in told if QUARTER.fullmatch(place)}
    fallen = {
        row
        for row, place in quarters
        for other in quarters
        if other[0] == row and other[1] > place
        if any(after < before for before, after in _pairs(quarters, row, place, other[1]))
    }
    for row, place in quarters:
        later = f"{place[:-1]}{int(place[-1]) + 1}"
        if row in fallen or (row, later) not in quarters:
            continue
        for side in ("deel", "geheel"):
            cells = ((f"{name} {side}", row, later), (f"{name} {side}", row, place))
            yield Relation(cells[:1], (cells[1], (f"rest {name} {side}", row, later)))


def _pairs(
    quarters: Mapping[tuple[str, str], list[int]], row: str, place: str, later: str
) -> Iterator[tuple[int, int]]:
    return zip(quarters[row, place], quarters[row, later], strict=True)


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
    """Which cells are found back: hidden ones to within less than the threshold, rests as small.

    Of what was not published it is no secret that it is large, so a range there may be narrow.
    """
    return {
        cell: (low, high)
        for cell, (low, high) in found.items()
        if (high < THRESHOLD if cell[0].startswith("rest") else high - low < THRESHOLD)
    }
