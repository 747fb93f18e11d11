"""The assumptions of the register as distributions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from analysis.questions.assumed import (
    FAMILIES,
    assumed,
    assumed_draws,
    assumption_provenance,
    quantiles_of,
)
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

IDS = [f"A{number:02}" for number in range(1, 47)]
"""Those of the Wsw, of beschut werk and of the scenarios."""
WORDS = {"gamma": "gamma", "lognormal": "lognormaal", "beta": "bèta", "normal": "normaal verdeeld"}


def _generator() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.mark.parametrize("identifier", IDS)
def test_ninety_percent_lies_between_the_ends_of_the_register(
    book: Workbook, identifier: str
) -> None:
    number = book.number(identifier)
    low, high = assumed(book, identifier).quantile([0.05, 0.95])
    # A lognormal keeps its median and the ratio of its ends, so ends rounded to two decimals (A04:
    # 0.26^2 / 0.29 is 0.233 and not 0.23) give a width that is up to 1% off. Gamma and beta keep
    # width and mean, so their ends may shift a little together.
    assert high - low == pytest.approx(number.high - number.low, rel=0.01)
    assert low == pytest.approx(number.low, abs=0.06 * (number.high - number.low))


@pytest.mark.parametrize("identifier", IDS)
def test_the_explanation_names_no_other_family(book: Workbook, identifier: str) -> None:
    table = book.table("aannames").set_index("id")
    told = str(table.loc[identifier, "toelichting"]).lower()
    family = FAMILIES.get(identifier, "normal")
    for name, word in WORDS.items():
        # "lognormaal" is not "normaal verdeeld"; an even spread is the beta with both shapes 1.
        assert name == family or word not in told
    if identifier in FAMILIES:
        assert WORDS[family] in told or "gelijkmatig verdeeld" in told


def test_the_families_are_those_of_the_register(book: Workbook) -> None:
    assert [assumed(book, name).family for name in ("A08", "A09", "A03", "A20")] == [
        "gamma",
        "beta",
        "lognormal",
        "normal",
    ]
    assert set(FAMILIES) <= set(book.table("aannames")["id"])


def test_draws_come_by_id_and_have_the_middle(book: Workbook) -> None:
    drawn = assumed_draws(book, ("A13", "A14"), 1000, _generator())
    assert list(drawn) == ["A13", "A14"]
    assert {values.shape for values in drawn.values()} == {(1000,)}
    # A13 is -2, 0, 2: a normal of which a Latin hypercube of 1,000 has the mean to within its
    # width (3.29 sd = 4) over 1,000.
    assert drawn["A13"].mean() == pytest.approx(0, abs=0.02)
    assert np.median(drawn["A14"]) == pytest.approx(0.884, abs=5e-4)


def test_what_a_scenario_sets_is_not_drawn(with_assumption: Callable[..., Workbook]) -> None:
    book = with_assumption(A14=0.9)
    drawn = assumed_draws(book, ("A13", "A14"), 50, _generator())
    assert drawn["A14"].tolist() == [0.9] * 50
    assert len(set(drawn["A13"])) == 50
    assert quantiles_of(book, "A14", (0.1, 0.9)).tolist() == [0.9, 0.9]


def test_what_a_scenario_does_not_set_stays_as_it_was(
    book: Workbook, with_assumption: Callable[..., Workbook]
) -> None:
    other = with_assumption(A14=0.9)
    assert quantiles_of(other, "A13", (0.1, 0.9)).tolist() == (
        quantiles_of(book, "A13", (0.1, 0.9)).tolist()
    )
    # A normal with ends at 1.645 sd has its 10% and 90% at 1.2816 sd: 2 x 1.2816 / 1.6449 = 1.558.
    assert quantiles_of(book, "A13", (0.1, 0.9)) == pytest.approx([-1.558, 1.558], abs=1e-3)


def test_what_rests_on_an_assumption_is_one() -> None:
    provenance = assumption_provenance(("A14", "A02"))
    assert (provenance.label, provenance.ids) == ("aanname", ("A02", "A14"))
