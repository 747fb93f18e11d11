"""The run-off at the national pace: shares, the local level and its band."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.model.pace import gamma_shape, local_stock, national_share

pytestmark = pytest.mark.unit


def _stock(**by_year: float) -> pd.Series:
    return pd.Series({int(name.strip("y")): value for name, value in by_year.items()})


def test_the_share_of_the_base_year_that_is_left() -> None:
    share = national_share(_stock(y2018=160, y2016=200, y2015=210, y2017=190), 2016)
    assert share.to_dict() == {2016: 1.0, 2017: 0.95, 2018: 0.8}


def test_a_base_year_without_a_stock_is_refused() -> None:
    with pytest.raises(ValueError, match="no stock known for 2014"):
        national_share(_stock(y2016=200), 2014)


def test_a_closed_group_that_grows_is_refused() -> None:
    with pytest.raises(ValueError, match="can't grow"):
        national_share(_stock(y2016=200, y2017=190, y2018=191), 2016)


def test_growth_before_the_base_year_does_not_matter() -> None:
    assert national_share(_stock(y2014=190, y2016=200, y2017=100), 2016)[2017] == 0.5


def test_the_shape_of_the_register_is_25() -> None:
    # aannames.csv, A01: 0.6955 – 1.3501 at 90% is a Gamma with mean 1 and shape 25.
    assert stats.gamma.ppf((0.05, 0.95), 25, scale=1 / 25) == pytest.approx(
        (0.6955, 1.3501), abs=5e-4
    )
    assert gamma_shape(0.6955, 1.3501) == pytest.approx(25, abs=0.05)


def test_a_narrow_interval_is_nearly_normal() -> None:
    # For a large shape a the level has standard deviation 1/sqrt(a): 0.01 at a = 10,000.
    half = 1.6449 * 0.01
    assert gamma_shape(1 - half, 1 + half) == pytest.approx(10_000, rel=0.01)


@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.95])
def test_the_coverage_is_that_of_the_interval(coverage: float) -> None:
    tails = ((1 - coverage) / 2, (1 + coverage) / 2)
    low, high = stats.gamma.ppf(tails, 25, scale=1 / 25)
    assert gamma_shape(low, high, coverage) == pytest.approx(25, rel=1e-6)


@pytest.mark.parametrize(
    ("low", "high"),
    [(1.2, 0.8), (1.0, 1.0), (0.0, 2.0), (-0.5, 1.5), (0.9999, 1.0001), (0.01, 9.0), (5.0, 5.65)],
)
def test_an_interval_that_no_level_with_mean_one_has_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="has the interval"):
        gamma_shape(low, high)


def test_a_share_of_one_is_certain() -> None:
    estimate = local_stock(848, pd.Series({2016: 1.0}), 25)
    assert estimate.to_numpy().tolist() == [[2016, 848, 848, 848]]


def test_nobody_stays_nobody() -> None:
    estimate = local_stock(0, pd.Series({2016: 1.0, 2017: 0.5}), 25)
    assert estimate[["midden", "laag", "hoog"]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]


def test_the_middle_is_the_national_pace() -> None:
    estimate = local_stock(200, pd.Series({2016: 1.0, 2017: 0.95, 2018: 0.8}), 25)
    assert list(estimate["jaar"]) == [2016, 2017, 2018]
    assert list(estimate["midden"]) == pytest.approx([200, 190, 160])


def test_without_spread_of_the_level_the_band_is_binomial() -> None:
    # With shape a million theta is 1 to within 0.002, so the stock is Binomial(400, 0.7).
    row = local_stock(400, pd.Series({2020: 0.7}), 1e6).iloc[0]
    assert [row["laag"], row["hoog"]] == list(stats.binom.ppf((0.05, 0.95), 400, 0.7))


def test_the_band_is_that_of_a_simulation() -> None:
    heads, share, shape, draws = 848, 0.7, 25, 200_000
    generator = np.random.default_rng(2040)
    theta = generator.gamma(shape, 1 / shape, draws)
    stock = generator.binomial(heads, share**theta)
    row = local_stock(heads, pd.Series({2022: share}), shape).iloc[0]
    # The density near these quantiles is about 0.001 a head, so 200,000 draws place them within
    # sqrt(0.05 * 0.95 / 200,000) / 0.001 = 0.5 head; the grid of levels adds at most one.
    assert [row["laag"], row["hoog"]] == pytest.approx(np.quantile(stock, (0.05, 0.95)), abs=2)


def test_the_spread_agrees_with_the_closed_form() -> None:
    # models.md, A: with cumulated hazard L = -ln(share), E[S] = (1 + L/a)^-a and
    # E[S^2] = (1 + 2L/a)^-a; Var[N] = n (E[S] - E[S^2]) + n^2 (E[S^2] - E[S]^2).
    heads, share, shape = 848, 0.7, 25
    hazard = -math.log(share)
    first, second = (1 + hazard / shape) ** -shape, (1 + 2 * hazard / shape) ** -shape
    variance = heads * (first - second) + heads**2 * (second - first**2)
    row = local_stock(heads, pd.Series({2022: share}), shape).iloc[0]
    # 2 * 1.645 standard deviations, but for the slight skewness of the level.
    assert row["hoog"] - row["laag"] == pytest.approx(3.29 * math.sqrt(variance), rel=0.02)


@pytest.mark.parametrize(
    ("heads", "share", "shape", "coverage"),
    [
        (-1, 0.5, 25, 0.9),
        (10, 0.0, 25, 0.9),
        (10, 1.01, 25, 0.9),
        (10, float("nan"), 25, 0.9),
        (10, 0.5, 0, 0.9),
        (10, 0.5, -1, 0.9),
        (10, 0.5, 25, 0),
        (10, 0.5, 25, 1),
    ],
)
def test_what_can_not_be_is_refused(
    heads: int, share: float, shape: float, coverage: float
) -> None:
    with pytest.raises(ValueError, match=r"negative|outside|positive"):
        local_stock(heads, pd.Series({2017: share}), shape, coverage)
