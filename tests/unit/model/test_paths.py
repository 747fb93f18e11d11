"""Two points and the two simplest paths through them."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.model.paths import Point, percentage_path, straight_path

pytestmark = pytest.mark.unit

FIRST, SECOND = (2016, 100.0), (2018, 81.0)


def test_a_straight_path_by_hand() -> None:
    # 19 less in two years, 9.5 a year, before the first point and after the second.
    path = straight_path(FIRST, SECOND, [2014, 2016, 2017, 2018, 2022])
    assert list(path) == pytest.approx([119, 100, 90.5, 81, 43])


def test_a_straight_path_ends_at_zero() -> None:
    # 100 / 9.5 = 10.5 years after 2016.
    assert list(straight_path(FIRST, SECOND, [2026, 2027, 2100])) == pytest.approx([5, 0, 0])


def test_a_percentage_path_by_hand() -> None:
    # sqrt(81 / 100) = 0.9 a year: 100 / 0.9, then 90, 81, 72.9.
    path = percentage_path(FIRST, SECOND, [2015, 2016, 2017, 2018, 2019])
    assert list(path) == pytest.approx([100 / 0.9, 100, 90, 81, 72.9])


def test_the_order_of_the_points_does_not_matter() -> None:
    for path in (straight_path, percentage_path):
        assert list(path(SECOND, FIRST, [2020, 2025])) == pytest.approx(
            list(path(FIRST, SECOND, [2020, 2025]))
        )


@pytest.mark.parametrize(
    ("first", "second"),
    [((2016, 0.0), (2018, 5.0)), ((2016, 5.0), (2018, 0.0)), ((2016, -5.0), (2018, -4.0))],
)
def test_a_percentage_of_nothing_is_refused(first: Point, second: Point) -> None:
    with pytest.raises(ValueError, match="needs volumes above zero"):
        percentage_path(first, second, [2020])


@pytest.mark.parametrize("path", [straight_path, percentage_path])
def test_two_points_in_one_year_are_refused(path: Any) -> None:
    with pytest.raises(ValueError, match="two points in 2020 make no path"):
        path((2020, 10.0), (2020, 9.0), [2021])
