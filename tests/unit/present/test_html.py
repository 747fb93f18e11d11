"""Markup of the display objects: whatever a value holds, it is text and never markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from analysis.present import html
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.present.theme import EXAMPLE_WARNING
from analysis.provenance import Provenance, Quantity

pytestmark = pytest.mark.unit

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "</td></table><svg onload=alert(1)>",
    "&lt;script&gt;",
    "{{7*7}}",
]
EXPECTED = {
    *("a", "caption", "details", "div", "em", "figcaption", "figure", "p", "span", "strong"),
    *("summary", "table", "tbody", "td", "th", "thead", "tr"),
}


def _tags(markup: str) -> Iterator[Tag]:
    yield from BeautifulSoup(markup, "html.parser").find_all(True)


def _assert_harmless(markup: str, payload: str) -> None:
    for tag in _tags(markup):
        assert tag.name in EXPECTED
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert tag.get("href", "#").startswith("#")
    # And the reader sees it as it was written.
    soup = BeautifulSoup(markup, "html.parser")
    shown = soup.get_text() + " ".join(
        str(value) for tag in _tags(markup) for value in tag.attrs.values()
    )
    assert payload in shown


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("place", ["caption", "heading", "cell", "note", "ids", "origin"])
@pytest.mark.parametrize("collapsed", [False, True])
def test_a_value_in_a_table_is_text(
    make_table: Callable[..., Table], payload: str, place: str, collapsed: bool
) -> None:
    rows = pd.DataFrame({"wat": [payload if place == "cell" else "x"], "ids": ["D73"]})
    changes: dict[str, Any] = {
        "columns": (
            Column("wat", payload if place == "heading" else "Wat"),
            Column("ids", "Id", ids=True),
        ),
        "rows": rows.assign(ids=payload) if place == "ids" else rows,
        "collapsed": collapsed,
    }
    if place in {"caption", "note"}:
        changes[place] = payload
    if place == "origin":
        changes["provenance"] = Provenance.of("bron", [payload])
    table = make_table(**changes)
    shown = payload.split(";")[0] if place == "ids" else payload  # ids are parted by a semicolon
    _assert_harmless(html.table(table.payload()), shown)
    _assert_harmless(table._repr_mimebundle_()["text/html"], shown)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("place", ["title", "subtitle", "description", "note"])
def test_a_value_in_a_figure_is_text(
    make_figure: Callable[..., Figure], payload: str, place: str
) -> None:
    _assert_harmless(html.figure(make_figure(**{place: payload}).payload()), payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_value_in_a_sentence_is_text(payload: str, quantity: Callable[..., Quantity]) -> None:
    data = Claim("Er werken {n}.", n=Number(quantity(), (0, 1000))).payload()
    data["delen"][0]["tekst"] = payload
    data["delen"][1]["tekst"] = payload
    _assert_harmless(html.claim(data), payload)


def test_the_basis_is_a_word_with_its_meaning() -> None:
    badge = BeautifulSoup(html.badge("voorbeeld"), "html.parser").span
    assert badge is not None
    assert (badge.text, badge["title"]) == (
        "voorbeeld",
        "verzonnen voorbeeld, geen werkelijk cijfer",
    )


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(ValueError, match="gemeten"):
        html.badge("gemeten")


@pytest.mark.parametrize(("count", "more"), [(8, ""), (9, "1 andere"), (20, "12 andere")])
def test_a_long_origin_is_cut_off_and_says_so(count: int, more: str) -> None:
    markup = html.origin({"basis": "bron", "ids": [f"D{i:02}" for i in range(count)]})
    links = [tag["href"] for tag in _tags(markup) if tag.name == "a"]
    assert links[:8] == [f"#c-D{i:02}" for i in range(8)]
    assert (more in markup, len(links)) == (True, min(count, 8) + bool(more))


def test_what_rests_on_nothing_has_no_origin() -> None:
    nothing = {"basis": "bron", "ids": []}
    assert (html.origin(nothing), html.origin_text(nothing)) == ("", "")


def test_a_table_can_be_read_aloud(make_table: Callable[..., Table]) -> None:
    soup = BeautifulSoup(html.table(make_table().payload()), "html.parser")
    assert [tag["scope"] for tag in soup.find_all("th")] == ["col", "col", "row", "row"]
    assert soup.caption is not None
    assert soup.caption.text == "Een proef"


def _summary_of(table: Table) -> str:
    summary = BeautifulSoup(html.table(table.payload()), "html.parser").summary
    assert summary is not None
    return summary.text


@pytest.mark.parametrize("caption", ["Een proef", "Kosten, bijvoorbeeld vervoer"])
def test_a_folded_table_of_made_up_numbers_says_so(
    make_table: Callable[..., Table], caption: str
) -> None:
    made_up = {"provenance": Provenance.of("voorbeeld", ["X01"]), "collapsed": True}
    assert _summary_of(make_table(caption=caption, **made_up)) == f"{EXAMPLE_WARNING} {caption}"
    assert _summary_of(make_table(caption=caption, collapsed=True)) == caption


def test_a_caption_that_says_so_by_itself_says_it_once(make_table: Callable[..., Table]) -> None:
    made_up = {"provenance": Provenance.of("voorbeeld", ["X01"]), "collapsed": True}
    caption = "Cijfers bij de figuur: Voorbeeld: er blijft iets hangen"
    assert _summary_of(make_table(caption=caption, **made_up)) == caption


def test_a_figure_can_be_read_aloud(make_figure: Callable[..., Figure]) -> None:
    figure = BeautifulSoup(html.figure(make_figure().payload()), "html.parser").figure
    assert figure is not None
    assert (figure["role"], figure["aria-label"]) == ("group", "Matchen is groter dan Instroom")
    assert "Matchen telt 5 fte en Instroom 3." in figure.text
    assert "5,04" in figure.text
