"""The text in a PDF that Chromium printed: just enough to see whether a title is on paper.

Chromium (Skia) writes each glyph as a number, and per font a table from glyph to letter; font names
are unique in the file. That is all that is read here. Blanks are dropped: a line break is none.
"""

from __future__ import annotations

import re
import unicodedata
import zlib

OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
FONT_USE = re.compile(rb"/(F\d+) (\d+) 0 R")
SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-F]+)> Tj")
CHARACTER = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n")
RANGE = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>")
SECTION = re.compile(rb"begin(bfchar|bfrange)\n(.*?)end\1", re.DOTALL)

Glyphs = dict[int, str]


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def text_of(pdf: bytes) -> str:
    """All text in the order in which it is drawn, without blanks, ligatures undone."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    fonts = {
        name: _glyphs(objects, int(number))
        for body in objects.values()
        for name, number in FONT_USE.findall(body)
    }
    drawn = (_stream(body) for body in objects.values())
    text = "".join(_text(content, fonts) for content in drawn if b" Tj" in content)
    return squeezed(text)


def squeezed(text: str) -> str:
    """A text as `text_of` gives it: without blanks, ligatures and fractions undone."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    if not found:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _glyphs(objects: dict[int, bytes], font: int) -> Glyphs:
    table = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    assert table, "a font without a table of letters"
    glyphs: Glyphs = {}
    for kind, lines in SECTION.findall(_stream(objects[int(table[1])])):
        if kind == b"bfchar":
            for glyph, letters in CHARACTER.findall(lines):
                glyphs[int(glyph, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
        else:
            for first, last, letter in RANGE.findall(lines):
                start = int(first, 16)
                for glyph in range(start, int(last, 16) + 1):
                    glyphs[glyph] = chr(int(letter, 16) + glyph - start)
    return glyphs


def _text(content: bytes, fonts: dict[bytes, Glyphs]) -> str:
    letters: list[str] = []
    glyphs: Glyphs = {}
    for font, shown in SHOWN.findall(content):
        if font:
            glyphs = fonts[font]
        else:
            codes = (int(shown[i : i + 4], 16) for i in range(0, len(shown), 4))
            letters += [glyphs.get(code, "") for code in codes]
    return "".join(letters)
