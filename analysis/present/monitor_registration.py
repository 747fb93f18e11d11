"""How complete the records are, before anything that rests on them; and the ladder of the Wsw."""

from __future__ import annotations

from typing import Any

from analysis.dutch import date_text, listing, number, quantity
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.claim import Claim
from analysis.present.example import titled
from analysis.present.figure import Figure
from analysis.present.monitor_words import headline, quarter_word
from analysis.present.table import MAX_ROWS, Column, Table
from analysis.questions.monitor import Monitor
from analysis.questions.monitor_registration import TABLE, Complete
from analysis.questions.monitor_rungs import Rungs
from analysis.questions.monitor_wsw_gate import TABLE as LADDER
from analysis.released import HIDDEN
from analysis.shown import definition, derived_text, shown_rows

STATES = {Complete.YES: "✓", Complete.NO: "▼", Complete.UNKNOWN: "·"}
SYSTEMS = {"GWS4all": definition("GWS4all")}
"""Systems of which the name itself has a digit."""

NOTE = definition(
    "Volledig genoeg is 90% of meer van de dossiers, een eigen keuze. Een afspraak die op een "
    "onvolledig gegeven rust, krijgt geen vast oordeel. Waar het percentage verborgen is omdat "
    "bijna alles is ingevuld, staat er alleen aan welke kant van de grens het ligt."
)
BY_QUARTER = definition(
    "Volledig genoeg is 90% of meer van de dossiers, een eigen keuze. Een percentage is verborgen "
    "als het om te weinig dossiers gaat, of als bijna alles of bijna niets is ingevuld."
)


def registration_table(monitor: Monitor) -> Table | Claim:
    """What share of the records holds each datum in the last quarter, and what hangs on it."""
    rows = [row for row in rows_of(monitor.registration.rows) if _now(monitor, row)]
    if not rows:
        return _nothing(monitor)
    told = shown_rows(
        [
            {
                "gegeven": row["gegeven"],
                "systeem": SYSTEMS.get(row["systeem"], row["systeem"]),
                "volledig": _share(row),
                "stand": f"{STATES[row['stand']]} {row['stand'].value}",
                "afspraken": listing(list(row["afspraken"])),
            }
            for row in rows
        ]
    )
    return Table(
        "q7-registratie",
        titled(monitor, f"registratie per gegeven, {quarter_word(monitor.quarter)}"),
        told,
        (
            Column("gegeven", "Gegeven"),
            Column("volledig", "Ingevuld"),
            Column("stand", "Oordeel"),
            Column("afspraken", "Nodig voor"),
            Column("systeem", "Systeem"),
        ),
        monitor.book.provenance(TABLE).derived(),
        note=NOTE,
        collapsed=len(told) > MAX_ROWS,
    )


def registration_quarters_table(monitor: Monitor) -> Table | Claim:
    """The same shares by quarter."""
    rows = rows_of(monitor.registration.rows)
    if not rows:
        return _nothing(monitor)
    quarters = list(monitor.quarters)
    data = list(dict.fromkeys((row["systeem"], row["gegeven"]) for row in rows))
    cells = {(row["systeem"], row["gegeven"], row["kwartaal"]): _share(row) for row in rows}
    told = shown_rows(
        [
            {"gegeven": datum}
            | {name: cells.get((system, datum, name), "geen cijfer") for name in quarters}
            for system, datum in data
        ]
    )
    return Table(
        "q7-registratie-kwartalen",
        titled(monitor, "ingevuld per gegeven, alle kwartalen"),
        told,
        (Column("gegeven", "Gegeven"), *(Column(name, name) for name in quarters)),
        monitor.book.provenance(TABLE).derived(),
        note=BY_QUARTER,
        collapsed=len(told) > MAX_ROWS,
    )


def rungs_figure(monitor: Monitor) -> Figure | Claim:
    """The share of the Wsw employees on each rung, with its margin: W1, without a verdict."""
    ladder = monitor.rungs
    shown = [row for row in rows_of(ladder.rows) if row["deel"] is not None] if ladder else []
    if ladder is None or not shown:
        return Claim(f"De verdeling over de Werkladder is niet te tonen{_in_example(monitor)}.")
    most = max(shown, key=lambda row: row["deel"])
    names = [row["trede"] for row in shown]
    trace = {
        "type": "bar",
        "orientation": "h",
        "name": "aandeel",
        "y": names,
        "x": [row["deel"] for row in shown],
        "marker": {"color": theme.BLUE},
        "hovertemplate": "%{y}: %{x:.0f}%<extra></extra>",
    }
    return Figure(
        "q7-werkladder",
        headline(monitor, f"de meeste Wsw-medewerkers staan op de trede {most['trede']}"),
        f"Aandeel van de Wsw-medewerkers per trede (%), {date_text(ladder.day)}",
        derived_text(_described(ladder), ladder.released),
        ladder.rows,
        (
            Column("trede", "Trede"),
            Column("personen", "Personen", "pers"),
            Column("deel", "Aandeel", "pct", 0),
            Column("laag", "Marge van", "pct", 0),
            Column("hoog", "Marge tot", "pct", 0),
        ),
        [trace],
        theme.layout(
            360,
            showlegend=False,
            xaxis=theme.zero_axis("% van de medewerkers"),
            yaxis=theme.category_axis(categoryorder="array", categoryarray=names),
        ),
        monitor.book.provenance(LADDER).derived(),
        note="Geen oordeel: de benchmark staat niet in de DVO, en per trede is niet afgesproken "
        "of een hoger of een lager aandeel beter is.",
    )


def _described(ladder: Rungs) -> str:
    parts = [
        f"{row['trede']} {HIDDEN if row['deel'] is None else quantity(row['deel'], 'pct', 0)}"
        for row in rows_of(ladder.rows)
    ]
    return f"Aandeel per trede: {', '.join(parts)}."


def _now(monitor: Monitor, row: dict[str, Any]) -> bool:
    return bool(row["kwartaal"] == monitor.quarter)


def _share(row: dict[str, Any]) -> str:
    """`94% (480 van 510)`, or what is left to say."""
    share = row["deel"]
    if share is None:
        return HIDDEN
    filled, whole = row["ingevuld"], row["totaal"]
    words = f"{quantity(share, 'pct', 0)} ({number(filled)} van {number(whole)})"
    return derived_text(words, share, filled, whole)


def _nothing(monitor: Monitor) -> Claim:
    return Claim(
        "Over de volledigheid van de registratie is niets aangeleverd"
        f"{_in_example(monitor)}; zonder die cijfers is niet te zeggen hoe vast een oordeel staat."
    )


def _in_example(monitor: Monitor) -> str:
    return " in dit voorbeeld" if monitor.made_up else ""
