"""Survival against printed tables, closed forms and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from analysis.model.survival import (
    cohort_path,
    cumulative_incidence,
    effective_number,
    kaplan_meier,
    logrank,
    median_survival,
    survival_at,
)

pytestmark = pytest.mark.golden

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Freireich and others, Blood 21 (1963): weeks in remission of 21 pairs of children with leukaemia,
# with 6-mercaptopurine, whether a relapse ended them, and weeks without treatment (all relapsed).
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
CONTROL = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

# models.md, G; also Kleinbaum and Klein, Survival Analysis (2012), chapter 2.
SURVIVAL = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def _both() -> tuple[list[int], list[int], list[str]]:
    return WEEKS + CONTROL, RELAPSE + [1] * 21, ["6-MP"] * 21 + ["control"] * 21


# --- The leukaemia data -------------------------------------------------------------------------


def test_the_data_are_those_of_1963() -> None:
    # 9 of 21 relapses in 359 weeks with treatment, 21 in 182 without (Kleinbaum and Klein, 1).
    assert (len(WEEKS), sum(RELAPSE), sum(WEEKS)) == (21, 9, 359)
    assert (len(CONTROL), sum(CONTROL)) == (21, 182)


def test_remission_after_each_relapse() -> None:
    table = kaplan_meier(WEEKS, RELAPSE)
    relapses = table[table["events"] > 0].set_index("time")
    assert relapses["survival"].round(4).to_dict() == SURVIVAL
    assert relapses["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert relapses["events"].tolist() == [3, 1, 1, 1, 1, 1, 1]


def test_median_remission() -> None:
    assert median_survival(kaplan_meier(WEEKS, RELAPSE)) == 23
    assert median_survival(kaplan_meier(CONTROL, np.ones(21))) == 8


def test_a_band_by_hand() -> None:
    # At 6: S = 18/21, sum = 3 / (21 x 18) = 0.0079365, root 0.0890871, log S = -0.1541507;
    # exp(1.959964 x 0.0890871 / 0.1541507) = exp(1.132707) = 3.104046;
    # exp(-0.1541507 x 3.104046) = 0.619718, exp(-0.1541507 / 3.104046) = 0.951552.
    found = survival_at(kaplan_meier(WEEKS, RELAPSE), 6)
    assert found == pytest.approx((0.857143, 0.619718, 0.951552), abs=1e-6)


def test_the_last_band_by_hand() -> None:
    # At 23: the sum is 3/(21x18) + 1/(17x16) + 1/(15x14) + 1/(12x11) + 1/(11x10) + 1/(7x6)
    # + 1/(6x5) = .0079365 + .0036765 + .0047619 + .0075758 + .0090909 + .0238095 + .0333333
    # = .0901844, root .3003072; the printed standard error is .4481793 x .3003072 = .1346.
    # log S = -.8025620; exp(1.959964 x .3003072 / .8025620) = exp(.7333964) = 2.082139;
    # exp(-.8025620 x 2.082139) = .188052, exp(-.8025620 / 2.082139) = .680143.
    found = survival_at(kaplan_meier(WEEKS, RELAPSE), 23)
    assert found == pytest.approx((0.448179, 0.188052, 0.680143), abs=1e-6)


def test_how_many_children_followed_to_the_end_would_tell_as_much() -> None:
    # (1 - S) / (S x sum) with the numbers above: .5518207 / (.4481793 x .0901844) = 13.65.
    table = kaplan_meier(WEEKS, RELAPSE)
    assert effective_number(table, 23) == pytest.approx(13.65, abs=0.005)
    assert effective_number(table, 6) == pytest.approx(21, abs=1e-9)


def test_treatment_makes_a_difference() -> None:
    # Kleinbaum and Klein, chapter 2: 16.79, far beneath 0.001; R's survdiff prints 16.8 and 4e-05.
    chi2, p = logrank(*_both())
    assert chi2 == pytest.approx(16.793, abs=0.0005)
    assert p == pytest.approx(4.17e-5, abs=0.005e-5)


# --- The agreement of half in three years -------------------------------------------------------

WEEKS_A_YEAR, THREE_YEARS, A_WEEK = 52, 156, 20
STAYS = 0.5 ** (1 / THREE_YEARS)
"""The chance to stay another week when half leaves in three years, at an even pace."""

# 36 months after the first entry those of week w have been followed for 156 - w weeks.
FOLLOWED = np.repeat(THREE_YEARS - np.arange(WEEKS_A_YEAR), A_WEEK)
REPEATS = 2000


HALFWAY = 130
"""Two and a half years: half of the cohort has been followed so long."""


@pytest.fixture(scope="module")
def cohorts() -> Floats:
    """2,000 cohorts of 1,040: the naive share, Kaplan-Meier's, and the band halfway."""
    rng = np.random.default_rng(7)
    found = np.empty((REPEATS, 4))
    for number in range(REPEATS):
        weeks = rng.geometric(1 - STAYS, FOLLOWED.size)
        left = weeks <= FOLLOWED
        table = kaplan_meier(np.minimum(weeks, FOLLOWED), left)
        gone = 1 - survival_at(table, THREE_YEARS).value
        found[number] = left.mean(), gone, *survival_at(table, HALFWAY)[1:]
    return found


def test_the_naive_share_is_too_low_in_closed_form() -> None:
    # models.md, G: 43.9% where 50% is true. 1 - (mean of 2^(-t/156) over t = 105 to 156)
    # = 1 - (2^(1/3) - 1) / (2 x 52 x (2^(1/156) - 1)) = 1 - 0.259921 / (104 x 0.0044531) = 0.43877.
    by_week = 1 - STAYS**FOLLOWED
    closed = 1 - (2 ** (1 / 3) - 1) / (2 * 52 * (2 ** (1 / 156) - 1))
    assert by_week.mean() == pytest.approx(closed, abs=1e-12)
    assert closed == pytest.approx(0.439, abs=0.0005)
    # Who enters at any moment of the year has 1 - 3 (2^(-2/3) - 1/2) / ln 2 = 43.75%.
    assert 1 - 3 * (2 ** (-2 / 3) - 0.5) / math.log(2) == pytest.approx(0.4375, abs=0.0001)


def test_kaplan_meier_finds_half_where_the_naive_share_does_not(cohorts: Floats) -> None:
    # models.md, G: 43.9 and 50.0, within four standard errors and within half a point.
    naive, found = cohorts[:, 0], cohorts[:, 1]
    assert naive.mean() == pytest.approx(0.43877, abs=4 * naive.std() / math.sqrt(REPEATS))
    assert found.mean() == pytest.approx(0.5, abs=4 * found.std() / math.sqrt(REPEATS))
    assert found.mean() == pytest.approx(0.5, abs=0.005)
    assert found.std() / math.sqrt(REPEATS) < 0.001


def test_the_band_holds_the_truth_as_often_as_it_says(cohorts: Floats) -> None:
    # 2^(-130/156) is still there. A coverage of 95% has a standard error of 0.0049.
    truth = STAYS**HALFWAY
    held = (cohorts[:, 2] <= truth) & (truth <= cohorts[:, 3])
    assert held.mean() == pytest.approx(0.95, abs=4 * 0.0049)


def test_a_sixth_of_the_cohort_and_a_sixth_of_the_rest() -> None:
    # models.md, G: hazards 1/6, 1/5, 1/4 make 1/6, 2/6, 3/6; of the rest it is 1 - 125/216 = 42.1%.
    path = cohort_path(3)
    assert path["left"].tolist() == pytest.approx([1 / 6, 2 / 6, 3 / 6])
    assert path["hazard"].tolist() == pytest.approx([1 / 6, 1 / 5, 1 / 4])
    assert path["left_of_rest"].iloc[-1] == pytest.approx(91 / 216)
    assert path["left_of_rest"].iloc[-1] == pytest.approx(0.421, abs=0.0005)


# --- A second opinion: statsmodels --------------------------------------------------------------


def _people(seed: int, people: int = 400) -> tuple[Floats, Integers, Integers]:
    """Whole months, so that ties are common; three causes; two to four groups of unlike pace.

    The last one is still there: statsmodels divides by nothing when everybody leaves.
    """
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 2 + seed % 3, people)
    months = np.ceil(rng.exponential(12 + 4 * group))
    cause = rng.integers(0, 4, people)
    cause[months == months.max()] = 0
    return months, cause, group


@pytest.mark.parametrize("seed", range(6))
def test_survival_by_statsmodels(seed: int) -> None:
    months, cause, _ = _people(seed)
    theirs = SurvfuncRight(months, (cause > 0).astype(int))
    table = kaplan_meier(months, cause > 0)
    ours = table[table["events"] > 0]
    assert ours["time"].tolist() == theirs.surv_times.tolist()
    assert ours["at_risk"].tolist() == theirs.n_risk.tolist()
    assert ours["events"].tolist() == theirs.n_events.tolist()
    np.testing.assert_allclose(ours["survival"], theirs.surv_prob, rtol=1e-12)
    # Their standard error in the formula of the band.
    score = 1.959964 * theirs.surv_prob_se / theirs.surv_prob / np.log(theirs.surv_prob)
    np.testing.assert_allclose(ours["lower"], theirs.surv_prob ** np.exp(-score), rtol=1e-6)
    np.testing.assert_allclose(ours["upper"], theirs.surv_prob ** np.exp(score), rtol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_the_band_at_the_median_by_statsmodels(seed: int) -> None:
    # Their interval for the median, on the scale log(-log) (Brookmeyer and Crowley 1982), goes from
    # where the lower end of the band reaches a half to where the upper end does.
    months, cause, _ = _people(seed)
    table = kaplan_meier(months, cause > 0)
    theirs = SurvfuncRight(months, (cause > 0).astype(int))
    reached = [table["time"][table[end] <= 0.5].iloc[0] for end in ("lower", "upper")]
    assert reached == list(theirs.quantile_ci(0.5, method="cloglog"))
    assert median_survival(table) == theirs.quantile(0.5)


@pytest.mark.parametrize("seed", range(6))
def test_incidence_by_statsmodels(seed: int) -> None:
    months, cause, _ = _people(seed)
    theirs = CumIncidenceRight(months, cause)
    table = cumulative_incidence(months, cause)
    for number in (1, 2, 3):
        ours = table[table["cause"] == number]
        share, error = theirs.cinc[number - 1], theirs.cinc_se[number - 1]
        assert ours["time"].tolist() == theirs.times.tolist()
        np.testing.assert_allclose(ours["incidence"], share, rtol=1e-12)
        known = ((share > 0) & (share < 1)).tolist()
        score = 1.959964 * error[known] / (1 - share[known]) / np.log(1 - share[known])
        band = ours[known]
        np.testing.assert_allclose(
            band["lower"], 1 - (1 - share[known]) ** np.exp(score), rtol=1e-6
        )
        np.testing.assert_allclose(
            band["upper"], 1 - (1 - share[known]) ** np.exp(-score), rtol=1e-6
        )


@pytest.mark.parametrize("seed", range(6))
def test_logrank_by_statsmodels(seed: int) -> None:
    months, cause, group = _people(seed)
    assert len(set(group.tolist())) == 2 + seed % 3
    left = (cause > 0).astype(int)
    assert logrank(months, left, group) == pytest.approx(survdiff(months, left, group), rel=1e-9)


def test_logrank_of_the_leukaemia_data_by_statsmodels() -> None:
    weeks, left, group = (np.array(part) for part in _both())
    assert logrank(weeks, left, group) == pytest.approx(survdiff(weeks, left, group), rel=1e-9)
