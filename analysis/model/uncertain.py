"""An uncertain input as a distribution, from the interval and middle that the register states.

The register gives the lowest, middle and highest value with the probability in between; which
family that describes is said in the assumption's explanation. Draws come from quantiles at evenly
spread points, so that few draws fill the space well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from analysis.model.runoff_level import gamma_shape

Floats = NDArray[np.float64]
Family = Literal["normal", "lognormal", "gamma", "beta"]


@dataclass(frozen=True)
class Uncertain:
    """An input that lies between `low` and `high` with probability `coverage`.

    `normal` has its median in the middle and may be wider on one side; `lognormal` (positive) has
    its median there and the ratio of its ends as given; `gamma` (positive) and `beta` (between 0
    and 1) have their mean there and an interval as wide as given. Raises `ValueError` when the ends
    do not enclose the middle, or are not positive where the family is.
    """

    family: Family
    low: float
    middle: float
    high: float
    coverage: float = 0.9

    def __post_init__(self) -> None:
        if not self.low <= self.middle <= self.high or self.low == self.high:
            raise ValueError(f"{self.low}–{self.high} does not enclose {self.middle}")
        if self.family in ("lognormal", "gamma") and self.low <= 0:
            raise ValueError(f"a {self.family} input is positive: {self.low}")

    def quantile(self, probability: ArrayLike) -> Floats:
        """Return the value that is not exceeded with this probability.

        Raises `ValueError` for an interval that the family can't have.
        """
        p = np.asarray(probability, dtype=float)
        reach = special.ndtri((1 + self.coverage) / 2)
        if self.family == "normal":
            score = special.ndtri(p) / reach
            width = np.where(score < 0, self.middle - self.low, self.high - self.middle)
            return np.asarray(self.middle + score * width)
        if self.family == "lognormal":
            spread = np.log(self.high / self.low) / (2 * reach)
            return np.asarray(self.middle * np.exp(spread * special.ndtri(p)))
        if self.family == "gamma":
            shape = gamma_shape(self.low / self.middle, self.high / self.middle, self.coverage)
            return np.asarray(special.gammaincinv(shape, p) * self.middle / shape)
        first, second = _beta_shapes(self.middle, self.high - self.low, self.coverage)
        return np.asarray(special.betaincinv(first, second, p))


def latin_draws(inputs: Sequence[Uncertain], draws: int, rng: np.random.Generator) -> Floats:
    """Return (draws, inputs) values of independent inputs: a Latin hypercube.

    Each input has exactly one draw in each of `draws` equally likely parts.
    """
    parts = np.tile(np.arange(draws)[:, None], (1, len(inputs)))
    places = (rng.permuted(parts, axis=0) + rng.random(parts.shape)) / draws
    columns = [item.quantile(places[:, number]) for number, item in enumerate(inputs)]
    return np.column_stack(columns)


def _beta_shapes(mean: float, width: float, coverage: float) -> tuple[float, float]:
    tail = (1 - coverage) / 2

    def excess_width(log_size: float) -> float:
        size = np.exp(log_size)
        ends = special.betaincinv(mean * size, (1 - mean) * size, np.array([tail, 1 - tail]))
        return float(ends[1] - ends[0] - width)

    if not 0 < mean < 1 or excess_width(0.0) < 0 or excess_width(12.0) > 0:
        raise ValueError(f"no beta distribution has mean {mean} and an interval {width} wide")
    size = np.exp(optimize.brentq(excess_width, 0.0, 12.0))
    return float(mean * size), float((1 - mean) * size)
