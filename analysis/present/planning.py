"""The planning in pictures: what happens when, what it needs first, and what does not fit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.dutch import listing, number, period
from analysis.frames import rows_of
from analysis.model.schedule import Verdict
from analysis.present import theme
from analysis.present.figure import Figure
from analysis.present.planning_marks import bars, month_ticks, points, rings
from analysis.present.planning_words import NO_DATE, name_of, verdict_text, when_text
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.questions.planning import MILESTONES, Planning

MARGIN = dt.timedelta(days=20)
ROW_PIXELS, LABEL_WIDTH = 60, 24

VERDICTS = (
    "Het oordeel volgt uit de uiterste datums in de nota. ▲ op tijd: wat nodig is, is er "
    "uiterlijk op de dag dat het nodig is, bij een plan de eerste dag van zijn looptijd; ▼ te "
    "laat: het komt later; ○ zonder datum: de nota noemt er geen; ◆ onzeker: alleen maand of "
    "seizoen is bekend. Wanneer de raad de perspectiefnota zelf behandelt, staat er niet."
)


def timeline_figure(result: Planning) -> Figure:
    """One row per milestone on an axis of dates; marked where something needed is late or undated.

    Periods run out of the picture, which ends after the last deadline; what begins later is named
    in the note.
    """
    low, high = window(result)
    inside = [row for row in rows_of(result.milestones) if row["datum_van"] <= high.isoformat()]
    names = [_label(result, row) for row in inside]
    return Figure(
        "q6-tijdlijn",
        title_of(result),
        f"Mijlpalen volgens de nota, {period((low + MARGIN).isoformat()[:7])} tot en met "
        f"{period((high - MARGIN).isoformat()[:7])}; een stap is wat een mijlpaal "
        "eerst nodig heeft",
        _description(result),
        pd.DataFrame([_shown(result, row) for row in inside]),
        (
            Column("wat", "Mijlpaal"),
            Column("wanneer", "Wanneer"),
            Column("soort", "Soort"),
            Column("oordeel", "Wat eerst nodig is"),
        ),
        [*bars(inside, names, high), *points(inside, names), *rings(result, inside, names)],
        _layout(names, low, high),
        result.provenance,
        note=_note(result, high),
    )


def steps_table(result: Planning) -> Table:
    """What each milestone needs first, when both are, and whether that fits."""
    rows = result.steps.assign(
        mijlpaal=[name_of(result.by_id[name]) for name in result.steps["mijlpaal"]],
        wanneer=[when_text(result.by_id[name]) for name in result.steps["mijlpaal"]],
        eerst=[
            when_text(result.by_id[name]) if name else NO_DATE for name in result.steps["nodig"]
        ],
        gevonden=[verdict_text(item) for item in result.steps["oordeel"]],
    )
    return Table(
        "q6-volgorde",
        "Wat volgens de nota eerst nodig is, en of de datums dat toelaten",
        rows,
        (
            Column("mijlpaal", "Mijlpaal"),
            Column("wanneer", "Wanneer"),
            Column("wat", "Wat eerst nodig is"),
            Column("eerst", "Wanneer dat er is"),
            Column("gevonden", "Oordeel"),
            Column("feiten", "Herkomst", ids=True),
        ),
        result.provenance,
        note=VERDICTS,
    )


def delivery_table(result: Planning) -> Table:
    """Which notebook of this workbook contributes what to which milestone."""
    rows = result.deliveries.sort_values("id").assign(
        voor=[name_of(result.by_id[name]) for name in result.deliveries["mijlpaal"]],
        wanneer=[when_text(result.by_id[name]) for name in result.deliveries["mijlpaal"]],
    )
    return Table(
        "q6-leveringen",
        "Wat elk notebook levert voor welke mijlpaal",
        rows,
        (
            Column("notebook", "Notebook"),
            Column("levert", "Wat het levert"),
            Column("voor", "Voor"),
            Column("wanneer", "Wanneer"),
            Column("stand", "Stand"),
        ),
        Provenance.of("bron", ["planning_leveringen.csv", MILESTONES]),
        note="Opgave van de makers van het werkboek; de nota vraagt niet om deze notebooks.",
    )


def window(result: Planning) -> tuple[dt.date, dt.date]:
    """The first and the last day of the picture: from the first milestone to the last deadline."""
    first = dt.date.fromisoformat(result.milestones["datum_van"].min())
    deadlines = result.milestones.query("soort == 'deadline'")["datum_tot"]
    return first - MARGIN, dt.date.fromisoformat(deadlines.max()) + MARGIN


def title_of(result: Planning) -> str:
    """How many steps lack a date and how many are late, in at most twelve words."""
    counts, total = result.counts(), len(result.steps)
    undated, late = counts[Verdict.ZONDER_DATUM], counts[Verdict.TE_LAAT]
    coming = f"{number(late)} {'komt' if late == 1 else 'komen'} te laat"
    if undated:
        start = f"Bij {number(undated)} van {number(total)} stappen ontbreekt een datum"
        return f"{start}; {coming}" if late else start
    if late:
        return f"Van {number(total)} stappen: {coming}"
    if unsure := counts[Verdict.ONZEKER]:
        return f"Van {number(unsure)} van {number(total)} stappen is de volgorde niet bekend"
    return f"Geen van de {number(total)} stappen komt te laat"


def _layout(names: list[str], low: dt.date, high: dt.date) -> dict[str, Any]:
    return theme.layout(
        150 + ROW_PIXELS * len(names),
        xaxis={
            "type": "date",
            "range": [low.isoformat(), high.isoformat()],
            **month_ticks(low, high),
        },
        yaxis=theme.category_axis(
            categoryorder="array", categoryarray=names, tickfont={"size": 12}
        ),
        legend={"y": -0.07},
    )


def _shown(result: Planning, row: dict[str, Any]) -> dict[str, str]:
    found = result.steps.loc[result.steps["mijlpaal"] == row["id"], "oordeel"]
    return {
        "wat": row["mijlpaal"],
        "wanneer": when_text(row),
        "soort": row["soort"],
        "oordeel": listing([verdict_text(item) for item in Verdict if item in set(found)]),
    }


def _label(result: Planning, row: dict[str, Any]) -> str:
    marks = [f"nodig: {verdict_text(item)}" for item in result.troubled(row["id"])]
    return "<br>".join([theme.wrapped(name_of(row), LABEL_WIDTH), *marks])


def _description(result: Planning) -> str:
    parts = [f"{count} {verdict}" for verdict, count in result.counts().items() if count]
    troubled = [
        f"{name_of(row)} ({listing(list(result.troubled(row['id'])))})"
        for row in rows_of(result.milestones)
        if result.troubled(row["id"])
    ]
    where = f"; het gaat om {listing(troubled)}" if troubled else ""
    return f"Van de {len(result.steps)} stappen: {listing(parts)}{where}."


def _note(result: Planning, high: dt.date) -> str:
    """The begin of the phases, the days between the deadlines, and what is not in the picture."""
    unknown = [phase.number for phase in result.phases if phase.start is None]
    gaps = [f"{row['dagen_min']} tot {row['dagen_max']}" for row in rows_of(result.gaps)]
    later = [
        f"{name_of(row)} ({when_text(row)})"
        for row in rows_of(result.milestones)
        if row["datum_van"] > high.isoformat()
    ]
    parts = [
        "○ of ▼: iets wat eerst nodig is, heeft geen datum of komt te laat. Een dunne lijn: alleen "
        "de maand is bekend. Grijze balken lopen door buiten beeld.",
        f"Van fase {listing([str(item) for item in unknown])} noemt de nota het begin niet."
        if unknown
        else "",
        f"Tussen de opeenvolgende termijnen zitten {listing(gaps)} dagen." if gaps else "",
        f"Niet in beeld: {listing(later)}." if later else "",
    ]
    return " ".join(part for part in parts if part)
