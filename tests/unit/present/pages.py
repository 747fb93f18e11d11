"""What the tests of the pages share: runs to try, calls, and what holds for all that is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import plotly.graph_objects as go

from analysis.parameters import Parameters
from analysis.present import theme
from analysis.present.claim import Claim
from analysis.present.display import MIME
from analysis.present.figure import PLOTLY_MIME, Figure
from analysis.present.table import MAX_ROWS, Table
from analysis.provenance import Basis
from analysis.questions.local_runoff import LocalRunoff, local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import Workbook, open_with

AREAS = ("samen", "deventer", "olst-wijhe")
SETS: dict[str, dict[str, Any]] = {
    "basis": {},
    "kort-2022": {"horizon": 2030, "prijspeil": 2022},
    "lang-zaad": {"horizon": 2060, "zaad": 1},
}
CASES = [(area, name) for area in AREAS for name in SETS]

MAX_PLOT = 10_000
"""Bytes of one chart: plotly's own template alone would take seven thousand."""

COLOURS = {*theme.PALETTE, theme.INK, theme.GRID, theme.PAPER, theme.BAND}


# --- Runs ---------------------------------------------------------------------------------------


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


def at_end(book: Workbook, identifier: str, end: str) -> Workbook:
    """The workbook with one assumption at its `laag` or `hoog` of the register."""
    value = float(str(book.table("aannames").set_index("id").loc[identifier, end]))
    scenario = Scenario(
        id="proef", naam="Proef", omschrijving="Proef", aannames={identifier: value}
    )
    return replace(book, scenario=scenario)


# --- Calls --------------------------------------------------------------------------------------


def calls_in(notebook: Path, modules: Iterable[str], variable: str) -> list[str]:
    """The calls of the modules in the notebook's code, in order.

    `module.function` for `module.function(variable)`, and `module.function:argument` where it is
    called with a text beside. Raises `AssertionError` when called in any other form.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    names = "|".join(sorted(modules, key=len, reverse=True))
    found = re.findall(rf'\b((?:{names})\.\w+)\({variable}(?:, "([\w-]+)")?\)', code)
    assert len(re.findall(rf"\b(?:{names})\.\w+\(", code)) == len(found)
    return [f"{call}:{argument}" if argument else call for call, argument in found]


def cases(*calls: str) -> list[tuple[str, str, str]]:
    """Each call with each of `CASES`."""
    return [(call, area, name) for call in calls for area, name in CASES]


def made(modules: Mapping[str, ModuleType], call: str, result: Any) -> Any:
    """What a call of `calls_in` makes of a result."""
    module, _, rest = call.partition(".")
    function, _, argument = rest.partition(":")
    make: Callable[..., Any] = getattr(modules[module], function)
    return make(result, argument) if argument else make(result)


# --- What is shown ------------------------------------------------------------------------------


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


def assert_figure_has_whole_texts(figure: Figure, prefix: str) -> None:
    """The words beside a chart are words, and the title is short."""
    assert isinstance(figure, Figure)
    assert figure.key.startswith(prefix)
    assert len(figure.title.split()) <= 12
    for text in (figure.title, figure.subtitle, figure.description, figure.note):
        assert not {"nan", "none", "inf"} & set(words(text))
        assert "{" not in text
    assert figure.description.endswith(".")


def assert_plotly_knows(figure: Figure) -> None:
    """Plotly raises for an unknown property or a value that it does not allow."""
    plot = figure._repr_mimebundle_()[PLOTLY_MIME]
    drawn = go.Figure(data=plot["data"], layout=plot["layout"])
    assert len(drawn.data) == len(figure.traces)


def assert_lean(figure: Figure) -> None:
    """Plain numbers, and no template."""
    bundle = figure._repr_mimebundle_()
    # Raises for numpy values, and for what is no number.
    assert "bdata" not in json.dumps(bundle, allow_nan=False)
    assert "template" not in bundle[PLOTLY_MIME]["layout"]
    assert len(json.dumps(bundle[PLOTLY_MIME])) < MAX_PLOT


def assert_colours_of_the_theme(figure: Figure) -> None:
    """No colour but those of the theme, and the paper of the warning only on what is made up."""
    hexes = {value for value in leaves(figure.plot()) if str(value)[:1] == "#"}
    made_up = figure.provenance.basis is Basis.VOORBEELD
    assert hexes <= COLOURS | ({theme.EXAMPLE_PAPER} if made_up else set())


def assert_plain_figure(figure: Figure) -> None:
    """Plotly knows all of it, in plain numbers and the colours of the theme."""
    assert_plotly_knows(figure)
    assert_lean(figure)
    assert_colours_of_the_theme(figure)


def assert_readable_figure(figure: Figure, prefix: str) -> None:
    """A figure with whole texts, of which plotly knows every part."""
    assert_figure_has_whole_texts(figure, prefix)
    assert_plain_figure(figure)


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
