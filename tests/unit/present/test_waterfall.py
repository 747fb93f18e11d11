"""Bars from one total to another: where each starts, and the word for one that is missing."""

from __future__ import annotations

import pytest

from analysis.headlines import ABSENT
from analysis.present import theme
from analysis.present.flows import flow_table
from analysis.present.waterfall import Bar, absent_text, waterfall, waterfall_layout

pytestmark = pytest.mark.unit

BARS = (
    Bar("Begin", 10, total=True),
    Bar("Eraf", -4),
    Bar("Erbij", 1.5),
    Bar("Eind", 7.5, total=True),
)


def test_a_change_starts_where_the_bar_before_it_ended() -> None:
    # 10; 10 - 4 = 6, drawn from its lower end; 6 + 1.5 = 7.5; 7.5.
    traces = waterfall(BARS)
    assert [trace["base"] for trace in traces] == [[0], [6], [6], [0]]
    assert [trace["x"] for trace in traces] == [[10], [4], [1.5], [7.5]]


def test_the_number_has_its_sign_where_it_is_a_change() -> None:
    assert [trace["text"] for trace in waterfall(BARS)] == [["10,0"], ["-4,0"], ["+1,5"], ["7,5"]]


def test_up_down_and_total_differ_without_colour() -> None:
    traces = waterfall(BARS)
    total, down, up, _ = [trace["marker"]["pattern"]["shape"] for trace in traces]
    assert len({total, down, up}) == 3
    colours = [trace["marker"]["color"] for trace in traces]
    assert colours == [theme.BLUE, theme.RED, theme.GREEN, theme.BLUE]


def test_a_missing_bar_is_a_word_and_moves_nothing() -> None:
    bars = [BARS[0], Bar("Onbekend", float("nan")), BARS[1]]
    first, missing, last = waterfall(bars)
    assert missing == absent_text(["Onbekend"])
    assert (missing["mode"], missing["text"]) == ("text", [f" ○ {ABSENT}"])
    assert (first["base"], last["base"]) == ([0], [6])


def test_a_bar_of_zero_is_drawn() -> None:
    (trace,) = waterfall([Bar("Niets", 0.0, total=True)])
    assert (trace["type"], trace["x"], trace["text"]) == ("bar", [0], ["0,0"])


def test_the_axis_starts_at_zero_and_leaves_room_for_the_numbers() -> None:
    layout = waterfall_layout([*BARS, Bar("Onbekend", float("nan"))], "miljoen euro")
    low, high = layout["xaxis"]["range"]
    assert low == 0
    assert high > 11
    assert layout["yaxis"]["categoryarray"] == ["Begin", "Eraf", "Erbij", "Eind", "Onbekend"]
    assert layout["yaxis"]["autorange"] == "reversed"  # the first on top
    assert layout["showlegend"] is False


def test_the_flow_names_every_notebook_that_is_there() -> None:
    from analysis.paths import notebooks_dir

    parts = set(flow_table().rows["deel"])
    assert {path.stem for path in notebooks_dir().glob("*.ipynb")} <= parts
