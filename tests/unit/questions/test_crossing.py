"""The Wsw going down and beschut werk coming up: the year in between, and the building."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from analysis.model.runoff import LEVELS
from analysis.model.stockflow import required_inflow
from analysis.questions.assumed import assumed_draws
from analysis.questions.crossing import Crossing, crossing
from analysis.questions.horizon import Horizon, headlines
from analysis.questions.local_runoff import DRAWS, LocalRunoff
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

AREAS = ("samen", "deventer", "olst-wijhe")
PLACE = 2040 - 2023
HorizonOf = Callable[[str], Horizon]
LocalOf = Callable[[str], LocalRunoff]
WithAssumption = Callable[..., Workbook]


@pytest.fixture
def small(horizon_of: HorizonOf) -> Crossing:
    """Four draws of four years that can be read by eye: beschut 1, 2, 3, 4 in each."""
    both = horizon_of("samen").crossing
    wsw = np.array([[9, 5, 3, 1], [9, 2, 1, 0], [9, 9, 9, 9], [9, 8, 4, 4]])
    beschut = np.tile([1, 2, 3, 4], (4, 1))
    return replace(
        both,
        years=np.arange(2023, 2027),
        wsw=wsw,
        beschut=beschut,
        wsw_inside=wsw * 0.5,
        beschut_inside=beschut * 0.5,
    )


@pytest.mark.parametrize("area", AREAS)
def test_the_first_year_counts_as_full(horizon_of: HorizonOf, area: str) -> None:
    both = horizon_of(area).crossing
    assert both.occupancy[:, 0].tolist() == [1.0] * DRAWS
    first = both.occupancy_in(2023)
    assert (first.low, first.value, first.high) == pytest.approx((100, 100, 100))
    assert both.table(2040)["bezetting"].iloc[0] == pytest.approx(100)


@pytest.mark.parametrize("area", AREAS)
def test_the_groups_are_those_of_their_own_models(
    horizon_of: HorizonOf, local_of: LocalOf, area: str
) -> None:
    both, local = horizon_of(area).crossing, local_of(area)
    assert list(both.years[[0, -1]]) == [2023, 2060]
    assert both.wsw.shape == both.beschut.shape == both.inside.shape == (DRAWS, 38)
    assert (both.wsw[:, 0] == local.paths[:, 2023 - 2016]).all()
    assert (both.wsw[:, PLACE] == local.paths[:, 2040 - 2016]).all()
    assert (both.beschut == horizon_of(area).need.paths).all()
    assert both.table(2040)["wsw"].iloc[-1] == pytest.approx(local.heads_in(2040).value)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("draw", [0, 1234])
def test_fte_inside_by_hand(horizon_of: HorizonOf, local_of: LocalOf, area: str, draw: int) -> None:
    # The Wsw: persons x labour years per head (A14) x part inside (A25). Beschut werk: persons x
    # 27 of 37 hours (N20-uren) x part inside (A26).
    result = horizon_of(area)
    drawn = assumed_draws(result.book, ("A25", "A26"), DRAWS, np.random.default_rng([2040, 32]))
    both, labour = result.crossing, local_of(area).drawn["A14"]
    for year in (0, PLACE):
        wsw = both.wsw[draw, year] * labour[draw] * drawn["A25"][draw]
        beschut = both.beschut[draw, year] * 27 / 37 * drawn["A26"][draw]
        assert both.wsw_inside[draw, year] == pytest.approx(wsw)
        assert both.beschut_inside[draw, year] == pytest.approx(beschut)
        assert both.inside[draw, year] == pytest.approx(wsw + beschut)


def test_fte_inside_with_known_parts(
    horizon_of: HorizonOf, local_of: LocalOf, with_assumption: WithAssumption
) -> None:
    # With everything inside nothing is drawn but the people and A14 (0.884 in the middle).
    book = with_assumption(A25=1.0, A26=1.0)
    need, local = horizon_of("samen").need, local_of("samen")
    both = crossing(book, local, need)
    assert both.beschut_inside == pytest.approx(need.paths * (27 / 37))
    assert both.wsw_inside == pytest.approx(both.wsw * local.drawn["A14"][:, None])
    # Half of it gives half the fte and the same occupancy.
    half = crossing(with_assumption(A25=0.5, A26=0.5), local, need)
    assert half.inside == pytest.approx(both.inside / 2)
    assert half.occupancy == pytest.approx(both.occupancy)


def test_never_crossed_is_the_last_year(small: Crossing) -> None:
    never = replace(small, beschut=small.beschut * 0, wsw=small.wsw + 1)
    year = never.crossing_year
    assert (year.low, year.value, year.high) == (2026, 2026, 2026)


def test_the_size_of_the_work_inside(horizon_of: HorizonOf) -> None:
    # From the middles: of the Wsw 550 (2023) and 110 (2040) x 0.884 (A14) x 0.57 (A25), so 277 and
    # 55; of beschut werk 129 and 342 x 27/37 x 0.69 (A26), so 65 and 172. Together 342 and 227.
    inside = horizon_of("samen").crossing.inside.mean(axis=0)
    assert inside[0] == pytest.approx(342, rel=0.08)
    assert inside[PLACE] == pytest.approx(227, rel=0.08)


@pytest.mark.parametrize("area", AREAS)
def test_the_crossing_is_the_first_year_in_which_there_are_as_many(
    horizon_of: HorizonOf, area: str
) -> None:
    both = horizon_of(area).crossing
    year = both.crossing_year
    assert year.unit == "jaar"
    firsts = sorted(
        next(int(at) for at, w, b in zip(both.years, wsw, beschut, strict=True) if b >= w)
        for wsw, beschut in zip(both.wsw, both.beschut, strict=True)
        if (beschut >= wsw).any()
    )
    assert len(firsts) / DRAWS > 0.99
    # The smallest year that at least 5%, 50% and 95% of those draws have reached.
    at = tuple(float(np.quantile(firsts, part, method="inverted_cdf")) for part in LEVELS)
    assert (year.low, year.value, year.high) == at
    assert 2023 < year.low < year.value < year.high < 2050


def test_the_crossing_of_a_few_draws(small: Crossing) -> None:
    # First year with as many: 2025 (3 and 3), 2024 (2 and 2), never (not counted), 2026 (4 and 4).
    year = small.crossing_year
    assert (year.low, year.value, year.high) == (2024, 2025, 2026)


def test_half_of_a_few_draws(small: Crossing) -> None:
    # Together 10 in 2023, then 7 6 5, 4 4 4, 11 12 13 and 10 7 8: half in 2026, in 2024, and never
    # in the others (not counted): a chance of two of four.
    assert small.half_chance == 0.5
    year = small.half_year
    assert (year.low, year.value, year.high) == (2024, 2024, 2026)


def test_the_chance_to_shrink_of_a_few_draws(small: Crossing) -> None:
    # 2024: 7, 4, 11 and 10 of 10, so two of four are smaller; 2025: 6, 4, 12 and 7, so three.
    assert small.shrinks_chance(2024) == 0.5
    assert small.shrinks_chance(2025) == 0.75
    assert small.shrinks_chance(2023) == 0


@pytest.mark.parametrize("area", AREAS)
def test_chances_lie_between_never_and_always(horizon_of: HorizonOf, area: str) -> None:
    both = horizon_of(area).crossing
    for chance in (both.shrinks_chance(), both.half_chance):
        assert 0 < chance < 1
    # In every draw that is half empty it has shrunk, at least once.
    ever = float((both.occupancy < 1).any(axis=1).mean())
    assert both.half_chance <= ever
    # The band of 90% lies below 100 exactly when at least 95% of the draws shrink, about.
    assert (both.occupancy_in(2040).high < 100) == (both.shrinks_chance() > 0.95)


@pytest.mark.parametrize("area", AREAS)
def test_filling_asks_more_when_it_shrinks(horizon_of: HorizonOf, area: str) -> None:
    result = horizon_of(area)
    both, need = result.crossing, result.need
    assert both.occupancy_in(2040).value < 100
    assert both.filling_inflow.value > need.planned
    # Draw by draw, with the people of 2040 that fill as the target: more than in the path asks
    # more than what leads to that path, and the other way round.
    path = np.array(
        [
            required_inflow(float(start), float(stay), float(end), PLACE)
            for start, stay, end in zip(
                need.paths[:, 0], need.stay, need.paths[:, PLACE], strict=True
            )
        ]
    )
    shrinks = both.occupancy[:, PLACE] < 1
    assert (both.filling[shrinks] > path[shrinks]).all()
    assert (both.filling[~shrinks] <= path[~shrinks] + 1e-9).all()


@pytest.mark.parametrize("draw", [0, 777])
def test_filling_by_hand(horizon_of: HorizonOf, draw: int) -> None:
    both, stay = horizon_of("deventer").crossing, horizon_of("deventer").need.stay[draw]
    per_person = both.beschut_inside[draw, 0] / both.beschut[draw, 0]
    people = (both.inside[draw, 0] - both.wsw_inside[draw, PLACE]) / per_person
    # As in test_beschut.py, at the outflow of the draw: s^17 of 110 is left, and one person a year
    # becomes sqrt(s) (1 - s^17) / (1 - s).
    one = stay**0.5 * (1 - stay**PLACE) / (1 - stay)
    assert both.filling[draw] == pytest.approx((people - 110 * stay**PLACE) / one)


@pytest.mark.parametrize("area", AREAS)
def test_the_table_is_that_of_the_draws(horizon_of: HorizonOf, area: str) -> None:
    both = horizon_of(area).crossing
    table = both.table(2030)
    assert list(table["jaar"]) == list(range(2023, 2031))
    assert list(both.table(2060)["jaar"])[-1] == 2060
    assert (np.diff(table["wsw"]) < 0).all()
    assert (np.diff(table["beschut"]) > 0).all()
    # Mean fte of both are those of all inside.
    inside = both.inside[:, :8].mean(axis=0)
    assert (table["wsw_binnen"] + table["beschut_binnen"]).to_numpy() == pytest.approx(inside)
    assert table["bezetting"].to_numpy() == pytest.approx(
        100 * (both.inside[:, :8] / both.inside[:, :1]).mean(axis=0)
    )


def test_the_parts_of_the_building_are_about_the_whole(horizon_of: HorizonOf) -> None:
    whole, *parts = (horizon_of(area).crossing.inside[:, 0].mean() for area in AREAS)
    # Other draws, so not exactly. Sd of each at most a quarter of its value, of a mean of 2,000
    # draws 0.6%; with A02 and A24 (both 0.852) askew by 0.1%: 3% is four times that.
    assert sum(parts) == pytest.approx(whole, rel=0.03)


def test_a_larger_part_of_beschut_inside_keeps_it_fuller(
    horizon_of: HorizonOf, local_of: LocalOf, with_assumption: WithAssumption
) -> None:
    need, local = horizon_of("samen").need, local_of("samen")
    low, high = (crossing(with_assumption(A26=part), local, need) for part in (0.55, 0.8))
    assert (low.occupancy[:, PLACE] <= high.occupancy[:, PLACE]).mean() > 0.99
    assert low.shrinks_chance() >= high.shrinks_chance()
    # And a larger part of the Wsw inside empties it faster.
    low, high = (crossing(with_assumption(A25=part), local, need) for part in (0.45, 0.69))
    assert low.occupancy_in(2040).value > high.occupancy_in(2040).value


@pytest.mark.parametrize("area", AREAS)
def test_what_it_rests_on(horizon_of: HorizonOf, local_of: LocalOf, area: str) -> None:
    both = horizon_of(area).crossing
    parts = {*local_of(area).provenance.ids, *horizon_of(area).need.provenance.ids}
    assert set(both.provenance.ids) == parts | {"A14", "A25", "A26", "L428", "N20-uren"}
    assert both.provenance.label == "aanname"
    assert both.occupancy_in(2040).unit == "pct"
    assert both.filling_inflow.unit == "pers"


@pytest.mark.parametrize("area", AREAS)
def test_the_headlines_are_those_of_the_results(horizon_of: HorizonOf, area: str) -> None:
    result = horizon_of(area)
    made = {item.name: (item.quantity, item.year) for item in headlines(result)}
    assert made == {
        "beschut_2040": (result.need.stock_in(2040), "2040"),
        "beschut_stabiel": (result.need.balance, ""),
        "instroom_nodig": (result.need.needed, "2024-2040"),
        "kruispunt_jaar": (result.crossing.crossing_year, ""),
        "bezetting_2040": (result.crossing.occupancy_in(2040), "2040"),
    }
