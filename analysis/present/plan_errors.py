"""How far plans lay beside what happened: bias, mean error, Theil's U2, sign test and coverage."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.dutch import DECIMALS, UNIT_WORDS, number, percentage
from analysis.frames import rows_of
from analysis.headlines import ABSENT
from analysis.present.lights import DECIMALS_KEPT
from analysis.present.table import MAX_ROWS, Column, Table
from analysis.provenance import provenance_of
from analysis.questions.plan_reality import PlanReality


def errors_table(result: PlanReality) -> Table:
    """How far each plan lay beside what happened, where both are known."""
    errors = result.errors
    rows = [
        {
            "plan": f"{row['plan']}: {row['grootheid']}",
            "paren": row["count"],
            "afwijking": number(row["bias"], _places(row["eenheid"])),
            "eenheid": UNIT_WORDS.get(row["eenheid"], ""),
            "hoog": f"{row['too_high']} van {row['too_high'] + row['too_low']}",
            "mape": 100 * row["mape"],
            "theil": _or_absent(row["theil_u2"]),
            "teken": percentage(100 * row["sign_test"], 0),
            "dekking": _coverage(row),
        }
        for row in rows_of(errors)
    ]
    corrected = int(errors["policy_count"].sum())
    return Table(
        "q2-fouten",
        "Hoe ver plannen ernaast lagen, waar plan en uitkomst bekend zijn",
        pd.DataFrame(rows),
        (
            Column("plan", "Plan en grootheid"),
            Column("paren", "Paren", "aantal"),
            Column("afwijking", "Gemiddeld plan min uitkomst"),
            Column("eenheid", "In"),
            Column("hoog", "Te hoog"),
            Column("mape", "Gemiddelde fout", "pct", missing="n.v.t."),
            Column("theil", "Theil U2"),
            Column("teken", "Tekentoets"),
            Column("dekking", "Binnen marge plan"),
        ),
        provenance_of(errors),
        note="De gemiddelde fout is een percentage van de uitkomst, en kan niet waar die nul is. "
        "Theil U2 vergelijkt met de simpelste "
        "raming, het cijfer van een jaar eerder; onder de 1 is het plan beter. De tekentoets is de "
        "kans op zo’n scheve verdeling als te hoog en te laag even waarschijnlijk zijn: met zo "
        "weinig paren zegt zij niets, en één plan is geen bewijs dat plannen te mooi zijn. Beleid "
        "van na het plan is alleen uit de fout gehaald waar het effect bekend is, nu bij "
        f"{number(corrected)} van de {number(int(errors['count'].sum()))} paren.",
        collapsed=len(rows) > MAX_ROWS,
    )


def _places(unit: str) -> int:
    return (DECIMALS | DECIMALS_KEPT).get(unit, 0)


def _or_absent(value: float) -> str:
    return ABSENT if math.isnan(value) else number(value, 2)


def _coverage(row: dict[str, Any]) -> str:
    if not row["coverage_count"]:
        return "plan gaf geen marge"
    inside = round(row["coverage"] * row["coverage_count"])
    return f"{inside} van {row['coverage_count']}"
