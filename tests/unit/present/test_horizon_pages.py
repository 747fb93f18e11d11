"""Everything that notebook 03 shows, for every area and other parameters than the base case."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from analysis.paths import ROOT
from analysis.present import beschut, crossing, horizon_answer, participation, theme
from analysis.questions.horizon import Horizon, horizon
from tests.unit.present.pages import (
    AREAS,
    CASES,
    SETS,
    assert_figure_has_whole_texts,
    assert_plain_figure,
    assert_readable_claim,
    assert_readable_table,
    at_end,
    book_of,
    calls_in,
    cases,
    local_of,
    made,
)

pytestmark = pytest.mark.unit

NOTEBOOK = ROOT / "notebooks" / "03_horizon_2040.ipynb"
MODULES = {
    "beschut": beschut,
    "crossing": crossing,
    "horizon_answer": horizon_answer,
    "participation": participation,
}
FIGURES = ("beschut.fan_figure", "crossing.crossing_figure", "crossing.inside_figure")
TABLES = (
    "beschut.keys_table",
    "beschut.measures",
    "beschut.outflow_table",
    "beschut.parts_table",
    "crossing.occupancy_table",
    "participation.company_table",
    "participation.flows_table",
    "participation.functions_table:deventer",
    "participation.functions_table:olst-wijhe",
    "participation.money_table",
    "participation.origin_table",
    "participation.population_table",
    "participation.rules_table",
    "participation.scenario_table",
)
CLAIMS = (
    "horizon_answer.answer_claims",
    "participation.flow_claims",
    "crossing.crossing_claims",
)
ENDS = [
    # Low and high of the register.
    ("A21", "laag"),
    ("A21", "hoog"),
    ("A22", "laag"),
    ("A22", "hoog"),
    ("A23", "laag"),
    ("A23", "hoog"),
    ("A24", "laag"),
    ("A24", "hoog"),
    ("A25", "laag"),
    ("A25", "hoog"),
    ("A26", "laag"),
    ("A26", "hoog"),
]


@cache
def _result(area: str, name: str) -> Horizon:
    return horizon(book_of(area, name), local_of(area, name))


@cache
def _at_end(identifier: str, end: str) -> Horizon:
    base = _result("samen", "basis")
    # The Wsw rests on none of these, so its run-off is that of the base case.
    return horizon(at_end(base.book, identifier, end), base.local)


@cache
def _shown(call: str, area: str, name: str) -> Any:
    return made(MODULES, call, _result(area, name))


def test_nothing_of_the_notebook_is_forgotten() -> None:
    called = calls_in(NOTEBOOK, MODULES, "stip")
    assert sorted(called) == sorted([*FIGURES, *TABLES, *CLAIMS])


@pytest.mark.parametrize(("call", "area", "name"), cases(*FIGURES))
def test_a_figure_can_be_made_and_read(call: str, area: str, name: str) -> None:
    assert_figure_has_whole_texts(_shown(call, area, name), "q3-")


@pytest.mark.parametrize(("call", "area", "name"), cases(*FIGURES))
def test_a_figure_is_plain_and_plotly_knows_all_of_it(call: str, area: str, name: str) -> None:
    assert_plain_figure(_shown(call, area, name))


@pytest.mark.parametrize(("call", "area", "name"), cases(*TABLES))
def test_a_table_can_be_made_and_read(call: str, area: str, name: str) -> None:
    assert_readable_table(_shown(call, area, name), "q3-")


@pytest.mark.parametrize(("call", "area", "name"), cases(*CLAIMS))
def test_a_claim_still_holds_and_tells_its_margin(call: str, area: str, name: str) -> None:
    # A number outside its bounds would raise StaleClaim.
    for claim in _shown(call, area, name):
        assert_readable_claim(claim)


@pytest.mark.parametrize(("area", "name"), CASES)
def test_the_answer_is_three_sentences(area: str, name: str) -> None:
    claims = _shown("horizon_answer.answer_claims", area, name)
    assert len(claims) == 3
    assert all(claim.text().rstrip().endswith(".") for claim in claims)
    assert _result(area, name).area_name in claims[1].text()


@pytest.mark.parametrize(("area", "name"), CASES)
def test_figures_and_tables_run_to_the_horizon(area: str, name: str) -> None:
    last = SETS[name].get("horizon", 2040)
    for call in FIGURES:
        figure = _shown(call, area, name)
        years = [year for trace in figure.traces for year in trace["x"]]
        assert min(years) == 2023
        assert max(years) == last
    rows = _shown("crossing.occupancy_table", area, name).rows["jaar"]
    assert list(rows) == [year for year in (2023, 2025, 2030, 2035, 2040, 2060) if year <= last]


@pytest.mark.parametrize(("area", "name"), CASES)
def test_the_readings_are_marks_beside_both_together_only(area: str, name: str) -> None:
    traces = _shown("beschut.fan_figure", area, name).traces
    marks = [trace for trace in traces if trace["mode"] == "markers"]
    if SETS[name].get("horizon", 2040) < 2040:
        assert marks == []
        return
    # The target, and for both together the three other readings.
    assert len(marks) == (4 if area == "samen" else 1)
    assert all(trace["x"] == [2040] for trace in marks)
    expected = {"samen": 350, "deventer": 298.2, "olst-wijhe": 51.8}[area]  # K43 and A24
    assert marks[0]["y"] == pytest.approx([expected])


@pytest.mark.parametrize("area", AREAS)
def test_the_table_of_parts_has_a_row_for_each(area: str) -> None:
    rows = list(_shown("beschut.parts_table", area, "basis").rows["gebied"])
    names = {"deventer": ["Deventer"], "olst-wijhe": ["Olst-Wijhe"]}
    if area != "samen":
        assert rows == names[area]
    else:
        assert rows[1:] == ["Deventer", "Olst-Wijhe"]


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        # A24 divides the expectation over the municipalities, A23 is where Olst-Wijhe begins.
        ("samen", {"A21", "A22", "A23", "A24", "D37", "D38", "K43"}),
        ("deventer", {"A21", "A22", "A24", "D37", "D38", "K43"}),
        ("olst-wijhe", {"A21", "A22", "A23", "A24", "D37", "D38", "K43"}),
    ],
)
def test_the_table_of_parts_names_what_divides_them(area: str, expected: set[str]) -> None:
    provenance = _shown("beschut.parts_table", area, "basis").provenance
    assert (set(provenance.ids), provenance.label) == (expected, "aanname")


@pytest.mark.parametrize(("area", "name"), CASES)
def test_the_fan_names_the_readings_only_where_they_are_marked(area: str, name: str) -> None:
    figure = _shown("beschut.fan_figure", area, name)
    marked = any(trace.get("name") == "groeiregel" for trace in figure.traces)
    own = set(_result(area, name).need.provenance.ids)
    # A27 and N20-uren carry places over to persons; R08 and R09-beschut are two of the readings.
    assert ({"A27", "N20-uren", "R08", "R09-beschut"} <= set(figure.provenance.ids)) == marked
    assert marked or set(figure.provenance.ids) == own
    assert ("omgerekend" in figure.note) == marked


def test_the_numbers_in_the_notes_are_those_of_the_register() -> None:
    base = _result("samen", "basis")
    register = base.book.table("cijfers").set_index("id", drop=False)
    for identifier, value in {"D37": 123.0, "D38": 2022.0, "K43": 456.0}.items():
        register.loc[identifier, ["waarde", "getal"]] = [f"{value:.0f}", value]
    register.loc["R08", "vindplaats"] = "29 / 2.700 × 40.000"
    tables = {**base.book.tables, "cijfers": register.reset_index(drop=True)}
    result = replace(base, book=replace(base.book, tables=tables))
    assert "De 123 van Deventer is een maximum uit de regeling voor 2022" in (
        beschut.parts_table(result).note
    )
    keys = beschut.keys_table(result)
    assert "ongeveer 456 inwoners" in keys.note
    assert keys.rows["hoe"].iloc[1].endswith(": 29 / 2.700 × 40.000")


def test_the_numbers_in_the_notes_follow_the_assumptions() -> None:
    # A27: 29, 31 and 33 hours; A22 in the middle 0.2 and at its end 0.3, times 1.6449.
    assert "een plek 31 uur telt" in _shown("beschut.measures", "samen", "basis").note
    assert "een plek 33 uur telt" in beschut.measures(_at_end("A27", "hoog")).note
    assert "tot ongeveer 33% boven" in _shown("beschut.outflow_table", "samen", "basis").note
    assert "tot ongeveer 49% boven" in beschut.outflow_table(_at_end("A22", "hoog")).note


@pytest.mark.parametrize(("area", "name"), CASES)
def test_the_price_level_stands_above_the_money(area: str, name: str) -> None:
    table = _shown("participation.money_table", area, name)
    assert f"loonpeil {SETS[name].get('prijspeil', 2023)}" in table.caption


@pytest.mark.parametrize(("area", "name"), CASES)
def test_the_words_on_the_building_follow_the_chance(area: str, name: str) -> None:
    both = _result(area, name).crossing
    first, second = (claim.text() for claim in _shown("crossing.crossing_claims", area, name))
    assert ("gaan de twee uitspraken van de nota samen" in second) == (both.shrinks_chance() >= 0.5)
    assert ("wringen" in second) == (both.shrinks_chance() < 0.5)
    assert first.startswith("De kans") == (both.half_chance < 0.5)


def test_a_projection_is_dashed_and_an_interval_is_a_band() -> None:
    fan = _shown("beschut.fan_figure", "samen", "basis").traces
    lines = [trace["line"]["dash"] for trace in fan if "dash" in trace.get("line", {})]
    assert lines == ["dash"]
    (band,) = [trace for trace in fan if trace.get("fill") == "tonexty"]
    assert band["fillcolor"] == theme.BAND
    both = _shown("crossing.crossing_figure", "samen", "basis").traces
    # Told apart without colour.
    assert [trace["line"]["dash"] for trace in both] == ["dash", "dashdot"]


def test_bars_are_told_apart_without_colour() -> None:
    traces = _shown("crossing.inside_figure", "samen", "basis").traces
    assert [trace["marker"]["pattern"]["shape"] for trace in traces] == ["", "/"]


@pytest.mark.parametrize(("identifier", "end"), ENDS)
def test_everything_holds_at_the_end_of_an_assumption(identifier: str, end: str) -> None:
    # A number that leaves the bounds of its sentence would raise StaleClaim.
    result = _at_end(identifier, end)
    for call in FIGURES:
        assert len(made(MODULES, call, result).title.split()) <= 12
    for call in TABLES:
        assert len(made(MODULES, call, result).rows) > 0
    for call in CLAIMS:
        for claim in made(MODULES, call, result):
            assert "{" not in claim.text()


@pytest.mark.parametrize(
    ("identifier", "column"),
    [("A21", "instroom"), ("A22", "band"), ("A25", "bezetting"), ("A26", "bezetting")],
)
def test_the_ends_of_an_assumption_change_what_is_shown(identifier: str, column: str) -> None:
    # Otherwise the tests above would say nothing.
    shown = []
    for end in ("laag", "hoog"):
        result = _at_end(identifier, end)
        year = result.need.stock_in(2040)
        shown.append(
            {
                "instroom": result.need.planned,
                "band": year.high - year.low,
                "bezetting": result.crossing.occupancy_in(2040).value,
            }[column]
        )
    assert abs(shown[0] / shown[1] - 1) > 0.05
