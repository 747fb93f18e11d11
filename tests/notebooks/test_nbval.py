"""The Makefile's nbval line really compares: an altered output of any kind makes it fail.

nbval skips a cell without an execution count and never compares pictures. The first is the lint's
rule `executed`, the second does no harm: no display object makes a picture.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from analysis.paths import ROOT
from analysis.publish.kernel import PRIVATE_FOLDERS

pytestmark = pytest.mark.notebook

MIME = "application/vnd.werkboek.v1+json"
SHOW = f"display({{'{MIME}': {{'tekst': '848'}}, 'text/html': '<p>848</p>'}}, raw=True)"
GOOD = {MIME: {"tekst": "848"}, "text/html": "<p>848</p>"}


def options() -> list[str]:
    """What the Makefile's target `test` passes to pytest for the notebooks."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = re.findall(r"python -m pytest (.*--nbval\b.*?) notebooks\b", makefile)
    assert len(lines) == 1
    return shlex.split(lines[0])


def cell(name: str, code: str, data: dict[str, object] | None) -> NotebookNode:
    outputs = [nbformat.v4.new_output("display_data", data)] if data else []
    return nbformat.v4.new_code_cell(code, id=name, outputs=outputs, execution_count=1)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One run of nbval over cells of which each differs from its output in one way."""
    folder = tmp_path_factory.mktemp("nbval")
    warns = "import warnings; warnings.warn('let op', stacklevel=1)\n"
    cells = {
        "same": cell("same", SHOW, GOOD),
        "payload": cell("payload", SHOW, GOOD | {MIME: {"tekst": "849"}}),
        "html": cell("html", SHOW, GOOD | {"text/html": "<p>849</p>"}),
        "extra": cell("extra", SHOW, GOOD | {"text/plain": "849"}),
        "stripped": cell("stripped", SHOW, None),
        "stderr": cell("stderr", warns + SHOW, GOOD),
        "raises": cell("raises", "1 / 0", GOOD),
    }
    notebook = nbformat.v4.new_notebook(cells=list(cells.values()))
    nbformat.write(notebook, folder / "proef.ipynb")
    printed = run_nbval(folder)
    found = dict(re.findall(r"::Cell (\d+) (PASSED|FAILED|SKIPPED)", printed))
    assert len(found) == len(cells), printed
    return {name: found[str(place)] for place, name in enumerate(cells)}


def run_nbval(folder: Path) -> str:
    """Run nbval as the Makefile does, in a process of its own, and return what it prints."""
    private = {name: str(folder / "jupyter" / name) for name in PRIVATE_FOLDERS}
    apart = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)]
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-v",
            *apart,
            "-o",
            f"cache_dir={folder}/cache",
            *options(),
            str(folder),
        ],
        cwd=folder,
        env=os.environ | private,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout


def test_unaltered_output_passes(verdicts: dict[str, str]) -> None:
    assert verdicts["same"] == "PASSED"


@pytest.mark.parametrize("name", ["payload", "html", "extra", "stripped", "stderr", "raises"])
def test_altered_output_fails(verdicts: dict[str, str], name: str) -> None:
    assert verdicts[name] == "FAILED"
