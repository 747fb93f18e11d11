"""The answer to deelvraag 2 in five sentences: assumed, happened, how sure, and what settles it."""

from __future__ import annotations

from analysis.dutch import sentence_case
from analysis.present.claim import Claim, Number
from analysis.present.plan_bridge import bridge_claim
from analysis.present.plan_claims import counts_claim
from analysis.present.plan_own import own_claim
from analysis.provenance import Basis, Provenance, combine
from analysis.questions.organisation import counted
from analysis.questions.plan_reality import PlanReality
from analysis.questions.plans import State

ASSUMED = ("K44", "X02", "X04", "X10")
SETTLING = 3


def answer_claims(result: PlanReality) -> tuple[Claim, ...]:
    """What was assumed, what happened, what it means here, how sure, and what would settle it."""
    own = () if result.own.empty else (own_claim(result),)
    return (
        assumed_claim(result),
        *own,
        counts_claim(result),
        bridge_claim(result),
        sureness_claim(result),
        documents_claim(result),
    )


def assumed_claim(result: PlanReality) -> Claim:
    """What the plan assumed, as far as anyone can read it."""
    book = result.book
    unseen = ", dat zelf niet is gevonden," if result.own.empty else ""
    older = "de enige raming in cijfers is ouder" if result.own.empty else "een oudere raming"
    return Claim(
        f"Volgens de nota rekende het ondernemingsplan{unseen} op een stabiel beeld zonder zorgen "
        f"over het geld voor de Wsw; {older}: Sallcon verwachtte eind 2016 {{heads}} "
        "Wsw-medewerkers in 2017, een tekort van {deficit} in 2020 en genoeg reserve tot en met "
        "{until}.",
        combine(Provenance.of("bron", [name]) for name in ASSUMED),
        heads=Number(book.number("X02"), (802, 802), bare=True),
        deficit=Number(book.number("X04"), (2_870_000, 2_870_000)),
        until=Number(book.number("X10"), (2024, 2024)),
    )


def sureness_claim(result: PlanReality) -> Claim:
    """How many plan lines can be judged at all."""
    states = result.lines["stand"].value_counts()
    counts = {
        "all": len(result.lines),
        "measured": int(states.get(State.GEMETEN, 0)),
        "estimated": int(states.get(State.GESCHAT, 0)),
        "ahead": int(states.get(State.NIET_AF, 0)),
        "absent": int(states.get(State.ONTBREEKT, 0)),
    }
    made_up = bool((result.lines["basis"] == Basis.VOORBEELD).any())
    told = " (verzonnen voorbeelden meegeteld)" if made_up else ""
    return Claim(
        f"Zeker is dat niet: van {{all}} planregels is bij {{measured}} ook de uitkomst gemeten"
        f"{told} en bij {{estimated}} geschat; bij {{ahead}} moet het jaar nog komen, en bij "
        "{absent} ontbreekt het plan, de uitkomst of allebei.",
        Provenance.of(Basis.VOORBEELD, ["plannen.csv"]) if made_up else None,
        **{name: Number(counted(value, "plannen.csv"), (0, 200)) for name, value in counts.items()},
    )


def documents_claim(result: PlanReality) -> Claim:
    """The documents that most of what is open waits for."""
    first = result.documents().head(SETTLING)
    parts = [f"{_named(str(name), place)} ({{n{place}}})" for place, name in enumerate(first.index)]
    joined = f"{', '.join(parts[:-1])} en {parts[-1]}" if len(parts) > 1 else "".join(parts)
    return Claim(
        "Het meeste van de rest hangt aan drie stukken (tussen haakjes hoeveel planregels en "
        f"aannames erop wachten): {joined}.",
        None,
        **{
            f"n{place}": Number(counted(int(count), "ontbrekend.csv"), (1, 150))
            for place, count in enumerate(first)
        },
    )


def _named(name: str, place: int) -> str:
    return sentence_case(name) if place == 0 else name[:1].lower() + name[1:]
