"""What a committed notebook may say and show: one function per rule, which yields what is wrong."""

from __future__ import annotations

import getpass
import re
import socket
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.present.display import MIME
from analysis.provenance import Basis
from tests.notebooks.document import Notebook, every_text, source, strings

PLOTLY = "application/vnd.plotly.v1+json"
MIMES = {MIME, PLOTLY, "text/plain", "text/html", "image/png"}
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
POSIX_PATH = re.compile(
    r"(?<![\w/.:<%)€])~?/[\w.-]+/[\w.-]+|(?<!\w)(?:~/\w|/(?:root|home)\b|file:/)"
)
WINDOWS_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:(?:\\|/(?!/))|\\\\[\w.-]+\\")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+")
COMMON_NAMES = {"localhost", "root", "user", "runner", "admin", "worker", "builder", "python"}
"""Names of a machine or a user that may just as well be a word in a report."""
MONTH = (
    "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
)
NAMED = re.compile(
    rf"\b\d{{1,2}} {MONTH}\b|\b(?:19|20)\d\d(?:/\d\d)?\b"
    r"|\b[Dd]eelvra(?:ag|gen) \d(?:(?:,| en| of) \d)*\b|\]\([^)]*\)"
)
"""Digits in prose that name something and measure nothing: dates, years, deelvragen, addresses."""


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
        words = {word.strip(".-") for word in re.findall(r"[\w.-]+", text.lower())}
        yield from (f"a name of this machine: {name}" for name in names & words)
        yield from (f"an address: {found[0]}" for found in ADDRESS.finditer(text))


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


RULES = (
    title_first,
    sections,
    no_numbers_in_prose,
    more_prose_than_code,
    only_display_objects,
    no_arrays,
    no_paths,
    no_names,
    short_titles,
    says_where_from,
)
