"""When it goes wrong: the worst tenth of each driver is the worst, and counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.questions.scenario_money import ScenarioMoney
from analysis.questions.scenario_stress import (
    PRICES,
    RUNOFF,
    SUBSIDY,
    TOGETHER,
    WAGES,
    WORST,
    drivers,
    stress,
)
from tests.scenario_example import hand_years, report_of

pytestmark = pytest.mark.unit

NAMES = (RUNOFF, SUBSIDY, WAGES, PRICES, TOGETHER)


def test_drivers_by_hand() -> None:
    found = drivers(hand_years())
    # 2029, four years on: the Wsw at 1 and at 0.6; subsidy and wages follow the people.
    assert found[RUNOFF] == pytest.approx([1, 0.6])
    assert found[SUBSIDY] == pytest.approx([1, 1])
    assert found[WAGES] == pytest.approx([1, 1])
    # Prices do not move, so the people of 2025 make what they made, without subsidy and wages:
    # turnover 1,100,000 less guidance 600,000 and pools 1,000,000.
    assert found[PRICES] == pytest.approx([-500_000, -500_000])


def test_a_group_that_is_gone_long_after_does_no_harm() -> None:
    years = hand_years()
    years.growth["Wsw"][:, -1] = 0.0
    gone = {key: part * years.growth["Wsw"] for key, part in years.lines.items()}
    assert np.isfinite(drivers(replace(years, lines=gone))[PRICES]).all()


def test_each_driver_moves_by_its_own_amount() -> None:
    years = hand_years()
    lines = {
        key: part * (np.array([[1.0], [1.1]]) if key[1] in ("subsidie", "loonkosten") else 1.0)
        for key, part in years.lines.items()
    }
    # A level that is other from the start is no path: nothing changes.
    assert drivers(replace(years, lines=lines))[SUBSIDY] == pytest.approx([1, 1])
    dearer = dict(lines)
    path = np.vstack([np.ones(6), 1.02 ** np.arange(6)])
    dearer["Wsw", "loonkosten", ""] = lines["Wsw", "loonkosten", ""] * path
    dearer["Wsw", "begeleiding", ""] = lines["Wsw", "begeleiding", ""] * path
    found = drivers(replace(years, lines=dearer, pool_index=path))
    assert found[WAGES] == pytest.approx([1, 1.02**4])
    assert found[SUBSIDY] == pytest.approx([1, 1])
    # Guidance of the Wsw (500,000) and the pools (1,000,000) cost 1.02^4 as much.
    dear = 1.02**4 - 1
    assert found[PRICES] == pytest.approx([-500_000, -500_000 - 1_500_000 * dear])


def test_every_driver_has_its_row() -> None:
    assert tuple(item.driver for item in report_of().stress) == NAMES
    for item in report_of().stress:
        assert set(item.saldo) == {"s0", "s1", "bv", "bv-regio", "dienst", "dienst-regio"}


@pytest.mark.parametrize("seed", [2040, 1])
def test_the_worst_tenth_is_worse_than_all(seed: int) -> None:
    result = report_of() if seed == 2040 else report_of(horizon=2060, zaad=seed)
    usual = result.reference.total.value
    saldi = {item.driver: item.saldo["s0"] for item in result.stress}
    assert all(saldo < usual for saldo in saldi.values())
    # Nothing is worse than everything at once, by how the draws are chosen.
    assert min(saldi, key=lambda name: saldi[name]) == TOGETHER


def test_everything_at_once_is_the_lowest_tenth_of_the_saldo() -> None:
    result = report_of()
    worst = np.argsort(result.reference.totals)[: int(WORST * 2_000)]
    assert worst.size == 200
    (together,) = [item for item in result.stress if item.driver == TOGETHER]
    for name, saldo in together.saldo.items():
        assert saldo == pytest.approx(result.money[name].totals[worst].mean())
    assert np.isnan(together.part)


@pytest.mark.parametrize(("name", "lowest"), [(SUBSIDY, True), (WAGES, False)])
def test_the_bad_end_of_a_driver(name: str, lowest: bool) -> None:
    # Little subsidy is bad, much wages is.
    result = report_of()
    values = drivers(result.reference.years)[name]
    order = np.argsort(values if lowest else -values)[:200]
    (item,) = [item for item in result.stress if item.driver == name]
    assert item.saldo["bv"] == pytest.approx(result.money["bv"].totals[order].mean())
    assert item.high is not lowest


def test_parts_of_the_doubt() -> None:
    parts = [item.part for item in report_of().stress if item.driver != TOGETHER]
    assert all(0 < part < 1 for part in parts)
    # Of one driver by hand: the square of its correlation with the saldo.
    result = report_of()
    values = drivers(result.reference.years)[SUBSIDY]
    alone = np.corrcoef(values, result.reference.totals)[0, 1] ** 2
    assert parts[1] == pytest.approx(alone)
    # The subsidy is what the saldo hangs on most.
    assert max(parts) == parts[1]


def test_one_draw_in_ten_at_least() -> None:
    # Of few draws still one is the worst.
    result = report_of()
    few = {name: _few(result.money[name]) for name in ("s0", "bv")}
    found = stress(few, "s0")
    assert found[-1].saldo["s0"] == few["s0"].totals.min()


def _few(money: ScenarioMoney) -> ScenarioMoney:
    """The first five draws."""
    years = money.years
    cut = {
        name: {key: part[:5] for key, part in getattr(years, name).items()}
        for name in ("growth", "lines")
    }
    arrays = ("volume", "pools", "pool_index", "one_off", "share", "measures")
    cut |= {name: getattr(years, name)[:5] for name in arrays}
    return replace(money, years=replace(years, **cut))
