"""The choice: how often each scenario comes first when nobody has said what weighs most.

SMAA-2 over the scenarios that are ranked: scores by draw, weights uniform over all that is possible
unless the sheet has them. Rejected scenarios are never in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model.mcda import (
    SmaaResult,
    exact_acceptability,
    largest_regret,
    ordered_weights,
    pairwise_winning,
    regret,
    smaa,
    tipping_weights,
    uniform_weights,
)
from analysis.model.runoff import LEVELS
from analysis.provenance import Quantity
from analysis.questions.scenario_scores import CRITERIA, Scores

Floats = NDArray[np.float64]

REPEATS = 10
"""Weightings to each draw of the scores."""
GRID = 400
"""Weightings by which the chance of first place is told for one draw of the scores."""
CLOSE = 5.0
"""Points within which two scenarios count as equally good."""


@dataclass(frozen=True)
class Choice:
    """The ranked scenarios under all weightings; `seed` starts the draws of the weights."""

    scores: Scores
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the ranked scenarios, in the order of every array."""
        return tuple(item.id for item in self.scores.scenarios)

    @cached_property
    def measurements(self) -> Floats:
        """Scores, each draw as often as it meets another weighting."""
        return np.tile(self.scores.draws, (REPEATS, 1, 1))

    @cached_property
    def weights(self) -> Floats:
        """Weights, uniform over all that is possible: (draws, criteria)."""
        rng = np.random.default_rng([self.seed, 63])
        return uniform_weights(len(self.measurements), len(CRITERIA), rng)

    @cached_property
    def ranks(self) -> SmaaResult:
        """Acceptability by rank, central weights and confidence."""
        return smaa(self.measurements, self.weights)

    @cached_property
    def first_by_draw(self) -> Floats:
        """The share of all weightings that puts each first, by draw of the scores."""
        rng = np.random.default_rng([self.seed, 64])
        grid = uniform_weights(GRID, len(CRITERIA), rng)
        # Criterion by criterion, so that identical scenarios come out identical and tie.
        parts = [self.scores.draws[:, :, at, None] * grid[:, at] for at in range(len(CRITERIA))]
        values = np.sum(parts, axis=0)
        best = values == values.max(axis=1, keepdims=True)
        return np.asarray((best / best.sum(axis=1, keepdims=True)).mean(axis=2))

    def first_chance(self, place: int) -> Quantity:
        """The chance (%) of first place; its band is over what is unsure in the scores."""
        value = 100 * float(self.ranks.rank_acceptability[place, 0])
        low, _, high = np.quantile(100 * self.first_by_draw[:, place], LEVELS)
        return self._quantity(value, min(low, value), max(high, value), "pct")

    def last_chance(self, place: int) -> float:
        """The chance of the last place (0 to 1)."""
        return float(self.ranks.rank_acceptability[place, -1])

    @cached_property
    def regrets(self) -> Floats:
        """Points short of the best, by draw of scores and weights."""
        return regret(self.measurements, self.weights)

    def close_chance(self, place: int) -> float:
        """How often it is best or within `CLOSE` points of it (0 to 1)."""
        return float((self.regrets[:, place] <= CLOSE).mean())

    def largest_regret(self, place: int) -> Quantity:
        """Points short of the best under the weighting that is worst for it."""
        values = largest_regret(self.scores.draws)[:, place]
        low, _, high = np.quantile(values, LEVELS)
        return self._quantity(float(values.mean()), float(low), float(high), "punten")

    @cached_property
    def pairs(self) -> Floats:
        """How often the row beats the column."""
        return pairwise_winning(self.measurements, self.weights)

    def tipping(self) -> pd.DataFrame:
        """From which weight of a criterion the better of two changes, for mean scores.

        Scores in tenths of a point: a smaller difference comes from the draws. Columns eerste,
        tweede, daarboven (ids), criterium (id) and gewicht (between 0 and 1).
        """
        table = tipping_weights(self.scores.means.round(1)).query("0 < gewicht < 1")
        named = {name: [self.names[int(at)] for at in table[name]] for name in PLACES}
        criteria = [CRITERIA[int(at)] for at in table["criterium"]]
        return table.assign(**named, criterium=criteria)

    def off_exact(self) -> Quantity:
        """How far (percentage points) drawn chances of first place are off the exact ones.

        For the mean scores: the exact ones know no draws of the scores.
        """
        fixed = np.broadcast_to(self.scores.means, self.measurements.shape)
        drawn = smaa(fixed, self.weights).rank_acceptability[:, 0]
        off = 100 * float(np.abs(drawn - exact_acceptability(self.scores.means)).max())
        return self._quantity(off, off, off, "pct")

    def when_heaviest(self) -> pd.DataFrame:
        """Chance of first place (0 to 1) when a criterion weighs most: rows criteria."""
        heaviest = self.weights.argmax(axis=1)
        rows = [
            smaa(self.measurements[heaviest == at], self.weights[heaviest == at])
            for at in range(len(CRITERIA))
        ]
        first = [row.rank_acceptability[:, 0] for row in rows]
        return pd.DataFrame(first, index=list(CRITERIA), columns=list(self.names))

    def with_weights(self, weights: Floats) -> pd.DataFrame:
        """Return what given weights (criteria,) make of each: by scenario, in its order.

        Columns som (mean weighted sum) with laag and hoog, eerste (chance of first place) and
        volgorde (the same when only their order counts; equal weights have none).
        """
        sums = self.scores.draws @ weights
        low, _, high = np.quantile(sums, LEVELS, axis=0)
        given = np.tile(weights, (len(sums), 1))
        rng = np.random.default_rng([self.seed, 65])
        order = list(np.argsort(-weights, kind="stable"))
        alike = ordered_weights(len(self.measurements), len(CRITERIA), rng, order)
        for weight in np.unique(weights):  # equal weights have no order
            alike[:, weights == weight] = rng.permuted(alike[:, weights == weight], axis=1)
        return pd.DataFrame(
            {
                "scenario": list(self.names),
                "som": sums.mean(axis=0),
                "laag": low,
                "hoog": high,
                "eerste": smaa(self.scores.draws, given).rank_acceptability[:, 0],
                "volgorde": smaa(self.measurements, alike).rank_acceptability[:, 0],
            }
        )

    def _quantity(self, value: float, low: float, high: float, unit: str) -> Quantity:
        return Quantity(value, unit, self.scores.provenance, float(low), float(high))


PLACES = ("eerste", "tweede", "daarboven")
