"""A group with inflow and outflow, and places divided over parts, on sizes worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

from analysis.model.stockflow import (
    InflowDoubt,
    apportion,
    blend_keys,
    logistic_inflow,
    overdispersed,
    required_inflow,
    shares,
    simulate_stock,
    steady_stock,
    stock_moments,
)

pytestmark = pytest.mark.unit

YEARS = 17
"""From 2023 to 2040."""


def test_moments_by_hand() -> None:
    # s = 0.81, so half a year is 0.9. Year 1: 100 x 0.81 + 10 x 0.9 = 90. Year 2: 100 x 0.6561 +
    # 10 x 0.9 x 0.81 + 20 x 0.9 = 65.61 + 7.29 + 18.
    mean, variance = stock_moments(100, 0.81, [10, 20])
    assert mean == pytest.approx([90, 90.9])
    # 81 x 0.19 + 9 and 65.61 x 0.3439 + 25.29.
    assert variance == pytest.approx([24.39, 65.61 * 0.3439 + 25.29])


def test_a_survival_of_its_own_for_each_year() -> None:
    # Year 1: 10 x 0.5 + 4 x sqrt(0.5). Year 2: nobody leaves, 2 arrive.
    mean, _ = stock_moments(10, [0.5, 1.0], [4, 2])
    first = 5 + 4 * math.sqrt(0.5)
    assert mean == pytest.approx([first, first + 2])


def test_nothing_changes_without_flow() -> None:
    mean, variance = stock_moments(42, 1.0, np.zeros(5))
    assert mean.tolist() == [42] * 5
    assert variance.tolist() == [0] * 5


@pytest.mark.parametrize(
    # models.md, B: from 110 (2023) to 350 (2040).
    ("outflow", "inflow", "in_2030", "steady"),
    [(4, 24, 229, 590), (6, 30, 240, 479), (8, 36, 250, 427), (10, 42, 260, 398)],
)
def test_the_inflow_that_the_expected_number_asks(
    outflow: int, inflow: int, in_2030: int, steady: int
) -> None:
    stay = 1 - outflow / 100
    asked = required_inflow(110, stay, 350, YEARS)
    mean, variance = stock_moments(110, stay, np.full(YEARS, asked))
    assert round(asked) == inflow
    assert round(mean[2030 - 2023 - 1]) == in_2030
    assert mean[-1] == pytest.approx(350)
    assert round(steady_stock(stay, asked)) == steady
    assert math.sqrt(variance[-1]) == pytest.approx(18, abs=0.7)


def test_an_uncertain_inflow_widens_the_band() -> None:
    # models.md, B: with a coefficient of variation of 20% the 90% band is ±107 (at 6% outflow).
    entries = np.full(YEARS, required_inflow(110, 0.94, 350, YEARS))
    mean, variance = overdispersed(110, 0.94, entries, InflowDoubt(level=0.2))
    assert mean[-1] == pytest.approx(350)
    assert 1.645 * math.sqrt(variance[-1]) == pytest.approx(107, abs=0.5)


def test_overdispersion_by_hand() -> None:
    # One year: 100 people arrive, 0.9 of them stay half a year: 90. Yearly 0.5 adds (45)^2.
    _, variance = overdispersed(0, 0.81, [100], InflowDoubt(yearly=0.5))
    assert variance == pytest.approx([90 + 45**2])
    # Two years, level 0.1: (0.1 x (72.9 + 90))^2.
    _, variance = overdispersed(0, 0.81, [100, 100], InflowDoubt(level=0.1))
    assert variance[-1] == pytest.approx(162.9 + 16.29**2)


def test_a_target_that_comes_by_itself_asks_nothing() -> None:
    assert required_inflow(100, 0.9, 50, 2) == 0


def test_balance_by_hand() -> None:
    # 19 a year, 0.81 stay: 19 x 0.9 / 0.19 = 90.
    assert steady_stock(0.81, 19) == pytest.approx(90)


def test_a_simulation_agrees_with_the_closed_form() -> None:
    entries = np.full(YEARS, 29.6)
    mean, variance = stock_moments(110, 0.94, entries)
    draws = 50_000
    paths = simulate_stock(110, 0.94, entries, draws, np.random.default_rng(3))
    assert paths.shape == (draws, YEARS)
    assert (np.abs(paths.mean(axis=0) - mean) <= 4 * np.sqrt(variance / draws)).all()
    ratio = paths.std(axis=0) / np.sqrt(variance)
    assert (np.abs(ratio - 1) <= 4 / math.sqrt(2 * draws)).all()


def test_each_draw_may_have_its_own_course() -> None:
    start, stay = np.array([10, 0]), np.array([[1.0], [0.0]])
    paths = simulate_stock(start, stay, np.zeros((2, 3)), 2, np.random.default_rng(1))
    assert paths.tolist() == [[10, 10, 10], [0, 0, 0]]


def test_a_logistic_inflow_passes_its_middle() -> None:
    path = logistic_inflow(10, 30, 9, midpoint=5, steepness=1.2)
    assert path[4] == pytest.approx(20)
    assert (np.diff(path) > 0).all()
    # Symmetric about the middle: 10 + 30 = path[k] + path[8 - k].
    assert path + path[::-1] == pytest.approx(np.full(9, 40))
    assert logistic_inflow(5, 5, 3, 2, 1).tolist() == [5, 5, 5]


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (10, [1, 1, 1], [4, 3, 3]),  # 3.33 each: the first gets what is left
        (7, [1, 2, 3], [1, 2, 4]),  # 1.17, 2.33, 3.5
        (350, [103_415, 18_023], [298, 52]),  # 298.06 and 51.94
        (0, [1, 2], [0, 0]),
        (5, [0, 1], [0, 5]),
        (3, [0.1, 0.1, 0.1], [1, 1, 1]),  # rounding must not lose a place
    ],
)
def test_places_are_divided_by_largest_remainder(
    total: int, weights: ArrayLike, expected: list[int]
) -> None:
    assert apportion(total, weights).tolist() == expected


def test_a_blend_of_keys_by_hand() -> None:
    # (0.25, 0.75) and (0.5, 0.5), half of each.
    assert blend_keys([1, 3], [2, 2], 0.5) == pytest.approx([0.375, 0.625])
    assert blend_keys([1, 3], [2, 2], 1) == pytest.approx([0.25, 0.75])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: stock_moments(10, 1.1, [1]), "between 0 and 1"),
        (lambda: stock_moments(10, [-0.1], [1]), "between 0 and 1"),
        (lambda: stock_moments(10, float("nan"), [1]), "between 0 and 1"),
        (lambda: stock_moments(10, 0.9, [-1]), "not negative"),
        (lambda: stock_moments(-1, 0.9, [1]), "not negative"),
        (lambda: stock_moments(1, 0.9, [float("inf")]), "finite"),
        (lambda: stock_moments(10, [0.9, 0.8], [1]), "shapes don't match"),
        (lambda: stock_moments(10, 0.9, [[1]]), "shapes don't match"),
        (lambda: simulate_stock(1.5, 0.9, [1], 5, np.random.default_rng(1)), "whole"),
        (lambda: simulate_stock(1, 0.9, [1], 0, np.random.default_rng(1)), "draws"),
        (lambda: simulate_stock(1, 0.9, [-1.0], 2, np.random.default_rng(1)), "not negative"),
        (lambda: simulate_stock([1, 1], [[2.0]], [[1.0]], 2, np.random.default_rng(1)), "0 and 1"),
        (lambda: required_inflow(1, 0.9, 5, 0), "years must be positive"),
        (lambda: required_inflow(1, 0.9, -5, 3), "target not negative"),
        (lambda: required_inflow(1, 0.0, 5, 3), "nobody stays"),
        (lambda: steady_stock(1.0, 3), "no balance"),
        (lambda: overdispersed(1, 0.9, [1], InflowDoubt(level=-0.1)), "negative"),
        (lambda: logistic_inflow(-1, 2, 3, 1, 1), "must not be negative"),
        (lambda: logistic_inflow(1, 2, 3, 1, 0), "must be positive"),
        (lambda: apportion(-1, [1]), "whole and not negative"),
        (lambda: apportion(2.5, [1]), "whole and not negative"),  # type: ignore[arg-type]
        (lambda: apportion(3, [0, 0]), "sum to zero"),
        (lambda: apportion(3, [1, -1]), "not negative"),
        (lambda: shares([[1]]), "finite and not negative"),
        (lambda: blend_keys([1, 2], [1], 0.5), "of one length"),
        (lambda: blend_keys([1, 2], [1, 2], 1.5), "of one length"),
    ],
)
def test_what_can_not_be_is_refused(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
