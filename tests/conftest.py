"""What every test shares: the rule that it has one marker, and a copy of the project to break."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from analysis.paths import ROOT

KINDS = ("unit", "golden", "property", "notebook", "report", "fault")
"""Exactly one of these on each test; `slow` comes beside it."""

NOTEBOOK_CELL = "IPyNbCell"
"""nbval's test of one cell. It can't carry a marker of its own, so it gets one here."""

MAX_SHOWN = 20


def pytest_configure() -> None:
    # A folder that the user's shell points at must not become what is tested.
    os.environ.pop("WERKBOEK_MAP", None)
    os.environ.pop("WERKBOEK_EIGEN", None)
    # Hypothesis would make a folder of its own wherever pytest is started.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / ".cache" / "hypothesis"))


@pytest.hookimpl(tryfirst=True)  # before pytest's own choice by `-m`
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if type(item).__name__ == NOTEBOOK_CELL:
            item.add_marker("notebook")
    wrong = [f"{item.nodeid}: {_told(kinds_of(item))}" for item in items if _is_wrong(item)]
    if wrong:
        more = [f"... and {len(wrong) - MAX_SHOWN} more"] if len(wrong) > MAX_SHOWN else []
        lines = [f"each test has exactly one of the markers {', '.join(KINDS)}"]
        raise pytest.UsageError("\n  ".join([*lines, *wrong[:MAX_SHOWN], *more]))


def kinds_of(item: pytest.Item) -> list[str]:
    """The kinds that a test is marked with, in the order of `KINDS`."""
    names = {marker.name for marker in item.iter_markers()}
    return [kind for kind in KINDS if kind in names]


def _is_wrong(item: pytest.Item) -> bool:
    return len(kinds_of(item)) != 1


def _told(kinds: Iterable[str]) -> str:
    return f"has {' and '.join(kinds) or 'none'}"


@pytest.fixture
def project_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root of its own with the data and notebooks of the project; the code looks there.

    The user's own extracts (data/eigen) are not copied: they never leave the project.
    """
    root = tmp_path / "werkboek"
    for name in ("data/raw", "data/processed", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    monkeypatch.setenv("WERKBOEK_MAP", str(root))
    return root
