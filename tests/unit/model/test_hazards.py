"""Why people leave: hazards, the exit age and the share not retired, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from numpy.typing import ArrayLike

from analysis.model.hazards import (
    Hazards,
    effective_exit_age,
    extended_aow,
    staying,
    survival,
    yearly_hazard,
)

pytestmark = pytest.mark.unit

# Death doubles every ten years and illness grows 4% a year of age.
DOUBLING = math.log(2) / 10


def _hazards(
    ratio: ArrayLike = 2.0, death: ArrayLike = 0.003, illness: ArrayLike = 0.009
) -> Hazards:
    return Hazards(ratio, death, DOUBLING, illness, 0.04, 0.01)


def _aow(**by_year: float) -> pd.Series:
    return pd.Series({int(name.strip("y")): age for name, age in by_year.items()})


def test_death_is_a_multiple_of_gompertz() -> None:
    # 2 x 0.003 at 50, twice that at 60 and half at 40.
    assert _hazards().death([40, 50, 60]) == pytest.approx([0.003, 0.006, 0.012])


def test_illness_is_stated_at_50() -> None:
    # 0.009 at 50; 0.009 exp(0.04 x 10) = 0.013426 at 60.
    assert _hazards().illness([50, 60]) == pytest.approx([0.009, 0.013426], abs=1e-6)


def test_the_causes_add_up() -> None:
    # At 50: 0.006 + 0.009 + 0.010.
    assert _hazards().total(50) == pytest.approx(0.025)


def test_other_reasons_do_not_depend_on_age() -> None:
    ages = np.array([20, 50, 65])
    found = _hazards()
    rest = found.total(ages) - found.death(ages) - found.illness(ages)
    assert rest == pytest.approx([0.01, 0.01, 0.01])


def test_draws_come_before_ages() -> None:
    drawn = Hazards([1.0, 2.0], 0.003, [0.0, DOUBLING], 0.009, 0.0, [0.01, 0.02])
    total = drawn.total(np.array([[50, 50, 60]]))
    # First draw flat: 0.003 + 0.009 + 0.010; second 0.006 or 0.012 + 0.009 + 0.020.
    expected = [[[0.022, 0.022, 0.022]], [[0.035, 0.035, 0.041]]]
    assert total == pytest.approx(np.array(expected))


def test_a_year_is_taken_at_its_middle() -> None:
    # Completed age 49 is on average 50 half-way through year 1 and 60 half-way through year 11.
    death_only = Hazards(1.0, 0.01, DOUBLING, 0.0, 0.0, 0.0)
    rates = yearly_hazard(death_only, [49, 39], 11)
    assert rates.shape == (2, 11)
    assert rates[0, [0, 10]] == pytest.approx([0.01, 0.02])
    assert rates[1, [0, 10]] == pytest.approx([0.005, 0.01])


def test_yearly_hazards_of_draws() -> None:
    rates = yearly_hazard(Hazards([1.0, 3.0], 0.01, 0.0, 0.0, 0.0, 0.0), [40, 50], 4)
    assert rates.shape == (2, 2, 4)
    assert rates[:, 1, 3] == pytest.approx([0.01, 0.03])


def test_a_negative_hazard_is_refused() -> None:
    with pytest.raises(ValueError, match="hazard of leaving is negative"):
        yearly_hazard(Hazards(1.0, 0.001, 0.0, 0.0, 0.0, [0.01, -0.002]), [50], 1)


def test_the_aow_age_rises_evenly_after_what_is_known() -> None:
    path = extended_aow(_aow(y2031=67.25, y2030=67.0), 0.08, 2033)
    assert list(path.index) == [2030, 2031, 2032, 2033]
    assert list(path) == pytest.approx([67, 67.25, 67.33, 67.41])


def test_the_aow_path_may_end_within_what_is_known() -> None:
    path = extended_aow(_aow(y2020=66.0, y2021=66.25, y2022=66.5), 0.08, 2021)
    assert path.to_dict() == {2020: 66.0, 2021: 66.25}


def test_an_aow_age_that_stands_still_is_allowed() -> None:
    assert list(extended_aow(_aow(y2020=66.0, y2021=66.0), 0.0, 2023)) == [66.0] * 4


@pytest.mark.parametrize(
    ("known", "rise"),
    [(_aow(y2020=66.5, y2021=66.0), 0.08), (_aow(y2020=66.0, y2021=66.5), -0.01)],
)
def test_an_aow_age_that_falls_is_refused(known: pd.Series, rise: float) -> None:
    with pytest.raises(ValueError, match="the AOW age falls"):
        extended_aow(known, rise, 2025)


def test_a_hole_in_the_aow_path_is_refused() -> None:
    with pytest.raises(ValueError, match="from 2020 to 2023 misses a year"):
        extended_aow(_aow(y2020=66.0, y2021=66.2, y2023=66.5), 0.08, 2030)


@pytest.mark.parametrize(
    ("kappa", "expected"),
    [
        (0.0, [65.5, 65.5, 65.5]),
        (1.0, [65.25, 65.5, 66.5]),
        (0.5, [65.375, 65.5, 66.0]),  # 65.5 + 0.5 x (-0.25, 0, 1)
    ],
)
def test_the_exit_age_follows_the_aow_in_part(kappa: float, expected: list[float]) -> None:
    path = _aow(y2015=65.25, y2016=65.5, y2017=66.5)
    assert effective_exit_age(path, [2015, 2016, 2017], kappa) == pytest.approx(expected)


def test_the_exit_age_of_draws() -> None:
    found = effective_exit_age(_aow(y2016=65.5, y2017=66.5), [2017, 2016], [0.0, 0.25])
    assert found == pytest.approx(np.array([[65.5, 65.5], [65.75, 65.5]]))


@pytest.mark.parametrize("year", [2014, 2035])
def test_a_year_outside_the_aow_path_is_named(year: int) -> None:
    told = f"no AOW age for {year}: the path runs from 2015 to 2017"
    with pytest.raises(ValueError, match=told):
        effective_exit_age(_aow(y2015=65.25, y2016=65.5, y2017=65.75), [2016, year], 0.5)


@pytest.mark.parametrize("kappa", [-0.01, 1.01, [0.5, 2.0], float("nan")])
def test_the_pass_through_is_a_share(kappa: ArrayLike) -> None:
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        effective_exit_age(_aow(y2016=65.5), [2016], kappa)


@pytest.mark.parametrize(
    ("exit_age", "by_age"),
    [
        # At a whole exit age a whole cohort goes in one year.
        ([66.0, 66.0, 66.0], {63: [1, 1], 64: [1, 0], 65: [0, 0], 66: [0, 0]}),
        # Half of the cohort of 65 (65.0 to 66.0) had gone already; the rest goes in year 1.
        ([65.5, 65.5, 65.5], {62: [1, 1], 63: [1, 0.5], 64: [0.5, 0], 65: [0, 0]}),
        # The age rises a quarter: of those 65.0 to 66.0 after a year 0.75 are below 65.75.
        ([65.5, 65.75, 66.0], {63: [1, 1], 64: [0.75, 0], 65: [0, 0], 66: [0, 0]}),
        # It rises by almost a year: of the quarter that was left (65.0 to 65.25), who are now 66.0
        # to 66.25, those below 66.2 stay: 0.2 / 0.25. A year later it stands still and they go.
        ([65.25, 66.2, 66.2], {64: [1, 0.2], 65: [0.8, 0], 66: [0, 0]}),
        # It falls: of those now 65.0 to 66.0 only 0.2 is below 65.2, and in year 2 0.1 below 66.1.
        ([66.0, 65.2, 66.1], {63: [1, 1], 64: [0.2, 0.1], 65: [0, 0]}),
    ],
)
def test_the_share_that_has_not_retired(
    exit_age: list[float], by_age: dict[int, list[float]]
) -> None:
    found = staying(list(by_age), exit_age)
    assert found == pytest.approx(np.array(list(by_age.values()), dtype=float))


def test_who_had_retired_does_not_return() -> None:
    # The cohort of 66 had gone at an exit age of 65.9; that this rises nearly a year a year
    # brings nobody back.
    assert staying([66], [65.9, 66.85, 67.8]).tolist() == [[0, 0]]


def test_each_draw_has_its_own_exit_age() -> None:
    found = staying([64, 65], [[66.0, 66.0], [65.5, 65.5]])
    assert found == pytest.approx(np.array([[[1.0], [0.0]], [[0.5], [0.0]]]))


@pytest.mark.parametrize("exit_age", [[65.0, 66.0], [[65.5, 65.5, 65.5], [65.5, 65.5, 67.0]]])
def test_an_exit_age_that_outruns_the_years_is_refused(exit_age: ArrayLike) -> None:
    with pytest.raises(ValueError, match="rises by a year or more"):
        staying([60], exit_age)


def test_survival_is_not_retired_and_not_left_otherwise() -> None:
    found = survival(np.array([[0.1, 0.2]]), np.array([[1.0, 0.5]]))
    assert found == pytest.approx(np.array([[math.exp(-0.1), 0.5 * math.exp(-0.3)]]))


def test_survival_of_draws_with_one_share_that_stays() -> None:
    found = survival(np.array([[[0.0, 0.0]], [[1.0, 1.0]]]), np.array([[1.0, 0.5]]))
    expected = [[[1, 0.5]], [[math.exp(-1), 0.5 * math.exp(-2)]]]
    assert found == pytest.approx(np.array(expected))
