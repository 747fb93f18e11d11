"""The first page: which reports there are, the headline numbers, and how the last run went.

Holds no clock time: the same reports give the same bytes, whenever they were made.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
from jinja2 import Environment, FileSystemLoader

from analysis.dutch import date_text
from analysis.frames import rows_of
from analysis.headlines import headline_text, label_of, place_of
from analysis.parameters import Parameters
from analysis.present import html
from analysis.provenance import Basis
from analysis.publish.csp import policy
from analysis.publish.page import TEMPLATES, template_text
from analysis.publish.records import State
from analysis.publish.runs import IndexEntry
from analysis.sources.own import own_notice
from analysis.sources.workbook import area_name

YEARLY = "wsw_nl_arbeidsjaren_gemiddeld"

TITLE = "Werkboek sociaal ontwikkelbedrijf: rapporten en kerncijfers"
STATE_WORDS = {
    State.GEMAAKT: "gemaakt",
    State.MISLUKT: "laatste poging mislukt",
    State.OVERGESLAGEN: "nog niet gemaakt",
}


def render_index(entries: Sequence[IndexEntry], headlines: pd.DataFrame, peildatum: str) -> bytes:
    """Return the index page of these reports and headline numbers (columns of `headlines`)."""
    style = template_text("style.css")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "werkboek"), autoescape=False, trim_blocks=True
    )
    page = environment.get_template("overview.html.j2").render(
        title=TITLE,
        csp=policy(scripts=(), style=style, own_files=False),
        style=style,
        own=own_notice(),
        peildatum=date_text(peildatum),
        run_state=_run_state(entries),
        reports=_reports(entries),
        headlines=[_headline_table(entry, headlines) for entry in entries],
        bases=", ".join(str(basis) for basis in Basis),
    )
    return f"{page.strip()}\n".encode()


def _run_state(entries: Sequence[IndexEntry]) -> str:
    failed = [entry.run_id for entry in entries if entry.state == State.MISLUKT]
    missing = [entry.run_id for entry in entries if entry.state == State.OVERGESLAGEN]
    if not failed and not missing:
        return f"alle {len(entries)} rapporten gelukt"
    parts = [
        f"mislukt: {', '.join(failed)}" if failed else "",
        f"niet gemaakt: {', '.join(missing)}" if missing else "",
    ]
    return "; ".join(part for part in parts if part)


def _reports(entries: Sequence[IndexEntry]) -> str:
    head = "".join(f'<th scope="col">{word}</th>' for word in ("Rapport", "Gebied", "Stand"))
    rows = "".join(
        f'<tr><th scope="row">{_link(entry)}</th>'
        f"<td>{escape(area_name(entry.parameters.gebied))}</td><td>{_state(entry)}</td></tr>"
        for entry in entries
    )
    return (
        '<div class="rol" role="region" aria-label="Rapporten" tabindex="0"><table>'
        f"<caption>Rapporten</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _link(entry: IndexEntry) -> str:
    title = escape(entry.title)
    return f'<a href="{escape(entry.file)}">{title}</a>' if entry.file else title


def _state(entry: IndexEntry) -> str:
    words = STATE_WORDS[State(entry.state)]
    if entry.state == State.MISLUKT:
        earlier = "; hier staat het laatste rapport dat wel lukte" if entry.file else ""
        return f'<span class="mislukt">{words}{earlier}: {escape(entry.reason)}</span>'
    return words


def _headline_table(entry: IndexEntry, headlines: pd.DataFrame) -> str:
    rows = headlines[headlines["run"] == entry.run_id]
    ordered = sorted(
        (row for row in rows_of(rows) if _shown(row["kerncijfer"], row["jaar"])),
        key=lambda row: (place_of(row["kerncijfer"]), row["jaar"], row["kerncijfer"]),
    )
    caption = f"{entry.title} — {area_name(entry.parameters.gebied)}"
    if entry.parameters.prijspeil != Parameters().prijspeil:
        caption += f", prijspeil {entry.parameters.prijspeil}"
    words = ("Kerncijfer", "Waarde", "Marge", "Jaar", "Basis")
    head = "".join(f'<th scope="col">{word}</th>' for word in words)
    body = "".join(_headline_row(row) for row in ordered)
    return (
        f'<div class="rol" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _shown(name: str, year: str) -> bool:
    """Whether the index shows this row: of a yearly series each fifth year, the file has all."""
    return name != YEARLY or int(year) % 5 == 0


def _headline_row(row: dict[str, str]) -> str:
    shown, band = headline_text(row)
    cells = (escape(shown), escape(band), escape(row["jaar"]))
    body = "".join(f'<td class="getal">{cell}</td>' for cell in cells)
    basis = html.badge(row["basis"]) if row["basis"] else ""
    return (
        f'<tr><th scope="row">{escape(label_of(row["kerncijfer"]))}</th>{body}<td>{basis}</td></tr>'
    )
