"""What makes two scenarios differ: one lever at a time by hand, and all together."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from analysis.questions.kostprijs_levers import MOVE, SHARE
from analysis.questions.scenario_difference import average, difference, drawn_inputs
from analysis.questions.scenario_money import of_scenario, own_book
from analysis.questions.scenario_world import INPUTS
from analysis.sources.scenarios import Scenario
from tests.scenario_example import hand_world, report_of

pytestmark = pytest.mark.unit

TENTH = NormalDist().inv_cdf(0.9) / NormalDist().inv_cdf(0.95)
"""Where 10% and 90% lie between the middle and an end of a 90% interval: 0.779."""


def _rows(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    return table.set_index("invoer").to_dict("index")


@pytest.fixture(scope="module")
def region() -> pd.DataFrame:
    """A BV that shares support with the region beside one that does not."""
    result = report_of()
    return difference(result.book, result.money["bv-regio"], result.money["bv"])


def test_the_one_off_costs_of_sharing_by_hand(region: pd.DataFrame) -> None:
    row = _rows(region)["A35"]
    # 100,000 - 300,000 - 700,000: all of it falls in 2026 and 2027, and nothing else depends on it.
    ends = 300_000 - TENTH * 200_000, 300_000 + TENTH * 400_000
    assert (row["laag_invoer"], row["hoog_invoer"]) == pytest.approx(ends)
    assert row["bij_laag"] - row["bij_hoog"] == pytest.approx(ends[1] - ends[0])
    assert row["uitslag"] == pytest.approx(TENTH * 600_000)


def test_the_saving_by_hand(region: pd.DataFrame) -> None:
    rows = _rows(region)
    shared = report_of().money["bv"].shared
    # In the middle a measure takes 3 years: 0, 1/3, 2/3, 1, 1 of the mean shareable support.
    support = shared.shareable.mean(axis=0)[:5] @ np.array([0, 1 / 3, 2 / 3, 1, 1])
    for end, size in (("laag", 0.08 - TENTH * 0.05), ("hoog", 0.08 + TENTH * 0.07)):
        assert rows[SHARE][f"bij_{end}"] == pytest.approx(size * support - 300_000)
    # The middle of both is the same outcome.
    middle = 0.08 * support - 300_000
    assert rows["A35"]["bij_laag"] > middle > rows["A35"]["bij_hoog"]


def test_what_both_have_makes_no_difference(region: pd.DataFrame) -> None:
    rows = _rows(region)
    # People, business, the bodies and the form are the same in both.
    for name in (MOVE, "A32", "A33", "A34", "A36", "A37", "A40", "A46"):
        assert rows[name]["uitslag"] == pytest.approx(0, abs=0.5)
        assert np.isnan(rows[name]["totaal"])
    assert set(region.dropna(subset=["totaal"])["invoer"]) == {SHARE, "A31", "A35"}


def test_the_parts_of_the_spread_make_the_whole(region: pd.DataFrame) -> None:
    parts = region.dropna(subset=["totaal"])
    # Each alone less than all, together with what they do jointly all or more; with 256 points the
    # estimates have a margin of up to 0.15.
    assert parts["totaal"].sum() >= 0.95
    assert parts["eerste"].sum() <= 1.15
    # 0.08 +- 0.06 x 3,000,000 x 3 years beside 600,000: the saving moves more than its costs.
    assert parts.iloc[0]["invoer"] == SHARE
    assert region["uitslag"].is_monotonic_decreasing


def test_a_scenario_does_not_differ_from_itself() -> None:
    result = report_of()
    table = difference(result.book, result.money["bv"], result.money["bv"])
    assert (table["uitslag"] == 0).all()
    assert table["totaal"].isna().all()


def test_the_inputs_are_those_of_the_levers_that_are_pulled() -> None:
    result = report_of()

    def names(*chosen: str) -> set[str]:
        return set(drawn_inputs(result.book, tuple(result.money[n].scenario for n in chosen)))

    assert names("s0") == set()
    assert names("s1") == {"A42"}
    common = {MOVE, "A31", "A32", "A33", "A34", "A36", "A37", "A46"}
    assert names("bv") == common | {"A40"}
    assert names("dienst-regio") == common | {SHARE, "A35", "A38", "A39", "A41"}
    assert names("dienst-eigen") - names("dienst") == {"A43"}
    assert names("bv", "dienst") <= {*INPUTS, MOVE, SHARE}


def test_one_draw_of_means() -> None:
    one = average(hand_world())
    assert one.years.result.shape == (1, 6)
    # 2027: the Wsw at 0.9, the pools at 950,000.
    assert one.years.growth["Wsw"][0, 2] == pytest.approx(0.9)
    assert one.years.pools[0, 2] == pytest.approx(950_000)
    assert one.drawn["A31"] == pytest.approx([3.0])


def test_the_extremes_are_what_is_compared() -> None:
    result = report_of()
    highest, lowest = result.extremes
    values = [money.total.value for money in result.ranked_money]
    assert (highest.total.value, lowest.total.value) == (max(values), min(values))
    table = result.difference
    # The best less the worst in the middle: more than nothing.
    assert (table["bij_laag"] + table["bij_hoog"] > 0).all()


def test_an_assumption_that_the_scenario_sets_does_not_move() -> None:
    result = report_of()
    set_at = Scenario(id="proef", naam="Proef", omschrijving="Proef", aannames={"A35": 650_000.0})
    book = own_book(replace(result.book, scenario=set_at), result.money["bv"].scenario)
    assert book.scenario.aannames == {"A35": 650_000.0}
    shared = result.money["bv"].shared
    there = replace(shared, drawn={**shared.drawn, "A35": np.full(2_000, 650_000.0)})
    first, second = (of_scenario(there, result.money[n].scenario) for n in ("bv-regio", "bv"))
    table = difference(replace(result.book, scenario=set_at), first, second)
    assert "A35" not in set(table["invoer"])
    # It stays where it is set: 350,000 below what the middle of the register gives.
    usual = difference(result.book, result.money["bv-regio"], result.money["bv"])
    ends = ["bij_laag", "bij_hoog"]
    apart = table.set_index("invoer")[ends] - usual.set_index("invoer")[ends]
    assert apart.loc[SHARE].to_numpy() == pytest.approx(-350_000)


def test_a_scenario_with_assumptions_of_its_own_keeps_them() -> None:
    result = report_of()
    item = result.money["bv"]
    dear = item.scenario.model_copy(update={"id": "bv-duur", "aannames": {"A40": 70_000.0}})
    shared = replace(item.shared, drawn={**item.shared.drawn, "A40": np.full(2_000, 70_000.0)})
    table = difference(result.book, item, of_scenario(shared, dear))
    rows = _rows(table)
    # Costs of a BV of 70,000 in the one, whatever they are in the other: 3 years' worth.
    low, high = -TENTH * 80_000, TENTH * 80_000
    assert rows["A40"]["bij_laag"] == pytest.approx(3 * (70_000 - low))
    assert rows["A40"]["bij_hoog"] == pytest.approx(3 * (70_000 - high))
    assert rows["A36"]["uitslag"] == pytest.approx(0)
