"""Texts that point at one person: a burgerservicenummer, e-mail address, telephone or bank number.

Shared by the way in, which refuses them, and by whoever looks whether one slipped out. A name can't
be told from another word; what holds names is kept out by its column, not by its looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stdnum import iban
from stdnum.nl import bsn

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
BSN = re.compile(r"(?<![\w.,])(\d{8,9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}\.\d{2}\.\d{3})(?![\w]|[.,]\d)")
"""Eight or nine digits on their own, not the middle of a longer number or of an amount."""

IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)", re.I)
PHONE = re.compile(
    r"(?<![\w.,+])(?:(?:\+31|0031)[ -]?(?:\(0\)[ -]?)?|0)"
    r"(?:6(?:[ -]?\d){8}|[1-9]\d[ -]?\d(?:[ ]?\d){6}|[1-9]\d{2}[ -]?\d(?:[ ]?\d){5})(?![\w]|[.,]\d)"
)
"""A Dutch number of ten digits, mobile or with an area code of three or four."""


def personal_kinds(text: str) -> Iterator[str]:
    """Yield what kinds of personal data a text holds, in words for a message; never the value."""
    if "@" in text and EMAIL.search(text):
        yield "een e-mailadres"
    if not _LONG_NUMBER.search(text):
        return
    for word, pattern, is_one in _NUMBERS:
        if any(is_one(match[0]) for match in pattern.finditer(text)):
            yield word


def personal_kind(text: str) -> str:
    """The first kind of personal data in a text, or nothing."""
    return next(personal_kinds(text), "")


_LONG_NUMBER = re.compile(r"\d(?:[ .()-]*\d){7}|\d[ A-Za-z]*[A-Za-z]{3}")
"""What each of the numbers holds: eight digits, or digits before the letters of a bank."""


def safe_name(name: str) -> str:
    """A name of a file or sheet for a message; not told when it points at a person."""
    return "(naam niet getoond)" if personal_kind(name) else name


_NUMBERS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("een geldig burgerservicenummer", BSN, lambda text: bool(bsn.is_valid(text))),
    ("een rekeningnummer (IBAN)", IBAN, lambda text: bool(iban.is_valid(text))),
    ("een telefoonnummer", PHONE, lambda text: True),
)
