"""A notebook file, read for the rules; and the one thing that they are counted over: its text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis.present.display import MIME


@dataclass(frozen=True)
class Notebook:
    """A notebook file, read; `name` is the file's, without suffix."""

    name: str
    raw: bytes
    ids: frozenset[str] = frozenset()
    """Every id of the data: these may be named in prose."""

    @property
    def node(self) -> nbformat.NotebookNode:
        return nbformat.from_dict(json.loads(self.raw))

    @property
    def code(self) -> list[nbformat.NotebookNode]:
        return [cell for cell in self.node.cells if cell.cell_type == "code"]

    @property
    def prose(self) -> list[str]:
        return [source(cell) for cell in self.node.cells if cell.cell_type == "markdown"]

    @property
    def outputs(self) -> list[nbformat.NotebookNode]:
        return [output for cell in self.code for output in cell.outputs]

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """What the display objects say of themselves."""
        return [output.data[MIME] for output in self.outputs if MIME in output.get("data", {})]


def source(cell: nbformat.NotebookNode) -> str:
    return "".join(cell.source)


def read(path: Path, ids: frozenset[str] = frozenset()) -> Notebook:
    return Notebook(path.stem, path.read_bytes(), ids)


def strings(value: Any) -> Iterator[str]:
    """Every piece of text in a JSON value, keys too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def every_text(notebook: Notebook) -> Iterator[str]:
    yield from (source(cell) for cell in notebook.node.cells)
    yield from strings(notebook.outputs)
