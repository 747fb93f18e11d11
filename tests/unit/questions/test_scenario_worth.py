"""What a missing figure is worth before choosing: by direct count, and nothing for what is idle."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.model.sensitivity import evppi
from analysis.questions.kostprijs_levers import MOVE, SHARE
from analysis.questions.scenario_worth import (
    DRIVER_GAPS,
    WEIGHTS,
    inputs_by_gap,
)
from tests.scenario_example import report_of

pytestmark = pytest.mark.unit


def _rows() -> dict[str, dict[str, float]]:
    return report_of().worth.figures.set_index("gegeven").to_dict("index")


def _judged() -> dict[str, dict[str, float]]:
    return report_of().worth.judgements.set_index("oordeel").to_dict("index")


def test_knowing_everything_is_worth_most() -> None:
    worth = report_of().worth
    for table in (worth.figures, worth.judgements):
        assert (table["punten"] <= worth.points).all()
        assert (table.drop(columns=table.columns[0]) >= 0).all(axis=None)
        assert table.iloc[:, 0].is_unique
    assert (worth.figures["eur"] <= worth.euros).all()


def test_everything_by_direct_count() -> None:
    result = report_of()
    euros = np.stack([result.money[name].totals for name in result.choice.names], axis=1)
    assert result.worth.euros == pytest.approx(euros.max(axis=1).mean() - euros.mean(axis=0).max())
    choice = result.choice
    points = (choice.measurements * choice.weights[:, None, :]).sum(axis=2)
    assert result.worth.points == pytest.approx(
        points.max(axis=1).mean() - points.mean(axis=0).max()
    )


def test_judgements_apart_from_figures() -> None:
    # The made-up sheet judges welfare and governance; money and labour are computed.
    assert set(_judged()) == {"C2", "C4", WEIGHTS}
    assert not set(_judged()) & set(_rows())
    for name in ("C2", "C4"):
        assert _judged()[name]["punten"] > 5 * _judged()[name]["punten_toeval"]
    # Four scenarios that score alike on average: what weighs most says little by itself.
    assert _judged()[WEIGHTS]["punten"] < 0.1 * _judged()["C2"]["punten"]


def test_what_touches_nothing_is_worth_no_more_than_chance() -> None:
    rows = _rows()
    # G10 is about the other municipality, which does the same in all that are ranked.
    assert rows["G10"]["punten"] <= 1.2 * rows["G10"]["punten_toeval"]
    assert "G10" not in report_of().worth.first_three
    # What chance seems worth is what shuffled inputs reach in one case of twenty, not more.
    points = report_of().choice.scores.draws @ np.full(4, 0.25)
    idle = np.random.default_rng(5).standard_normal((2_000, 2))
    assert evppi(points, idle) < 2 * rows["G32"]["punten_toeval"]


def test_what_to_ask_first() -> None:
    worth = report_of().worth
    assert list(worth.order) == list(worth.figures["gegeven"])
    assert worth.figures["eur"].is_monotonic_decreasing
    rows = _rows()
    # Two for the choice: what the form does to wages (A38, G08) and to support (A39, G33).
    assert set(worth.first_three[:2]) == {"G08", "G33"} == set(worth.for_choice[:2])
    assert all(rows[name]["eur"] > rows[name]["eur_toeval"] for name in worth.for_choice)
    # And the one that the shortfall hangs on most.
    assert worth.first_three[2] == worth.for_shortfall[0] == DRIVER_GAPS["rijksbijdrage"] == "G31"


def test_the_subsidy_explains_the_doubt_on_the_saldo_and_nothing_of_the_choice() -> None:
    rows = _rows()
    assert rows["G31"]["deel"] > 0.5
    assert rows["G31"]["eur"] <= rows["G31"]["eur_toeval"]


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
