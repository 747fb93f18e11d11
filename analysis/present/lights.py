"""A traffic light on evidence as a reader meets it: a word and a shape, repeated by a colour.

So it reads in grey and aloud; what is missing says so in the place of the light.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import interval, percentage, quantity
from analysis.headlines import ABSENT
from analysis.present import theme
from analysis.questions.evidence import LIKELY, UNLIKELY, Light
from analysis.questions.plans import State

SHAPES = {
    Light.GROEN: ("▲", "minstens zo gunstig", theme.GREEN, "triangle-up"),
    Light.ORANJE: ("◆", "onzeker", theme.ORANGE, "diamond"),
    Light.ROOD: ("▼", "ongunstiger", theme.RED, "triangle-down"),
    Light.GEEN: ("–", "geen oordeel", theme.GREY, "circle-open"),
    Light.ONTBREEKT: ("○", ABSENT, theme.GREY, "circle-open"),
}
"""A light's sign in a table, its word, and its colour and shape in a chart."""

LEGEND = (
    "Een licht zegt hoe waarschijnlijk het is dat de uitkomst minstens zo gunstig is als gepland; "
    "gunstig is wat het plan ruimer maakt: meer mensen met subsidie, meer geld of minder tekort. "
    f"▲ minstens zo gunstig: een kans van {percentage(100 * LIKELY, 0)} of meer; ▼ ongunstiger: "
    f"{percentage(100 * UNLIKELY, 0)} of minder; ◆ onzeker: ertussen. Hoe groot het verschil is, "
    "telt niet mee."
)
DECIMALS_KEPT = {"eur_mln": 2}
"""Units of which a plan line keeps more decimals than usual."""


def light_text(row: dict[str, Any]) -> str:
    """A light in words: `◆ onzeker (kans 70%)`."""
    sign, word, _, _ = SHAPES[Light(row["licht"])]
    if row["stand"] == State.NIET_AF:
        return f"{sign} {State.NIET_AF}"
    if row["stand"] == State.GESCHAT and not pd.isna(row["kans"]):
        likely = "" if row["licht"] == Light.ORANJE else "waarschijnlijk "
        return f"{sign} {likely}{word} (kans {percentage(100 * row['kans'], 0)})"
    return f"{sign} {word}"


def value_text(row: dict[str, Any], column: str) -> str:
    """A planned or realised value with its unit; `ontbreekt` when it is not known."""
    if pd.isna(row[column]):
        return "" if row["stand"] == State.NIET_AF else ABSENT
    unit = row["eenheid"]
    places = DECIMALS_KEPT.get(unit)
    text = quantity(row[column], unit, places)
    if column == "werkelijk" and row["laag_werkelijk"] != row["hoog_werkelijk"]:
        return f"{text} ({interval(row['laag_werkelijk'], row['hoog_werkelijk'], unit, places)})"
    return text
