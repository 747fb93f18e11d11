"""Where a number comes from and how sure it is: the vocabulary shared by all rooms.

A number has a *basis* and the ids of the facts and assumptions it rests on. Whatever is computed
from numbers carries the weakest basis of its inputs and the ids of all of them. A norm (an agreed
target, not a measurement) stays marked as norm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Basis(StrEnum):
    """How sure a number is; the contract of the column `basis`."""

    BRON = "bron"
    AFGELEID = "afgeleid"
    AFSPRAAK = "afspraak"
    AANNAME = "aanname"
    VOORBEELD = "voorbeeld"


STRENGTH = (Basis.VOORBEELD, Basis.AANNAME, Basis.AFGELEID, Basis.BRON)
"""From weak to strong. `afspraak` is no step on it: a norm is printed in a source, so it counts as
`bron` here and is marked apart."""

EXPLANATION = {
    Basis.BRON: "staat zo in een bron",
    Basis.AFGELEID: "berekend uit bronnen",
    Basis.AFSPRAAK: "afgesproken norm of doel, geen meting",
    Basis.AANNAME: "oordeel, met een marge",
    Basis.VOORBEELD: "verzonnen voorbeeld, geen werkelijk cijfer",
}


@dataclass(frozen=True)
class Provenance:
    """The weakest basis of a result, whether a norm is in it, and the ids it rests on (sorted).

    `guarded` says that numbers of persons are in it that are shown through the privacy gate only.
    """

    basis: Basis
    norm: bool = False
    ids: tuple[str, ...] = ()
    guarded: bool = False

    @classmethod
    def of(cls, basis: str, ids: Iterable[str] = (), guarded: bool = False) -> Provenance:
        """Build from a `basis` as written in a register; `afspraak` becomes a marked norm."""
        written = Basis(basis)
        norm = written is Basis.AFSPRAAK
        return cls(Basis.BRON if norm else written, norm, tuple(sorted(set(ids))), guarded)

    @property
    def label(self) -> str:
        """The basis as one word; a norm that nothing was computed from reads `afspraak`."""
        return Basis.AFSPRAAK if self.norm and self.basis is Basis.BRON else self.basis

    @property
    def made_up(self) -> bool:
        """Whether any of what it rests on is an invented example."""
        return self.basis is Basis.VOORBEELD

    def __or__(self, other: Provenance) -> Provenance:
        weakest = min(self.basis, other.basis, key=STRENGTH.index)
        ids = tuple(sorted({*self.ids, *other.ids}))
        guarded = self.guarded or other.guarded
        return Provenance(weakest, self.norm or other.norm, ids, guarded)

    def derived(self) -> Provenance:
        """The provenance of something computed from this: never stronger than `afgeleid`."""
        return replace(self, basis=min(self.basis, Basis.AFGELEID, key=STRENGTH.index))


def combine(parts: Iterable[Provenance]) -> Provenance:
    """Return what a result rests on that shows all `parts`; an empty result rests on nothing."""
    total = Provenance(Basis.BRON)
    for part in parts:
        total = total | part
    return total


def provenance_of(table: pd.DataFrame) -> Provenance:
    """Return what a table rests on, from its columns `basis` and `ids` (ids joined by `;`)."""
    return combine(
        Provenance.of(basis, filter(None, str(ids).split(";")))
        for basis, ids in zip(table["basis"], table["ids"], strict=True)
    )


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, provenance and, where it is uncertain, an interval.

    `low` and `high` bound the value at the level that the assumption states; both equal `value`
    where the source prints one number. Arithmetic combines intervals by their ends, which is exact
    for monotone formulas in independent ends and errs on the wide side otherwise.
    """

    value: float
    unit: str
    provenance: Provenance
    low: float
    high: float

    @classmethod
    def exact(cls, value: float, unit: str, provenance: Provenance) -> Quantity:
        """A quantity without an interval."""
        return cls(value, unit, provenance, value, value)

    @property
    def certain(self) -> bool:
        """Whether there is no interval."""
        return self.low == self.high

    def in_unit(self, unit: str) -> Quantity:
        """The same numbers, called `unit`; for the result of a product or quotient."""
        return replace(self, unit=unit)

    def __add__(self, other: Quantity) -> Quantity:
        self._same_unit(other)
        return self._combined(
            other,
            self.unit,
            self.value + other.value,
            (self.low + other.low, self.high + other.high),
        )

    def __sub__(self, other: Quantity) -> Quantity:
        self._same_unit(other)
        return self._combined(
            other,
            self.unit,
            self.value - other.value,
            (self.low - other.high, self.high - other.low),
        )

    def __mul__(self, other: Quantity) -> Quantity:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        unit = f"{self.unit}·{other.unit}"
        return self._combined(other, unit, self.value * other.value, (min(ends), max(ends)))

    def __truediv__(self, other: Quantity) -> Quantity:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"deler {other.low} tot {other.high} bevat nul")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        unit = f"{self.unit}/{other.unit}"
        return self._combined(other, unit, self.value / other.value, (min(ends), max(ends)))

    def _same_unit(self, other: Quantity) -> None:
        if self.unit != other.unit:
            raise ValueError(f"eenheden verschillen: {self.unit} en {other.unit}")

    def _combined(
        self, other: Quantity, unit: str, value: float, ends: tuple[float, float]
    ) -> Quantity:
        provenance = (self.provenance | other.provenance).derived()
        return Quantity(value, unit, provenance, *ends)
