"""The national group with every assumption at its middle: the one course without draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.questions import national_runoff as national
from analysis.questions.local_runoff import LOCAL_LEVEL
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]


def at_middle(book: Workbook, nation: national.NationalRunoff) -> national.Group:
    """Return that group, its level at the mean that the published totals leave."""
    level = float(nation.theta @ level_weights(book, nation))
    return middle_group(book).pick(np.array([0]), np.array([level]))


def local_middle(book: Workbook, nation: national.NationalRunoff) -> national.Group:
    """Return the same with the local level, which a scenario may set."""
    group = at_middle(book, nation)
    return replace(group, theta=group.theta * book.number(LOCAL_LEVEL).value)


def level_weights(book: Workbook, nation: national.NationalRunoff) -> Floats:
    """Return the weight of each level of `nation.theta` given the totals and the middle."""
    weights = national.component_weights(
        middle_group(book), nation.theta, nation.prior, nation.shocks, nation.points
    )
    return np.asarray(weights[0])


def middle_group(book: Workbook) -> national.Group:
    """Return the group at level one, every assumption at its middle."""
    names = (*national.CAUSES, *national.RETIREMENT)
    return national.group_of(book, {name: np.array([book.number(name).value]) for name in names})
