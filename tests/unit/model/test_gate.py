"""A gate by hand: a zero fails, unknown is never filled, and only the top of the range has it."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.model.gate import UNKNOWN, Verdict, filled_share, highest_known, verdict

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1, 1], Verdict.VOLDOET),
        ([1, 0.5], Verdict.NIET_AANGETOOND),
        ([1, UNKNOWN], Verdict.NIET_AANGETOOND),
        ([UNKNOWN, UNKNOWN], Verdict.NIET_AANGETOOND),
        ([1, 0], Verdict.ZAKT),
        ([0, UNKNOWN], Verdict.ZAKT),
        ([], Verdict.NIET_AANGETOOND),
    ],
)
def test_what_the_values_say(values: list[float], told: Verdict) -> None:
    assert verdict(np.array(values, dtype=float)) is told


@pytest.mark.parametrize(
    ("values", "shown", "most"),
    [
        ([1, 1], 1, 1),
        ([1, 0.5, 0, UNKNOWN], 1.5 / 4, 2.5 / 4),
        ([UNKNOWN, UNKNOWN], 0, 1),
        ([0.5], 0.5, 0.5),  # a half stays a half: nothing is unknown of it
    ],
)
def test_the_share_that_is_shown_and_the_most_it_can_be(
    values: list[float], shown: float, most: float
) -> None:
    assert filled_share(np.array(values, dtype=float)) == (shown, most)


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ([0.5, 1, 1], 1),  # the first of equals
        ([UNKNOWN, 0], 1),  # known, however low, goes before unknown
        ([1, UNKNOWN], 0),
        ([UNKNOWN, UNKNOWN], 0),
    ],
)
def test_the_highest_known_value(values: list[float], place: int) -> None:
    assert highest_known(values) == place


def test_nothing_has_no_share_and_no_highest() -> None:
    with pytest.raises(ValueError, match="no values"):
        filled_share(np.array([]))
    with pytest.raises(ValueError, match="no values"):
        highest_known([])
