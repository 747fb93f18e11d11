"""A table as a reader sees it: few rows, rounded, Dutch notation, with caption and origin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.dutch import MISSING, number, percentage, quantity
from analysis.frames import rows_of
from analysis.present import html
from analysis.present.display import MIME
from analysis.present.guarded import RELEASED, check_cell, check_texts
from analysis.present.theme import EXAMPLE_WARNING
from analysis.provenance import Basis, Provenance
from analysis.released import HIDDEN

MAX_ROWS = 16
KEY = re.compile(r"q\d-[a-z0-9]+(-[a-z0-9]+)*")
SIGN_LEGEND = "Lasten staan als positief bedrag; N = nadeel, V = voordeel voor de gemeente."
"""The legend that every table with money carries."""


@dataclass(frozen=True)
class Column:
    """One column: which field, its heading, and for numbers the unit and decimals.

    `unit` empty means text. `ids` marks the column that holds ids of the register: they become
    links to the list of used numbers. `missing` is what an absent number reads as.
    """

    field: str
    heading: str
    unit: str = ""
    decimals: int | None = None
    ids: bool = False
    missing: str = MISSING

    @property
    def is_number(self) -> bool:
        """Whether the column is aligned and formatted as a number."""
        return bool(self.unit)

    def hiding(self) -> Column:
        """The same column of guarded numbers, where what is missing was hidden."""
        return replace(self, missing=HIDDEN) if self.missing == MISSING else self

    def text(self, value: Any) -> str:
        """The cell in Dutch notation; a missing number says so."""
        if not self.is_number:
            return "" if pd.isna(value) else str(value)
        if pd.isna(value):
            return self.missing
        if self.unit == "pct":
            return percentage(float(value), 1 if self.decimals is None else self.decimals)
        if self.unit == "aantal":
            return number(float(value), self.decimals or 0)
        if self.unit in {"eur", "jaar"} or self.unit.startswith("eur_per"):
            text = quantity(float(value), "jaar" if self.unit == "jaar" else "eur", self.decimals)
            return text
        return number(float(value), self.decimals or 0)


@dataclass(frozen=True)
class Table:
    """Rows for a reader. `note` stands below it; `collapsed` folds a long list away.

    Raises `ValueError` when the key is malformed, the rows are too many, a column is missing, or
    money has no sign legend in `note`; `PrivacyError` when it rests on guarded numbers and holds
    one that did not pass the privacy gate.
    """

    key: str
    caption: str
    rows: pd.DataFrame
    columns: Sequence[Column]
    provenance: Provenance
    note: str = ""
    collapsed: bool = False

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"sleutel '{self.key}' heeft niet de vorm q1-naam-van-de-tabel")
        if len(self.rows) > MAX_ROWS and not self.collapsed:
            raise ValueError(
                f"tabel {self.key} heeft {len(self.rows)} rijen (hoogstens {MAX_ROWS})"
            )
        missing = {column.field for column in self.columns} - set(self.rows.columns)
        if missing:
            raise ValueError(f"tabel {self.key} mist de kolommen {sorted(missing)}")
        if not self.provenance.ids:
            raise ValueError(f"tabel {self.key} noemt geen bron")
        money = any(column.unit.startswith("eur") for column in self.columns)
        if money and "positief" not in self.note:
            raise ValueError(f"tabel {self.key} bevat geld zonder tekenuitleg")
        self._check_guarded()

    def _check_guarded(self) -> None:
        """Refuse what did not pass the gate; again when it is shown, for rows may be changed."""
        if not self.provenance.guarded:
            return
        place = f"tabel {self.key}"
        check_texts(place, {"titel": self.caption, "noot": self.note})
        for column in self.columns:
            check_texts(place, {f"kop '{column.field}'": column.heading, "kop": column.missing})
            for value in self.rows[column.field].tolist():
                check_cell(f"{place}, kolom '{column.field}'", value, column.unit, column.ids)

    def payload(self) -> dict[str, Any]:
        """The table as data: headings and cells as text, in Dutch notation."""
        self._check_guarded()
        guarded = self.provenance.guarded
        columns = [column.hiding() if guarded else column for column in self.columns]
        return {
            "soort": "tabel",
            "sleutel": self.key,
            "titel": self.caption,
            "koppen": [column.heading for column in self.columns],
            "getal": [column.is_number for column in self.columns],
            "herkomst": [column.ids for column in self.columns],
            "rijen": [
                [column.text(row[column.field]) for column in columns] for row in rows_of(self.rows)
            ],
            "basis": self.provenance.label,
            "ids": list(self.provenance.ids),
            "noot": self.note,
            "ingeklapt": self.collapsed,
        } | (self._release() if guarded else {})

    def _release(self) -> dict[str, Any]:
        """What a payload of guarded numbers says besides, for whoever checks it."""
        return {"vrijgave": RELEASED, "eenheden": [column.unit for column in self.columns]}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        data = self.payload()
        return {
            "text/plain": as_text(data),
            "text/html": html.in_notebook(html.table(data)),
            MIME: data,
        }


def as_text(data: dict[str, Any]) -> str:
    """A table's payload as lines of text, for a terminal and a diff."""
    lines = [data["titel"], " | ".join(data["koppen"])]
    if data["basis"] == Basis.VOORBEELD:
        lines.insert(0, EXAMPLE_WARNING)
    lines += [" | ".join(row) for row in data["rijen"]]
    lines += filter(None, (data["noot"], html.release_text(data)))
    lines.append(html.origin_text(data))
    return "\n".join(lines)
