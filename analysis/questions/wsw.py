"""The Wsw employees: what was found, and what the national pace makes of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.model.pace import gamma_shape, local_stock, national_share
from analysis.provenance import Provenance, Quantity, combine
from analysis.sources.workbook import Workbook

BASE_YEAR = 2016
"""The only year with a local number of Wsw employees."""

STOCK_SERIES = "wsw_personen_ultimo"
LOCAL_STOCK, LOCAL_FORECAST = "X01", "X02"
PACE, FIRST_SHARE = "A01", "A02"
"""Assumptions: the local pace, and the part of the joint area's first municipality."""


@dataclass(frozen=True)
class WswStock:
    """The Wsw employees: what is published and what the national pace makes of it.

    `estimate` has columns jaar, midden, laag and hoog (persons).
    """

    published: Quantity
    forecast: Quantity
    estimate: pd.DataFrame
    latest: Quantity
    latest_year: int
    provenance: Provenance


def wsw_stock(book: Workbook) -> WswStock:
    """Return the Wsw stock of the area, from the published year on at the national pace."""
    national = _national_stock(book)
    level = book.number(PACE)
    shape = gamma_shape(level.low, level.high)
    share = national_share(national.set_index("jaar")["getal"], BASE_YEAR) ** level.value
    both = book.number(LOCAL_STOCK)
    estimate = local_stock(int(both.value), share, shape)
    part = area_share(book)
    estimate["midden"] *= part.value if part else 1
    estimate["laag"] *= part.low if part else 1
    estimate["hoog"] *= part.high if part else 1
    inputs = [both.provenance, level.provenance, Provenance.of("afgeleid", national["id"])]
    provenance = combine([*inputs, part.provenance] if part else inputs).derived()
    last = estimate.iloc[-1]
    return WswStock(
        published=_part_of(both, part),
        forecast=_part_of(book.number(LOCAL_FORECAST), part),
        estimate=estimate,
        latest=Quantity(last["midden"], "pers", provenance, last["laag"], last["hoog"]),
        latest_year=int(last["jaar"]),
        provenance=provenance,
    )


def area_share(book: Workbook) -> Quantity | None:
    """Return the area's part of the joint Wsw employees; None for both together."""
    area, joint = book.parameters.gebied, book.area_of(LOCAL_STOCK)
    if area == joint:
        return None
    share = book.number(FIRST_SHARE)
    if area == book.members(joint)[0]:
        return share
    return Quantity(1 - share.value, share.unit, share.provenance, 1 - share.high, 1 - share.low)


def _national_stock(book: Workbook) -> pd.DataFrame:
    """The national stock by year, from the base year on.

    Where a year-end is both printed rounded and derived exactly, the derived one (finding T39).
    """
    rows = book.series(STOCK_SERIES).assign(jaar=lambda table: table["periode"].astype(int))
    return (
        rows[rows["jaar"] >= BASE_YEAR]
        .sort_values("basis")
        .drop_duplicates("jaar")
        .sort_values("jaar")[["id", "jaar", "getal"]]
    )


def _part_of(quantity: Quantity, part: Quantity | None) -> Quantity:
    return (quantity * part).in_unit(quantity.unit) if part else quantity
