"""Bars from one total to another: what came off and what came on.

plotly's own waterfall is not in the small bundle that the pages use, so the bars carry a base. They
lie down, so that their names and the word for a missing one fit on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.dutch import number, signed
from analysis.headlines import ABSENT
from analysis.present import theme

LABEL_WIDTH = 16
ROOM = 1.22
"""How much longer the axis is than the longest bar, for the number beside it."""


@dataclass(frozen=True)
class Bar:
    """One bar: a total from zero, or a change that starts where the bar before it ended.

    `size` NaN is a missing one: the word stands where the bar would be.
    """

    name: str
    size: float
    total: bool = False

    @property
    def label(self) -> str:
        """The name over several lines."""
        return theme.wrapped(self.name, LABEL_WIDTH)


def waterfall(bars: Sequence[Bar]) -> list[dict[str, Any]]:
    """The traces: totals blue, changes by colour, pattern and sign."""
    traces, end = [], 0.0
    for bar in bars:
        if math.isnan(bar.size):
            traces.append(absent_text([bar.label]))
            continue
        start = 0.0 if bar.total else end
        end = start + bar.size
        traces.append(_trace(bar, start))
    return traces


def waterfall_layout(bars: Sequence[Bar], title: str) -> dict[str, Any]:
    """The layout that goes with it: first bar on top, zero in sight, room for the numbers."""
    ends, end = [0.0], 0.0
    for bar in bars:
        if not math.isnan(bar.size):
            end = bar.size if bar.total else end + bar.size
            ends.append(end)
    low, high = min(ends), max(ends)
    room = (ROOM - 1) * (high - low)
    return theme.layout(
        90 + 58 * len(bars),
        showlegend=False,
        xaxis=theme.zero_axis(
            title, range=[low - (room / 4 if low < 0 else 0), high + room], nticks=6
        ),
        yaxis=theme.category_axis(categoryorder="array", categoryarray=[bar.label for bar in bars]),
    )


def absent_text(labels: Sequence[str]) -> dict[str, Any]:
    """The word `ontbreekt` where a bar would start."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": ABSENT,
        "y": list(labels),
        "x": [0] * len(labels),
        "text": [f" ○ {ABSENT}"] * len(labels),
        "textposition": "middle right",
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _trace(bar: Bar, start: float) -> dict[str, Any]:
    rising = bar.size >= 0
    colour, pattern = (theme.GREEN, "x") if rising else (theme.RED, "/")
    if bar.total:
        colour, pattern = theme.BLUE, ""
    words = number(bar.size, 1) if bar.total else signed(bar.size, 1)
    return {
        "type": "bar",
        "orientation": "h",
        "name": bar.name,
        "y": [bar.label],
        # Drawn from its lower end, so that the number always stands to the right of the bar.
        "x": [abs(bar.size)],
        "base": [min(start, start + bar.size)],
        "text": [words],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colour, "pattern": {"shape": pattern}},
        "hovertemplate": words + "<extra>" + bar.name + "</extra>",
    }
