"""What may stand in a table, figure or sentence on guarded numbers: refused unless it passed.

Every number is one that passed the privacy gate (`analysis.shown`), hidden, an amount or a year;
words have digits only in names of moments, ids of the register and what passed. A refusal names
the object and the place, never the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.dutch import number
from analysis.errors import PrivacyError
from analysis.released import BASE, THRESHOLD
from analysis.shown import derived_text, is_shown, may_be_shown

RELEASED = f"afgerond op {number(BASE)}, minder dan {number(THRESHOLD)} verborgen"
"""What a payload and the page say of numbers that passed."""

MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
YEAR = r"(?:19|20)\d\d"
NAMED = re.compile(
    rf"(?<![\w.,])(?:"
    rf"{YEAR}-[01]\d(?:-[0-3]\d)?|{YEAR}/\d\d|{YEAR}-Q[1-4]|{YEAR}"
    rf"|[1-4]e(?= kwartaal)|Q[1-4]|(?:[12]\d|3[01]|[1-9])(?= (?:{MONTHS}))"
    rf"|[A-Z]{{1,4}}\d{{1,3}}[a-z]?(?:-[a-z]\w*)*|Wi20(?:13|21)"
    rf")(?!\w|[.,]\d)"
)
"""Digits that name a moment or an id: `2023-Q1`, `1e kwartaal`, `19 november`, `D73-fte`, `G6b`."""

ID_LIST = re.compile(r"(?:(?!\d+(?:;|$))[\w.-]+(?:;|$))*")
"""Ids joined by `;`, none of which is a number."""


def check_number(place: str, value: object, unit: str = "") -> None:
    """Raise `PrivacyError` that names `place` unless the number may be shown."""
    if not may_be_shown(value, unit):
        raise PrivacyError(f"{place}: een getal over personen dat niet is vrijgegeven")


def check_words(place: str, words: object) -> None:
    """Raise `PrivacyError` when words hold digits that passed nowhere and name nothing."""
    if not is_shown(words) and re.search(r"\d", NAMED.sub("", str(words))):
        raise PrivacyError(f"{place}: een tekst met cijfers die niet zijn vrijgegeven")


def check_texts(place: str, texts: Mapping[str, str]) -> None:
    """The same for the texts of an object, each by what it is called."""
    for name, words in texts.items():
        check_words(f"{place}, {name}", words)


def check_cell(place: str, value: Any, unit: str, ids: bool) -> None:
    """The same for a cell: a number when the column has a unit, else ids or words."""
    if unit:
        check_number(place, value, unit)
    elif not pd.isna(value) and not (ids and ID_LIST.fullmatch(str(value))):
        check_words(place, value)


def worded(words: str, part: str) -> str:
    """`words`, of which all digits stand in `part`: may be shown when that may."""
    return derived_text(words, part) if is_shown(part) else words
