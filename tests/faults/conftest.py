"""A project of its own for every fault: real data and code, notebooks of a few lines.

Kernels really start and really die here. What a test asserts besides its own fault is always the
same, and stands in `Project.assert_clean`: nothing temporary, no lock, no process is left behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis import cli
from analysis.paths import ROOT
from analysis.publish.observed import Limits
from analysis.publish.output import ASSETS, LIBRARY
from analysis.publish.progress import Plain
from analysis.publish.render import Summary, render_reports
from analysis.publish.runs import read_runs
from analysis.sources.build import build_processed
from analysis.sources.workbook import choices

SHORT = Limits(cell_seconds=3, report_seconds=20, cell_bytes=100_000)

CLAIM = """
from IPython.display import display
parts = [{"tekst": f"Proef voor {gebied}."}]
claim = {"soort": "uitspraak", "delen": parts, "basis": "bron", "ids": ["K31"]}
display({"application/vnd.werkboek.v1+json": claim, "text/plain": "Proef"}, raw=True)
"""
"""The least that a page accepts; without pandas, which would double the time of every kernel."""

EARLIER = b"<p>het rapport van gisteren</p>"


def notebook(*codes: str, tags: tuple[str, ...] = ()) -> str:
    """A notebook with a title, the parameters, these cells, and a claim as the last one."""
    cells = [_markdown("titel", "# Een proef"), _code("parameters", PARAMETERS, ["parameters"])]
    for number, code in enumerate(codes, start=1):
        cells.append(_markdown(f"kop-{number}", f"## Stap {number}"))
        cells.append(_code(f"stap-{number}", textwrap.dedent(code).strip(), list(tags)))
    cells.append(_code("slot", CLAIM.strip(), []))
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content)


PARAMETERS = "\n".join(
    (
        'gebied: str = "samen"  # gebied',
        'scenario: str = "basis"  # scenario',
        "horizon: int = 2040  # jaar",
        "prijspeil: int = 2023  # jaar",
        "zaad: int = 2040  # beginwaarde",
    )
)


def _markdown(name: str, source: str) -> dict[str, object]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def _code(name: str, source: str, tags: list[str]) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {"tags": tags} if tags else {},
        "outputs": [],
        "source": source,
    }


@dataclass(frozen=True)
class Project:
    """A folder laid out like the project, and what a test does in it."""

    root: Path

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def write(self, **notebooks: str) -> None:
        """Write notebooks (text as it comes) and a `runs.toml` with one report for each."""
        for name, text in notebooks.items():
            (self.root / "notebooks" / f"{name}.ipynb").write_text(text, encoding="utf-8")
        tables = [f'[[rapport]]\nid = "{name}"\nnotebook = "{name}"' for name in notebooks]
        self.runs("\n\n".join(tables))

    def runs(self, text: str) -> None:
        (self.reports / "runs.toml").write_text(text, encoding="utf-8")

    def earlier(self, *names: str) -> None:
        """Put reports there as if an earlier run had made them."""
        for name in names:
            (self.reports / f"{name}.html").write_bytes(EARLIER)

    def make(self, limits: Limits = SHORT, *, again: bool = False, workers: int = 2) -> Summary:
        runs = read_runs(self.reports / "runs.toml", choices())
        return render_reports(runs, self.reports, workers, again, False, Plain(), limits=limits)

    def record(self) -> dict[str, dict[str, str]]:
        return json.loads((self.reports / "_run.json").read_text(encoding="utf-8"))["reports"]

    def page(self, name: str) -> bytes:
        return (self.reports / f"{name}.html").read_bytes()

    def hashes(self) -> dict[str, str]:
        """Every page, the index and the headline numbers, by name."""
        files = [*self.reports.glob("*.html"), *self.reports.glob("*.csv")]
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the real command in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "analysis.cli", *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def processes(self) -> list[str]:
        """Number and command line of each living process that names a folder of this project."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                state = (path / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if str(self.root) in command and state != "Z":
                found.append(f"{path.name} {command}")
        return found

    def assert_clean(self) -> None:
        assert list(self.root.rglob(".werkboek*")) == []
        assert list((self.root / ".cache" / "kernels").glob("*")) == []
        assert wait_until(lambda: not self.processes(), 3), self.processes()


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether `condition` becomes true within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def new_project(root: Path, data: Path) -> Project:
    for name in ("notebooks", "reports"):
        (root / name).mkdir(parents=True)
    shutil.copytree(data, root / "data")
    library = root / "reports" / ASSETS / LIBRARY
    library.parent.mkdir()
    library.write_text("/* stands for the chart library */\n", encoding="utf-8")
    return Project(root)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's raw data, and what is built from it now: the tree itself may be stale."""
    root = tmp_path_factory.mktemp("gegevens")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WERKBOEK_MAP", str(root))
        build_processed()
    return root / "data"


@pytest.fixture
def project(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("WERKBOEK_MAP", str(tmp_path / "proef"))
    return new_project(tmp_path / "proef", data)


@pytest.fixture(scope="module")
def shared_project(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One project for a whole module, where one run serves many assertions."""
    root = tmp_path_factory.mktemp("gedeeld") / "proef"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WERKBOEK_MAP", str(root))
        yield new_project(root, data)


@pytest.fixture
def werkboek(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The command line in this process: exit code, stdout and stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call
