"""The words and signs of the planning: milestones in a few words, when they are, and verdicts."""

from __future__ import annotations

from typing import Any

from analysis.dutch import date_text, period
from analysis.model.schedule import Verdict

SIGNS = {
    Verdict.OP_TIJD: "▲",
    Verdict.TE_LAAT: "▼",
    Verdict.ZONDER_DATUM: "○",
    Verdict.ONZEKER: "◆",
}
NO_DATE = "geen datum"

SHORT = {
    "MP32": "Raad bespreekt het rapport",
    "MP33": "Raadstafel over het rapport",
    "MP34": "College stelt profiel en opdracht vast",
    "MP35": "Reflectie van het college aan de raad",
    "MP36": "Gesprek met de raad over de opdracht",
    "MP37": "Directeur vertrekt; kwartiermaker nodig",
    "MP38": "Operationeel plan 2025-2026",
    "MP39": "Strategisch plan en bedrijfsplan 2025-2028",
    "MP40": "Jaren van het financiële criterium",
    "MP41": "Plan van aanpak (fase\N{NO-BREAK SPACE}1)",
    "MP42": "Scenariokeuze gereed (fase\N{NO-BREAK SPACE}2)",
    "MP43": "Eindpresentatie in de raad",
    "MP44": "Bedrijfsplan gereed (fase\N{NO-BREAK SPACE}3)",
    "MP45": "Jaren van de perspectiefnota",
    "MP46": "Stip op de horizon",
}
"""Milestones in a few words; one that is missing here is shown with its own words."""


def name_of(row: dict[str, Any]) -> str:
    """A milestone in a few words."""
    return SHORT.get(row["id"], str(row["mijlpaal"]))


def verdict_text(verdict: Verdict) -> str:
    """A verdict with its sign: `▼ te laat`."""
    return f"{SIGNS[verdict]} {verdict}"


def when_text(row: dict[str, Any]) -> str:
    """When a milestone is, as precisely as the source says: `april 2025`."""
    first, last = row["datum_van"], row["datum_tot"]
    if row["precisie"] == "maand":
        return period(first[:7])
    if first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4] if first[:4] == last[:4] else f"{first[:4]} tot en met {last[:4]}"
    return date_text(first) if first == last else f"{date_text(first)} tot en met {date_text(last)}"
