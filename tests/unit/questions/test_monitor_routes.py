"""The werkleerroutes: what is shown of them, and where they lie in the funnel."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from analysis.model.indicators import funnel_limits
from analysis.parameters import Parameters
from analysis.questions.monitor_routes import (
    ALL,
    STARTED,
    TO_WORK,
    UNKNOWN,
    WITHIN,
    RouteMonitor,
    route_monitor,
)
from analysis.released import is_shown
from analysis.sources.workbook import Workbook, open_with

pytestmark = pytest.mark.unit


@cache
def book() -> Workbook:
    return open_with(Parameters())


def monitor(counts: dict[str, tuple[int, int]], year: int = 2023) -> RouteMonitor:
    """The monitor of these routes: started and to work."""
    rows = [
        {"jaar": year, "route": name, STARTED: started, TO_WORK: to_work, "basis": "voorbeeld"}
        for name, (started, to_work) in counts.items()
    ]
    tables = dict(book().tables) | {"werkleerroutes": pd.DataFrame(rows)}
    found = route_monitor(replace(book(), tables=tables))
    assert found is not None
    return found


def test_years_are_taken_together() -> None:
    found = route_monitor(book())
    assert found is not None
    table = book().table("werkleerroutes")
    assert found.years == (2021, 2022, 2023)
    total = found.released.shown(ALL, STARTED)
    assert total is not None
    assert abs(total - table[STARTED].sum()) <= 2
    assert found.provenance.guarded


def test_shares_come_from_rounded_counts() -> None:
    found = monitor({"een": (62, 31), "twee": (58, 28)})
    assert found.share("een") == pytest.approx(100 * 30 / 60)
    assert found.share() == pytest.approx(100 * 60 / 120)
    assert is_shown(found.share("een"))


def test_a_small_route_is_hidden_and_told() -> None:
    # 4 of 20 went to work.
    found = monitor({"een": (62, 31), "twee": (58, 28), "drie": (20, 4)})
    assert found.released.shown("drie", TO_WORK) is None
    assert found.share("drie") is None
    assert found.place("drie") == UNKNOWN
    assert "drie" in found.hidden


def test_that_nearly_everybody_went_to_work_is_hidden_too() -> None:
    # 57 of 60: that 3 did not go to work may not be seen.
    found = monitor({"een": (60, 57), "twee": (58, 28), "drie": (70, 30)})
    assert "een" in found.hidden


def test_places_in_the_funnel() -> None:
    counts = {"een": (200, 60), "twee": (200, 100), "drie": (200, 140)}
    found = monitor(counts)
    # Around 50% for 200: 99.8% lies between 39 and 61.
    limits = funnel_limits(0.5, 200).set_index("level")
    assert limits.loc[0.998, "lower"] > 62 / 198
    places = [found.place(name) for name in counts]
    assert places == ["ver buiten de marge, lager", WITHIN, "ver buiten de marge, hoger"]


def test_beyond_only_when_so_for_all_that_a_rounded_count_can_stand_for() -> None:
    # Published 115 of 200, beyond the limit; but it may be 113 of 202, which is not.
    found = monitor({"een": (200, 116), "twee": (200, 100), "drie": (200, 85)})
    upper = funnel_limits(0.5, 200).set_index("level").loc[0.95, "upper"]
    assert found.share("een") == pytest.approx(57.5)
    assert 113 / 202 < upper < 115 / 200
    assert found.place("een") == WITHIN


def test_limits_are_wider_for_less() -> None:
    found = monitor({"een": (200, 60), "twee": (200, 100), "drie": (200, 140)})
    table = found.limits()
    width = (table["boven_0.95"] - table["onder_0.95"]).tolist()
    assert width[0] > width[-1]
    assert table[STARTED].iloc[0] == 10
    for column in table.columns:
        assert all(is_shown(value) for value in table[column])


def test_the_order_of_rows_makes_no_difference() -> None:
    counts = {"een": (62, 31), "twee": (58, 28), "drie": (20, 4)}
    backwards = dict(reversed(counts.items()))
    ours, theirs = monitor(counts), monitor(backwards)
    assert {name: ours.share(name) for name in counts} == {
        name: theirs.share(name) for name in counts
    }


def test_an_empty_table_has_no_monitor() -> None:
    empty = dict(book().tables) | {"werkleerroutes": book().table("werkleerroutes").iloc[:0]}
    assert route_monitor(replace(book(), tables=empty)) is None
