"""Which input moves an outcome most, and what knowing it would take away of the uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from analysis.model.uncertain import Uncertain

Floats = NDArray[np.float64]

MAX_CROSSED = 4
"""With more inputs the products of two would outnumber their own terms."""


def tornado(
    function: Callable[[Mapping[str, float]], float],
    middle: Mapping[str, float],
    ranges: Mapping[str, tuple[float, float]],
) -> pd.DataFrame:
    """Return the outcome with one input at a time at its low and its high value, widest first.

    `function` takes all inputs by name and returns the outcome; `middle` is where the others stay;
    `ranges` has the ends (10 % and 90 %) of the inputs that move. Columns invoer, laag_invoer,
    hoog_invoer, bij_laag, bij_hoog (outcomes) and uitslag (their distance). Raises `ValueError` for
    a range of an input that is not in `middle`.
    """
    unknown = sorted(set(ranges) - set(middle))
    if unknown:
        raise ValueError(f"no middle value for {unknown}")
    rows = [
        (name, *ends, *(function({**middle, name: end}) for end in ends))
        for name, ends in ranges.items()
    ]
    columns = ["invoer", "laag_invoer", "hoog_invoer", "bij_laag", "bij_hoog"]
    table = pd.DataFrame(rows, columns=columns)
    table["uitslag"] = (table["bij_hoog"] - table["bij_laag"]).abs()
    return table.sort_values("uitslag", ascending=False, kind="stable", ignore_index=True)


def explained_share(outcome: ArrayLike, known: ArrayLike) -> float:
    """Return the part of the outcome's variance that knowing `known` would take away.

    The R-squared of a linear regression over draws: `outcome` (draws,), `known` (draws, inputs).
    What goes in at a curve counts for its straight part only, so this errs on the low side. Raises
    `ValueError` for fewer draws than inputs allow and for an outcome that does not vary.
    """
    values, inputs = np.asarray(outcome, dtype=float), np.asarray(known, dtype=float)
    if inputs.ndim != 2 or inputs.shape[0] != values.size or values.size <= inputs.shape[1] + 1:
        raise ValueError(f"shapes don't match: outcome {values.shape} and known {inputs.shape}")
    spread = values - values.mean()
    if not spread.any():
        raise ValueError("the outcome does not vary")
    design = inputs - inputs.mean(axis=0)
    solution, *_ = np.linalg.lstsq(design, spread, rcond=None)
    left = spread - design @ solution
    return float(1 - (left @ left) / (spread @ spread))


def sobol(
    function: Callable[[Floats], Floats],
    inputs: Mapping[str, Uncertain],
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Return the parts of the outcome's variance that each input makes, largest total first.

    `function` takes (n, inputs) values, columns in the order of `inputs`, which are independent,
    and returns (n,) outcomes; `draws` is a power of two and n = draws x (inputs + 2). Columns
    invoer; eerste, what knowing this input alone takes away; totaal, what is left when all but this
    one are known; eerste_marge and totaal_marge, half of their 95% intervals. An estimate may lie a
    margin outside 0 to 1. Saltelli et al. (2010), with SALib. Raises `ValueError` for no inputs, a
    number of draws or a seed that can't be, and outcomes that are not (n,), finite and varying.
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    if not inputs or draws < 2 or draws & (draws - 1) or seed < 0:
        raise ValueError(f"{len(inputs)} inputs, {draws} draws (a power of two), seed {seed}")
    names = list(inputs)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    points = sampling.sample(problem, draws, calc_second_order=False, seed=seed)
    # The sequence is a grid of 2^-30; its ends 0 and 1 would be infinite.
    points = points.clip(2.0**-31, 1 - 2.0**-31)
    values = [inputs[name].quantile(points[:, place]) for place, name in enumerate(names)]
    outcome = _varying(function(np.column_stack(values)), len(points))
    # SALib takes seed 0 for none.
    found = analysis.analyze(problem, outcome, calc_second_order=False, seed=seed + 1)
    keys = {"eerste": "S1", "eerste_marge": "S1_conf", "totaal": "ST", "totaal_marge": "ST_conf"}
    table = pd.DataFrame({"invoer": names} | {name: found[key] for name, key in keys.items()})
    return table.sort_values("totaal", ascending=False, kind="stable", ignore_index=True)


def evpi_normal(mean: float, sd: float) -> float:
    """Return what knowing the difference of two options is worth, in its unit; it is N(mean, sd).

    s phi(m/s) - |m| Phi(-|m|/s), and 0 without spread (Raiffa and Schlaifer 1961). Raises
    `ValueError` for a negative or infinite sd or mean.
    """
    if not (np.isfinite(mean) and np.isfinite(sd) and sd >= 0):
        raise ValueError(f"no normal distribution has mean {mean} and sd {sd}")
    if sd == 0:
        return 0.0
    score = abs(mean) / sd
    return float(sd * (stats.norm.pdf(score) - score * stats.norm.sf(score)))


def evpi(draws: ArrayLike) -> float:
    """Return what knowing everything is worth before choosing: E[max] - max E, at least 0.

    `draws` (draws, options) has the value of each option, more is better, or (draws,) how much the
    first of two options is worth more than the second; the result has its unit. Raises `ValueError`
    for another shape or what is not finite.
    """
    values = _options(draws)
    return max(float(values.max(axis=1).mean() - values.mean(axis=0).max()), 0.0)


def evppi(draws: ArrayLike, input: ArrayLike) -> float:
    """Return what knowing one input (draws,) or several (draws, k) is worth before choosing.

    Each option's value is regressed on the standardised inputs, and E[max of fitted] - max of means
    taken (Strong, Oakley and Brennan 2014). The regression has a cubic for each input and, up to
    `MAX_CROSSED` inputs, the product of each two: exact for linear problems, and an approximation
    where a value bends more. An irrelevant input seems worth about sqrt(terms / draws) standard
    deviations of the value at most. The estimate is clipped to 0 and `evpi`. Raises as `evpi`, and
    for inputs that don't match the draws, are not finite, or are too many for them.
    """
    values, known = _options(draws), np.asarray(input, dtype=float)
    known = known[:, None] if known.ndim == 1 else known
    if known.ndim != 2 or len(known) != len(values) or not np.isfinite(known).all():
        raise ValueError(f"inputs are finite, a row to each of {len(values)} draws: {known.shape}")
    terms = _smooth_terms(known)
    if len(values) <= terms.shape[1]:
        raise ValueError(f"{len(values)} draws can't fit {terms.shape[1]} terms")
    means = values.mean(axis=0)
    solution, *_ = np.linalg.lstsq(terms, values - means, rcond=None)
    worth = (means + terms @ solution).max(axis=1).mean() - means.max()
    return float(np.clip(worth, 0, evpi(values)))


def _smooth_terms(known: Floats) -> Floats:
    """(draws, terms) each input to the third power, products of two, and the constant."""
    spread = known.std(axis=0)
    varying = spread > 1e-12 * np.abs(known).max(axis=0, initial=0)
    scores = (known[:, varying] - known[:, varying].mean(axis=0)) / spread[varying]
    pairs = list(combinations(range(scores.shape[1]), 2))
    crossed = [scores[:, i] * scores[:, j] for i, j in pairs if scores.shape[1] <= MAX_CROSSED]
    return np.column_stack([np.ones(len(known)), scores, scores**2, scores**3, *crossed])


def _options(draws: ArrayLike) -> Floats:
    values = np.asarray(draws, dtype=float)
    if values.ndim == 1:
        values = np.column_stack([values, np.zeros(values.size)])
    if values.ndim != 2 or not values.size or not np.isfinite(values).all():
        raise ValueError(f"values are a finite table of draws by options: {values.shape}")
    return values


def _varying(outcome: ArrayLike, size: int) -> Floats:
    values = np.asarray(outcome, dtype=float)
    if values.shape != (size,) or not np.isfinite(values).all():
        raise ValueError(f"the outcomes are {values.shape}, not {size} finite numbers")
    if np.ptp(values) <= 1e-12 * np.abs(values).max():
        raise ValueError("the outcome does not vary")
    return values
