"""Every page in a real browser, from disk, without a network: on a desktop and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from analysis.present import theme
from analysis.present.figure import Figure
from analysis.present.table import Column
from analysis.provenance import Provenance
from tests.reports.chromium import NARROW, WIDE, Viewer
from tests.reports.pages import NAMES, REPORTS, base_runs, committed_sheet, rendered, sheet

pytestmark = pytest.mark.report

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
SINGLE_FILE = "los"
ENGLISH_IN_CHARTS = ("trace ", "Click", "Double", "Share", "Download", "undefined", "NaN", "null")


@dataclass(frozen=True)
class View:
    """What was measured of one page at one width, and what the browser asked for and said."""

    width: int
    path: Path
    found: dict[str, Any]
    asked: list[str]
    complaints: list[str]

    def charts(self, *names: str) -> dict[str, Any]:
        """For each chart in which one of these is not empty: what it holds."""
        bad = [chart for chart in self.found["charts"] if any(chart[name] for name in names)]
        return {chart["key"]: [chart[name] for name in names] for chart in bad}


@pytest.fixture(scope="module")
def look(browser: Viewer, single_file: Path) -> Callable[[str, int], View]:
    """Open a page at a width, once for all tests."""
    seen: dict[tuple[str, int], View] = {}

    def get(name: str, width: int) -> View:
        if (name, width) not in seen:
            path = single_file if name == SINGLE_FILE else REPORTS / f"{name}.html"
            found = browser.open(path, width).evaluate(MEASURE)
            seen[name, width] = View(width, path, found, [*browser.asked], [*browser.complaints])
        return seen[name, width]

    return get


@pytest.fixture(params=[*NAMES, SINGLE_FILE])
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[WIDE, NARROW])
def view(look: Callable[[str, int], View], name: str, request: pytest.FixtureRequest) -> View:
    return look(name, request.param)


def test_nothing_is_asked_of_the_network(view: View) -> None:
    assert view.asked == []


def test_browser_has_no_complaints(view: View) -> None:
    """No script error, no breach of the content security policy, no missing file."""
    assert view.complaints == []


def test_each_chart_is_drawn(view: View) -> None:
    page = sheet(view.path)
    keys = [chart["key"] for chart in view.found["charts"]]
    assert keys == [tag["data-grafiek"] for tag in page.all("[data-grafiek]")]
    assert sorted(keys) == sorted(page.islands)
    for chart in view.found["charts"]:
        assert chart["traces"] == chart["wanted"] > 0, chart["key"]
        assert chart["marks"] >= 1, chart["key"]


def test_page_is_not_wider_than_the_screen(view: View) -> None:
    assert view.found["width"] <= view.width


def test_no_texts_of_a_chart_overlap(view: View) -> None:
    assert view.charts("overlaps") == {}


def test_no_text_of_a_chart_is_cut_off(view: View) -> None:
    assert view.charts("cut") == {}


def test_nothing_leaves_its_figure(view: View) -> None:
    assert view.charts("outside") == {}


def test_charts_have_no_buttons_and_no_english(view: View) -> None:
    """plotly's "Share chart" button uploads the chart to a cloud service."""
    for chart in view.found["charts"]:
        assert chart["buttons"] == 0
        words = " ".join(chart["texts"])
        assert [word for word in ENGLISH_IN_CHARTS if word in words] == []


def test_link_to_a_folded_table_opens_it(browser: Viewer) -> None:
    folded = [tag["id"] for tag in committed_sheet("leeswijzer").all("details[id]")]
    page = browser.open(REPORTS / "leeswijzer.html")
    page.evaluate("key => { location.hash = key; }", folded[0])
    page.wait_for_function("key => document.getElementById(key).open", arg=folded[0])


def test_made_up_figure_says_so_in_the_picture(browser: Viewer, tmp_path: Path) -> None:
    """In heavy letters across the chart, and without breaking the page's own policy."""
    rows = pd.DataFrame({"jaar": [2024], "aantal": [12]})
    columns = (Column("jaar", "Jaar", "jaar"), Column("aantal", "Aantal", "aantal"))
    traces = [{"type": "bar", "x": [2024], "y": [12]}]
    origin = Provenance.of("voorbeeld", ["D73-fte"])
    words = ("Een voorbeeld", "Aantal", "Een voorbeeld van twaalf.")
    figure = Figure("q9-proef", *words, rows, columns, traces, theme.layout(), origin)
    output = nbformat.v4.new_output("display_data", figure._repr_mimebundle_())
    title = nbformat.v4.new_markdown_cell("# Proef")
    cells = [title, nbformat.v4.new_code_cell("x", outputs=[output], execution_count=1)]
    path = tmp_path / "voorbeeld.html"
    notebook = nbformat.v4.new_notebook(cells=cells)
    path.write_bytes(rendered(base_runs()[0], notebook, single_file=True))
    warning = browser.open(path).locator(".annotation text")
    assert warning.text_content() == theme.EXAMPLE_WARNING
    assert int(warning.evaluate("text => getComputedStyle(text).fontWeight")) >= 600
    assert browser.complaints == []


def test_measuring_sees_what_is_wrong(browser: Viewer, tmp_path: Path) -> None:
    """A chart with two texts on one another, one half out of the picture, and a part that sticks
    out of its figure by 60 pixels; the text beside them, the turned ones and the folded part are
    well."""
    path = tmp_path / "fout.html"
    path.write_text(FAULTY, encoding="utf-8")
    found = browser.open(path, NARROW).evaluate(MEASURE)
    (chart,) = found["charts"]
    assert chart["overlaps"] == ["een × twee"]
    assert chart["cut"] == ["halverwege"]
    assert chart["outside"] == ["div.breed"]
    assert (chart["wanted"], chart["traces"], chart["marks"], chart["buttons"]) == (2, 0, 0, 1)
    assert found["width"] > NARROW


FAULTY = """<!DOCTYPE html><title>fout</title>
<style>figure { margin: 0; width: 320px } .breed { width: 380px; height: 9px }</style>
<figure><div data-grafiek="q9-x"><svg class="main-svg" width="300" height="200">
<text x="10" y="50">een</text><text x="15" y="52">twee</text><text x="100" y="50">los</text>
<text transform="translate(60,150) rotate(-45)">schuin een</text>
<text transform="translate(82,150) rotate(-45)">schuin twee</text>
<text x="270" y="90">halverwege</text></svg><div class="modebar"><a href="#">x</a></div></div>
<div class="breed">x</div><details><summary>x</summary><div class="breed">x</div></details></figure>
<script type="application/json" id="g-q9-x">{"data": [{}, {}, {"visible": false}]}</script>
"""
