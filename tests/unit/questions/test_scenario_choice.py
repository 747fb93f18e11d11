"""Ranks of hand-made scores: what must come first, how often, and who ties."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from analysis.provenance import Provenance
from analysis.questions.scenario_choice import CLOSE, GRID, REPEATS, Choice
from analysis.questions.scenario_scores import Scores
from tests.scenario_example import hand_scenario, report_of

pytestmark = pytest.mark.unit

KNOWN = Provenance.of("aanname", ["scenario_scores.csv"])


def _choice(*rows: Sequence[float], draws: int = 500, seed: int = 7) -> Choice:
    """Scenarios a, b, ... with these fixed scores on the four criteria."""
    scenarios = tuple(hand_scenario(name) for name in "abcdef"[: len(rows)])
    fixed = np.broadcast_to(np.array(rows, dtype=float), (draws, len(rows), 4))
    return Choice(Scores(scenarios, fixed.copy(), pd.DataFrame(), KNOWN), seed)


def test_who_is_better_everywhere_is_always_first() -> None:
    choice = _choice([60, 60, 60, 60], [50, 50, 50, 50], [40, 40, 40, 40])
    assert choice.ranks.rank_acceptability == pytest.approx(np.eye(3))
    assert choice.first_chance(0).value == 100
    assert [choice.last_chance(place) for place in range(3)] == [0, 0, 1]
    assert choice.pairs[0] == pytest.approx([0.5, 1, 1])
    assert choice.tipping().empty


def test_who_wins_on_one_criterion_is_first_when_it_weighs_more_than_half() -> None:
    # a leads by 10 on the first criterion and b by 10 on the others: a wins when w1 > 1/2. Of
    # uniform weights on four criteria that is (1/2)^3 = 12.5%; 5,000 draws have a sd of 0.47%.
    choice = _choice([10, 0, 0, 0], [0, 10, 10, 10])
    assert choice.first_chance(0).value == pytest.approx(12.5, abs=2)
    assert choice.first_chance(1).value == pytest.approx(87.5, abs=2)
    (row,) = choice.tipping().to_dict("records")
    # The others share the rest: w x 10 = (1 - w) x 10.
    assert (row["criterium"], row["daarboven"], row["gewicht"]) == ("C1", "a", 0.5)
    assert (row["eerste"], row["tweede"]) == ("a", "b")


def test_identical_scores_tie_in_every_count() -> None:
    choice = _choice([50, 40, 30, 20], [50, 40, 30, 20], [10, 10, 10, 10])
    first = choice.ranks.rank_acceptability[:, 0]
    assert first == pytest.approx([0.5, 0.5, 0])
    # The band of the chance, and who is first when it goes wrong, count a tie the same way.
    assert choice.first_by_draw.mean(axis=0) == pytest.approx([0.5, 0.5, 0])
    chance = choice.first_chance(0)
    assert (chance.low, chance.value, chance.high) == pytest.approx((50, 50, 50))
    assert choice.pairs[0, 1] == choice.pairs[1, 0] == 0.5
    assert choice.with_weights(np.full(4, 0.25))["eerste"].tolist() == [0.5, 0.5, 0]
    assert choice.tipping().query("eerste == 'a' and tweede == 'b'").empty


def test_every_rank_and_every_scenario_adds_up() -> None:
    choice = report_of().choice
    ranks = choice.ranks.rank_acceptability
    assert ranks.sum(axis=0) == pytest.approx(np.ones(4))
    assert ranks.sum(axis=1) == pytest.approx(np.ones(4))
    assert choice.first_by_draw.sum(axis=1) == pytest.approx(1)
    assert choice.pairs + choice.pairs.T == pytest.approx(1)
    assert choice.when_heaviest().sum(axis=1).to_numpy() == pytest.approx(1)


def test_both_ways_to_the_chance_of_first_place_agree() -> None:
    choice = report_of().choice
    # Draws of scores and weights against 400 weightings to each draw of the scores: sd of 0.5%
    # on the one, and of 2.3% (sqrt(0.3 x 0.7 / 400)) on the grid that all draws share.
    for place in range(4):
        told = choice.first_chance(place)
        assert 100 * choice.first_by_draw[:, place].mean() == pytest.approx(told.value, abs=7)
        assert told.low <= told.value <= told.high
    assert choice.first_by_draw.shape == (2_000, 4)
    assert len(choice.weights) == REPEATS * 2_000
    # Every share is a count of the weightings of the grid.
    counts = GRID * choice.first_by_draw
    assert counts == pytest.approx(np.round(counts))


def test_regret_by_hand() -> None:
    choice = _choice([50, 50, 50, 50], [54, 40, 50, 50], [54, 80, 20, 50])
    # The worst weighting lies at a corner: a is 30 short on the second criterion, b 40, c 30.
    assert [choice.largest_regret(place).value for place in range(3)] == [30, 40, 30]
    assert choice.largest_regret(0).unit == "punten"
    # No weights at all put a point short of the best below zero, and the best is 0 short.
    assert choice.regrets.min(axis=1) == pytest.approx(0)
    ever = (choice.regrets[:, 0] <= CLOSE).mean()
    assert choice.close_chance(0) == ever
    assert 0 < ever < 1


def test_close_counts_who_is_at_most_five_points_short() -> None:
    choice = _choice([50, 50, 50, 50], [45.1] * 4, [44.9] * 4)
    assert [choice.close_chance(place) for place in range(3)] == [1, 1, 0]


def test_the_chance_when_one_criterion_weighs_most() -> None:
    choice = _choice([10, 0, 0, 0], [0, 10, 10, 10])
    table = choice.when_heaviest()
    assert (table.index.tolist(), table.columns.tolist()) == (["C1", "C2", "C3", "C4"], ["a", "b"])
    # Only when the first is the heaviest can it weigh more than half: then half of the time (a
    # quarter of the weightings has it heaviest, an eighth has it over a half).
    assert table["a"].tolist() == pytest.approx([0.5, 0, 0, 0], abs=0.06)


def test_given_weights_make_the_weighted_sum_of_the_mean_scores() -> None:
    choice = report_of().choice
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    table = choice.with_weights(weights)
    assert table["scenario"].tolist() == list(choice.names)
    assert table["som"].to_numpy() == pytest.approx(choice.scores.means @ weights)
    assert (table["laag"] < table["som"]).all()
    assert (table["som"] < table["hoog"]).all()
    assert table["eerste"].sum() == pytest.approx(1)
    assert table["volgorde"].sum() == pytest.approx(1)
    # By count: who has the highest sum, draw by draw.
    best = (choice.scores.draws @ weights).argmax(axis=1)
    assert table["eerste"].tolist() == pytest.approx([(best == at).mean() for at in range(4)])


def test_only_the_order_of_weights_counts_for_the_order() -> None:
    choice = _choice([10, 0, 0, 0], [0, 10, 10, 10])
    # With w1 the largest, a wins in a half of all (see above); with w1 the smallest, never.
    apart = choice.with_weights(np.array([0.4, 0.3, 0.2, 0.1]))
    close = choice.with_weights(np.array([0.28, 0.27, 0.26, 0.19]))
    assert apart["volgorde"].tolist() == close["volgorde"].tolist()
    assert apart["volgorde"].tolist() == pytest.approx([0.5, 0.5], abs=0.06)
    last = choice.with_weights(np.array([0.1, 0.2, 0.3, 0.4]))
    assert last["volgorde"].tolist() == [0, 1]


def test_equal_weights_have_no_order() -> None:
    choice = _choice([10, 0, 0, 0], [0, 10, 10, 10])
    # All alike says nothing of the order: 12.5% as without weights, not the half of "first first".
    table = choice.with_weights(np.full(4, 0.25))
    assert table["volgorde"].tolist() == pytest.approx([0.125, 0.875], abs=0.03)


def test_seeds_move_the_draws_and_nothing_else() -> None:
    rows = ([10, 0, 0, 0], [0, 10, 10, 10])
    one, other, again = (_choice(*rows, seed=seed) for seed in (1, 2, 1))
    assert (one.weights == again.weights).all()
    assert not (one.weights == other.weights).any()
    assert one.first_chance(0).value == pytest.approx(other.first_chance(0).value, abs=3)


def test_no_number_of_one_use_is_drawn_again_for_another() -> None:
    choice = report_of().choice
    rng = np.random.default_rng([2040, 63])
    parts = rng.standard_exponential((3, 4))
    assert choice.weights[:3] == pytest.approx(parts / parts.sum(axis=1, keepdims=True))
    # Weights do not go together with scores: below four times 1/sqrt(20,000).
    scores = choice.measurements[:, 0, 1]
    assert abs(np.corrcoef(scores, choice.weights[:, 1])[0, 1]) < 0.029
