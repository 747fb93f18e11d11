"""The twelve assumptions with their verdict, the evidence and the one figure that settles each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.dutch import interval, number, percentage, quantity
from analysis.frames import rows_of
from analysis.present.claim import Claim, Number
from analysis.present.finance import known_rows
from analysis.present.table import Column, Table
from analysis.provenance import provenance_of
from analysis.questions.beschut import START_YEAR as START
from analysis.questions.local_runoff import PUBLISHED, START_YEAR
from analysis.questions.organisation import counted
from analysis.questions.plan_claims import PLAN_START, Verdict
from analysis.questions.plan_reality import PlanReality

SIGNS = {
    Verdict.UITGEKOMEN: "▲",
    Verdict.WEERLEGD: "▼",
    Verdict.TEGENGESPROKEN: "⇄",
    Verdict.ONBESLIST: "◆",
}


def claims_table(result: PlanReality) -> Table:
    """Assumption, what the nota says happened, verdict with evidence, and what would settle it."""
    gaps = result.book.table("ontbrekend").set_index("id")
    rows = [
        {
            "id": row["id"],
            "aanname": row["aanname"],
            "werkelijkheid": row["werkelijkheid"],
            "oordeel": f"{SIGNS[row['oordeel']]} {row['oordeel']}",
            "grond": evidence_text(result, row),
            "beslissend": f"{row['beslissend']} ({gaps.loc[row['gegeven'], 'systeem']})",
            "ids": row["bewijs"],
        }
        for row in rows_of(result.claims)
    ]
    return Table(
        "q2-aannames-plan",
        "Twaalf aannames van het plan: wat ervan te zeggen is, en wat het zou beslissen",
        pd.DataFrame(rows),
        (
            Column("id", "Nr"),
            Column("aanname", "Aanname"),
            Column("werkelijkheid", "Wat de nota erover zegt"),
            Column("oordeel", "Oordeel"),
            Column("grond", "Waarop het rust"),
            Column("beslissend", "Wat het beslist, en waar het staat"),
            Column("ids", "Herkomst", ids=True),
        ),
        provenance_of(result.claims),
        note="Een oordeel volgt uit een cijfer, of uit een andere zin in dezelfde stukken die het "
        "tegendeel zegt; een stellig woord is geen bewijs. De nota noemt vooral aannames die niet "
        "uitkwamen: wat er van de andere aannames van het plan is geworden, zegt deze lijst niet.",
    )


def evidence_text(result: PlanReality, row: dict[str, Any]) -> str:
    """What a verdict rests on, with its numbers."""
    if row["toets"]:
        return TEXTS[row["toets"]](result, row)
    if row["tegenspraak"]:
        return f"{row['lezing_a']} — maar: {row['lezing_b']} ({row['tegenspraak']})"
    only = "Alleen een oordeel in de nota; geen cijfer van hier en geen zin die het tegendeel zegt"
    if not row["bewijs"]:
        return only
    known = known_rows(result.book, tuple(row["bewijs"].split(";")))
    found = "; ".join(
        f"{part['wat'].replace('_', ' ')} {part['waarde_tekst']} ({part['wanneer']})"
        for part in rows_of(known)
    )
    return f"{only}. Landelijk gevonden: {found}"


def counts_claim(result: PlanReality) -> Claim:
    """How many assumptions got which verdict."""
    counts = {
        "out": Verdict.UITGEKOMEN,
        "refuted": Verdict.WEERLEGD,
        "spoken": Verdict.TEGENGESPROKEN,
        "open": Verdict.ONBESLIST,
    }
    return Claim(
        "Van de {all} aannames die de nota aan het plan toeschrijft, zijn er {out} uitgekomen, "
        "{refuted} weerlegd, {spoken} door een andere zin tegengesproken en {open} niet te "
        "beslissen; de nota noemt vooral wat niet uitkwam.",
        None,
        all=Number(counted(len(result.claims), "planclaims.csv"), (12, 12)),
        **{name: Number(result.verdicts(verdict), (0, 12)) for name, verdict in counts.items()},
    )


def _national(result: PlanReality, row: dict[str, Any]) -> str:
    fall, last = row["gevonden"], result.bridges[-1]
    gap = last.national_plan.value - last.national.value
    return (
        f"Het aantal stabiliseerde niet: landelijk kromp de Wsw van {PLAN_START} tot {row['jaar']} "
        f"met {quantity(fall.value, fall.unit)}, en zij lag in {last.year} "
        f"{number(gap)} onder de verwachting van het Rijk"
    )


def _local(result: PlanReality, row: dict[str, Any]) -> str:
    counted_heads, now = result.book.number(PUBLISHED).value, row["gevonden"]
    return (
        f"Weerlegd is dat het aantal op peil blijft: het daalde hier naar schatting van "
        f"{number(counted_heads)} in {START_YEAR} naar {number(now.value)} "
        f"({interval(now.low, now.high, now.unit)}) eind {row['jaar']}, en de kans dat het gelijk "
        f"bleef is {percentage(100 * row['kans'], 0)}; of de kosten meedaalden, is niet gevonden"
    )


def _inside(result: PlanReality, row: dict[str, Any]) -> str:
    found = row["gevonden"]
    return (
        f"{row['jaar']} moet nog komen. In het model van deelvraag 3 gaan beide zinnen samen: de "
        f"kans dat het werk binnen krimpt terwijl beschut werk groeit zoals verwacht, is "
        f"{percentage(100 * row['kans'], 0)}, tot {percentage(found.value, 0)} van {START} (marge "
        f"{interval(found.low, found.high, 'pct', 0)})"
    )


TEXTS: Mapping[str, Callable[[PlanReality, dict[str, Any]], str]] = {
    "wsw_landelijk": _national,
    "wsw_lokaal": _local,
    "binnen_krimpt": _inside,
}
"""How each test of `planclaims.csv` is told."""
