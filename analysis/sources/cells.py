"""One cell of a spreadsheet → the text that a CSV file would have for it, or what is wrong with it.

Excel's own traps are judged here: a number stored as text, a date where a number is meant, 50%
that is stored as 0.5. What the text must satisfy after that is judged by `values`, as for a CSV.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from analysis.sources.package import Field
from analysis.sources.values import quoted

NOUNS = {
    "string": "tekst",
    "number": "een getal",
    "integer": "een geheel getal",
    "date": "een datum",
}

MAX_TEXT = 32_767
"""UTF-16 units in one cell; Excel cuts off the rest."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x00[01][0-9A-Fa-f]_|x005F_")
"""What XML can't hold, and Excel's notation for it (`_x000D_`), which is read as plain letters."""

_NUMBER_LIKE = frozenset("0123456789.,-+€% \u00a0")
_FIRST_DATE = dt.date(1900, 3, 1)
"""Excel has a 29 February 1900, so that days before it shift by one."""


def text_fault(text: str) -> str:
    """Why a text can't stand in a cell and come back as it was, or nothing."""
    if _CONTROL.search(text):
        return "een stuurteken of los regeleinde (CR) in een waarde mag niet"
    if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        return f"tekst is langer dan {MAX_TEXT} tekens"
    return ""


def as_date(text: str) -> dt.date | None:
    """The date that Excel can hold as such; other texts of a date column stay text."""
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return date if date >= _FIRST_DATE and date.isoformat() == text else None


def is_number(value: Any) -> bool:
    """Whether Excel stored a number (and not WAAR or ONWAAR)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number_text(value: float) -> str:
    """A stored number in plain digits, without loss: 1e-07 becomes 0.0000001."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def sum_of(texts: Iterable[str]) -> Decimal:
    """The sum of numbers as they are printed: 0.1 and 0.2 make 0.3."""
    return sum((Decimal(text) for text in texts), Decimal(0))


def cell_text(cell: Any, field: Field) -> tuple[str, str]:
    """What a CSV file would have for one cell of openpyxl, and what is wrong with the cell."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "e":
        return "", f"foutwaarde {value}; herstel de formule"
    if isinstance(value, str):
        return value, text_fault(value) or _fault_of_text(value, field)
    if is_number(value):
        return number_text(value), _fault_of_number(cell, field)
    if isinstance(value, dt.datetime) and field.type == "date":
        return value.date().isoformat(), _fault_of_date(value, field)
    what = "WAAR of ONWAAR" if isinstance(value, bool) else "een datum of tijd"
    return "", f"{what}; hier hoort {NOUNS[field.type]}"


def _fault_of_text(value: str, field: Field) -> str:
    if field.type not in {"number", "integer"} or not value:
        return ""
    looks_like_number = _NUMBER_LIKE.issuperset(value) and any("0" <= sign <= "9" for sign in value)
    if looks_like_number:
        told = "is een getal dat als tekst is opgeslagen; zet de cel op Getal en typ het opnieuw"
        return f"{quoted(value, field)} {told}"
    return f"{quoted(value, field)} is tekst; hier hoort {NOUNS[field.type]}"


def _fault_of_number(cell: Any, field: Field) -> str:
    if field.type == "date":
        return "een getal; hier hoort een datum (zet de cel op Datum)"
    if field.unit == "pct" and "%" in cell.number_format:
        return "de cel is opgemaakt als percentage; typ 50 in een gewone cel, niet 50%"
    return ""


def _fault_of_date(value: dt.datetime, field: Field) -> str:
    if value.time() == dt.time():
        return ""
    return f"{quoted(str(value), field)} is een datum met een tijd; hier hoort alleen een datum"
