"""The answer to deelvraag 3: is 350 plausible, what does it ask, what happens to the building."""

from __future__ import annotations

from analysis.present.beschut import keys_provenance
from analysis.present.claim import Claim, Number
from analysis.provenance import Quantity
from analysis.questions.beschut import (
    OUTFLOW,
    START_YEAR,
    TARGET,
    TARGET_YEAR,
)
from analysis.questions.horizon import Horizon


def answer_claims(result: Horizon) -> tuple[Claim, ...]:
    """Is 350 plausible, what does it need each year, what does it do to the building."""
    return (plausible_claim(result), inflow_claim(result), building_claim(result))


def plausible_claim(result: Horizon) -> Claim:
    """The expected number against the other readings."""
    keys = result.keys.iloc[1:]
    provenance = keys_provenance(result)
    low, high = (
        Quantity.exact(float(value), "plekken", provenance)
        for value in (keys["aantal"].min(), keys["aantal"].max())
    )
    return Claim(
        f"De verwachting van ongeveer {{expected}} mensen in beschut werk rond {TARGET_YEAR}, voor "
        "beide gemeenten samen, is niet onderbouwd. Drie eigen rekenwijzen geven op lange termijn "
        "{low} tot {high}, waarvan de hoogste voor Deventer alleen: van dezelfde orde, maar geen "
        "bewijs.",
        expected=Number(result.book.number(TARGET), (350, 350), bare=True),
        low=Number(low, (200, 220), bare=True),
        high=Number(high, (323, 323)),
    )


def inflow_claim(result: Horizon) -> Claim:
    """The inflow that the target asks, and what another outflow makes of it."""
    need = result.need
    outflow = result.book.number(OUTFLOW)
    _, balance = need.with_outflow(outflow.value)
    then, _ = need.with_outflow(outflow.high)
    middle, high = (
        Quantity.exact(value, "pct", outflow.provenance) for value in (outflow.value, outflow.high)
    )
    compared = then.value < 0.98 * need.target.value
    ending = (
        f"; vertrekt {{high}}, dan zijn het er in {TARGET_YEAR} met deze instroom maar {{then}}."
        if compared
        else "."
    )
    numbers = {
        "start": Number(need.start, (0, 200), bare=True),
        "target": Number(need.target, (20, 350), bare=True),
        "needed": Number(need.needed, (1, 60), bare=True),
        "needed_band": Number(need.needed, (1, 60), band=True),
        "band": Number(need.stock_in(TARGET_YEAR), (20, 450), band=True),
        "middle": Number(middle, (3, 11), decimals=0),
        "balance": Number(balance, (need.target.value, 900), bare=True),
    }
    if compared:
        numbers |= {
            "high": Number(high, (9, 11), decimals=0),
            "then": Number(then, (1, need.target.value), bare=True),
        }
    return Claim(
        f"Om in {result.area_name} van {{start}} naar {{target}} mensen te groeien, moeten er elk "
        "jaar ongeveer {needed} bij komen (marge {needed_band}, naar gelang hoeveel er "
        f"vertrekken). Wordt die instroom ongeveer gehaald, dan zijn het er in {TARGET_YEAR} "
        "{band}. Vertrekt {middle} per jaar, dan groeit het aantal daarna door naar ongeveer "
        f"{{balance}}{ending}",
        None,
        **numbers,
    )


def building_claim(result: Horizon) -> Claim:
    """What it does to the building."""
    both = result.crossing
    chance = Quantity.exact(100 * both.shrinks_chance(), "pct", both.provenance)
    return Claim(
        "Vanaf ongeveer {year} (marge {year_band}) werken er meer mensen in beschut werk dan in de "
        f"Wsw; in {TARGET_YEAR} is het werk binnen KonnecteD voor {result.area_name} {{occupancy}} "
        f"van dat van {START_YEAR} (marge {{occupancy_band}}), en de kans dat het binnen krimpt is "
        "{chance}, als de aandelen binnen gelijk blijven.",
        year=Number(both.crossing_year, (START_YEAR, 2050)),
        year_band=Number(both.crossing_year, (START_YEAR, 2050), band=True),
        occupancy=Number(both.occupancy_in(TARGET_YEAR), (30, 110), decimals=0),
        occupancy_band=Number(both.occupancy_in(TARGET_YEAR), (30, 110), decimals=0, band=True),
        chance=Number(chance, (0, 100), decimals=0),
    )
