"""Survival, incidence and the log-rank test on a handful of people, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import ArrayLike

from analysis.model.survival import (
    Estimate,
    cohort_path,
    cumulative_incidence,
    effective_number,
    incidence_at,
    kaplan_meier,
    logrank,
    median_survival,
    survival_at,
)

pytestmark = pytest.mark.unit

# Six people: one leaves after 1, two after 3 while another is last seen, one is last seen after 4,
# one leaves after 5.
DURATION = [3, 1, 3, 5, 3, 4]
EVENT = [1, 1, 0, 1, 1, 0]


def _nan(*numbers: float) -> bool:
    return all(math.isnan(number) for number in numbers)


# --- Kaplan-Meier -------------------------------------------------------------------------------


def test_six_people_by_hand() -> None:
    # 5/6; at 3 five are there, also the one last seen then: 5/6 x 3/5 = 1/2; nobody at 4; then 0.
    table = kaplan_meier(DURATION, EVENT)
    assert list(table.columns) == ["time", "at_risk", "events", "survival", "lower", "upper"]
    assert table["time"].tolist() == [1, 3, 4, 5]
    assert table["at_risk"].tolist() == [6, 5, 2, 1]
    assert table["events"].tolist() == [1, 2, 0, 1]
    assert table["survival"].tolist() == pytest.approx([5 / 6, 1 / 2, 1 / 2, 0], abs=1e-15)


def test_a_band_by_hand() -> None:
    # At 3: 1/(6 x 5) + 2/(5 x 3) = 1/6, root 0.408248, log S = -0.693147;
    # exp(1.959964 x 0.408248 / 0.693147) = exp(1.154375) = 3.172041;
    # 2^-3.172041 = 0.110948, 2^-(1 / 3.172041) = 2^-0.315254 = 0.803709.
    table = kaplan_meier(DURATION, EVENT)
    assert table["lower"].iloc[1] == pytest.approx(0.110948, abs=2e-6)
    assert table["upper"].iloc[1] == pytest.approx(0.803709, abs=2e-6)
    assert table[["lower", "upper"]].iloc[2].tolist() == table[["lower", "upper"]].iloc[1].tolist()


def test_where_nobody_or_everybody_has_left_there_is_no_band() -> None:
    table = kaplan_meier([1, 2, 3], [0, 1, 1])
    assert table["survival"].tolist() == [1, 0.5, 0]
    assert table["lower"].isna().tolist() == [True, False, True]
    assert table["upper"].isna().tolist() == [True, False, True]


def test_when_nobody_has_left_all_are_still_there() -> None:
    table = kaplan_meier([2, 2, 7], [0, 0, 0])
    assert table["time"].tolist() == [2, 7]
    assert table["at_risk"].tolist() == [3, 1]
    assert table["survival"].tolist() == [1, 1]
    assert _nan(median_survival(table))


def test_when_everybody_leaves_at_once_nobody_is_there() -> None:
    table = kaplan_meier([4, 4], [True, True])
    assert table.loc[0, ["time", "at_risk", "events", "survival"]].tolist() == [4, 2, 2, 0]
    assert median_survival(table) == 4


def test_who_leaves_on_the_first_day_counts() -> None:
    assert survival_at(kaplan_meier([0, 5], [1, 0]), 0).value == 0.5


def test_the_median_is_the_first_time_at_half_or_below() -> None:
    # 3/4 x 2/3 is a half; with five it is 3/5, then 2/5.
    assert median_survival(kaplan_meier([1, 2, 3, 4], [1] * 4)) == 2
    assert median_survival(kaplan_meier([1, 2, 3, 4, 5], [1] * 5)) == 3
    # 23/24 x 22/23 x ... x 12/13 is a half, and as it is computed 1e-16 more.
    assert median_survival(kaplan_meier(range(1, 25), [1] * 24)) == 12


def test_the_share_still_there_at_a_time() -> None:
    table = kaplan_meier(DURATION, EVENT)
    assert survival_at(table, 0).value == survival_at(table, 0.99).value == 1
    assert _nan(*survival_at(table, 0.5)[1:])
    assert survival_at(table, 1).value == pytest.approx(5 / 6)
    assert survival_at(table, 2.9) == survival_at(table, 1)
    assert survival_at(table, 4.5) == Estimate(*table.iloc[1][["survival", "lower", "upper"]])


def test_beyond_the_last_one_seen_nothing_is_known_unless_all_had_left() -> None:
    assert survival_at(kaplan_meier(DURATION, EVENT), 9).value == 0
    open_end = kaplan_meier([1, 2], [1, 0])
    assert survival_at(open_end, 2).value == 0.5
    assert _nan(*survival_at(open_end, 2.001))


def test_followed_to_the_end_a_cohort_tells_as_much_as_it_has_people() -> None:
    # S (1 - S) / n is Greenwood's variance then.
    table = kaplan_meier([1, 2, 3, 4, 5], [1, 1, 1, 1, 0])
    assert [effective_number(table, time) for time in (1, 2.5, 4)] == pytest.approx([5] * 3)
    assert _nan(effective_number(table, 0.5), effective_number(table, 6))
    # By hand at 3: (1/2) / (1/2 x 1/6) = 6 of 6; at 4 of another: 1/(4 x 3) + 1/(2 x 1) = 7/12,
    # S = 3/4 x 1/2 = 3/8: (5/8) / (3/8 x 7/12) = 20/7 of 4.
    assert effective_number(kaplan_meier(DURATION, EVENT), 3) == pytest.approx(6)
    other = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0])
    assert effective_number(other, 4) == pytest.approx(20 / 7)


# --- Several ways out ---------------------------------------------------------------------------

# 1 to work, 2 otherwise.
CAUSE = [1, 1, 0, 2, 2, 0]


def test_two_causes_by_hand() -> None:
    # To work: 1/6, then 5/6 x 1/5 = 1/6 more. Otherwise: 5/6 x 1/5 = 1/6, then the half that is
    # left. With the survival 5/6, 1/2, 1/2, 0 that is 1 at each time.
    table = cumulative_incidence(DURATION, CAUSE)
    columns = ["time", "cause", "at_risk", "events", "incidence", "lower", "upper"]
    assert list(table.columns) == columns
    assert table["cause"].tolist() == [1] * 4 + [2] * 4
    assert table["time"].tolist() == [1, 3, 4, 5] * 2
    assert table["at_risk"].tolist() == [6, 5, 2, 1] * 2
    assert table["events"].tolist() == [1, 1, 0, 0, 0, 1, 0, 1]
    work, other = [1 / 6, 1 / 3, 1 / 3, 1 / 3], [0, 1 / 6, 1 / 6, 2 / 3]
    assert table["incidence"].tolist() == pytest.approx(work + other, abs=1e-15)


def test_closing_the_file_is_no_stay() -> None:
    # Four people: one to work after 1, two closed after 2, one to work after 3. With the closed
    # ones as a way out 1/4, then 1/4 x 1 more: 1/2. Taken for still there it would be 1.
    assert incidence_at(cumulative_incidence([1, 2, 2, 3], [1, 2, 2, 1]), 1, 3).value == 0.5
    assert incidence_at(cumulative_incidence([1, 2, 2, 3], [1, 0, 0, 1]), 1, 3).value == 1


def test_a_band_of_one_cause_by_hand() -> None:
    # Without anyone last seen the variance is that of a share: after 3 of 8, (3/8 x 5/8) / 8.
    # e = sqrt(15/512) / (5/8) = 0.273861; reach 1.959964 x 0.273861 / 0.470004 = 1.142030;
    # 1 - 0.625^exp(-1.142030) = 1 - 0.625^0.319170 = 0.139302, 1 - 0.625^3.133122 = 0.770667.
    table = cumulative_incidence([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 1, 2, 1, 2, 2, 2])
    found = incidence_at(table, 1, 8)
    assert found == pytest.approx((0.375, 0.139302, 0.770667), abs=2e-6)
    # The other has 5/8: e = sqrt(15/512) / (3/8) = 0.456435, log(3/8) = -0.980829,
    # reach 0.912082; 1 - 0.375^0.401687 = 0.325637, 1 - 0.375^2.489501 = 0.912994.
    assert incidence_at(table, 2, 8) == pytest.approx((0.625, 0.325637, 0.912994), abs=2e-6)
    # The variance of a share, so also when several leave at once, for either reason.
    tied = cumulative_incidence([1, 1, 1, 1, 2, 2, 2, 3], [1, 2, 1, 2, 1, 2, 2, 2])
    assert incidence_at(tied, 1, 2) == pytest.approx(found, abs=1e-12)


def test_one_cause_is_what_kaplan_meier_leaves() -> None:
    table, stay = cumulative_incidence(DURATION, EVENT), kaplan_meier(DURATION, EVENT)
    np.testing.assert_allclose(table["incidence"], 1 - stay["survival"], atol=1e-15)
    np.testing.assert_allclose(table["lower"], 1 - stay["upper"], atol=1e-12)
    np.testing.assert_allclose(table["upper"], 1 - stay["lower"], atol=1e-12)


def test_causes_that_did_not_occur() -> None:
    assert cumulative_incidence([1, 2], [0, 0]).empty
    table = cumulative_incidence([1, 2], [2, 0], causes=3)
    assert table["cause"].tolist() == [1, 1, 2, 2, 3, 3]
    assert table["incidence"].tolist() == [0, 0, 0.5, 0.5, 0, 0]
    assert table["lower"].isna().tolist() == [True, True, False, False, True, True]


def test_the_share_gone_by_a_cause_at_a_time() -> None:
    table = cumulative_incidence(DURATION, CAUSE)
    assert incidence_at(table, 1, 0.5).value == 0
    assert _nan(*incidence_at(table, 1, 0.5)[1:])
    assert incidence_at(table, 1, 3.5).value == pytest.approx(1 / 3)
    # After 5 everybody had left; here one was still there after 2.
    assert incidence_at(table, 1, 9).value == pytest.approx(1 / 3)
    assert _nan(*incidence_at(cumulative_incidence([1, 2, 2], [1, 2, 0]), 1, 3))
    with pytest.raises(ValueError, match="cause 3 is not"):
        incidence_at(table, 3, 1)


# --- Log-rank -----------------------------------------------------------------------------------


def test_two_groups_by_hand() -> None:
    # a leaves after 1 and 2, b after 3 and is last seen after 4. Expected of a: 2/4 + 1/3 = 5/6,
    # observed 2. Variance: 1/2 x 1/2 + 1/3 x 2/3 = 17/36. chi2 = (7/6)^2 / (17/36) = 49/17.
    chi2, p = logrank([1, 2, 3, 4], [1, 1, 1, 0], ["a", "a", "b", "b"])
    assert chi2 == pytest.approx(49 / 17)
    # Two-sided normal: 2 Phi(-1.69775) = 0.08955.
    assert p == pytest.approx(0.08955, abs=0.00001)


def test_ties_by_hand() -> None:
    # After 1 two of a and one of b leave, of two and two; then the last of b. Expected of a 3/2,
    # variance 3 x (4 - 3) / (4 - 1) x 1/2 x 1/2 = 1/4. chi2 = (1/2)^2 / (1/4) = 1.
    assert logrank([1, 1, 1, 2], [1, 1, 1, 1], [0, 0, 1, 1])[0] == pytest.approx(1)


def test_three_groups_by_hand() -> None:
    # After 1 both of a leave and nobody of b and c: n = 6, d = 2. Expected 2/3 each,
    # O - E = 4/3, -2/3, -2/3. V = 2 x 4 / 5 x (1/3 on the diagonal - 1/9). Its part without sum:
    # 8/15, so chi2 = (16 + 4 + 4) / 9 / (8/15) = 5; p = exp(-5/2) with two degrees of freedom.
    chi2, p = logrank([1, 1, 2, 2, 2, 2], [1, 1, 0, 0, 0, 0], list("aabbcc"))
    assert chi2 == pytest.approx(5)
    assert p == pytest.approx(math.exp(-2.5))


def test_a_group_that_was_gone_before_anyone_left_does_not_count() -> None:
    early = logrank([2, 3, 4, 5, 1, 1], [1, 1, 1, 0, 0, 0], ["a", "a", "b", "b", "c", "c"])
    assert early == pytest.approx(logrank([2, 3, 4, 5], [1, 1, 1, 0], ["a", "a", "b", "b"]))
    first = logrank([2, 3, 4, 5, 1, 1], [1, 1, 1, 0, 0, 0], ["b", "b", "c", "c", "a", "a"])
    assert first == pytest.approx(early)


@pytest.mark.parametrize(
    ("duration", "event"),
    [
        ([1, 2, 3, 4], [0, 0, 0, 0]),  # nobody leaves
        ([1, 1, 1, 1], [1, 1, 1, 1]),  # all at once
        ([1, 1, 2, 3], [0, 0, 1, 1]),  # group a was gone before
    ],
)
def test_what_cannot_be_compared_is_nan(duration: list[int], event: list[int]) -> None:
    assert _nan(*logrank(duration, event, ["a", "a", "b", "b"]))


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (["a", "a"], "one group"),
        (["a"], "needs a group"),
        (["a", None], "needs a group"),
        ([1.0, math.nan], "needs a group"),
    ],
)
def test_groups_that_are_refused(group: list[object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        logrank([1, 2], [1, 1], group)


# --- The path of the agreement ------------------------------------------------------------------


def test_a_sixth_a_year_by_hand() -> None:
    path = cohort_path(6)
    assert path["year"].tolist() == [1, 2, 3, 4, 5, 6]
    assert path["hazard"].tolist() == pytest.approx([1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 1])
    assert path["left"].tolist() == pytest.approx([1 / 6, 1 / 3, 1 / 2, 2 / 3, 5 / 6, 1])
    # 1/6, 11/36, 91/216, ...
    assert path["left_of_rest"].tolist()[:3] == pytest.approx([1 / 6, 11 / 36, 91 / 216])
    # The hazards are those of the path.
    assert (1 - (1 - path["hazard"]).cumprod()).tolist() == pytest.approx(path["left"].tolist())


@pytest.mark.parametrize("years", [0, 7, -1])
def test_a_sixth_a_year_lasts_six_years(years: int) -> None:
    with pytest.raises(ValueError, match="at most 6 years"):
        cohort_path(years)


# --- What is refused ----------------------------------------------------------------------------

Table = Callable[[ArrayLike, ArrayLike], object]


def _logrank(duration: ArrayLike, event: ArrayLike) -> object:
    return logrank(duration, event, np.arange(np.size(duration)))


@pytest.mark.parametrize("table", [kaplan_meier, cumulative_incidence, _logrank])
@pytest.mark.parametrize(
    ("duration", "event", "told"),
    [
        ([], [], "one end to each"),
        ([1, 2], [1], "one end to each"),
        ([[1, 2]], [[1, 1]], "one end to each"),
        (1, 1, "one end to each"),
        ([1, -0.5], [1, 1], "negative, infinite or missing"),
        ([1, math.nan], [1, 1], "negative, infinite or missing"),
        ([1, math.inf], [1, 0], "negative, infinite or missing"),
        ([1, 2], [1, -1], "whole number"),
        ([1, 2], [1, 0.5], "whole number"),
        ([1, 2], [1, math.nan], "whole number"),
    ],
)
def test_trajectories_that_are_refused(
    table: Table, duration: ArrayLike, event: ArrayLike, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        table(duration, event)


def test_a_second_way_out_is_no_event() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        kaplan_meier([1, 2], [1, 2])
    with pytest.raises(ValueError, match="from 0 to 1"):
        _logrank([1, 2], [1, 2])
    with pytest.raises(ValueError, match="from 0 to 2"):
        cumulative_incidence([1, 2], [1, 3], causes=2)
    with pytest.raises(ValueError, match="whole number"):
        cumulative_incidence([1, 2], [1, math.inf])


@pytest.mark.parametrize("time", [-1, math.nan])
def test_a_time_is_not_before_the_start(time: float) -> None:
    table: pd.DataFrame = kaplan_meier(DURATION, EVENT)
    with pytest.raises(ValueError, match="at least 0"):
        survival_at(table, time)
    with pytest.raises(ValueError, match="at least 0"):
        incidence_at(cumulative_incidence(DURATION, CAUSE), 1, time)
