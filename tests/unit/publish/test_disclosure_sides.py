"""On which side of a limit a hidden share lies: said of many records, never of few."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.disclosure.gate import protect
from analysis.disclosure.sides import ABOVE, BELOW, side_of
from analysis.released import Released
from analysis.shown import ShownText

pytestmark = pytest.mark.unit

LIMIT = 0.9


def released(whole: int) -> Released:
    return protect(pd.DataFrame({"van": [whole]}, index=["rij"]))


def said(part: int, whole: int) -> ShownText | None:
    return side_of(released(whole), "rij", "van", (part, whole), LIMIT)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (195, 200, ABOVE),
        (180, 200, ABOVE),  # on the limit
        (5, 200, BELOW),
        (98, 100, None),  # 100 may stand for 98, of which 10 would be less than 90%
        (58, 60, None),
        (4, 6, None),
    ],
)
def test_words_only_of_many_records(part: int, whole: int, words: str | None) -> None:
    assert said(part, whole) == words


def test_the_words_are_the_same_for_every_small_number() -> None:
    for whole in range(103, 130):
        assert len({said(whole - rest, whole) for rest in range(10)}) == 1
        assert len({said(rest, whole) for rest in range(10)}) == 1


def test_the_words_passed_the_gate() -> None:
    assert type(said(195, 200)) is ShownText


def test_another_whole_than_was_released_is_refused() -> None:
    with pytest.raises(ValueError, match="een ander") as caught:
        side_of(released(200), "rij", "van", (345, 347), LIMIT)
    assert not any(sign.isdigit() for sign in str(caught.value))
