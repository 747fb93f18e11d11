"""What drove the difference between two amounts, and how far forecasts lay beside what happened.

Here belongs the splitting of a change over its factors (volume and price, Shapley, LMDI) and the
error of forecasts against realisations; where the numbers come from belongs in `questions`.
Every split is exact: the contributions add up to the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]
Amount = TypeVar("Amount", float, Floats)

MAX_FACTORS = 8
"""More factors would take more than 256 evaluations, and no reader follows so many bars."""

PLAN, ACTUAL = "plan", "werkelijk"
OPTIONAL = PREVIOUS, LOW, HIGH, POLICY = "vorig", "laag", "hoog", "beleid"


def price_volume(v0: Amount, p0: Amount, v1: Amount, p1: Amount) -> tuple[Amount, Amount]:
    """Split a change of volume x price over the two: (volume, price), in the unit of the product.

    dV = (v1 - v0)(p0 + p1) / 2 and dP = (p1 - p0)(v0 + v1) / 2, which is Shapley for two factors:
    the joint effect is shared equally. Numbers or arrays of one shape.
    """
    return (v1 - v0) * (p0 + p1) / 2, (p1 - p0) * (v0 + v1) / 2


def shapley(
    function: Callable[..., float], before: Mapping[str, float], after: Mapping[str, float]
) -> dict[str, float]:
    """Split the change of `function(**factors)` over its factors, in the function's unit.

    Each factor's contribution is its average effect over all orders in which the factors can
    change (Shapley 1953), so it does not depend on the order of the factors and may change sign.
    At most `MAX_FACTORS` factors. Raises `ValueError` when `before` and `after` don't name the
    same factors, for none or too many of them, and for an outcome that is no finite number.
    """
    names = _same_factors(before, after)
    if len(names) > MAX_FACTORS:
        raise ValueError(f"{len(names)} factors; at most {MAX_FACTORS} can be told apart")
    outcome = {
        changed: _outcome(function, before, after, changed)
        for size in range(len(names) + 1)
        for changed in map(frozenset, combinations(names, size))
    }
    count = len(names)
    weight = [
        factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)
    ]
    return {
        name: sum(
            weight[len(changed)] * (outcome[changed | {name}] - value)
            for changed, value in outcome.items()
            if name not in changed
        )
        for name in names
    }


def lmdi(before: Mapping[str, ArrayLike], after: Mapping[str, ArrayLike]) -> dict[str, float]:
    """Split the change of a sum over groups of products of positive factors (LMDI-I, exact).

    `before` and `after` give each factor's value by group: arrays of one length. A factor's
    contribution is the sum over groups k of L(R1_k, R0_k) ln(x1_k / x0_k), with R the product of
    the factors and L the logarithmic mean (Ang 2005). Raises `ValueError` for factors or groups
    that don't match and for a value that is not positive; use `shapley` there.
    """
    names = _same_factors(before, after)
    old, new = (
        np.array([np.atleast_1d(np.asarray(part[name], dtype=float)) for name in names])
        for part in (_one_length(before), _one_length(after))
    )
    if old.shape != new.shape:
        raise ValueError(f"{old.shape[1]} groups before, {new.shape[1]} after")
    for moment, values in (("before", old), ("after", new)):
        wrong = ~(np.isfinite(values) & (values > 0))
        if wrong.any():
            name = names[int(np.argwhere(wrong)[0, 0])]
            raise ValueError(f"factor '{name}' is not positive {moment} in some group")
    weight = _logarithmic_mean(new.prod(axis=0), old.prod(axis=0))
    parts = (weight * np.log(new / old)).sum(axis=1)
    return dict(zip(names, parts.tolist(), strict=True))


@dataclass(frozen=True)
class ForecastErrors:
    """How far plans lay beside what happened; NaN where it can't be said.

    `count` pairs; `bias` mean of plan minus realised (positive: planned too high; unit of the
    table); `mape` mean absolute error as share of what was realised, where that is positive
    (`mape_count` pairs); `theil_u2` the error relative to that of expecting last year's value
    (below 1 is better; `theil_count` pairs); `too_high` and `too_low` counts, with `sign_test` the
    two-sided chance of so uneven a split when both are as likely; `coverage` the share of realised
    values inside the plan's range (`coverage_count` pairs with one); `policy` the mean correction
    for changed policy that was taken out of the errors (`policy_count` pairs had one).
    """

    count: int
    bias: float
    mape: float
    mape_count: int
    theil_u2: float
    theil_count: int
    too_high: int
    too_low: int
    sign_test: float
    coverage: float
    coverage_count: int
    policy: float
    policy_count: int


def forecast_errors(table: pd.DataFrame) -> ForecastErrors:
    """Return the errors of the rows of `table` that have both a plan and a realised value.

    Columns: `plan` and `werkelijk` (one unit); optional `vorig` (realised one year earlier), `laag`
    and `hoog` (the plan's own range), and `beleid` (the effect of policy that changed after the
    plan was made, in the same unit; missing counts as none known). A plan and its range are moved
    by `beleid` before what is left is called error. Raises `ValueError` for a missing column, an
    infinite number or a range that does not enclose its plan.
    """
    if missing := {PLAN, ACTUAL} - set(table.columns):
        raise ValueError(f"columns missing: {', '.join(sorted(missing))}")
    optional = [name for name in OPTIONAL if name not in table]
    rows = table.assign(**dict.fromkeys(optional, np.nan))[[PLAN, ACTUAL, *OPTIONAL]].astype(float)
    rows = rows.dropna(subset=[PLAN, ACTUAL])
    if np.isinf(rows.to_numpy()).any():
        raise ValueError("a plan or outcome is infinite")
    if ((rows[LOW] > rows[PLAN]) | (rows[HIGH] < rows[PLAN])).any():
        raise ValueError("a plan lies outside its own range")
    moved = rows[[PLAN, LOW, HIGH]].add(rows[POLICY].fillna(0), axis=0)
    actual, error = rows[ACTUAL], moved[PLAN] - rows[ACTUAL]
    positive = actual > 0
    ranged = moved[LOW].notna() & moved[HIGH].notna()
    inside = (moved[LOW] <= actual) & (actual <= moved[HIGH])
    high, low = int((error > 0).sum()), int((error < 0).sum())
    u2, u2_count = _theil_u2(error, actual, rows[PREVIOUS])
    return ForecastErrors(
        count=len(rows),
        bias=float(error.mean()),
        mape=float((error[positive].abs() / actual[positive]).mean()),
        mape_count=int(positive.sum()),
        theil_u2=u2,
        theil_count=u2_count,
        too_high=high,
        too_low=low,
        sign_test=float(stats.binomtest(high, high + low).pvalue) if high + low else float("nan"),
        coverage=float(inside[ranged].mean()),
        coverage_count=int(ranged.sum()),
        policy=float(rows[POLICY].mean()),
        policy_count=int(rows[POLICY].notna().sum()),
    )


def _theil_u2(error: pd.Series, actual: pd.Series, previous: pd.Series) -> tuple[float, int]:
    """Theil's U2 (1966): both errors relative to last year's value, root of the ratio of sums."""
    known = previous > 0
    naive = (((actual - previous) / previous)[known] ** 2).sum()
    own = ((error / previous)[known] ** 2).sum()
    return (float(np.sqrt(own / naive)) if naive > 0 else float("nan")), int(known.sum())


def _same_factors(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    if odd := set(before) ^ set(after):
        raise ValueError(f"factors before and after don't match: {', '.join(sorted(odd))}")
    if not before:
        raise ValueError("no factors to split the change over")
    return list(before)


def _outcome(
    function: Callable[..., float],
    before: Mapping[str, float],
    after: Mapping[str, float],
    changed: frozenset[str],
) -> float:
    value = function(**{name: (after if name in changed else before)[name] for name in before})
    if not np.isfinite(value):
        what = ", ".join(sorted(changed)) or "nothing"
        raise ValueError(f"no finite outcome with {what} changed")
    return float(value)


def _one_length(factors: Mapping[str, ArrayLike]) -> Mapping[str, ArrayLike]:
    sizes = {np.atleast_1d(np.asarray(values)).shape for values in factors.values()}
    if len(sizes) != 1:
        raise ValueError(f"factors have different numbers of groups: {sorted(sizes)}")
    if len(size := sizes.pop()) != 1 or 0 in size:
        raise ValueError(f"each factor needs one row of at least one group, not {size}")
    return factors


def _logarithmic_mean(first: Floats, second: Floats) -> Floats:
    """(a - b) / ln(a / b); a where both are equal.

    `log1p` keeps it exact when they are nearly equal; from the smaller one on, also when they are
    far apart.
    """
    low, high = np.minimum(first, second), np.maximum(first, second)
    change = (high - low) / low
    with np.errstate(invalid="ignore"):
        ratio = np.where(change == 0, 1.0, change / np.log1p(change))
    return np.asarray(low * ratio)
