"""Findings on the sources as a reader sees them: what does not tie, contradict or is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.dutch import signed
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.sources.findings import SEVERITY_WORDS, Severity
from analysis.sources.workbook import Workbook

FINDINGS = Provenance.of("afgeleid", ["bevindingen.csv"])
BUDGET_SUBJECTS = ("Begroting DVO 2023", "Het woord overhead")
DATE_SUBJECTS = (
    "Termijnen",
    "Datum van de DVO",
    "Beschut werk: maximum of minimum",
    "Beschut werk: jaar van het getal",
    "Reikwijdte van de DVO",
    "Plan van aanpak: voor wie",
    "Overlap bij loonkostensubsidie",
    "Verzuimnorm 16,4",
)
CORE_SUBJECTS = (
    "Aantal maatstaven",
    "Kostprijsmodel en sturingsinformatie",
    "Krimp intern en groei beschut werk",
    "Reserve en houdbaarheid",
    "Participatiewet Olst-Wijhe: huidige taak",
    "Beschut werk: maximum of minimum",
    "Beschut werk rond 2040",
    "Begroting DVO 2023",
    "Wsw lokaal",
    "Bevolking",
    "Termijnen",
)
"""Subjects of findings that a page shows together; the others stand in the full list."""

IMPORTANT = (Severity.BELANGRIJK,)
BASE_COLUMNS = (
    Column("onderwerp", "Onderwerp"),
    Column("ernst_tekst", "Ernst"),
    Column("bevinding", "Bevinding"),
)


def findings_table(
    book: Workbook,
    key: str,
    caption: str,
    subjects: Sequence[str] | None = None,
    severities: Sequence[Severity] = (Severity.BELANGRIJK, Severity.LET_OP),
    collapsed: bool = False,
) -> Table:
    """Findings on some subjects (all when None), gravest first, with their difference."""
    findings = book.table("bevindingen")
    hit = findings["ernst"].isin([str(severity) for severity in severities])
    if subjects is not None:
        hit &= findings["onderwerp"].isin(subjects)
    rows = findings[hit].assign(
        ernst_tekst=lambda table: table["ernst"].map(lambda name: SEVERITY_WORDS[Severity(name)]),
        verschil_tekst=lambda table: [
            _difference(value, unit)
            for value, unit in zip(table["verschil"], table["eenheid"], strict=True)
        ],
    )
    return Table(
        key,
        caption,
        rows,
        (*BASE_COLUMNS, Column("verschil_tekst", "Verschil"), Column("ids", "Herkomst", ids=True)),
        FINDINGS,
        note="Verschil is gedrukt min berekend; bij data het aantal dagen.",
        collapsed=collapsed,
    )


def tied_table(book: Workbook) -> Table:
    """Everything that was recomputed and holds, folded away."""
    return findings_table(
        book,
        "q1-controles-kloppend",
        "Wat is herrekend en klopt",
        severities=(Severity.KLOPT,),
        collapsed=True,
    )


def _difference(value: Any, unit: str) -> str:
    if pd.isna(value):
        return ""
    if abs(value) < 0.005:
        return "geen"
    words = {"eur": "€ ", "eur_x1000": "€ ", "eur_mln": "€ "}.get(unit, "")
    decimals = 0 if unit == "dagen" else 2
    suffix = {"dagen": " dagen", "pct": "%", "eur_mln": " miljoen", "eur_x1000": " duizend"}.get(
        unit, ""
    )
    return f"{words}{signed(value, decimals)}{suffix}"
