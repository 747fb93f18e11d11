"""Limits of a series and of groups, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.model.control_chart import funnel_place, laney_chart, signals
from analysis.model.indicators import funnel_limits

pytestmark = pytest.mark.unit


def test_limits_by_hand() -> None:
    # Centre 0.5; neighbours lie 0.1 apart, so the sd is 0.1 / 1.128 and three of them 0.265957.
    chart = laney_chart([0.45, 0.55, 0.45, 0.55], [100, 100, 100, 100])
    assert chart["centre"].tolist() == pytest.approx([0.5] * 4)
    assert chart["upper"].tolist() == pytest.approx([0.765957] * 4, abs=1e-6)
    assert chart["lower"].tolist() == pytest.approx([0.234043] * 4, abs=1e-6)


def test_days_or_people_make_no_difference() -> None:
    people, days = [100, 120, 90], [3000, 3600, 2700]
    shares = [0.15, 0.17, 0.16]
    pd.testing.assert_frame_equal(laney_chart(shares, people), laney_chart(shares, days))


def test_a_smaller_period_has_wider_limits() -> None:
    chart = laney_chart([0.15, 0.17, 0.16], [100, 400, 100])
    width = (chart["upper"] - chart["lower"]).tolist()
    assert width[0] == pytest.approx(2 * width[1])


@pytest.mark.parametrize(
    ("share", "n"),
    [
        ([0.1], [10]),
        ([0.1, 0.2], [10]),
        ([0.1, 1.2], [10, 10]),
        ([0, 0], [5, 5]),
        ([0.1, 0.2], [0, 1]),
    ],
)
def test_series_that_are_refused(share: list[float], n: list[float]) -> None:
    with pytest.raises(ValueError, match=r"share|varies"):
        laney_chart(share, n)


def chart_of(*shares: float) -> pd.DataFrame:
    """A chart around 0.5 between 0.2 and 0.8."""
    return pd.DataFrame({"share": shares, "centre": 0.5, "lower": 0.2, "upper": 0.8})


def test_beyond_a_limit_not_on_it() -> None:
    found = signals(chart_of(0.2, 0.19, 0.8, 0.81))
    assert found["outside"].tolist() == [False, True, False, True]


def test_eight_in_a_row_are_a_run_and_seven_are_not() -> None:
    assert signals(chart_of(*[0.6] * 7, 0.4))["run"].tolist() == [0] * 8
    assert signals(chart_of(0.4, *[0.6] * 8))["run"].tolist() == [0, *[1] * 8]
    both = signals(chart_of(*[0.6] * 8, *[0.4] * 9))
    assert both["run"].tolist() == [1] * 8 + [2] * 9


def test_a_share_on_the_centre_ends_a_run() -> None:
    assert signals(chart_of(*[0.6] * 4, 0.5, *[0.6] * 4))["run"].tolist() == [0] * 9
    assert signals(chart_of(*[0.5] * 9))["run"].tolist() == [0] * 9


def test_place_in_a_funnel() -> None:
    limits = funnel_limits(0.5, 40).set_index("level")
    inner, outer = limits.loc[0.95, "upper"], limits.loc[0.998, "upper"]
    assert inner < outer
    assert funnel_place(0.5, 0.5, 40, 0.5) == (0, 0)
    assert funnel_place(inner + 0.01, outer, 40, 0.5) == (1, 1)
    assert funnel_place(outer + 0.01, 1, 40, 0.5) == (1, 2)
    # By symmetry around a half.
    assert funnel_place(0, 1 - outer - 0.01, 40, 0.5) == (-1, 2)
    # What a rounded share can stand for is partly within.
    assert funnel_place(inner - 0.01, outer + 0.1, 40, 0.5) == (0, 0)
