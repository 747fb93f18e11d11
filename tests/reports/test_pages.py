"""What stands in every committed page: whole, Dutch, self-contained, traceable."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter

import pytest
from bs4 import Tag

from analysis.paths import ROOT
from tests.reports.pages import (
    FILES,
    NAMES,
    REPORT_NAMES,
    REPORTS,
    Sheet,
    code_lines,
    committed,
    committed_sheet,
    runs,
)

pytestmark = pytest.mark.report

ENGLISH = re.compile(
    r"\b(?:Share|Download|Untitled|Basis of|Table of|Figure|Loading|Show|Hide|Click|Unknown|Copy"
    r"|Unnamed|None|True|False|NaN|nan|null|undefined|Total|Year|Source|Created|the|and|with"
    r"|January|February|March|May|June|July|August|October|Mon|Tue|Wed|Thu|Fri)\b"
)
CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b|\dT\d\d:\d\d")
MAX_BYTES = 400_000


@pytest.fixture(params=NAMES)
def page(request: pytest.FixtureRequest) -> Sheet:
    return committed_sheet(request.param)


@pytest.fixture(params=REPORT_NAMES)
def report(request: pytest.FixtureRequest) -> Sheet:
    return committed_sheet(request.param)


def test_each_run_has_a_page_and_each_page_a_run() -> None:
    assert sorted(REPORT_NAMES) == sorted(run.id for run in runs())


def test_language_and_title(page: Sheet) -> None:
    assert page.soup.html["lang"] == "nl"
    (heading,), (title,) = page.all("h1"), page.all("head > title")
    assert heading.get_text() == title.get_text() != ""


def test_headings_go_down_one_level_at_a_time(page: Sheet) -> None:
    levels = [int(tag.name[1]) for tag in page.all("h1, h2, h3, h4, h5, h6")]
    steps = [next_ - level for level, next_ in itertools.pairwise(levels)]
    assert levels[0] == 1
    assert max(steps) <= 1
    assert all(tag.get_text(strip=True) for tag in page.all("h1, h2, h3, h4"))


def test_each_table_has_caption_and_scopes(page: Sheet) -> None:
    tables = page.all("table")
    assert tables
    for table in tables:
        (caption,) = table.select("caption")
        assert caption.get_text(strip=True)
        assert table.select("thead th")
        assert {tag.get("scope") for tag in table.select("thead th")} == {"col"}
        assert {tag.get("scope") for tag in table.select("tbody th")} <= {"row", "rowgroup"}
        widths = {_width(row) for row in table.select("tr")}
        assert len(widths) == 1, f"{caption.get_text()}: rows of {widths} cells"


def _width(row: Tag) -> int:
    return sum(int(cell.get("colspan", 1)) for cell in row.select("th, td"))


def test_each_id_stands_once(page: Sheet) -> None:
    counts = Counter(tag["id"] for tag in page.all("[id]"))
    assert [name for name, count in counts.items() if count > 1] == []


def test_each_link_inside_leads_somewhere(page: Sheet) -> None:
    ids = {tag["id"] for tag in page.all("[id]")}
    targets = {tag["href"][1:] for tag in page.all('a[href^="#"]')}
    assert targets
    assert targets - ids == set()


def test_each_shown_number_leads_to_its_row(report: Sheet) -> None:
    """A figure, a table and a sentence with a number each name at least one row of the register."""
    sentences = [tag for tag in report.all(".uitspraak") if tag.select("strong.getal")]
    shown = [*sentences, *report.all("figure"), *report.all("main > .tabel, main > details")]
    assert sentences
    for element in shown:
        assert element.select('.herkomst a[href^="#c-"]'), element.get("id") or element.get_text()
        assert element.select(".herkomst .basis")
    rows = {tag["id"] for tag in report.all('tr[id^="c-"]')}
    assert {tag["href"][1:] for tag in report.all('a[href^="#c-"]')} <= rows


def test_nothing_comes_from_elsewhere(page: Sheet) -> None:
    """Only a reader who clicks a source leaves the page; a file beside it must be there."""
    assert page.all("link, iframe, object, embed, img, base, form, video, audio") == []
    for tag in page.all("[src]"):
        assert re.fullmatch(r"assets/[\w.-]+", tag["src"])
        assert (REPORTS / tag["src"]).is_file()
    assert re.findall(r"url\(|@import", page.all("style")[0].string) == []


def test_outside_links_are_sources(page: Sheet) -> None:
    with (ROOT / "data" / "raw" / "bronnen.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["adres"] for row in csv.DictReader(file)}
    names = {path.name for path in FILES}
    for tag in page.all('a[href]:not([href^="#"])'):
        assert tag["href"] in names | sources
        if tag["href"] in sources:
            assert tag["href"].startswith(("https://", "http://"))
            assert set(tag["rel"]) == {"noreferrer", "noopener"}


def test_no_script_or_style_in_an_attribute(page: Sheet) -> None:
    for tag in page.all("*"):
        names = [name for name in tag.attrs if name.startswith("on") or name == "style"]
        assert names == [], tag
        values = [tag.get(name, "").strip().lower() for name in ("href", "src", "action")]
        assert not any(value.startswith(("javascript:", "vbscript:", "data:")) for value in values)


def test_no_code_of_the_notebook(report: Sheet) -> None:
    texts = [report.html, report.words]
    for name in {run.notebook for run in runs()}:
        lines = code_lines(committed(name))
        assert lines
        assert [line for line in lines if any(line in text for text in texts)] == []
    assert "In [" not in report.words


def test_no_english(page: Sheet) -> None:
    assert ENGLISH.findall(page.words) == []


def test_no_time_of_the_clock(page: Sheet) -> None:
    assert CLOCK.findall(page.words) == []
    assert re.findall(r"\dT\d\d:\d\d:\d\d", page.html) == []


def test_nothing_is_sent_to_a_cloud(report: Sheet) -> None:
    settings = re.findall(r"showSendToCloud:\s*(\w+)", "".join(report.scripts))
    assert settings == ["false"]
    assert "plotlyServerURL" not in report.html


def test_pages_are_small(page: Sheet) -> None:
    assert len(page.html.encode()) < MAX_BYTES
