"""Reports of own figures: in a folder of their own, never beside the base case, and said on top."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Project, notebook
from tests.own_files import ROWS, write_csv

pytestmark = pytest.mark.fault

Command = Callable[..., tuple[int, str, str]]

COUNTS = notebook(
    """
    from IPython.display import display
    from analysis.sources.workbook import open_workbook
    rows = len(open_workbook(dict(gebied=gebied)).table("verzuim"))
    parts = [{"tekst": f"Rijen verzuim: {'vier' if rows == 3 else 'veel'}."}]
    claim = {"soort": "uitspraak", "delen": parts, "basis": "bron", "ids": ["K31"]}
    display({"application/vnd.werkboek.v1+json": claim, "text/plain": "Proef"}, raw=True)
    """
).replace("'vier'", "'drie'")


def kept(project: Project) -> dict[str, str]:
    """What git keeps: the fingerprint of every file outside the two folders of own figures."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in project.root.rglob("*")
        if path.is_file()
        and path.name != "_run.json"
        and "eigen" not in path.relative_to(project.root).parts
        and ".cache" not in path.parts
    }


def test_own_figures_make_reports_of_their_own(
    project: Project, tmp_path: Path, werkboek: Command
) -> None:
    project.write(telling=COUNTS)
    code, _, err = werkboek("rapporten", "--werkers", "1")
    assert (code, err) == (0, "")
    assert b"Rijen verzuim: veel." in project.page("telling")
    before = kept(project)
    folder = write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"]).parent
    assert werkboek("inlezen", str(folder))[0] == 0

    code, out, err = werkboek("rapporten", "--werkers", "1")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith("reports/eigen/index.html")
    own = project.reports / "eigen"
    page = (own / "telling.html").read_text(encoding="utf-8")
    assert "Rijen verzuim: drie." in page
    for text in (page, (own / "index.html").read_text(encoding="utf-8")):
        assert "Met eigen cijfers van 31 maart 2024 (verzuim)" in text
    assert kept(project) == before
    assert "niets gewijzigd" in werkboek("rapporten")[1]

    code, out, _ = werkboek("rapporten", "--basis")
    assert code == 0
    assert "niets gewijzigd" in out
    assert kept(project) == before
    project.assert_clean()
    assert not (project.root / "data" / "eigen" / ".werkboek.lock").exists()


def test_own_figures_go_nowhere_that_git_keeps(
    project: Project, tmp_path: Path, werkboek: Command
) -> None:
    project.write(telling=COUNTS)
    folder = write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"]).parent
    assert werkboek("inlezen", str(folder))[0] == 0
    before = kept(project)
    for inside in (project.reports, project.reports / "ander", project.root / "uit"):
        code, _, err = werkboek("rapporten", "--uit", str(inside))
        assert code == 2
        assert "eigen cijfers mogen niet in" in err
    code, _, err = werkboek("rapporten", "--basis", "--uit", str(project.reports / "eigen"))
    assert code == 2
    assert "is voor eigen cijfers" in err
    assert kept(project) == before


def test_a_reading_under_way_is_waited_for_by_name(
    project: Project, tmp_path: Path, werkboek: Command
) -> None:
    from analysis.publish.lock import single_writer

    project.write(telling=COUNTS)
    folder = write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"]).parent
    assert werkboek("inlezen", str(folder))[0] == 0
    with single_writer(project.root / "data" / "eigen"):
        for arguments in (["inlezen", str(folder)], ["rapporten"], ["kerncijfers", "--eigen"]):
            code, _, err = werkboek(*arguments)
            assert code == 5
            assert "data/eigen is in gebruik" in err
