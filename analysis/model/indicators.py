"""What a count or a share says of a target when it rests on few people.

Here belong intervals, the chance of being on the good side of a target, and the limits of charts;
which record measures which agreement belongs in `questions`. People count as draws from what the
work brings about in the long run, so that a whole population leaves doubt too. Shares lie between 0
and 1; coverage and levels are two-sided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analysis.model.agreements import CEILING, QUALITATIVE, UNMEASURABLE

Floats = NDArray[np.float64]
Method = Literal["wilson", "exact", "jeffreys"]

AT_LEAST, AT_MOST, EQUAL, ALL = JUDGED = ("ge", "le", "eq", "alle")
"""The operators of agreements that can be judged."""

NOT_JUDGED = (CEILING, QUALITATIVE, UNMEASURABLE)
"""Kinds of agreement of which no value is an achievement; below a ceiling is none either."""

ROUNDING = 1e-9
"""A share of a number of people that is this near to a whole number of them is that number."""


def proportion_interval(
    k: ArrayLike, n: ArrayLike, method: Method = "wilson", coverage: float = 0.95
) -> tuple[Floats, Floats]:
    """Return (lower, upper) of the share behind `k` of `n`; numbers or arrays, broadcast.

    `wilson`: the shares whose normal score is within reach (1927), about right on average; `exact`:
    Clopper and Pearson (1934), never too narrow; `jeffreys`: quantiles of
    Beta(k + 1/2, n - k + 1/2), from 0 when k = 0 and to 1 when k = n (Brown, Cai and DasGupta
    2001). k need not be whole. Raises `ValueError` unless 0 <= k <= n and n > 0, and for an unknown
    method or a coverage that is not between 0 and 1.
    """
    count, size = np.broadcast_arrays(np.asarray(k, dtype=float), np.asarray(n, dtype=float))
    _check_shares(count, size)
    tail, rest = _tail(coverage), size - count
    if method == "wilson":
        lower, upper = _wilson(count, size, float(special.ndtri(1 - tail)))
    elif method == "exact":
        # The shapes must be above 0; at the ends they are not used.
        lower = _beta(np.where(count > 0, count, 1.0), rest + 1, tail)
        upper = _beta(count + 1, np.where(rest > 0, rest, 1.0), 1 - tail)
    elif method == "jeffreys":
        lower = _beta(count + 0.5, rest + 0.5, tail)
        upper = _beta(count + 0.5, rest + 0.5, 1 - tail)
    else:
        raise ValueError(f"unknown method: {method}")
    return np.where(count > 0, lower, 0.0)[()], np.where(rest > 0, upper, 1.0)[()]


def poisson_interval(k: ArrayLike, coverage: float = 0.95) -> tuple[Floats, Floats]:
    """Return (lower, upper) of the expected number behind a count of `k`; numbers or arrays.

    Exact: half the quantiles of chi-square with 2k and 2k + 2 degrees of freedom (Garwood 1936).
    Raises `ValueError` for a count that is negative, infinite or missing, and for a coverage that
    is not between 0 and 1.
    """
    count, tail = np.asarray(k, dtype=float), _tail(coverage)
    if not (np.isfinite(count) & (count >= 0)).all():
        raise ValueError(f"no count: {count}")
    lower = special.gammaincinv(np.where(count > 0, count, 1.0), tail)
    upper = np.asarray(special.gammaincinv(count + 1, 1 - tail), dtype=float)
    return np.where(count > 0, lower, 0.0)[()], upper[()]


def judge(value: float, target: float, kind: str, n: float | None = None) -> float:
    """Return how likely it is that what is behind `value` lies on the good side of `target`.

    With `n` people (need not be whole) `value` v and `target` are shares, and what is behind it is
    p ~ Beta(n v + 1/2, n (1 - v) + 1/2); without, v is a count of people and p ~ Gamma(v + 1/2, 1):
    Jeffreys' priors. `kind` is the operator of the agreement: `ge` P(p >= target); `le`
    P(p <= target); `eq` has no good side, so twice the smaller of the two: 1 in the middle, near 0
    when it lies apart; `alle` is about each of them, so 1 when reached and otherwise 0. NaN for
    `NOT_JUDGED`, whatever the numbers. Raises `ValueError` for another kind, a share outside 0 to
    1, n of 0 or less, a negative count or target, and what is missing.
    """
    if kind in NOT_JUDGED:
        return float("nan")
    if kind not in JUDGED:
        raise ValueError(f"unknown kind of target: {kind}")
    highest = np.inf if n is None else 1.0
    if not (
        0 <= value <= highest and 0 <= target <= highest and np.isfinite([value, target]).all()
    ):
        raise ValueError(f"value {value} and target {target} are not from 0 to {highest}")
    if kind == ALL:
        return float(value >= target - ROUNDING)
    above, below = _sides(value, target, n)
    return {AT_LEAST: above, AT_MOST: below, EQUAL: 2 * min(above, below)}[kind]


def chance_of_meeting(true_share: float, target: float, n: int, kind: str = AT_LEAST) -> float:
    """Return how likely `n` people show a share that meets `target` when the truth is `true_share`.

    P(X >= target n) for `ge` or P(X <= target n) for `le`, X binomial: how often chance alone gives
    the verdict. With 120 people and a true 45% a target of 50% is met with probability 0.16. Raises
    `ValueError` for another kind, shares outside 0 to 1 and n below 1.
    """
    if not (0 <= true_share <= 1 and 0 <= target <= 1 and n >= 1):
        raise ValueError(f"no shares of {n} people: {true_share} and {target}")
    if kind == AT_LEAST:
        below = np.ceil(target * n - ROUNDING) - 1
        return float(special.bdtrc(below, n, true_share)) if below >= 0 else 1.0
    if kind == AT_MOST:
        return float(special.bdtr(np.floor(target * n + ROUNDING), n, true_share))
    raise ValueError(f"met by at least or at most a share, not by {kind}")


def funnel_limits(
    target: float, n: ArrayLike, levels: Sequence[float] = (0.95, 0.998)
) -> pd.DataFrame:
    """Return between what shares groups of `n` people lie by chance when the truth is `target`.

    Columns level, n, lower, upper; one row for each level and size. A share outside has a chance
    below (1 - level) / 2 to lie so far off on that side: exact binomial, straight between whole
    people as Spiegelhalter (2005, A.1.1) has it, the upper side as the lower one of those who don't
    meet it. Raises `ValueError` for a target or level that is not between 0 and 1 and sizes that
    are not whole numbers from 1.
    """
    size = np.atleast_1d(np.asarray(n, dtype=float))
    if not 0 < target < 1 or not ((size >= 1) & (size == np.floor(size))).all():
        raise ValueError(f"no limits around {target} for {size} people")
    parts = [
        pd.DataFrame(
            {
                "level": level,
                "n": size.astype(np.int64),
                "lower": _lower_limit(size, target, _tail(level)),
                "upper": 1 - _lower_limit(size, 1 - target, _tail(level)),
            }
        )
        for level in levels
    ]
    return pd.concat(parts, ignore_index=True)


def p_chart(k: ArrayLike, n: ArrayLike) -> pd.DataFrame:
    """Return the limits of a control chart for shares, one row per period.

    `k` of `n` people (periods,). Columns k, n, share, centre (all k over all n), lower, upper:
    centre +- 3 sqrt(centre (1 - centre) / n), within 0 and 1 (Shewhart; Montgomery 2013, 7.2), and
    outside: whether the share is beyond them. The limits suppose that n centre and n (1 - centre)
    are about 5 or more. Raises `ValueError` for no periods, shapes that don't match, and unless
    0 <= k <= n and n > 0.
    """
    count, size = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    if count.ndim != 1 or count.shape != size.shape or not count.size:
        raise ValueError(f"a count and a size for each period are needed: {count}, {size}")
    _check_shares(count, size)
    share, centre = count / size, count.sum() / size.sum()
    reach = 3 * np.sqrt(centre * (1 - centre) / size)
    lower, upper = (centre - reach).clip(min=0), (centre + reach).clip(max=1)
    outside = (share < lower - ROUNDING) | (share > upper + ROUNDING)
    columns = {"k": np.asarray(k), "n": np.asarray(n), "share": share, "centre": centre}
    return pd.DataFrame({**columns, "lower": lower, "upper": upper, "outside": outside})


def _check_shares(count: Floats, size: Floats) -> None:
    if not ((count >= 0) & (count <= size) & (size > 0) & np.isfinite(size)).all():
        raise ValueError(f"no share: {count} of {size}")


def _tail(coverage: float) -> float:
    if not 0 < coverage < 1:
        raise ValueError(f"a coverage lies between 0 and 1, not at {coverage}")
    return (1 - coverage) / 2


def _beta(first: Floats, second: Floats, probability: float) -> Floats:
    return np.asarray(special.betaincinv(first, second, probability), dtype=float)


def _wilson(count: Floats, size: Floats, score: float) -> tuple[Floats, Floats]:
    weight = score**2 / size
    share = count / size
    middle = (share + weight / 2) / (1 + weight)
    reach = score * np.sqrt(share * (1 - share) / size + weight / (4 * size)) / (1 + weight)
    return middle - reach, middle + reach


def _sides(value: float, target: float, n: float | None) -> tuple[float, float]:
    """The chances that what is behind the value is above and below the target."""
    if n is None:
        shape = value + 0.5
        return float(special.gammaincc(shape, target)), float(special.gammainc(shape, target))
    if not 0 < n < np.inf:
        raise ValueError(f"no share of {n} people")
    first, second = n * value + 0.5, n * (1 - value) + 0.5
    return (
        float(special.betaincc(first, second, target)),
        float(special.betainc(first, second, target)),
    )


def _lower_limit(size: Floats, share: float, tail: float) -> Floats:
    """The share below which the chance P(X <= x) is under `tail`; straight between whole x."""
    people = size.astype(np.int64)
    whole = np.ceil(special.bdtrik(tail, size, share)).clip(min=0)
    upto = special.bdtr(whole, people, share)
    below = np.where(whole > 0, special.bdtr(np.maximum(whole - 1, 0), people, share), 0.0)
    return np.asarray(((whole - (upto - tail) / (upto - below)) / size).clip(min=0))
