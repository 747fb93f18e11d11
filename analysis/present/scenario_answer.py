"""The scenario choice for a council: what to decide, one number a scenario, who pays, what tips."""

from __future__ import annotations

from analysis.frames import rows_of
from analysis.present.claim import Claim, Number
from analysis.present.example import this
from analysis.present.scenario_doubt import CAUSES, stress_rows
from analysis.present.scenario_scores import criterion_names
from analysis.present.wsw_money import MILLION, millions
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions.organisation import counted
from analysis.questions.scenario_choice import CLOSE
from analysis.questions.scenario_money import ScenarioMoney
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_stress import TOGETHER, WORST
from analysis.questions.wsw_money import PERIOD_END
from analysis.sources.workbook import Workbook

SURE = (-200.0, 200.0)
"""Bounds of an amount in millions that only say that it is one."""
RISKS, TOLD = 3, 2
"""How many risks and tipping points are told."""


def answer_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """What must be decided, what measures bring, what stands out, what to ask, what is assumed."""
    return (
        decision_claim(result.book),
        measures_claim(result),
        leading_claim(result),
        ask_first_claim(result),
        assumed_claim(result),
    )


def scenario_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """Each scenario in one sentence with one number."""
    return tuple(scenario_claim(result, money) for money in result.ranked_money)


def decision_claim(book: Workbook) -> Claim:
    """What must be decided, and on what."""
    return Claim(
        "De raad kiest een scenario op {criteria} criteria; gewichten, schalen en scores staan "
        "in geen enkele gelezen bron, en het voorstel moest begin april 2025 gereed zijn.",
        Provenance.of("afspraak", ["K17"]),
        criteria=Number(book.number("K19"), (4, 4)),
    )


def scenario_claim(result: ScenarioReport, money: ScenarioMoney) -> Claim:
    """One scenario: its saldo over the criterion's years."""
    total = millions(money.total)
    period = result.book.text("K20").replace("-", " tot en met ")
    return Claim(
        f"{money.scenario.naam}: een saldo van {{total}} over {period} samen (marge {{band}}), "
        f"in {this(result)}.",
        total=Number(total, SURE),
        band=Number(total, SURE, band=True),
    )


def measures_claim(result: ScenarioReport) -> Claim:
    """What the scenarios bring beside doing nothing: over the years, and in the last one."""
    totals = [millions(money.effects_total) for money in result.ranked_money]
    lasts = [millions(money.effects_last) for money in result.ranked_money]
    period = result.book.text("K20").replace("-", " tot en met ")
    worse = all(item.value < 0 for item in totals)
    told = (
        "worden de eenmalige kosten in geen scenario terugverdiend"
        if worse
        else "worden de eenmalige kosten niet in elk scenario terugverdiend"
        if any(item.value < 0 for item in totals)
        else "worden de eenmalige kosten in elk scenario terugverdiend"
    )
    return Claim(
        f"Over {period} {told}: naast niets veranderen schelen de scenario’s in {this(result)} "
        f"{{total}}; in {PERIOD_END} zelf is dat {{last}} per jaar (een minteken is een nadeel).",
        total=_between(totals, SURE),
        last=_between(lasts, SURE),
    )


def leading_claim(result: ScenarioReport) -> Claim:
    """Whether any scenario stands out without weights."""
    choice = result.choice
    firsts = [choice.first_chance(place) for place in range(len(choice.names))]
    best = max(range(len(firsts)), key=lambda place: firsts[place].value)
    known = choice.scores.provenance
    close = Quantity.exact(100 * choice.close_chance(best), "pct", known)
    points = counted(int(CLOSE), "criteriumschalen.csv")
    stands_out = "springt er duidelijk uit" if firsts[best].value > 50 else "springt er niet uit"
    return Claim(
        "Zonder te zeggen wat het zwaarst weegt, is "
        f"{_inside(choice_name(result, best))} in {{first}} van alle wegingen het beste scenario "
        f"en in {{close}} hoogstens {{points}} punten minder goed dan het beste: het "
        f"{stands_out}, in {this(result)}.",
        known,
        first=Number(firsts[best], (0, 100), decimals=0),
        close=Number(close, (0, 100), decimals=0),
        points=Number(points, (1, 20), bare=True),
    )


def ask_first_claim(result: ScenarioReport) -> Claim:
    """Which missing figures would help the choice most."""
    gaps = result.book.table("ontbrekend").set_index("id")["gegeven"]
    first = result.worth.first_three
    known = result.choice.scores.provenance | Provenance.of("bron", ["ontbrekend.csv"])
    if not first:
        return Claim(
            f"Geen enkel ontbrekend gegeven verandert in {this(result)} de keuze merkbaar.", known
        )
    names = [f"{_inside(str(gaps[name]))} ({name})" for name in first]
    return Claim(
        f"Wat de keuze in {this(result)} het meest zou helpen om eerst te weten: "
        f"{'; '.join(names)}.",
        known,
    )


def payer_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """Who pays what is short, over all ranked scenarios."""
    ranked = [money.topped_up() for money in result.ranked_money]
    first, second = list(ranked[0])
    return (
        Claim(
            f"Als het eigen vermogen op is, legt {first} in {this(result)} tot en met "
            f"{PERIOD_END} gemiddeld {{one}} bij, afhankelijk van het scenario, en {second} "
            "{other}; voor de Wsw is geen gemeentelijke bijdrage voorzien.",
            result.book.number("K47").provenance,
            one=_between([millions(item[first]) for item in ranked], (0, 100)),
            other=_between([millions(item[second]) for item in ranked], (0, 100)),
        ),
    )


def people_claim(result: ScenarioReport) -> Claim:
    """What changes for people."""
    found = [money.people() for money in result.ranked_money]
    moved = max((item["overgestapt"] for item in found), key=lambda item: item.value)
    inside = min((item["binnen"] for item in found), key=lambda item: item.value)
    employers = max((item["werkgevers"] for item in found), key=lambda item: item.value)
    return Claim(
        "Het college noemt werk en inkomen van de medewerkers gegarandeerd, en geen scenario "
        f"rekent met minder mensen; in {this(result)} stappen hoogstens ongeveer "
        "{moved} over van binnen naar detachering (marge {moved_band}), blijven er "
        "minstens ongeveer {inside} binnen werken en zijn er {employers} werkgevers meer nodig.",
        Provenance.of("bron", ["K50"]),
        moved=Number(moved, (0, 500)),
        moved_band=Number(moved, (0, 500), band=True),
        inside=Number(inside, (0, 2000)),
        employers=Number(employers, (0, 500), bare=True),
    )


def tipping_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """From which weight the best on average is no longer the best of a pair; at most two."""
    table = result.choice.tipping()
    means = result.choice.scores.means.mean(axis=1)
    best = result.choice.names[int(means.argmax())]
    against = table[
        ((table["eerste"] == best) | (table["tweede"] == best)) & (table["daarboven"] != best)
    ].sort_values("gewicht")
    known, names = result.choice.scores.provenance, criterion_names(result)
    if against.empty:
        return (
            Claim(
                f"Met gemiddelde scores wint {_inside(result.name(best))} bij elke weging van elk "
                f"ander scenario, in {this(result)}.",
                known,
            ),
        )
    return tuple(
        Claim(
            f"Weegt {names[row['criterium']].lower()} zwaarder dan {{weight}}, dan wint "
            f"{_inside(result.name(row['daarboven']))} van {_inside(result.name(best))}, "
            f"in {this(result)}.",
            known,
            weight=Number(Quantity.exact(100 * row["gewicht"], "pct", known), (0, 100), 0),
        )
        for row in rows_of(against)[:TOLD]
    )


def risk_claims(result: ScenarioReport) -> tuple[Claim, ...]:
    """The three causes that lower the saldo most, in the reference that nothing changes."""
    table = stress_rows(result)
    known = result.reference.years.provenance
    usual = min(money.total.value for money in result.ranked_money)
    single = table[table["oorzaak"] != TOGETHER].sort_values("laagste", kind="stable")
    return tuple(
        Claim(
            f"Risico: {CAUSES[row['oorzaak']]}. In de ongunstigste {{part}} van de trekkingen is "
            f"het saldo van het laagste scenario in {this(result)} {{worse}} lager dan verwacht.",
            known,
            part=Number(Quantity.exact(100 * WORST, "pct", known), (1, 50), 0),
            worse=Number(
                Quantity.exact((usual - row["laagste"]) / MILLION, "eur_mln", known), (-50, 100)
            ),
        )
        for row in rows_of(single)[:RISKS]
    )


def assumed_claim(result: ScenarioReport) -> Claim:
    """How much of this is judgement."""
    own = [name for name in result.assumption_ids if name >= "A31"]
    cells = result.scores.cells
    filled = int((cells["herkomst"] == "ingevuld").sum())
    return Claim(
        "Wat een maatregel oplevert, staat in geen enkel gelezen stuk: {effects} aannames en "
        "{scores} scores zijn een oordeel van de makers, de bedragen eronder komen uit "
        f"{this(result)}.",
        result.choice.scores.provenance,
        effects=Number(counted(len(own), "aannames.csv"), (5, 40), bare=True),
        scores=Number(counted(filled, "scenario_scores.csv"), (0, 60), bare=True),
    )


def choice_name(result: ScenarioReport, place: int) -> str:
    """The name of a ranked scenario."""
    return result.name(result.choice.names[place])


def _between(amounts: list[Quantity], bounds: tuple[float, float]) -> Number:
    """From the scenario with the least to the one with the most (means, no margin)."""
    values = [item.value for item in amounts]
    middle = sum(values) / len(values)
    known = combine(item.provenance for item in amounts)
    spread = Quantity(middle, amounts[0].unit, known, min(values), max(values))
    return Number(spread, bounds, band=True)


def _inside(name: str) -> str:
    """A name in the middle of a sentence; an abbreviation keeps its capitals."""
    second = name[1:2]
    return name if second.isupper() else name[:1].lower() + name[1:]
