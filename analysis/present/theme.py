"""How every chart looks: colours, fonts, axes and the words written in the picture.

The palette is Okabe and Ito's (distinguishable with a colour vision deficiency), five colours at
most, ordered so that neighbours also differ in lightness; bars get a pattern as well, so a print in
grey stays readable. plotly's own template is not used: it adds 7 kB to every figure.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#B34700", "#767676"
PALETTE = (BLUE, ORANGE, GREEN, RED, GREY)
PATTERNS = ("", "/", "x", ".", "-")
INK, GRID, PAPER = "#1A1A1A", "#DDDDDD", "#FFFFFF"
BAND = "rgba(0,114,178,0.18)"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
DUTCH_SEPARATORS = ",."

EXAMPLE_PAPER = "#FFF3CD"

EXAMPLE_ROOM = 40
"""Pixels above the chart for the words below."""

EXAMPLE_WARNING = "VOORBEELD: verzonnen cijfers"
"""What stands in the picture itself when it rests on made-up numbers."""


def layout(height: int = 420, **changes: Any) -> dict[str, Any]:
    """The layout that all charts share, with `changes` merged in (one level deep for axes)."""
    base: dict[str, Any] = {
        "height": height,
        "separators": DUTCH_SEPARATORS,
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "colorway": list(PALETTE),
        "margin": {"l": 10, "r": 16, "t": 16, "b": 48},
        "hovermode": "closest",
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -0.18,
            "yanchor": "top",
            "traceorder": "normal",
        },
        "xaxis": _axis(),
        "yaxis": _axis(),
    }
    for name, value in changes.items():
        base[name] = base[name] | value if isinstance(base.get(name), Mapping) else value
    return base


def year_axis(**changes: Any) -> dict[str, Any]:
    """An axis of calendar years: whole ticks, written without a thousands point."""
    return _axis() | {"tickformat": "d", "dtick": 1, "showgrid": False} | changes


def category_axis(**changes: Any) -> dict[str, Any]:
    """A vertical axis of names, first row on top."""
    return _axis() | {"type": "category", "autorange": "reversed", "showgrid": False} | changes


def zero_axis(title: str, **changes: Any) -> dict[str, Any]:
    """A value axis that starts at zero, with its unit as title."""
    return value_axis(title) | {"rangemode": "tozero"} | changes


def value_axis(title: str, **changes: Any) -> dict[str, Any]:
    """A value axis that need not start at zero; only for lines, never for bars.

    Whole numbers with a thousands point: plotly would shorten 100000 to the English `100k`.
    """
    return _axis() | {"tickformat": ",.0f", "title": {"text": title}} | changes


def line(
    x: Iterable[Any], y: Iterable[Any], name: str, colour: str, dash: str = "solid"
) -> dict[str, Any]:
    """A line; dashed is a projection."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [_plain(value) for value in x],
        "y": [_plain(value) for value in y],
        "line": {"color": colour, "dash": dash, "width": 2},
        "hovertemplate": "%{x}: %{y:,.0f}<extra>" + name + "</extra>",
    }


def markers(
    x: Iterable[Any], y: Iterable[Any], name: str, colour: str, symbol: str = "circle"
) -> dict[str, Any]:
    """Points: what was counted or stated, not a projection."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [_plain(value) for value in x],
        "y": [_plain(value) for value in y],
        "marker": {"symbol": symbol, "size": 10, "color": colour},
        "hovertemplate": "%{x}: %{y:,.0f}<extra>" + name + "</extra>",
    }


def band_traces(table: pd.DataFrame, name: str) -> list[dict[str, Any]]:
    """A band between the columns laag and hoog over jaar."""
    years = [int(year) for year in table["jaar"]]
    edge = {"type": "scatter", "mode": "lines", "x": years, "line": {"width": 0}}
    return [
        edge | {"y": list(table["laag"]), "hoverinfo": "skip", "showlegend": False},
        edge
        | {
            "y": list(table["hoog"]),
            "name": name,
            "fill": "tonexty",
            "fillcolor": BAND,
            "hoverinfo": "skip",
        },
    ]


def wrapped(text: str, width: int = 20) -> str:
    """A long label over several lines, so that it leaves room for the bars on a phone."""
    return "<br>".join(textwrap.wrap(text, width, break_long_words=False))


def example_annotation() -> dict[str, Any]:
    """The words on a picture that rests on made-up numbers, above what is drawn.

    From the right-hand edge, so that on a phone they stand over the names of the axis, not outside.
    """
    return {
        "text": EXAMPLE_WARNING,
        "x": 1,
        "xanchor": "right",
        "y": 1,
        "yanchor": "bottom",
        "yshift": 6,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "bgcolor": EXAMPLE_PAPER,
        "bordercolor": RED,
        "borderwidth": 2,
        "borderpad": 6,
        # Not <b>: plotly writes that as a style attribute, which the page's policy refuses.
        "font": {"size": 16, "color": RED, "weight": 700},
    }


def _plain(value: Any) -> Any:
    """A number of a frame as plain Python, so that no chart holds an encoded array."""
    return value.item() if hasattr(value, "item") else value


def _axis() -> dict[str, Any]:
    return {
        "automargin": True,
        "gridcolor": GRID,
        "linecolor": INK,
        "zeroline": True,
        "zerolinecolor": INK,
        "fixedrange": True,
    }
