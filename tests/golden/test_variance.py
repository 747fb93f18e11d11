"""Splits and forecast errors against worked cases and against the published totals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.model.variance import forecast_errors, lmdi, price_volume, shapley

pytestmark = pytest.mark.golden


def test_the_worked_case_of_a_subsidy_result() -> None:
    # models.md, D: heads x SE per head x result per SE, 600 x 0.82 x -2.0 = -984 ->
    # 540 x 0.80 x -5.5 = -2,376. Each factor's step times the others, first, second or last:
    # heads -60 x (-1.64 / 3 + (-1.60 - 4.51) / 6 - 4.40 / 3) = -60 x -3.031667 = 181.9
    # SE -0.02 x (-1,200 / 3 + (-1,080 - 3,300) / 6 - 2,970 / 3) = -0.02 x -2,120 = 42.4
    # result -3.5 x (492 / 3 + (442.8 + 480) / 6 + 432 / 3) = -3.5 x 461.8 = -1,616.3
    parts = shapley(
        lambda heads, se, result: heads * se * result,
        {"heads": 600, "se": 0.82, "result": -2.0},
        {"heads": 540, "se": 0.80, "result": -5.5},
    )
    assert parts == pytest.approx({"heads": 181.9, "se": 42.4, "result": -1616.3}, abs=1e-9)
    assert sum(parts.values()) == pytest.approx(-1392, abs=1e-9)


def _factors(energy: list[float], activity: list[float]) -> dict[str, Any]:
    used, made = np.array(energy), np.array(activity)
    return {
        "activity": np.full(made.shape, made.sum()),
        "structure": made / made.sum(),
        "intensity": used / made,
    }


def test_the_worked_case_of_two_sectors() -> None:
    # models.md, D: energy 30 and 20 -> 80 and 16, activity 10 and 40 -> 40 and 40.
    # L(80, 30) = 50 / ln(8/3) = 50.9773 and L(16, 20) = -4 / ln 0.8 = 17.9257.
    # activity 50 -> 80: (50.9773 + 17.9257) x ln 1.6 = 68.9029 x 0.470004 = 32.385
    # shares 0.2 -> 0.5 and 0.8 -> 0.5: 50.9773 x 0.916291 - 17.9257 x 0.470004 = 38.285
    # intensity 3 -> 2 and 0.5 -> 0.4: -50.9773 x 0.405465 - 17.9257 x 0.223144 = -24.670
    parts = lmdi(_factors([30, 20], [10, 40]), _factors([80, 16], [40, 40]))
    assert parts == pytest.approx(
        {"activity": 32.385, "structure": 38.285, "intensity": -24.670}, abs=5e-4
    )
    assert sum(parts.values()) == pytest.approx(46, abs=1e-9)


@pytest.mark.parametrize(
    ("volume", "price"),
    [
        ((600, 540), (-2.0, -5.5)),
        ((66_254, 58_095), (27.3, 31.1)),
        ((0, 12), (5, 0)),
        ((3, 3), (1, 2)),
    ],
)
def test_volume_and_price_are_shapley_for_two_factors(
    volume: tuple[float, float], price: tuple[float, float]
) -> None:
    # models.md, D: dV = (v1 - v0)(p0 + p1) / 2 and dP = (p1 - p0)(v0 + v1) / 2.
    parts = shapley(
        lambda volume, price: volume * price,
        {"volume": volume[0], "price": price[0]},
        {"volume": volume[1], "price": price[1]},
    )
    split = price_volume(volume[0], price[0], volume[1], price[1])
    assert (parts["volume"], parts["price"]) == pytest.approx(split, rel=1e-12, abs=1e-9)


# Arbeidsjaren Wsw, yearly average, national: expected in 2015 (L417, L418) and realised (L036,
# L037), from the Wsw annual reports on 2020 and 2022.
EXPECTED = {2020: 68_000, 2022: 63_129}
REALISED = {2020: 66_254, 2022: 58_095}
ERRORS = {2020: 1_746, 2022: 5_034}


def _national(*years: int) -> pd.DataFrame:
    rows = {year: {"plan": EXPECTED[year], "werkelijk": REALISED[year]} for year in years}
    return pd.DataFrame.from_dict(rows, orient="index")


def test_the_national_expectation_was_too_high_twice() -> None:
    # (1,746 + 5,034) / 2 = 3,390, both too high: two of two on one side has chance 2 / 4.
    # Shares 1,746 / 66,254 = 2.635% and 5,034 / 58,095 = 8.665%: mean 5.650%.
    found = forecast_errors(_national(2020, 2022))
    assert (found.count, found.bias) == (2, 3390)
    assert (found.too_high, found.too_low, found.sign_test) == (2, 0, 0.5)
    assert found.mape == pytest.approx(0.05650, abs=5e-6)
    assert math.isnan(found.theil_u2)
    assert (found.theil_count, found.coverage_count, found.policy_count) == (0, 0, 0)


@pytest.mark.parametrize("year", [2020, 2022])
def test_each_error_is_the_one_that_the_annual_report_gives(year: int) -> None:
    # 68,000 - 66,254 = 1,746 and 63,129 - 58,095 = 5,034.
    found = forecast_errors(_national(year))
    assert (found.bias, found.too_high, found.count) == (ERRORS[year], 1, 1)
    assert found.mape == pytest.approx(ERRORS[year] / REALISED[year], rel=1e-12)
