"""Shares from rounded counts by year against what is true, and against the same from days."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.model.indicators import proportion_interval
from analysis.model.life_table import step_incidence, without_others
from analysis.model.survival import cumulative_incidence, incidence_at, kaplan_meier, survival_at
from analysis.released import BASE, rounded

pytestmark = pytest.mark.golden

Floats = NDArray[np.float64]

# models.md, G: entry over a year, last seen when the first ones were there for 36 months; a sixth
# of the cohort leaves each year, so half has left then.
REPEATS, PEOPLE, YEARS = 1000, 180, (12.0, 24.0, 36.0)
TRUE = 0.5


def cohort(rng: np.random.Generator, people: int = PEOPLE) -> tuple[Floats, Floats]:
    """How long each stays (months; leaving is even over six years) and how long each is seen."""
    return 72 * rng.random(people), 24 + 12 * rng.random(people)


def by_year(stay: Floats, seen: Floats, base: int = BASE) -> tuple[float, list[int], list[int]]:
    """Size, leavers and unseen as they are published: rounded, all but the last year followed."""
    left = [rounded(int(((stay <= year) & (stay <= seen)).sum()), base) for year in YEARS]
    size = rounded(stay.size, base)
    return size, left, [0, 0, size - left[-1]]


@pytest.fixture(scope="module")
def shares() -> Floats:
    """The estimate after three years with both ends of its margin (repeats, 3)."""
    rng = np.random.default_rng(2023)
    found = []
    for _ in range(REPEATS):
        share, people = step_incidence(*by_year(*cohort(rng)), BASE).iloc[-1]
        low, high = proportion_interval(share * people, people, "jeffreys", 0.9)
        found.append((share, low, high))
    return np.array(found)


def test_half_is_found_where_half_has_left(shares: Floats) -> None:
    # The spread of one cohort is about 5 points, so that of the mean of a thousand is 0.16.
    assert shares[:, 0].mean() == pytest.approx(TRUE, abs=0.005)


def test_the_margin_holds_the_truth_as_often_as_it_says(shares: Floats) -> None:
    # 90%; the spread of that over a thousand cohorts is 0.9 points.
    inside = (shares[:, 1] <= TRUE) & (shares[:, 2] >= TRUE)
    assert inside.mean() == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize("seed", range(5))
def test_where_all_are_followed_only_rounding_is_between_it_and_days(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stay, seen = cohort(rng)
    cause = np.where(stay <= seen, 1, 0)
    # One in ten leaves otherwise, half-way.
    other = rng.random(PEOPLE) < 0.1
    cause[other & (cause == 1)] = 2
    table = cumulative_incidence(np.minimum(stay, seen), cause, 2)
    stays = np.where(cause == 1, stay, np.inf)
    for place, month in enumerate(YEARS[:2]):
        plain = step_incidence(*by_year(stays, seen, 1))["share"].iloc[place]
        exact = incidence_at(table, 1, month).value
        assert plain == pytest.approx(exact, abs=1e-12)
        # Two people of rounding in 180, above and below the line.
        near = step_incidence(*by_year(stays, seen), BASE)["share"].iloc[place]
        assert near == pytest.approx(exact, abs=2 / 178 * (1 + exact))


def test_the_last_year_comes_near_to_what_days_say() -> None:
    # After 35 months, when few are still followed, days say about 35/72.
    rng = np.random.default_rng(1)
    apart = []
    for _ in range(200):
        stay, seen = cohort(rng)
        table = kaplan_meier(np.minimum(stay, seen), stay <= seen)
        share = step_incidence(*by_year(stay, seen), BASE)["share"].iloc[-1]
        apart.append(share - (1 - survival_at(table, 34).value) * 36 / 34)
    assert np.mean(apart) == pytest.approx(0, abs=0.01)
    assert np.std(apart) < 0.05


def test_without_other_ways_out_it_is_kaplan_meier() -> None:
    # Both ways out at a constant pace, 20,000 people, followed for a year; 1/3 leaves for work and
    # 1/6 otherwise.
    rng = np.random.default_rng(3)
    stay = rng.exponential(1, 20_000)
    event, time = rng.random(20_000) < 2 / 3, np.log(2)
    seen = np.minimum(stay, time)
    table = kaplan_meier(seen, event & (stay <= time))
    share, others = (event & (stay <= time)).mean(), (~event & (stay <= time)).mean()
    exact = 1 - survival_at(table, time).value
    assert without_others(float(share), float(others / share)) == pytest.approx(exact, abs=0.005)
