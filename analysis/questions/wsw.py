"""The Wsw employees: what was found, and what the national pace makes of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.provenance import Provenance, Quantity
from analysis.questions.local_runoff import FIRST_SHARE, PUBLISHED, LocalRunoff, local_runoff
from analysis.questions.national_runoff import national_runoff
from analysis.questions.national_totals import AVERAGE
from analysis.sources.workbook import Workbook

LOCAL_FORECAST = "X02"


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


def wsw_stock(book: Workbook, local: LocalRunoff | None = None) -> WswStock:
    """Return the Wsw stock of the area, from the published year to the last national total.

    `local` is the area's run-off where that has been made already.
    """
    local = local or local_runoff(book, national_runoff(book))
    latest = int(book.series(AVERAGE)["periode"].astype(int).max())
    part = area_share(book)
    return WswStock(
        published=_part_of(book.number(PUBLISHED), part),
        forecast=_part_of(book.number(LOCAL_FORECAST), part),
        estimate=local.table(latest),
        latest=local.heads_in(latest),
        latest_year=latest,
        provenance=local.provenance,
    )


def area_share(book: Workbook) -> Quantity | None:
    """Return the area's part of the joint Wsw employees; None for both together."""
    area, joint = book.parameters.gebied, book.area_of(PUBLISHED)
    if area == joint:
        return None
    share = book.number(FIRST_SHARE)
    if area == book.members(joint)[0]:
        return share
    return Quantity(1 - share.value, share.unit, share.provenance, 1 - share.high, 1 - share.low)


def _part_of(quantity: Quantity, part: Quantity | None) -> Quantity:
    return (quantity * part).in_unit(quantity.unit) if part else quantity
