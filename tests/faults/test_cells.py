"""A cell that goes wrong: told where and why, yesterday's report untouched, the others made.

All notebooks run in one command, once for the whole module; a kernel takes a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from analysis.publish.records import State
from analysis.publish.render import Summary
from tests.faults.conftest import EARLIER, SHORT, Project, notebook

pytestmark = pytest.mark.fault

GRANDCHILD = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", os.getcwd()])
"""

FAULTS = {
    "fout": (notebook("1/0", "print(1)"), "cel stap-1 (onder 'Stap 1'): ZeroDivisionError"),
    "eigen": (
        notebook(
            "from analysis.errors import InputError, Problem",
            "raise InputError([Problem('data/raw/x.csv', 48, 'uitstroom', 'mag niet')])",
        ),
        "cel stap-2 (onder 'Stap 2'): data/raw/x.csv, regel 48, kolom 'uitstroom': mag niet",
    ),
    "gedood": (
        notebook(GRANDCHILD, "import signal; os.kill(os.getpid(), signal.SIGKILL)"),
        "cel stap-2 (onder 'Stap 2'): kernel gestopt (mogelijk te weinig geheugen)",
    ),
    "traag": (notebook("import time; time.sleep(60)"), "cel stap-1 (onder 'Stap 1'): duurt langer"),
    "sysexit": (notebook("import sys; sys.exit(0)"), "rapport niet compleet: de cel beëindigt"),
    "exit": (notebook("exit()"), "rapport niet compleet: de cel beëindigt"),
    "stderr": (
        notebook("import sys; print('let op', file=sys.stderr)"),
        "cel stap-1 (onder 'Stap 1'): schrijft op stderr: let op",
    ),
    "shell": (
        notebook("import os; code = os.system('ls /bestaat-niet')"),
        "schrijft op stderr: ls",
    ),
    "draad": (
        notebook(
            "import threading; t = threading.Timer(0.3, lambda: 1 / 0); t.start()",
            "import time; time.sleep(0.8)",
        ),
        "schrijft op stderr: ZeroDivisionError",
    ),
    "uitvoer": (notebook("print('x' * 200_000)"), "schrijft meer dan 0,1 MB uitvoer"),
    "tag": (
        notebook("x = 1", tags=("skip-execution",)),
        "cel stap-1 (onder 'Stap 1'): rapport niet compleet: deze cel is niet uitgevoerd",
    ),
    "getal": (notebook("42"), "Figure, Table of Claim"),
    "kapot": (notebook("1")[:200], "notebooks/kapot.ipynb is beschadigd"),
    "leeg": ("", "notebooks/leeg.ipynb is leeg; zet het terug met: git restore"),
    "geen-json": ("[1, 2]", "notebooks/geen-json.ipynb is beschadigd"),
    "parameterloos": (
        notebook().replace('"tags": ["parameters"]', '"tags": []'),
        "precies één cel met label 'parameters'",
    ),
}

GOOD = {
    "goed": notebook("x = 1"),
    "mag": notebook("import sys; print('mag', file=sys.stderr)", tags=("stderr-toegestaan",)),
    "kind": notebook(GRANDCHILD),
}
"""What goes well: a cell that may write on stderr, and one that leaves a process behind. Whether
the page accepts the first is the page's affair; only the verdict on the run is looked at."""


@dataclass(frozen=True)
class Run:
    project: Project
    summary: Summary


@pytest.fixture(scope="module")
def run(shared_project: Project) -> Run:
    faults = {name: text for name, (text, _) in FAULTS.items()}
    shared_project.write(goed=GOOD["goed"], **faults, kind=GOOD["kind"])
    shared_project.earlier(*FAULTS)
    return Run(shared_project, shared_project.make(SHORT))


@pytest.mark.parametrize("name", FAULTS)
def test_cause_is_told(run: Run, name: str) -> None:
    record = run.project.record()[name]
    assert record["state"] == "mislukt"
    assert FAULTS[name][1] in record["reason"]
    assert name in record["reason"] or name == "getal"


@pytest.mark.parametrize("name", FAULTS)
def test_earlier_report_is_untouched(run: Run, name: str) -> None:
    assert run.project.page(name) == EARLIER


def test_others_are_made(run: Run) -> None:
    made = [name for name, state in run.summary.states.items() if state is State.GEMAAKT]
    assert sorted(made) == ["goed", "kind"]
    assert b"Proef voor samen." in run.project.page("goed")


def test_exit_code_is_1(run: Run) -> None:
    assert run.summary.exit_code == 1


def test_failed_notebooks_are_put_aside(run: Run) -> None:
    unreadable = {"kapot", "leeg", "geen-json", "parameterloos"}
    aside = {path.stem for path in (run.project.reports / "_mislukt").glob("*.ipynb")}
    assert aside == set(FAULTS) - unreadable


def test_index_shows_failure_beside_earlier_report(run: Run) -> None:
    index = (run.project.reports / "index.html").read_text(encoding="utf-8")
    assert 'href="fout.html"' in index
    assert "mislukt" in index
    assert "ZeroDivisionError" in index


def test_nothing_is_left_behind(run: Run) -> None:
    run.project.assert_clean()


def test_nothing_is_noisy(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    """papermill, nbclient and the kernel's process log nothing on the user's screen."""
    mag = GOOD["mag"].replace("zaad: int", "zaadje: int")  # papermill warns of a missing name
    project.write(gedood=FAULTS["gedood"][0], traag=FAULTS["traag"][0], mag=mag)
    project.make(type(SHORT)(cell_seconds=1))
    out, err = capfd.readouterr()
    assert err == ""
    assert all(line.split()[0] in {"gemaakt", "mislukt"} for line in out.splitlines())
    assert "stderr" not in project.record()["mag"]["reason"]


def test_report_has_a_limit_too(project: Project) -> None:
    project.write(lang=notebook("import time; time.sleep(2)", "time.sleep(2)", "time.sleep(2)"))
    limits = type(SHORT)(cell_seconds=60, report_seconds=3)
    summary = project.make(limits)
    assert summary.exit_code == 1
    assert "het rapport duurt langer dan 3 s" in project.record()["lang"]["reason"]
