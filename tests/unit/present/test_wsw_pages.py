"""Everything that notebook 04 shows, for every area and other parameters than the base case."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import plotly.graph_objects as go
import pytest

from analysis.parameters import Parameters
from analysis.paths import ROOT
from analysis.present import (
    backtest,
    runoff,
    runoff_checks,
    theme,
    wsw_answer,
    wsw_money,
    wsw_scenarios,
)
from analysis.present.claim import Claim
from analysis.present.display import MIME
from analysis.present.figure import PLOTLY_MIME, Figure
from analysis.present.table import Table
from analysis.questions.local_runoff import local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.questions.wsw_runoff import WswRunoff
from analysis.sources.workbook import open_with

pytestmark = pytest.mark.unit

NOTEBOOK = ROOT / "notebooks" / "04_wsw_afbouw.ipynb"
AREAS = ("samen", "deventer", "olst-wijhe")
SETS: dict[str, dict[str, Any]] = {
    "basis": {"scenario": "basis"},
    "kort-2022": {"horizon": 2030, "prijspeil": 2022},
    "lang-zaad": {"horizon": 2060, "zaad": 1},
}
MODULES = {
    "runoff": runoff,
    "backtest": backtest,
    "runoff_checks": runoff_checks,
    "wsw_answer": wsw_answer,
    "wsw_money": wsw_money,
    "wsw_scenarios": wsw_scenarios,
}
FIGURES = (
    "runoff.national_figure",
    "runoff.heads_figure",
    "backtest.backtest_figure",
    "backtest.level_figure",
    "wsw_money.result_figure",
    "wsw_money.history_figure",
    "wsw_scenarios.tornado_figure",
)
TABLES = (
    "runoff.volume_table",
    "runoff.parts_table",
    "backtest.held_out_table",
    "runoff_checks.age_table",
    "runoff_checks.closed_form_table",
    "runoff_checks.coverage_table",
    "wsw_money.years_table",
    "wsw_money.inputs_table",
    "wsw_money.history_table",
    "wsw_scenarios.scenario_table",
    "wsw_scenarios.asking_table",
)
CLAIMS = (
    "wsw_answer.answer_claims",
    "wsw_money.constraint_claims",
    "backtest.backtest_claims",
)
OF_NO_AREA = {"runoff_checks.coverage_table"}
"""Costly, and the same for every area, horizon and price level."""
CASES = [(area, name) for area in AREAS for name in SETS]


@cache
def _nation(seed: int) -> NationalRunoff:
    return national_runoff(open_with(Parameters(zaad=seed)))


@cache
def _result(area: str, name: str) -> WswRunoff:
    book = open_with(Parameters.model_validate({"gebied": area} | SETS[name]))
    nation = _nation(book.parameters.zaad)
    return WswRunoff(book, nation, local_runoff(book, nation))


@cache
def _shown(call: str, area: str, name: str) -> Any:
    module, _, function = call.partition(".")
    make: Callable[[WswRunoff], Any] = getattr(MODULES[module], function)
    return make(_result(area, name))


def _cases(calls: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [
        (call, area, name)
        for call in calls
        for area, name in CASES
        if call not in OF_NO_AREA or (area == "samen" and name != "kort-2022")
    ]


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    else:
        yield value


def _numbers(claim: Claim) -> dict[str, Any]:
    return {name: item.quantity for name, item in claim.numbers.items()}


def test_nothing_of_the_notebook_is_forgotten() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    names = "|".join(sorted(MODULES, key=len, reverse=True))
    called = set(re.findall(rf"\b(?:{names})\.\w+(?=\(afbouw\))", code))
    assert called == {*FIGURES, *TABLES, *CLAIMS}


@pytest.mark.parametrize(("call", "area", "name"), _cases(FIGURES))
def test_a_figure_can_be_made_and_read(call: str, area: str, name: str) -> None:
    figure = _shown(call, area, name)
    assert isinstance(figure, Figure)
    assert len(figure.title.split()) <= 12
    for text in (figure.title, figure.subtitle, figure.description, figure.note):
        assert "nan" not in re.findall(r"\w+", text.lower())
        assert "{" not in text
    assert figure.description.endswith(".")
    assert figure.key.startswith("q4-")


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
    assert table.key.startswith("q4-")
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
def test_the_answer_is_five_sentences(area: str, name: str) -> None:
    claims = _shown("wsw_answer.answer_claims", area, name)
    assert len(claims) == 5
    assert all(claim.text().rstrip().endswith(".") for claim in claims)
    # Each number of people and each year has its band behind it.
    for claim in claims[:3]:
        numbers = _numbers(claim)
        loose = {key for key, item in numbers.items() if not item.certain}
        bands = {key for key in loose if claim.numbers[key].band}
        assert {numbers[key] for key in bands} == {numbers[key] for key in loose}


@pytest.mark.parametrize(("area", "name"), CASES)
def test_the_words_on_the_money_follow_the_margin(area: str, name: str) -> None:
    total = _result(area, name).money.total()
    text = _shown("wsw_answer.answer_claims", area, name)[3].text()
    title = _shown("wsw_money.result_figure", area, name).title
    doubtful = total.low < 0 < total.high
    assert ("is met wat bekend is dus niet te zeggen" in text) == doubtful
    assert title.startswith("Niet te zeggen") == doubtful
    assert f"loonpeil {SETS[name].get('prijspeil', 2023)}" in text


@pytest.mark.parametrize(("area", "name"), CASES)
def test_figures_and_tables_run_to_the_horizon(area: str, name: str) -> None:
    horizon = SETS[name].get("horizon", 2040)
    heads = _shown("runoff.heads_figure", area, name).numbers
    assert list(heads["jaar"]) == list(range(2016, horizon + 1))
    assert _shown("runoff.volume_table", area, name).rows["jaar"].iloc[-1] == horizon
    assert _shown("wsw_money.result_figure", area, name).numbers["jaar"].iloc[-1] == horizon


@pytest.mark.parametrize("area", AREAS)
def test_the_table_of_parts_has_a_row_for_each(area: str) -> None:
    rows = list(_shown("runoff.parts_table", area, "basis").rows["gebied"])
    names = {"deventer": ["Deventer"], "olst-wijhe": ["Olst-Wijhe"]}
    if area != "samen":
        assert rows == names[area]
    else:
        assert rows[1:] == ["Deventer", "Olst-Wijhe"]


@pytest.mark.parametrize(("area", "name"), CASES)
def test_the_years_of_the_money_add_up(area: str, name: str) -> None:
    rows = _shown("wsw_money.years_table", area, name).rows
    assert list(rows["wanneer"]) == ["2025", "2026", "2027", "2028", "2029", "2025–2029"]
    for column in ("subsidie", "loonkosten", "midden"):
        assert rows[column].iloc[-1] == pytest.approx(rows[column].iloc[:-1].sum())
    assert rows["midden"].to_numpy() == pytest.approx(
        (rows["subsidie"] - rows["loonkosten"]).to_numpy()
    )
    assert list(rows["kant"]) == ["N" if value < 0 else "V" for value in rows["midden"]]


def test_a_projection_is_dashed_and_an_interval_is_a_band() -> None:
    for call in ("runoff.national_figure", "runoff.heads_figure", "wsw_money.result_figure"):
        traces = _shown(call, "samen", "basis").traces
        assert [trace["line"]["dash"] for trace in traces if "dash" in trace.get("line", {})] == [
            "dash"
        ]
        (band,) = [trace for trace in traces if trace.get("fill") == "tonexty"]
        assert band["fillcolor"] == theme.BAND
