"""What the cells and the file of a committed notebook must be: one function per rule.

Each yields what is wrong, in words. Whether the outputs are what the code gives is nbval's work.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator

import nbformat

from analysis.parameters import Parameters
from analysis.publish.normalise import normalise, to_bytes
from tests.notebooks.document import Notebook, source

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MAX_CODE_LINES = 15
ESCAPES = re.compile(r"\b(?:input|breakpoint|_?exit|quit|eval|exec)\s*\(|SystemExit|NBVAL|PYTEST_")
MAGIC = re.compile(r"^\s*[!%?]|get_ipython\s*\(|\?\s*$", re.MULTILINE)
PARAMETER = re.compile(r"(?P<name>[a-z_]+): (?P<type>str|int) = (?P<value>\S+)  # .+, [^,]+")
CELL_ID = re.compile(r"q(\d)-[a-z0-9-]+")
NO_CALLS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.comprehension,
)


def executed(notebook: Notebook) -> Iterator[str]:
    counts = [cell.execution_count for cell in notebook.code]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}"
    if not notebook.payloads:
        yield "no outputs"


def as_written(notebook: Notebook) -> Iterator[str]:
    if to_bytes(normalise(nbformat.reads(notebook.raw.decode(), 4))) != notebook.raw:
        yield "not as `werkboek notebooks` writes it"


def only_calls(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.code:
        try:
            nodes = ast.walk(ast.parse(source(cell)))
        except SyntaxError:
            yield f"{cell.id}: no Python"
            continue
        yield from (f"{cell.id}: {type(n).__name__}" for n in nodes if isinstance(n, NO_CALLS))


def no_escapes(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.code:
        for pattern in (ESCAPES, MAGIC):
            if found := pattern.search(source(cell)):
                yield f"{cell.id}: {found[0]}"


def short_cells(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.code:
        if len(source(cell).splitlines()) > MAX_CODE_LINES:
            yield f"{cell.id}: more than {MAX_CODE_LINES} lines"


def parameters_cell(notebook: Notebook) -> Iterator[str]:
    cells = [cell for cell in notebook.node.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        yield f"{len(cells)} cells with the tag parameters"
        return
    lines = source(cells[0]).splitlines()
    matches = [PARAMETER.fullmatch(line) for line in lines]
    yield from (line for line, match in zip(lines, matches, strict=True) if not match)
    found = [(m["name"], m["type"], m["value"]) for m in matches if m]
    wanted = [
        (name, field.annotation.__name__, json.dumps(field.default))
        for name, field in Parameters.model_fields.items()
    ]
    if found != wanted:
        yield f"parameters are {found}, not {wanted}"


def opens_workbook(notebook: Notebook) -> Iterator[str]:
    sources = [source(cell) for cell in notebook.code]
    if "parameters" not in notebook.code[0].metadata.get("tags", []):
        yield "the first code cell is not that of the parameters"
    if len(sources) < 2 or "open_workbook(globals())" not in sources[1]:
        yield "the cell after the parameters does not call open_workbook(globals())"


def cell_ids(notebook: Notebook) -> Iterator[str]:
    ids = [cell.get("id", "") for cell in notebook.node.cells]
    number = str(int(notebook.name[:2]))
    for identifier in ids:
        match = CELL_ID.fullmatch(identifier)
        if not match or match[1] != number:
            yield f"cell id '{identifier}' has not the form q{number}-name"
    yield from (f"cell id '{name}' twice" for name, count in Counter(ids).items() if count > 1)


def fixed_metadata(notebook: Notebook) -> Iterator[str]:
    node = notebook.node
    if node.metadata != METADATA or (node.nbformat, node.nbformat_minor) != (4, 5):
        yield f"metadata is {node.metadata}, format {node.nbformat}.{node.nbformat_minor}"
    for cell in node.cells:
        if cell.metadata not in ({}, {"tags": ["parameters"]}):
            yield f"{cell.id}: metadata is {cell.metadata}"


RULES = (
    executed,
    as_written,
    only_calls,
    no_escapes,
    short_cells,
    parameters_cell,
    opens_workbook,
    cell_ids,
    fixed_metadata,
)
