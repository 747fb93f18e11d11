"""An executed notebook → one page: offline, Dutch, accessible, the same bytes every time.

Only the payloads of the three display objects reach the page, so nothing that a cell prints or
pandas formats can. nbconvert does the walking (a preprocessor and a template of our own, made once
and used for all reports); its own HTML pages ask the internet for scripts and parse every finished
page again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from analysis.dutch import date_text
from analysis.errors import ReportError
from analysis.paths import reports_dir
from analysis.present import html
from analysis.present.display import MIME
from analysis.present.figure import HEADING_ROOM
from analysis.publish.appendix import appendix
from analysis.publish.csp import policy
from analysis.publish.output import ASSETS, LIBRARY
from analysis.publish.prose import to_html
from analysis.publish.runs import PageInfo
from analysis.sources.own import own_notice
from analysis.sources.workbook import area_name

TEMPLATES = Path(__file__).parent / "templates"
RENDERERS = {"tabel": html.table, "figuur": html.figure, "uitspraak": html.claim}


@dataclass
class Content:
    """What the notebook holds, as HTML blocks in order; filled by the preprocessor."""

    title: str = ""
    blocks: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    islands: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)


def render_page(notebook: NotebookNode, page: PageInfo, *, single_file: bool) -> bytes:
    """Return the page of an executed notebook.

    `single_file` puts the chart library in the page; otherwise the page looks for it in `assets/`.
    Raises `ReportError` when a code cell did not run or shows something else than a Figure, Table
    or Claim, or when two objects have the same key.
    """
    content = Content()
    library = _library() if single_file else ""
    script, style = template_text("page.js"), template_text("style.css")
    resources = {
        "content": content,
        "werkboek": {
            "notebook": page.notebook,
            "state": _state(page),
            "own": own_notice(),
            "csp": policy(
                scripts=[script, library] if library else [script],
                style=style,
                own_files=not library,
            ),
            "style": style,
            "script": script,
            "library": LIBRARY,
            "library_inline": library,
        },
    }
    body, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return f"{str(body).strip()}\n".encode()


class ReportPreprocessor(Preprocessor):
    """Turn each cell into blocks of the page and gather what the page is made of."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Fill `resources["content"]` and hand its parts to the template."""
        content: Content = resources["content"]
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                _add_markdown(cell.source, content)
            elif cell.cell_type == "code":
                _add_outputs(cell, content)
        if not content.title or not content.ids:
            raise ReportError("rapport niet compleet: geen titel of geen enkel cijfer")
        resources["werkboek"] |= {
            "title": content.title,
            "blocks": content.blocks,
            "headings": content.headings,
            "islands": content.islands,
            "appendix": appendix(content.ids),
        }
        return nb, resources


@functools.cache
def _exporter() -> TemplateExporter:
    exporter = TemplateExporter(
        template_name="werkboek",
        extra_template_basedirs=[str(TEMPLATES)],
        template_file="index.html.j2",
        exclude_input=True,
    )
    exporter.default_preprocessors = []
    exporter._preprocessors = []
    exporter.register_preprocessor(ReportPreprocessor, enabled=True)
    return exporter


@functools.cache
def template_text(name: str) -> str:
    """Return a file of the templates, without blank ends: what a policy hashes must be exact."""
    return (TEMPLATES / "werkboek" / name).read_text(encoding="utf-8").strip()


def _library() -> str:
    path = reports_dir() / ASSETS / LIBRARY
    return path.read_text(encoding="utf-8").strip().replace("</script", "<\\/script")


def _add_markdown(source: str, content: Content) -> None:
    """Prose, with every piece of HTML in it escaped; the first heading is the page's title."""
    lines = source.strip().splitlines()
    if not content.title and lines and lines[0].startswith("# "):
        content.title = lines[0].removeprefix("# ").strip()
        source = "\n".join(lines[1:])
    body, sections = to_html(source, content.anchors)
    content.headings += sections
    if body:
        content.blocks.append(body)


def _add_outputs(cell: NotebookNode, content: Content) -> None:
    for output in cell.outputs:
        data = output.get("data", {})
        if output.output_type not in {"display_data", "execute_result"} or MIME not in data:
            raise ReportError(
                f"cel '{cell.id}' toont iets anders dan een Figure, Table of Claim "
                f"({output.output_type}); laat de laatste regel van de cel een van die drie zijn"
            )
        _add_object(data, content)


def _add_object(data: Mapping[str, Any], content: Content) -> None:
    payload = data[MIME]
    key = payload.get("sleutel")
    if key and any(f'id="{key}"' in block for block in content.blocks):
        raise ReportError(f"sleutel '{key}' komt twee keer voor")
    content.blocks.append(RENDERERS[payload["soort"]](payload))
    content.ids |= ids_of(payload)
    if payload["soort"] == "figuur":
        plot = data["application/vnd.plotly.v1+json"]
        layout = {name: value for name, value in plot["layout"].items() if name != "title"}
        margin = layout["margin"]
        layout["margin"] = margin | {"t": margin["t"] - HEADING_ROOM}
        content.islands.append((key, json_island({"data": plot["data"], "layout": layout})))


def ids_of(payload: Mapping[str, Any]) -> set[str]:
    """Every id that an object names, in its origin and in its cells."""
    ids = set(payload["ids"])
    table = payload.get("tabel", payload)
    for row in table.get("rijen", ()):
        for text, is_ids in zip(row, table["herkomst"], strict=True):
            ids |= {part for part in text.split(";") if part} if is_ids else set()
    return ids


def json_island(value: object) -> str:
    """Data for a script, which no `</script>` or `<!--` inside a value can end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _state(page: PageInfo) -> list[tuple[str, str]]:
    p = page.parameters
    return [
        ("Gebied", area_name(p.gebied)),
        ("Scenario", p.scenario),
        ("Prijspeil", str(p.prijspeil)),
        ("Stand van de gegevens", date_text(page.peildatum)),
    ]
