"""Deelvraag 2 as a whole: areas, counts, the ranking of documents, and the headline numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from analysis.questions.local_runoff import LocalRunoff
from analysis.questions.national_runoff import NationalRunoff
from analysis.questions.plan_claims import Verdict
from analysis.questions.plan_own import OWN_PLAN
from analysis.questions.plan_reality import (
    ACCOUNT_NAME,
    FORECAST,
    PlanReality,
    headlines,
    plan_reality,
)
from analysis.questions.plans import State
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

AREAS = ("samen", "deventer", "olst-wijhe")
LocalOf = Callable[[str], LocalRunoff]
RealityOf = Callable[[str], PlanReality]


@pytest.fixture(scope="module")
def reality_of(book: Workbook, nation: NationalRunoff, local_of: LocalOf) -> RealityOf:
    """All results of deelvraag 2 for an area."""
    return cache(lambda area: plan_reality(book.in_area(area), nation, local_of(area)))


def waiting(
    result: PlanReality, lines: list[tuple[str, str, str]], claims: list[tuple[Verdict, str]]
) -> PlanReality:
    """A result whose lines (plan, state, gaps) and claims (verdict, gap) are these."""
    other = PlanReality(result.book, result.nation, result.local, result.joint)
    vars(other)["lines"] = pd.DataFrame(lines, columns=["plan", "stand", "gaten"])
    vars(other)["claims"] = pd.DataFrame(claims, columns=["oordeel", "gegeven"])
    return other


@pytest.mark.parametrize("area", AREAS)
def test_the_plan_is_always_that_of_both_together(
    reality_of: RealityOf, local_of: LocalOf, area: str
) -> None:
    result = reality_of(area)
    assert (result.local.area, result.joint.area) == (area, "samen")
    assert (result.joint is result.local) == (area == "samen")
    assert (result.joint.paths == local_of("samen").paths).all()
    assert [bridge.area for bridge in result.bridges] == [area, area]
    names = {"samen": "Deventer en Olst-Wijhe", "deventer": "Deventer", "olst-wijhe": "Olst-Wijhe"}
    assert result.area_name == names[area]


@pytest.mark.parametrize("area", AREAS)
def test_the_claims_are_about_the_organisation(reality_of: RealityOf, area: str) -> None:
    shown, whole = reality_of(area).claims, reality_of("samen").claims
    for column in ("id", "oordeel", "kans", "gevonden", "jaar", "basis"):
        assert list(shown[column].astype(str)) == list(whole[column].astype(str)), column


@pytest.mark.parametrize("area", AREAS)
def test_the_parts_are_the_municipalities(reality_of: RealityOf, area: str) -> None:
    result = reality_of(area)
    members = ["deventer", "olst-wijhe"] if area == "samen" else [area]
    assert [part.area for part in result.parts] == members
    assert {part.year for part in result.parts} == {2022}
    for part in result.parts:
        assert part.difference == reality_of(part.area).bridges[-1].difference


def test_the_verdicts_are_counted(reality_of: RealityOf) -> None:
    result = reality_of("samen")
    counts = {verdict: result.verdicts(verdict).value for verdict in Verdict}
    assert counts == {
        Verdict.UITGEKOMEN: 0,
        Verdict.WEERLEGD: 2,
        Verdict.TEGENGESPROKEN: 4,
        Verdict.ONBESLIST: 6,
    }
    # A count is as sure as the weakest of what was counted.
    assert {result.verdicts(verdict).provenance.label for verdict in Verdict} == {"aanname"}


def test_the_documents_are_ranked_by_what_waits_for_them(reality_of: RealityOf) -> None:
    # Worked out by hand: two lines and a claim wait for the accounts (G14 and G09 are both), two
    # lines for the plan (G12), a claim for the quarterly reports (G07). Not counted: a line that is
    # measured, a plan of someone else, what is not due, a registration (G02), and a claim that came
    # true.
    result = waiting(
        reality_of("samen"),
        [
            (OWN_PLAN, State.ONTBREEKT, "G12;G14"),
            (OWN_PLAN, State.ONTBREEKT, "G12;G02"),
            (FORECAST, State.ONTBREEKT, "G09"),
            (OWN_PLAN, State.GEMETEN, "G12"),
            ("DVO 2023", State.ONTBREEKT, "G12"),
            (OWN_PLAN, State.NIET_AF, "G12"),
        ],
        [
            (Verdict.ONBESLIST, "G14"),
            (Verdict.WEERLEGD, "G07"),
            (Verdict.TEGENGESPROKEN, "G25"),
            (Verdict.UITGEKOMEN, "G12"),
        ],
    )
    assert list(result.documents().items()) == [
        (ACCOUNT_NAME, 3),
        ("Ondernemingsplan KonnecteD 2020-2024", 2),
        ("Kwartaalrapportages", 1),
    ]


@pytest.mark.parametrize("area", AREAS)
def test_the_documents_of_the_real_gaps(reality_of: RealityOf, area: str) -> None:
    # All 65 lines of the own plan wait for it. Accounts (G14 and G32): eight of its quantities in
    # five years, four lines of the forecast of 2016, and what settles V1, V8 and V10: 40 + 4 + 3.
    found = reality_of(area).documents()
    assert found.iloc[0] == 65
    assert found.index[0] == "Ondernemingsplan KonnecteD 2020-2024"
    assert (found.index[1], found.iloc[1]) == (ACCOUNT_NAME, 47)
    assert list(found) == sorted(found, reverse=True)
    assert not any("AFAS" in name or "IW3" in name for name in found.index)


@pytest.mark.parametrize("area", AREAS)
def test_the_headline_numbers(reality_of: RealityOf, area: str) -> None:
    result = reality_of(area)
    found = headlines(result)
    names = [(item.name, item.year) for item in found]
    assert names == [
        ("plan_aannames_uitgekomen", ""),
        ("plan_aannames_weerlegd", ""),
        ("plan_aannames_tegengesproken", ""),
        ("plan_aannames_onbeslist", ""),
        ("plan_wsw_nl_onder_verwachting", "2020"),
        ("plan_wsw_nl_onder_verwachting", "2022"),
        ("plan_wsw_minder_dan_verwacht", "2022"),
        ("plan_subsidie_verschil", "2022"),
        ("plan_tekort_verschil", "2017"),
        ("plan_tekort_verschil", "2020"),
        ("plan_reserve_verschil", "2021"),
        *(("plan_resultaat_verschil", str(year)) for year in range(2020, 2025)),
    ]
    values = [item.quantity.value for item in found[:6] if item.quantity]
    assert values == pytest.approx([0, 2, 4, 6, 2.567_647, 7.974_148])
    assert found[6].quantity == result.bridges[-1].missing_heads
    assert found[7].quantity == result.bridges[-1].difference


def test_a_missing_headline_names_its_gaps(reality_of: RealityOf) -> None:
    absent = [item for item in headlines(reality_of("samen")) if item.quantity is None]
    assert [(item.unit, item.gaps) for item in absent] == [
        ("eur", ("G14",)),
        ("eur", ("G14",)),
        ("eur_mln", ("G32",)),
        *[("eur", ("G12", "G14"))] * 5,
    ]


def test_a_headline_difference_is_realised_minus_planned(
    book: Workbook, nation: NationalRunoff, local_of: LocalOf
) -> None:
    # 2,870,000 of tekort was expected for 2020; with 3,000,000 it is 130,000 more.
    actuals = book.table("realisaties")
    place = actuals[(actuals["grootheid"] == "Tekort") & (actuals["jaar"] == 2020)].index
    actuals.loc[place, ["waarde", "basis"]] = [3_000_000.0, "bron"]
    filled = type(book)(book.parameters, book.scenario, {**book.tables, "realisaties": actuals})
    found = headlines(plan_reality(filled, nation, local_of("samen")))
    (item,) = [x for x in found if (x.name, x.year) == ("plan_tekort_verschil", "2020")]
    assert item.quantity is not None
    assert (item.quantity.value, item.quantity.unit) == (130_000, "eur")
    assert item.quantity.certain
    assert item.quantity.provenance.label == "afgeleid"
    assert item.quantity.provenance.ids == ("X04", str(actuals.loc[place[0], "id"]))[::-1]


@pytest.mark.parametrize("area", AREAS)
def test_ids_are_facts_or_assumptions(reality_of: RealityOf, area: str) -> None:
    result = reality_of(area)
    facts, judged = set(result.fact_ids), set(result.assumption_ids)
    assert facts | judged == set(result.provenance.ids)
    assert not facts & judged
    assert {"A01", "A18", "A25", "A26"} <= judged
    assert all(name[0] == "A" for name in judged)
    assert {"X01", "X02", "X07", "X08", "X09", "L036", "L037", "L417", "L418"} <= facts
    assert ("A02" in judged) == (result.parts[0].area != "samen")
    known = set(result.book.table("cijfers")["id"])
    assert facts <= known


def test_without_a_run_off_the_same_is_made_anew(book: Workbook, reality_of: RealityOf) -> None:
    made = plan_reality(book.in_area("olst-wijhe"))
    known = reality_of("olst-wijhe")
    assert (made.joint.paths == known.joint.paths).all()
    assert made.bridges[-1].difference == known.bridges[-1].difference
