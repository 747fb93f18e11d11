"""What is drawn on the timeline: bars for periods, points for days, rings for what does not fit.

A month that is known without its day is a thin line with the point in its middle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd
from babel.dates import format_date

from analysis.dutch import LOCALE
from analysis.model.schedule import Verdict
from analysis.present import theme
from analysis.present.planning_words import when_text
from analysis.questions.planning import Planning

KINDS = {
    "besluit": (theme.BLUE, "circle"),
    "deadline": (theme.RED, "diamond"),
    "overleg": (theme.GREEN, "square"),
    "document": (theme.ORANGE, "triangle-up"),
    "personeel": (theme.INK, "cross"),
    "periode": (theme.GREY, "line-ew"),
}
"""Colour and shape of each kind of milestone; a period is a bar."""

RINGS = {Verdict.TE_LAAT: "triangle-down-open", Verdict.ZONDER_DATUM: "circle-open"}
"""What is drawn around a milestone of which something needed is late, or has no date."""

TICK_MONTHS = 2


def bars(inside: list[dict[str, Any]], names: list[str], high: dt.date) -> Iterator[dict[str, Any]]:
    """Periods in full, up to the edge of the picture, and the days that a month leaves open."""
    said = False
    for row, name in zip(inside, names, strict=True):
        if row["datum_van"] == row["datum_tot"]:
            continue
        lasts = row["soort"] == "periode"
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": "periode",
            "showlegend": lasts and not said,
            "x": [row["datum_van"], min(row["datum_tot"], high.isoformat())],
            "y": [name, name],
            "line": {"color": KINDS[row["soort"]][0], "width": 12 if lasts else 4},
            "text": [when_text(row)] * 2,
            "hovertemplate": "%{text}<extra></extra>",
        }
        said = said or lasts


def points(inside: list[dict[str, Any]], names: list[str]) -> Iterator[dict[str, Any]]:
    """One trace per kind of milestone, each with its own shape and colour."""
    for kind, (colour, symbol) in KINDS.items():
        if kind == "periode":
            continue
        hits = [
            (row, name) for row, name in zip(inside, names, strict=True) if row["soort"] == kind
        ]
        if hits:
            yield theme.markers(
                [_middle(row).isoformat() for row, _ in hits],
                [name for _, name in hits],
                kind,
                colour,
                symbol,
            ) | {
                "text": [when_text(row) for row, _ in hits],
                "hovertemplate": "%{text}<extra></extra>",
            }


def rings(
    result: Planning, inside: list[dict[str, Any]], names: list[str]
) -> Iterator[dict[str, Any]]:
    """A ring around each milestone that waits for something late or without a date."""
    for verdict, symbol in RINGS.items():
        hits = [
            (row, name)
            for row, name in zip(inside, names, strict=True)
            if verdict in result.troubled(row["id"])
        ]
        if hits:
            ring = theme.markers(
                [_marked(row).isoformat() for row, _ in hits],
                [name for _, name in hits],
                str(verdict),
                theme.INK,
                symbol,
            )
            size = {"size": 20, "line": {"width": 2}}
            # The words stand under the milestone's name, so the legend can do without.
            quiet = {"showlegend": False, "hoverinfo": "skip", "hovertemplate": ""}
            yield ring | quiet | {"marker": ring["marker"] | size}


def _middle(row: dict[str, Any]) -> dt.date:
    """Where a point stands: in the middle of the days that a month leaves open."""
    first, last = (dt.date.fromisoformat(row[name]) for name in ("datum_van", "datum_tot"))
    return first + (last - first) / 2


def _marked(row: dict[str, Any]) -> dt.date:
    """Where a ring stands: around the point, or where a period begins."""
    return dt.date.fromisoformat(row["datum_van"]) if row["soort"] == "periode" else _middle(row)


def month_ticks(low: dt.date, high: dt.date) -> dict[str, Any]:
    """The first day of every other month, in Dutch; plotly itself would write English."""
    days = pd.date_range(low, high, freq="MS")[::TICK_MONTHS]
    texts = [format_date(day, "MMM", locale=LOCALE).rstrip(".") for day in days]
    years = [day.year for day in days]
    new = [year != before for year, before in zip(years, [None, *years], strict=False)]
    return {
        "tickvals": [day.date().isoformat() for day in days],
        "ticktext": [
            f"{text}<br>{year}" if first else text
            for text, year, first in zip(texts, years, new, strict=True)
        ],
    }
