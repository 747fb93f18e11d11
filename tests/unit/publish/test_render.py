"""The bookkeeping around the reports, with reports that take no kernel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis import headlines
from analysis.parameters import Parameters
from analysis.publish import index, job
from analysis.publish.headline_file import COLUMNS
from analysis.publish.job import Outcome, Workshop
from analysis.publish.output import ASSETS, LIBRARY
from analysis.publish.progress import Plain
from analysis.publish.records import State, file_hash
from analysis.publish.render import Summary, render_reports
from analysis.publish.runs import IndexEntry, Run
from analysis.sources import workbook

pytestmark = pytest.mark.unit

A, B, C = (Run(name, "01_foto", Parameters()) for name in "abc")


class Factory:
    """Makes pages at once; `failing` says which fail, `made` which were asked for."""

    def __init__(self) -> None:
        self.failing: dict[str, int] = {}
        self.made: list[str] = []
        self.entries: list[IndexEntry] = []

    def make(self, run: Run, workshop: Workshop) -> Outcome:
        self.made.append(run.id)
        if code := self.failing.get(run.id):
            return Outcome(run, State.MISLUKT, "oorzaak", exit_code=code)
        path = workshop.folder / run.file
        path.write_bytes(run.id.encode())
        row = (run.id, run.notebook, "k", "1", "1", "1", "pers", "2023", "bron", "K1")
        return Outcome(run, State.GEMAAKT, output_sha256=file_hash(path), headlines=(row,))

    def render_index(self, entries: list[IndexEntry], rows: pd.DataFrame, day: str) -> bytes:
        self.entries = entries
        lines = [f"{entry.run_id} {entry.state} {entry.reason} {entry.file}" for entry in entries]
        return "\n".join([day, *lines, *rows["run"]]).encode()


@pytest.fixture
def factory(monkeypatch: pytest.MonkeyPatch) -> Factory:
    factory = Factory()
    monkeypatch.setattr(job, "make", factory.make)
    monkeypatch.setattr(index, "render_index", factory.render_index)
    monkeypatch.setattr(workbook, "peildatum", lambda: "2026-11-21")
    return factory


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("WERKBOEK_MAP", str(tmp_path))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "01_foto.ipynb").write_text("{}", encoding="utf-8")
    library = tmp_path / "reports" / ASSETS / LIBRARY
    library.parent.mkdir(parents=True)
    library.write_text("", encoding="utf-8")
    yield tmp_path / "reports"
    assert not list(tmp_path.rglob(".werkboek*"))


def render(out: Path, *runs: Run, configured: tuple[Run, ...] = ()) -> Summary:
    return render_reports(
        runs,
        out,
        2,
        again=False,
        single_file=False,
        progress=Plain(),
        configured=configured or runs,
    )


def rows(out: Path) -> list[str]:
    lines = (out / "kerncijfers.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    return [line.partition(",")[0] for line in lines[1:]]


def recomputed(notebook: str, run_id: str, _: Parameters) -> pd.DataFrame:
    row = (run_id, notebook, "opnieuw", "1", "1", "1", "pers", "2023", "bron", "K1")
    return pd.DataFrame([row], columns=list(COLUMNS), dtype="str")


def made_files(out: Path) -> dict[str, bytes]:
    """What a run wrote, less the record: that holds seconds."""
    return {path.name: path.read_bytes() for path in out.glob("[!_]*.*") if path.is_file()}


def test_second_run_makes_nothing_and_changes_no_byte(
    out: Path, factory: Factory, capsys: pytest.CaptureFixture[str]
) -> None:
    first = render(out, B, A)
    assert (first.exit_code, first.text()) == (0, "2 gemaakt")
    assert rows(out) == ["a", "b"]
    before = {
        path.name: path.read_bytes()
        for path in out.iterdir()
        if path.is_file()
        if path.name != "_run.json"
    }
    capsys.readouterr()

    second = render(out, B, A)
    assert second.text() == "niets gewijzigd (2 rapporten)"
    assert sorted(factory.made) == ["a", "b"]
    assert capsys.readouterr().out == ""
    after = {
        path.name: path.read_bytes()
        for path in out.iterdir()
        if path.is_file()
        if path.name != "_run.json"
    }
    assert after == before


def test_index_does_not_tell_made_now_from_current(out: Path, factory: Factory) -> None:
    render(out, A, B)
    before = (out / "index.html").read_bytes()
    (out / "a.html").unlink()
    assert render(out, A, B).text() == "1 gemaakt, 1 ongewijzigd"
    assert (out / "index.html").read_bytes() == before
    assert {entry.state for entry in factory.entries} == {"gemaakt"}


def test_failure_keeps_the_page_and_drops_the_numbers(out: Path, factory: Factory) -> None:
    render(out, A, B)
    (out / "a.html").write_bytes(b"van gisteren")
    factory.failing = {"a": 1}
    summary = render(out, A, B)
    assert (summary.exit_code, summary.text()) == (1, "1 ongewijzigd, 1 mislukt")
    assert (out / "a.html").read_bytes() == b"van gisteren"
    assert rows(out) == ["b"]
    assert "a mislukt oorzaak a.html" in (out / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("codes", "expected"), [([1, 4], 4), ([5, 1], 5), ([1, 1], 1)])
def test_gravest_failure_decides_the_exit_code(
    out: Path, factory: Factory, codes: list[int], expected: int
) -> None:
    factory.failing = dict(zip("ab", codes, strict=True))
    assert render(out, A, B, C).exit_code == expected


def test_one_report_leaves_the_others_in_index_and_numbers(out: Path, factory: Factory) -> None:
    render(out, A, B)
    (out / "b.html").unlink()
    factory.made = []
    render(out, B, configured=(A, B, C))
    assert factory.made == ["b"]
    assert rows(out) == ["a", "b"]
    states = [(entry.run_id, entry.state, entry.file) for entry in factory.entries]
    assert states == [
        ("a", "gemaakt", "a.html"),
        ("b", "gemaakt", "b.html"),
        ("c", "overgeslagen", ""),
    ]


def test_report_that_is_current_again_gets_its_numbers_back(
    out: Path, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that made a report fail is undone: the page of before is current again."""
    source = out.parent / "notebooks" / "01_foto.ipynb"
    render(out, A)
    source.write_text('{"stuk": 1}', encoding="utf-8")
    factory.failing = {"a": 1}
    assert render(out, A).exit_code == 1
    assert rows(out) == []

    source.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(headlines, "HEADLINE_NOTEBOOKS", ("01_foto",))
    monkeypatch.setattr(headlines, "headline_table", recomputed)
    assert render(out, A).text() == "niets gewijzigd (1 rapport)"
    assert rows(out) == ["a"]


def test_numbers_touched_by_hand_are_computed_again(
    out: Path, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    render(out, A)
    (out / "kerncijfers.csv").write_text("weg", encoding="utf-8")
    monkeypatch.setattr(headlines, "HEADLINE_NOTEBOOKS", ("01_foto",))
    monkeypatch.setattr(headlines, "headline_table", recomputed)
    assert render(out, A).text() == "niets gewijzigd (1 rapport)"
    assert "opnieuw" in (out / "kerncijfers.csv").read_text(encoding="utf-8")
