"""Ranks, volumes, regret and tipping weights that can be worked out by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import ArrayLike

from analysis.model import mcda
from analysis.model.mcda import (
    SmaaResult,
    exact_acceptability,
    largest_regret,
    ordered_weights,
    pairwise_winning,
    regret,
    satisficing,
    smaa,
    tipping_weights,
    uniform_weights,
)

pytestmark = pytest.mark.unit

# Values with the weights: draw 1: .75 .25 .75, draw 2: 0 2 1.
MEASURED = [[[1, 0], [0, 1], [1, 0]], [[0, 0], [2, 2], [1, 1]]]
WEIGHTS = [[0.75, 0.25], [0.25, 0.75]]


def _rng() -> np.random.Generator:
    return np.random.default_rng(1)


# --- Weights ------------------------------------------------------------------------------------


def test_uniform_weights_lie_on_the_simplex_with_its_mean_and_spread() -> None:
    # A weight of 4 uniform ones is Beta(1, 3): mean 1/4, variance 3 / (16 x 5) = 0.0375, and above
    # 0.5 with chance 0.5^3 = 0.125. With 40,000 draws, four standard errors are 0.0039 and 0.0066.
    weights = uniform_weights(40_000, 4, _rng())
    assert weights.shape == (40_000, 4)
    assert (weights >= 0).all()
    assert weights.sum(axis=1) == pytest.approx(np.ones(40_000), abs=1e-12)
    assert weights.mean(axis=0) == pytest.approx([0.25] * 4, abs=0.0039)
    assert weights.var(axis=0) == pytest.approx([0.0375] * 4, abs=0.0015)
    assert (weights > 0.5).mean(axis=0) == pytest.approx([0.125] * 4, abs=0.0066)


def test_one_criterion_has_all_the_weight() -> None:
    assert uniform_weights(3, 1, _rng()).tolist() == [[1], [1], [1]]
    assert ordered_weights(3, 1, _rng()).tolist() == [[1], [1], [1]]


def test_weights_follow_from_the_generator_alone() -> None:
    assert (uniform_weights(5, 3, _rng()) == uniform_weights(5, 3, _rng())).all()
    assert (ordered_weights(5, 3, _rng()) == ordered_weights(5, 3, _rng())).all()


def test_ordered_weights_fall_with_known_means() -> None:
    # The mean of the i-th largest of m is sum_{j >= i} 1/j / m; m = 3: (1 + 1/2 + 1/3) / 3 = 11/18,
    # (1/2 + 1/3) / 3 = 5/18 and 1/9. A weight's sd is at most 0.15: four errors are 0.003.
    weights = ordered_weights(40_000, 3, _rng())
    assert (np.diff(weights, axis=1) <= 0).all()
    assert weights.sum(axis=1) == pytest.approx(np.ones(40_000), abs=1e-12)
    assert weights.mean(axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.003)


def test_an_order_of_ones_own() -> None:
    # Criterion 2 weighs most, then 0, then 1.
    weights = ordered_weights(500, 3, _rng(), order=[2, 0, 1])
    assert (weights[:, 2] >= weights[:, 0]).all()
    assert (weights[:, 0] >= weights[:, 1]).all()
    assert (weights[:, [2, 0, 1]] == ordered_weights(500, 3, _rng())).all()


@pytest.mark.parametrize("order", [[0, 1], [0, 1, 1], [1, 2, 3], [0, 1, 2, 3], []])
def test_an_order_names_each_criterion_once(order: list[int]) -> None:
    with pytest.raises(ValueError, match="each of 3 criteria once"):
        ordered_weights(5, 3, _rng(), order)


@pytest.mark.parametrize(("draws", "criteria"), [(0, 3), (3, 0), (-1, 2)])
def test_weights_need_draws_and_criteria(draws: int, criteria: int) -> None:
    with pytest.raises(ValueError, match="at least one draw and one criterion"):
        uniform_weights(draws, criteria, _rng())


# --- SMAA ---------------------------------------------------------------------------------------


def test_ranks_by_hand_with_a_tie() -> None:
    # Draw 1: the first and third share ranks 1 and 2. Draw 2: second, third, first.
    result = smaa(MEASURED, WEIGHTS)
    assert result.rank_acceptability.tolist() == [[0.25, 0.25, 0.5], [0.5, 0, 0.5], [0.25, 0.75, 0]]
    assert result.central_weights.tolist() == [[0.75, 0.25], [0.25, 0.75], [0.75, 0.25]]
    # With .75 .25 the first and third tie in draw 1 and lose from 2 in draw 2: 0.5 / 2. With
    # .25 .75 the second has .75 against .25, and 2: first in both.
    assert result.confidence.tolist() == [0.25, 1, 0.25]


def test_half_a_first_place_counts_half_in_the_central_weights() -> None:
    # The first is alone on top with 1 0 and ties with 0 1: (1 x (1, 0) + 0.5 x (0, 1)) / 1.5. There
    # it has 2/3 + 1/3 = 1 against 1/3. The second: first only in the tie, and at 0 1 it ties again.
    result = smaa([[[1, 1], [0, 1]]] * 2, [[1, 0], [0, 1]])
    assert result.rank_acceptability.tolist() == [[0.75, 0.25], [0.25, 0.75]]
    assert result.central_weights[0] == pytest.approx([2 / 3, 1 / 3], abs=1e-12)
    assert result.central_weights[1].tolist() == [0, 1]
    assert result.confidence.tolist() == [1, 0.5]


def test_who_is_never_first_has_no_central_weights() -> None:
    result = smaa([[[5, 5], [4, 4]]] * 3, [[0.5, 0.5]] * 3)
    assert result.rank_acceptability.tolist() == [[1, 0], [0, 1]]
    assert np.isnan(result.central_weights[1]).all()
    assert result.confidence.tolist() == [1, 0]


def test_identical_alternatives_share_all_ranks() -> None:
    # In rounded numbers too: a third of each rank.
    weights = uniform_weights(200, 4, _rng())
    result = smaa(np.broadcast_to([0.1, 0.7, 0.3, 0.2], (200, 3, 4)), weights)
    assert result.rank_acceptability == pytest.approx(np.full((3, 3), 1 / 3), abs=1e-12)
    assert result.confidence == pytest.approx([1 / 3] * 3, abs=1e-12)


def test_one_alternative_is_always_first() -> None:
    result = smaa([[[3, 1]], [[2, 2]]], WEIGHTS)
    assert result.rank_acceptability.tolist() == [[1]]
    assert result.central_weights.tolist() == [[0.5, 0.5]]
    assert result.confidence.tolist() == [1]


def test_one_criterion_ranks_by_its_score() -> None:
    result = smaa([[[3], [1], [2]]], [[1]])
    assert result.rank_acceptability.tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_each_draw_has_its_own_measurements() -> None:
    # The same weights throughout; the first wins 2 of 3 draws.
    measured = [[[2, 2], [1, 1]], [[0, 0], [1, 1]], [[5, 5], [1, 1]]]
    result = smaa(measured, [[0.5, 0.5]] * 3)
    assert result.rank_acceptability == pytest.approx(np.array([[2, 1], [1, 2]]) / 3)
    assert result.confidence == pytest.approx([2 / 3, 1 / 3])


def test_a_result_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        smaa(MEASURED, WEIGHTS).confidence = np.ones(3)  # type: ignore[misc]


PAIRED: list[Callable[[ArrayLike, ArrayLike], object]] = [smaa, pairwise_winning, regret]


@pytest.mark.parametrize("function", PAIRED)
def test_one_draw_of_the_measurements_meets_every_weighting(
    function: Callable[[ArrayLike, ArrayLike], object],
) -> None:
    weights = uniform_weights(50, 3, np.random.default_rng(3))
    fixed = np.array([[[5.0, 1.0, 2.0], [1.0, 4.0, 3.0]]])
    one, each = function(fixed, weights), function(np.repeat(fixed, 50, axis=0), weights)
    for first, second in zip(_arrays(one), _arrays(each), strict=True):
        np.testing.assert_array_equal(first, second)


def _arrays(found: object) -> list[np.ndarray]:
    if isinstance(found, SmaaResult):
        return [found.rank_acceptability, found.central_weights, found.confidence]
    return [np.asarray(found)]


@pytest.mark.parametrize("function", PAIRED)
@pytest.mark.parametrize(
    ("measurements", "weights", "told"),
    [
        ([[1, 0], [0, 1]], WEIGHTS, "draws x alternatives x criteria, not"),
        (np.empty((2, 0, 2)), WEIGHTS, "draws x alternatives x criteria, not"),
        (np.full((2, 3, 2), np.nan), WEIGHTS, "finite numbers"),
        (MEASURED, WEIGHTS[:1], "shapes don't match"),
        (MEASURED, [[1], [1]], "shapes don't match"),
        (MEASURED, [0.5, 0.5], "shapes don't match"),
        (MEASURED, [[0.5, 0.5], [0.5, 0.6]], "add up to 1"),
        (MEASURED, [[0.5, 0.5], [-0.5, 1.5]], "at least 0"),
        (MEASURED, [[0.5, 0.5], [np.nan, 1]], "at least 0"),
    ],
)
def test_measurements_and_weights_must_match(
    function: Callable[[ArrayLike, ArrayLike], object],
    measurements: ArrayLike,
    weights: ArrayLike,
    told: str,
) -> None:
    with pytest.raises(ValueError, match=told):
        function(measurements, weights)


# --- Exact acceptability ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "shares"),
    [
        ([[3], [5], [5]], [0, 1 / 2, 1 / 2]),  # one criterion: the highest, shared
        ([[7]], [1]),
        ([[7, 1, 2]], [1]),
        ([[3, 0], [0, 1]], [3 / 4, 1 / 4]),  # 3 w = 1 - w at w = 1/4
        ([[1, 0], [0, 1], [0.6, 0.6]], [0.4, 0.4, 0.2]),  # the third where w is .4 to .6
        ([[1, 0], [0, 1], [0.5, 0.5]], [1 / 2, 1 / 2, 0]),  # the third in one point only
        ([[1, 0], [0, 1], [0.4, 0.4]], [1 / 2, 1 / 2, 0]),  # the third nowhere
        ([[1, 0], [0, 1], [1, 0]], [1 / 4, 1 / 2, 1 / 4]),  # identical ones share a half
        ([[2, 1], [2, 0]], [1, 0]),  # nowhere worse
        ([[2, 0, 0], [0, 1, 1]], [4 / 9, 5 / 9]),  # w >= 1/3: (2/3)^2
        ([[3, 0, 0, 0], [0, 1, 1, 1]], [27 / 64, 37 / 64]),  # w >= 1/4: (3/4)^3
        ([[1, 0, 0], [0, 1, 0]], [1 / 2, 1 / 2]),  # the third criterion tells nothing
        ([[1, 0, 0], [0, 1, 0], [0.5, 0.5, 0]], [1 / 2, 1 / 2, 0]),  # only where w1 = w2
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.3, 0.3, 0.3]], [1 / 3, 1 / 3, 1 / 3, 0]),
        ([[5, 5, 5]] * 4, [1 / 4] * 4),
    ],
)
def test_volumes_by_hand(scores: ArrayLike, shares: list[float]) -> None:
    assert exact_acceptability(scores) == pytest.approx(shares, abs=1e-12)


def test_a_corner_between_two_is_a_triangle() -> None:
    # A (2, 0, 0), B (0, 2, 0), C (1, 1, 1): A beats C where w1 > w2 + w3, so w1 > 1/2: (1/2)^2, and
    # there it beats B. B likewise, C has the other half.
    scores = [[2, 0, 0], [0, 2, 0], [1, 1, 1]]
    assert exact_acceptability(scores) == pytest.approx([1 / 4, 1 / 4, 1 / 2], abs=1e-12)


@pytest.mark.parametrize("seed", [5, 20, 83])
def test_scores_that_hardly_differ_are_still_told_apart(seed: int) -> None:
    # Scores 1e-16 to 1e-1 apart bring planes together that Qhull at first refuses. Four standard
    # errors of a half at 10,000 draws are 0.02.
    rng = np.random.default_rng(seed)
    scores = 0.5 + 10.0 ** -rng.integers(1, 17, (12, 6)) * rng.integers(-1, 2, (12, 6))
    weights = uniform_weights(10_000, 6, rng)
    simulated = smaa(np.broadcast_to(scores, (10_000, 12, 6)), weights).rank_acceptability[:, 0]
    assert exact_acceptability(scores) == pytest.approx(simulated, abs=0.02)


def test_volumes_that_miss_the_whole_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcda, "first_volume", lambda scores, number: 0.49)
    with pytest.raises(ArithmeticError, match=r"add up to 0\.98, not to 1"):
        exact_acceptability([[1, 0], [0, 1]])


TABLES: list[Callable[[ArrayLike], object]] = [exact_acceptability, tipping_weights]


@pytest.mark.parametrize("function", TABLES)
@pytest.mark.parametrize("scores", [[1, 2], [[[1]]], [[]], [], [[1, np.nan]], [[np.inf, 1]]])
def test_scores_are_a_finite_table(
    function: Callable[[ArrayLike], object], scores: ArrayLike
) -> None:
    with pytest.raises(ValueError, match="alternatives x criteria"):
        function(scores)


# --- Pairs, regret, thresholds ------------------------------------------------------------------


def test_pairs_by_hand() -> None:
    # Values .75 .25 .75 and 0 2 1: first-second 1 of 2, first-third a tie and a loss: a quarter,
    # second-third a loss and a win.
    assert pairwise_winning(MEASURED, WEIGHTS).tolist() == [
        [0.5, 0.5, 0.25],
        [0.5, 0.5, 0.5],
        [0.75, 0.5, 0.5],
    ]


def test_regret_by_hand() -> None:
    # The best are .75 and 2.
    assert regret(MEASURED, WEIGHTS).tolist() == [[0, 0.5, 0], [2, 0, 1]]


def test_the_largest_regret_by_hand() -> None:
    # Draw 1: best 1 and 1; each misses 1 on the other criterion. Draw 2: best 2 and 2.
    assert largest_regret(MEASURED).tolist() == [[1, 1, 1], [2, 0, 1]]
    # Best 9 and 6: the first misses 0 and 4, the second 7 and 0, the third 1 and 3.
    assert largest_regret([[[9, 2], [2, 6], [8, 3]]]).tolist() == [[4, 7, 3]]


def test_thresholds_are_reached_together_and_when_equal() -> None:
    # At least 1 and 1: none in draw 1, second and third in draw 2.
    assert satisficing(MEASURED, [1, 1]).tolist() == [0, 0.5, 0.5]
    assert satisficing(MEASURED, [0, 0]).tolist() == [1, 1, 1]
    assert satisficing(MEASURED, [1, 0]).tolist() == [0.5, 0.5, 1]
    assert satisficing(MEASURED, [2, -np.inf]).tolist() == [0, 0.5, 0]


@pytest.mark.parametrize("thresholds", [[1], [1, 2, 3], 1, [[1, 1]], [1, np.nan]])
def test_each_criterion_has_its_threshold(thresholds: ArrayLike) -> None:
    with pytest.raises(ValueError, match="2 criteria need as many thresholds"):
        satisficing(MEASURED, thresholds)


@pytest.mark.parametrize("wrong", [[[1, 2]], np.empty((0, 2, 2)), [[[1, np.inf]]]])
def test_measurements_are_a_finite_block(wrong: ArrayLike) -> None:
    with pytest.raises(ValueError, match="draws x alternatives x criteria"):
        largest_regret(wrong)
    with pytest.raises(ValueError, match="draws x alternatives x criteria"):
        satisficing(wrong, [0, 0])


# --- Tipping weights ----------------------------------------------------------------------------


def _tips(scores: ArrayLike) -> dict[tuple[int, int, int], tuple[float, int]]:
    table = tipping_weights(scores)
    keys = zip(table["eerste"], table["tweede"], table["criterium"], strict=True)
    values = zip(table["gewicht"], table["daarboven"], strict=True)
    return dict(zip(keys, values, strict=True))


def test_two_criteria_by_hand() -> None:
    # 3 w = 1 - w at w = 1/4 of the first, so 3/4 of the second.
    table = tipping_weights([[3, 0], [0, 1]])
    assert list(table.columns) == ["eerste", "tweede", "criterium", "gewicht", "daarboven"]
    assert table.to_numpy().tolist() == [[0, 1, 0, 0.25, 0], [0, 1, 1, 0.75, 1]]
    whole = table.drop(columns="gewicht").dtypes
    assert all(kind.kind == "i" for kind in whole)


def test_three_criteria_by_hand() -> None:
    # Differences 4 -2 -1. Criterion 0: others -1.5, 4 w = 1.5 (1 - w) at 3/11. Criterion 1: others
    # 1.5, 2 w = 1.5 (1 - w) at 3/7, above it the second. Criterion 2: others 1, w = 1 - w at 1/2.
    found = _tips([[6, 1, 1], [2, 3, 2]])
    assert {key: side for key, (_, side) in found.items()} == {
        (0, 1, 0): 0,
        (0, 1, 1): 1,
        (0, 1, 2): 1,
    }
    assert [weight for weight, _ in found.values()] == pytest.approx([3 / 11, 3 / 7, 1 / 2])


def test_pairs_come_in_order() -> None:
    table = tipping_weights([[3, 0], [0, 1], [2, 2]])
    # First-third: w = 2 (1 - w) at 2/3. Second-third: worse in both, never.
    assert table[["eerste", "tweede"]].to_numpy().tolist() == [[0, 1], [0, 1], [0, 2], [0, 2]]
    assert table["gewicht"].tolist() == pytest.approx([1 / 4, 3 / 4, 2 / 3, 1 / 3])
    assert table["daarboven"].tolist() == [0, 1, 0, 2]


@pytest.mark.parametrize(
    "scores",
    [
        [[2, 1], [1, 0]],  # better in both
        [[1, 2, 3], [1, 2, 3]],  # identical
        [[2, 2, 2], [1, 1, 1]],  # equally far everywhere
        [[1], [2]],  # nothing else to weigh
        [[0.1 + 0.2, 0.3, 0.3], [0.3, 0.3, 0.3]],  # rounding is no difference
        [[1, 2]],  # one alternative
    ],
)
def test_what_never_tips_is_absent(scores: ArrayLike) -> None:
    table = tipping_weights(scores)
    assert table.empty
    assert list(table.columns) == ["eerste", "tweede", "criterium", "gewicht", "daarboven"]


def test_the_ends_count() -> None:
    # Differences 1 0: equal at weight 0 of the first criterion, 1 of the second.
    found = _tips([[2, 5], [1, 5]])
    assert found == {(0, 1, 0): (0, 0), (0, 1, 1): (1, 1)}
    assert not np.signbit(tipping_weights([[2, 5], [1, 5]])["gewicht"]).any()


def test_rounding_does_not_push_an_end_out() -> None:
    # Differences -.1 .2 .05 -.1: beside the third the others are 0 on average, but for rounding.
    ends = _tips([[0.5, 0.7, 0.6, 0.5], [0.6, 0.5, 0.55, 0.6]])
    assert ends[0, 1, 2] == (pytest.approx(0, abs=1e-12), 0)
    # Differences 0, rounded to -6e-17, and -.001: 6e-14 outside 0 to 1.
    assert _tips([[0.3, 0.3], [0.1 + 0.2, 0.301]]) == {(0, 1, 0): (1, 0), (0, 1, 1): (0, 1)}
