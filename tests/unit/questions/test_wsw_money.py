"""The money of the local Wsw: price levels, the planned path, and totals that add up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from analysis.questions.local_runoff import LocalRunoff, local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.questions.wsw_money import (
    FOLLOW,
    PERIOD_END,
    WSW_PART,
    WswMoney,
    budget,
    local_money,
    minimum_wage,
    national_labour_years,
    planned_path,
)
from analysis.questions.wsw_runoff import WswRunoff
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

AREAS = ("samen", "deventer", "olst-wijhe")
# L322 - L327: half a year at each of two monthly amounts.
WAGE = {
    2022: 6 * (1725.00 + 1756.20),
    2023: 6 * (1934.40 + 1995.00),
    2024: 6 * (2069.40 + 2133.60),
}


@pytest.fixture(scope="module")
def money_of(result_of: Callable[[str], WswRunoff]) -> Callable[[str], WswMoney]:
    return lambda area: result_of(area).money


@pytest.fixture(scope="module")
def money(money_of: Callable[[str], WswMoney]) -> WswMoney:
    return money_of("samen")


def _at_prices_of(book: Workbook, year: int, **changes: object) -> Workbook:
    parameters = book.parameters.model_copy(update={"prijspeil": year, **changes})
    return replace(book, parameters=parameters)


@pytest.mark.parametrize("year", WAGE)
def test_the_minimum_wage_of_a_year(book: Workbook, year: int) -> None:
    assert pytest.approx(23_576.40) == WAGE[2023]
    assert minimum_wage(book, year) == pytest.approx(WAGE[year])


def test_the_old_expectation_is_a_straight_line_to_2048(book: Workbook) -> None:
    # 66,254 + 1,746 = 68,000 (2020) and 58,095 + 5,034 = 63,129 (2022): 2,435.5 less a year, so
    # 2,241.5 are left in 2047 and nobody in 2048.
    years = np.array([2020, 2021, 2022, 2047, 2048, 2075])
    path = planned_path(book, years)
    assert list(path) == pytest.approx([68_000, 65_564.5, 63_129, 2_241.5, 0, 0])


def test_the_budget_at_the_price_level_asked_for(book: Workbook) -> None:
    # N21: 2,100 million of 2024.
    assert budget(book) == pytest.approx(2.1e9 * WAGE[2023] / WAGE[2024])
    assert budget(_at_prices_of(book, 2022)) == pytest.approx(2.1e9 * WAGE[2022] / WAGE[2024])


def test_the_national_volume_goes_through_the_last_published_average(
    nation: NationalRunoff,
) -> None:
    volume = national_labour_years(nation.group, nation.points, range(2022, 2031))
    assert volume[:, 0] == pytest.approx(np.full(len(volume), 58_095))  # L037
    assert (np.diff(volume) < 0).all()


@pytest.mark.parametrize("area", AREAS)
def test_the_total_is_the_sum_of_the_years(money_of: Callable[[str], WswMoney], area: str) -> None:
    money = money_of(area)
    table = money.by_year()
    assert list(table["jaar"]) == list(range(2025, 2041))
    period = table[table["jaar"] <= PERIOD_END]
    assert len(period) == 5
    assert money.total().value == pytest.approx(period["midden"].sum())
    assert money.total(2040).value == pytest.approx(table["midden"].sum())
    assert list(table["midden"]) == pytest.approx(list(table["subsidie"] - table["loonkosten"]))
    assert list(table["cumulatief"]) == pytest.approx(list(table["midden"].cumsum()))
    last = table.set_index("jaar").loc[PERIOD_END]
    total = money.total()
    assert [total.low, total.high] == pytest.approx(
        [last["cumulatief_laag"], last["cumulatief_hoog"]]
    )


def test_ends_enclose_the_middle(money: WswMoney) -> None:
    table = money.by_year()
    assert (table["laag"] < table["midden"]).all()
    assert (table["midden"] < table["hoog"]).all()
    assert (table[["se", "subsidie", "loonkosten"]] > 0).to_numpy().all()
    assert table["se"].is_monotonic_decreasing


@pytest.mark.parametrize("area", AREAS)
def test_more_following_and_dearer_wages_cost_money(
    money_of: Callable[[str], WswMoney], area: str
) -> None:
    # The nation falls faster than planned, so a budget that follows it is lower.
    money = money_of(area)
    follows = [money.repriced(follow, 0.0).value for follow in (0.0, 0.5, 1.0)]
    drifts = [money.repriced(0.5, drift).value for drift in (-0.5, 0.0, 1.0)]
    for values in (follows, drifts):
        assert values == sorted(values, reverse=True)
        assert len(set(values)) == 3


def test_a_budget_that_follows_in_full_keeps_the_amount_per_se(money: WswMoney) -> None:
    followed = money.inputs.money(money.drawn | {FOLLOW: np.ones(len(money.drawn[FOLLOW]))})
    # Part of the budget for the Wsw over the national SE of 2024, in every later year.
    first = money.inputs.budget * money.drawn[WSW_PART] / money.inputs.nation[:, 2]
    assert followed.per_se == pytest.approx(np.tile(first[:, None], followed.per_se.shape[1]))


def test_a_budget_that_keeps_to_the_plan_raises_the_amount_per_se(money: WswMoney) -> None:
    kept = money.inputs.money(money.drawn | {FOLLOW: np.zeros(len(money.drawn[FOLLOW]))})
    until_2035 = kept.per_se[:, :11].mean(axis=0)
    assert (np.diff(until_2035) > 0).all()


def test_the_amount_per_se_by_hand(money: WswMoney) -> None:
    # 2,100 million x 0.875 at the prices of 2023 over the SE of 2024: A16's middle, and about
    # 50,520 arbeidsjaren x 1.04 SE (A15).
    value = 2.1e9 * 0.875 * WAGE[2023] / WAGE[2024] / (50_520 * 1.04)
    assert value == pytest.approx(32_700, rel=0.01)
    # In 2025 half of the national gap with the plan has been added: 46,707 / 50,520 = 0.925 against
    # 55,822.5 / 58,258 = 0.958 of the plan, so (0.958 / 0.925)^(1/2) = 1.018.
    assert money.state_amount(2025).value == pytest.approx(1.018 * value, rel=0.01)


def test_the_wage_per_se_by_hand(money: WswMoney) -> None:
    # A17 / A15 times the minimum wage, 1.55 / 1.04 x 23,576.40 = 35,138, with a drift (A20) of
    # 0.2% on average (0 with 0.304 below and 0.608 above: 0.399 x 0.304 = 0.12).
    wage = money.per_unit(money.money.wages, 2025)
    assert wage.value == pytest.approx(35_138, rel=0.005)
    assert wage.unit == "eur_per_se"


def test_what_an_se_must_earn_closes_the_gap(money: WswMoney) -> None:
    period = money.years <= PERIOD_END
    units = money.units[:, period].sum(axis=1)
    needed = -money.results() / units
    assert money.needed().value == pytest.approx(needed.mean())
    assert money.results() + needed * units == pytest.approx(np.zeros(len(units)), abs=1e-3)


def test_the_chance_counts_the_draws_without_a_gap(money: WswMoney) -> None:
    results = money.money.result[:, :5].sum(axis=1)
    assert money.chance_without_contribution() == (results >= 0).sum() / len(results)
    assert 0 < money.chance_without_contribution() < 1


def test_prices_of_2022_scale_every_amount(
    book: Workbook, nation: NationalRunoff, money: WswMoney, local_of: Callable[[str], LocalRunoff]
) -> None:
    before = local_money(_at_prices_of(book, 2022), nation, local_of("samen"))
    ratio = WAGE[2022] / WAGE[2023]
    assert ratio == pytest.approx(0.88594, abs=1e-5)
    for name in ("subsidy", "wages", "result", "per_se"):
        here, there = getattr(money.money, name), getattr(before.money, name)
        np.testing.assert_allclose(there, here * ratio, rtol=1e-9, atol=1e-6)
    assert before.units.tobytes() == money.units.tobytes()
    assert before.needed().value == pytest.approx(money.needed().value * ratio)
    assert "L322" in before.provenance.ids
    assert "L322" not in money.provenance.ids


def test_the_years_run_to_the_horizon(
    book: Workbook, nation: NationalRunoff, local_of: Callable[[str], LocalRunoff], money: WswMoney
) -> None:
    longer = local_money(_at_prices_of(book, 2023, horizon=2060), nation, local_of("samen"))
    assert list(longer.years[[0, -1]]) == [2025, 2060]
    assert longer.total().value == pytest.approx(money.total().value)
    assert np.isfinite(longer.money.result).all()


def test_a_scenario_fixes_what_it_sets(
    nation: NationalRunoff, money: WswMoney, with_assumption: Callable[..., Workbook]
) -> None:
    book = with_assumption(A16=0.9)
    fixed = local_money(book, nation, local_runoff(book, nation))
    assert set(fixed.drawn[WSW_PART]) == {0.9}
    assert fixed.state_amount(2025).value == pytest.approx(
        money.state_amount(2025).value * 0.9 / 0.875, rel=0.01
    )


def test_the_same_seed_gives_the_same_money(book: Workbook, money: WswMoney) -> None:
    nation = national_runoff(book)
    again = local_money(book, nation, local_runoff(book, nation))
    assert again.by_year().to_csv() == money.by_year().to_csv()


def test_the_origin_holds_what_was_used(money: WswMoney) -> None:
    used = {"X01", "N21-integratie-uitkering", "L038", "L039", "L324", "L325", "L326", "L327"}
    judged = {f"A{number}" for number in range(13, 21)} | {"A01"}
    assert used | judged <= set(money.provenance.ids)
    assert money.provenance.label == "aanname"
    assert "A02" not in money.provenance.ids
