"""Whatever the scores: shares add up, scale and order don't matter, knowing more never hurts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.model.mcda import (
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
from analysis.model.sensitivity import evpi, evpi_normal, evppi

pytestmark = pytest.mark.property

Floats = NDArray[np.float64]

SEEDS = st.integers(0, 10_000)
# Few whole numbers, so that ties are common.
WHOLE = st.integers(0, 6)


@st.composite
def tables(draw: st.DrawFn, most: int = 5, criteria: int = 4) -> Floats:
    """Scores (alternatives, criteria), whole or not, at times with the same row twice."""
    wide = draw(st.integers(1, criteria))
    cell = draw(st.sampled_from([WHOLE, st.floats(0, 100)]))
    row = st.lists(cell, min_size=wide, max_size=wide)
    rows = draw(st.lists(row, min_size=1, max_size=most))
    if draw(st.booleans()):
        rows.append(draw(st.sampled_from(rows)))
    return np.array(rows, dtype=float)


@dataclass(frozen=True)
class Case:
    """Measurements with weights, draw by draw; some draws give one criterion all the weight."""

    measurements: Floats
    weights: Floats


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rng = np.random.default_rng(draw(SEEDS))
    draws, alternatives, criteria = (draw(st.integers(1, most)) for most in (12, 5, 4))
    shape = (draws, alternatives, criteria)
    whole = draw(st.booleans())
    measured = rng.integers(0, 4, shape).astype(float) if whole else rng.normal(50, 20, shape)
    weights = uniform_weights(draws, criteria, rng)
    corners = np.eye(criteria)[rng.integers(0, criteria, draws)]
    return Case(measured, np.where(rng.random((draws, 1)) < 0.5, corners, weights))


def _fixed(scores: Floats, draws: int) -> Floats:
    return np.broadcast_to(scores, (draws, *scores.shape))


# --- SMAA ---------------------------------------------------------------------------------------


@given(cases())
def test_every_alternative_has_a_rank_and_every_rank_an_alternative(case: Case) -> None:
    ranks = smaa(case.measurements, case.weights).rank_acceptability
    assert (ranks >= 0).all()
    ones = np.ones(len(ranks))
    assert ranks.sum(axis=0) == pytest.approx(ones, abs=1e-12)
    assert ranks.sum(axis=1) == pytest.approx(ones, abs=1e-12)


@given(cases())
def test_central_weights_are_weights(case: Case) -> None:
    result = smaa(case.measurements, case.weights)
    first = result.rank_acceptability[:, 0] > 0
    central = result.central_weights[first]
    assert (central >= 0).all()
    assert central.sum(axis=1) == pytest.approx(np.ones(first.sum()), abs=1e-12)
    assert np.isnan(result.central_weights[~first]).all()
    assert (result.confidence[~first] == 0).all()
    assert ((result.confidence >= 0) & (result.confidence <= 1)).all()
    # All first places together have all weights.
    shares = result.rank_acceptability[first, 0]
    assert shares @ central == pytest.approx(case.weights.mean(axis=0), abs=1e-12)


@given(tables(), SEEDS)
def test_fixed_scores_leave_no_doubt_at_the_central_weights(scores: Floats, seed: int) -> None:
    # The weights that make it first are convex, so their mean does so too; a tie of identical
    # alternatives is shared.
    weights = uniform_weights(50, scores.shape[1], np.random.default_rng(seed))
    result = smaa(_fixed(scores, 50), weights)
    same = (scores[:, None] == scores[None]).all(axis=2).sum(axis=1)
    first = result.rank_acceptability[:, 0] > 0
    assert result.confidence[first] == pytest.approx(1 / same[first], abs=1e-12)


@given(cases(), st.data())
def test_a_dominated_alternative_leaves_those_above_it_alone(
    case: Case, data: st.DataObject
) -> None:
    before = smaa(case.measurements, case.weights)
    count = len(before.confidence)
    own = data.draw(st.integers(0, count - 1))
    worse = case.measurements[:, [own]] - 1
    after = smaa(np.concatenate([case.measurements, worse], axis=1), case.weights)
    # It is never before the one that beats it, so no first place changes.
    ranks = after.rank_acceptability
    assert ranks[:count, 0] == pytest.approx(before.rank_acceptability[:, 0], abs=1e-12)
    assert ranks[count, 0] == 0
    assert after.confidence[:count] == pytest.approx(before.confidence, abs=1e-12)
    np.testing.assert_allclose(
        after.central_weights[:count], before.central_weights, rtol=0, atol=1e-12
    )
    # Worse than all, it takes the last rank and changes no other.
    last = case.measurements.min(axis=1, keepdims=True) - 1
    ranks = smaa(np.concatenate([case.measurements, last], axis=1), case.weights).rank_acceptability
    assert ranks[:count, :count] == pytest.approx(before.rank_acceptability, abs=1e-12)
    assert ranks[count].tolist() == [0] * count + [1]


@given(cases(), st.data())
def test_alternatives_may_stand_in_any_order(case: Case, data: st.DataObject) -> None:
    result = smaa(case.measurements, case.weights)
    order = data.draw(st.permutations(range(len(result.confidence))))
    moved = smaa(case.measurements[:, order], case.weights)
    assert (moved.rank_acceptability == result.rank_acceptability[order]).all()
    assert (moved.confidence == result.confidence[order]).all()
    np.testing.assert_array_equal(moved.central_weights, result.central_weights[order])
    pairs = pairwise_winning(case.measurements, case.weights)
    turned = pairwise_winning(case.measurements[:, order], case.weights)
    assert (turned == pairs[np.ix_(order, order)]).all()
    regrets = regret(case.measurements, case.weights)
    assert (regret(case.measurements[:, order], case.weights) == regrets[:, order]).all()


@given(tables(), SEEDS, st.floats(0.001, 1000), st.data())
def test_a_criterion_in_other_units_with_its_scale_changes_nothing(
    outcomes: Floats, seed: int, unit: float, data: st.DataObject
) -> None:
    low, high = -10.0, 110.0
    own = data.draw(st.integers(0, outcomes.shape[1] - 1))
    scores = (outcomes - low) / (high - low) * 100
    counted = scores.copy()
    counted[:, own] = (
        (outcomes[:, own] * unit - low * unit) / (high * unit - low * unit) * 100
    ).round(9)
    scores = scores.round(9)
    weights = uniform_weights(40, outcomes.shape[1], np.random.default_rng(seed))
    assert exact_acceptability(counted) == pytest.approx(exact_acceptability(scores), abs=1e-6)
    before, after = (smaa(_fixed(table, 40), weights) for table in (scores, counted))
    assert (after.rank_acceptability == before.rank_acceptability).all()
    np.testing.assert_array_equal(after.central_weights, before.central_weights)


@given(cases(), st.sampled_from([0.25, 2.0, 64.0]), st.integers(-8, 8), st.data())
def test_another_unit_for_all_and_another_zero_for_one_change_no_rank(
    case: Case, unit: float, zero: int, data: st.DataObject
) -> None:
    # sum w_c (k x_c + t_c) = k sum w_c x_c + sum w_c t_c, the last the same for all.
    whole = case.measurements.round()
    scores = whole.mean(axis=0).round()
    moved = np.zeros(whole.shape[2])
    moved[data.draw(st.integers(0, len(moved) - 1))] = zero
    before, after = exact_acceptability(scores), exact_acceptability(unit * scores + moved)
    assert after == pytest.approx(before, abs=1e-9)
    same, scaled = regret(whole, case.weights), regret(unit * whole + moved, case.weights)
    assert scaled == pytest.approx(unit * same, abs=1e-9)
    widest, other = largest_regret(whole), largest_regret(unit * whole + moved)
    assert (other == unit * widest).all()
    tips, again = tipping_weights(scores), tipping_weights(unit * scores + moved)
    assert tips.drop(columns="gewicht").equals(again.drop(columns="gewicht"))
    assert again["gewicht"].tolist() == pytest.approx(tips["gewicht"].tolist(), abs=1e-9)


# --- Exact acceptability ------------------------------------------------------------------------


@given(tables())
def test_exact_shares_add_up(scores: Floats) -> None:
    shares = exact_acceptability(scores)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1, abs=1e-9)
    for one, other in zip(*np.triu_indices(len(scores), 1), strict=True):
        if (scores[one] == scores[other]).all():
            assert shares[one] == shares[other]


@given(tables(), st.data())
def test_exact_shares_follow_their_alternatives(scores: Floats, data: st.DataObject) -> None:
    shares = exact_acceptability(scores)
    order = data.draw(st.permutations(range(len(scores))))
    assert exact_acceptability(scores[order]) == pytest.approx(shares[order], abs=1e-9)
    # Which criterion comes first doesn't matter either.
    columns = data.draw(st.permutations(range(scores.shape[1])))
    assert exact_acceptability(scores[:, columns]) == pytest.approx(shares, abs=1e-6)


@given(tables(), st.data())
def test_a_dominated_alternative_has_no_exact_share(scores: Floats, data: st.DataObject) -> None:
    own = data.draw(st.integers(0, len(scores) - 1))
    shares = exact_acceptability(np.vstack([scores, scores[own] - 1]))
    assert shares[-1] == 0
    assert shares[:-1] == pytest.approx(exact_acceptability(scores), abs=1e-12)


@settings(max_examples=60)
@given(tables(), SEEDS)
def test_simulation_meets_the_exact_shares(scores: Floats, seed: int) -> None:
    # Five standard errors, and a count of three for very small shares.
    draws = 4000
    weights = uniform_weights(draws, scores.shape[1], np.random.default_rng(seed))
    simulated = smaa(_fixed(scores, draws), weights).rank_acceptability[:, 0]
    exact = exact_acceptability(scores)
    error = np.sqrt(exact * (1 - exact) / draws)
    assert (np.abs(simulated - exact) <= 5 * error + 3 / draws).all()


@given(st.integers(1, 6), SEEDS, st.data())
def test_ordered_weights_fall_in_their_order(criteria: int, seed: int, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(criteria)))
    weights = ordered_weights(30, criteria, np.random.default_rng(seed), order)
    assert (np.diff(weights[:, order], axis=1) <= 0).all()
    assert weights.sum(axis=1) == pytest.approx(np.ones(30), abs=1e-12)
    # They are the uniform ones, sorted.
    plain = uniform_weights(30, criteria, np.random.default_rng(seed))
    assert (np.sort(weights, axis=1) == np.sort(plain, axis=1)).all()


# --- Pairs, regret, thresholds, tipping weights -------------------------------------------------


@given(cases())
def test_of_two_one_wins(case: Case) -> None:
    wins = pairwise_winning(case.measurements, case.weights)
    assert wins + wins.T == pytest.approx(np.ones(wins.shape), abs=1e-12)
    assert (np.diag(wins) == 0.5).all()
    # The expected rank is one more than the number that are expected to beat it.
    ranks = smaa(case.measurements, case.weights).rank_acceptability
    expected = ranks @ np.arange(1, len(ranks) + 1)
    assert expected == pytest.approx(1 + wins.sum(axis=0) - 0.5, abs=1e-9)


@given(cases())
def test_the_best_has_no_regret(case: Case) -> None:
    regrets = regret(case.measurements, case.weights)
    assert (regrets >= 0).all()
    assert (regrets.min(axis=1) == 0).all()
    # Who is first in a draw is the one without regret.
    first = (regrets == 0) / (regrets == 0).sum(axis=1, keepdims=True)
    ranks = smaa(case.measurements, case.weights).rank_acceptability
    assert ranks[:, 0] == pytest.approx(first.mean(axis=0), abs=1e-12)


@given(cases())
def test_no_weighting_gives_more_regret_than_the_largest(case: Case) -> None:
    largest = largest_regret(case.measurements)
    assert (regret(case.measurements, case.weights) <= largest + 1e-9).all()
    # One of the corners gives it.
    draws, _, criteria = case.measurements.shape
    corners = [
        regret(case.measurements, np.tile(row, (draws, 1))) for row in np.eye(criteria).tolist()
    ]
    assert np.max(corners, axis=0) == pytest.approx(largest, abs=1e-9)


@given(cases(), st.floats(0, 5))
def test_a_higher_threshold_is_reached_less_often(case: Case, more: float) -> None:
    lowest = case.measurements.min(axis=(0, 1))
    lenient = satisficing(case.measurements, lowest)
    strict = satisficing(case.measurements, lowest + more)
    assert (lenient == 1).all()
    assert (strict <= lenient).all()
    assert (strict >= 0).all()


@given(tables(most=4))
def test_on_either_side_of_a_tipping_weight_the_other_is_better(scores: Floats) -> None:
    scores = scores.round(2)
    criteria = scores.shape[1]
    found = {}
    for row in tipping_weights(scores).itertuples(index=False):
        found[row.eerste, row.tweede, row.criterium] = (row.gewicht, row.daarboven)

    def lead(one: int, other: int, criterion: int, weight: float) -> float:
        rest = (1 - weight) / max(criteria - 1, 1)
        weights = np.where(np.arange(criteria) == criterion, weight, rest)
        return float((scores[one] - scores[other]) @ weights)

    for one, other in zip(*np.triu_indices(len(scores), 1), strict=True):
        for criterion in range(criteria if criteria > 1 else 0):
            low, high = (lead(one, other, criterion, end) for end in (0.0, 1.0))
            key = (one, other, criterion)
            if key not in found:
                never = low * high > 0 or abs(high - low) < 1e-9
                assert never
                continue
            weight, above = found[key]
            assert 0 <= weight <= 1
            assert lead(one, other, criterion, weight) == pytest.approx(0, abs=1e-9)
            assert above == (one if high > low else other)


# --- Value of information -----------------------------------------------------------------------


@st.composite
def problems(draw: st.DrawFn) -> tuple[Floats, Floats, Floats]:
    """Known inputs (draws, k), the slopes (k, options) and options' values without inputs."""
    rng = np.random.default_rng(draw(SEEDS))
    inputs, options = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    known = rng.normal(size=(200, inputs)) * 10.0 ** rng.integers(-3, 4, inputs)
    slopes = rng.normal(size=(inputs, options)) / known.std(axis=0)[:, None]
    return known, slopes, rng.normal(size=options)


@given(problems(), st.sampled_from(["linear", "bent", "step"]), st.data())
def test_information_is_worth_no_more_than_perfect_information(
    problem: tuple[Floats, Floats, Floats], shape: str, data: st.DataObject
) -> None:
    known, slopes, base = problem
    values = known @ slopes + base
    values = {"linear": values, "bent": np.exp(values / 2), "step": np.sign(values)}[shape]
    count = data.draw(st.integers(0, known.shape[1]))
    assert 0 <= evppi(values, known[:, :count]) <= evpi(values)
    assert 0 <= evppi(values, known[:, 0]) <= evpi(values)


@given(problems())
def test_knowing_every_input_of_a_linear_problem_is_knowing_everything(
    problem: tuple[Floats, Floats, Floats],
) -> None:
    known, slopes, base = problem
    values = known @ slopes + base
    assert evppi(values, known) == pytest.approx(evpi(values), abs=1e-9)


@given(problems(), st.floats(-50, 50), st.sampled_from([0.01, 1.0, 1000.0]))
def test_what_information_is_worth_has_the_unit_of_the_values(
    problem: tuple[Floats, Floats, Floats], more: float, unit: float
) -> None:
    known, slopes, base = problem
    values = known @ slopes + base
    for worth in (evpi, lambda draws: evppi(draws, known[:, 0])):
        assert worth(unit * values + more) == pytest.approx(unit * worth(values), abs=1e-9 * unit)


@given(st.floats(-1000, 1000), st.floats(0.1, 1000), st.floats(0.1, 1000))
def test_more_spread_is_worth_more_to_know(mean: float, sd: float, more: float) -> None:
    worth = evpi_normal(mean, sd)
    assert worth >= 0
    assert worth <= 0.39895 * sd
    assert evpi_normal(-mean, sd) == worth
    assert evpi_normal(mean, sd + more) >= worth
    assert evpi_normal(abs(mean) + more, sd) <= worth
