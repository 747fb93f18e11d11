"""Every committed notebook holds to the rules of the house (`test_lint_fails`: they can fail)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

import pytest

from analysis.paths import ROOT
from tests.notebooks import code_rules, shown_rules
from tests.notebooks.document import Notebook, read

pytestmark = pytest.mark.notebook

PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def ids() -> frozenset[str]:
    """Every id in the data: what prose may name although it has digits."""
    found: set[str] = set()
    for path in (ROOT / "data" / "processed").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {row.get("id", "") for row in csv.DictReader(file)}
    return frozenset(found)


def test_there_are_notebooks() -> None:
    assert {path.stem for path in PATHS} >= {"00_leeswijzer", "01_organisatiefoto"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "rule", [*code_rules.RULES, *shown_rules.RULES], ids=lambda rule: rule.__name__
)
def test_notebook_keeps_rule(
    rule: Callable[[Notebook], Iterator[str]], path, ids: frozenset[str]
) -> None:
    assert list(rule(read(path, ids))) == []


def test_each_key_stands_once_in_all_notebooks() -> None:
    assert shown_rules.repeated_keys(read(path) for path in PATHS) == []
