"""Lights: at what chance they change, and which side of a plan is good."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.questions.evidence import LIKELY, UNLIKELY, Light, Side, good_chance, light_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("chance", "light"),
    [
        (1.0, Light.GROEN),
        (0.8, Light.GROEN),  # four to one, inclusive
        (0.799, Light.ORANJE),
        (0.5, Light.ORANJE),
        (0.201, Light.ORANJE),
        (0.2, Light.ROOD),  # one to four, inclusive
        (0.0, Light.ROOD),
        (float("nan"), Light.GEEN),
    ],
)
def test_the_light_of_a_chance(chance: float, light: Light) -> None:
    assert light_of(chance) is light


def test_good_and_bad_are_equally_hard_to_earn() -> None:
    assert pytest.approx(1 - UNLIKELY) == LIKELY


@pytest.mark.parametrize(
    ("side", "outcome", "chance"),
    [
        ("meer", 101, 1),
        ("meer", 100, 1),  # as planned is good enough
        ("meer", 99, 0),
        ("minder", 99, 1),
        ("minder", 100, 1),
        ("minder", 101, 0),
        ("minder", 0, 1),
    ],
)
def test_one_outcome_is_good_or_not(side: str, outcome: float, chance: float) -> None:
    assert good_chance(side, 100, outcome) == chance


def test_of_draws_it_is_the_part_on_the_good_side() -> None:
    # Against 100: 100, 110 and 120 are at least as much, 90 and 100 at most.
    draws = np.array([90, 100, 110, 120])
    assert good_chance(Side.MEER, 100, draws) == 0.75
    assert good_chance(Side.MINDER, 100, draws) == 0.5


def test_without_a_good_side_there_is_no_chance() -> None:
    assert np.isnan(good_chance("geen", 100, [90, 110]))
    assert light_of(good_chance("geen", 100, 90)) is Light.GEEN


def test_an_unknown_side_is_refused() -> None:
    with pytest.raises(ValueError, match="groter"):
        good_chance("groter", 100, 90)
