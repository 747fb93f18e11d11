"""What holds for every stock with inflow and outflow, and for every division of places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.stockflow import (
    apportion,
    blend_keys,
    required_inflow,
    simulate_stock,
    stock_moments,
)

pytestmark = pytest.mark.property

STARTS = st.integers(0, 500)
CHANCES = st.floats(0, 1)
INFLOWS = st.lists(st.floats(0, 100), min_size=1, max_size=12)
WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=8)


@given(STARTS, CHANCES, INFLOWS)
def test_a_stock_is_never_negative(start: int, stay: float, inflow: list[float]) -> None:
    mean, variance = stock_moments(start, stay, inflow)
    assert (mean >= 0).all()
    assert (variance >= 0).all()
    assert (mean <= start + np.cumsum(inflow) + 1e-9).all()


@given(STARTS, CHANCES, INFLOWS, st.integers(0, 2**31))
def test_a_simulated_stock_is_whole_and_not_negative(
    start: int, stay: float, inflow: list[float], seed: int
) -> None:
    paths = simulate_stock(start, stay, inflow, 20, np.random.default_rng(seed))
    assert paths.dtype == np.int64
    assert (paths >= 0).all()


@given(STARTS, st.integers(1, 12))
def test_staying_and_no_inflow_change_nothing(start: int, years: int) -> None:
    mean, variance = stock_moments(start, 1.0, np.zeros(years))
    assert mean.tolist() == [start] * years
    assert variance.tolist() == [0] * years


@given(STARTS, st.floats(0.05, 1), st.floats(0, 1000), st.integers(1, 30))
def test_the_required_inflow_reaches_the_target(
    start: int, stay: float, target: float, years: int
) -> None:
    inflow = required_inflow(start, stay, target, years)
    mean, _ = stock_moments(start, stay, np.full(years, inflow))
    assert inflow >= 0
    if inflow > 0:
        assert mean[-1] == pytest.approx(target)
    else:
        assert mean[-1] >= target - 1e-9


@given(st.integers(0, 5000), WEIGHTS)
def test_division_keeps_the_total(total: int, weights: list[float]) -> None:
    parts = apportion(total, weights)
    assert parts.sum() == total
    assert (parts >= 0).all()
    # Within one place of the exact quota.
    quota = total * np.array(weights) / np.sum(weights)
    assert (np.abs(parts - quota) < 1 + 1e-6).all()


@given(st.integers(0, 5000), WEIGHTS)
def test_a_larger_weight_never_gets_less(total: int, weights: list[float]) -> None:
    parts = apportion(total, weights)
    order = np.argsort(weights, kind="stable")
    heavier = np.diff(np.array(weights)[order]) > 1e-6
    assert (np.diff(parts[order])[heavier] >= 0).all()


@given(WEIGHTS, st.floats(0, 1), st.data())
def test_a_blend_sums_to_one(historical: list[float], alpha: float, data: st.DataObject) -> None:
    size = len(historical)
    objective = data.draw(st.lists(st.floats(0.01, 100), min_size=size, max_size=size))
    blend = blend_keys(historical, objective, alpha)
    assert blend.sum() == pytest.approx(1)
    assert (blend >= 0).all()
