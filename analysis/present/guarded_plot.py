"""What a chart on guarded numbers may draw: the same rule as for its table, in plotly's own data.

A chart keeps every number that it draws, also those that nobody sees: in labels, error bars, data
for a hover text, in lines and words beside the traces. What is known to be only looks is left
alone; of anything else each number must have passed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.present.guarded import check_number, check_words
from analysis.present.table import Column
from analysis.shown import YEARS, is_shown

TRACE_LOOKS = frozenset(
    (
        *("type", "mode", "fill", "fillcolor", "fillpattern", "orientation", "opacity", "width"),
        *("offset", "hoverinfo", "showlegend", "legendgroup", "legendrank", "stackgroup"),
        *("offsetgroup", "alignmentgroup", "cliponaxis", "textposition", "textangle", "xaxis"),
        *("yaxis", "line", "marker", "textfont", "insidetextfont", "outsidetextfont", "visible"),
        *("insidetextanchor", "constraintext", "hoverlabel", "connectgaps", "zorder"),
    )
)
ERROR_DATA = ("array", "arrayminus", "value", "valueminus")
LAYOUT_LOOKS = frozenset(
    (
        *("height", "width", "autosize", "separators", "font", "paper_bgcolor", "plot_bgcolor"),
        *("colorway", "margin", "hovermode", "legend", "bargap", "bargroupgap", "barmode"),
        *("showlegend", "dragmode", "hoverlabel", "uniformtext"),
    )
)
AXIS_DATA = ("range", "tickvals", "ticktext", "categoryarray", "tick0", "title")
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}|(rgb|hsl)a?\([\d., %]+\)")
FIELD = re.compile(r"%\{[^}]*\}")
"""What plotly fills in: `%{y:,.0f}`."""

ENDS = frozenset({0.0, 100.0})
"""Where an axis of shares begins and ends, and the zero line; no number of any person."""

Exempt = Collection[float]


def check_plot(
    place: str,
    traces: Sequence[Mapping[str, Any]],
    layout: Mapping[str, Any],
    exempt: Exempt,
) -> None:
    """Raise `PrivacyError` naming figure, trace and part for what did not pass the gate.

    `exempt` are the amounts and years of the figure's own table.
    """
    for count, trace in enumerate(traces):
        named = f"<extra>{trace.get('name', '')}</extra>"  # plotly's box with the name, seen before
        for name, value in trace.items():
            part = value.replace(named, "") if name == "hovertemplate" else value
            _check_trace(f"{place}, reeks {count + 1}, '{name}'", name, part, layout, exempt)
    for name, value in layout.items():
        _check_layout(f"{place}, opmaak '{name}'", name, value, exempt)


def exempt_numbers(table: pd.DataFrame, columns: Sequence[Column]) -> set[float]:
    """The amounts and years in a figure's own table."""
    exempt = [item.field for item in columns if item.unit == "jaar" or item.unit.startswith("eur")]
    values = (value for field in exempt for value in table[field].tolist())
    return {float(value) for value in values if isinstance(value, int | float)}


def _check_trace(
    place: str, name: str, value: Any, layout: Mapping[str, Any], exempt: Exempt
) -> None:
    if name in TRACE_LOOKS:
        _check_looks(place, value, exempt)
    elif name in ("error_x", "error_y"):
        for part in ERROR_DATA:
            _check_data(place, value.get(part), exempt)
    elif name in ("x", "y") and layout.get(f"{name}axis", {}).get("tickformat") == "d":
        _check_data(place, value, {*exempt, *map(float, YEARS)})
    else:
        _check_data(place, value, exempt)


def _check_looks(place: str, value: Any, exempt: Exempt) -> None:
    """Looks are single values; a list of them has one per point, so it is data."""
    if isinstance(value, Mapping):
        for part in value.values():
            _check_looks(place, part, exempt)
    elif not isinstance(value, str | int | float | bool | None):
        _check_data(place, value, exempt)


def _check_data(place: str, value: Any, exempt: Exempt) -> None:
    if isinstance(value, Mapping):
        for part in value.values():
            _check_data(place, part, exempt)
    elif isinstance(value, str):
        if not COLOUR.fullmatch(value):
            check_words(place, value if is_shown(value) else FIELD.sub("", value))
    elif hasattr(value, "tolist") or isinstance(value, list | tuple):
        for part in value.tolist() if hasattr(value, "tolist") else value:
            _check_data(place, part, exempt)
    elif not isinstance(value, bool) and (is_shown(value) or not _among(value, exempt)):
        check_number(place, value)


def _among(value: Any, exempt: Exempt) -> bool:
    return isinstance(value, int | float) and float(value) in exempt


def _check_layout(place: str, name: str, value: Any, exempt: Exempt) -> None:
    if name in LAYOUT_LOOKS:
        return
    if name.startswith(("xaxis", "yaxis")):
        for part in AXIS_DATA:
            _check_data(place, value.get(part), {*exempt, *ENDS})
    elif name in ("shapes", "annotations"):
        for item in value:
            _check_mark(place, item, exempt)
    else:
        _check_data(place, value, exempt)


def _check_mark(place: str, item: Mapping[str, Any], exempt: Exempt) -> None:
    """A line or words in the chart; places on the paper itself are no numbers of the data."""
    for axis in ("x", "y"):
        if item.get(f"{axis}ref") != "paper":
            for name in (axis, f"{axis}0", f"{axis}1"):
                _check_data(place, item.get(name), {*exempt, *ENDS})
    for name in ("text", "hovertext", "label", "name"):
        _check_data(place, item.get(name), exempt)
