"""The bytes of a file → every text that someone could read in them, each with its place.

Whatever a page, a notebook or a spreadsheet writes otherwise is undone: entities, escapes, tags
inside a word, base64 (also in itself), compressed members. A place is a cell, a member of an
archive or a line. What can't be decoded within the limits is told, never passed over.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import json
import re
import struct
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

MAX_BYTES, MAX_DEPTH = 64_000_000, 5
MAX_ROUNDS = 4
"""How often a text may be escaped over and over."""

TOO_MUCH = "te groot of te diep verpakt om na te kijken"

BASE64 = re.compile(r"(?:[\w+/-]{60,}\\?\r?\n)*[\w+/-]{12,}={0,2}", re.ASCII)
INLINE_TAG = re.compile(r"</?(?:a|abbr|b|code|em|i|mark|small|span|strong|sub|sup|u|wbr)\b[^<>]*>")
RICH_TEXT = re.compile(r"</t></r><r>(?:<rPr>.*?</rPr>)?<t[^>]*>", re.DOTALL)
"""Between two pieces of one cell that look different, in a spreadsheet."""

TYPED = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"}
"""plotly's arrays: its name of a type and that of `struct`."""

ARRAY = re.compile(
    r'"dtype":\s*"(\w+)",\s*"bdata":\s*"([^"]+)"|"bdata":\s*"([^"]+)",\s*"dtype":\s*"(\w+)"'
)
ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\"'/\\])|([nrtbf]))")
PRINTABLE = re.compile(rb"[\x20-\x7e]{8,}")
Text = tuple[str, str]


class TooMuch(ValueError):
    """More, or more deeply packed, than is looked through."""


def texts_of(name: str, data: bytes) -> Iterator[Text]:
    """Yield (place, text) for everything in the file called `name`, the name itself too.

    Raises `TooMuch`, naming the place.
    """
    yield "bestandsnaam", name
    if name.endswith(".ipynb"):
        yield from _notebook(data)
    else:
        yield from _layers("", data, 0)


def _notebook(data: bytes) -> Iterator[Text]:
    """Each cell apart, so that a finding can name it."""
    try:
        content = json.loads(data)
        cells = content.pop("cells")
    except (ValueError, KeyError, AttributeError, TypeError):
        yield from _layers("", data, 0)
        return
    for number, cell in enumerate(cells, start=1):
        place = f"cel {cell.get('id', number)}"
        yield from _layers(place, "\n".join(_strings(cell)).encode(), 0)
    yield from _layers("gegevens van het notebook", "\n".join(_strings(content)).encode(), 0)


def _strings(value: Any) -> Iterator[str]:
    """Every key and value of JSON as text; a typed array as its numbers."""
    if isinstance(value, dict):
        if "bdata" in value:
            yield _numbers(value.get("dtype"), value["bdata"])
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    else:
        yield str(value)


def _numbers(kind: object, packed: object) -> str:
    """The numbers of a typed array, one a line; nothing when it is not one."""
    try:
        data = base64.b64decode(str(packed))
        numbers = struct.iter_unpack(f"<{TYPED[str(kind)]}", data)
        return "\n".join(f"{number:.15g}" for (number,) in numbers)
    except (KeyError, ValueError, struct.error):
        return ""


def _layers(place: str, data: bytes, depth: int) -> Iterator[Text]:
    """The text of these bytes, and of what is packed in them."""
    if depth > MAX_DEPTH or len(data) > MAX_BYTES:
        raise TooMuch(f"{place or 'bestand'}: {TOO_MUCH}")
    if data.startswith(b"PK\x03\x04"):
        yield from _members(place, data, depth)
    elif data.startswith(b"\x1f\x8b"):
        yield from _layers(place, _unpacked(place, data), depth + 1)
    else:
        yield from _views(place, _text(data), depth)


def _members(place: str, data: bytes, depth: int) -> Iterator[Text]:
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield place, archive.comment.decode("utf-8", "replace")
            for item in archive.infolist():
                where = f"{place} {item.filename}".strip()
                total += item.file_size
                if total > MAX_BYTES:
                    raise TooMuch(f"{where}: {TOO_MUCH}")
                yield where, f"{item.filename}\n{item.comment.decode('utf-8', 'replace')}"
                yield from _layers(where, archive.read(item), depth + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError):
        yield from _views(place, _text(data), depth)


def _unpacked(place: str, data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            unpacked = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return b""
    if len(unpacked) > MAX_BYTES:
        raise TooMuch(f"{place or 'bestand'}: {TOO_MUCH}")
    return unpacked


def _text(data: bytes) -> str:
    """As UTF-8 or UTF-16; of anything else the runs that can be read."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return "\n".join(run.decode("ascii") for run in PRINTABLE.findall(data))


def _views(place: str, text: str, depth: int) -> Iterator[Text]:
    """Line by line, plain and with everything undone; then what is base64 in the whole."""
    whole = RICH_TEXT.sub("", text)
    for number, line in enumerate(whole.split("\n"), start=1):
        where = place if place.startswith("cel ") else f"{place} regel {number}".strip()
        for view in undone(line):
            yield where, view
            if view is not line:
                yield from _packed(where, view, depth)
    yield from _packed(place, whole, depth)


def undone(line: str) -> Iterator[str]:
    """Yield the line, and what is left of it after each round of undoing escapes."""
    yield line
    before = line
    for _ in range(MAX_ROUNDS):
        after = _unescaped(before)
        if after == before:
            return
        yield after
        before = after


def _unescaped(text: str) -> str:
    plain = html.unescape(text) if "&" in text else text
    plain = INLINE_TAG.sub("", plain) if "<" in plain else plain
    plain = urllib.parse.unquote(plain) if "%" in plain else plain
    plain = ESCAPED.sub(_character, plain) if "\\" in plain else plain
    if plain.isascii():
        return plain
    kept = (sign for sign in unicodedata.normalize("NFKC", plain))
    return "".join(sign for sign in kept if unicodedata.category(sign) != "Cf")


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else escape[3] or "\n"


def _packed(place: str, text: str, depth: int) -> Iterator[Text]:
    """What is base64 in a text, when it decodes to something that can be read or unpacked."""
    for array in ARRAY.finditer(text):
        yield place, _numbers(array[1] or array[4], array[2] or array[3])
    for run in BASE64.finditer(text):
        letters = re.sub(r"\\?\s", "", run[0]).rstrip("=").translate(str.maketrans("-_", "+/"))
        try:
            data = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
        except binascii.Error:
            continue
        if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"%PDF")) or _readable(data):
            line = text.count("\n", 0, run.start()) + 1
            yield from _layers(place or f"regel {line}", data, depth + 1)


def _readable(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(sign.isprintable() or sign.isspace() for sign in text)
