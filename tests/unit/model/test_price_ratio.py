"""What the state pays a person when fewer people are there than planned."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.model.subsidy import Terms, national_budget, price_ratio

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("follow", "ratio"),
    [
        (0, 1.25),  # 100 planned, 80 there: a fixed budget gives each 100 / 80
        (1, 1.0),  # the budget shrinks as much as the number of people
        (0.5, 1.125),  # half of 1.25 and half of 1
        (0.2, 1.2),
    ],
)
def test_the_price_lies_between_a_fixed_budget_and_a_fixed_price(
    follow: float, ratio: float
) -> None:
    assert float(price_ratio(100, 80, follow)) == pytest.approx(ratio)


def test_more_people_than_planned_lower_the_price() -> None:
    # 0.5 x 100 / 125 + 0.5
    assert float(price_ratio(100, 125, 0.5)) == pytest.approx(0.9)


def test_as_planned_costs_as_planned() -> None:
    assert price_ratio(100, 100, np.linspace(0, 1, 5)) == pytest.approx(1)


def test_each_draw_has_its_own_part() -> None:
    assert price_ratio(100, 80, np.array([0, 0.5, 1])) == pytest.approx([1.25, 1.125, 1])


@pytest.mark.parametrize("follow", [0.0, 0.3, 1.0])
def test_it_is_the_national_budget_over_who_is_there(follow: float) -> None:
    # From one start of 100 people and a budget of 2 million (20,000 each): per person in a later
    # year, beside the first, is what price_ratio says of that year.
    plan, volume = np.array([100.0, 90.0, 80.0]), np.array([[100.0, 85.0, 60.0]])
    budget = national_budget(Terms(2e6, follow, 0, 0, 0), plan, volume)
    for year in (1, 2):
        per_person = budget[0, year] / volume[0, year]
        ratio = float(price_ratio(plan[year], volume[0, year], follow))
        assert per_person == pytest.approx(20_000 * ratio)


@pytest.mark.parametrize("follow", [-0.01, 1.01, float("nan"), np.array([0.5, 2])])
def test_a_part_outside_the_whole_is_refused(follow: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        price_ratio(100, 80, follow)
