"""No value becomes a script: not with the page's policy, and not without it either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from analysis.errors import ReportError
from analysis.headlines import COLUMNS, LABELS
from analysis.parameters import Parameters
from analysis.present.display import MIME
from analysis.publish.csp import policy
from analysis.publish.index import render_index
from analysis.publish.page import render_page
from analysis.publish.runs import IndexEntry
from tests.reports.chromium import Viewer
from tests.reports.pages import Sheet
from tests.reports.payloads import (
    HOSTILE_ADDRESS,
    NUMBERS,
    PAYLOADS,
    UNESCAPED_FIRES,
    hostile_notebook,
    hostile_page_info,
    hostile_project,
    payload,
)

pytestmark = pytest.mark.report

STIR = """async () => {
    document.querySelectorAll("details").forEach(fold => { fold.open = true; });
    const places = [...document.querySelectorAll("[data-grafiek]")].filter(p => p._fullLayout);
    places.forEach(place => Plotly.Fx.hover(place, [{curveNumber: 0, pointNumber: 0}]));
    for (const element of document.querySelectorAll("*")) {
        for (const kind of ["mouseover", "focus", "click", "load", "error", "toggle"]) {
            element.dispatchEvent(new Event(kind, {cancelable: true}));
        }
    }
    document.querySelectorAll("a[href^='javascript']").forEach(link => link.click());
    // What is tried before this picture fails to load has failed or fired by then.
    await new Promise(done => {
        const picture = new Image();
        picture.onerror = done;
        picture.src = "data:image/png;base64,x";
        setTimeout(done, 2000);
    });
}"""
"""Do what a reader may do: unfold, point, click, move on."""

DRAWN = """() => [...document.querySelectorAll("[data-grafiek]")].map(place =>
    [...place.querySelectorAll(".cartesianlayer .point path")].filter(mark =>
        mark.getBoundingClientRect().height > 20 && mark.checkVisibility()).length)"""

BOLD = "Applying inline style violates"
"""How the policy stops plotly from writing the style of `<b>` and `<a>` in a text of the chart."""

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
PAGE_TAGS = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "script"}
PROSE_TAGS = {"a", "h1", "h2", "h3", "p", "ul", "li", "blockquote", "code", "pre", "strong", "em"}
OBJECT_TAGS = {"figure", "figcaption", "details", "summary", "div", "span", "nav", "dl", "dt", "dd"}
TABLE_TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
ALLOWED_TAGS = PAGE_TAGS | PROSE_TAGS | OBJECT_TAGS | TABLE_TAGS


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with hostile data; the code looks there as long as this module lasts."""
    with pytest.MonkeyPatch.context() as patch:
        root = hostile_project(tmp_path_factory.mktemp("kwaad"))
        patch.setenv("WERKBOEK_MAP", str(root))
        yield root


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, str]:
    """The hostile report, the same as one file, and a hostile index."""
    notebook, info = hostile_notebook(), hostile_page_info()
    made = {
        "rapport": render_page(notebook, info, single_file=False),
        "los": render_page(notebook, info, single_file=True),
        "index": hostile_index(),
    }
    return {name: page.decode() for name, page in made.items()}


def hostile_index() -> bytes:
    areas = ("samen", "deventer", "olst-wijhe")
    entries = [
        IndexEntry(
            f"run-{number}",
            payload(number),
            payload(number),
            payload(number),
            "mislukt",
            payload(number),
            Parameters(gebied=areas[number % 3]),
        )
        for number in NUMBERS
    ]
    names = list(LABELS)
    rows = [
        (f"run-{n}", "x", names[n], "1", "0", "2", "aantal", payload(n), "bron", payload(n))
        for n in NUMBERS
    ]
    headlines = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    return render_index(entries, headlines, "2026-01-01")


def fired(browser: Viewer, folder: Path, html: str) -> object:
    """Write the page beside the library, open it, stir it; return the payload that fired."""
    path = folder / "reports" / "proef.html"
    path.write_text(html, encoding="utf-8")
    page = browser.open(path)
    page.evaluate(STIR)
    return page.evaluate("window.fired")


@pytest.mark.parametrize("name", ["rapport", "los", "index"])
@pytest.mark.parametrize("protected", [True, False], ids=["policy", "no-policy"])
def test_no_payload_fires_and_the_figures_draw(
    browser: Viewer, root: Path, pages: dict[str, str], name: str, protected: bool
) -> None:
    html = pages[name] if protected else POLICY.sub("", pages[name])
    assert fired(browser, root, html) is None
    assert browser.asked == []
    refused = [text for text in browser.complaints if "Content Security Policy" in text]
    assert [text for text in refused if not text.startswith(BOLD)] == []
    assert browser.page is not None
    marks = browser.page.evaluate(DRAWN)
    assert marks == ([] if name == "index" else [1] * len(PAYLOADS))


@pytest.mark.parametrize("number", sorted(UNESCAPED_FIRES))
def test_payload_fires_where_nothing_is_escaped(browser: Viewer, root: Path, number: int) -> None:
    """So that the tests above can fail; the policy alone would stop each of them too."""
    text = payload(number)
    page = f"<p title=\"{text}\">{text}</p><p title='{text}'>x</p>"
    if number == 16:
        page = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), page)
    assert fired(browser, root, page) == number
    rules = policy(scripts=("",), style="", own_files=True)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    assert fired(browser, root, meta + page) is None


def harmful(html: str) -> list[str]:
    """Elements and attributes that a page of ours never has."""
    page = Sheet(html)
    found = [tag.name for tag in page.all("*") if tag.name not in ALLOWED_TAGS]
    for tag in page.all("*"):
        found += [key for key in tag.attrs if key.startswith("on") or key == "style"]
        address = "".join(tag.get("href", "").split()).lower()
        found += [address] if address.startswith(("javascript:", "data:", "vbscript:")) else []
    if (len(page.all("style")), len(page.all("meta[http-equiv]"))) != (1, 1):
        found.append("style or meta")
    scripts = [tag for tag in page.all("script") if tag.get("type") != "application/json"]
    return found + (["script"] if len(scripts) > 2 else [])


@pytest.mark.parametrize("name", ["rapport", "los", "index"])
def test_no_payload_becomes_an_element(pages: dict[str, str], name: str) -> None:
    assert harmful(pages[name]) == []


@pytest.mark.parametrize("number", NUMBERS)
def test_value_arrives_whole(pages: dict[str, str], number: int) -> None:
    """Escaped, not dropped: what a reader sees is what the data say, letter by letter."""
    page, text = Sheet(pages["rapport"]), payload(number)
    for selector in (
        f"#q9-figuur-{number} > figcaption strong",
        f"#q9-figuur-{number} .ondertitel",
        f"#q9-figuur-{number} .beschrijving",
        f"#q9-tabel-{number} caption",
        f"#q9-tabel-{number} tbody th",
        f"#q9-tabel-{number} .noot",
        f"#c-HA{number} td:nth-of-type(2)",
    ):
        (found,) = page.all(selector)
        assert found.get_text().lower() == text.lower(), selector
    trace = page.islands[f"q9-figuur-{number}"]["data"][0]
    assert trace["name"] == trace["x"][0] == trace["hovertemplate"] == text


def test_address_that_is_a_script_is_no_link(pages: dict[str, str]) -> None:
    assert HOSTILE_ADDRESS not in [tag["href"] for tag in Sheet(pages["rapport"]).all("a[href]")]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("field", ["ids", "basis", "soort", "sleutel"])
def test_what_names_something_is_refused_or_harmless(root: Path, field: str, number: int) -> None:
    """An id, a basis, a kind and a key are no free text; a figure has all four of them."""
    notebook = hostile_notebook()
    notebook.cells = [notebook.cells[0], *notebook.cells[2 * number - 1 : 2 * number + 1]]
    data = notebook.cells[2].outputs[0].data[MIME]
    data[field] = [payload(number)] if field == "ids" else payload(number)
    try:
        html = render_page(notebook, hostile_page_info(), single_file=False).decode()
    except (KeyError, ValueError, ReportError):
        return
    assert field == "sleutel"
    assert harmful(html) == []


def test_hostile_notebook_is_a_notebook() -> None:
    nbformat.validate(hostile_notebook())
