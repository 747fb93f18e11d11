"""What a committed notebook must be: one function per rule, which yields what is wrong in words.

`test_lint` holds the notebooks against these rules, `test_lint_fails` the rules against notebooks
that break them. Whether the outputs are what the code gives is nbval's work.
"""

from __future__ import annotations

import ast
import getpass
import json
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis.parameters import Parameters
from analysis.present.display import MIME
from analysis.provenance import Basis
from analysis.publish.normalise import normalise, to_bytes

PLOTLY = "application/vnd.plotly.v1+json"
MIMES = {MIME, PLOTLY, "text/plain", "text/html", "image/png"}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MAX_CODE_LINES = 15
MAX_TITLE_WORDS = 12
MIN_WORDS_PER_LINE = 4
OVERVIEW = "00_leeswijzer"
OVERVIEW_SECTIONS = (
    "Antwoord",
    "Bronnen en aannames",
    "Controles",
    "Gemaakte keuzes",
    "Wat ontbreekt",
)
SECTIONS = (*OVERVIEW_SECTIONS[:2], "Gegevens", "Analyse", "Gevoeligheid", *OVERVIEW_SECTIONS[2:])

POSIX_PATH = re.compile(r"(?<![\w/.:<%)€])(?:~|file:/)?/[\w.-]+/[\w.-]+|(?<!\w)/(?:root|home)\b")
WINDOWS_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:(?:\\|/(?!/))|\\\\[\w.-]+\\")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+")
COMMON_NAMES = {"localhost", "root", "user", "runner", "admin", "worker", "builder", "python"}
"""Names of a machine or a user that may just as well be a word in a report."""

ESCAPES = re.compile(r"\b(?:input|breakpoint|_?exit|quit|eval|exec)\s*\(|SystemExit|NBVAL|PYTEST_")
MAGIC = re.compile(r"^\s*[!%?]|get_ipython\s*\(|\?\s*$", re.MULTILINE)
PARAMETER = re.compile(r"(?P<name>[a-z_]+): (?P<type>str|int) = (?P<value>\S+)  # .+, [^,]+")
CELL_ID = re.compile(r"q(\d)-[a-z0-9-]+")
MONTH = (
    "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
)
NAMED = re.compile(
    rf"\b\d{{1,2}} {MONTH}\b|\b(?:19|20)\d\d(?:/\d\d)?\b"
    r"|\b[Dd]eelvra(?:ag|gen) \d(?:(?:,| en| of) \d)*\b|\]\([^)]*\)"
)
"""Digits in prose that name something and measure nothing: dates, years, deelvragen, addresses."""

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
    """Every piece of text in a JSON value, keys too; lines that belong together are joined."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for item in value:
                yield from strings(item)
    elif isinstance(value, str):
        yield value


def every_text(notebook: Notebook) -> Iterator[str]:
    yield from (source(cell) for cell in notebook.node.cells)
    yield from strings(notebook.outputs)


def executed(notebook: Notebook) -> Iterator[str]:
    counts = [cell.execution_count for cell in notebook.code]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}"
    if not notebook.payloads:
        yield "no outputs"


def as_written(notebook: Notebook) -> Iterator[str]:
    if to_bytes(normalise(nbformat.reads(notebook.raw.decode(), 4))) != notebook.raw:
        yield "not as `werkboek notebooks` writes it"


def only_display_objects(notebook: Notebook) -> Iterator[str]:
    for output in notebook.outputs:
        if output.output_type not in {"display_data", "execute_result"}:
            yield f"output of type {output.output_type}"
        elif MIME not in output.data or set(output.data) - MIMES:
            yield f"output with {sorted(output.data)}"


def no_arrays(notebook: Notebook) -> Iterator[str]:
    for text in strings(notebook.outputs):
        if text in {"bdata", "dtype"} or ";base64," in text:
            yield f"packed numbers: {text[:40]}"


def no_paths(notebook: Notebook) -> Iterator[str]:
    for text in every_text(notebook):
        for pattern in (POSIX_PATH, WINDOWS_PATH):
            yield from (f"a path: {found[0]}" for found in pattern.finditer(text))


def machine_names() -> set[str]:
    """What this machine and its user are called, as far as that can't be an ordinary word."""
    host = socket.gethostname()
    names = {host, host.partition(".")[0], getpass.getuser(), Path.home().name}
    return {name.lower() for name in names if len(name) > 3} - COMMON_NAMES


def no_names(notebook: Notebook) -> Iterator[str]:
    names = machine_names()
    for text in every_text(notebook):
        words = set(re.findall(r"[\w.-]+", text.lower()))
        yield from (f"a name of this machine: {name}" for name in names & words)
        yield from (f"an address: {found[0]}" for found in ADDRESS.finditer(text))


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


def title_first(notebook: Notebook) -> Iterator[str]:
    first = notebook.node.cells[0]
    if first.cell_type != "markdown" or not re.match(r"# \S", source(first)):
        yield "the first cell is no title"
    titles = re.findall(r"^# ", "\n".join(notebook.prose), re.MULTILINE)
    if len(titles) != 1:
        yield f"{len(titles)} titles"


def sections(notebook: Notebook) -> Iterator[str]:
    found = iter(re.findall(r"^## (.+?)\s*$", "\n".join(notebook.prose), re.MULTILINE))
    wanted = OVERVIEW_SECTIONS if notebook.name == OVERVIEW else SECTIONS
    yield from (f"section '{name}' absent or out of order" for name in wanted if name not in found)


def no_numbers_in_prose(notebook: Notebook) -> Iterator[str]:
    for text in notebook.prose:
        rest = NAMED.sub("", text)
        for word in re.findall(r"[\w-]*\d[\w.,-]*", rest):
            if word.rstrip(".,") not in notebook.ids:
                yield f"a number in prose that no Claim holds: {word}"


def more_prose_than_code(notebook: Notebook) -> Iterator[str]:
    words = sum(len(re.findall(r"\w+", text)) for text in notebook.prose)
    lines = sum(bool(line.strip()) for cell in notebook.code for line in source(cell).splitlines())
    if words < MIN_WORDS_PER_LINE * lines:
        yield f"{words} words of prose to {lines} lines of code"


def short_titles(notebook: Notebook) -> Iterator[str]:
    for item in notebook.payloads:
        if item["soort"] == "figuur" and not 1 <= len(item["titel"].split()) <= MAX_TITLE_WORDS:
            yield f"{item['sleutel']}: title of {len(item['titel'].split())} words"


def says_where_from(notebook: Notebook) -> Iterator[str]:
    """A figure or table has a basis, a figure ids, and a sentence a basis for each number."""
    for item in notebook.payloads:
        name = item.get("sleutel", "a claim")
        numbers = [part for part in item.get("delen", []) if "ids" in part]
        if item["soort"] == "uitspraak" and not numbers and not item["ids"]:
            continue
        if any(part["basis"] not in set(Basis) for part in (item, *numbers)):
            yield f"{name}: no basis"
        if item["soort"] == "figuur" and any(not part["ids"] for part in (item, item["tabel"])):
            yield f"{name}: no ids"
        if any(not part["ids"] for part in numbers):
            yield f"{name}: a number without ids"


def keys(notebook: Notebook) -> list[str]:
    """The keys of all figures and tables, those inside a figure too."""
    shown = [item for item in notebook.payloads if "sleutel" in item]
    inner = [item["tabel"]["sleutel"] for item in shown if "tabel" in item]
    return [item["sleutel"] for item in shown] + inner


def repeated_keys(notebooks: Iterable[Notebook]) -> list[str]:
    counts = Counter(key for notebook in notebooks for key in keys(notebook))
    return [key for key, count in counts.items() if count > 1]


RULES: tuple[Callable[[Notebook], Iterator[str]], ...] = (
    executed,
    as_written,
    only_display_objects,
    no_arrays,
    no_paths,
    no_names,
    only_calls,
    no_escapes,
    short_cells,
    parameters_cell,
    opens_workbook,
    cell_ids,
    fixed_metadata,
    title_first,
    sections,
    no_numbers_in_prose,
    more_prose_than_code,
    short_titles,
    says_where_from,
)
