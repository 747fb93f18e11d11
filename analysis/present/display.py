"""What the three display objects share: their parts as data, and how they reach a notebook.

Each object turns itself into a plain dictionary (`payload`). A notebook stores that dictionary as
its own mime type, next to what JupyterLab and a diff can show; the report is made from nothing
else. So the page, the notebook and the text say the same, and all escaping happens in `html`.
"""

from __future__ import annotations

import math
from typing import Any, Protocol

import pandas as pd
from IPython.display import display

MIME = "application/vnd.werkboek.v1+json"
"""Mime type of the payload in a notebook's outputs."""


class Shown(Protocol):
    """A Figure, Table or Claim."""

    def payload(self) -> dict[str, Any]:
        """Return the object as plain data: strings, numbers, lists and dictionaries."""
        ...


def show(*objects: Shown) -> None:
    """Display several objects in one cell, in this order."""
    for item in objects:
        display(item)


def rounded(value: Any, digits: int = 10) -> Any:
    """Turn numpy and pandas values into plain lists and numbers, rounded to `digits` figures.

    plotly would store arrays as base64, which no diff can show and no reviewer can read. What is
    missing becomes None; raises `ValueError` for an infinite number, which JSON does not know.
    """
    if isinstance(value, dict):
        return {str(key): rounded(item, digits) for key, item in value.items()}
    if hasattr(value, "tolist"):
        return rounded(value.tolist(), digits)
    if isinstance(value, (list, tuple)):
        return [rounded(item, digits) for item in value]
    if value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"no number to draw: {value}")
        short = float(f"{value:.{digits}g}")
        return int(short) if short.is_integer() else short
    return value
