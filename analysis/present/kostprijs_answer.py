"""The answer of the kostprijsmodel in sentences; what is made up says so in the sentence itself."""

from __future__ import annotations

from analysis.present.claim import Claim, Number
from analysis.present.example import this
from analysis.present.kostprijs_contract import contract_claim
from analysis.present.wsw_money import MILLION, millions
from analysis.provenance import Quantity
from analysis.questions.kostprijs_report import CostReport
from analysis.questions.kostprijs_years import LAST_YEAR
from analysis.questions.wsw_money import PERIOD_END


def answer_claims(result: CostReport) -> tuple[Claim, ...]:
    """What a year costs, what stays behind, when the reserve is gone, and what is real."""
    return (
        result_claim(result),
        remanent_claim(result),
        reserve_claim(result),
        break_even_claim(result),
        contract_claim(result),
    )


def result_claim(result: CostReport) -> Claim:
    """The base year."""
    provenance = result.ledger.provenance
    amounts = result.result
    total, support = (
        Quantity.exact(float(amounts[name].sum()) / MILLION, "eur_mln", provenance)
        for name in ("netto_resultaat", "toegerekend")
    )
    return Claim(
        f"{_start(result)}In {result.ledger.year} is het resultaat van alle werksoorten samen "
        "{total}, na {support} aan ondersteuning.",
        total=Number(total, (-10, 10)),
        support=Number(support, (0, 20)),
    )


def remanent_claim(result: CostReport) -> Claim:
    """What stays behind."""
    years = result.years
    near, far = (millions(years.in_year(years.remanent, year)) for year in (PERIOD_END, LAST_YEAR))
    return Claim(
        "Krimpt het aantal mensen zoals de rapporten over de Wsw en beschut werk verwachten, dan "
        f"blijft er in {this(result)} in {PERIOD_END} {{near}} per jaar aan ondersteuning hangen "
        f"(marge {{near_band}}) en in {LAST_YEAR} {{far}} (marge {{far_band}}).",
        near=Number(near, (-1, 5)),
        near_band=Number(near, (-1, 5), band=True),
        far=Number(far, (-1, 8)),
        far_band=Number(far, (-1, 8), band=True),
    )


def reserve_claim(result: CostReport) -> Claim:
    """When own capital is gone, and who pays after that."""
    years = result.years
    paid = years.payers()
    shown = years.years[1:] <= PERIOD_END
    extra = sum(part[:, shown].sum(axis=1) for name, part in paid.items() if "aanvulling" in name)
    total = millions(years.spread(extra, "eur"))
    return Claim(
        f"Het eigen vermogen is in {this(result)} op in "
        "{year} (marge {band}); daarna komt tot en met "
        f"{PERIOD_END} {{total}} bij de gemeenten terecht (marge {{total_band}}), waar voor de Wsw "
        "geen bijdrage is voorzien.",
        result.book.number("K47").provenance,
        year=Number(years.empty_year, (result.ledger.year, 2060)),
        band=Number(years.empty_year, (result.ledger.year, 2060), band=True),
        total=Number(total, (0, 40)),
        total_band=Number(total, (0, 40), band=True),
    )


def break_even_claim(result: CostReport) -> Claim:
    """How many people this mix would need."""
    years = result.years
    needed = years.break_even_fte(PERIOD_END)
    there = years.in_year(years.volume, PERIOD_END, "fte")
    return Claim(
        "Bij deze verdeling over werksoorten, en als de ondersteuning niet meegroeit, zouden er "
        f"in {PERIOD_END} {{needed}} nodig zijn om haar te dragen (marge {{band}}); er zijn er dan "
        "naar schatting {there}"
        f"{', in dit voorbeeld' if result.made_up else ''}.",
        needed=Number(needed, (0, 10_000), decimals=0),
        band=Number(needed, (0, 10_000), decimals=0, band=True),
        there=Number(there, (0, 5_000), bare=True),
    )


def _start(result: CostReport) -> str:
    if not result.made_up:
        return ""
    return (
        "De cijfers van het kostprijsmodel zijn niet openbaar: alles over werksoorten hieronder is "
        "een verzonnen voorbeeld dat laat zien wat het model kan. "
    )
