"""The national error alone, here: closed form, adding up, and the part that is assumed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.questions.assumed import assumed_draws
from analysis.questions.local_runoff import DRAWS, LocalRunoff
from analysis.questions.plan_bridge import Bridge, bridges
from analysis.questions.plan_claims import NATIONAL
from analysis.questions.plans import State, plan_lines
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

AREAS = ("samen", "deventer", "olst-wijhe")
EXPECTED, REALISED = {2020: 68_000, 2022: 63_129}, {2020: 66_254, 2022: 58_095}
"""Arbeidsjaren: L417 and L418, L036 and L037 (jaarrapporten Wsw 2020 and 2022)."""
PRICE = 22_700
"""X07, of the forecast of 2016 for 2020."""
YEARS = tuple(EXPECTED)
LocalOf = Callable[[str], LocalRunoff]
WithAssumption = Callable[..., Workbook]


@pytest.fixture(scope="module")
def lines(book: Workbook, local_of: LocalOf) -> pd.DataFrame:
    return plan_lines(book, local_of("samen"))


@pytest.fixture(scope="module")
def bridge_of(
    book: Workbook, local_of: LocalOf, lines: pd.DataFrame
) -> Callable[[str, int], Bridge]:
    """The bridge of an area and a year."""

    @cache
    def made(area: str) -> dict[int, Bridge]:
        found = bridges(book.in_area(area), lines, local_of(area))
        return {bridge.year: bridge for bridge in found}

    return lambda area, year: made(area)[year]


def test_there_is_one_for_each_year_with_both_numbers(
    book: Workbook, lines: pd.DataFrame, local_of: LocalOf
) -> None:
    found = bridges(book, lines[::-1], local_of("samen"))
    assert [bridge.year for bridge in found] == [2020, 2022]
    unknown = lines.copy()
    gone = (unknown["grootheid"] == NATIONAL) & (unknown["doeljaar"] == 2020)
    unknown.loc[gone, "stand"] = State.ONTBREEKT
    assert [bridge.year for bridge in bridges(book, unknown, local_of("samen"))] == [2022]


@pytest.mark.parametrize(
    ("year", "part"),
    [(2020, 2.567_647), (2022, 7.974_148)],  # 1,746 of 68,000 and 5,034 of 63,129
)
def test_the_national_error(bridge_of: Callable[..., Bridge], year: int, part: float) -> None:
    bridge = bridge_of("samen", year)
    assert bridge.national_plan.value == EXPECTED[year]
    assert bridge.national.value == REALISED[year]
    error = bridge.error_pct
    assert (error.value, error.unit, error.certain) == (pytest.approx(part), "pct", True)
    assert error.provenance.label == "afgeleid"
    ids = {2020: ("L036", "L417"), 2022: ("L037", "L418")}[year]
    assert error.provenance.ids == ids


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("year", YEARS)
def test_heads_are_what_the_expectation_would_have_given(
    bridge_of: Callable[..., Bridge], local_of: LocalOf, area: str, year: int
) -> None:
    bridge, paths = bridge_of(area, year), local_of(area).paths
    # Over a year on average: half of both ends.
    average = (paths[:, year - 2016] + paths[:, year - 2017]) / 2
    assert (bridge.heads == average).all()
    ratio = EXPECTED[year] / REALISED[year]
    assert bridge.heads_plan == pytest.approx(average * ratio)
    fewer = bridge.missing_heads
    assert (fewer.value, fewer.unit) == (pytest.approx(average.mean() * (ratio - 1)), "pers")
    low, high = np.quantile(average, (0.05, 0.95)) * (ratio - 1)
    assert (fewer.low, fewer.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("year", YEARS)
def test_the_difference_in_closed_form(
    book: Workbook, bridge_of: Callable[..., Bridge], area: str, year: int
) -> None:
    # Outcome = heads x price x ((1 - f) E/R + f) and plan = heads x E/R x price, so the difference
    # is plan x f x (R/E - 1): the part that the budget follows of the national error.
    bridge = bridge_of(area, year)
    follow = assumed_draws(book, ("A18",), DRAWS, np.random.default_rng([2040, 22]))["A18"]
    plan = bridge.heads_plan * PRICE
    expected = plan * follow * (REALISED[year] / EXPECTED[year] - 1)
    assert bridge.heads * bridge.price - plan == pytest.approx(expected)
    money = bridge.difference
    assert (money.value, money.unit) == (pytest.approx(expected.mean()), "eur")
    low, high = np.quantile(expected, (0.05, 0.95))
    assert (money.low, money.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("year", YEARS)
def test_the_middles_of_the_steps_add_up(
    bridge_of: Callable[..., Bridge], area: str, year: int
) -> None:
    bridge = bridge_of(area, year)
    steps = bridge.steps
    assert list(steps) == ["plan", "volume", "prijs", "uitkomst"]
    plan, volume, price, outcome = (step.value for step in steps.values())
    assert plan + volume + price == pytest.approx(outcome, rel=1e-12, abs=1e-6)
    assert volume + price == pytest.approx(bridge.difference.value, rel=1e-9)
    assert plan == pytest.approx(bridge.heads_plan.mean() * PRICE)
    assert volume < 0 < price
    for step in steps.values():
        assert step.low < step.value < step.high
        assert step.unit == "eur"


def test_the_joint_effect_is_shared_equally(bridge_of: Callable[..., Bridge]) -> None:
    # volume = (heads - planned) x (price + planned price) / 2, and the same for the price.
    bridge = bridge_of("samen", 2022)
    volume = (bridge.heads - bridge.heads_plan) * (bridge.price + PRICE) / 2
    price = (bridge.price - PRICE) * (bridge.heads + bridge.heads_plan) / 2
    assert bridge.steps["volume"].value == pytest.approx(volume.mean())
    assert bridge.steps["prijs"].value == pytest.approx(price.mean())


@pytest.mark.parametrize("area", AREAS)
def test_a_budget_that_follows_nothing_makes_no_difference(
    with_assumption: WithAssumption, lines: pd.DataFrame, local_of: LocalOf, area: str
) -> None:
    found = bridges(with_assumption(A18=0.0).in_area(area), lines, local_of(area))
    for bridge in found:
        assert bridge.difference.value == pytest.approx(0, abs=1e-6)
        ratio = EXPECTED[bridge.year] / REALISED[bridge.year]
        assert bridge.price == pytest.approx(np.full(DRAWS, PRICE * ratio))


@pytest.mark.parametrize("area", AREAS)
def test_a_budget_that_follows_all_gives_the_national_percentage(
    with_assumption: WithAssumption, lines: pd.DataFrame, local_of: LocalOf, area: str
) -> None:
    found = bridges(with_assumption(A18=1.0).in_area(area), lines, local_of(area))
    for bridge in found:
        assert bridge.price == pytest.approx(np.full(DRAWS, PRICE))
        part = 100 * bridge.difference.value / bridge.steps["plan"].value
        assert part == pytest.approx(-bridge.error_pct.value)
        assert bridge.steps["prijs"].value == pytest.approx(0, abs=1e-6)


def test_a_scenario_fixes_the_part_that_the_budget_follows(
    with_assumption: WithAssumption, lines: pd.DataFrame, local_of: LocalOf
) -> None:
    bridge = bridges(with_assumption(A18=0.25), lines, local_of("samen"))[-1]
    assert np.ptp(bridge.price) == 0
    # A quarter of 7.974% of the planned subsidy.
    part = -bridge.difference.value / bridge.steps["plan"].value
    assert part == pytest.approx(0.25 * 0.079_741, rel=1e-4)


@pytest.mark.parametrize("year", YEARS)
def test_the_municipalities_add_up_to_the_whole(
    bridge_of: Callable[..., Bridge], year: int
) -> None:
    # Each area is drawn for itself, so up to the noise of the draws.
    whole, *parts = (bridge_of(area, year) for area in AREAS)
    for name, amount in whole.steps.items():
        assert sum(part.steps[name].value for part in parts) == pytest.approx(
            amount.value, rel=0.01
        )
    fewer = sum(part.missing_heads.value for part in parts)
    assert fewer == pytest.approx(whole.missing_heads.value, rel=0.01)
    assert [part.area for part in parts] == ["deventer", "olst-wijhe"]


def test_the_seed_moves_the_draws_and_not_the_answer(
    book: Workbook, lines: pd.DataFrame, local_of: LocalOf
) -> None:
    seeded = book.parameters.model_copy(update={"zaad": 1})
    other = bridges(type(book)(seeded, book.scenario, book.tables), lines, local_of("samen"))[-1]
    base = bridges(book, lines, local_of("samen"))[-1]
    assert (other.price != base.price).any()
    assert other.difference.value == pytest.approx(base.difference.value, rel=0.02)


@pytest.mark.parametrize("area", AREAS)
def test_what_the_bridge_rests_on(bridge_of: Callable[..., Bridge], area: str) -> None:
    provenance = bridge_of(area, 2022).provenance
    assert {"L037", "L418", "X01", "X07", "A01", "A18"} <= set(provenance.ids)
    assert ("A02" in provenance.ids) == (area != "samen")
    assert provenance.label == "aanname"
