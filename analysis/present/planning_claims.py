"""What the planning comes down to: order, the council's choice, the term, and the last years."""

from __future__ import annotations

from analysis.dutch import listing, period
from analysis.model.schedule import Verdict, days_between
from analysis.present.claim import Claim, Number
from analysis.provenance import Quantity
from analysis.questions.planning import COUNCIL_CHOICE, PRESENTATION, Planning, done_at, wanted_at
from analysis.questions.planning_terms import DEADLINE, START, rests_on

ALWAYS = (0, float("inf"))
FIELDS = {
    "ok": Verdict.OP_TIJD,
    "late": Verdict.TE_LAAT,
    "undated": Verdict.ZONDER_DATUM,
    "open": Verdict.ONZEKER,
}
RESULTS = ("het plan van aanpak", "het strategisch plan van fase twee", "het bedrijfsplan")
"""What the phases result in, in their order."""


def planning_claims(result: Planning) -> tuple[Claim, ...]:
    """Order, the choice of the council, the term of the assignment, and plans against money."""
    return order_claim(result), choice_claim(result), term_claim(result), years_claim(result)


def order_claim(result: Planning) -> Claim:
    """How many steps fit, and by how much the others come too late."""
    counts, total = result.counts(), len(result.steps)
    told = {name: item for name, item in FIELDS.items() if name != "open" or counts[item]}
    numbers = {
        name: Number(_count(result, counts[item]), (0, total)) for name, item in told.items()
    }
    sentence = (
        "De nota noemt of veronderstelt {all} keer wat een mijlpaal eerst nodig heeft: {ok} keer "
        "past dat bij de datums, {late} keer komt het te laat, {undated} keer ontbreekt er een "
        f"datum{' en {open} keer is de volgorde niet te zeggen' if 'open' in told else ''}."
    )
    late = result.steps[result.steps["oordeel"] == Verdict.TE_LAAT]
    if len(late):
        lasting = all(result.by_id[name]["soort"] == "periode" for name in late["mijlpaal"])
        since = "nadat de looptijd van het plan begon" if lasting else "nadat het nodig was"
        sentence += f" Wat te laat komt, is er minstens {{least}} en hoogstens {{most}} {since}."
        least, most = -int(late["dagen_max"].max()), -int(late["dagen_min"].min())
        numbers["least"] = Number(_days(result, least), (1, most))
        numbers["most"] = Number(_days(result, most), (least, 366))
    return Claim(sentence, None, all=Number(_count(result, total), (1, 16)), **numbers)


def choice_claim(result: Planning) -> Claim:
    """When the council would have to choose, and what its presentation is in time for."""
    place = result.resting_on(PRESENTATION)
    shown, last = result.by_id[place], result.by_id[result.phases[-1].milestone]
    steps = result.steps.set_index("id").loc[list(COUNCIL_CHOICE)]
    facts = {name for cell in steps["feiten"] for name in cell.split(";")}
    rests = rests_on(result.book, *facts, PRESENTATION).derived()
    if not result.undated_choice():
        return Claim(
            "De datum waarop de raad het scenario kiest, staat in de planning.", rests_on=rests
        )
    least, most = days_between(done_at(shown), wanted_at(last))
    told = _judged(result, place)
    return Claim(
        "De raad moet tussendoor het scenario kiezen, maar een datum voor dat besluit noemt de "
        f"nota niet. Kiest de raad bij de eindpresentatie ({period(shown['datum_van'][:7])}), dan "
        f"is dat {told}; tot de laatste termijn ({period(last['datum_van'][:7])}) zijn het dan nog "
        "{least} tot {most}.",
        rests,
        least=Number(Quantity.exact(least, "dagen", rests), (0, most), bare=True),
        most=Number(Quantity.exact(most, "dagen", rests), (least, 366)),
    )


def term_claim(result: Planning) -> Claim:
    """Seven months or half a year, and whether the last deadline falls within both."""
    longest, shortest = result.terms
    start, end = (period(result.book.text(name)[:7]) for name in (START, DEADLINE))
    return Claim(
        "Voor de looptijd van de opdracht noemt de nota {longest} en, met een vraagteken, een half "
        f"jaar ({{shortest}}). Gerekend vanaf het vertrek van de directeur ({start}) valt de "
        f"laatste termijn ({end}) binnen beide: er blijven {{more}} of {{less}} over. De "
        "begindatum zelf staat er niet: begon de opdracht {sooner} of meer eerder, dan is een half "
        "jaar te kort.",
        None,
        longest=Number(longest.months, (7, 7)),
        shortest=Number(shortest.months, (6, 6)),
        more=Number(longest.slack, (shortest.slack.value, 366), bare=True),
        less=Number(shortest.slack, ALWAYS),
        sooner=Number(shortest.too_late, (1, longest.too_late.value)),
    )


def years_claim(result: Planning) -> Claim:
    """Until when plans and the financial criterion run, and the years without a plan."""
    found = result.horizons
    years = listing([str(year) for year in found.uncovered])
    end = (
        f" Voor {years} is er dus wel een financieel criterium, maar geen strategisch plan en geen "
        "bedrijfsplan."
        if years
        else " Elk jaar van het criterium valt daarmee binnen die plannen."
    )
    return Claim(
        "Het strategisch plan en het bedrijfsplan lopen tot en met {plans}, het financiële "
        "criterium tot en met {criterion}, net als de perspectiefnota ({budget})." + end,
        found.provenance,
        plans=Number(found.plans, (2025, found.criterion.value)),
        criterion=Number(found.criterion, (found.budget.value, found.budget.value)),
        budget=Number(found.budget, (2029, 2029)),
    )


def _judged(result: Planning, place: str) -> str:
    """What a choice at that milestone is in time for and what not, phase by phase."""
    found = result.if_chosen_at(place)
    words = {phase.milestone: RESULTS[phase.number - 1] for phase in result.phases}
    return listing([f"{found[name]} voor {word}" for name, word in words.items() if name in found])


def _count(result: Planning, value: int) -> Quantity:
    return Quantity.exact(value, "aantal", result.provenance)


def _days(result: Planning, value: int) -> Quantity:
    return Quantity.exact(value, "dagen", result.provenance)
