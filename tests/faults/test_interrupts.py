"""A run that is stopped from outside: what is done stays, nothing survives, the rest follows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from analysis.paths import ROOT
from tests.faults.conftest import EARLIER, Project, notebook, wait_until

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals"),
]

WAITING = notebook(
    "import os, pathlib, subprocess, sys, time",
    'subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", os.getcwd()]).poll()',
    'pathlib.Path("begonnen").touch(); time.sleep(300)',
)
"""Starts a process of its own, says that it is under way, and waits."""

KILL_AT_PAGE = """
import os, signal, sys
from analysis import cli

replace = os.replace

def killed(source, target):
    if str(target).endswith("snel.html"):
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target)

os.replace = killed
sys.exit(cli.run(["rapporten"]))
"""


def begun(project: Project, process: subprocess.Popen[str]) -> bool:
    """Whether the waiting notebook is under way (or the command has given up)."""
    mark = project.root / "notebooks" / "begonnen"
    wait_until(lambda: mark.exists() or process.poll() is not None, 60)
    return mark.exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signal_ends_everything_and_next_run_goes_on(
    project: Project,
    werkboek: Callable[..., tuple[int, str, str]],
    number: signal.Signals,
    code: int,
) -> None:
    project.write(snel=notebook("x = 1"), traag=WAITING, later=notebook("x = 2"))
    project.earlier("traag")
    process = project.start("rapporten", "--werkers", "1")
    assert begun(project, process), process.communicate()
    process.send_signal(number)
    assert wait_until(lambda: not project.processes(), 2), project.processes()
    out, err = process.communicate(timeout=10)

    assert (process.returncode, err) == (code, "")
    assert "1 gemaakt, 2 overgeslagen" in out
    states = {name: entry["state"] for name, entry in project.record().items()}
    assert states == {"snel": "gemaakt", "traag": "overgeslagen", "later": "overgeslagen"}
    assert project.page("traag") == EARLIER
    assert not (project.reports / "_mislukt").exists()
    project.assert_clean()

    finished = project.page("snel")
    (project.root / "notebooks" / "traag.ipynb").write_text(notebook("x = 3"), encoding="utf-8")
    code_after, out, _ = werkboek("rapporten")
    assert code_after == 0
    assert "2 gemaakt, 1 ongewijzigd" in out
    assert project.page("snel") == finished
    assert (project.reports / "index.html").exists()


def test_second_run_on_one_folder_is_refused_and_a_kill_is_cleared(
    project: Project, werkboek: Callable[..., tuple[int, str, str]]
) -> None:
    project.write(traag=WAITING, snel=notebook("x = 1"))
    project.earlier("traag")
    process = project.start("rapporten")
    assert begun(project, process), process.communicate()

    code, _, err = werkboek("rapporten")
    assert code == 5
    assert f"reports is in gebruik door proces {process.pid} (sinds " in err
    assert project.page("traag") == EARLIER

    process.kill()
    process.communicate()
    assert wait_until(lambda: not [one for one in project.processes() if "ipykernel" in one], 5)
    for left in project.processes():  # the process that the cell started: no kernel, no parent
        os.kill(int(left.partition(" ")[0]), signal.SIGKILL)
    assert list((project.root / ".cache" / "kernels").glob("*.json"))

    project.write(traag=notebook("x = 3"), snel=notebook("x = 1"))
    code, out, _ = werkboek("rapporten")
    assert code == 0
    assert out.startswith("opgeruimd: ")
    assert project.page("traag") != EARLIER
    project.assert_clean()


def test_kill_during_write_leaves_earlier_report_and_next_start_clears(
    project: Project, werkboek: Callable[..., tuple[int, str, str]]
) -> None:
    project.write(snel=notebook("x = 1"))
    project.earlier("snel")
    killed = subprocess.run([sys.executable, "-c", KILL_AT_PAGE], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert project.page("snel") == EARLIER
    assert len(list(project.reports.glob(".werkboek-*"))) == 1

    code, out, _ = werkboek("rapporten")
    assert code == 0
    assert "opgeruimd: 1 bestand van een afgebroken run" in out
    assert b"Proef voor samen." in project.page("snel")
    project.assert_clean()


def test_interrupt_before_the_first_kernel(project: Project) -> None:
    project.write(snel=notebook("x = 1"))
    process = project.start("rapporten")
    time.sleep(0.25)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    # Python itself may still be starting; then the system ends it, and there is nothing to tell.
    assert process.returncode in {143, -signal.SIGTERM}
    assert "Traceback" not in err
    project.assert_clean()
