"""Payloads of the display objects → HTML. Everything that comes from data is escaped here.

Used by the notebook's own output and by the report, so both show the same.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from analysis.present.theme import EXAMPLE_WARNING
from analysis.provenance import EXPLANATION, Basis

MAX_IDS_SHOWN = 8
"""Beyond this many ids a line says how many more there are; the list at the end has them all."""


def origin_text(data: dict[str, Any]) -> str:
    """`Basis: afgeleid · herkomst: D73-fte, D71`, or nothing for a sentence without numbers."""
    if not data["ids"]:
        return ""
    return f"Basis: {data['basis']} · herkomst: {', '.join(data['ids'])}"


def release_text(data: dict[str, Any]) -> str:
    """How the persons in an object are counted, or nothing when it is not about guarded ones."""
    return f"Aantallen personen: {data['vrijgave']}." if "vrijgave" in data else ""


def origin(data: dict[str, Any]) -> str:
    """The same with links to the list of used numbers at the end of the page."""
    if not data["ids"]:
        return ""
    shown = ", ".join(id_link(identifier) for identifier in data["ids"][:MAX_IDS_SHOWN])
    more = len(data["ids"]) - MAX_IDS_SHOWN
    rest = f' en <a href="#cijfers">{more} andere</a>' if more > 0 else ""
    return f'<span class="herkomst">{badge(data["basis"])} Herkomst: {shown}{rest}</span>'


def badge(basis: str) -> str:
    """The basis as a word with its meaning; the word, not the colour, carries it."""
    word, meaning = escape(basis), escape(EXPLANATION[Basis(basis)])
    return f'<span class="basis basis-{word}" title="{meaning}">{word}</span>'


def id_link(identifier: str) -> str:
    """A link to the row of an id in the list of used numbers."""
    return f'<a href="#c-{escape(identifier)}">{escape(identifier)}</a>'


def claim(data: dict[str, Any]) -> str:
    """A sentence; its numbers are emphasised and carry their basis."""
    words = "".join(_word(part) for part in data["delen"])
    return f'<p class="uitspraak">{words} {origin(data)}</p>'


def table(data: dict[str, Any]) -> str:
    """A table with caption, column headings and row headings; folded away when it is long."""
    head = "".join(
        f'<th scope="col"{_number_class(is_number)}>{escape(heading)}</th>'
        for heading, is_number in zip(data["koppen"], data["getal"], strict=True)
    )
    body = "".join(f"<tr>{_cells(data, row)}</tr>" for row in data["rijen"])
    note = _note(data["noot"]) + _note(release_text(data))
    key, caption = escape(data["sleutel"]), escape(data["titel"])
    grid = (
        f'<div class="rol" role="region" aria-label="{caption}" tabindex="0">'
        f"<table><caption>{_warning(data)}{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
    )
    if data["ingeklapt"]:
        summary = f"<summary>{_folded_warning(data)}{caption}</summary>"
        return f'<details id="{key}">{summary}{grid}<p>{origin(data)}</p></details>'
    return f'<div class="tabel" id="{key}">{grid}<p>{origin(data)}</p></div>'


def in_notebook(markup: str) -> str:
    """The same markup for a notebook, where there is no list of used numbers to link to.

    JupyterLab sets every cell of a table to the right unless the cell itself says otherwise.
    """
    unlinked = re.sub(r'<a href="#[^"]*">([^<]*)</a>', r"\1", markup)
    return re.sub(r'<(td|th scope="(?:row|col)")>', r'<\1 align="left">', unlinked)


def figure(data: dict[str, Any]) -> str:
    """A figure's frame: heading, place for the chart, what is seen, origin and numbers."""
    key, title = escape(data["sleutel"]), escape(data["titel"])
    note = _note(data["noot"])
    return (
        f'<figure role="group" aria-label="{title}" id="{key}"><figcaption><strong>{title}</strong>'
        f'<span class="ondertitel">{escape(data["ondertitel"])}</span></figcaption>'
        f'<div class="grafiek" data-grafiek="{key}" aria-hidden="true"></div>'
        f'<p class="beschrijving">{escape(data["beschrijving"])}</p>{note}'
        f"<p>{origin(data)}</p>{table(data['tabel'])}</figure>"
    )


def _note(text: str) -> str:
    return f'<p class="noot">{escape(text)}</p>' if text else ""


def _warning(data: dict[str, Any]) -> str:
    """What stands in a table itself when it rests on made-up numbers."""
    if data["basis"] != Basis.VOORBEELD:
        return ""
    return f'<strong class="basis basis-voorbeeld">{EXAMPLE_WARNING}</strong> '


def _folded_warning(data: dict[str, Any]) -> str:
    """The same on a table that is folded away, unless its caption says so by itself."""
    told = re.search(rf"\b{Basis.VOORBEELD}\b", data["titel"], re.IGNORECASE)
    return "" if told else _warning(data)


def _word(part: dict[str, Any]) -> str:
    text = escape(part["tekst"])
    if "ids" not in part:
        return text
    return f'<strong class="getal" title="{escape(part["basis"])}">{text}</strong>'


def _cells(data: dict[str, Any], row: list[str]) -> str:
    cells = []
    for place, (text, is_number, is_ids) in enumerate(
        zip(row, data["getal"], data["herkomst"], strict=True)
    ):
        content = (
            ", ".join(id_link(part) for part in text.split(";") if part) if is_ids else escape(text)
        )
        tag = 'th scope="row"' if place == 0 else "td"
        cells.append(f"<{tag}{_number_class(is_number)}>{content}</{tag.split()[0]}>")
    return "".join(cells)


def _number_class(is_number: bool) -> str:
    return ' class="getal"' if is_number else ""
