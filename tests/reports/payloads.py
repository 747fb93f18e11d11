"""Sixteen values that try to run a script, and a project and a notebook in which all data are such.

Each sets `window.fired` to its own number (without underscores: those become blanks in names).
Together they try element, attribute, comment, style, JSON, Markdown, mermaid, template and entity,
and the pseudo-HTML that plotly understands.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from analysis.parameters import Parameters
from analysis.paths import ROOT
from analysis.present import theme
from analysis.present.display import MIME
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.publish.runs import PageInfo

FENCE = "```"
PAYLOADS = (
    "</script><script>window.fired=1</script>",
    "<script>window.fired=2</script>",
    '<img src=x onerror="window.fired=3">',
    '"><svg onload="window.fired=4">',
    "'><svg/onload=window.fired=5>",
    "x' onmouseover='window.fired=6",
    'x" onfocus="window.fired=7" tabindex="1',
    '<a href="javascript:window.fired=8">x</a>',
    "[x](javascript:window.fired=9) ![x](javascript:window.fired=9)",
    "<!--</script><!--><script>window.fired=10</script>-->",
    f"{FENCE}mermaid\ngraph TD;A[\"<img src=x onerror='window.fired=11'>\"]\n{FENCE}",
    "</style><style>.grafiek,svg{display:none}</style><style onload=window.fired=12>x{}</style>",
    "${window.fired=13} {{ window.fired=13 }} {% raw %} %(x)s {0}",
    "&lt;script&gt;window.fired=14&lt;/script&gt;&#60;img src=x onerror=window.fired=14&#62;",
    '<iframe srcdoc="<script>parent.fired=15</script>"></iframe><base href="javascript:/a/">',
    "\\u003cimg src=x onerror=window.fired=16\\u003e%{x}<b onclick=window.fired=16>x</b>",
)
UNESCAPED_FIRES = {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 15, 16}
"""Which of them fire where a page writes them as they are; the others need a Markdown reader or a
template that reads its values again."""

NUMBERS = range(1, len(PAYLOADS) + 1)
HOSTILE_ADDRESS = "javascript:window.fired=8"


def payload(number: int) -> str:
    return PAYLOADS[number - 1]


def row_ids(number: int) -> list[str]:
    """The register's rows with this payload: from a source, computed, and our own judgement."""
    return [f"{letters}{number}" for letters in ("HA", "HB", "HC")]


def hostile_project(root: Path) -> Path:
    """A copy of the project's data in which source, number and area are hostile."""
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "data" / "processed", root / "data" / "processed")
    shutil.copytree(ROOT / "reports" / "assets", root / "reports" / "assets")
    processed = root / "data" / "processed"
    _change(processed / "bronnen.csv", lambda rows: rows + _sources())
    _change(processed / "cijfers.csv", lambda rows: rows + _numbers())
    _change(processed / "gebieden.csv", _named)
    return root


def _change(path: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), list(reader.fieldnames or ())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


def _sources() -> list[dict[str, str]]:
    """Titles and numbers; the address begins well, or is a script as a whole."""
    return [
        {
            "id": f"bron-{number}",
            "titel": payload(number),
            "documentnummer": payload(number),
            "adres": "https://x.nl/" + "".join(payload(number).split())
            if number != 8
            else HOSTILE_ADDRESS,
            "soort": "samenvatting",
        }
        for number in NUMBERS
    ]


def _numbers() -> list[dict[str, str]]:
    rows = []
    for number in NUMBERS:
        text = payload(number)
        shared = {"waarde": text, "eenheid": "tekst", "grootheid": text, "basis": "bron"}
        shared |= {"vindplaats": text, "opmerking": text, "tabel": "feiten"}
        shared |= {"periode": "" if "-" in text else text}
        parts = ({"bron": f"bron-{number}"}, {"grondslag": text}, {})
        ids = row_ids(number)
        rows += [shared | part | {"id": ids[place]} for place, part in enumerate(parts)]
    return rows


def _named(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Each area is called after another payload."""
    return [row | {"naam": PAYLOADS[place % 16]} for place, row in enumerate(rows)]


def hostile_page_info() -> PageInfo:
    parameters = Parameters(scenario=payload(3))
    return PageInfo(payload(4), payload(3), parameters, "2026-01-01")


def hostile_notebook() -> nbformat.NotebookNode:
    """Per payload a piece of prose, a figure, a table and a claim in which every value is it."""
    cells = [nbformat.v4.new_markdown_cell(f"# Titel </title>{payload(2)}{payload(3)}")]
    for number in NUMBERS:
        cells.append(nbformat.v4.new_markdown_cell(_prose(payload(number))))
        shown = [_figure(number), _table(number), _claim(number)]
        outputs = [nbformat.v4.new_output("display_data", data) for data in shown]
        cells.append(nbformat.v4.new_code_cell("x", outputs=outputs, execution_count=number))
    return nbformat.v4.new_notebook(cells=cells)


def _prose(text: str) -> str:
    line = " ".join(text.split())
    return "\n\n".join(
        (
            f"## {line}",
            text,
            f"### {line}\n\n- {line}",
            f"> {line}",
            f"| {line} |\n|---|\n| {line} |",
            f"[x]({line.replace(' ', '')}) <{line}> `{line}` **{line}**",
            f"{FENCE}\n{text}\n{FENCE}",
        )
    )


def _parts(number: int) -> tuple[pd.DataFrame, tuple[Column, ...], Provenance]:
    text = payload(number)
    rows = pd.DataFrame({"naam": [text], "aantal": [12], "ids": [";".join(row_ids(number))]})
    columns = (
        Column("naam", text),
        Column("aantal", text, "aantal"),
        Column("ids", "Herkomst", ids=True),
    )
    return rows, columns, Provenance.of("bron", row_ids(number))


def _figure(number: int) -> dict[str, Any]:
    text = payload(number)
    rows, columns, provenance = _parts(number)
    trace = {
        "type": "bar",
        "name": text,
        "showlegend": True,
        "x": [text],
        "y": [12],
        "text": [text],
        "hovertext": [text],
        "hovertemplate": text,
        "customdata": [text],
    }
    words = {"text": text, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
    layout = theme.layout(
        300,
        xaxis={"type": "category", "title": {"text": text}},
        yaxis={"ticksuffix": text},
        annotations=[words],
    )
    return Figure(
        f"q9-figuur-{number}", text, text, text, rows, columns, [trace], layout, provenance, text
    )._repr_mimebundle_()


def _table(number: int) -> dict[str, Any]:
    text = payload(number)
    folded = number % 2 == 0
    table = Table(f"q9-tabel-{number}", text, *_parts(number), note=text, collapsed=folded)
    return table._repr_mimebundle_()


def _claim(number: int) -> dict[str, Any]:
    text, ids = payload(number), row_ids(number)
    parts = [{"tekst": text}, {"tekst": text, "basis": "bron", "ids": ids}]
    return {MIME: {"soort": "uitspraak", "delen": parts, "basis": "bron", "ids": ids}}
