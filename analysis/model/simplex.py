"""The part of all weightings that makes one alternative first, as a volume.

Weights are points of the simplex: at least 0, adding up to 1. What such a volume means belongs in
`mcda`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, spatial

Floats = NDArray[np.float64]

THIN = 1e-9
"""A part that holds no ball of this radius counts as nothing."""


def first_volume(scores: Floats, number: int) -> float:
    """Return the volume of {w in the simplex: (X_a - X_k) w >= 0 for every k}, a = `number`.

    `scores` (alternatives, criteria) are finite and no two rows are the same. The last weight is
    what the others leave, so with m criteria the whole simplex has volume 1 / (m - 1)!, and 1 with
    one criterion. Without an inside it is 0.
    """
    ahead = np.delete(scores, number, axis=0) - scores[number]
    if (ahead >= 0).all(axis=1).any():
        return 0.0  # another is nowhere worse, and none is identical
    ahead = ahead[(ahead > 0).any(axis=1)]
    # Rows (a, b) of a x + b <= 0: the others are not ahead, no weight is negative.
    limits = np.vstack([ahead, -np.eye(scores.shape[1])])
    slopes, heights = limits[:, :-1] - limits[:, -1:], limits[:, -1]
    if slopes.shape[1] < 2:
        return _length(slopes.ravel(), heights)
    return _volume(slopes, heights)


def _length(slopes: Floats, heights: Floats) -> float:
    if not slopes.size:
        return 1.0
    ends = -heights / slopes
    return max(float(ends[slopes > 0].min() - ends[slopes < 0].max()), 0.0)


def _volume(slopes: Floats, heights: Floats) -> float:
    """Of {x >= 0: slopes x + heights <= 0}, from its Chebyshev centre; 0 when it has no inside."""
    steep = np.linalg.norm(slopes, axis=1)
    planes = np.column_stack([slopes, heights]) / steep[:, None]
    away = np.append(np.zeros(slopes.shape[1]), -1.0)
    centre = optimize.linprog(
        away,
        np.column_stack([planes[:, :-1], np.ones(len(planes))]),
        -planes[:, -1],
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if centre.x is None or centre.x[-1] <= THIN:
        return 0.0
    try:
        return _hull(planes, centre.x[:-1])
    except spatial.QhullError:
        return _hull(planes, centre.x[:-1], "QJ")  # moved a little, where planes nearly coincide


def _hull(planes: Floats, inside: Floats, options: str | None = None) -> float:
    corners = spatial.HalfspaceIntersection(planes, inside, qhull_options=options).intersections
    return float(spatial.ConvexHull(corners, qhull_options=options).volume)
