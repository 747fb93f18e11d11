"""The end of every page: each number that was used, where it stands, and its source."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dutch import interval, period, printed, sentence_case, shared_decimals
from analysis.frames import rows_of
from analysis.paths import processed_dir, shown
from analysis.present import html
from analysis.provenance import Basis
from analysis.sources.build import read_processed
from analysis.sources.package import read_package
from analysis.sources.validate import SPLIT_ID

TABLE_SUFFIX = ".csv"
HEADINGS = ("Id", "Waarde", "Wat", "Wanneer", "Bron en vindplaats", "Basis")


def appendix(ids: Iterable[str]) -> str:
    """Return the section with one row per used number or table; an unknown id is a `KeyError`."""
    rows = "".join(_rows_of(identifier) for identifier in sorted(set(ids), key=_order))
    head = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    return (
        '<h2 id="cijfers">Gebruikte cijfers en hun herkomst</h2>'
        "<p>Elk cijfer op deze pagina rust op de rijen hieronder. Een id met een streepje is een "
        "deel van het cijfer ervoor.</p>"
        '<div class="rol" role="region" aria-label="Gebruikte cijfers" tabindex="0"><table>'
        "<caption>Gebruikte cijfers en hun "
        f"herkomst</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _order(identifier: str) -> tuple[bool, str, int, str]:
    """Numbers before tables; D9 before D10."""
    whole, _, part = identifier.partition(SPLIT_ID)
    letters = whole.rstrip("0123456789")
    digits = whole[len(letters) :]
    return identifier.endswith(TABLE_SUFFIX), letters, int(digits or 0), part


def _rows_of(identifier: str) -> str:
    if identifier.endswith(TABLE_SUFFIX):
        return _table_row(identifier)
    register = _register(processed_dir())
    hit = register[register["id"] == identifier]
    if hit.empty:
        hit = register[register["id"].str.partition(SPLIT_ID)[0] == identifier]
        if hit.empty:
            raise KeyError(f"'{identifier}' staat niet in het cijferregister")
        name = escape(identifier)
        anchor = (
            f'<tr id="c-{name}"><th scope="row">{name}</th><td colspan="5">Bestaat uit:</td></tr>'
        )
        return anchor + "".join(_row(row, "") for row in rows_of(hit))
    return _row(rows_of(hit)[0], f' id="c-{escape(identifier)}"')


def _row(row: dict[str, Any], anchor: str) -> str:
    cells = (
        escape(_value(row)),
        escape(sentence_case(str(row["grootheid"]).replace("_", " "))),
        escape(period(str(row["periode"]))) if row["periode"] else "",
        _source(row),
        html.badge(str(row["basis"])),
    )
    body = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr{anchor}><th scope="row">{escape(str(row["id"]))}</th>{body}</tr>'


def _value(row: dict[str, Any]) -> str:
    if row["eenheid"] == "tekst":
        return str(row["waarde"]) or "geen getal"
    text = printed(str(row["waarde"]), str(row["eenheid"]))
    low, high = row["laag"], row["hoog"]
    if isinstance(low, float) and isinstance(high, float) and not pd.isna(low):
        unit, places = str(row["eenheid"]), shared_decimals(low, high)
        return f"{text} ({interval(low, high, unit, places)})"
    return text


def _source(row: dict[str, Any]) -> str:
    """Document and place; for a derived number the ids that it rests on; else our own judgement."""
    if row["grondslag"]:
        parts = ", ".join(escape(part) for part in str(row["grondslag"]).split(";"))
        return f"Berekend: {escape(str(row['vindplaats']))}, uit {parts}"
    if not row["bron"] and row["basis"] == Basis.VOORBEELD:
        return "Verzonnen voorbeeld, geen werkelijk cijfer."
    if not row["bron"]:
        return f"Eigen oordeel van de makers. {escape(str(row['opmerking']))}"
    titles = _titles(processed_dir())
    names = "; ".join(titles[name] for name in str(row["bron"]).split(";"))
    place = escape(str(row["vindplaats"]))
    place = f", {place}" if place and place not in names else ""
    return f"{names}{place}"


def _table_row(name: str) -> str:
    title, place = _tables(processed_dir())[name], shown(processed_dir() / name)
    return (
        f'<tr id="c-{escape(name)}"><th scope="row">{escape(name)}</th><td>tabel</td>'
        f"<td>{escape(title)}</td><td></td><td>{escape(place)}</td><td></td></tr>"
    )


@functools.cache
def _register(_: Path) -> pd.DataFrame:
    return read_processed(("cijfers",))["cijfers"]


@functools.cache
def _titles(_: Path) -> dict[str, str]:
    """Each source as a reader can find it: a link where there is an address."""
    titles = {}
    for row in rows_of(read_processed(("bronnen",))["bronnen"]):
        number = f", nr. {row['documentnummer']}" if row["documentnummer"] else ""
        kind = (
            " (samenvatting)"
            if row["soort"] == "samenvatting"
            else " (secundair)"
            if row["soort"] == "secundair"
            else ""
        )
        title = escape(f"{row['titel']}{number}{kind}")
        linked = str(row["adres"]).startswith("http") and " " not in str(row["adres"])
        titles[str(row["id"])] = (
            f'<a href="{escape(str(row["adres"]))}" rel="noreferrer noopener">{title}</a>'
            if linked
            else title
        )
    return titles


@functools.cache
def _tables(_: Path) -> dict[str, str]:
    titles = {
        f"{resource.name}{TABLE_SUFFIX}": resource.title for resource in read_package().tables
    }
    return titles | {
        "cijfers.csv": "Alle cijfers van het werkboek in één register",
        "bevindingen.csv": "Alle bevindingen op de bronnen",
    }
