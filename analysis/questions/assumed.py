"""The assumptions as distributions: which family each interval of the register describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.model.uncertain import Family, Uncertain, latin_draws
from analysis.provenance import Provenance
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

FAMILIES: Mapping[str, Family] = {
    "A01": "gamma",
    "A03": "lognormal",
    "A04": "lognormal",
    "A06": "lognormal",
    "A08": "gamma",
    "A09": "beta",
    "A10": "lognormal",
    "A16": "beta",
    "A18": "beta",
    "A22": "gamma",
    "A24": "beta",
    "A25": "beta",
    "A26": "beta",
    "A46": "lognormal",
}
"""The assumptions that are not normally distributed; each explanation names its family."""


def assumed(book: Workbook, identifier: str) -> Uncertain:
    """Return an assumption as a distribution, whatever the scenario makes of it."""
    register = book.table("aannames").set_index("id")
    low, middle, high = (float(register[name][identifier]) for name in ("laag", "midden", "hoog"))
    return Uncertain(FAMILIES.get(identifier, "normal"), low, middle, high)


def assumed_draws(
    book: Workbook, identifiers: Sequence[str], draws: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Return `draws` values of each assumption; one that the scenario sets stays at that value.

    All are drawn first, so that a scenario changes nothing but what it sets.
    """
    columns = latin_draws([assumed(book, name) for name in identifiers], draws, rng)
    fixed = book.scenario.aannames
    return {
        name: np.full(draws, fixed[name]) if name in fixed else columns[:, number]
        for number, name in enumerate(identifiers)
    }


def quantiles_of(book: Workbook, identifier: str, levels: Sequence[float]) -> Floats:
    """Return quantiles of an assumption; all equal where the scenario sets it."""
    if identifier in book.scenario.aannames:
        return np.full(len(levels), book.scenario.aannames[identifier])
    return assumed(book, identifier).quantile(levels)


def assumption_provenance(identifiers: Sequence[str]) -> Provenance:
    """What rests on these assumptions."""
    return Provenance.of("aanname", identifiers)
