"""One way through the house: sources, model, questions, present, publish; never back."""

import ast

import pytest

from analysis.paths import ROOT

pytestmark = pytest.mark.unit

ROOMS = ("disclosure", "sources", "model", "questions", "present", "publish")
MAY_IMPORT = {
    "disclosure": {"disclosure"},
    "sources": {"sources"},
    "model": {"model"},
    "questions": {"disclosure", "sources", "model", "questions"},
    "present": {"disclosure", "sources", "model", "questions", "present"},
    "publish": {"disclosure", "sources", "present", "publish"},
}
"""`present` and `publish` know the opened workbook of `sources`; `model` knows no other room.
`disclosure`, the privacy gate, is a package that all rooms after the model share."""

MODULES = sorted((ROOT / "analysis").rglob("*.py"))
MAX_LINES = 260
"""About 250 lines: a module that is longer is two subjects."""


def imported_rooms(path):
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    parts = [name.split(".") for name in names]
    return {part[1] for part in parts if part[0] == "analysis" and part[1] in ROOMS}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_earlier_rooms(room):
    modules = [path for path in MODULES if path.parent.name == room]
    assert modules
    for path in modules:
        assert imported_rooms(path) <= MAY_IMPORT[room], path.name


@pytest.mark.parametrize(
    "name", ["dutch", "errors", "files", "frames", "paths", "provenance", "released", "shown"]
)
def test_what_all_rooms_share_knows_no_room(name):
    assert imported_rooms(ROOT / "analysis" / f"{name}.py") == set()


def test_imports_are_seen():
    assert imported_rooms(ROOT / "analysis" / "questions" / "contract.py") == {
        "sources",
        "model",
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_one_subject(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
