"""Prose of a notebook as HTML: words stay words, links harm nobody, images are left out."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from analysis.publish.prose import slug, to_html

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "woord <svg onload=alert(1)> woord",
        "<!-- x --><iframe src=https://x></iframe>",
        "- <b onclick=alert(1)>x</b>",
        "## <script>alert(1)</script>",
        "| <script>x</script> | b |\n|-|-|\n| <img src=x> | 2 |",
        "`<script>`",
        "```html\n<script>alert(1)</script>\n```",
        "> <style>*{}</style>",
        '[x](https://x "<script>")',
        "[<script>](https://x)",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_markup_in_the_prose_is_text(source: str) -> None:
    body, sections = to_html(source)
    tags = {tag.name for tag in BeautifulSoup(body, "html.parser").find_all(True)}
    headings = "".join(heading for _, heading in sections)
    assert not tags & {"script", "img", "svg", "iframe", "style", "b"}
    assert "<" not in headings
    for tag in BeautifulSoup(body, "html.parser").find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "java&#115;cript:alert(1)",
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "[x]: {}\n\n[x]", "<{}>"])
def test_a_link_that_could_run_leads_nowhere(address: str, form: str) -> None:
    body, _ = to_html(form.format(address))
    for link in BeautifulSoup(body, "html.parser").find_all("a"):
        assert link["href"] == "#harmful-link"


def test_an_ordinary_link_works() -> None:
    body, _ = to_html("[nota](https://deventer.nl/nota)")
    assert body == '<p><a href="https://deventer.nl/nota">nota</a></p>'


@pytest.mark.parametrize("source", ["![kaart](https://x/kaart.png)", "![kaart](data:image/png,x)"])
def test_an_image_leaves_only_its_words(source: str) -> None:
    assert to_html(source)[0] == "<p>kaart</p>"


def test_tables_and_emphasis_work() -> None:
    body, _ = to_html("**Vet** en *schuin*\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    soup = BeautifulSoup(body, "html.parser")
    assert [cell.text for cell in soup.find_all("td")] == ["1", "2"]
    assert soup.strong is not None
    assert soup.em is not None


def test_second_level_headings_are_the_sections() -> None:
    body, sections = to_html("# Titel\n\n## Wat ontbreekt?\n\n### Dieper\n\n## Bron & *datum*")
    assert sections == [("wat-ontbreekt", "Wat ontbreekt?"), ("bron-amp-datum", "Bron &amp; datum")]
    ids = [tag["id"] for tag in BeautifulSoup(body, "html.parser").find_all(True) if tag.get("id")]
    assert ids == ["titel", "wat-ontbreekt", "dieper", "bron-amp-datum"]


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Wat ontbreekt?", "wat-ontbreekt"),
        ("  Één  plan – twee ", "een-plan-twee"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("a/b\\c..d", "a-b-c-d"),
        ("2040", "2040"),
    ],
)
def test_slug(text: str, anchor: str) -> None:
    assert slug(text) == anchor
