"""The coverage study on sites so small or so certain that the answer is known beforehand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from analysis.model.calibration import Shocks
from analysis.model.coverage import (
    NO_SHOCKS,
    Sites,
    calibrated_interval,
    chance_interval,
    coverage_table,
    level_interval,
    line_interval,
    made_up_sites,
    percentage_interval,
)

pytestmark = pytest.mark.unit

Floats = NDArray[np.float64]

YEARS = 15
CALM = Shocks(1e-4, 0.0)
"""Shocks too small to see: a coefficient of variation of zero is no Gamma distribution."""
CERTAIN = 1e8
"""The shape of a level that is 1 to within 0.0002."""
COUNTS = np.array([1000])
HAZARD = np.full((1, YEARS), 0.1)
STAY = np.ones((1, YEARS))


def _made(number: int = 400, shape: float = CERTAIN, seed: int = 7, drift: float = 0.0) -> Sites:
    generator = np.random.default_rng(seed)
    return made_up_sites(COUNTS, HAZARD, STAY, shape, CALM, number, generator, drift)


def _seen(*totals: list[int], shape: float = CERTAIN) -> Sites:
    """Sites with these totals; missing years at the end repeat the last one."""
    rows = [row + [row[-1]] * (YEARS + 1 - len(row)) for row in totals]
    return Sites(COUNTS, HAZARD, STAY, shape, NO_SHOCKS, np.array(rows, dtype=np.int64))


def test_who_only_retires_leaves_on_a_known_day() -> None:
    # Nobody leaves otherwise; the first cohort retires in year 2, the second by halves in year 4
    # and 5 (so its fourth year is chance), the third never.
    stay = np.ones((3, YEARS))
    stay[0, 1:] = 0
    stay[1, 3], stay[1, 4:] = 0.5, 0
    sites = made_up_sites(
        np.array([10, 20, 5]), np.zeros((3, YEARS)), stay, 25, CALM, 50, np.random.default_rng(1)
    )
    assert sites.totals.shape == (50, YEARS + 1)
    assert (sites.totals[:, :4] == [35, 35, 25, 25]).all()
    assert (sites.totals[:, 5:] == 5).all()
    # Binomial(20, 1/2) over 50 sites: the mean has a standard error of sqrt(5 / 50) = 0.32.
    assert sites.totals[:, 4].mean() == pytest.approx(5 + 10, abs=4 * 0.32)


@pytest.mark.parametrize("drift", [0.0, 0.05])
def test_a_level_of_one_leaves_the_expected_number(drift: float) -> None:
    # Cumulated hazard after year t: 0.1 times the sum of (1 + drift)^k, k = 1..t.
    totals = _made(drift=drift).totals
    chance = np.exp(-0.1 * np.cumsum((1 + drift) ** np.arange(1, YEARS + 1)))
    error = np.sqrt(1000 * chance * (1 - chance) / len(totals))
    assert (np.abs(totals[:, 1:].mean(axis=0) - 1000 * chance) <= 4.5 * error).all()
    assert (np.diff(totals) <= 0).all()


def test_each_site_has_a_level_of_its_own_for_all_years() -> None:
    # models.md, A: E[S] = (1 + L/a)^-a and E[S^2] = (1 + 2L/a)^-a; the variance of a site's total
    # is n (E[S] - E[S^2]) + n^2 (E[S^2] - E[S]^2). Here a = 4 and L = 0.1 to 1.5.
    totals = _made(number=4000, shape=4).totals[:, 1:]
    hazard = 0.1 * np.arange(1, YEARS + 1)
    first, second = (1 + hazard / 4) ** -4, (1 + 2 * hazard / 4) ** -4
    deviation = np.sqrt(1000 * (first - second) + 1000**2 * (second - first**2))
    assert (np.abs(totals.mean(axis=0) - 1000 * first) <= 4.5 * deviation / 4000**0.5).all()
    # models.md, A: |sd ratio - 1| <= 4 / sqrt(2 D) = 0.045 for a normal total; this one is skewed.
    assert totals.std(axis=0) / deviation == pytest.approx(np.ones(YEARS), abs=0.07)


def test_the_same_seed_gives_the_same_sites() -> None:
    assert _made(20).totals.tolist() == _made(20).totals.tolist()
    assert _made(20).totals.tolist() != _made(20, seed=8).totals.tolist()


def test_too_few_years_are_refused() -> None:
    with pytest.raises(ValueError, match="hazard covers 14 years, not 15"):
        made_up_sites(COUNTS, HAZARD[:, :14], STAY[:, :14], 25, CALM, 1, np.random.default_rng(1))


def test_years_beyond_the_study_are_left_out() -> None:
    longer = np.full((1, 40), 0.1)
    sites = made_up_sites(COUNTS, longer, np.ones((1, 40)), 25, CALM, 2, np.random.default_rng(1))
    assert (sites.hazard.shape, sites.stay.shape) == ((1, YEARS), (1, YEARS))


def test_the_share_of_the_sites_that_an_interval_holds() -> None:
    # Of each site the years 6, 10 and 15 count: 1, 5 and 10 after the five that were seen.
    totals = np.zeros((4, YEARS + 1), dtype=np.int64)
    totals[:, 6], totals[:, 10], totals[:, 15] = [10, 11, 12, 13], [5, 5, 5, 9], [0, 1, 2, 3]
    sites = replace(_seen([1000]), totals=totals)

    def ends(low: list[float], high: list[float]) -> tuple[Floats, Floats]:
        return np.tile(low, (4, 1)), np.tile(high, (4, 1))

    table = coverage_table(
        sites,
        {
            # 10.9 and 12.1 go outward to 10 and 13: all four. 5 to 5 holds three of four. 0.0 to
            # 1.5 goes to 0 and 2: three of four.
            "ruim": lambda _: ends([10.9, 5, 0], [12.1, 5, 1.5]),
            # 11 to 12 holds two, 6 to 8 none, -4 to 0 one.
            "krap": lambda _: ends([11, 6, -4], [12, 8, 0]),
        },
    )
    assert list(table.columns) == ["methode", "jaar_1", "jaar_5", "jaar_10"]
    assert table.to_numpy().tolist() == [["ruim", 1.0, 0.75, 0.75], ["krap", 0.5, 0.0, 0.25]]


def test_a_constant_percentage_by_hand() -> None:
    # 32 -> 1 in five years is a half a year. One year on Binomial(1, 1/2) is 0 or 1; after five
    # Binomial(1, 1/32) is 0 with 0.969, over 0.95; after ten more so.
    # 64 -> 2: Binomial(2, 1/2) is 0 with 0.25 and at most 1 with 0.75; Binomial(2, 1/32) is 0 with
    # 0.938 and at most 1 with 0.999; Binomial(2, 1/1024) is 0 with 0.998.
    low, high = percentage_interval(
        _seen([32, 16, 8, 4, 2, 1], [64, 32, 16, 8, 4, 2], [9] * 6, [7, 6, 0, 0, 0, 0])
    )
    assert low.tolist() == [[0, 0, 0], [0, 0, 0], [9, 9, 9], [0, 0, 0]]
    assert high.tolist() == [[1, 0, 0], [2, 1, 0], [9, 9, 9], [0, 0, 0]]


def test_a_constant_percentage_is_binomial() -> None:
    # 1,000 -> 729 over five years; only the two ends count, so the years between may be anything.
    low, high = percentage_interval(_seen([1000, 990, 980, 970, 960, 729]))
    chance = 0.729 ** (np.array([1, 5, 10]) / 5)
    assert low[0].tolist() == np.asarray(stats.binom.ppf(0.05, 729, chance)).tolist()
    assert high[0].tolist() == np.asarray(stats.binom.ppf(0.95, 729, chance)).tolist()


def test_points_on_a_line_leave_no_doubt() -> None:
    # 100 less 10 a year: 40 after year 6, 0 after year 10, -50 after year 15.
    low, high = line_interval(_seen([100, 90, 80, 70, 60, 50]))
    assert low[0] == pytest.approx([40, 0, -50], abs=1e-9)
    assert high[0] == pytest.approx([40, 0, -50], abs=1e-9)


def test_a_straight_line_by_hand() -> None:
    # The line above with errors 1, -1, 0, 0, -1, 1. Their sum is 0 and so is the sum of year times
    # error (-1 - 4 + 5), so the fit stays; their squares sum to 4 over 6 - 2 degrees of freedom, so
    # s = 1. The mean year is 2.5 and the squares around it sum to 17.5: the half widths are
    # t (1 + 1/6 + (x - 2.5)^2 / 17.5)^1/2 with t = 2.1318 (95%, 4) at x = 6, 10 and 15.
    low, high = line_interval(_seen([101, 89, 80, 70, 59, 51]))
    half = 2.1318 * np.sqrt(7 / 6 + np.array([3.5, 7.5, 12.5]) ** 2 / 17.5)
    assert half == pytest.approx([2.913, 4.462, 6.773], abs=5e-4)
    assert low[0] == pytest.approx(np.array([40, 0, -50]) - half, abs=1e-3)
    assert high[0] == pytest.approx(np.array([40, 0, -50]) + half, abs=1e-3)


def test_with_a_known_level_only_chance_is_left() -> None:
    # Totals as expected, 1000 exp(-0.1 t). Given year 5 the later number is binomial: after k years
    # mean 1000 exp(-0.1 (5 + k)), variance that times 1 - exp(-0.1 k).
    seen = _seen([round(1000 * float(np.exp(-0.1 * year))) for year in range(6)])
    ahead = np.array([1, 5, 10])
    mean = 1000 * np.exp(-0.1 * (5 + ahead))
    half = 1.6449 * np.sqrt(mean * (1 - np.exp(-0.1 * ahead)))
    for low, high in (chance_interval(seen), level_interval(seen)):
        # A total is rounded to a head, which counts as an error of a twelfth.
        assert (low[0] + high[0]) / 2 == pytest.approx(mean, abs=0.5)
        assert (high[0] - low[0]) / 2 == pytest.approx(half, rel=0.01)


def test_more_doubt_makes_a_wider_interval() -> None:
    sites = _made(number=50, shape=25)
    chance, level, yearly, drifting = (
        (high - low).mean(axis=0)
        for low, high in (
            chance_interval(sites),
            level_interval(sites),
            calibrated_interval(sites, Shocks(0.15, 0.0)),
            calibrated_interval(sites, Shocks(0.15, 0.08)),
        )
    )
    assert (chance < level).all()
    assert (level < yearly).all()
    assert (yearly < drifting).all()


def test_what_was_seen_moves_the_level() -> None:
    # Who lost many so far will lose more: 900 -> 500 against 950 -> 800 in the same five years.
    fast, slow = (
        calibrated_interval(_seen(totals, shape=25), NO_SHOCKS)
        for totals in ([1000, 880, 770, 670, 580, 500], [1000, 955, 912, 871, 832, 795])
    )
    last = np.array([500, 795])
    kept = np.array([(low + high)[0, 0] / 2 for low, high in (fast, slow)]) / last
    # The yearly loss was about 13% and 4.5%; the prior (10%, CV 0.2) pulls both a little.
    assert kept[0] == pytest.approx(0.87, abs=0.01)
    assert kept[1] == pytest.approx(0.955, abs=0.01)
