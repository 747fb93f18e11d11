"""A figure, a table and a number to make variations of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis.present import theme
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Provenance, Quantity

SOURCE = Provenance.of("bron", ["D73-fte"])


@pytest.fixture
def make_table() -> Callable[..., Table]:
    """Make a table of two rows; any part of it may be given another value."""

    def make(**changes: Any) -> Table:
        parts: dict[str, Any] = {
            "key": "q1-proef",
            "caption": "Een proef",
            "rows": pd.DataFrame({"wat": ["Instroom", "Matchen"], "aantal": [2.0, 1234.0]}),
            "columns": (Column("wat", "Wat"), Column("aantal", "Aantal", "aantal")),
            "provenance": SOURCE,
        }
        return Table(**parts | changes)

    return make


@pytest.fixture
def make_figure() -> Callable[..., Figure]:
    """Make a figure of two bars; any part of it may be given another value."""

    def make(**changes: Any) -> Figure:
        parts: dict[str, Any] = {
            "key": "q1-proef",
            "title": "Matchen is groter dan Instroom",
            "subtitle": "Formatie (fte), Deventer, 2023",
            "description": "Matchen telt 5 fte en Instroom 3.",
            "numbers": pd.DataFrame({"wat": ["Instroom", "Matchen"], "fte": [2.76, 5.04]}),
            "columns": (Column("wat", "Wat"), Column("fte", "Fte", "fte", 2)),
            "traces": [{"type": "bar", "x": ["Instroom", "Matchen"], "y": [2.76, 5.04]}],
            "layout": theme.layout(300),
            "provenance": SOURCE,
        }
        return Figure(**parts | changes)

    return make


@pytest.fixture
def quantity() -> Callable[..., Quantity]:
    """Make a quantity of 848 persons; basis, value and interval may differ."""

    def make(
        value: float = 848,
        unit: str = "pers",
        basis: str = "bron",
        low: float | None = None,
        high: float | None = None,
    ) -> Quantity:
        provenance = Provenance.of(basis, ["X01"])
        return Quantity(value, unit, provenance, low or value, high or value)

    return make
