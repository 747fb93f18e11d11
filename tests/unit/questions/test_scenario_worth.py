"""What a missing figure is worth before choosing: by direct count, and nothing for what is idle."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.model.sensitivity import evppi
from analysis.questions.kostprijs_levers import MOVE, SHARE
from analysis.questions.scenario_worth import (
    DRIVER_GAPS,
    NOISE,
    WEIGHTS_GAP,
    inputs_by_gap,
)
from tests.scenario_example import report_of

pytestmark = pytest.mark.unit


def _rows() -> dict[str, dict[str, float]]:
    return report_of().worth.table.set_index("gegeven").to_dict("index")


def test_knowing_everything_is_worth_most() -> None:
    worth = report_of().worth
    assert (worth.table["punten"] <= worth.points).all()
    assert (worth.table["eur"] <= worth.euros).all()
    assert (worth.table[["punten", "eur", "deel"]] >= 0).all(axis=None)
    assert worth.table["gegeven"].is_unique


def test_weights_by_direct_count() -> None:
    choice = report_of().choice
    # With mean scores: how much better the best of each weighting is than the one best on average.
    sums = choice.weights @ choice.scores.means.T
    told = sums.max(axis=1).mean() - sums.mean(axis=0).max()
    assert _rows()[WEIGHTS_GAP]["punten"] == pytest.approx(told)
    # Weights move no euro.
    assert _rows()[WEIGHTS_GAP]["eur"] == _rows()[WEIGHTS_GAP]["deel"] == 0


def test_everything_by_direct_count() -> None:
    result = report_of()
    euros = np.stack([result.money[name].totals for name in result.choice.names], axis=1)
    assert result.worth.euros == pytest.approx(euros.max(axis=1).mean() - euros.mean(axis=0).max())
    choice = result.choice
    points = (choice.measurements * choice.weights[:, None, :]).sum(axis=2)
    assert result.worth.points == pytest.approx(
        points.max(axis=1).mean() - points.mean(axis=0).max()
    )


def test_what_touches_nothing_is_worth_no_more_than_noise() -> None:
    result = report_of()
    points = result.choice.scores.draws @ np.full(4, 0.25)
    idle = np.random.default_rng(5).standard_normal((2_000, 1))
    assert evppi(points, idle) < NOISE
    # G10 is about the other municipality, which does the same in all that are ranked.
    assert _rows()["G10"]["punten"] < NOISE
    assert not {"G10", "G27"} & set(result.worth.first_three)


def test_the_first_three_are_the_most_worthwhile() -> None:
    worth = report_of().worth
    assert list(worth.order) == list(worth.table["gegeven"])
    assert worth.table["punten"].is_monotonic_decreasing
    assert worth.first_three == worth.order[:3]
    rows = _rows()
    assert all(rows[name]["punten"] > NOISE for name in worth.first_three)
    # The judgements on governance (G32) and welfare (G05) decide the points.
    assert set(worth.first_three[:2]) == {"G32", "G05"}


def test_the_subsidy_explains_the_doubt_on_the_saldo_and_little_of_the_choice() -> None:
    rows = _rows()
    part = max(rows, key=lambda name: rows[name]["deel"])
    assert part == DRIVER_GAPS["rijksbijdrage"] == "G31"
    assert rows["G31"]["deel"] > 0.5
    assert rows["G31"]["punten"] < NOISE


def test_the_inputs_of_each_missing_figure_are_those_of_the_table() -> None:
    result = report_of()
    found = inputs_by_gap(result.book, result.money["bv"].shared)
    # HB01, HB04; HB02, HB03, HB13; HB05, HB06, HB12, HB16; HB07, HB09.
    assert set(found["G30"]) == {MOVE, "A31", "A33"}
    assert set(found["G23"]) == {"A46", "A32", "A31", "A41"}
    assert set(found["G33"]) == {"A34", SHARE, "A31", "A39", "A42"}
    assert set(found["G34"]) == {"A35", "A36"}
    assert (found["G08"], found["G32"]) == (["A38"], ["A37", "A40"])
    assert set(found["G10"]) == {"A43", "A44"}
    assert all(len(names) == len(set(names)) for names in found.values())


def test_every_missing_figure_is_in_the_register_of_what_is_missing() -> None:
    known = set(report_of().book.table("ontbrekend")["id"])
    assert set(report_of().worth.order) <= known
