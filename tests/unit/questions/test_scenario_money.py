"""The money and the people of each scenario: what must tie, in every draw and year."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.parameters import Parameters
from analysis.questions.kostprijs_levers import INSIDE
from analysis.questions.kostprijs_years import cost_years
from analysis.questions.scenario_money import ScenarioMoney, money_table, of_scenario
from analysis.questions.scenario_money import scenario_money as money_of
from analysis.questions.scenario_set import scenario_set
from analysis.sources.workbook import open_with
from tests.scenario_example import hand_scenario, hand_world, report_of
from tests.unit.present.pages import nation_of

pytestmark = pytest.mark.unit

SCENARIOS = [
    *("s0", "s1", "bv", "bv-regio", "dienst", "dienst-regio"),
    *("bv-eigen", "dienst-regio-eigen", "bv-regio-extra", "dienst-extra"),
]


def _money(name: str) -> ScenarioMoney:
    return report_of().money[name]


def _hand() -> ScenarioMoney:
    levers = {"minder_werksoorten": True, "bv_opheffen": True, "vorm": "bv"}
    return of_scenario(hand_world(), hand_scenario(**levers))


# --- By hand ------------------------------------------------------------------------------------


def test_the_saldo_is_that_without_measures_and_what_they_bring() -> None:
    # 2027, both draws. Income 1,100,000 and subsidy 2,000,000, less guidance 600,000, wages
    # 2,100,000 and pools 1,000,000: -600,000. With the Wsw at 0.8: 720,000 + 200,000 + 1,600,000
    # - 500,000 - 1,680,000 - 900,000 = -560,000.
    # Measures (tests/unit/questions/test_scenario_effects.py): 72,000 - 405,000 - 45,000 and
    # 249,600 - 225,000 - 108,000.
    assert _hand().years.result[:, 2] == pytest.approx([-600_000 - 378_000, -560_000 - 83_400])
    # 2025: only what comes once in the ledger.
    assert _hand().years.result[:, 0] == pytest.approx([-650_000, -650_000])


def test_the_period_is_that_of_the_criterion() -> None:
    money = _hand()
    assert money.years.years[money.period].tolist() == [2025, 2026, 2027, 2028, 2029]
    assert money.totals == pytest.approx(money.years.result[:, :5].sum(axis=1))
    # Mean of two draws; in 2029 a measure works fully. -600,000 + 0.1 x 120 x 12,000 - 90,000 and
    # (600 x 0.6 + 300 x 0.6 + 200 + 1,200 - 300 - 100 - 1,260 - 800) x 1,000 = -520,000, with
    # 0.2 x (48 + 40) x 12,000 - 108,000.
    assert money.last.value == pytest.approx((-600_000 + 54_000 - 520_000 + 103_200) / 2)
    assert money.effects_last.value == pytest.approx((54_000 + 103_200) / 2)
    # 144,000 x 2.5 and 2,400 x (0.5 x 112 + 104 + 96 + 88) over the years.
    found = money.total_effect("minder_werksoorten").value
    assert found == pytest.approx((360_000 + 825_600) / 2)


def test_what_the_levers_bring_over_the_years() -> None:
    # bv_opheffen -810,000 and -450,000 in all; vorm -90,000 x (0.25 + 0.5 + 0.75 + 1) and
    # -108,000 x 3.5; minder_werksoorten 144,000 x 2.5 and 2,400 x (0.5 x 112 + 104 + 96 + 88).
    first = -810_000 - 90_000 * 2.5 + 144_000 * 2.5
    second = -450_000 - 108_000 * 3.5 + 2_400 * (56 + 104 + 96 + 88)
    assert _hand().effects_total.value == pytest.approx((first + second) / 2)


def test_who_fills_up_and_when() -> None:
    money = _hand()
    # Own capital 200,000 at the end of 2025; 2025 itself is closed. Whatever 2026-2029 is short
    # beyond it is filled, 0.8 and 0.9 of it by Deventer.
    short = -money.years.result[:, 1:5].sum(axis=1) - 200_000
    filled = money.topped_up()
    assert list(filled) == ["Deventer", "Olst-Wijhe"]
    assert filled["Deventer"].value == pytest.approx((short * [0.8, 0.9]).mean())
    assert filled["Olst-Wijhe"].value == pytest.approx((short * [0.2, 0.1]).mean())


def test_people_by_hand() -> None:
    found = {name: item.value for name, item in _hand().people(2027).items()}
    # Moved 0.1 x 0.5 x 150 = 7.5 and 0.2 x 130 = 26; employers 7.5 / 3 and 26 / 1, since less than
    # one person to an employer can't be. Outside 70 + 7.5 and 58 + 26, of 250 and 218.
    assert found["overgestapt"] == pytest.approx((7.5 + 26) / 2)
    assert found["binnen"] == pytest.approx((142.5 + 104) / 2)
    assert found["bij_werkgever"] == pytest.approx((77.5 + 84) / 2)
    assert found["werkgevers"] == pytest.approx((2.5 + 26) / 2)
    assert found["samen"] == pytest.approx((250 + 218) / 2)
    assert found["deel_bij_werkgever"] == pytest.approx(50 * (77.5 / 250 + 84 / 218))


# --- The workbook itself ------------------------------------------------------------------------


def test_without_measures_the_money_is_that_of_the_kostprijsmodel() -> None:
    book = report_of().book
    model = cost_years(book, nation_of(2040))
    alone = _money("s0")
    assert alone.parts == {}
    assert (alone.years.result == model.result).all()
    assert (alone.years.costs == model.costs).all()
    assert (alone.years.equity == model.equity).all()
    assert alone.effects_total.value == alone.effects_last.high == 0
    assert alone.people()["overgestapt"].high == alone.people()["werkgevers"].high == 0


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_saldo_is_the_reference_and_its_parts(name: str) -> None:
    money = _money(name)
    parts = sum(money.parts.values(), np.zeros(money.years.volume.shape))
    assert money.years.result == pytest.approx(_money("s0").years.result + parts, abs=0.01)
    # In every scenario the first year is the ledger: income 28,864,786 less costs 32,026,800.
    assert money.years.result[:, 0] == pytest.approx(-3_162_014)


@pytest.mark.parametrize("name", SCENARIOS)
def test_payers_pay_the_costs_in_every_draw_and_year(name: str) -> None:
    years = _money(name).years
    paid = np.sum(list(years.payers().values()), axis=0)
    assert paid == pytest.approx(years.costs[:, 1:], abs=0.01)


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_scenario_has_more_or_fewer_people(name: str) -> None:
    money, alone = _money(name), _money("s0")
    inside = money.shared.of_people("pers", (INSIDE,))
    moved = money.shared.moved(money.scenario)
    assert (moved >= 0).all()
    assert (moved <= inside).all()
    found, usual = money.people(), alone.people()
    assert found["samen"] == usual["samen"]
    together = found["binnen"].value + found["bij_werkgever"].value
    assert together == pytest.approx(usual["binnen"].value + usual["bij_werkgever"].value)
    assert (money.outside_share() >= alone.outside_share()).all()


def test_who_only_differs_in_the_region_differs_in_that_alone() -> None:
    for form in ("bv", "dienst"):
        wide, narrow = _money(f"{form}-regio"), _money(form)
        apart = wide.years.result - narrow.years.result
        assert apart == pytest.approx(wide.parts["overhead_regio"], abs=0.01)


def test_all_share_one_world() -> None:
    worlds = {id(money.shared) for money in report_of().money.values()}
    assert len(worlds) == 1


def test_signs_of_the_effects_in_the_middle() -> None:
    parts = _money("dienst-regio").parts.items()
    signs = {name: bool(part[:, 4].mean() > 0) for name, part in parts if name != "vorm"}
    assert signs == {
        "minder_werksoorten": True,
        "bedrijfsleven": True,
        "overhead_regio": True,
        "gr_opheffen": True,
        "bv_opheffen": False,
    }


@pytest.mark.parametrize("name", ["bv", "dienst"])
def test_no_form_is_cheaper_on_average(name: str) -> None:
    # The documents do not say which; 1% of what the interval of A40 spans.
    assert abs(_money(name).total_effect("vorm").value) < 4 * 1_600


def test_the_table_of_years_has_each_scenario() -> None:
    table = money_table(report_of().money, ("s0", "bv"))
    assert list(table.columns) == ["jaar", "saldo", "laag", "hoog", "scenario"]
    assert table["jaar"].tolist() == [2025, 2026, 2027, 2028, 2029] * 2
    assert table.groupby("scenario")["saldo"].sum()["bv"] == pytest.approx(_money("bv").total.value)
    assert (table["laag"] <= table["hoog"]).all()


def test_the_chosen_scenario_moves_no_money() -> None:
    book = open_with(Parameters(scenario="bv-regio"))
    some = scenario_set(book)
    found = money_of(book, some, nation_of(2040))
    for item in ("s0", "bv-regio", "dienst-eigen"):
        assert (found[item].totals == _money(item).totals).all()


def test_the_area_moves_no_money() -> None:
    there = report_of(gebied="olst-wijhe")
    for name in ("s0", "dienst"):
        assert there.money[name].totals == pytest.approx(_money(name).totals)


def test_another_price_level_scales_every_amount() -> None:
    # D70 / D71: 67,492.00 / 72,553.90.
    then = report_of(horizon=2030, prijspeil=2022)
    for name in SCENARIOS:
        ratio = then.money[name].totals / _money(name).totals
        assert ratio == pytest.approx(67_492 / 72_553.90)
        moved = (item.shared.moved(item.scenario) for item in (then.money[name], _money(name)))
        assert next(moved) == pytest.approx(next(moved))
