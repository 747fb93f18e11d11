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

MAX_SINGLE_FILE_BYTES = 1_700_000


def first_other_runs() -> list[Run]:
    """For each notebook the first run with a parameter that is not the default."""
    others = [run for run in runs() if run not in base_runs()]
    return list({run.notebook: run for run in reversed(others)}.values())


@pytest.fixture(scope="module", params=first_other_runs(), ids=lambda run: run.id)
def fresh(request: pytest.FixtureRequest) -> tuple[Run, nbformat.NotebookNode]:
    """A run that is not the base case, executed now."""
    run = request.param
    execution = execute(ROOT / "notebooks" / f"{run.notebook}.ipynb", run.parameters)
    assert execution.reason == ""
    return run, execution.notebook


def keys_in(page: Sheet) -> list[str]:
    return [tag["data-grafiek"] for tag in page.all("[data-grafiek]")]


def test_notebooks_have_figures() -> None:
    assert all(figure_keys(committed(run.notebook)) for run in base_runs())


@pytest.mark.parametrize("run", base_runs(), ids=lambda run: run.id)
def test_page_has_the_figures_of_the_committed_notebook(run: Run) -> None:
    page = committed_sheet(run.id)
    assert keys_in(page) == figure_keys(committed(run.notebook))
    assert sorted(page.islands) == sorted(keys_in(page))


@pytest.mark.parametrize("run", base_runs(), ids=lambda run: run.id)
def test_page_has_every_object_of_the_committed_notebook(run: Run) -> None:
    page = committed_sheet(run.id)
    shown = shown_in(committed(run.notebook))
    for item in shown:
        if "sleutel" in item:
            assert page.all(f"#{item['sleutel']}"), item["sleutel"]
            assert item["titel"] in page.words
    claims = [item for item in shown if item["soort"] == "uitspraak"]
    assert len(page.all(".uitspraak")) == len(claims)
    for item, element in zip(claims, page.all(".uitspraak"), strict=True):
        sentence = "".join(part["tekst"] for part in item["delen"])
        assert " ".join(sentence.split()) in " ".join(element.get_text().split())
        linked = {tag.get_text() for tag in element.select('a[href^="#c-"]')}
        assert linked <= set(item["ids"])
        assert bool(linked) == bool(item["ids"]), sentence


@pytest.mark.parametrize("run", base_runs(), ids=lambda run: run.id)
def test_committed_page_is_that_of_the_committed_notebook(run: Run) -> None:
    """To the byte; when this fails: werkboek notebooks, werkboek rapporten, and commit both."""
    page = (REPORTS / f"{run.id}.html").read_bytes()
    assert page == rendered(run, committed(run.notebook))


def test_page_has_the_figures_of_a_fresh_run(fresh: tuple[Run, nbformat.NotebookNode]) -> None:
    run, notebook = fresh
    made = Sheet(rendered(run, notebook).decode())
    assert keys_in(made) == figure_keys(notebook) != []
    assert keys_in(committed_sheet(run.id)) == keys_in(made)


def test_fresh_run_shows_its_own_parameters(fresh: tuple[Run, nbformat.NotebookNode]) -> None:
    """The page of one municipality differs from that of both, and says which one it is about."""
    run, notebook = fresh
    page = Sheet(rendered(run, notebook).decode())
    (base,) = [other for other in base_runs() if other.notebook == run.notebook]
    assert shown_in(notebook) != shown_in(committed(run.notebook))
    (place,), (other,) = page.all(".stand dd")[:1], committed_sheet(base.id).all(".stand dd")[:1]
    assert place.get_text() != other.get_text()


@pytest.mark.parametrize("run", base_runs(), ids=lambda run: run.id)
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
