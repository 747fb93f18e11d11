"""A chart that carries its finding, its numbers, its origin and its text alternative with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.present import theme
from analysis.present.display import MIME, rounded
from analysis.present.guarded import RELEASED, check_texts, worded
from analysis.present.guarded_plot import check_plot, exempt_numbers
from analysis.present.table import KEY, SIGN_LEGEND, Column, Table, as_text
from analysis.provenance import Provenance

MAX_TITLE_WORDS = 12
HEADING_ROOM = 64
"""Pixels above the chart for its heading in a notebook; a page has the heading beside it."""
PLOTLY_MIME = "application/vnd.plotly.v1+json"
CONFIG = {
    "displayModeBar": False,
    "showSendToCloud": False,
    "responsive": True,
    "displaylogo": False,
}
"""No buttons: one of plotly's uploads the chart to a cloud service, and their words are English."""


@dataclass(frozen=True)
class Figure:
    """One chart.

    `title` states the finding in at most twelve words and is computed from the data; `subtitle`
    gives measure, unit, place and period; `description` says in one sentence what is seen, for who
    can't see it. `numbers` with `columns` is what is plotted, as a table. `traces` and `layout` are
    plotly's. Raises `ValueError` for a missing part or a title that is too long, and `PrivacyError`
    when it rests on guarded numbers and draws one that did not pass the privacy gate.
    """

    key: str
    title: str
    subtitle: str
    description: str
    numbers: pd.DataFrame
    columns: Sequence[Column]
    traces: Sequence[dict[str, Any]]
    layout: dict[str, Any]
    provenance: Provenance
    note: str = ""
    money_legend: str = SIGN_LEGEND

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"sleutel '{self.key}' heeft niet de vorm q1-naam-van-de-figuur")
        if len(self.title.split()) > MAX_TITLE_WORDS:
            raise ValueError(
                f"titel van {self.key} telt meer dan {MAX_TITLE_WORDS} woorden: {self.title}"
            )
        for name in ("title", "subtitle", "description"):
            if not getattr(self, name):
                raise ValueError(f"figuur {self.key} mist {name}")
        if not self.provenance.ids:
            raise ValueError(f"figuur {self.key} noemt geen bron")
        if self.numbers.empty or not self.traces:
            raise ValueError(f"figuur {self.key} heeft geen gegevens")
        self._check_guarded()

    def _check_guarded(self) -> None:
        """Refuse what did not pass the gate; again when it is shown, for traces may be changed."""
        if not self.provenance.guarded:
            return
        place = f"figuur {self.key}"
        texts = {"titel": self.title, "ondertitel": self.subtitle, "noot": self.note}
        check_texts(place, texts | {"beschrijving": self.description})
        self._table()
        check_plot(place, self.traces, self.layout, exempt_numbers(self.numbers, self.columns))

    def plot(self) -> dict[str, Any]:
        """Plotly's data and layout: plain lists, no template, a warning when made up."""
        layout = dict(self.layout)
        if self.provenance.made_up:
            layout["annotations"] = [*layout.get("annotations", []), theme.example_annotation()]
            margin = layout["margin"]
            layout |= {
                "margin": margin | {"t": margin["t"] + theme.EXAMPLE_ROOM},
                "height": layout["height"] + theme.EXAMPLE_ROOM,
            }
        return {"data": rounded(list(self.traces)), "layout": rounded(layout)}

    def _table(self) -> Table:
        """The plotted numbers as a table."""
        money = any(column.unit.startswith("eur") for column in self.columns)
        return Table(
            f"{self.key}-cijfers",
            worded(f"Cijfers bij de figuur: {self.title}", self.title),
            self.numbers,
            self.columns,
            self.provenance,
            self.money_legend if money else "",
            collapsed=True,
        )

    def payload(self) -> dict[str, Any]:
        """The figure as data, with the table of plotted numbers."""
        self._check_guarded()
        return {
            "soort": "figuur",
            "sleutel": self.key,
            "titel": self.title,
            "ondertitel": self.subtitle,
            "beschrijving": self.description,
            "noot": self.note,
            "basis": self.provenance.label,
            "ids": list(self.provenance.ids),
            "tabel": self._table().payload(),
            "grafiek": self.plot(),
        } | ({"vrijgave": RELEASED} if self.provenance.guarded else {})

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        data = self.payload()
        plot = data.pop("grafiek")
        # In JupyterLab the chart stands alone, so there it carries its own heading.
        heading = {"text": f"<b>{self.title}</b><br>{self.subtitle}", "x": 0, "xanchor": "left"}
        margin = plot["layout"]["margin"]
        margin = margin | {"t": margin["t"] + HEADING_ROOM}
        shown = plot["layout"] | {"title": heading, "margin": margin}
        return {
            "text/plain": "\n".join(
                [self.title, self.subtitle, self.description, as_text(data["tabel"])]
            ),
            PLOTLY_MIME: {"config": CONFIG, "data": plot["data"], "layout": shown},
            MIME: data,
        }
