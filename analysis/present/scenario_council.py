"""For a council: who pays, what changes for people, what could go wrong, what tips the choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.dutch import listing
from analysis.frames import rows_of
from analysis.present.claim import Claim, Number
from analysis.present.example import this
from analysis.present.scenario_answer import between
from analysis.present.scenario_doubt import cause
from analysis.present.scenario_scores import criterion_names
from analysis.present.wsw_money import MILLION, millions
from analysis.provenance import Provenance, Quantity
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_stress import TOGETHER, WORST
from analysis.questions.scenario_world import ENDING_ONCE
from analysis.questions.wsw_money import PERIOD_END

RISKS, TOLD = 3, 2
"""How many risks and tipping weights are told."""
EQUAL = 0.1
"""Points of the mean score within which two scenarios are equal."""


def payer_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """Who pays what is short, over all ranked scenarios."""
    ranked = [money.topped_up() for money in result.ranked_money]
    first, second = list(ranked[0])
    begin = int(result.reference.years.years[1])
    widest = [millions(item[first]) for item in ranked]
    margin = replace(widest[0], low=min(i.low for i in widest), high=max(i.high for i in widest))
    return (
        Claim(
            f"In {begin} tot en met {PERIOD_END} samen legt {first} in {this(result)} naar "
            "verwachting {one} bij, afhankelijk van het scenario (marge {margin}), en "
            f"{second} {{other}}; dat begint als het eigen vermogen op is. Voor de Wsw is geen "
            "gemeentelijke bijdrage voorzien.",
            result.book.number("K47").provenance,
            one=between(widest, (0, 100)),
            margin=Number(margin, (0, 100), band=True),
            other=between([millions(item[second]) for item in ranked], (0, 100)),
        ),
    )


def people_claim(result: ScenarioReport) -> Claim:
    """What changes for people."""
    found = [money.people() for money in result.ranked_money]
    moved = max((item["overgestapt"] for item in found), key=lambda item: item.value)
    inside = min((item["binnen"] for item in found), key=lambda item: item.value)
    employers = max((item["werkgevers"] for item in found), key=lambda item: item.value)
    return Claim(
        "Het college van Deventer noemt werk en inkomen gegarandeerd, en geen scenario "
        f"rekent met minder mensen; in {this(result)} stappen hoogstens ongeveer "
        "{moved} over van binnen naar detachering (marge {moved_band}), blijven er "
        "minstens ongeveer {inside} binnen werken en zijn er ongeveer {employers} werkgevers meer "
        "nodig (marge {employers_band}).",
        Provenance.of("bron", ["K50"]),
        moved=Number(moved, (0, 500)),
        moved_band=Number(moved, (0, 500), band=True),
        inside=Number(inside, (0, 2000)),
        employers=Number(employers, (0, 500), bare=True),
        employers_band=Number(replace(employers, unit="aantal"), (0, 500), band=True),
    )


def tipping_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """What would make another scenario the best on average: a weight, or a judgement."""
    choice, names = result.choice, criterion_names(result)
    means = choice.scores.means.mean(axis=1)
    best = choice.names[int(means.argmax())]
    table = choice.tipping()
    against = table[(table["eerste"] == best) | (table["tweede"] == best)]
    # What lies nearest to weighing all alike tips first.
    nearest = (against["gewicht"] - 1 / len(names)).abs().sort_values(kind="stable").index
    against = against.loc[nearest]
    known = choice.scores.provenance
    claims = [
        Claim(
            f"Weegt {names[row['criterium']].lower()} "
            f"{'minder' if row['daarboven'] == best else 'zwaarder'} dan {{weight}}, dan is "
            f"‘{result.short(_other(row, best))}’ beter dan ‘{result.short(best)}’, "
            f"in {this(result)}.",
            known,
            weight=Number(Quantity.exact(100 * row["gewicht"], "pct", known), (0, 100), 0),
        )
        for row in rows_of(against)[:TOLD]
    ]
    return (*claims, _judgement_claim(result))


def _other(row: Mapping[str, Any], best: str) -> str:
    """The other one of a pair."""
    return str(row["tweede"] if row["eerste"] == best else row["eerste"])


def _judgement_claim(result: ScenarioReport) -> Claim:
    """How much lower a judgement on one criterion must be to turn the order of the means."""
    choice, known = result.choice, result.choice.scores.provenance
    means = choice.scores.means.mean(axis=1)
    ahead = means >= means.max() - EQUAL
    leaders = [result.short(name) for name, first in zip(choice.names, ahead, strict=True) if first]
    if ahead.all():
        return Claim(
            f"Bij gelijke gewichten liggen de scenario’s in {this(result)} gemiddeld gelijk.", known
        )
    points = choice.scores.means.shape[1] * float(means.max() - means[~ahead].max())
    return Claim(
        f"Bij gelijke gewichten {'ligt' if len(leaders) == 1 else 'liggen'} {listing(leaders)} in "
        f"{this(result)} gemiddeld voor, maar een oordeel dat op één criterium {{points}} lager "
        "is, keert die volgorde al om.",
        known,
        points=Number(Quantity.exact(points, "punten", known), (0, 400)),
    )


def risk_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """The causes that lower the saldo most in every scenario, and the cost of the choice itself."""
    known = result.reference.years.provenance
    usual = result.reference.total.value
    outside = [item for item in result.stress if item.driver != TOGETHER]
    worst = sorted(outside, key=lambda item: item.saldo[result.reference.scenario.id])
    claims = [
        Claim(
            f"Risico in elk scenario: {cause(item)}. In de ongunstigste {{part}} is het saldo, als "
            f"er niets verandert, in {this(result)} gemiddeld {{worse}} lager dan verwacht.",
            known,
            part=Number(Quantity.exact(100 * WORST, "pct", known), (1, 50), 0),
            worse=Number(
                Quantity.exact(
                    (usual - item.saldo[result.reference.scenario.id]) / MILLION, "eur_mln", known
                ),
                (-50, 100),
            ),
        )
        for item in worst[: RISKS - 1]
    ]
    once = result.book.number(ENDING_ONCE)
    return (
        *claims,
        Claim(
            "Risico van de keuze zelf: het opheffen van de GR en de BV in de huidige vorm kost "
            "eenmalig naar schatting {once} (marge {band}); hoeveel, moet de opdracht nog "
            "uitwijzen.",
            once=Number(once, (0, 1e8)),
            band=Number(once, (0, 1e8), band=True),
        ),
    )
