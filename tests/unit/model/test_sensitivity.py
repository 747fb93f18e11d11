"""Which input weighs most, and what knowing it takes away, where the answer is known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import ArrayLike

from analysis.model.sensitivity import explained_share, tornado

pytestmark = pytest.mark.unit

MIDDLE = {"prijs": 10.0, "aantal": 4.0, "vast": 7.0, "stil": 1.0}
RANGES = {"vast": (6.0, 9.0), "stil": (0.0, 5.0), "prijs": (8.0, 13.0), "aantal": (5.0, 3.0)}


def _profit(values: Mapping[str, float]) -> float:
    return 2 * values["prijs"] - 3 * values["aantal"] - values["vast"]


def test_a_linear_function_by_hand() -> None:
    # At the middle 20 - 12 - 7 = 1. Price 8 and 13: -3 and 7. Number 5 and 3: -2 and 4. Fixed 6 and
    # 9: 2 and -1. What is not in the formula stays at 1.
    table = tornado(_profit, MIDDLE, RANGES).set_index("invoer")
    assert list(table.columns) == ["laag_invoer", "hoog_invoer", "bij_laag", "bij_hoog", "uitslag"]
    assert {str(name): list(row) for name, row in table.iterrows()} == {
        "prijs": [8, 13, -3, 7, 10],
        "aantal": [5, 3, -2, 4, 6],
        "vast": [6, 9, 2, -1, 3],
        "stil": [0, 5, 1, 1, 0],
    }


def test_the_widest_comes_first_and_equals_stay_in_their_order() -> None:
    assert list(tornado(_profit, MIDDLE, RANGES)["invoer"]) == ["prijs", "aantal", "vast", "stil"]
    equal = {"vast": (7.0, 9.0), "prijs": (10.0, 11.0)}
    assert list(tornado(_profit, MIDDLE, equal)["invoer"]) == ["vast", "prijs"]


def test_one_input_moves_at_a_time() -> None:
    asked: list[dict[str, float]] = []

    def watched(values: Mapping[str, float]) -> float:
        asked.append(dict(values))
        return 0.0

    tornado(watched, MIDDLE, {"prijs": (8.0, 13.0), "vast": (6.0, 9.0)})
    assert asked == [
        MIDDLE | {"prijs": 8},
        MIDDLE | {"prijs": 13},
        MIDDLE | {"vast": 6},
        MIDDLE | {"vast": 9},
    ]


def test_an_input_without_a_middle_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no middle value for \['huur', 'loon'\]"):
        tornado(_profit, MIDDLE, {"loon": (0, 1), "prijs": (8, 13), "huur": (0, 1)})


def test_what_has_nothing_to_do_with_it_explains_nothing() -> None:
    # The two columns are orthogonal to each other and have mean zero.
    assert explained_share([1, 1, -1, -1], [[1], [-1], [1], [-1]]) == pytest.approx(0, abs=1e-12)


def test_what_it_follows_from_explains_all() -> None:
    known = np.array([[1.0, 5.0], [2.0, 3.0], [4.0, 1.0], [7.0, 0.0], [9.0, 8.0]])
    assert explained_share(3 * known[:, 0] - 2 * known[:, 1] + 100, known) == pytest.approx(1)


def test_a_known_share() -> None:
    # Outcome 3a + 4b with a and b orthogonal of equal variance: a explains 9/25, b 16/25.
    a, b = np.array([1, 1, -1, -1]), np.array([1, -1, 1, -1])
    outcome = 3 * a + 4 * b + 50
    assert explained_share(outcome, a[:, None]) == pytest.approx(9 / 25)
    assert explained_share(outcome, b[:, None]) == pytest.approx(16 / 25)
    # A second column that says the same adds nothing and does no harm.
    assert explained_share(outcome, np.column_stack([a, 10 * a + 3])) == pytest.approx(9 / 25)


def test_nothing_known_explains_nothing() -> None:
    assert explained_share([1, 2, 4], np.empty((3, 0))) == 0


def test_a_curve_counts_for_its_straight_part() -> None:
    # The square of -1, 0, 1 is level: its straight part is nothing.
    assert explained_share([1, 0, 1], [[-1], [0], [1]]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("outcome", "known"),
    [
        ([1, 2, 3], [1, 2, 3]),  # not a table
        ([1, 2, 3], [[1], [2]]),  # one draw short
        ([1, 2, 3], [[1, 1], [2, 4], [3, 9]]),  # three draws fit three numbers exactly
    ],
)
def test_draws_and_inputs_must_match(outcome: ArrayLike, known: ArrayLike) -> None:
    with pytest.raises(ValueError, match="shapes don't match"):
        explained_share(outcome, known)


def test_an_outcome_that_does_not_vary_is_refused() -> None:
    with pytest.raises(ValueError, match="does not vary"):
        explained_share([2, 2, 2, 2], [[1], [2], [3], [5]])
