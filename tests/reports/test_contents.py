"""A page shows what its notebook shows: the committed one, and one that is run here and now."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from analysis.paths import ROOT
from analysis.publish.execute import execute
from analysis.publish.runs import Run
from tests.reports.pages import (
    REPORTS,
    Sheet,
    base_runs,
    committed,
    committed_sheet,
    figure_keys,
    rendered,
    runs,
    shown_in,
)

pytestmark = pytest.mark.report

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
MAX_SINGLE_FILE_BYTES = 1_700_000

Runs = list[tuple[Run, nbformat.NotebookNode]]


@pytest.fixture(params=NOTEBOOKS)
def run(request: pytest.FixtureRequest) -> Run:
    """The report of a notebook in the base case; each notebook has one."""
    (found,) = [run for run in base_runs() if run.notebook == request.param]
    return found


@pytest.fixture(scope="module")
def fresh() -> Runs:
    """Of each notebook the first run that is not the base case, executed here and now."""
    others = [run for run in runs() if run not in base_runs()]
    first = {run.notebook: run for run in reversed(others)}.values()
    assert first
    return [(run, executed(run)) for run in first]


def executed(run: Run) -> nbformat.NotebookNode:
    execution = execute(ROOT / "notebooks" / f"{run.notebook}.ipynb", run.parameters)
    assert execution.reason == ""
    return execution.notebook


def keys_in(page: Sheet) -> list[str]:
    return [tag["data-grafiek"] for tag in page.all("[data-grafiek]")]


def test_notebooks_have_figures() -> None:
    assert all(figure_keys(committed(run.notebook)) for run in base_runs())


def test_page_has_the_figures_of_the_committed_notebook(run: Run) -> None:
    page = committed_sheet(run.id)
    assert keys_in(page) == figure_keys(committed(run.notebook))
    assert sorted(page.islands) == sorted(keys_in(page))


def test_page_has_every_object_of_the_committed_notebook(run: Run) -> None:
    page = committed_sheet(run.id)
    shown = shown_in(committed(run.notebook))
    for item in shown:
        if "sleutel" in item:
            assert page.all(f"#{item['sleutel']}"), item["sleutel"]
            assert " ".join(item["titel"].split()) in page.words
    claims = [item for item in shown if item["soort"] == "uitspraak"]
    assert len(page.all(".uitspraak")) == len(claims)
    for item, element in zip(claims, page.all(".uitspraak"), strict=True):
        sentence = "".join(part["tekst"] for part in item["delen"])
        assert " ".join(sentence.split()) in " ".join(element.get_text().split())
        linked = {tag.get_text() for tag in element.select('a[href^="#c-"]')}
        assert linked <= set(item["ids"])
        assert bool(linked) == bool(item["ids"]), sentence


def test_committed_page_is_that_of_the_committed_notebook(run: Run) -> None:
    """To the byte; when this fails: werkboek notebooks, werkboek rapporten, and commit both."""
    page = (REPORTS / f"{run.id}.html").read_bytes()
    assert page == rendered(run, committed(run.notebook))


def test_page_has_the_figures_of_a_fresh_run(fresh: Runs) -> None:
    for run, notebook in fresh:
        made = Sheet(rendered(run, notebook).decode())
        assert keys_in(made) == figure_keys(notebook) != []
        assert keys_in(committed_sheet(run.id)) == keys_in(made)


def test_fresh_run_shows_its_own_parameters(fresh: Runs) -> None:
    """The page of one municipality differs from that of both, and says which one it is about."""
    for run, notebook in fresh:
        (base,) = [other for other in base_runs() if other.notebook == run.notebook]
        assert shown_in(notebook) != shown_in(committed(run.notebook))
        pages = (Sheet(rendered(run, notebook).decode()), committed_sheet(base.id))
        states = [[tag.get_text() for tag in page.all(".stand dd")] for page in pages]
        assert states[0] != states[1]


def test_single_file_holds_all_and_stays_small(run: Run) -> None:
    """The library adds 1.2 MB, the page itself at most 0.4."""
    made = rendered(run, committed(run.notebook), single_file=True)
    assert len(made) < MAX_SINGLE_FILE_BYTES
    page = Sheet(made.decode())
    assert page.all("[src]") == []
    assert keys_in(page) == figure_keys(committed(run.notebook))
    library = (REPORTS / "assets" / "plotly-basic.min.js").read_text(encoding="utf-8").strip()
    assert any(len(text) >= len(library) for text in page.scripts)


def test_single_file_differs_from_the_page_by_the_library_only(single_file: Path) -> None:
    page, alone = committed_sheet("leeswijzer"), Sheet(single_file.read_text(encoding="utf-8"))
    assert alone.words == page.words
    assert alone.islands == page.islands
