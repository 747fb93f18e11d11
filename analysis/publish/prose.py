"""Markdown cells → HTML: every piece of HTML in them escaped, headings with a stable anchor."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import Any

import mistune

SECTION_LEVEL = 2
"""Headings of this level are the sections that the page's menu lists."""


def to_html(source: str, taken: set[str] | None = None) -> tuple[str, list[tuple[str, str]]]:
    """Return the HTML of a Markdown text and its sections as (anchor, heading).

    `taken` holds the anchors of the page so far and is extended: a heading that is used twice gets
    an anchor of its own.
    """
    renderer = _Renderer(escape=True, taken=set() if taken is None else taken)
    body = str(mistune.create_markdown(renderer=renderer, plugins=["table"])(source)).strip()
    return body, renderer.sections


def slug(text: str) -> str:
    """`Wat ontbreekt?` → `wat-ontbreekt`, for an anchor or a file name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


class _Renderer(mistune.HTMLRenderer):
    """mistune's renderer with anchors on headings and without images (a page asks for nothing)."""

    def __init__(self, escape: bool, taken: set[str]):
        super().__init__(escape=escape)
        self.taken = taken
        self.sections: list[tuple[str, str]] = []

    def heading(self, text: str, level: int, **_: Any) -> str:
        name = slug(re.sub(r"<[^>]+>", "", text)) or "kop"
        numbered = (f"{name}-{number}" for number in itertools.count(2))
        anchor = next(free for free in itertools.chain([name], numbered) if free not in self.taken)
        self.taken.add(anchor)
        if level == SECTION_LEVEL:
            self.sections.append((anchor, re.sub(r"<[^>]+>", "", text)))
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return mistune.escape(text)
