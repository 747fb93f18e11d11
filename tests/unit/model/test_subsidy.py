"""The money of the Wsw, worked out by hand on two draws and five years."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import ArrayLike

from analysis.model.subsidy import Floats, Terms, national_budget, wsw_money

pytestmark = pytest.mark.unit

TERMS = Terms(budget=1000.0, follow=1.0, lag=0.0, wage=10.0, wage_drift=0.0)
PLAN = np.array([100.0, 90.0, 80.0])
VOLUME = np.array([[50.0, 20.0, 10.0], [100.0, 90.0, 80.0]])


@pytest.mark.parametrize(
    ("follow", "expected"),
    [
        # 90/100 and 80/100 of the plan for everybody.
        (0.0, [[1000, 900, 800], [1000, 900, 800]]),
        # 20/50 and 10/50 of what was realised; the second draw goes as planned.
        (1.0, [[1000, 400, 200], [1000, 900, 800]]),
        # Halfway: (0.9 + 0.4) / 2 and (0.8 + 0.2) / 2.
        (0.5, [[1000, 650, 500], [1000, 900, 800]]),
    ],
)
def test_the_budget_lies_between_plan_and_volume(
    follow: float, expected: list[list[float]]
) -> None:
    budget = national_budget(replace(TERMS, follow=follow), PLAN, VOLUME)
    assert budget == pytest.approx(np.array(expected))


def test_each_draw_may_follow_in_its_own_way() -> None:
    terms = replace(TERMS, follow=np.array([[0.0], [1.0]]), budget=np.array([[1000.0], [500.0]]))
    budget = national_budget(terms, PLAN, VOLUME)
    assert budget == pytest.approx(np.array([[1000, 900, 800], [500, 450, 400]]))


def test_a_plan_that_ends_leaves_what_follows_the_volume() -> None:
    plan = np.array([100.0, 0.0, 0.0])
    half = national_budget(replace(TERMS, follow=0.5), plan, VOLUME)
    assert half[0] == pytest.approx([1000, 200, 100])
    assert national_budget(replace(TERMS, follow=0.0), plan, VOLUME)[0, 1:].tolist() == [0, 0]
    assert national_budget(TERMS, plan, VOLUME)[0] == pytest.approx([1000, 400, 200])


@pytest.mark.parametrize("follow", [-0.1, 1.1, float("nan"), np.array([[0.5], [2.0]])])
def test_a_part_outside_zero_to_one_is_refused(follow: ArrayLike) -> None:
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        national_budget(replace(TERMS, follow=follow), PLAN, VOLUME)


@pytest.mark.parametrize(
    ("plan", "volume"),
    [
        (np.array([0.0, 1.0, 1.0]), VOLUME),
        (PLAN, np.array([[50.0, 20.0, 10.0], [0.0, 0.0, 0.0]])),
    ],
)
def test_nothing_to_start_from_is_refused(plan: Floats, volume: Floats) -> None:
    with pytest.raises(ValueError, match="no volume to start from"):
        national_budget(TERMS, plan, volume)


# Two years past and three ahead; the budget's year is the second one.
NATION = np.array([[120.0, 100.0, 80.0, 64.0, 40.0]])
LOCAL = np.array([[30.0, 20.0, 20.0, 8.0, 4.0]])
LONG_PLAN = np.array([110.0, 100.0, 90.0, 80.0, 70.0])


@pytest.mark.parametrize(
    ("lag", "share"),
    [
        (0.0, [20 / 80, 8 / 64, 4 / 40]),
        (1.0, [20 / 100, 20 / 80, 8 / 64]),
        # Halfway between one and two years back, local and national each.
        (1.5, [25 / 110, 20 / 90, 14 / 72]),
        (2.0, [30 / 120, 20 / 100, 20 / 80]),
    ],
)
def test_the_share_of_some_time_ago(lag: float, share: list[float]) -> None:
    # follow = 1: the budget is 1000 x 80/100, 64/100 and 40/100.
    money = wsw_money(replace(TERMS, lag=lag), LONG_PLAN, NATION, LOCAL, past=2)
    expected = np.array([800, 640, 400]) * np.array(share)
    assert money.subsidy[0] == pytest.approx(expected)


def test_each_draw_may_look_back_in_its_own_way() -> None:
    terms = replace(TERMS, lag=np.array([[0.0], [1.5]]))
    money = wsw_money(terms, LONG_PLAN, np.tile(NATION, (2, 1)), np.tile(LOCAL, (2, 1)), past=2)
    assert money.subsidy[:, 0] == pytest.approx([800 * 20 / 80, 800 * 25 / 110])


def test_the_amount_per_se_is_budget_over_volume_of_the_year() -> None:
    # Budget 900, 800, 700 by the plan; whoever is left gets more: 900/80, 800/64, 700/40.
    money = wsw_money(replace(TERMS, follow=0.0, lag=1.0), LONG_PLAN, NATION, LOCAL, past=2)
    assert money.per_se[0] == pytest.approx([11.25, 12.5, 17.5])
    # Following in full keeps it at 1000/100.
    same = wsw_money(replace(TERMS, lag=1.0), LONG_PLAN, NATION, LOCAL, past=2)
    assert same.per_se[0] == pytest.approx([10, 10, 10])


def test_wages_drift_from_the_first_year_ahead() -> None:
    # 20 x 10 x 1.1, 8 x 10 x 1.21, 4 x 10 x 1.331.
    money = wsw_money(replace(TERMS, wage_drift=0.1), LONG_PLAN, NATION, LOCAL, past=2)
    assert money.wages[0] == pytest.approx([220, 96.8, 53.24])


def test_the_result_is_subsidy_less_wages() -> None:
    # Subsidy 800/4, 640/8, 400/10 = 200, 80, 40 against wages 200, 80, 40; a wage of 12 costs a
    # fifth more.
    even = wsw_money(TERMS, LONG_PLAN, NATION, LOCAL, past=2)
    assert even.result[0] == pytest.approx([0, 0, 0], abs=1e-9)
    dear = wsw_money(replace(TERMS, wage=12.0), LONG_PLAN, NATION, LOCAL, past=2)
    assert dear.result[0] == pytest.approx([-40, -16, -8])


def test_where_nobody_is_left_there_is_no_money() -> None:
    nation = np.array([[100.0, 100.0, 50.0, 0.0]])
    local = np.array([[10.0, 10.0, 0.0, 0.0]])
    money = wsw_money(TERMS, np.array([100.0, 100.0, 50.0, 25.0]), nation, local, past=2)
    assert money.subsidy.tolist() == [[0, 0]]
    assert money.wages.tolist() == [[0, 0]]
    assert money.per_se.tolist() == [[10, 0]]


@pytest.mark.parametrize("lag", [-0.5, 2.01, np.array([[1.0], [3.0]])])
def test_a_lag_beyond_what_is_known_is_refused(lag: ArrayLike) -> None:
    with pytest.raises(ValueError, match="the lag must lie between 0 and 2 years"):
        wsw_money(replace(TERMS, lag=lag), LONG_PLAN, NATION, LOCAL, past=2)


def test_the_money_refuses_what_the_budget_refuses() -> None:
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        wsw_money(replace(TERMS, follow=2.0), LONG_PLAN, NATION, LOCAL, past=2)
