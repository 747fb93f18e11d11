"""Same input, same bytes: whatever the folder, the hash seed, the time zone and the language.

Two whole runs in processes of their own, each in a copy of the project in another place.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.paths import ROOT

pytestmark = [pytest.mark.report, pytest.mark.slow]

REPORT, NOTEBOOK = "organisatiefoto", "01_organisatiefoto"
COMPARED = (
    "uitgevoerd.ipynb",
    f"reports/{REPORT}.html",
    "reports/kerncijfers.csv",
    "reports/index.html",
)
SETTINGS = {
    "kloon nr 1": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    "kloon twee, met é": {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LANG": "en_US"},
}
"""Name of the folder and what differs in the environment: fourteen hours before and three and a
half behind Greenwich."""

RUN = """
import pathlib, sys
from analysis import cli
from analysis.publish import job, normalise

render_page = job.render_page

def keep_and_render(notebook, *arguments, **settings):
    pathlib.Path("uitgevoerd.ipynb").write_bytes(normalise.to_bytes(notebook))
    return render_page(notebook, *arguments, **settings)

job.render_page = keep_and_render
sys.exit(cli.run(["rapporten"]))
"""
"""The real command, which also keeps the executed notebook that it makes the page of."""


def copy_of_project(root: Path) -> Path:
    """Data, one notebook and the library; without outputs, which would compare equal unrun."""
    for name in ("data/raw", "data/processed"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copytree(ROOT / "reports" / "assets", root / "reports" / "assets")
    runs = f'[[rapport]]\nid = "{REPORT}"\nnotebook = "{NOTEBOOK}"\n'
    (root / "reports" / "runs.toml").write_text(runs, encoding="utf-8")
    notebook = json.loads((ROOT / "notebooks" / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    (root / "notebooks").mkdir()
    target = root / "notebooks" / f"{NOTEBOOK}.ipynb"
    target.write_text(json.dumps(notebook), encoding="utf-8")
    return root


def made_in(root: Path, settings: dict[str, str]) -> dict[str, bytes]:
    """Make the report in a copy of the project; return the files that came of it."""
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=root,
        env=os.environ | {"WERKBOEK_MAP": str(root), "PYTHONPATH": str(ROOT)} | settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {name: (root / name).read_bytes() for name in COMPARED}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("twee")
    return [
        made_in(copy_of_project(folder / name), settings) for name, settings in SETTINGS.items()
    ]


@pytest.mark.parametrize("name", COMPARED)
def test_two_runs_give_the_same_bytes(made: list[dict[str, bytes]], name: str) -> None:
    first, second = (hashlib.sha256(files[name]).hexdigest() for files in made)
    assert first == second


def test_run_gives_the_committed_page(made: list[dict[str, bytes]]) -> None:
    name = f"reports/{REPORT}.html"
    assert made[0][name] == (ROOT / name).read_bytes()


def test_no_trace_of_the_machine(made: list[dict[str, bytes]], tmp_path: Path) -> None:
    """Neither the folder of the run, nor where the project or its Python stands."""
    traces = [*SETTINGS, str(tmp_path.parent.parent), str(ROOT), sys.prefix, "Kiritimati"]
    for files in made:
        for name, content in files.items():
            assert [trace for trace in traces if trace in content.decode()] == [], name
