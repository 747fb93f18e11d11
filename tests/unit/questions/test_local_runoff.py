"""The Wsw of the two municipalities: coherent paths of people, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from analysis.parameters import Parameters
from analysis.questions.local_runoff import (
    DRAWS,
    REMAINING,
    LocalRunoff,
    area_part,
    drawn_shocks,
    local_runoff,
    start_shape,
    staying_chance,
)
from analysis.questions.national_runoff import AGES, NationalRunoff, national_runoff
from analysis.questions.wsw_middle import at_middle
from analysis.sources.workbook import Workbook, open_with

pytestmark = pytest.mark.unit

AREAS = ("samen", "deventer", "olst-wijhe")
LocalOf = Callable[[str], LocalRunoff]


@pytest.mark.parametrize("area", AREAS)
def test_a_path_never_rises_and_ends_at_nobody(local_of: LocalOf, area: str) -> None:
    local = local_of(area)
    assert local.paths.shape == (DRAWS, local.years.size)
    assert list(local.years[[0, -1]]) == [2016, 2075]
    assert (np.diff(local.paths, axis=1) <= 0).all()
    assert (local.paths >= 0).all()
    assert (local.paths[:, -1] == 0).all()


def test_both_together_start_with_the_published_number(local_of: LocalOf) -> None:
    assert set(local_of("samen").paths[:, 0]) == {848}  # X01
    start = local_of("samen").heads_in(2016)
    assert (start.low, start.value, start.high) == (848, 848, 848)


def test_a_part_starts_with_its_assumed_share(local_of: LocalOf) -> None:
    # A02: 0.852 of 848 is 722.5; its mean is a little lower, as the interval reaches further down
    # (0.052 against 0.048 over 1.645 sd: a shift of (0.0292 - 0.0316) x 0.399 = -0.001, 0.8 head).
    # Its spread over 2,000 draws is 26 heads, which a hypercube averages out; a binomial of 848
    # with 0.85 has 10.4 heads and the mean of 2,000 of them 0.23.
    deventer, olst = (local_of(area).paths[:, 0] for area in AREAS[1:])
    assert deventer.mean() == pytest.approx(848 * 0.851, abs=1)
    assert olst.mean() == pytest.approx(848 * 0.149, abs=1)


def test_the_parts_add_up_in_the_mean(local_of: LocalOf) -> None:
    together, *parts = (local_of(area).paths.mean(axis=0) for area in AREAS)
    # Given the assumptions, which the areas share draw by draw, the expected numbers add up
    # exactly. What remains is chance per person: of each area at most a binomial's variance
    # 848 p (1 - p), summed as if the three were fully dependent.
    spread = sum(
        np.sqrt(848 * share * (1 - share) / DRAWS)
        for share in (together / 848, parts[0] / 848, parts[1] / 848)
    )
    assert (np.abs(parts[0] + parts[1] - together) <= 4 * spread + 1e-9).all()


@pytest.mark.parametrize("area", AREAS)
def test_fewer_people_are_left_in_a_later_year(local_of: LocalOf, area: str) -> None:
    years = [local_of(area).year_of(left) for left in REMAINING]
    assert REMAINING == (100, 50, 10, 0)
    for end in ("low", "value", "high"):
        ends = [getattr(year, end) for year in years]
        assert ends == sorted(ends)
        assert len(set(ends)) == len(ends)
    assert all(year.low < year.value < year.high for year in years)
    assert {year.unit for year in years} == {"jaar"}


def test_the_year_is_the_first_in_which_so_few_are_left(local_of: LocalOf) -> None:
    local = local_of("samen")
    few = replace(local, paths=np.array([[9, 5, 3, 0], [9, 4, 3, 0], [9, 9, 4, 0], [9, 4, 2, 0]]))
    # At most four: in 2018, 2017, 2018, 2017; half of the draws by 2017.
    year = few.year_of(4)
    assert (year.low, year.value, year.high) == (2017, 2017, 2018)
    assert few.year_of(0).value == 2019


def test_labour_years_follow_from_the_average_heads(local_of: LocalOf) -> None:
    local = local_of("samen")
    average = (local.paths[:, 0] + local.paths[:, 1]) / 2  # over 2017
    labour = average * local.drawn["A14"] * local.factor
    assert local.labour_years[:, 0] == pytest.approx(labour)
    assert local.units[:, 0] == pytest.approx(labour * local.drawn["A15"])
    assert local.labour_years_in(2017).value == pytest.approx(labour.mean())
    assert local.units_in(2017).value == pytest.approx((labour * local.drawn["A15"]).mean())


def test_the_units_of_the_three_measures(local_of: LocalOf) -> None:
    local = local_of("samen")
    heads, labour, units = local.heads_in(2030), local.labour_years_in(2030), local.units_in(2030)
    assert [item.unit for item in (heads, labour, units)] == ["pers", "arbeidsjaren", "se"]
    assert {item.provenance.label for item in (heads, labour, units)} == {"aanname"}
    assert set(labour.provenance.ids) - set(heads.provenance.ids) == {"A14"}
    assert set(units.provenance.ids) - set(heads.provenance.ids) == {"A14", "A15"}


def test_only_a_part_rests_on_the_share(local_of: LocalOf) -> None:
    assert {"X01", "A01", "A13"} <= set(local_of("samen").provenance.ids)
    assert "A02" not in local_of("samen").provenance.ids
    assert all("A02" in local_of(area).provenance.ids for area in AREAS[1:])


def test_the_table_is_that_of_the_paths(local_of: LocalOf) -> None:
    local = local_of("deventer")
    table = local.table(2022)
    assert list(table["jaar"]) == list(range(2016, 2023))
    last = local.heads_in(2022)
    assert list(table.iloc[-1])[1:] == [last.value, last.low, last.high]
    assert (table["laag"] <= table["midden"]).all()
    assert (table["midden"] <= table["hoog"]).all()


def test_older_people_leave_earlier(book: Workbook, nation: NationalRunoff) -> None:
    group = at_middle(book, nation)
    younger, same, older = (staying_chance(group, np.array([shift]))[0] for shift in (-2, 0, 2))
    some_left = older > 1e-9
    assert some_left.sum() > 30
    assert (older[some_left] < same[some_left]).all()
    assert (same[some_left] < younger[some_left]).all()


def test_the_chance_by_hand_in_the_first_year(book: Workbook, nation: NationalRunoff) -> None:
    # Of each age in 2016: not retired in 2017 as part of not retired in 2016, times exp(-hazard).
    group = at_middle(book, nation)
    stay = group.stay[0][:, 1] / np.maximum(group.stay[0][:, 0], 1e-12)
    alive = np.minimum(stay, 1) * np.exp(-group.theta[0] * group.hazard[0][:, 1])
    chance = staying_chance(group, np.zeros(1))[0]
    assert chance[0] == pytest.approx(start_shape(group) @ alive)
    # A shock of 1.5 in that year only makes the hazard half as large again.
    shocks = np.ones((1, chance.size))
    shocks[0, 0] = 1.5
    shocked = np.minimum(stay, 1) * np.exp(-1.5 * group.theta[0] * group.hazard[0][:, 1])
    assert staying_chance(group, np.zeros(1), shocks)[0, 0] == pytest.approx(
        start_shape(group) @ shocked
    )


def test_the_ages_of_the_start(book: Workbook, nation: NationalRunoff) -> None:
    shape = start_shape(at_middle(book, nation))
    assert shape.sum() == pytest.approx(1)
    # Mean age of 2016: 49.0 was published (L063) and not used; ages are those of 2015.
    assert (AGES + 1.5) @ shape == pytest.approx(49.0, abs=0.5)


def test_shocks_of_a_year_and_of_a_walk(nation: NationalRunoff) -> None:
    shocks = drawn_shocks(nation.shocks, nation.group, np.random.default_rng(11))
    assert shocks.shape == (DRAWS, 59)
    # Both have mean 1. The log of year t has variance of about 0.15^2 + t 0.065^2, so the relative
    # deviation of the mean of n draws is about sqrt(exp(variance) - 1) / sqrt(n).
    variance = 0.15**2 + np.arange(1, 60) * 0.065**2
    deviation = np.sqrt(variance)
    error = np.sqrt((np.exp(variance) - 1) / DRAWS)
    assert (np.abs(shocks.mean(axis=0) - 1) <= 4.5 * error).all()
    assert np.log(shocks).std(axis=0) == pytest.approx(deviation, rel=0.08)


def test_the_part_of_an_area(book: Workbook) -> None:
    share = np.array([0.8, 0.852])
    parts = [area_part(book.in_area(area), share).tolist() for area in AREAS]
    assert parts[0] == [1, 1]
    assert parts[1] == [0.8, 0.852]
    assert parts[2] == pytest.approx([0.2, 0.148])


def test_the_same_seed_gives_the_same_paths(book: Workbook, nation: NationalRunoff) -> None:
    first, second = local_runoff(book, nation), local_runoff(book, nation)
    assert first.paths.tobytes() == second.paths.tobytes()


def test_another_seed_gives_about_the_same(local_of: LocalOf) -> None:
    book = open_with(Parameters(zaad=1))
    other = local_runoff(book, national_runoff(book)).paths[:, 14]  # 2030
    here = local_of("samen").paths[:, 14]
    assert (other != here).any()
    # Four standard errors of the difference of two means, each of 2,000 paths.
    error = np.sqrt((here.var() + other.var()) / DRAWS)
    assert abs(other.mean() - here.mean()) <= 4 * error


def test_a_scenario_fixes_what_it_sets(
    nation: NationalRunoff, local_of: LocalOf, with_assumption: Callable[..., Workbook]
) -> None:
    # Half as fast again as the nation, but for retirement: fewer are left.
    fast = local_runoff(with_assumption(A01=1.3), nation)
    assert set(fast.drawn["A01"]) == {1.3}
    assert fast.heads_in(2030).value < local_of("samen").heads_in(2030).value
