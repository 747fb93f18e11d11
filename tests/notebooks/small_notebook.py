"""A small notebook that keeps every rule of the lint, to break one rule at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import nbformat

from analysis.present.display import MIME
from analysis.publish.normalise import METADATA, to_bytes
from tests.notebooks import shown_rules
from tests.notebooks.document import Notebook

PARAMETERS = "\n".join(
    (
        'gebied: str = "samen"  # gebied waarover het gaat, tekst',
        'scenario: str = "basis"  # scenario, id',
        "horizon: int = 2040  # laatste jaar, jaar",
        "prijspeil: int = 2023  # jaar van de prijzen, jaar",
        "zaad: int = 2040  # beginwaarde, geheel getal",
    )
)
WORDS = "Een alinea met woorden genoeg voor de regels code die hieronder nog volgen. "
TITLE, FIRST, OPEN, FIGURE, CLAIM = 0, 1, 2, 4, 6
"""Where the cells stand that a case changes; 3 is prose."""

Change = Callable[[list[dict[str, Any]]], None]


def markdown(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code(name: str, count: int, source: str, **payload: Any) -> dict[str, Any]:
    outputs = [shown({MIME: payload, "text/plain": "proef"})] if payload else []
    return {
        "cell_type": "code",
        "execution_count": count,
        "id": name,
        "metadata": {"tags": ["parameters"]} if name.endswith("-parameters") else {},
        "outputs": outputs,
        "source": source,
    }


def shown(data: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}}


def good() -> list[dict[str, Any]]:
    """The cells of a notebook that keeps every rule."""
    origin = {"basis": "bron", "ids": ["D73"]}
    table = {"sleutel": "q9-proef-cijfers", "titel": "Cijfers", **origin}
    sections = "\n\n".join(f"## {name}" for name in shown_rules.SECTIONS)
    dates = "Op 1 juli 2026 en in 2018/19, zie D73: deelvraag 1 en 2, en deelvragen 3, 4 en 5."
    return [
        markdown("q9-titel", "# Een proef: wat is de vraag?\n\n" + WORDS * 8),
        code("q9-parameters", 1, PARAMETERS),
        code("q9-openen", 2, "from analysis import x\n\nx.y(open_workbook(globals()))"),
        markdown("q9-secties", f"{sections}\n\n{dates}"),
        code("q9-figuur", 3, "x.figure()", soort="figuur", sleutel="q9-proef", tabel=table,
             titel="Deze titel telt nu precies twaalf woorden en dat is genoeg zo", **origin),
        markdown("q9-zin", "[Een bron](https://voorbeeld.nl/1/2) en/of een andere: en klaar."),
        code("q9-uitspraak", 4, "x.claim()", soort="uitspraak", **origin,
             delen=[{"tekst": "Er zijn "}, {"tekst": "12", **origin}]),
    ]  # fmt: skip


def notebook(change: Change | None = None, *, metadata: dict[str, Any] = METADATA) -> Notebook:
    cells = good()
    if change:
        change(cells)
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    raw = to_bytes(nbformat.from_dict(copy.deepcopy(content)))
    return Notebook("09_proef", raw, frozenset({"D73"}))
