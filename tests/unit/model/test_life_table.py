"""Shares from a few counts, worked out by hand."""

from __future__ import annotations

import math

import pytest

from analysis.model.life_table import step_incidence, without_others

pytestmark = pytest.mark.unit


def test_followed_to_the_end_it_is_plain_division() -> None:
    table = step_incidence(120, [20, 40], [0, 0])
    assert table["share"].tolist() == pytest.approx([1 / 6, 2 / 6])
    # All followed: as precise as 120 people.
    assert table["people"].tolist() == pytest.approx([120, 120])


def test_of_a_year_that_half_was_seen_of_twice_as_many_leave() -> None:
    # All but 20 of 120 were last seen somewhere in the year: q = 2 x 20 / 120.
    table = step_incidence(120, [20], [100])
    assert table["share"].tolist() == pytest.approx([1 / 3])
    # Var q = q^2 (1 - 1/6) / 20 = 1/216; 1/3 x 2/3 / (1/216) = 48 people.
    assert table["people"].tolist() == pytest.approx([48])


def test_a_part_that_is_not_followed_to_the_end_of_a_step() -> None:
    # q = 0.25 and a part g = 0.5 last seen evenly: of 1,600 people w = 1600 x 0.25 x 0.75 = 300
    # leave before they are last seen, and c = 1600 x 0.5 x (1 - 0.125) = 700 don't.
    assert step_incidence(1600, [300], [700])["share"].tolist() == pytest.approx([0.25])


def test_steps_follow_each_other() -> None:
    # Of 200, 50 leave in the first year; of the 150 others 25 are seen to leave in the second, of
    # which half was seen: q = 1/3. So 1 - 3/4 x 2/3 = 1/2 has left.
    table = step_incidence(200, [50, 75], [0, 125])
    assert table["share"].tolist() == pytest.approx([1 / 4, 1 / 2])
    # Var q1 = 1/4 x 3/4 / 200, over (3/4)^2: 1/600; var q2 = 1/9 x 5/6 / 25 = 1/270, over (2/3)^2:
    # 1/120. 1/4 x (1/600 + 1/120) = 1/400, and 1/4 / (1/400) = 100.
    assert table["people"].tolist() == pytest.approx([200, 100])


def test_rounding_makes_it_less_certain() -> None:
    # Rounded to 5 each count has variance 2: of 40 / 120 that adds 2 / 120^2 + 2 x 40^2 / 120^4.
    table = step_incidence(120, [40], [0], rounding=5)
    variance = 1 / 3 * 2 / 3 / 120 + 2 / 120**2 * (1 + 1 / 9)
    assert table["people"].iloc[0] == pytest.approx(1 / 3 * 2 / 3 / variance, rel=1e-4)


def test_counts_rounded_apart_need_not_add_up() -> None:
    assert step_incidence(100, [50], [55], rounding=5)["share"].iloc[0] == 1
    assert step_incidence(100, [40, 35], [0, 0], rounding=5)["share"].tolist() == [0.4, 0.4]


def test_nobody_and_everybody_say_nothing_of_precision() -> None:
    table = step_incidence(50, [0, 50], [0, 0])
    assert table["share"].tolist() == [0, 1]
    assert table["people"].isna().all()


@pytest.mark.parametrize(
    ("size", "left", "unseen"),
    [
        (100, [], []),
        (100, [10], [0, 0]),
        (100, [-1], [0]),
        (100, [60], [50]),
        (100, [20, 10], [0, 0]),
        (0, [0], [0]),
        (100, [math.nan], [0]),
    ],
)
def test_counts_that_are_refused(size: float, left: list[float], unseen: list[float]) -> None:
    with pytest.raises(ValueError, match=r"leavers|missing|began"):
        step_incidence(size, left, unseen)


def test_without_other_ways_out_more_would_leave() -> None:
    # As many leave otherwise: a share of 3/8 left and 3/8 otherwise, so 1/4 is there; the square
    # root of it stays when only one way is open.
    assert without_others(3 / 8, 1) == pytest.approx(1 / 2)
    assert without_others(0.3, 0) == pytest.approx(0.3)
    assert without_others(0.5, 1) == 1
    with pytest.raises(ValueError, match="no shares"):
        without_others(0.5, -1)
    with pytest.raises(ValueError, match="no shares"):
        without_others(1.1, 0)
