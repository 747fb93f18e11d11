"""Values on their way to JSON: plain, rounded, and nothing that JSON does not know."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest

from analysis.present.display import rounded

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.int64(3), 3),
        (np.float64(2.5), 2.5),
        (np.bool_(True), True),
        (True, True),
        (3.0, 3),
        (0.1 + 0.2, 0.3),
        (1 / 3, 0.3333333333),
        (123456.789, 123456.789),
        (-1e-12, -1e-12),
        (math.nan, None),
        (pd.NA, None),
        (pd.NaT, None),
        (None, None),
        ("tekst", "tekst"),
        (np.array([[1.0, 2.5]]), [[1, 2.5]]),
        (pd.Series([1, None], dtype="Int64"), [1, None]),
        ((1, (2.0, "a")), [1, [2, "a"]]),
        ({"a": np.array([1]), 2016: {"b": math.nan}}, {"a": [1], "2016": {"b": None}}),
    ],
)
def test_what_a_value_becomes(value: object, plain: object) -> None:
    result = rounded(value)
    assert result == plain
    assert type(result) is type(plain)
    assert json.loads(json.dumps(result, allow_nan=False)) == plain


def test_a_number_without_end_is_refused() -> None:
    # JSON has no word for it, and one such value would keep every chart of a page from being drawn.
    with pytest.raises(ValueError, match="inf"):
        rounded([1.0, math.inf])
