"""The monitor as a page for the quarterly meeting: short tables in the order of the contract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from analysis.dutch import number
from analysis.frames import rows_of
from analysis.model.agreement_verdicts import Verdict
from analysis.present import theme
from analysis.present.example import titled_on
from analysis.present.figure import Figure
from analysis.present.guarded import worded
from analysis.present.monitor_words import (
    BLOCKS,
    DETAILS,
    KIND_WORDS,
    LEGEND,
    SURVEYS,
    chance_text,
    counts_text,
    headline,
    margin_text,
    name_of,
    norm_text,
    pace_text,
    quarter_word,
    reasoned_text,
    value_text,
    verdict_text,
)
from analysis.present.table import MAX_ROWS, Column, Table
from analysis.provenance import Provenance, combine
from analysis.questions.monitor import Monitor
from analysis.shown import derived_text, shown_rows

BUCKETS: dict[str, tuple[Verdict, ...]] = {
    "gehaald": (Verdict.MET,),
    "niet gehaald": (Verdict.MISSED,),
    "nog onzeker": (Verdict.OPEN,),
    "zonder oordeel": (
        *(Verdict.BELOW_CAP, Verdict.ABOVE_CAP, Verdict.AROUND, Verdict.ABOVE, Verdict.BELOW),
        *(Verdict.MENTIONED, Verdict.NOT_MENTIONED),
    ),
    "niet te zeggen": (Verdict.HIDDEN, Verdict.UNMEASURABLE),
}
"""The verdicts as they are drawn: five, of which only the first is an achievement."""

COLOURS = (theme.GREEN, theme.RED, theme.ORANGE, theme.BLUE, theme.GREY)

Cell = Callable[[dict[str, Any]], str]


def verdict_figure(monitor: Monitor) -> Figure:
    """How many agreements of each part have which verdict in the last quarter."""
    counts = [
        {"blok": title}
        | {
            bucket: monitor.count(_of(monitor.now, groups, verdicts))
            for bucket, verdicts in BUCKETS.items()
        }
        for title, groups in BLOCKS.values()
    ]
    rows = shown_rows(counts)
    tested = (Verdict.MET, Verdict.MISSED, Verdict.OPEN)
    met, every = (monitor.count(_of(monitor.now, (), one)) for one in (tested[:1], tested))
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": bucket,
            "y": [theme.wrapped(str(row["blok"])) for row in counts],
            "x": [row[bucket] for row in counts],
            "marker": {"color": colour, "pattern": {"shape": pattern}},
            "hovertemplate": "%{y}: %{x}<extra>" + bucket + "</extra>",
        }
        for bucket, colour, pattern in zip(BUCKETS, COLOURS, theme.PATTERNS, strict=True)
    ]
    told = f"{number(met)} van de {number(every)} toetsbare afspraken gehaald"
    return Figure(
        "q7-monitor-oordelen",
        headline(monitor, told),
        f"Aantal afspraken per onderdeel en oordeel, DVO Deventer, {quarter_word(monitor.quarter)}",
        derived_text(_described(monitor), monitor.norms),
        rows,
        (Column("blok", "Onderdeel"), *(Column(name, name, "aantal") for name in BUCKETS)),
        traces,
        theme.layout(
            520,
            barmode="stack",
            xaxis=theme.zero_axis("aantal afspraken", dtick=2),
            yaxis=theme.category_axis(),
        ),
        monitor.provenance,
        note="Zonder oordeel: een plafond, een getal waarbij de DVO niet zegt of meer of minder "
        "goed is, of een afspraak zonder getal.",
    )


def group_table(monitor: Monitor, block: str) -> Table:
    """One part of the contract in the last quarter: number, name, verdict, value and norm."""
    title, groups = BLOCKS[block]
    rows = _of(monitor.now, groups, tuple(Verdict))
    return _table(
        monitor,
        f"q7-monitor-{block}",
        f"{title}: stand in het {quarter_word(monitor.quarter)}",
        rows_of(rows),
        {
            "naam": ("Afspraak", name_of),
            # First what a phone shows without scrolling.
            "oordeeltekst": ("Oordeel", verdict_text),
            "waardetekst": ("Stand", value_text),
            "normtekst": ("Norm", norm_text),
        },
        note=LEGEND,
    )


def detail_table(monitor: Monitor, block: str) -> Table:
    """The same part by quarter, with margin, chance, trend and reason; parts of agreements too."""
    title, groups = BLOCKS[block]
    both = [*rows_of(monitor.lines), *rows_of(monitor.parts)]
    rows = [row for row in both if row["groep"] in groups]
    rows.sort(key=lambda row: (row["volgorde"], row["deel"], row["kwartaal"]))
    asked = any("enquetes" in row["tabellen"] for row in rows)
    return _table(
        monitor,
        f"q7-monitor-{block}-kwartalen",
        f"{title}: alle kwartalen, met marge en kans",
        rows,
        {
            "kwartaaltekst": ("Kwartaal", lambda row: row["kwartaal"]),
            "naam": ("Afspraak", name_of),
            "soorttekst": ("Soort", lambda row: KIND_WORDS[row["soort"]]),
            "normtekst": ("Norm", norm_text),
            "waardetekst": ("Waarde", value_text),
            "aantaltekst": ("Aantal", counts_text),
            "margetekst": ("Marge", margin_text),
            "oordeeltekst": ("Oordeel", reasoned_text),
            "kanstekst": ("Kans", chance_text),
            "schematekst": ("Norm tot nu", pace_text),
            "trendtekst": ("Trend", lambda row: str(row["trend"])),
        },
        note=worded(f"{DETAILS} {SURVEYS}", DETAILS) if asked else DETAILS,
    )


def unmeasurable_table(monitor: Monitor) -> Table:
    """The agreements that can't be judged now, with what is missing and the system to ask."""
    rows = [row for row in rows_of(monitor.now) if row["oordeel"] is Verdict.UNMEASURABLE]
    contract = monitor.contract_row
    told = [
        {
            "id": row["id"],
            "naam": str(name_of(row)),
            "reden": row["reden"],
            "ontbreekt": contract(row["id"])["ontbreekt"],
            "systeem": contract(row["id"])["systeem"],
        }
        for row in rows
    ]
    told = told or [dict.fromkeys(("id", "naam", "reden", "ontbreekt", "systeem"), "geen")]
    return Table(
        "q7-monitor-niet-meetbaar",
        "Afspraken die nu niet te beoordelen zijn, en wat daarvoor nodig is",
        pd.DataFrame(told),
        (
            Column("id", "Nr"),
            Column("naam", "Afspraak"),
            Column("reden", "Waarom"),
            Column("ontbreekt", "Wat ontbreekt in de DVO"),
            Column("systeem", "Te vragen uit"),
        ),
        # Which agreement has no numbers is known without a number of any person.
        monitor.agreed_on([row["id"] for row in rows]) if rows else monitor.agreed,
        collapsed=len(told) > MAX_ROWS,
    )


def unclear_table(monitor: Monitor) -> Table:
    """The agreements that are measured and still leave open how they should be read."""
    contract = monitor.contract_row
    rows = [
        {"id": row["id"], "naam": str(name_of(row)), "ontbreekt": contract(row["id"])["ontbreekt"]}
        for row in rows_of(monitor.now)
        if row["oordeel"] is not Verdict.UNMEASURABLE and contract(row["id"])["ontbreekt"]
    ]
    rows = rows or [dict.fromkeys(("id", "naam", "ontbreekt"), "geen")]
    return Table(
        "q7-monitor-onduidelijk",
        "Wel gemeten, maar de DVO laat open hoe",
        pd.DataFrame(rows),
        (
            Column("id", "Nr"),
            Column("naam", "Afspraak"),
            Column("ontbreekt", "Af te spreken"),
        ),
        monitor.agreed,
        collapsed=len(rows) > MAX_ROWS,
    )


def _table(
    monitor: Monitor,
    key: str,
    caption: str,
    rows: Sequence[dict[str, Any]],
    cells: dict[str, tuple[str, Cell]],
    note: str,
) -> Table:
    """A table of texts on lines of the monitor, each cell with the mark that it passed."""
    told = [
        {"id": row["id"]} | {name: cell(row) for name, (_, cell) in cells.items()} for row in rows
    ]
    provenance = _provenance(monitor, rows)
    return Table(
        key,
        titled_on(provenance, caption),
        shown_rows(told),
        (Column("id", "Nr"), *(Column(name, heading) for name, (heading, _) in cells.items())),
        provenance,
        note=note,
        collapsed=len(told) > MAX_ROWS,
    )


def _provenance(monitor: Monitor, rows: Sequence[dict[str, Any]]) -> Provenance:
    """What these lines rest on: their tables and the norms."""
    tables = sorted({name for row in rows for name in row["tabellen"]})
    measured = monitor.book.provenance(*tables) if tables else monitor.agreed
    return combine([measured, monitor.agreed_on([row["id"] for row in rows])]).derived()


def _of(rows: pd.DataFrame, groups: Sequence[str], verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """The lines of these groups (all when none is named) with one of these verdicts."""
    fits = [
        (not groups or row["groep"] in groups) and row["oordeel"] in verdicts
        for row in rows_of(rows)
    ]
    return rows[fits]


def _described(monitor: Monitor) -> str:
    parts = [
        f"{number(monitor.count(_of(monitor.now, (), verdicts)))} {bucket}"
        for bucket, verdicts in BUCKETS.items()
    ]
    return f"Van alle afspraken: {', '.join(parts)}."
