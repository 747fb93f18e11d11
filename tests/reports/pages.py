"""The rendered pages that the tests look at, and one page taken apart."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from bs4 import BeautifulSoup, Tag

from analysis.paths import ROOT
from analysis.present.display import MIME
from analysis.publish.page import render_page
from analysis.publish.runs import PageInfo, Run, read_runs
from analysis.sources.workbook import choices, peildatum

REPORTS = ROOT / "reports"
INDEX = "index.html"
FILES = sorted(REPORTS.glob("*.html"))
NAMES = [path.stem for path in FILES]
REPORT_NAMES = [name for name in NAMES if name != "index"]
NOT_SHOWN = ("script", "style", "title")


@functools.cache
def runs() -> list[Run]:
    """All runs of `reports/runs.toml`."""
    return read_runs(REPORTS / "runs.toml", choices())


def base_runs() -> list[Run]:
    """The runs with default parameters only: those are the committed notebooks."""
    return [run for run in runs() if run.parameters == type(run.parameters)()]


@functools.cache
def committed(name: str) -> nbformat.NotebookNode:
    """A committed notebook, with its outputs."""
    path = ROOT / "notebooks" / f"{name}.ipynb"
    return nbformat.reads(path.read_text(encoding="utf-8"), 4)


def shown_in(notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """What the display objects in a notebook say of themselves, in order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.data[MIME] for output in outputs]


def figure_keys(notebook: nbformat.NotebookNode) -> list[str]:
    return [item["sleutel"] for item in shown_in(notebook) if item["soort"] == "figuur"]


def rendered(run: Run, notebook: nbformat.NotebookNode, *, single_file: bool = False) -> bytes:
    """The page that is made of an executed notebook."""
    info = PageInfo(run.id, run.notebook, run.parameters, peildatum())
    return render_page(notebook, info, single_file=single_file)


@dataclass(frozen=True)
class Sheet:
    """One page: its text and its elements."""

    html: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "lxml")

    def all(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    @cached_property
    def words(self) -> str:
        """The text that a reader sees, folded parts too."""
        soup = BeautifulSoup(self.html, "lxml")
        for element in soup(NOT_SHOWN):
            element.decompose()
        return " ".join(soup.get_text(" ").split())

    @cached_property
    def islands(self) -> dict[str, Any]:
        """The data of the charts, by key."""
        found = self.all('script[type="application/json"]')
        return {tag["id"].removeprefix("g-"): json.loads(tag.string) for tag in found}

    @property
    def scripts(self) -> list[str]:
        """The scripts in the page that a browser would run."""
        return [tag.string for tag in self.all("script:not([src]):not([type])")]

    @cached_property
    def policy(self) -> dict[str, list[str]]:
        """The content security policy: the values of each directive."""
        (meta,) = self.all('meta[http-equiv="Content-Security-Policy"]')
        parts = [part.split() for part in meta["content"].split(";")]
        return {name: values for name, *values in parts}


def sheet(path: Path) -> Sheet:
    return Sheet(path.read_text(encoding="utf-8"))


@functools.cache
def committed_sheet(name: str) -> Sheet:
    return sheet(REPORTS / f"{name}.html")


def hash_source(text: str) -> str:
    """A text as a content security policy names it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def code_lines(notebook: nbformat.NotebookNode) -> list[str]:
    """The lines of code of a notebook that are long enough to be told from a word."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    lines = [line.strip() for source in sources for line in source.splitlines()]
    return [line for line in lines if re.search(r"\w[(.=:]", line) and len(line) > 8]
