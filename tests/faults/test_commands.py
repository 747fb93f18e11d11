"""What the commands promise when nothing is wrong: same bytes, in place, nothing outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from analysis.paths import ROOT
from tests.faults.conftest import Project, new_project, notebook

pytestmark = pytest.mark.fault

Command = Callable[..., tuple[int, str, str]]

SHOWS_A_SET = notebook("import time; order = ' '.join({'a', 'b', 'c', 'd'}) + str(time.tzname)")
SHOWS_A_SET = SHOWS_A_SET.replace("Proef voor {gebied}.", "Proef voor {gebied}: {order}.")
"""Both the order and the zone would differ between two runs, were they not fixed."""

LOADED = """
import sys, time
from analysis import cli
code = cli.run(["rapporten"])
slow = {"pandas", "papermill", "plotly", "nbformat", "nbconvert", "rich"} & set(sys.modules)
print(sorted(slow), file=sys.stderr)
print(time.process_time(), file=sys.stderr)
sys.exit(code)
"""


def test_same_input_same_bytes(
    project: Project,
    data: Path,
    tmp_path: Path,
    werkboek: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another folder, hash seed, time zone and home; and the home stays empty."""
    other = new_project(tmp_path / "een andere map, met é" / "x", data)
    home = tmp_path / "thuis"
    home.mkdir()
    for one in (project, other):
        one.write(goed=SHOWS_A_SET)
        one.runs(f'{(one.reports / "runs.toml").read_text()}\ngebied = ["samen", "GM0150"]')
    assert werkboek("rapporten")[0] == 0
    changed = {"WERKBOEK_MAP": str(other.root), "HOME": str(home), "TZ": "Asia/Tokyo"}
    made = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "rapporten"],
        cwd=ROOT,
        env=os.environ | changed | {"PYTHONHASHSEED": "7", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, "")
    assert other.hashes() == project.hashes()
    assert set(project.hashes()) == {
        "goed.html",
        "goed-deventer.html",
        "index.html",
        "kerncijfers.csv",
    }
    assert list(home.rglob("*")) == []

    # Nothing changed now: said at once, without loading anything slow.
    again = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert again.stdout.splitlines() == [
        "niets gewijzigd (2 rapporten)",
        str(project.reports / "index.html"),
    ]
    loaded, seconds = again.stderr.splitlines()
    assert loaded == "[]"
    assert float(seconds) < 1.6  # 0.4 on an idle machine; twice the target, for a busy one
    project.assert_clean()
    other.assert_clean()


def test_notebooks_are_run_again_in_place(project: Project, werkboek: Command) -> None:
    project.write(
        goed=notebook("print({'a', 'b', 'c', 'd', 'e'})"), fout=notebook("1/0"), apart=notebook()
    )
    folder = project.root / "notebooks"
    before = {path.name: path.read_bytes() for path in folder.glob("*.ipynb")}
    code, out, err = werkboek("notebooks", "--alleen", "goed", "fout")
    assert (code, err) == (1, "")
    lines = sorted(out.splitlines())
    assert lines[0].startswith("gewijzigd     goed  ")
    assert lines[1].startswith("mislukt       fout  notebooks/fout.ipynb, cel stap-1 (onder 'Stap")
    assert (folder / "fout.ipynb").read_bytes() == before["fout.ipynb"]
    assert (folder / "apart.ipynb").read_bytes() == before["apart.ipynb"]

    made = (folder / "goed.ipynb").read_bytes()
    cells = nbformat.reads(made.decode(), as_version=4).cells
    assert [cell.execution_count for cell in cells if cell.cell_type == "code"] == [1, 2, 3]
    assert [cell.id for cell in cells] == [
        c["id"] for c in json.loads(before["goed.ipynb"])["cells"]
    ]
    assert b"injected" not in made
    assert b"papermill" not in made

    code, out, _ = werkboek("notebooks", "--alleen", "goe")
    assert code == 0
    assert out.startswith("ongewijzigd   goed  ")
    assert (folder / "goed.ipynb").read_bytes() == made
    project.assert_clean()


def test_the_other_commands(project: Project, werkboek: Command) -> None:
    code, out, err = werkboek("data")
    assert (code, out, err) == (0, "niets gewijzigd\n", "")
    code, out, _ = werkboek("controle")
    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines() if not line.startswith(" ")] == [
        "Fouten",
        "Belangrijk",
        "Let op",
        "Klopt",
    ]
    code, out, _ = werkboek("controle", "--json")
    assert code == 0
    assert {row["ernst"] for row in json.loads(out)} <= {"fout", "belangrijk", "let_op", "klopt"}
    code, out, _ = werkboek("kerncijfers", "--gebied", "GM0150", "--json")
    assert code == 0
    rows = json.loads(out)
    assert {row["run"] for row in rows} == {"deventer"}
    # The result of the ondernemingsplan is not public: no number, and what it waits for.
    result = [row for row in rows if row["kerncijfer"] == "plan_resultaat_verschil"]
    assert [[row["waarde"], row["laag"], row["bronnen"]] for row in result] == (
        [[None, None, "G12;G14"]] * 5
    )
    missing = [row for row in rows if row["waarde"] is None]
    assert len(missing) == 8  # beside these five two deficits and one reserve
    code, out, _ = werkboek("kerncijfers")
    assert code == 0
    assert out.splitlines()[0] == "00_leeswijzer"
    assert "  Resultaat naast het ondernemingsplan: ontbreekt, 2020" in out.splitlines()
    assert out.count(": ontbreekt, 20") == 8
