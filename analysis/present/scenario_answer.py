"""The scenario choice for a council: what to decide, one number a scenario, who pays, what tips."""

from __future__ import annotations

import re

from analysis.dutch import listing
from analysis.present.claim import Claim, Number
from analysis.present.example import this
from analysis.present.wsw_money import millions
from analysis.provenance import Basis, Provenance, Quantity, combine
from analysis.questions.evidence import LIKELY, UNLIKELY
from analysis.questions.organisation import counted
from analysis.questions.scenario_choice import CLOSE
from analysis.questions.scenario_money import ScenarioMoney
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_scores import FILLED
from analysis.questions.wsw_money import PERIOD_END
from analysis.sources.workbook import Workbook

HALF, NOISE = 50.0, 2.0
"""Percent of first places for a leader, and within which two can't be told apart."""

SURE = (-200.0, 200.0)
"""Bounds of an amount in millions that only say that it is one."""


def answer_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """What must be decided, what measures bring, what stands out, what to ask, what is assumed."""
    return (
        decision_claim(result.book),
        assumed_claim(result),
        measures_claim(result),
        leading_claim(result),
        ask_first_claim(result),
    )


def scenario_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """Each scenario in one sentence with one number."""
    return tuple(scenario_claim(result, money) for money in result.ranked_money)


def decision_claim(book: Workbook) -> Claim:
    """What must be decided, and on what."""
    return Claim(
        "De raad van Deventer kiest een scenario op {criteria} criteria; gewichten, schalen en "
        "scores staan in geen enkele gelezen bron, en het voorstel moest begin april 2025 gereed "
        "zijn.",
        Provenance.of("afspraak", ["K17"]),
        criteria=Number(book.number("K19"), (4, 4)),
    )


def scenario_claim(result: ScenarioReport, money: ScenarioMoney) -> Claim:
    """One scenario: its saldo over the criterion's years."""
    total = millions(money.total)
    period = " tot en met ".join(map(str, result.years))
    return Claim(
        f"{money.scenario.naam}: een saldo van {{total}} over {period} samen (marge {{band}}), "
        f"in {this(result)}.",
        total=Number(total, SURE),
        band=Number(total, SURE, band=True),
    )


def measures_claim(result: ScenarioReport) -> Claim:
    """Whether the measures earn back what they cost once, and what they bring in the end."""
    ranked = result.ranked_money
    chances = [
        Quantity.exact(100 * money.earned_back, "pct", money.shared.provenance) for money in ranked
    ]
    totals = [millions(money.effects_total) for money in ranked]
    lasts = [millions(money.effects_last) for money in ranked]
    until = f"in {PERIOD_END}"
    if all(item.value >= 100 * LIKELY for item in chances):
        told = f"De eenmalige kosten zijn {until} naar verwachting terugverdiend"
    elif all(item.value <= 100 * UNLIKELY for item in chances):
        told = f"De eenmalige kosten zijn {until} naar verwachting niet terugverdiend"
    else:
        told = f"Of de eenmalige kosten {until} zijn terugverdiend, is niet te zeggen"
    return Claim(
        f"{told}: in {this(result)} is de kans {{chance}}, afhankelijk van het scenario, en komen "
        f"de maatregelen samen gemiddeld op {{total}} uit; {until} zelf leveren zij {{last}} per "
        "jaar op.",
        chance=between(chances, (0, 100), 0),
        total=between(totals, SURE),
        last=between(lasts, SURE),
    )


def leading_claim(result: ScenarioReport) -> Claim:
    """Whether any scenario stands out without weights; one within the noise of another does not."""
    choice = result.choice
    places = range(len(choice.names))
    firsts = sorted(map(choice.first_chance, places), key=lambda item: item.value)
    known = choice.scores.provenance
    close = [Quantity.exact(100 * choice.close_chance(place), "pct", known) for place in places]
    best = max(places, key=lambda place: choice.first_chance(place).value)
    leads = firsts[-1].value > HALF and firsts[-1].value - firsts[-2].value > NOISE
    ending = (
        f"{inside(result.name(choice.names[best]))} springt er duidelijk uit"
        if leads
        else "geen scenario springt eruit"
    )
    return Claim(
        "Als niemand zegt wat het zwaarst weegt, is elk scenario in {first} van alle combinaties "
        "van weging en toeval het beste en in {close} hoogstens {points} punten minder goed dan "
        f"het beste: {ending}, in {this(result)}.",
        known,
        first=between(firsts, (0, 100), 0),
        close=between(close, (0, 100), 0),
        points=Number(counted(int(CLOSE), "criteriumschalen.csv"), (1, 20), bare=True),
    )


def ask_first_claim(result: ScenarioReport) -> Claim:
    """Which missing figures to ask for first, and what only councils and colleges can say."""
    gaps = result.book.table("ontbrekend").set_index("id")["gegeven"]
    worth = result.worth
    known = result.choice.scores.provenance | Provenance.of("bron", ["ontbrekend.csv"])
    first = [name for name in worth.first_three if name in worth.for_choice]
    rest = [name for name in worth.first_three if name not in first]
    parts = [
        f"{why}: {listing([f'{_briefly(str(gaps[name]))} ({name})' for name in names])}"
        for why, names in (("voor de keuze", first), ("voor de omvang van het tekort", rest))
        if names
    ]
    return Claim(
        f"Vraag eerst, in {this(result)}, {'; '.join(parts)}. Het meest bepalen oordelen de "
        "uitkomst, en die kunnen alleen raad en colleges geven.",
        known,
    )


def assumed_claim(result: ScenarioReport) -> Claim:
    """How much of this is judgement."""
    own = [name for name in result.assumption_ids if name >= "A31"]
    cells = result.scores.cells
    filled = int(((cells["herkomst"] == FILLED) & (cells["basis"] == Basis.AANNAME)).sum())
    return Claim(
        "Wat een maatregel oplevert, staat in geen enkel gelezen stuk: {effects} aannames en "
        "{scores} scores zijn een oordeel van de makers, de bedragen eronder komen uit "
        f"{this(result)}.",
        result.choice.scores.provenance,
        effects=Number(counted(len(own), "aannames.csv"), (5, 40), bare=True),
        scores=Number(counted(filled, "scenario_scores.csv"), (0, 60), bare=True),
    )


def between(
    amounts: list[Quantity], bounds: tuple[float, float], decimals: int | None = None
) -> Number:
    """From the scenario with the least to the one with the most (means, no margin)."""
    values = [item.value for item in amounts]
    middle = sum(values) / len(values)
    known = combine(item.provenance for item in amounts)
    spread = Quantity(middle, amounts[0].unit, known, min(values), max(values))
    return Number(spread, bounds, decimals, band=True)


def _briefly(name: str) -> str:
    """A missing figure in a few words: without what stands between brackets or behind a `;`."""
    return inside(re.sub(r" \([^)]*\)", "", name).partition(";")[0])


def inside(name: str) -> str:
    """A name in the middle of a sentence; an abbreviation keeps its capitals."""
    second = name[1:2]
    return name if second.isupper() else name[:1].lower() + name[1:]
