"""The national group: calibrated on what was published, and what it says of later years."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.model.cohorts import mean_age
from analysis.parameters import Parameters
from analysis.questions.national_runoff import (
    AGES,
    KEPT,
    NationalRunoff,
    component_weights,
    national_runoff,
    national_shape,
    prior_group,
)
from analysis.sources.workbook import Workbook, open_with

pytestmark = pytest.mark.unit

# L036 and L037.
PUBLISHED = {2020: 66_254, 2022: 58_095}


def test_the_ages_of_the_base_year_are_those_published(book: Workbook) -> None:
    # 2015: mean 48.6 (L411), 68% of 45 and older (L013), 4% under 27 (L026).
    shape = national_shape(book)
    assert shape.sum() == pytest.approx(1)
    assert (shape >= 0).all()
    assert mean_age(AGES, shape) == pytest.approx(48.6)
    assert shape[AGES >= 45].sum() == pytest.approx(0.68)
    assert shape[AGES < 27].sum() == pytest.approx(0.04)


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_forecast_goes_through_the_published_averages(
    nation: NationalRunoff, year: int
) -> None:
    # Twice the error of a published total (0.15%). Measured: -0.02% in both years.
    row = nation.forecast.set_index("jaar").loc[year]
    assert row["midden"] == pytest.approx(PUBLISHED[year], rel=0.003)
    assert row["laag"] < PUBLISHED[year] < row["hoog"]


def test_the_forecast_rises_nowhere(nation: NationalRunoff) -> None:
    table = nation.forecast
    assert list(table["jaar"]) == list(range(2018, 2041))
    assert (table[["laag", "midden", "hoog"]].diff().dropna() < 0).to_numpy().all()
    assert (table["laag"] < table["midden"]).all()
    assert (table["midden"] < table["hoog"]).all()


def test_the_further_ahead_the_less_is_sure(nation: NationalRunoff) -> None:
    table = nation.forecast[nation.forecast["jaar"] >= 2022]
    relative = (table["hoog"] - table["laag"]) / table["midden"]
    assert relative.is_monotonic_increasing


def test_the_same_seed_gives_the_same_bytes(book: Workbook, nation: NationalRunoff) -> None:
    again = national_runoff(book)
    assert again.forecast.to_csv() == nation.forecast.to_csv()
    assert again.weights.tobytes() == nation.weights.tobytes()
    assert again.group.theta.tobytes() == nation.group.theta.tobytes()


def test_another_seed_gives_about_the_same(nation: NationalRunoff) -> None:
    other = national_runoff(open_with(Parameters(zaad=1))).forecast.set_index("jaar").loc[2030]
    here = nation.forecast.set_index("jaar").loc[2030]
    # Measured: 0.01% for the middle, 0.03% for the ends.
    assert list(other) == pytest.approx(list(here), rel=0.01)
    assert list(other) != list(here)


def test_the_area_does_not_change_the_nation(book: Workbook, nation: NationalRunoff) -> None:
    there = national_runoff(book.in_area("olst-wijhe"))
    assert there.forecast.to_csv() == nation.forecast.to_csv()


def test_the_totals_narrow_the_level(nation: NationalRunoff) -> None:
    mean, low, high = nation.level
    assert nation.theta @ nation.prior == pytest.approx(1, abs=0.001)
    assert low < mean < high
    # A01 before: 0.6953 - 1.3501 at 90%.
    assert high - low < 1.3501 - 0.6953


def test_weights_are_probabilities(nation: NationalRunoff) -> None:
    for weights in (nation.prior, nation.weights):
        assert weights.shape == nation.theta.shape
        assert (weights >= 0).all()
        assert weights.sum() == pytest.approx(1)


def test_the_weights_of_all_components_add_up(book: Workbook, nation: NationalRunoff) -> None:
    group = prior_group(book, np.random.default_rng(5), draws=4)
    weights = component_weights(group, nation.theta, nation.prior, nation.shocks, nation.points)
    assert weights.shape == (4, nation.theta.size)
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1)
    # Components that differ explain the totals in different degrees.
    assert weights.sum(axis=1).max() - weights.sum(axis=1).min() > 0.01


def test_the_stock_of_the_base_year_is_hardly_assumed(
    book: Workbook, nation: NationalRunoff
) -> None:
    # 85,332 (L040) with a prior error of 5%, that moves all years with it.
    group = prior_group(book, np.random.default_rng(5), draws=2).until(2)
    mean, covariance = group.moments(nation.shocks)
    assert mean[:, 0] == pytest.approx([85_332, 85_332])
    assert np.sqrt(covariance[:, 0, 0]) == pytest.approx([0.05 * 85_332] * 2)
    assert covariance[:, 0, 2] == pytest.approx(0.05**2 * 85_332 * mean[:, 2])


def test_the_components_that_are_kept(nation: NationalRunoff) -> None:
    group = nation.group
    assert group.theta.shape == group.other.shape == (KEPT,)
    assert group.counts.sum() == pytest.approx(85_332)  # L040
    survival = group.until(30).survival()
    assert survival.shape == (KEPT, AGES.size, 30)
    assert ((survival >= 0) & (survival <= 1)).all()
    assert (np.diff(survival, axis=2) <= 0).all()
    # Drawn by their weight: their mean level is that of the weights, to within a step of 1/2000.
    assert group.theta.mean() == pytest.approx(nation.level[0], rel=0.002)


def test_what_left_between_the_first_and_the_last_point(nation: NationalRunoff) -> None:
    assert nation.exits == 85_332 - 58_095


def test_the_origin_holds_what_was_used(nation: NationalRunoff) -> None:
    aow = [f"L{number}" for number in range(336, 355)]
    totals = [f"L0{number}" for number in (34, 35, 36, 37, 40, 41, 42, 43)]
    ages = ["L013", "L026", "L411"]  # of 2015 only
    assumptions = ["A01", *(f"A{number:02}" for number in range(3, 13))]
    assert nation.provenance.label == "aanname"
    assert sorted(nation.provenance.ids) == sorted([*aow, *totals, *ages, *assumptions])
