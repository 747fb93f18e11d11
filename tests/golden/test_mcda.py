"""Acceptability, Sobol indices and the value of information against what is known exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from pymcdm.helpers import rankdata
from pymcdm.methods import WSM
from scipy import special

from analysis.model.mcda import (
    exact_acceptability,
    pairwise_winning,
    regret,
    smaa,
    uniform_weights,
)
from analysis.model.sensitivity import evpi, evpi_normal, evppi, sobol
from analysis.model.uncertain import Uncertain, latin_draws

pytestmark = pytest.mark.golden

Floats = NDArray[np.float64]

# models.md, E: five alternatives, four criteria, and the volumes in which each is first.
SCORES = np.array(
    [
        [0.9, 0.3, 0.5, 0.4],
        [0.5, 0.7, 0.6, 0.5],
        [0.3, 0.8, 0.4, 0.9],
        [0.6, 0.5, 0.55, 0.6],
        [0.2, 0.2, 0.2, 0.2],
    ]
)
FIRST = [0.263679, 0.207946, 0.508622, 0.019753, 0]
DRAWS = 100_000


def _simulated(seed: int) -> Floats:
    weights = uniform_weights(DRAWS, 4, np.random.default_rng(seed))
    fixed = np.broadcast_to(SCORES, (DRAWS, *SCORES.shape))
    return smaa(fixed, weights).rank_acceptability[:, 0]


def test_the_worked_case_of_five_alternatives() -> None:
    found = exact_acceptability(SCORES)
    assert found == pytest.approx(FIRST, abs=1e-6)
    assert found[4] == 0
    assert found.sum() == pytest.approx(1, abs=1e-9)


def test_simulation_meets_the_worked_case() -> None:
    # models.md, E: within 0.0015 at 100,000 draws. The standard error of a half is 0.0016, so about
    # half of the seeds are that close.
    assert _simulated(seed=5) == pytest.approx(FIRST, abs=0.0015)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_simulation_stays_within_its_own_error(seed: int) -> None:
    # Four standard errors sqrt(p (1 - p) / draws), and 0 exactly where p is 0.
    error = np.sqrt(np.array(FIRST) * (1 - np.array(FIRST)) / DRAWS)
    assert (np.abs(_simulated(seed) - FIRST) <= 4 * error + 1e-6).all()


@pytest.mark.parametrize("criteria", [2, 3, 4, 5, 6])
def test_alternatives_that_each_have_their_own_criterion_share_equally(criteria: int) -> None:
    # models.md, E: by symmetry 1/m each.
    found = exact_acceptability(np.eye(criteria))
    assert found == pytest.approx([1 / criteria] * criteria, abs=1e-12)


@pytest.mark.parametrize("criteria", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("start", [0.1, 0.25, 0.5, 0.9])
def test_one_criterion_against_all_others(criteria: int, start: float) -> None:
    # A scores 1 - t on the first criterion only, B scores t on the others: A is first when
    # w (1 - t) >= (1 - w) t, so w >= t. One of m uniform weights does so with chance
    # (1 - t)^(m - 1).
    scores = np.zeros((2, criteria))
    scores[0, 0] = 1 - start
    scores[1, 1:] = start
    share = (1 - start) ** (criteria - 1)
    assert exact_acceptability(scores) == pytest.approx([share, 1 - share], abs=1e-12)


# --- A second opinion: pymcdm -------------------------------------------------------------------


def _as_they_are(column: Floats, cost: bool) -> Floats:
    return column


def _pymcdm(weights: Floats) -> Floats:
    """The weighted sums that pymcdm gives, (draws, alternatives); scores are not rescaled.

    Its validation warns that the last alternative is dominated, which is what it is here for.
    """
    method = WSM(normalization_function=_as_they_are)
    return np.array([method(SCORES, row, np.ones(4), validation=False) for row in weights])


def test_one_weighting_by_hand_and_by_pymcdm() -> None:
    # Weights .4 .3 .2 .1: .36 + .09 + .10 + .04 = .59; .20 + .21 + .12 + .05 = .58;
    # .12 + .24 + .08 + .09 = .53; .24 + .15 + .11 + .06 = .56; .2. Ranks 1 2 4 3 5.
    weights = np.array([[0.4, 0.3, 0.2, 0.1]])
    sums = _pymcdm(weights)[0]
    assert sums == pytest.approx([0.59, 0.58, 0.53, 0.56, 0.2], abs=1e-12)
    assert regret(SCORES[None], weights)[0] == pytest.approx(sums.max() - sums, abs=1e-12)
    ranks = smaa(SCORES[None], weights).rank_acceptability @ np.arange(1, 6)
    assert ranks.tolist() == [1, 2, 4, 3, 5]
    assert rankdata(sums, reverse=True).tolist() == [1, 2, 4, 3, 5]


def test_a_few_hundred_weightings_by_pymcdm() -> None:
    weights = uniform_weights(400, 4, np.random.default_rng(7))
    sums = _pymcdm(weights)
    ranks = np.array([rankdata(row, reverse=True) for row in sums])
    shares = np.array([(ranks == place).mean(axis=0) for place in range(1, 6)]).T
    beaten = np.array([(sums[:, [own]] > sums).mean(axis=0) for own in range(5)])
    fixed = np.broadcast_to(SCORES, (400, 5, 4))
    assert smaa(fixed, weights).rank_acceptability == pytest.approx(shares, abs=1e-12)
    assert pairwise_winning(fixed, weights) == pytest.approx(beaten + np.eye(5) / 2, abs=1e-12)


# --- Sobol --------------------------------------------------------------------------------------

ONE_SD = math.erf(math.sqrt(0.5))
"""The chance that a normal lies within one standard deviation: 0.6827."""

MEANS = {"N": 500.0, "s": 27.0, "w": 33.0, "v": 9.0, "F": 1500.0}
SDS = {"N": 100.0, "s": 1.0, "w": 1.2, "v": 1.5, "F": 200.0}
INPUTS = {
    name: Uncertain("normal", mean - SDS[name], mean, mean + SDS[name], ONE_SD)
    for name, mean in MEANS.items()
}


def _result(values: Floats) -> Floats:
    number, subsidy, wage, value, fixed = values.T
    return number * (subsidy - wage + value) - fixed


# R = N (s - w + v) - F, independent. The margin M = s - w + v has mean m = 27 - 33 + 9 = 3 and
# variance t2 = 1 + 1.44 + 2.25 = 4.69. Knowing N leaves E[R | N] = N m - E F, knowing s leaves
# n s + const, and only N M has a joint effect, of variance sN2 t2:
#   Var R = n2 t2 + m2 sN2 + sN2 t2 + sF2
#         = 250,000 x 4.69 + 9 x 10,000 + 10,000 x 4.69 + 40,000 = 1,349,400
#   first  N m2 sN2 = 90,000;  s n2 ss2 = 250,000;  w 360,000;  v 562,500;  F 40,000
#   total  N (m2 + t2) sN2 = 136,900;  s (n2 + sN2) ss2 = 260,000;  w 374,400;  v 585,000;  F 40,000
VARIANCE = 1_349_400
ALONE = {"N": 90_000, "s": 250_000, "w": 360_000, "v": 562_500, "F": 40_000}
TOTAL = {"N": 136_900, "s": 260_000, "w": 374_400, "v": 585_000, "F": 40_000}


def test_sobol_indices_of_a_subsidy_result() -> None:
    table = sobol(_result, INPUTS, draws=4096, seed=11).set_index("invoer")
    assert list(table.index) == ["v", "w", "s", "N", "F"]
    for name in MEANS:
        row = table.loc[name]
        assert row["eerste"] == pytest.approx(ALONE[name] / VARIANCE, abs=row["eerste_marge"])
        assert row["totaal"] == pytest.approx(TOTAL[name] / VARIANCE, abs=row["totaal_marge"])
    # A margin of 95% is about 1.96 x sqrt(2 S) / sqrt(4,096), at most 0.03 here, and not nothing.
    margins = table[["eerste_marge", "totaal_marge"]].to_numpy()
    assert 0.001 < margins.min() < margins.max() < 0.04


# --- Value of information -----------------------------------------------------------------------


def test_the_worked_value_of_perfect_information() -> None:
    # models.md, F: 500 phi(0.6) - 300 Phi(-0.6) = 500 x 0.333225 - 300 x 0.274253 = 84.34.
    assert evpi_normal(300, 500) == pytest.approx(84.34, abs=0.005)


def test_draws_meet_the_closed_form() -> None:
    # The value of an option that is N(300, 500) beside one of nothing; points in the middle of
    # 100,000 equally likely parts.
    gain = 300 + 500 * special.ndtri((np.arange(DRAWS) + 0.5) / DRAWS)
    draws = np.column_stack([gain, np.zeros(DRAWS)])
    assert evpi(draws) == pytest.approx(84.336, abs=0.01)
    assert evppi(draws, gain) == pytest.approx(84.336, abs=0.01)


@pytest.mark.parametrize(("name", "spread"), [("N", 300.0), ("s", 500.0), ("v", 750.0)])
def test_knowing_one_input_meets_the_closed_form(name: str, spread: float) -> None:
    # Going on is worth R, stopping nothing. E[R | N] = 3 N - 1500 is N(0, 3 x 100); E[R | s] is
    # N(0, 500 x 1); E[R | v] is N(0, 500 x 1.5). With mean 0 that is worth s phi(0) = 0.39894 s.
    # 40,000 draws of sd 1,162: the standard error of the mean is 5.8, of which half may count.
    values = latin_draws(list(INPUTS.values()), 40_000, np.random.default_rng(3))
    draws = np.column_stack([_result(values), np.zeros(40_000)])
    known = values[:, list(INPUTS).index(name)]
    assert evppi(draws, known) == pytest.approx(0.398942 * spread, abs=6)
    assert evpi_normal(0, spread) == pytest.approx(0.398942 * spread, rel=1e-6)
