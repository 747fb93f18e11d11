"""Two points make a path: the simple ways to look ahead that a model must beat."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Point = tuple[int, float]
"""A year and a volume."""


def straight_path(first: Point, second: Point, years: ArrayLike) -> Floats:
    """Return the straight line through two points, never below zero: (years,).

    Raises `ValueError` for two points in one year.
    """
    _checked(first, second)
    slope = (second[1] - first[1]) / (second[0] - first[0])
    return np.maximum(first[1] + slope * (np.asarray(years, dtype=float) - first[0]), 0)


def percentage_path(first: Point, second: Point, years: ArrayLike) -> Floats:
    """Return the path that changes by the same percentage each year: (years,).

    Raises `ValueError` when a volume is not positive, and for two points in one year.
    """
    _checked(first, second)
    if first[1] <= 0 or second[1] <= 0:
        raise ValueError("a constant percentage needs volumes above zero")
    yearly = (second[1] / first[1]) ** (1 / (second[0] - first[0]))
    return np.asarray(first[1] * yearly ** (np.asarray(years, dtype=float) - first[0]))


def _checked(first: Point, second: Point) -> None:
    if first[0] == second[0]:
        raise ValueError(f"two points in {first[0]} make no path")
