"""Margins, verdicts, pace and trend on numbers that can be checked by hand."""

from __future__ import annotations

import pytest

from analysis.model.agreement_verdicts import (
    FIRM,
    Margin,
    Pace,
    Trend,
    Verdict,
    cap_verdict,
    count_margin,
    counted_margin,
    mean_margin,
    norm_so_far,
    pace_of,
    share_counted,
    share_margin,
    trend_of,
    verdict_of,
)
from analysis.model.indicators import judge, poisson_interval, proportion_interval

pytestmark = pytest.mark.unit


# --- Margins ------------------------------------------------------------------------------------


def test_a_count_has_the_ends_of_the_lowest_and_the_highest_it_may_be() -> None:
    # Published as 60: 58 to 62.
    margin = count_margin(60, (58, 62))
    assert margin.low == pytest.approx(poisson_interval(58, 0.9)[0])
    assert margin.high == pytest.approx(poisson_interval(62, 0.9)[1])
    assert margin.low < 60 < margin.high


def test_a_ceiling_is_held_against_what_was_counted() -> None:
    assert counted_margin(110, (108, 112)) == Margin(110, 108, 112)


def test_a_share_has_the_worst_of_part_and_whole_at_each_end() -> None:
    margin = share_margin(55, 120, (53, 57), (118, 122))
    assert margin.value == pytest.approx(55 / 120)
    assert margin.low == pytest.approx(proportion_interval(53, 122, "jeffreys", 0.9)[0])
    assert margin.high == pytest.approx(proportion_interval(57, 118, "jeffreys", 0.9)[1])


def test_without_chance_only_rounding_is_left() -> None:
    # 53 of 122 and 57 of 118.
    margin = share_counted(55, 120, (53, 57), (118, 122))
    assert (margin.low, margin.high) == (pytest.approx(53 / 122), pytest.approx(57 / 118))


def test_rounding_never_makes_a_part_more_than_its_whole() -> None:
    assert share_counted(60, 60, (58, 62), (58, 62)).high == 1
    assert share_margin(60, 60, (58, 62), (58, 62)).high == 1


def test_a_mean_has_the_widest_spread_that_its_marks_allow() -> None:
    # Mean 7 on a scale from 1 to 10: sqrt(3 x 6 / 50) = 0.6; 1.645 x 0.6 = 0.987.
    margin = mean_margin(7, 50, 1, 10)
    assert margin.low == pytest.approx(6.013, abs=0.001)
    assert margin.high == pytest.approx(7.987, abs=0.001)
    # Nobody can have given more than the highest.
    assert mean_margin(10, 50, 1, 10) == Margin(10, 10, 10)


@pytest.mark.parametrize("possible", [(61, 65), (50, 59), (-1, 60)])
def test_a_count_outside_what_it_may_be_is_refused(possible: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="may stand for"):
        count_margin(60, possible)


def test_impossible_shares_and_means_are_refused() -> None:
    with pytest.raises(ValueError, match="its whole"):
        share_margin(11, 10, (11, 11), (10, 10))
    with pytest.raises(ValueError, match="on its scale"):
        mean_margin(11, 10, 1, 10)


# --- Verdicts -----------------------------------------------------------------------------------

NEAR = Margin(0.55, 0.45, 0.65)


@pytest.mark.parametrize(
    ("operator", "norm", "verdict"),
    [
        ("ge", 0.45, Verdict.MET),
        ("ge", 0.5, Verdict.OPEN),
        ("ge", 0.66, Verdict.MISSED),
        ("le", 0.65, Verdict.MET),
        ("le", 0.5, Verdict.OPEN),
        ("le", 0.44, Verdict.MISSED),
        ("eq", 0.5, Verdict.AROUND),
        ("eq", 0.44, Verdict.ABOVE),
        ("eq", 0.66, Verdict.BELOW),
        ("alle", 1.0, Verdict.MISSED),
        ("alle", 0.6, Verdict.OPEN),
    ],
)
def test_a_verdict_is_firm_when_the_whole_margin_is_on_one_side(
    operator: str, norm: float, verdict: Verdict
) -> None:
    assert verdict_of(operator, NEAR, norm) is verdict


def test_what_is_exact_meets_its_norm_when_it_equals_it() -> None:
    assert verdict_of("ge", Margin.exact(4), 4) is Verdict.MET
    assert verdict_of("alle", Margin.exact(6), 6) is Verdict.MET
    assert verdict_of("eq", Margin.exact(2.02), 2.02) is Verdict.AROUND
    assert verdict_of("eq", Margin.exact(1.9), 2.02) is Verdict.BELOW


def test_another_operator_has_no_verdict() -> None:
    with pytest.raises(ValueError, match="kwalitatief"):
        verdict_of("kwalitatief", NEAR, 0.5)


@pytest.mark.parametrize(
    ("count", "verdict"),
    [
        (105, Verdict.BELOW_CAP),  # 103 to 107
        (110, Verdict.OPEN),  # 108 to 112
        (115, Verdict.ABOVE_CAP),  # 113 to 117
    ],
)
def test_a_ceiling_of_110_after_rounding(count: int, verdict: Verdict) -> None:
    assert cap_verdict(counted_margin(count, (count - 2, count + 2)), 110) is verdict


def test_the_margin_and_the_chance_say_the_same_of_a_share() -> None:
    # The lowest share of 120 people of which the margin lies above a half.
    needed = next(k for k in range(121) if share_margin(k, 120, (k, k), (120, 120)).low >= 0.5)
    assert judge(needed / 120, 0.5, "ge", 120) >= FIRM
    assert judge((needed - 1) / 120, 0.5, "ge", 120) < FIRM


# --- Within the year ----------------------------------------------------------------------------


def test_a_quarter_has_a_quarter_of_the_norm() -> None:
    assert [norm_so_far(400, quarter) for quarter in (1, 2, 3, 4)] == [100, 200, 300, 400]
    with pytest.raises(ValueError, match="no quarter"):
        norm_so_far(400, 5)


@pytest.mark.parametrize(
    ("count", "pace"),
    [
        (150, Pace.BEHIND),  # margin 129 to 174, asked 200
        (200, Pace.UNSURE),
        (240, Pace.AHEAD),  # 213 to 270
    ],
)
def test_a_running_count_is_held_against_the_year_so_far(count: int, pace: Pace) -> None:
    assert pace_of("ge", count_margin(count, (count - 2, count + 2)), 400, 2) is pace


def test_a_number_without_a_good_side_has_no_pace() -> None:
    assert pace_of("eq", Margin.exact(5), 20, 1) is Pace.NONE


# --- Trend --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "trend"),
    [
        # Change 20, margin hypot(5, 5) = 7.07: 12.9 to 27.1.
        (Margin(50, 45, 55), Margin(70, 65, 75), Trend.UP),
        (Margin(70, 65, 75), Margin(50, 45, 55), Trend.DOWN),
        # Change 5: -2.1 to 12.1.
        (Margin(50, 45, 55), Margin(55, 50, 60), Trend.UNSURE),
        # Change 0: -1.4 to 1.4, within 2.
        (Margin(50, 49, 51), Margin(50, 49, 51), Trend.SAME),
        (Margin.exact(6), Margin.exact(6), Trend.SAME),
        (Margin.exact(5), Margin.exact(6), Trend.UP),
    ],
)
def test_the_margin_of_the_change_decides(before: Margin, after: Margin, trend: Trend) -> None:
    assert trend_of(before, after, 2.0) is trend
