"""Choosing between alternatives by criteria whose weights nobody has stated.

Here belongs SMAA-2 (Lahdelma and Salminen 2001), which asks how many weightings make each
alternative first, its exact counterpart for fixed scores, and regret; the scales that turn an
outcome into a score belong to the question. Everywhere higher is better, an alternative's value is
the weighted sum of its scores, weights are at least 0 and add up to 1, and those that tie share
their ranks equally. Measurements are (draws, alternatives, criteria), weights (draws, criteria).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.model.simplex import first_volume

Floats = NDArray[np.float64]

AXES = ("draws", "alternatives", "criteria")


def uniform_weights(draws: int, criteria: int, rng: np.random.Generator) -> Floats:
    """Return (draws, criteria) weights, uniform on the simplex.

    Exponentials over their sum. Raises `ValueError` for no draws or no criteria.
    """
    if draws < 1 or criteria < 1:
        raise ValueError(f"at least one draw and one criterion, not {draws} and {criteria}")
    parts = rng.standard_exponential((draws, criteria))
    return np.asarray(parts / parts.sum(axis=1, keepdims=True))


def ordered_weights(
    draws: int, criteria: int, rng: np.random.Generator, order: Sequence[int] | None = None
) -> Floats:
    """Return (draws, criteria) weights, uniform on the part of the simplex that has this order.

    `order` has the numbers of the criteria from most to least important; None: as they stand. The
    mean of the i-th largest is sum_{j >= i} 1/j / criteria. Raises `ValueError` for an order that
    does not name each criterion once.
    """
    places = list(range(criteria)) if order is None else list(order)
    if sorted(places) != list(range(criteria)):
        raise ValueError(f"{places} does not name each of {criteria} criteria once")
    weights = np.empty((draws, criteria))
    weights[:, places] = -np.sort(-uniform_weights(draws, criteria, rng), axis=1)
    return weights


@dataclass(frozen=True)
class SmaaResult:
    """What SMAA-2 tells of each alternative.

    `rank_acceptability` (alternatives, ranks): the share of draws in which it has that rank; rows
    and columns add up to 1. `central_weights` (alternatives, criteria): the mean weights of the
    draws in which it is first; NaN where it never is. `confidence` (alternatives,): the share of
    the measurements for which those weights make it first (a tie counts for its part); 0 where it
    never is.
    """

    rank_acceptability: Floats
    central_weights: Floats
    confidence: Floats


def smaa(measurements: ArrayLike, weights: ArrayLike) -> SmaaResult:
    """Return ranks, central weights and confidence of the alternatives; each draw is one pair.

    A single draw of the measurements is paired with every draw of the weights. Takes about four
    tables of (draws, alternatives) beside the measurements. Raises `ValueError` for shapes that
    don't match, what is not finite, and weights that are negative or don't add up to 1.
    """
    scores, shares = _pair(measurements, weights)
    values = _values(scores, shares)
    alternatives = values.shape[1]
    ranks = np.array([_rank_shares(values, number) for number in range(alternatives)])
    central = np.full((alternatives, shares.shape[1]), np.nan)
    confidence = np.zeros(alternatives)
    for number in range(alternatives):
        first = _first(values, number)
        if first.any():
            central[number] = first @ shares / first.sum()
            same = np.broadcast_to(central[number], shares.shape)
            confidence[number] = _first(_values(scores, same), number).mean()
    return SmaaResult(ranks, central, confidence)


def exact_acceptability(scores: ArrayLike) -> Floats:
    """Return (alternatives,) the share of all weightings that make each one first; no draws.

    `scores` (alternatives, criteria) are fixed. The share of a is the volume of the weights w with
    (X_a - X_k) w >= 0 for every k, over that of the simplex; identical alternatives share theirs.
    The shares are made to add up to 1 exactly. Raises `ValueError` for another shape or what is not
    finite, `ArithmeticError` when rounding made the volumes miss the whole by over a millionth.
    """
    table = _finite(scores, "alternatives", "criteria")
    different, which, count = np.unique(table, axis=0, return_inverse=True, return_counts=True)
    volumes = np.array([first_volume(different, number) for number in range(len(different))])
    shares = volumes * factorial(table.shape[1] - 1)
    if abs(shares.sum() - 1) > 1e-6:
        raise ArithmeticError(f"the parts of the simplex add up to {shares.sum()}, not to 1")
    return np.asarray((shares / shares.sum() / count)[which.reshape(-1)])


def pairwise_winning(measurements: ArrayLike, weights: ArrayLike) -> Floats:
    """Return (alternatives, alternatives): in what share of draws the row beats the column.

    A tie counts for half, so p_ij + p_ji = 1 and the diagonal is 0.5. Raises as `smaa`.
    """
    values = _values(*_pair(measurements, weights))
    rows = [
        ((own > values).mean(axis=0) + (own >= values).mean(axis=0)) / 2
        for own in np.hsplit(values, values.shape[1])
    ]
    return np.array(rows)


def regret(measurements: ArrayLike, weights: ArrayLike) -> Floats:
    """Return (draws, alternatives): the value of the best less its own, in points; at least 0.

    Raises as `smaa`.
    """
    values = _values(*_pair(measurements, weights))
    return np.asarray(values.max(axis=1, keepdims=True) - values)


def largest_regret(measurements: ArrayLike) -> Floats:
    """Return (draws, alternatives): the regret under the weighting that is worst for it.

    max_w max_k (X_k - X_a) w is convex in w, so it lies at a corner of the simplex: the largest
    distance to the best over the criteria. Raises `ValueError` for another shape than
    (draws, alternatives, criteria) or what is not finite.
    """
    scores = _finite(measurements, *AXES)
    return np.asarray((scores.max(axis=1, keepdims=True) - scores).max(axis=2))


def satisficing(measurements: ArrayLike, thresholds: ArrayLike) -> Floats:
    """Return (alternatives,): the share of draws in which every criterion reaches its threshold.

    Starr's domain criterion (1963); `thresholds` (criteria,), reached when equal. Raises
    `ValueError` for shapes that don't match or measurements that are not finite.
    """
    scores, lowest = _finite(measurements, *AXES), np.asarray(thresholds, dtype=float)
    if lowest.shape != scores.shape[2:] or np.isnan(lowest).any():
        raise ValueError(f"{scores.shape[2]} criteria need as many thresholds, not {lowest}")
    return np.asarray((scores >= lowest).all(axis=2).mean(axis=0))


def tipping_weights(scores: ArrayLike) -> pd.DataFrame:
    """Return for each pair of alternatives and criterion the weight that makes the two equal.

    `scores` (alternatives, criteria); the other criteria share the rest of the weight equally.
    Columns eerste, tweede (eerste < tweede), criterium, gewicht (0 to 1) and daarboven: the one of
    the two that is better above that weight. With d the difference in the criterion and o the mean
    difference in the others, the weight is o / (o - d); pairs that never tip are absent, and so is
    everything with one criterion. Raises `ValueError` for another shape or what is not finite.
    """
    table = _finite(scores, "alternatives", "criteria")
    alternatives, criteria = table.shape
    first, second = np.triu_indices(alternatives, 1)
    apart = table[first] - table[second]
    others = apart @ (1 - np.eye(criteria)) / max(criteria - 1, 1)
    slope = apart - others
    # Beneath this a difference is rounding.
    real = np.abs(slope) > 1e-12 * np.abs(table).max()
    weight = np.divide(-others, slope, out=np.full(slope.shape, np.nan), where=real)
    pair, criterion = np.nonzero((np.abs(weight - 0.5) <= 0.5 + 1e-12) & (criteria > 1))
    better = slope[pair, criterion] > 0
    columns = {
        "eerste": first[pair],
        "tweede": second[pair],
        "criterium": criterion,
        "gewicht": weight[pair, criterion].clip(0, 1) + 0.0,  # no minus zero
        "daarboven": np.where(better, first[pair], second[pair]),
    }
    return pd.DataFrame(columns)


def _finite(numbers: ArrayLike, *axes: str) -> Floats:
    values = np.asarray(numbers, dtype=float)
    if values.ndim != len(axes) or not values.size or not np.isfinite(values).all():
        raise ValueError(f"finite numbers are needed, {' x '.join(axes)}, not {values.shape}")
    return values


def _pair(measurements: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    scores, shares = _finite(measurements, *AXES), np.asarray(weights, dtype=float)
    if len(scores) == 1 and shares.ndim == 2:
        scores = np.broadcast_to(scores, (len(shares), *scores.shape[1:]))
    if shares.shape != (scores.shape[0], scores.shape[2]):
        raise ValueError(f"shapes don't match: measurements {scores.shape}, weights {shares.shape}")
    if not (shares >= 0).all() or not np.allclose(shares.sum(axis=1), 1, rtol=0, atol=1e-9):
        raise ValueError("weights are at least 0 and add up to 1 in each draw")
    return scores, shares


def _values(scores: Floats, shares: Floats) -> Floats:
    """The weighted sum (draws, alternatives), criterion by criterion.

    So identical alternatives come out identical, which a matrix product does not promise.
    """
    values = np.zeros(scores.shape[:2])
    for number in range(scores.shape[2]):
        values += scores[:, :, number] * shares[:, number, None]
    return values


def _first(values: Floats, number: int) -> Floats:
    """(draws,) what part of the first place it has: 1, its part of a tie, or 0."""
    best = values == values.max(axis=1, keepdims=True)
    return np.asarray(best[:, number] / best.sum(axis=1))


def _rank_shares(values: Floats, number: int) -> Floats:
    """(ranks,) the share of draws in which it has each rank; a tie is spread over its ranks."""
    own, (draws, ranks) = values[:, [number]], values.shape
    above, equal = (values > own).sum(axis=1), (values == own).sum(axis=1)
    total = np.zeros(ranks)
    for step in range(equal.max()):
        tied = equal > step
        total += np.bincount(above[tied] + step, 1 / equal[tied], minlength=ranks)
    return np.asarray(total / draws)
