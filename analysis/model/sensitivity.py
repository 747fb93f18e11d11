"""Which input moves an outcome most, and what knowing it would take away of the uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


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
