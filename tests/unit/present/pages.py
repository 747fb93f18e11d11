"""What the tests of one notebook's pages share: its calls, and what any figure or table must be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import plotly.graph_objects as go

from analysis.present import theme
from analysis.present.claim import Claim
from analysis.present.display import MIME
from analysis.present.figure import PLOTLY_MIME, Figure
from analysis.present.table import MAX_ROWS, Table
from analysis.provenance import Basis

MAX_PLOT = 10_000
"""Bytes of one chart: plotly's own template alone would take seven thousand."""

COLOURS = {*theme.PALETTE, theme.INK, theme.GRID, theme.PAPER, theme.BAND}


def calls_in(notebook: Path, modules: Iterable[str], variable: str) -> list[str]:
    """The calls `module.function(variable)` in the notebook's code, as `module.function`.

    Raises `AssertionError` when one of the modules is called in any other form.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    names = "|".join(sorted(modules, key=len, reverse=True))
    found = re.findall(rf"\b((?:{names})\.\w+)\({variable}\)", code)
    assert len(re.findall(rf"\b(?:{names})\.\w+\(", code)) == len(found)
    return list(found)


def made(modules: Mapping[str, ModuleType], call: str, result: Any) -> Any:
    """What `module.function` makes of a result."""
    module, _, function = call.partition(".")
    make: Callable[[Any], Any] = getattr(modules[module], function)
    return make(result)


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return re.findall(r"\w+", text.lower())


def leaves(value: Any) -> Iterator[Any]:
    """Every value inside nested dicts and lists."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from leaves(item)
    else:
        yield value


def assert_readable_figure(figure: Figure, prefix: str) -> None:
    """A figure with whole texts, of which plotly knows every part."""
    assert isinstance(figure, Figure)
    assert figure.key.startswith(prefix)
    assert len(figure.title.split()) <= 12
    for text in (figure.title, figure.subtitle, figure.description, figure.note):
        assert not {"nan", "none", "inf"} & set(words(text))
        assert "{" not in text
    assert figure.description.endswith(".")
    bundle = figure._repr_mimebundle_()
    # Raises for numpy values, and for what is no number.
    assert "bdata" not in json.dumps(bundle, allow_nan=False)
    plot = bundle[PLOTLY_MIME]
    drawn = go.Figure(data=plot["data"], layout=plot["layout"])
    assert len(drawn.data) == len(figure.traces)
    assert len(json.dumps(plot)) < MAX_PLOT
    hexes = {value for value in leaves(figure.plot()) if str(value)[:1] == "#"}
    made_up = figure.provenance.basis is Basis.VOORBEELD
    assert hexes <= COLOURS | ({theme.example_annotation()["bgcolor"]} if made_up else set())


def cells_of(table: Table) -> list[list[str]]:
    """The cells as a reader sees them."""
    return json.loads(json.dumps(table._repr_mimebundle_(), allow_nan=False))[MIME]["rijen"]


def assert_readable_table(table: Table, prefix: str) -> None:
    """A table with rows, a word in each first cell, and folded away when it is long."""
    assert isinstance(table, Table)
    assert table.key.startswith(prefix)
    rows = cells_of(table)
    assert len(rows) == len(table.rows) > 0
    assert table.collapsed == (len(rows) > MAX_ROWS)
    for row in rows:
        assert len(row) == len(table.columns)
        assert not any({"nan", "none", "inf"} & set(words(cell)) for cell in row)
        assert row[0].strip()


def assert_readable_claim(claim: Claim) -> None:
    """A sentence that is filled in and tells the margin of what is uncertain."""
    assert isinstance(claim, Claim)
    json.dumps(claim._repr_mimebundle_(), allow_nan=False)
    text = claim.text()
    assert "{" not in text
    assert text.rstrip().endswith(".")
    assert text[0].isupper()
    assert not {"nan", "none"} & set(words(text))
    uncertain = [item for item in claim.numbers.values() if not item.quantity.certain]
    assert not uncertain or any(item.band for item in uncertain)
    assert not uncertain or "marge" in text
