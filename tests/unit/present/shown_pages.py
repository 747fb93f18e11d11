"""What holds for all that a notebook shows, and the runs for which it is tried."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import plotly.graph_objects as go

from analysis.parameters import Parameters
from analysis.present import theme
from analysis.present.claim import Claim
from analysis.present.display import MIME
from analysis.present.figure import PLOTLY_MIME, Figure
from analysis.present.table import Table
from analysis.questions.local_runoff import LocalRunoff, local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.sources.workbook import Workbook, open_with

AREAS = ("samen", "deventer", "olst-wijhe")
SETS: dict[str, dict[str, Any]] = {
    "basis": {"scenario": "basis"},
    "kort-2022": {"horizon": 2030, "prijspeil": 2022},
    "lang-zaad": {"horizon": 2060, "zaad": 1},
}
CASES = [(area, name) for area in AREAS for name in SETS]


@cache
def book_of(area: str, name: str) -> Workbook:
    """The workbook of an area and one of `SETS`."""
    return open_with(Parameters.model_validate({"gebied": area} | SETS[name]))


@cache
def nation_of(seed: int) -> NationalRunoff:
    """The national run-off, the same for every area, horizon and price level."""
    return national_runoff(open_with(Parameters(zaad=seed)))


@cache
def local_of(area: str, name: str) -> LocalRunoff:
    """The run-off of the area."""
    book = book_of(area, name)
    return local_runoff(book, nation_of(book.parameters.zaad))


def figure_can_be_read(figure: Any, prefix: str) -> None:
    """Texts are whole, and the title is short."""
    assert isinstance(figure, Figure)
    assert len(figure.title.split()) <= 12
    for text in (figure.title, figure.subtitle, figure.description, figure.note):
        assert "nan" not in re.findall(r"\w+", text.lower())
        assert "{" not in text
    assert figure.description.endswith(".")
    assert figure.key.startswith(prefix)


def figure_is_plain(figure: Figure) -> None:
    """Plotly knows all of it, in plain numbers and the colours of the theme."""
    bundle = figure._repr_mimebundle_()
    # Raises for numpy values, and for what is no number.
    assert "bdata" not in json.dumps(bundle, allow_nan=False)
    plot = bundle[PLOTLY_MIME]
    drawn = go.Figure(data=plot["data"], layout=plot["layout"])
    assert len(drawn.data) == len(figure.traces)
    assert len(json.dumps(plot)) < 10_000
    allowed = {*theme.PALETTE, theme.INK, theme.GRID, theme.PAPER, theme.BAND, theme.EXAMPLE_PAPER}
    assert {value for value in _values(figure.plot()) if str(value)[:1] == "#"} <= allowed


def table_can_be_read(table: Any, prefix: str) -> None:
    """Rows are there, each with a name and without a missing number."""
    assert isinstance(table, Table)
    assert table.key.startswith(prefix)
    data = json.loads(json.dumps(table._repr_mimebundle_(), allow_nan=False))[MIME]
    assert len(data["rijen"]) == len(table.rows) > 0
    for row in data["rijen"]:
        assert not any("nan" in re.findall(r"\w+", cell.lower()) for cell in row)
        assert row[0].strip()


def claim_tells_its_margin(claim: Any) -> None:
    """The sentence is whole, and an uncertain number in it is not told alone."""
    assert isinstance(claim, Claim)
    json.dumps(claim._repr_mimebundle_(), allow_nan=False)
    assert "{" not in claim.text()
    uncertain = [item for item in claim.numbers.values() if not item.quantity.certain]
    assert not uncertain or "marge" in claim.text()
    assert not uncertain or any(item.band for item in uncertain)


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    else:
        yield value
