"""One value: text ↔ number, and what is wrong with it by the description of its column.

Everything is text first and converted after, so that a leading zero, the name "Null" or a decimal
comma is never guessed at. What is wrong with a whole file is the work of `reader`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from analysis.personal import personal_kind
from analysis.sources.package import Constraints, Field

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
INTEGER = re.compile(r"-?[0-9]{1,15}")
"""As many digits as a float holds; `\\d` would take the digits of every script."""

TYPE_WORDS = {
    "number": "getal met een decimale punt, zonder punt voor duizendtallen",
    "integer": "geheel getal",
    "date": "datum als 2024-11-19",
}


def convert(text: pd.Series, field: Field) -> pd.Series:
    """Text → the column's type; what is empty or can't be converted becomes missing."""
    if field.type == "number":
        # float and not pandas.to_numeric, which reads 5184681.60 one step beside it.
        numbers = [float(value) if _is_number(value) else float("nan") for value in text.tolist()]
        return pd.Series(numbers, index=text.index, dtype="float64")
    if field.type == "integer":
        whole = text.where(text.map(lambda value: bool(INTEGER.fullmatch(value))), None)
        return pd.to_numeric(whole, errors="coerce").astype("Int64")
    return text


def plain_number(value: Any, decimals: int | None = None) -> str:
    """The inverse of `convert`: fixed decimals, or the shortest notation; missing is empty."""
    if pd.isna(value):
        return ""
    if decimals is not None:
        return f"{value:.{decimals}f}"
    short = f"{value:.15g}"
    if "e" not in short and float(short) == value:
        return short
    return f"{value:.10f}".rstrip("0").rstrip(".")


def quoted(value: str, field: Field) -> str:
    """A value as a message names it; what is personal, by its column or by itself, is not shown."""
    discreet = field.discreet and any(sign.isalpha() for sign in value)
    return "waarde" if field.personal or discreet or personal_kind(value) else f"'{value}'"


def value_fault(value: str, field: Field) -> str:
    """What is wrong with one value of a column, in words, or nothing."""
    rule = field.constraints
    if not value:
        return f"waarde ontbreekt{_choices(rule)}" if rule.required else ""
    if not _has_type(value, field):
        return f"{quoted(value, field)} is ongeldig (toegestaan: {TYPE_WORDS[field.type]})"
    if rule.enum is not None and value not in rule.enum:
        return f"{quoted(value, field)} is onbekend{_choices(rule)}"
    if rule.pattern is not None and not re.fullmatch(rule.pattern, value):
        return f"{quoted(value, field)} heeft niet de vorm {rule.pattern}"
    if field.type in {"number", "integer"}:
        fault = _range_fault(float(value), rule)
        return f"{quoted(value, field)} {fault}" if fault else ""
    return ""


def _choices(rule: Constraints) -> str:
    return f" (toegestaan: {', '.join(filter(None, rule.enum))})" if rule.enum else ""


def _has_type(value: str, field: Field) -> bool:
    if field.type == "number":
        return _is_number(value)
    if field.type == "integer":
        return bool(INTEGER.fullmatch(value))
    if field.type == "date":
        try:
            return dt.date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return True


def _range_fault(value: float, rule: Constraints) -> str:
    if rule.minimum is not None and value < rule.minimum:
        word = "mag niet negatief zijn" if rule.minimum == 0 else "is te laag"
        return f"{word} (toegestaan: {rule.minimum:g} en hoger)"
    if rule.maximum is not None and value > rule.maximum:
        return f"is te hoog (toegestaan: tot en met {rule.maximum:g})"
    return ""


def _is_number(value: str) -> bool:
    return bool(NUMBER.fullmatch(value))
