"""How the monitor calls agreements, verdicts and numbers: short names, signs and cells.

What has digits of a guarded number keeps the mark that it passed the privacy gate.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import interval, number, period, quantity, shared_decimals
from analysis.model.agreement_verdicts import Verdict
from analysis.model.agreements import CEILING, QUALITATIVE
from analysis.model.indicators import ALL
from analysis.present.agreements import OPERATOR_WORDS
from analysis.present.example import titled
from analysis.present.guarded import worded
from analysis.questions.monitor import LADDER_AGREEMENT, Monitor
from analysis.questions.monitor_evidence import YES_NO
from analysis.released import HIDDEN
from analysis.shown import definition, derived_text

SHORT = {
    "W1": "Werkladder naast benchmark",
    "W2": "Persoonlijk plan",
    "W3": "Methode Werkstap",
    "W4": "Verzuim Wsw",
    "W5": definition("Medewerkers geven een 7"),
    "MG1": "Uitstroom uit uitkering",
    "M1": definition("Naar werk in 6 maanden"),
    "M2": definition("Plan in 6 weken, alle"),
    "M3": "BeKonnecteD",
    "G1": "Analyse oud bestand",
    "G2": "Uitstroom zittend bestand",
    "G2a": "Uitstroom instroom 2021",
    "G2b": "Uitstroom instroom 2022",
    "G3": "Uitstroom instroom 2023",
    "G4": definition("Plan in 6 weken, nieuw"),
    "G5": "Start werkleerroute",
    "G6a": "Loonkostensubsidie uit 2022",
    "G6b": "Loonkostensubsidie nieuw",
    "G7": "Dienstverband Circulus",
    "G8": "Jongeren naar werkplek",
    "G9": "Integrale jongerenaanpak",
    "B1": "Beschut werk",
    "B2": "Vast dienstverband beschut",
    "S1": definition("Begeleiding 6 tot 12 maanden"),
    "S2": "Taal & Werk na half jaar",
    "S3": "Plan na Taal & Werk",
    "S4": "Statushouders naar werk",
    "A1": "Inzet cliëntkosten",
    "A2": "Hulp bij aanvraag",
    "A3": "Ambitiegesprekken",
    "A4": "Werkleerroutes in bedrijf",
    "A5": "Actielijnen BUIG",
    "A6": "Registratie op orde",
    "A7": "Groei volgen",
    "T1": "Kwartaalberichten",
    "SR1": "Social return",
    "E1": "Human Capital Agenda",
    "E2": "Cijfer van klanten",
    "E3": "Deeltijd en zelfstandig",
    "P1": "ESF-administratie",
    "F1": "Ondersteunend personeel",
}
"""A name of an agreement that fits on a phone."""

BLOCKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "wsw": ("Wsw", ("Wsw",)),
    "matchen": ("Matchen, en Matchen en Groeien samen", ("Matchen en Groeien", "Matchen")),
    "groeien": ("Groeien", ("Groeien",)),
    "beschut": ("Beschut werk en statushouders", ("Beschut", "Statushouders")),
    "diensten": ("Dienstverlening", ("Dienstverlening",)),
    "overig": (
        "Transformatieplan, social return, werkgevers, projecten en personeel",
        (
            "Transformatieplan",
            "Social return",
            "Werkgevers en netwerk",
            "Projecten",
            "Ondersteunend personeel",
        ),
    ),
}
"""The parts of the contract in its order, joined to tables that are not too small."""

SIGNS = {
    Verdict.MET: "▲",
    Verdict.MISSED: "▼",
    Verdict.OPEN: "◆",
    Verdict.ABOVE_CAP: "■",
    Verdict.BELOW_CAP: "□",
    Verdict.AROUND: "≈",
    Verdict.ABOVE: "›",
    Verdict.BELOW: "‹",
    Verdict.MENTIONED: "*",
    Verdict.NOT_MENTIONED: "–",
    Verdict.HIDDEN: "·",
    Verdict.UNMEASURABLE: "○",
}
"""A shape beside the word, so that a list is seen at a glance and in grey."""

LEGEND = (
    "▲ gehaald en ▼ niet gehaald: de hele marge ligt aan één kant van de norm; wat na de "
    "termijn klaar was, is niet gehaald. ◆ nog onzeker: de "
    "norm ligt erin, of er is een reden die erbij staat. □ onder en ■ boven de grens: een plafond, "
    "en eronder blijven is geen prestatie. ≈ rond, › boven en ‹ onder het getal: de DVO zegt niet "
    "of meer of minder goed is. * vermeld en – niet vermeld: zonder norm, dus geen oordeel. · niet "
    "te tonen: te weinig mensen of bijna iedereen. ○ niet meetbaar: er ontbreekt iets."
)

DETAILS = definition(
    "Stromen tellen vanaf 1 januari, standen gelden aan het eind van het kwartaal. De marge dekt "
    "toeval en afronding. De kans is die dat de norm echt wordt gehaald, toeval en afronding "
    "meegerekend. Norm tot nu is een eigen berekening: het deel van de jaarnorm dat bij een "
    "gelijkmatig jaar hoort. De trend vergelijkt het kwartaal los met het vorige. Gelijk "
    "is de trend pas als het verschil met zijn hele marge klein is: hoogstens 5 procentpunt van "
    "een aandeel, 1 procentpunt van het verzuim of een tiende van een aantal."
)
"""How to read the columns of the tables by quarter."""

SURVEYS = "Bij een enquête dekt de marge niet wie niet meedeed."

WHOLE = ("pers", "gesprekken", "plaatsingen")
"""Units of which there are no halves."""

KIND_WORDS = {"streefwaarde": "streefwaarde", CEILING: "plafond", QUALITATIVE: "kwalitatief"}
NO_NUMBER, BY_RUNG, NOT_DONE = "geen cijfer", "per trede", "nog niet klaar"
ABSENT_NORM, NO_NORM = "ontbreekt", "geen getal"


def quarter_word(quarter: str) -> str:
    """`2023-Q4` → `4e kwartaal 2023`."""
    return period(quarter)


def headline(monitor: Monitor, words: str) -> str:
    """A title that says first when figures are made up; its digits come from what passed."""
    return derived_text(titled(monitor, words), monitor.norms)


def value_text(row: dict[str, Any], field: str = "waarde") -> str:
    """A measured value with its unit; a word where it is hidden or not known."""
    value = row[field]
    if not row["bekend"]:
        return NO_NUMBER
    if value is None:
        return BY_RUNG if row["id"] == LADDER_AGREEMENT else HIDDEN
    if row["eenheid"] == YES_NO:
        return "ja" if value > 0 else "nee"
    if row["termijn"]:
        done = f"klaar in het {quarter_word(row['klaar'])}" if row["klaar"] else NOT_DONE
        return derived_text(done, value)
    return _written(value, row["eenheid"], _decimals(row))


def margin_text(row: dict[str, Any]) -> str:
    """The margin of a value; empty when there is none."""
    low, high = row["laag"], row["hoog"]
    if low is None or high is None:
        return ""
    return derived_text(interval(low, high, row["eenheid"], _decimals(row)), low, high)


def counts_text(row: dict[str, Any]) -> str:
    """`480 van 540`, for a share of persons."""
    part, whole = row["teller"], row["noemer"]
    if part is None or whole is None:
        return ""
    return derived_text(f"{number(part)} van {number(whole)}", part, whole)


def norm_text(row: dict[str, Any]) -> str:
    """The norm as agreed: `minstens 90%`, `hoogstens 110 personen`."""
    norm = row["norm"]
    if norm is None:
        return NO_NORM if row["soort"] == QUALITATIVE else ABSENT_NORM
    unit = row["norm_eenheid"]
    if row["operator"] == ALL and unit == "pct":
        return "alle"
    if row["termijn"]:
        return derived_text(f"klaar in het {quarter_word(row['termijn'])}", norm)
    word = OPERATOR_WORDS[row["operator"]]
    return derived_text(f"{word}{quantity(norm, unit, shared_decimals(norm))}", norm)


def pace_text(row: dict[str, Any]) -> str:
    """The norm for the year so far with the word for it; empty when there is none."""
    norm = row["norm_nu"]
    if norm is None:
        return ""
    unit, places = row["eenheid"], min(shared_decimals(norm), 1)
    written = quantity(norm, unit, places)
    if places and unit in WHOLE:
        written = f"ongeveer {quantity(norm, unit, 0)}"
    words = f" ({row['tempo']})" if row["tempo"] else ""
    return derived_text(f"{written}{words}", norm)


def chance_text(row: dict[str, Any]) -> str:
    """The chance of being on the good side, in whole percents and never 0 or 100."""
    chance = row["kans"]
    if chance is None:
        return ""
    if chance < 1 or chance > 99:
        return definition("minder dan 1%") if chance < 1 else definition("meer dan 99%")
    return derived_text(quantity(chance, "pct", 0), chance)


def verdict_text(row: dict[str, Any]) -> str:
    """The verdict with its sign."""
    return f"{SIGNS[row['oordeel']]} {row['oordeel'].value}"


def reasoned_text(row: dict[str, Any]) -> str:
    """The verdict with its sign and, where there is one, its reason."""
    reason = row["reden"]
    return (
        f"{verdict_text(row)}: {reason[:1].lower() + reason[1:]}" if reason else verdict_text(row)
    )


def name_of(row: dict[str, Any]) -> str:
    """The short name, with the part where the row is about one."""
    name = SHORT.get(row["id"], row["id"])
    part = row["deel"]
    return worded(f"{name}: {part}", name) if part else name


def _written(value: Any, unit: str, places: int | None) -> str:
    return derived_text(quantity(value, unit, places), value)


def _decimals(row: dict[str, Any]) -> int | None:
    """Decimals of a share: those of its norm, one at most; of the rest the unit's own."""
    if row["eenheid"] != "pct":
        return None
    norm = row["norm"]
    return 0 if norm is None or pd.isna(norm) else min(shared_decimals(float(norm)), 1)
