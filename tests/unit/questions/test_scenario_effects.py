"""What each lever brings, worked out by hand in a world of two draws."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.questions.kostprijs_levers import INSIDE, MOVE, SHARE
from analysis.questions.scenario_effects import EFFECTS, effects
from analysis.questions.scenario_world import EITHER_SIGN, INPUTS, OUTSIDE_TYPES, World
from analysis.sources.scenario_checks import EFFECTS as LEVER_TABLE
from analysis.sources.scenarios import Levers, Scenario
from tests.scenario_example import DRAWN, hand_scenario, hand_world, report_of

pytestmark = pytest.mark.unit

# The two draws in 2027, two years after the choice. In the first a measure takes four years, so it
# works for a half; nothing else moves. In the second it takes two, so it works fully; the Wsw is at
# 0.8, the pools at 900,000. The price level is 0.9; a fte more in posting brings 12,000.
#
# Inside 120 fte, or 80 x 0.8 + 40 = 104. Shareable 0.4 of the pools: 400,000 or 360,000. Turnover
# of posting 600,000 + 200,000, or 480,000 + 200,000. Guidance 600,000 or 500,000.
BY_HAND = {
    # 0.1 x 0.5 x 120 x 12,000; 0.2 x 104 x 12,000
    "minder_werksoorten": ({"minder_werksoorten": True}, (72_000, 249_600)),
    # A dienst posts 1.1 or 0.9 times as well.
    "minder_werksoorten, dienst": (
        {"minder_werksoorten": True, "vorm": "dienst"},
        (79_200, 224_640),
    ),
    # 0.02 x 0.5 x 120 x 12,000 + 2% x 800,000 x 0.5 - 0.9 x 100,000;
    # 0.04 x 104 x 12,000 + 5% x 680,000 - 0.9 x 150,000
    "bedrijfsleven": (
        {"bedrijfsleven": True},
        (14_400 + 8_000 - 90_000, 49_920 + 34_000 - 135_000),
    ),
    # Turnover and the approach do not depend on the form.
    "bedrijfsleven, dienst": (
        {"bedrijfsleven": True, "vorm": "dienst"},
        (15_840 + 8_000 - 90_000, 44_928 + 34_000 - 135_000),
    ),
    # 0.1 x 400,000 x 0.5 - 0.9 x 300,000 / 2; 0.05 x 360,000 - 0.9 x 200,000 / 2
    "overhead_regio": ({"overhead_regio": True}, (20_000 - 135_000, 18_000 - 90_000)),
    # What a municipality carries (5% or 10%) can't be shared again: 0.95 and 0.9 of the saving.
    "overhead_regio, dienst": (
        {"overhead_regio": True, "vorm": "dienst"},
        (19_000 - 135_000, 16_200 - 90_000),
    ),
    # 0.9 x 90,000 x 0.5; 0.9 x 60,000
    "gr_opheffen": ({"gr_opheffen": True}, (40_500, 54_000)),
    # -0.9 x 900,000 / 2; -0.9 x 500,000 / 2
    "bv_opheffen": ({"bv_opheffen": True}, (-405_000, -225_000)),
    # -0.9 x 100,000 x 0.5; -0.9 x 120,000
    "vorm, bv": ({"vorm": "bv"}, (-45_000, -108_000)),
    # (5% x 400,000 - 3% x (600,000 + 400,000)) x 0.5; 10% x 360,000 - 5% x (500,000 + 360,000)
    "vorm, dienst": ({"vorm": "dienst"}, (-5_000, -7_000)),
    # Wsw and beschut werk are 174 of 194 fte, or 148.8 of 168.8; a fifth or a tenth of them leaves.
    # Of the pools 0.37 can shrink: (0.25 x 600 + 0.5 x 300 + 0.75 x 80 + 0.5 x 20) / 1,000.
    # 0.5 x 0.2 x 174/194 x 1,000,000 x (0.37 - 1); 0.1 x 148.8/168.8 x 900,000 x (0.37 - 0.3)
    "andere_gemeente, eigen_beheer": (
        {"andere_gemeente": "eigen_beheer"},
        (-56_505.15, 5_553.55),
    ),
    # 0.9 x 30,000 x 0.5; 0.9 x 20,000
    "andere_gemeente, extra_diensten": ({"andere_gemeente": "extra_diensten"}, (13_500, 18_000)),
    # 0.3 x (0.1 x 120 x 12,000 + 0.1 x 400,000) x 0.5; 0.5 x (0.2 x 104 x 12,000 + 0.05 x 360,000)
    "optimaliseren": ({"optimaliseren": True}, (21_600 + 6_000, 124_800 + 9_000)),
}
ONCE = {"overhead_regio": (300_000, 200_000), "bv_opheffen": (900_000, 500_000)}


def _part(case: str, shared: World | None = None) -> np.ndarray:
    levers, _ = BY_HAND[case]
    found = effects(shared or hand_world(), hand_scenario(**levers))
    return found[case.partition(",")[0]]


@pytest.mark.parametrize("case", BY_HAND)
def test_the_size_of_an_effect_in_one_year(case: str) -> None:
    assert _part(case)[:, 2] == pytest.approx(BY_HAND[case][1], abs=0.01)


@pytest.mark.parametrize("case", BY_HAND)
def test_nothing_works_in_the_year_of_the_choice(case: str) -> None:
    assert (_part(case)[:, 0] == 0).all()


def test_a_measure_grows_evenly_and_then_stays() -> None:
    ramp = hand_world().ramp
    assert ramp[0] == pytest.approx([0, 0.25, 0.5, 0.75, 1, 1])
    assert ramp[1] == pytest.approx([0, 0.5, 1, 1, 1, 1])


def test_a_measure_that_works_at_once_works_fully_the_next_year() -> None:
    # A quarter of a year at least: zero would divide by zero.
    assert hand_world(A31=(0.0, 0.25)).ramp == pytest.approx(np.array([[0, 1, 1, 1, 1, 1]] * 2))


@pytest.mark.parametrize("case", ["gr_opheffen", "vorm, bv", "andere_gemeente, extra_diensten"])
def test_what_does_not_move_along_grows_as_the_ramp(case: str) -> None:
    part, shared = _part(case), hand_world()
    assert part == pytest.approx(part[:, -1:] * shared.ramp)


def test_who_approaches_employers_is_paid_in_full_from_the_first_year() -> None:
    still = hand_world(A32=(0.0, 0.0), A33=(0.0, 0.0))
    part = _part("bedrijfsleven", still)
    assert part[:, 1:] == pytest.approx(np.array([[-90_000] * 5, [-135_000] * 5]))


@pytest.mark.parametrize("name", ONCE)
def test_what_comes_once_adds_up_to_the_amount_drawn(name: str) -> None:
    part = _part(name, hand_world(**{SHARE: (0.0, 0.0)}))
    assert part.sum(axis=1) == pytest.approx(-0.9 * np.array(ONCE[name]))
    # Half in each of the two years after the choice.
    assert part[:, 1] == pytest.approx(part[:, 2])
    assert not part[:, 3:].any()


@pytest.mark.parametrize("case", BY_HAND)
def test_a_lever_that_is_not_pulled_does_nothing(case: str) -> None:
    found = effects(hand_world(), hand_scenario(**BY_HAND[case][0]))
    assert set(found) == set(BY_HAND[case][0])
    assert effects(hand_world(), hand_scenario()) == {}


def test_what_the_assignment_leaves_with_the_other_municipality_changes_nothing() -> None:
    usual = hand_scenario(andere_gemeente="wsw_en_beschut")
    assert effects(hand_world(), usual) == {}


def test_every_lever_of_a_scenario_has_an_effect() -> None:
    assert set(EFFECTS) == set(Levers.model_fields)


def test_region_and_municipality_save_the_same_support_once() -> None:
    # With A39 at a half a dienst carries half, and the region saves on the rest.
    shared = hand_world(A38=(0.0, 0.0), A39=(0.5, 0.5), A35=(0.0, 0.0), **{SHARE: (1.0, 1.0)})
    scenario = hand_scenario(vorm="dienst", overhead_regio=True)
    both = sum(effects(shared, scenario).values())
    # All of the shareable support, never more: 0.5 + 1 x (1 - 0.5).
    assert both == pytest.approx(shared.shareable * shared.ramp)


def test_nobody_is_posted_twice() -> None:
    shared = hand_world(**{MOVE: (0.9, 2.0), "A32": (0.9, 0.1)})
    scenario = hand_scenario(minder_werksoorten=True, bedrijfsleven=True)
    inside = shared.of_people("pers", (INSIDE,))
    assert (shared.moved(scenario) <= inside + 1e-9).all()
    assert shared.moved_share(scenario) == pytest.approx([1, 1])


@pytest.mark.parametrize(
    ("levers", "share"),
    [
        ({}, (0, 0)),
        ({"minder_werksoorten": True}, (0.1, 0.2)),
        ({"bedrijfsleven": True}, (0.02, 0.04)),
        # Together, and at a dienst 1.1 or 0.9 times.
        ({"minder_werksoorten": True, "bedrijfsleven": True}, (0.12, 0.24)),
        ({"minder_werksoorten": True, "vorm": "dienst"}, (0.11, 0.18)),
        # 0.3 x 0.1 and 0.5 x 0.2.
        ({"optimaliseren": True}, (0.03, 0.1)),
        ({"overhead_regio": True, "vorm": "bv"}, (0, 0)),
    ],
)
def test_the_part_of_the_people_inside_that_moves(
    levers: dict[str, object], share: tuple[float, float]
) -> None:
    shared, scenario = hand_world(), hand_scenario(**levers)
    assert shared.moved_share(scenario) == pytest.approx(share)
    # Persons in 2027: half of the way with 150 inside, all of it with 130 (100 x 0.8 + 50).
    moved = shared.moved(scenario)[:, 2]
    assert moved == pytest.approx([share[0] * 0.5 * 150, share[1] * 130])


def test_who_is_where() -> None:
    shared = hand_world()
    # 2025: all 250; inside 150; with an employer 40 + 10 + 20. 2027: the Wsw at 0.8.
    assert shared.of_people("pers")[:, 0] == pytest.approx([250, 250])
    assert shared.of_people("pers", (INSIDE,))[:, 2] == pytest.approx([150, 130])
    assert shared.of_people("pers", OUTSIDE_TYPES)[:, 2] == pytest.approx([70, 58])
    assert shared.of_people("fte", (INSIDE,))[:, 2] == pytest.approx([120, 104])
    assert not shared.of_people("pers", ("Anders",)).any()


def test_what_the_effects_are_a_part_of() -> None:
    shared = hand_world()
    assert shared.posted_turnover[:, 2] == pytest.approx([800_000, 680_000])
    assert shared.guidance[:, 2] == pytest.approx([600_000, 500_000])
    assert shared.shareable[:, 2] == pytest.approx([400_000, 360_000])


# --- The workbook itself ------------------------------------------------------------------------


def test_the_world_of_the_ledger() -> None:
    shared = report_of().money["bv"].shared
    assert (shared.start, shared.price) == (2025, 1.0)  # K17: 2025-04
    # tests/unit/questions/test_kostprijs.py: 12,100 posted in a group, -200 inside.
    assert shared.posting_gain == pytest.approx(12_300)
    # KB013, KB018, KB038 and KB043.
    assert shared.posted_turnover[:, 0] == pytest.approx(1_398_250 + 1_436_400 + 465_500 + 159_600)
    # Leiding en staf, personeelszaken and ICT, without what comes once.
    assert shared.shareable[:, 0] == pytest.approx(1_650_000 + 780_000 + 690_000)
    assert shared.of_people("pers", (INSIDE,))[:, 0] == pytest.approx(220 + 115)
    # KP003, KP004, KP005, KP008 and KP009.
    assert shared.of_people("pers", OUTSIDE_TYPES)[:, 0] == pytest.approx(90 + 86 + 34 + 32 + 10)


def test_what_is_drawn_lies_around_the_register() -> None:
    shared, book = report_of().money["bv"].shared, report_of().book
    assert set(shared.drawn) == {*INPUTS, MOVE, SHARE}
    for name in INPUTS:
        low, middle, high = np.quantile(shared.drawn[name], [0.05, 0.5, 0.95])
        number = book.number(name)
        width = number.high - number.low
        # A Latin hypercube of 2,000 draws has its quantiles within a few per mil of the interval.
        assert (low, high) == pytest.approx((number.low, number.high), abs=0.01 * width)
        assert middle == pytest.approx(number.value, abs=0.01 * width)
    # KK002 and KK003.
    assert np.median(shared.drawn[MOVE]) == pytest.approx(0.06, abs=0.001)
    assert np.median(shared.drawn[SHARE]) == pytest.approx(0.08, abs=0.001)
    # Nobody knows which form is cheaper; nothing else is below zero.
    below = {name for name, part in shared.drawn.items() if part.min() < 0}
    assert below == set(EITHER_SIGN)


def test_the_seed_moves_all_that_is_drawn() -> None:
    one, other = (
        item.money["bv"].shared for item in (report_of(), report_of(horizon=2060, zaad=1))
    )
    for name, values in one.drawn.items():
        # Only what is cut off at zero can be the same.
        assert (values == other.drawn[name]).mean() < 0.02
        off = values.mean() - other.drawn[name].mean()
        assert abs(off) < 0.01 * (abs(values.mean()) + values.std())


def test_inputs_are_drawn_apart() -> None:
    drawn = report_of().money["bv"].shared.drawn
    together = np.corrcoef(np.stack(list(drawn.values()))) - np.eye(len(drawn))
    # 1/sqrt(2,000) = 0.022; four times that.
    assert np.abs(together).max() < 0.09


def test_the_table_of_levers_names_what_each_effect_draws() -> None:
    """Which draws move an effect, found by moving them, is what the table says."""
    table = report_of().book.table(LEVER_TABLE)
    knobs = {"KK002": MOVE, "KK003": SHARE}
    for (lever, state), rows in table.groupby(["hefboom", "stand"]):
        told = {knobs.get(name, name) for cell in rows["invoer"] for name in cell.split(";")}
        scenario = hand_scenario(**{str(lever): True if state == "ja" else state})
        moving = {name for name in DRAWN if _moves(name, scenario, str(lever))}
        # People to an employer (A46) move no money; a dienst posts (A41) by another lever.
        told -= {"A46", "A41"}
        assert told <= moving
        # Every measure grows (A31), and the part that works anyway (A42) is a part of two others.
        assert moving - told <= {"A31", *((MOVE, SHARE) if lever == "optimaliseren" else ())}


def _moves(name: str, scenario: Scenario, lever: str) -> bool:
    more = hand_world(**{name: (1.1 * DRAWN[name][0], 1.1 * DRAWN[name][1])})
    before, after = (effects(shared, scenario)[lever] for shared in (hand_world(), more))
    return not np.allclose(before, after, rtol=1e-9)
