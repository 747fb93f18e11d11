"""Each family gives back the interval that the register states."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from analysis.model.uncertain import Family, Uncertain, latin_draws

pytestmark = pytest.mark.unit

INTERVALS: list[tuple[Family, float, float, float]] = [
    ("normal", -2.0, 0.0, 2.0),  # A13
    ("normal", -0.5, 0.0, 1.0),  # A20: wider upwards
    ("lognormal", 1.221, 2.0, 3.276),  # A03
    ("gamma", 0.4446, 1.0, 1.7357),  # A08
    ("gamma", 0.6953, 1.0, 1.3501),  # A01
    ("beta", 0.4003, 0.6667, 0.8889),  # A09
    ("beta", 0.05, 0.5, 0.95),  # A18
]


@pytest.mark.parametrize(("family", "low", "middle", "high"), INTERVALS)
def test_the_interval_comes_back(family: Family, low: float, middle: float, high: float) -> None:
    # The register rounds to four digits.
    found = Uncertain(family, low, middle, high).quantile((0.05, 0.95))
    assert found == pytest.approx([low, high], abs=5e-4)


@pytest.mark.parametrize(("family", "low", "middle", "high"), INTERVALS)
def test_the_middle_comes_back(family: Family, low: float, middle: float, high: float) -> None:
    # Normal and lognormal have their median there; gamma and beta their mean, here as the average
    # of 20,000 evenly spread quantiles.
    given = Uncertain(family, low, middle, high)
    if family in ("normal", "lognormal"):
        assert given.quantile(0.5) == pytest.approx(middle)
    else:
        spread = given.quantile((np.arange(20_000) + 0.5) / 20_000)
        assert spread.mean() == pytest.approx(middle, abs=1e-4)


def test_another_coverage_is_another_interval() -> None:
    found = Uncertain("normal", 0.0, 1.0, 2.0, coverage=0.5).quantile((0.25, 0.75))
    assert found == pytest.approx([0, 2])


def test_the_pass_through_of_the_aow_is_beta_6_3() -> None:
    # aannames.csv, A09: beta 6 and 3, mean 6/9.
    probability = np.array([0.01, 0.25, 0.5, 0.75, 0.99])
    expected = np.asarray(stats.beta.ppf(probability, 6, 3))
    found = Uncertain("beta", 0.4003, 0.6667, 0.8889).quantile(probability)
    assert found == pytest.approx(expected, abs=1e-3)


def test_an_even_spread_is_a_beta() -> None:
    # Between 0 and 1 evenly: 5% below 0.05 and above 0.95.
    probability = np.linspace(0.01, 0.99, 9)
    found = Uncertain("beta", 0.05, 0.5, 0.95).quantile(probability)
    assert found == pytest.approx(probability, abs=1e-9)


def test_the_other_reasons_are_gamma_with_a_variation_of_two_fifths() -> None:
    # models.md, A: mean 0.010, CV 0.4, so shape 1 / 0.16 = 6.25.
    probability = np.array([0.01, 0.5, 0.99])
    expected = np.asarray(stats.gamma.ppf(probability, 6.25, scale=1 / 6.25))
    found = Uncertain("gamma", 0.4446, 1.0, 1.7357).quantile(probability)
    assert found == pytest.approx(expected, abs=1e-3)


def test_a_normal_may_be_wider_on_one_side() -> None:
    # 0, 1 and 3: a quarter of the way up the scores is 0.6745 / 1.6449 of the way to an end.
    found = Uncertain("normal", 0.0, 1.0, 3.0).quantile((0.25, 0.75))
    part = 0.67449 / 1.64485
    assert found == pytest.approx([1 - part, 1 + 2 * part], abs=1e-4)


def test_a_lognormal_multiplies() -> None:
    # From half to twice: the 5% and 95% of exp(normal) with median 1, squared at 2 x 1.645.
    given = Uncertain("lognormal", 0.5, 1.0, 2.0)
    assert given.quantile(special.ndtr(2 * special.ndtri(0.95))) == pytest.approx(4)


@pytest.mark.parametrize("family", ["normal", "lognormal", "gamma", "beta"])
@pytest.mark.parametrize(
    ("low", "middle", "high"),
    [(0.6, 0.5, 0.9), (0.1, 0.95, 0.9), (0.9, 0.5, 0.1), (0.5, 0.5, 0.5), (np.nan, 0.5, 0.9)],
)
def test_ends_that_do_not_enclose_the_middle_are_refused(
    family: Family, low: float, middle: float, high: float
) -> None:
    with pytest.raises(ValueError, match="does not enclose"):
        Uncertain(family, low, middle, high)


@pytest.mark.parametrize(
    ("family", "low", "middle", "high"),
    [
        ("beta", -0.1, 0.5, 1.1),  # wider than what lies between 0 and 1
        ("beta", 0.5, 1.0, 1.2),  # mean 1
        ("beta", 0.5 - 1e-6, 0.5, 0.5 + 1e-6),  # narrower than is sought
        ("gamma", -1.0, 1.0, 2.0),  # below zero
        ("gamma", 0.0, 0.0, 2.0),
        ("lognormal", 0.0, 1.0, 2.0),
        ("gamma", 0.01, 1.0, 9.0),  # wider than shape 1 gives
    ],
)
def test_an_interval_that_the_family_can_not_have_is_refused(
    family: Family, low: float, middle: float, high: float
) -> None:
    with pytest.raises(ValueError, match=r"^no |is positive"):
        Uncertain(family, low, middle, high).quantile(0.5)


def test_draws_are_stratified() -> None:
    # Of 50 draws each fiftieth part of each distribution holds exactly one.
    inputs = [Uncertain("beta", 0.05, 0.5, 0.95), Uncertain("normal", 0.0, 1.0, 2.0)]
    draws = latin_draws(inputs, 50, np.random.default_rng(1))
    assert draws.shape == (50, 2)
    score = (draws[:, 1] - 1) * special.ndtri(0.95)
    for places in (draws[:, 0], special.ndtr(score)):
        assert sorted(np.floor(places * 50).astype(int).tolist()) == list(range(50))


def test_the_inputs_are_drawn_independently() -> None:
    inputs = [Uncertain("normal", 0.0, 1.0, 2.0)] * 2
    draws = latin_draws(inputs, 2_000, np.random.default_rng(2))
    # A correlation of independent draws has standard deviation 1 / sqrt(2,000) = 0.022.
    assert abs(float(stats.pearsonr(draws[:, 0], draws[:, 1]).statistic)) < 0.09


def test_the_same_seed_gives_the_same_draws() -> None:
    inputs = [Uncertain("lognormal", 0.5, 1.0, 2.0)]

    def drawn(seed: int) -> list[list[float]]:
        found: list[list[float]] = latin_draws(inputs, 5, np.random.default_rng(seed)).tolist()
        return found

    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4)
