"""The organisation's own Wsw counts in pictures: by age, by reason of leaving, beside report 04."""

from __future__ import annotations

from analysis.dutch import dash, date_text
from analysis.present.claim import Claim, Number
from analysis.present.example import titled_on
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.questions.monitor_wsw import ELSEWHERE, WswCount
from analysis.questions.monitor_wsw_gate import ALL
from analysis.released import Released
from analysis.shown import derived_text, shown_rows
from analysis.sources.workbook import area_name

ANY = (0.0, 1_000_000.0)
"""The words of the sentence hold for every number: they are chosen by it."""


def age_table(count: WswCount) -> Table:
    """People by age group and municipality."""
    return _table(
        "q7-wsw-leeftijd",
        f"Wsw-medewerkers naar leeftijd op {date_text(count.day)}",
        "Leeftijd",
        count.people,
        count.provenance,
    )


def leaving_table(count: WswCount) -> Table:
    """People who left by reason and year."""
    return _table(
        "q7-wsw-uitstroom",
        f"uitstroom uit de Wsw naar reden, {dash((count.years[0], count.years[-1]))}",
        "Reden",
        count.leaving,
        count.leaving_provenance,
    )


def estimate_claim(count: WswCount) -> Claim:
    """The own count beside what report 04 estimates for the end of that year."""
    if count.total is None or count.estimate is None:
        told = "De telling van de Wsw is niet naast de schatting te leggen."
        return Claim(told, count.provenance)
    low, high, here = count.estimate.low, count.estimate.high, count.total.value
    side = "binnen" if low <= here <= high else "onder" if here < low else "boven"
    begin = "In dit voorbeeld telt de Wsw" if count.made_up else "De Wsw telt"
    return Claim(
        f"{begin} in {count.day[:4]} {{here}} (op de peildatum); dat ligt {side} wat het rapport "
        "over de Wsw zonder eigen cijfers voor het eind van dat jaar schat, {band}.",
        here=Number(count.total, ANY),
        band=Number(count.estimate, ANY, band=True),
    )


def _table(key: str, caption: str, heading: str, shown: Released, provenance: Provenance) -> Table:
    """A released table with its row labels in the first column."""
    frame = shown.shown_frame
    rows = [{"rij": derived_text(str(row), shown)} | dict(frame.loc[row]) for row in frame.index]
    return Table(
        key,
        titled_on(provenance, caption),
        shown_rows(rows),
        (
            Column("rij", heading),
            *(Column(str(name), _heading(str(name)), "pers") for name in shown.columns),
        ),
        provenance,
    )


def _heading(name: str) -> str:
    """A column of the tables as a reader knows it: a municipality, a year, or the sum."""
    if name in {ALL, ELSEWHERE}:
        return name.capitalize()
    return name if name.isdigit() else area_name(name)
