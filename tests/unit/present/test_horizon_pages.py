"""Everything that notebook 03 shows, for every area and other parameters than the base case."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import plotly.graph_objects as go
import pytest

from analysis.parameters import Parameters
from analysis.paths import ROOT
from analysis.present import beschut, crossing, horizon_answer, participation, theme
from analysis.present.claim import Claim
from analysis.present.display import MIME
from analysis.present.figure import PLOTLY_MIME, Figure
from analysis.present.table import Table
from analysis.questions.horizon import Horizon, horizon
from analysis.questions.local_runoff import local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import open_with

pytestmark = pytest.mark.unit

NOTEBOOK = ROOT / "notebooks" / "03_horizon_2040.ipynb"
AREAS = ("samen", "deventer", "olst-wijhe")
SETS: dict[str, dict[str, Any]] = {
    "basis": {"scenario": "basis"},
    "kort-2022": {"horizon": 2030, "prijspeil": 2022},
    "lang-zaad": {"horizon": 2060, "zaad": 1},
}
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
CASES = [(area, name) for area in AREAS for name in SETS]
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
def _nation(seed: int) -> NationalRunoff:
    return national_runoff(open_with(Parameters(zaad=seed)))


@cache
def _result(area: str, name: str) -> Horizon:
    book = open_with(Parameters.model_validate({"gebied": area} | SETS[name]))
    return horizon(book, local_runoff(book, _nation(book.parameters.zaad)))


@cache
def _at_end(identifier: str, end: str) -> Horizon:
    base = _result("samen", "basis")
    value = float(str(base.book.table("aannames").set_index("id").loc[identifier, end]))
    scenario = Scenario(
        id="proef", naam="Proef", omschrijving="Proef", aannames={identifier: value}
    )
    # The Wsw rests on none of these, so its run-off is that of the base case.
    return horizon(replace(base.book, scenario=scenario), base.local)


def _make(call: str, result: Horizon) -> Any:
    module, _, rest = call.partition(".")
    function, _, area = rest.partition(":")
    make: Callable[..., Any] = getattr(MODULES[module], function)
    return make(result, area) if area else make(result)


@cache
def _shown(call: str, area: str, name: str) -> Any:
    return _make(call, _result(area, name))


def _cases(calls: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(call, area, name) for call in calls for area, name in CASES]


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    else:
        yield value


def test_nothing_of_the_notebook_is_forgotten() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    names = "|".join(sorted(MODULES, key=len, reverse=True))
    found = re.findall(rf'\b((?:{names})\.\w+)\(stip(?:, "([\w-]+)")?\)', code)
    called = [f"{call}:{area}" if area else call for call, area in found]
    assert sorted(called) == sorted([*FIGURES, *TABLES, *CLAIMS])
    # And none in another form, with other arguments.
    assert len(re.findall(rf"\b(?:{names})\.\w+\(", code)) == len(called)


@pytest.mark.parametrize(("call", "area", "name"), _cases(FIGURES))
def test_a_figure_can_be_made_and_read(call: str, area: str, name: str) -> None:
    figure = _shown(call, area, name)
    assert isinstance(figure, Figure)
    assert len(figure.title.split()) <= 12
    for text in (figure.title, figure.subtitle, figure.description, figure.note):
        assert "nan" not in re.findall(r"\w+", text.lower())
        assert "{" not in text
    assert figure.description.endswith(".")
    assert figure.key.startswith("q3-")


@pytest.mark.parametrize(("call", "area", "name"), _cases(FIGURES))
def test_a_figure_is_plain_and_plotly_knows_all_of_it(call: str, area: str, name: str) -> None:
    figure = _shown(call, area, name)
    bundle = figure._repr_mimebundle_()
    # Raises for numpy values, and for what is no number.
    assert "bdata" not in json.dumps(bundle, allow_nan=False)
    plot = bundle[PLOTLY_MIME]
    drawn = go.Figure(data=plot["data"], layout=plot["layout"])
    assert len(drawn.data) == len(figure.traces)
    assert len(json.dumps(plot)) < 10_000
    allowed = {*theme.PALETTE, theme.INK, theme.GRID, theme.PAPER, theme.BAND}
    assert {value for value in _values(figure.plot()) if str(value)[:1] == "#"} <= allowed


@pytest.mark.parametrize(("call", "area", "name"), _cases(TABLES))
def test_a_table_can_be_made_and_read(call: str, area: str, name: str) -> None:
    table = _shown(call, area, name)
    assert isinstance(table, Table)
    assert table.key.startswith("q3-")
    data = json.loads(json.dumps(table._repr_mimebundle_(), allow_nan=False))[MIME]
    assert len(data["rijen"]) == len(table.rows) > 0
    for row in data["rijen"]:
        assert not any("nan" in re.findall(r"\w+", cell.lower()) for cell in row)
        assert row[0].strip()


@pytest.mark.parametrize(("call", "area", "name"), _cases(CLAIMS))
def test_a_claim_still_holds_and_tells_its_margin(call: str, area: str, name: str) -> None:
    # A number outside its bounds would raise StaleClaim.
    for claim in _shown(call, area, name):
        assert isinstance(claim, Claim)
        json.dumps(claim._repr_mimebundle_(), allow_nan=False)
        assert "{" not in claim.text()
        uncertain = [item for item in claim.numbers.values() if not item.quantity.certain]
        assert not uncertain or "marge" in claim.text()
        assert not uncertain or any(item.band for item in uncertain)


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
        assert len(_make(call, result).title.split()) <= 12
    for call in TABLES:
        assert len(_make(call, result).rows) > 0
    for call in CLAIMS:
        for claim in _make(call, result):
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
