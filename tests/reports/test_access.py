"""Whoever reads by keyboard, by ear or on paper gets all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.chromium import Viewer
from tests.reports.pages import INDEX, REPORTS, Sheet, sheet
from tests.reports.pdf_text import page_count, squeezed, text_of

pytestmark = pytest.mark.report

NAMES = ["index", "leeswijzer", "organisatiefoto", "los"]
RUN_AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then(
    result => result.violations
        .filter(found => ["serious", "critical"].includes(found.impact))
        .map(found => `${found.id}: ${found.nodes.map(node => node.target).join(" ")}`))"""
UNFOLD = "() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })"


@pytest.fixture(params=NAMES)
def path(request: pytest.FixtureRequest, single_file: Path) -> Path:
    return single_file if request.param == "los" else REPORTS / f"{request.param}.html"


def test_axe_finds_nothing_serious(browser: Viewer, axe: str, path: Path) -> None:
    page = browser.open(path)
    page.evaluate(UNFOLD)
    page.evaluate(axe)
    assert page.evaluate(RUN_AXE) == []


def test_axe_finds_what_is_wrong(browser: Viewer, axe: str, tmp_path: Path) -> None:
    """Without a language, and with a picture that says nothing."""
    path = tmp_path / "fout.html"
    path.write_text("<!DOCTYPE html><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    page = browser.open(path)
    page.evaluate(axe)
    found = {line.partition(":")[0] for line in page.evaluate(RUN_AXE)}
    assert found >= {"html-has-lang", "image-alt"}


def test_skip_link_brings_the_keyboard_to_the_content(browser: Viewer, path: Path) -> None:
    page = browser.open(path)
    page.keyboard.press("Tab")
    link = page.evaluate_handle("document.activeElement").as_element()
    assert link is not None
    assert link.get_attribute("href") == "#inhoud"
    box = link.bounding_box()
    assert box is not None
    assert box["x"] >= 0, "the link stays out of sight"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_print_is_whole(browser: Viewer, path: Path) -> None:
    """Every heading is on paper, and of every figure the title, the words and the chart's axes."""
    printed = browser.open(path).pdf(prefer_css_page_size=True)
    assert page_count(printed) >= (1 if path.name == INDEX else 3)
    text, page = text_of(printed), sheet(path)
    wanted = [tag.get_text() for tag in page.all("h1, h2, figcaption strong, .beschrijving")]
    for island in page.islands.values():
        axes = (island["layout"][name] for name in ("xaxis", "yaxis"))
        wanted += [axis["title"]["text"] for axis in axes if "title" in axis]
    assert [words for words in wanted if squeezed(words) not in text] == []


def test_print_reader_reads(browser: Viewer, tmp_path: Path) -> None:
    """Two pages, ligatures and letters with accents; what is not printed is not found."""
    path = tmp_path / "druk.html"
    words = "Officiële cijfers: € 1.234, ½ fte"
    style = "p { break-after: page } .weg { display: none }"
    path.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><title>x</title><style>{style}</style>"
        f"<p>{words}</p><h1>Twee</h1><div class=weg>verborgen</div>",
        encoding="utf-8",
    )
    printed = browser.open(path).pdf()
    assert page_count(printed) == 2
    text = text_of(printed)
    assert squeezed(words) in text
    assert "verborgen" not in text


def test_every_figure_has_words_beside_it() -> None:
    """The chart itself is hidden from screen readers: title, description and numbers replace it."""
    for path in sorted(REPORTS.glob("*.html")):
        for figure in Sheet(path.read_text(encoding="utf-8")).all("figure"):
            assert figure["role"] == "group"
            assert figure["aria-label"] == figure.select_one("figcaption strong").get_text()
            assert figure.select_one("[data-grafiek]")["aria-hidden"] == "true"
            assert figure.select_one(".beschrijving").get_text(strip=True)
            assert figure.select("table tbody tr")
