"""Each rule of the lint fails on a small notebook that breaks it, and only then."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from analysis.present.display import MIME
from analysis.publish.normalise import METADATA
from tests.notebooks import code_rules, shown_rules
from tests.notebooks.document import Notebook
from tests.notebooks.small_notebook import (
    CLAIM,
    FIGURE,
    FIRST,
    OPEN,
    TITLE,
    Change,
    notebook,
    shown,
)

pytestmark = pytest.mark.notebook

RULES = {rule.__name__: rule for rule in (*code_rules.RULES, *shown_rules.RULES)}


def text(place: int, source: str) -> Change:
    """A line more in a cell."""
    return lambda cells: cells[place].update(source=f"{cells[place]['source']}\n{source}")


def swap(place: int, old: str, new: str) -> Change:
    """Other words in a cell."""

    def change(cells: list[dict[str, Any]]) -> None:
        assert old in cells[place]["source"]
        cells[place]["source"] = cells[place]["source"].replace(old, new)

    return change


def cell(place: int, **changes: Any) -> Change:
    return lambda cells: cells[place].update(changes)


def payload(place: int, **changes: Any) -> Change:
    return lambda cells: cells[place]["outputs"][0]["data"][MIME].update(changes)


def data(**changes: Any) -> Change:
    """Another mime type beside the workbook's."""
    return lambda cells: cells[FIGURE]["outputs"][0]["data"].update(changes)


def output(value: dict[str, Any]) -> Change:
    return lambda cells: cells[FIGURE]["outputs"].append(value)


NO_IDS = [{"tekst": "1", "basis": "bron", "ids": []}]
NO_BASIS = [{"tekst": "1", "basis": "", "ids": ["D73"]}]


def little_prose(cells: list[dict[str, Any]]) -> None:
    for item in cells:
        if item["cell_type"] == "markdown":
            item["source"] = "Kort."


STREAM = {"output_type": "stream", "name": "stderr", "text": "let op"}
ERROR = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
TAGGED = {"tags": ["parameters"]}

CASES: dict[str, tuple[str, Change]] = {
    "no-count": ("executed", cell(OPEN, execution_count=None)),
    "count-out-of-order": ("executed", cell(OPEN, execution_count=7)),
    "stripped": ("executed", lambda cells: [c.update(outputs=[]) for c in cells if "outputs" in c]),
    "trace-of-a-run": ("as_written", cell(FIGURE, metadata={"execution": {"x": 1}})),
    "stream": ("only_display_objects", output(STREAM)),
    "error": ("only_display_objects", output(ERROR)),
    "plain-output": ("only_display_objects", output(shown({"text/plain": "12"}))),
    "javascript": ("only_display_objects", data(**{"application/javascript": "1"})),
    "bdata": ("no_arrays", data(**{"application/vnd.plotly.v1+json": {"y": {"bdata": "AA=="}}})),
    "dtype": ("no_arrays", data(**{"application/vnd.plotly.v1+json": {"y": {"dtype": "f8"}}})),
    "data-uri": ("no_arrays", data(**{"text/html": "<img src='data:image/png;base64,AA=='>"})),
    "path-in-output": ("no_paths", data(**{"text/plain": "uit /srv/werk/x.csv"})),
    "path-in-json": ("no_paths", payload(FIGURE, noot="file:///tmp/kernel.json")),
    "path-in-source": ("no_paths", text(OPEN, "x.read('/home/iemand/x.csv')")),
    "home": ("no_paths", text(OPEN, "x.read('~/gegevens/x.csv')")),
    "windows-path": ("no_paths", text(OPEN, "x.read(r'C:\\gegevens\\x.csv')")),
    "windows-slash": ("no_paths", data(**{"text/plain": "D:/gegevens"})),
    "network-path": ("no_paths", data(**{"text/plain": r"\\server\deel"})),
    "address": ("no_names", data(**{"text/plain": "gemaakt door jan@werkplek"})),
    "function": ("only_calls", text(FIGURE, "def f():\n    return 1")),
    "lambda": ("only_calls", text(FIGURE, "f = lambda: 1")),
    "class": ("only_calls", text(FIGURE, "class A:\n    pass")),
    "for": ("only_calls", text(FIGURE, "for a in b:\n    a")),
    "while": ("only_calls", text(FIGURE, "while a:\n    a")),
    "comprehension": ("only_calls", text(FIGURE, "x.show(*[y for y in z])")),
    "no-python": ("only_calls", text(FIGURE, "dit is geen python")),
    "input": ("no_escapes", text(FIGURE, "x = input('naam')")),
    "breakpoint": ("no_escapes", text(FIGURE, "breakpoint()")),
    "exit": ("no_escapes", text(FIGURE, "exit()")),
    "sys-exit": ("no_escapes", text(FIGURE, "sys.exit(0)")),
    "os-exit": ("no_escapes", text(FIGURE, "os._exit(0)")),
    "nbval-comment": ("no_escapes", text(FIGURE, "# NBVAL_IGNORE_OUTPUT")),
    "shell": ("no_escapes", text(FIGURE, "!ls")),
    "shell-value": ("no_escapes", text(FIGURE, "  %time x.y()")),
    "help": ("no_escapes", text(FIGURE, "x.y?")),
    "long-cell": ("short_cells", text(FIGURE, "x.y()\n" * 15)),
    "no-parameters": ("parameters_cell", cell(FIRST, metadata={})),
    "parameters-twice": ("parameters_cell", cell(OPEN, metadata=TAGGED)),
    "parameter-without-unit": ("parameters_cell", swap(FIRST, "# scenario, id", "# scenario")),
    "parameter-without-type": ("parameters_cell", swap(FIRST, "horizon: int", "horizon")),
    "other-default": (
        "parameters_cell",
        swap(FIRST, "prijspeil: int = 2023", "prijspeil: int = 2024"),
    ),
    "other-parameter": ("parameters_cell", text(FIRST, "extra: int = 1  # nog een, aantal")),
    "lost-parameter": (
        "parameters_cell",
        swap(FIRST, 'scenario: str = "basis"  # scenario, id\n', ""),
    ),
    "does-not-open": ("opens_workbook", swap(OPEN, "open_workbook(globals())", "None")),
    "code-before-parameters": ("opens_workbook", lambda cells: cells.insert(1, cells.pop(OPEN))),
    "random-id": ("cell_ids", cell(FIGURE, id="3f9a21c0")),
    "id-of-another-notebook": ("cell_ids", cell(FIGURE, id="q8-figuur")),
    "tag": ("fixed_metadata", cell(FIGURE, metadata={"tags": ["raises-exception"]})),
    "no-title": ("title_first", swap(TITLE, "# Een", "## Een")),
    "two-titles": ("title_first", text(3, "# Nog een")),
    "code-first": ("title_first", lambda cells: cells.append(cells.pop(TITLE))),
    "section-missing": ("sections", swap(3, "## Gevoeligheid", "Gevoeligheid")),
    "section-order": (
        "sections",
        swap(3, "## Gegevens\n\n## Analyse", "## Analyse\n\n## Gegevens"),
    ),
    "number": ("no_numbers_in_prose", text(3, "Er werken 848 mensen.")),
    "percentage": ("no_numbers_in_prose", text(3, "Dat is 31,25%.")),
    "amount-like-a-year": ("no_numbers_in_prose", text(3, "Dat kost € 2.030 per jaar.")),
    "unknown-id": ("no_numbers_in_prose", text(3, "Zie D99.")),
    "little-prose": ("more_prose_than_code", little_prose),
    "long-title": ("short_titles", payload(FIGURE, titel="woord " * 13)),
    "no-figure-title": ("short_titles", payload(FIGURE, titel="")),
    "no-basis": ("says_where_from", payload(FIGURE, basis="")),
    "no-ids": ("says_where_from", payload(FIGURE, ids=[])),
    "number-without-ids": ("says_where_from", payload(CLAIM, delen=NO_IDS)),
    "number-without-basis": ("says_where_from", payload(CLAIM, delen=NO_BASIS)),
}


@pytest.mark.parametrize("rule", RULES)
def test_rule_passes_on_a_good_notebook(rule: str) -> None:
    assert list(RULES[rule](notebook())) == []


@pytest.mark.parametrize("case", CASES)
def test_rule_fails(case: str) -> None:
    rule, change = CASES[case]
    assert list(RULES[rule](notebook(change))) != []


def test_each_rule_is_seen_to_fail() -> None:
    assert {rule for rule, _ in CASES.values()} == set(RULES)


@pytest.mark.parametrize(
    "metadata",
    [
        METADATA | {"papermill": {}},
        METADATA | {"language_info": {"name": "python", "version": "3.11.7"}},
        METADATA | {"kernelspec": METADATA["kernelspec"] | {"name": "iemands-kernel"}},
        {},
    ],
)
def test_other_metadata_fails(metadata: dict[str, Any]) -> None:
    assert list(code_rules.fixed_metadata(notebook(metadata=metadata))) != []


def test_name_of_this_machine_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "werkplek-12.gemeente.nl")
    assert list(shown_rules.no_names(notebook(text(TITLE, "Gemaakt op werkplek-12.")))) != []


def test_id_twice_fails() -> None:
    twice = notebook().raw.replace(b'"q9-figuur"', b'"q9-openen"')
    assert list(code_rules.cell_ids(Notebook("09_proef", twice))) != []


def test_other_line_ends_fail() -> None:
    content = notebook()
    assert list(code_rules.as_written(Notebook("x", content.raw + b"\n"))) != []
    unsorted = json.dumps(json.loads(content.raw)).encode()
    assert list(code_rules.as_written(Notebook("x", unsorted))) != []


def test_key_in_two_notebooks_fails() -> None:
    """Both the figure's own key and that of its table stand in two notebooks."""
    assert shown_rules.repeated_keys([notebook(), notebook()]) == ["q9-proef", "q9-proef-cijfers"]
    assert shown_rules.repeated_keys([notebook()]) == []
