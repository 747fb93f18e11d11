"""The checks beside the run-off: whole heads by age, the closed form, other ages, and coverage."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from analysis.questions.local_runoff import LocalRunoff, start_shape
from analysis.questions.national_runoff import NationalRunoff
from analysis.questions.wsw_checks import (
    age_effect,
    closed_form_check,
    coverage_study,
    start_cohorts,
)
from analysis.questions.wsw_middle import at_middle, level_weights, middle_group
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("heads", [0, 1, 126, 560, 848])
def test_heads_are_whole_and_all_there(book: Workbook, nation: NationalRunoff, heads: int) -> None:
    group = at_middle(book, nation)
    counts, hazard, stay = start_cohorts(group, heads)
    assert counts.sum() == heads
    # Largest remainder: each age within one head of its part.
    assert np.abs(counts - heads * start_shape(group)).max() < 1
    assert hazard.shape == stay.shape == (counts.size, 59)
    assert ((stay >= 0) & (stay <= 1)).all()


def test_the_simulation_agrees_with_the_closed_form(book: Workbook, nation: NationalRunoff) -> None:
    table = closed_form_check(book, nation, 300)
    # models.md, A: within four standard errors, a quantile within one head.
    assert (table["afwijking"].abs() <= 4).all()
    assert ((table["exact_laag"] - table["simulatie_laag"]).abs() <= 1).all()
    assert ((table["exact_hoog"] - table["simulatie_hoog"]).abs() <= 1).all()
    # An unknown level adds to chance.
    assert (table["niveau_laag"] < table["exact_laag"]).all()
    assert (table["niveau_hoog"] > table["exact_hoog"]).all()
    assert list(table["jaar"]) == [2020, 2025, 2030, 2035, 2040]
    assert table["verwacht"].is_monotonic_decreasing


def test_other_ages_make_other_numbers(
    book: Workbook, nation: NationalRunoff, local_of: Callable[[str], LocalRunoff]
) -> None:
    table = age_effect(book, nation, local_of("samen")).set_index("opbouw")
    same, younger, older, _ = table.to_numpy()
    assert list(table.index)[:3] == [
        "landelijke opbouw",
        "gemiddeld 2 jaar jonger",
        "gemiddeld 2 jaar ouder",
    ]
    assert (older <= same).all()
    assert (same <= younger).all()
    assert (older[:2] < same[:2]).all()
    # The same by the closed form; rounding to whole heads of each age moves it by 1.05 (302.1).
    counts, hazard, stay = start_cohorts(at_middle(book, nation), 848)
    theta = at_middle(book, nation).theta[0]
    alive = stay * np.exp(-theta * np.cumsum(hazard, axis=1))
    assert same[0] == pytest.approx(counts @ alive[:, 2030 - 2017], abs=2)


def test_half_is_left_in_the_first_year_with_at_most_half(
    book: Workbook, nation: NationalRunoff, local_of: Callable[[str], LocalRunoff]
) -> None:
    row = age_effect(book, nation, local_of("samen")).iloc[0]
    counts, hazard, stay = start_cohorts(at_middle(book, nation), 100_000)
    theta = at_middle(book, nation).theta[0]
    left = counts @ (stay * np.exp(-theta * np.cumsum(hazard, axis=1))) / 100_000
    place = int(row["jaar_half"]) - 2017
    assert left[place] <= 0.5 < left[place - 1]


def test_the_middle_course_has_one_component(book: Workbook, nation: NationalRunoff) -> None:
    assert middle_group(book).theta.tolist() == [1]
    group = at_middle(book, nation)
    weights = level_weights(book, nation)
    assert weights.shape == nation.theta.shape
    # `nation` weighs all components together; the middle alone leaves less doubt on the level.
    assert group.theta.tolist() == [pytest.approx(nation.theta @ weights / weights.sum())]
    spread = [
        np.sqrt(part @ nation.theta**2 / part.sum() - (part @ nation.theta / part.sum()) ** 2)
        for part in (weights, nation.weights)
    ]
    assert spread[0] < spread[1]


def test_the_study_tries_each_method_in_both_worlds(book: Workbook, nation: NationalRunoff) -> None:
    table = coverage_study(book, nation, 50)
    assert table.shape == (12, 5)
    assert not table.duplicated(["wereld", "methode"]).any()
    shares = table[["jaar_1", "jaar_5", "jaar_10"]].to_numpy()
    assert ((shares >= 0) & (shares <= 100)).all()
    # Of 50 sites each share is a multiple of 2%.
    assert (shares / 2) == pytest.approx(np.round(shares / 2))
    again = coverage_study(book, nation, 50)
    assert again.to_csv() == table.to_csv()
