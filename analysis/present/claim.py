"""A sentence with numbers in it, each held by an assertion: prose that can't go stale."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import Any

from analysis.dutch import interval, number, quantity
from analysis.present import html
from analysis.present.display import MIME
from analysis.present.guarded import RELEASED, check_number
from analysis.provenance import Provenance, Quantity, combine

HAND_TYPED = re.compile(r"(?<!\w)(?<!\w[/-])(?!(19|20)\d\d\b)\d")
"""A digit that no number of the claim holds. Years are names of moments and may be typed, also as
`2018/19`; so may names such as K43."""


class StaleClaim(AssertionError):
    """A number in a sentence left the range in which the sentence is true."""


@dataclass(frozen=True)
class Number:
    """A number in a sentence: what it is and between which bounds the sentence holds.

    `decimals` overrides the unit's usual number of decimals; `band` writes the interval instead of
    the middle; `bare` leaves the unit's word to the sentence.
    """

    quantity: Quantity
    between: tuple[float, float]
    decimals: int | None = None
    band: bool = False
    bare: bool = False

    def written(self) -> str:
        """The number as it stands in the sentence."""
        q = self.quantity
        if self.bare:
            return number(q.value, self.decimals or 0)
        if self.band:
            return interval(q.low, q.high, q.unit, self.decimals)
        return quantity(q.value, q.unit, self.decimals)

    def holds(self) -> bool:
        """Whether the number is still between its bounds."""
        low, high = self.between
        return low <= self.quantity.value <= high


class Claim:
    """A sentence such as `Claim("Er werken {n} mensen.", n=Number(...))`.

    Raises `StaleClaim` when a number has left its bounds, and `ValueError` when the sentence and
    the numbers don't match, a digit is typed by hand in the sentence (a year excepted), or a
    made-up number is told without the word "voorbeeld". `rests_on` adds what the words themselves
    rest on. Raises `PrivacyError` when a number, or else `rests_on`, is guarded and that number did
    not pass the privacy gate.
    """

    def __init__(self, sentence: str, /, rests_on: Provenance | None = None, **numbers: Number):
        if HAND_TYPED.search(re.sub(r"\{\w+\}", "", sentence)):
            raise ValueError(f"een getal is met de hand in de zin getypt: {sentence}")
        fields = [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
        if set(fields) != set(numbers):
            raise ValueError(f"zin en getallen passen niet: {sorted(set(fields) ^ set(numbers))}")
        for name, item in numbers.items():
            _check_guarded(name, item.quantity, rests_on)
            if not item.holds():
                low, high = item.between
                raise StaleClaim(
                    f"'{name}' is {item.quantity.value:g} en ligt niet tussen {low:g} en {high:g}: "
                    f"de zin klopt niet meer: {sentence}"
                )
        self.sentence = sentence
        self.numbers = numbers
        parts = [item.quantity.provenance for item in numbers.values()]
        self.provenance = combine([*parts, rests_on] if rests_on else parts)
        made_up = self.provenance.made_up
        if made_up and "voorbeeld" not in sentence.lower():
            raise ValueError(f"een verzonnen getal zonder het woord voorbeeld: {sentence}")

    def text(self) -> str:
        """The sentence with its numbers filled in."""
        return "".join(part["tekst"] for part in self._parts())

    def payload(self) -> dict[str, Any]:
        """The sentence as parts of text and numbers, with its origin."""
        return {
            "soort": "uitspraak",
            "delen": self._parts(),
            "basis": self.provenance.label if self.provenance.ids else "",
            "ids": list(self.provenance.ids),
        } | ({"vrijgave": RELEASED} if self.provenance.guarded else {})

    def _parts(self) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = []
        for text, name, _, _ in string.Formatter().parse(self.sentence):
            if text:
                parts.append({"tekst": text})
            if name:
                item = self.numbers[name]
                provenance = item.quantity.provenance
                parts.append(
                    {
                        "tekst": item.written(),
                        "basis": provenance.label,
                        "ids": list(provenance.ids),
                    }
                )
        return parts

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        data = self.payload()
        return {
            "text/plain": f"{self.text()}\n{html.origin_text(data)}".rstrip(),
            "text/html": html.in_notebook(html.claim(data)),
            MIME: data,
        }


def _check_guarded(name: str, quantity: Quantity, rests_on: Provenance | None) -> None:
    if quantity.provenance.guarded or (rests_on is not None and rests_on.guarded):
        for value in (quantity.value, quantity.low, quantity.high):
            check_number(f"uitspraak, getal '{name}'", value, quantity.unit)
