"""The plan lines in pictures: what was planned, what happened, and a light that rests on evidence.

Only what is known is drawn as a point; where an outcome is missing, the word stands in its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.dutch import number, period
from analysis.frames import rows_of
from analysis.headlines import ABSENT
from analysis.present import theme
from analysis.present.figure import Figure
from analysis.present.lights import LEGEND, SHAPES, light_text, value_text
from analysis.present.table import MAX_ROWS, Column, Table
from analysis.provenance import provenance_of
from analysis.questions.evidence import Light
from analysis.questions.plan_claims import NATIONAL
from analysis.questions.plan_own import OWN_PLAN
from analysis.questions.plan_reality import FORECAST, PlanReality
from analysis.questions.plans import State
from analysis.sources.workbook import area_name

LABEL_WIDTH = 22
SHOWN_STATES = (State.GEMETEN, State.GESCHAT, State.ONTBREEKT)


def lines_table(result: PlanReality, key: str, plans: Sequence[str], caption: str) -> Table:
    """The lines of these plans with their outcome and light."""
    lines = result.lines[result.lines["plan"].isin(plans)]
    rows = [
        {
            "plan": f"{row['plan']} ({period(row['plandatum'])})",
            "wat": f"{row['grootheid']}, {area_name(row['gebied'])}, {row['doeljaar']}",
            "gepland": value_text(row, "waarde"),
            "werkelijk": value_text(row, "werkelijk"),
            "licht": light_text(row),
            "vragen": row["gaten"].replace(";", ", "),
            "opmerking": row["opmerking"],
            "ids": row["ids"],
        }
        for row in rows_of(lines)
    ]
    return Table(
        key,
        caption,
        pd.DataFrame(rows),
        (
            Column("wat", "Wat, waar en wanneer"),
            Column("plan", "Plan"),
            Column("gepland", "Gepland"),
            Column("werkelijk", "Werkelijk (of geschat, met marge)"),
            Column("licht", "Oordeel"),
            Column("vragen", "Nog nodig"),
            Column("opmerking", "Opmerking"),
        ),
        provenance_of(lines[lines["ids"] != ""]),
        note=LEGEND,
        collapsed=len(rows) > MAX_ROWS,
    )


def forecast_table(result: PlanReality) -> Table:
    """The forecasts in numbers that concern the organisation: 2016, and the national one."""
    return lines_table(
        result,
        "q2-ramingen",
        _shown_plans(result),
        "De ramingen in cijfers en wat ervan bekend is",
    )


def other_table(result: PlanReality) -> Table:
    """Every other public plan line: population, statutory minimum, goals and the DVO."""
    rest = [
        plan
        for plan in result.lines["plan"].unique()
        if plan not in (*_shown_plans(result), OWN_PLAN)
    ]
    return lines_table(result, "q2-overige-plannen", rest, "Andere plannen en doelen met een getal")


def lights_figure(result: PlanReality) -> Figure:
    """Each forecast's outcome as part of what was planned; what is missing says so in its row."""
    lines = result.lines
    shown = lines["plan"].isin(_shown_plans(result)) & lines["waarde"].notna()
    rows = lines[shown & (lines["eenheid"] != "jaar")]
    rows = rows.assign(
        naam=[_label(row) for row in rows_of(rows)],
        deel=100 * rows["werkelijk"] / rows["waarde"],
        deel_laag=100 * rows["laag_werkelijk"] / rows["waarde"],
        deel_hoog=100 * rows["hoog_werkelijk"] / rows["waarde"],
        oordeel=[light_text(row) for row in rows_of(rows)],
        gepland=[value_text(row, "waarde") for row in rows_of(rows)],
        uitkomst=[value_text(row, "werkelijk") for row in rows_of(rows)],
    )
    known = rows[rows["deel"].notna()]
    absent = rows[rows["deel"].isna()]
    low, high = _axis_ends(known)
    states = [number(int((rows["stand"] == state).sum())) for state in SHOWN_STATES]
    return Figure(
        "q2-stoplicht",
        f"Van {number(len(rows))} ramingen {states[0]} gemeten, {states[1]} geschat, "
        f"{states[2]} zonder uitkomst",
        f"Uitkomst als deel van de raming (%), {result.area_name} en landelijk, "
        f"{rows['doeljaar'].min()}–{rows['doeljaar'].max()}",
        "; ".join(f"{row['naam']}: {row['oordeel']}" for row in rows_of(rows)) + ".",
        rows,
        (
            Column("naam", "Raming"),
            Column("gepland", "Gepland"),
            Column("uitkomst", "Werkelijk"),
            Column("deel", "Van de raming", "pct", missing=ABSENT),
            Column("oordeel", "Oordeel"),
        ),
        [
            *(
                _marks(known[known["licht"] == light], light)
                for light in SHAPES
                if (known["licht"] == light).any()
            ),
            *([_absent_marks(absent, low)] if len(absent) else []),
        ],
        theme.layout(
            90 + 62 * len(rows),
            xaxis=theme.value_axis("% van de raming", range=[low, high], ticksuffix="%"),
            yaxis=theme.category_axis(
                categoryorder="array",
                categoryarray=[theme.wrapped(name, LABEL_WIDTH) for name in rows["naam"]],
            ),
            shapes=[_plan_line()],
        ),
        provenance_of(rows),
        note=LEGEND,
    )


def _shown_plans(result: PlanReality) -> tuple[str, ...]:
    national = result.lines.loc[result.lines["grootheid"] == NATIONAL, "plan"]
    return (FORECAST, *national.unique())


def _label(row: dict[str, Any]) -> str:
    place = " landelijk" if row["gebied"] == "nederland" else ""
    return f"{row['grootheid']}{place}, {row['doeljaar']}"


def _axis_ends(known: pd.DataFrame) -> tuple[float, float]:
    """Room around what is drawn, and the plan's own 100 always in sight."""
    low = min(90.0, float(known["deel_laag"].min()) - 3)
    high = max(106.0, float(known["deel_hoog"].max()) + 3)
    return low, high


def _marks(rows: pd.DataFrame, light: Light) -> dict[str, Any]:
    _, word, colour, symbol = SHAPES[light]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": word,
        "y": [theme.wrapped(name, LABEL_WIDTH) for name in rows["naam"]],
        "x": list(rows["deel"]),
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": list(rows["deel_hoog"] - rows["deel"]),
            "arrayminus": list(rows["deel"] - rows["deel_laag"]),
            "color": colour,
        },
        "marker": {"symbol": symbol, "size": 13, "color": colour},
        "hovertemplate": "%{x:.1f}%<extra>" + word + "</extra>",
    }


def _absent_marks(rows: pd.DataFrame, low: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "name": ABSENT,
        "showlegend": False,
        "y": [theme.wrapped(name, LABEL_WIDTH) for name in rows["naam"]],
        "x": [low] * len(rows),
        "text": [f" ○ {ABSENT}"] * len(rows),
        "textposition": "middle right",
        "hoverinfo": "skip",
    }


def _plan_line() -> dict[str, Any]:
    return {
        "type": "line",
        "x0": 100,
        "x1": 100,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.INK, "dash": "dot", "width": 1},
    }
