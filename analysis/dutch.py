"""Numbers, amounts and dates in Dutch notation; the only place that turns a number into text.

Rounding is half away from zero, as in a printed budget. Non-breaking blanks keep a number and its
sign on one line.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "nl_NL"
NBSP = "\N{NO-BREAK SPACE}"
MISSING = "onbekend"

UNIT_WORDS = {
    "pers": "personen",
    "pct": "%",
    "fte": "fte",
    "se": "SE",
    "plekken": "plekken",
    "plaatsingen": "plaatsingen",
    "uitkeringen": "uitkeringen",
    "huishoudens": "huishoudens",
    "arbeidsjaren": "arbeidsjaren",
    "gesprekken": "gesprekken",
    "contracten": "contracten",
    "banen": "banen",
    "eur": "€",
    "eur_mln": "€ miljoen",
    "eur_x1000": "€ x 1.000",
    "eur_per_fte": "€ per fte",
    "eur_per_pers": "€ per persoon",
    "eur_per_plek": "€ per plek",
    "eur_per_se": "€ per SE",
    "eur_per_uur": "€ per uur",
    "eur_per_maand": "€ per maand",
    "eur_per_jaar": "€ per jaar",
    "maanden": "maanden",
    "weken": "weken",
    "dagen": "dagen",
    "jaren": "jaar",
    "uur_per_week": "uur per week",
    "pct_per_jaar": "% per jaar",
    "per_1000_huishoudens": "per 1.000 huishoudens",
    "per_1000_inwoners": "per 1.000 inwoners",
    "cijfer": "als rapportcijfer",
    "punten": "punten",
    "verhouding": "keer",
    "arbeidsjaren_per_pers": "arbeidsjaren per persoon",
}
"""How a unit of the registers is written for a reader; a unit that is missing is left out."""

EURO_UNITS = {"eur", "eur_mln", *(unit for unit in UNIT_WORDS if unit.startswith("eur_per_"))}
"""Units that are written with the euro sign before the digits."""

DECIMALS = {
    "pct": 1,
    "pct_per_jaar": 1,
    "fte": 2,
    "eur_mln": 1,
    "cijfer": 1,
    "punten": 1,
    "verhouding": 2,
    "deel": 2,
    "arbeidsjaren_per_pers": 2,
}
"""Decimals shown when the caller does not say; everything else is shown whole."""


def number(value: float, decimals: int = 0) -> str:
    """`1.234,5`; `value` rounded half away from zero to `decimals`.

    Raises `ValueError` for what is no number: a missing one is for the caller to put in words.
    """
    if not math.isfinite(value):
        raise ValueError(f"no number to write: {value}")
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP)
    digits = "0" * decimals
    return format_decimal(
        rounded + 0, format=f"#,##0.{digits}" if digits else "#,##0", locale=LOCALE
    )


def euro(value: float, decimals: int = 0) -> str:
    """`€ 1.234` or `€ -12`: the sign stands between the euro sign and the digits."""
    return f"€{NBSP}{number(value, decimals)}"


def percentage(value: float, decimals: int = 1) -> str:
    """`16,4%` for 16.4."""
    return f"{number(value, decimals)}%"


def signed(value: float, decimals: int = 0) -> str:
    """A difference: `+128,25` or `-64,97`."""
    text = number(value, decimals)
    return text if text.startswith("-") else f"+{text}"


def quantity(value: float, unit: str, decimals: int | None = None) -> str:
    """A number with its unit: `€ 1.234`, `16,4%`, `848 personen`, `37,53 fte`."""
    places = DECIMALS.get(unit, 0) if decimals is None else decimals
    if unit == "pct":
        return percentage(value, places)
    if unit == "eur":
        return euro(value, places)
    if unit.startswith("eur_per_"):
        return f"{euro(value, places)} {UNIT_WORDS[unit].removeprefix('€ ')}"
    if unit == "eur_mln":
        return f"{euro(value, places)}{NBSP}miljoen"
    if unit == "eur_x1000":
        return f"{euro(value, places)}{NBSP}duizend"
    if unit == "pct_per_jaar":
        return f"{percentage(value, places)} per jaar"
    if unit in {"jaar", "nummer"}:
        return f"{value:.0f}"
    word = UNIT_WORDS.get(unit, "")
    return f"{number(value, places)}{NBSP}{word}" if word else number(value, places)


def interval(low: float, high: float, unit: str, decimals: int | None = None) -> str:
    """`514 tot 662 personen`, `€ 1 tot € 2`; one number when both ends read the same."""
    places = DECIMALS.get(unit, 0) if decimals is None else decimals
    if number(low, places) == number(high, places):
        return quantity(low, unit, decimals)
    if unit == "jaar":
        return f"{quantity(low, unit)} tot {quantity(high, unit)}"
    first = euro(low, places) if unit in EURO_UNITS else number(low, places)
    return f"{first} tot {quantity(high, unit, decimals)}"


def shared_decimals(*values: float) -> int:
    """Decimals in which none of these numbers loses what it says; at most three."""
    written = (f"{value:.3f}".rstrip("0") for value in values)
    return max(len(text.partition(".")[2]) for text in written)


def printed(text: str, unit: str) -> str:
    """A register's value in Dutch notation, with the decimals that were printed.

    A date is written out; what is no number or date stays as it is.
    """
    if not text:
        return MISSING
    if unit == "datum":
        return date_text(text)
    if unit in {"periode", "maand", "kwartaal"}:
        return period(text)
    if unit in {"jaar", "nummer", "tekst"} or "/" in text:
        return text
    decimals = len(text.partition(".")[2])
    return quantity(float(text), unit, decimals)


def date(day: dt.date) -> str:
    """`19 november 2024`."""
    return format_date(day, format="d MMMM y", locale=LOCALE)


def date_text(text: str) -> str:
    """The same for a date as text: `2024-11-19`."""
    return date(dt.date.fromisoformat(text))


def period(text: str) -> str:
    """A register's moment in words: `2016-12` → `december 2016`, `2012-2014` → `2012–2014`."""
    if len(text) == len("2018-01-01"):
        return date_text(text)
    year, _, rest = text.partition("-")
    if rest.startswith("Q"):
        return f"{rest[1:]}e kwartaal {year}"
    if len(rest) == len("12"):
        return format_date(dt.date(int(year), int(rest), 1), format="MMMM y", locale=LOCALE)
    return f"{year}–{rest}" if rest else text or MISSING


def sentence_case(text: str) -> str:
    """The text with a capital; nothing else changes (`Wsw` and `LKS` keep theirs)."""
    return text[:1].upper() + text[1:]


def dash(ends: tuple[int, int]) -> str:
    """`2025–2029`; of one year that year."""
    return "–".join(str(year) for year in dict.fromkeys(ends))


def listing(words: list[str]) -> str:
    """`a, b en c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"
