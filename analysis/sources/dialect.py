"""How a CSV file writes: its separator, letters, decimals and dates, as declared beside it.

Nothing is guessed. Without a declaration a file is UTF-8 with `,` or `;` between the columns, a
decimal point and dates as 2024-11-19. `invoer.toml` in the same folder may say otherwise, for all
files or, in a part with the name of a table, for one.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.errors import InputError, Problem, nearest
from analysis.paths import shown
from analysis.sources.package import Field
from analysis.sources.values import NUMBER, quoted

DIALECT_FILE = "invoer.toml"
UNREADABLE = "\0"
"""Begins the text that stands for a value that can't be read; no file can hold it."""

COMMA_NUMBER = re.compile(r"-?[0-9]{1,15}(,[0-9]+)?")
DUTCH_DATE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")


class Dialect(BaseModel):
    """What `invoer.toml` may declare; what it leaves out is as it is without a declaration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scheidingsteken: Literal["", ",", ";", "\t", "|"] = ""
    codering: Literal["utf-8", "cp1252"] = "utf-8"
    decimaalteken: Literal[".", ","] = "."
    datumvorm: Literal["jjjj-mm-dd", "d-m-jjjj"] = "jjjj-mm-dd"

    def reader_of(self, field: Field) -> Callable[[str], tuple[str, str]] | None:
        """How the values of a column become the notation of `data/raw`: text, or what is wrong."""
        if field.type in {"number", "integer"} and self.decimaalteken == ",":
            return lambda text: _number(text, field)
        if field.type == "date" and self.datumvorm == "d-m-jjjj":
            return lambda text: _date(text, field)
        return None


def read_dialects(folder: Path, tables: Iterable[str]) -> dict[str, Dialect]:
    """Return the dialect of each table's CSV file in a folder.

    Raises `InputError` that names what is unknown or not allowed in `invoer.toml`.
    """
    path, names = folder / DIALECT_FILE, list(tables)
    if not path.is_file():
        return dict.fromkeys(names, Dialect())
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise InputError([Problem(shown(path), 0, "", "is geen geldige TOML")]) from None
    own = {name: part for name, part in declared.items() if isinstance(part, dict)}
    shared = {name: value for name, value in declared.items() if name not in own}
    problems = [
        Problem(shown(path), 0, name, f"onbekende tabel.{nearest(name, names)}")
        for name in own
        if name not in names
    ]
    dialects: dict[str, Dialect] = {}
    for name in names:
        try:
            dialects[name] = Dialect.model_validate({**shared, **own.get(name, {})})
        except ValidationError as error:
            problems += [_declaration_fault(path, item["loc"]) for item in error.errors()]
    if problems:
        raise InputError(sorted(set(problems)))
    return dialects


def _declaration_fault(path: Path, place: tuple[int | str, ...]) -> Problem:
    name = str(place[0])
    field = Dialect.model_fields.get(name)
    if field is None:
        known = ", ".join(Dialect.model_fields)
        told = f"is onbekend (toegestaan: {known}).{nearest(name, Dialect.model_fields)}"
        return Problem(shown(path), 0, name, told)
    allowed = [repr(value) for value in field.annotation.__args__ if value]  # type: ignore[union-attr]
    return Problem(shown(path), 0, name, f"mag niet zo (toegestaan: {', '.join(allowed)})")


def _number(text: str, field: Field) -> tuple[str, str]:
    if not text or COMMA_NUMBER.fullmatch(text):
        return text.replace(",", "."), ""
    allowed = "getal met een decimale komma, zonder punt voor duizendtallen"
    if NUMBER.fullmatch(text):
        allowed += "; of meld decimaalteken '.' in invoer.toml"
    return "", f"{quoted(text, field)} is ongeldig (toegestaan: {allowed})"


def _date(text: str, field: Field) -> tuple[str, str]:
    if not text:
        return "", ""
    if found := DUTCH_DATE.fullmatch(text):
        try:
            return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat(), ""
        except ValueError:
            pass
    return "", f"{quoted(text, field)} is ongeldig (toegestaan: datum als 19-11-2024)"
