"""The scenarios of the base case for which the tables of notebook 06 are tried."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.sources.scenarios import Scenario, read_scenarios
from tests.unit.present.pages import book_of

RANKED = ("bv", "bv-regio", "dienst", "dienst-regio")
REJECTED = ("s0", "s1")
VARIANTS = tuple(f"{name}-{variant}" for name in RANKED for variant in ("eigen", "extra"))
SETS = {
    "ranked": RANKED,
    "rejected": REJECTED,
    "all": (*RANKED, *VARIANTS, *REJECTED),
    "one": ("dienst",),
}


def scenarios_of(ids: Iterable[str]) -> list[Scenario]:
    """These scenarios, in this order."""
    known = read_scenarios(book_of("samen", "basis").table("aannames"))
    return [known[name] for name in ids]
