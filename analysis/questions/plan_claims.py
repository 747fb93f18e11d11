"""The twelve assumptions of the plan and what became of them: a verdict that follows from evidence.

No verdict is typed in. A claim with a test gets its verdict from the chance that it came true; a
claim that another sentence of the same documents contradicts says so; what has neither can't be
decided, however firm the words around it are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from analysis.frames import rows_of
from analysis.provenance import Provenance, Quantity
from analysis.questions.beschut import TARGET_YEAR
from analysis.questions.crossing import Crossing
from analysis.questions.evidence import Light, Side, good_chance, light_of
from analysis.questions.local_runoff import PUBLISHED, START_YEAR, LocalRunoff
from analysis.sources.workbook import Workbook, peildatum

NATIONAL = "Arbeidsjaren Wsw, gemiddeld"
PLAN_START = 2020
"""First year of the ondernemingsplan."""


class Verdict(StrEnum):
    """What can be said of an assumption."""

    UITGEKOMEN = "uitgekomen"
    WEERLEGD = "weerlegd"
    TEGENGESPROKEN = "tegengesproken door een andere zin"
    ONBESLIST = "niet te beslissen"


BY_LIGHT = {
    Light.GROEN: Verdict.UITGEKOMEN,
    Light.ROOD: Verdict.WEERLEGD,
    Light.ORANJE: Verdict.ONBESLIST,
}


@dataclass(frozen=True)
class Test:
    """What a test found: the chance that the assumption came true, and the number behind it."""

    chance: float
    found: Quantity
    year: int


@dataclass(frozen=True)
class Evidence:
    """What the tests look at; all of it of the joint area."""

    book: Workbook
    lines: pd.DataFrame
    local: LocalRunoff
    crossing: Crossing


def claim_table(evidence: Evidence) -> pd.DataFrame:
    """Return the twelve claims with columns oordeel, kans, gevonden (Quantity or None) and jaar.

    Beside those of `planclaims.csv`: ids and basis of the evidence, and lezing_a, lezing_b of the
    sentences that contradict each other.
    """
    book = evidence.book
    claims = book.table("planclaims").sort_values("id", key=lambda ids: ids.str[1:].astype(int))
    spoken = book.table("tegenstrijdigheden").set_index("id")
    today = int(peildatum()[:4])
    rows = []
    for row in rows_of(claims):
        test = TESTS[row["toets"]](evidence) if row["toets"] else None
        known = Provenance.of("bron", filter(None, row["bewijs"].split(";")))
        provenance = known | test.found.provenance if test else known
        readings = spoken.loc[row["tegenspraak"]] if row["tegenspraak"] else {}
        rows.append(
            row
            | {
                "oordeel": verdict_of(test, bool(row["tegenspraak"]), today),
                "kans": test.chance if test else float("nan"),
                "gevonden": test.found if test else None,
                "jaar": test.year if test else pd.NA,
                "lezing_a": readings.get("lezing_a", ""),
                "lezing_b": readings.get("lezing_b", ""),
                "basis": provenance.label,
                "ids": ";".join(provenance.ids),
            }
        )
    return pd.DataFrame(rows)


def verdict_of(test: Test | None, contradicted: bool, today: int) -> Verdict:
    """Return the verdict; a number goes before a sentence, and no forecast decides anything."""
    if test is not None:
        return BY_LIGHT[light_of(test.chance)] if test.year <= today else Verdict.ONBESLIST
    return Verdict.TEGENGESPROKEN if contradicted else Verdict.ONBESLIST


def national_volume(evidence: Evidence) -> Test:
    """Did the national Wsw stabilise: is it as large as in the plan's first year?"""
    by_year = _national_years(evidence)
    year = int(by_year.index.max())
    then, now = float(by_year["werkelijk"][PLAN_START]), float(by_year["werkelijk"][year])
    ids = [by_year["cijfer_werkelijk"][moment] for moment in (PLAN_START, year)]
    fall = Quantity.exact(then - now, "arbeidsjaren", Provenance.of("afgeleid", ids))
    return Test(good_chance(Side.MEER, then, now), fall, year)


def local_volume(evidence: Evidence) -> Test:
    """Are there still as many Wsw employees as in the last year that was counted?"""
    local = evidence.local
    year = int(_national_years(evidence).index.max())
    counted = evidence.book.number(PUBLISHED).value
    as_many = local.paths[:, year - START_YEAR] >= counted
    return Test(float(as_many.mean()), local.heads_in(year), year)


def both_sentences(evidence: Evidence) -> Test:
    """Can the environment inside shrink while beschut werk grows as expected?"""
    both = evidence.crossing
    return Test(both.shrinks_chance(), both.occupancy_in(TARGET_YEAR), TARGET_YEAR)


def _national_years(evidence: Evidence) -> pd.DataFrame:
    """The lines of the years of which the national volume is published, by year."""
    lines = evidence.lines
    published = lines[(lines["grootheid"] == NATIONAL) & lines["werkelijk"].notna()]
    return published.set_index("doeljaar")


TESTS: Mapping[str, Callable[[Evidence], Test]] = {
    "wsw_landelijk": national_volume,
    "wsw_lokaal": local_volume,
    "binnen_krimpt": both_sentences,
}
"""The tests that `planclaims.csv` may name."""
