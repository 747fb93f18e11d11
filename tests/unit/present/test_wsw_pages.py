"""Everything that notebook 04 shows, for every area and other parameters than the base case."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

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
from analysis.questions.wsw_runoff import WswRunoff
from tests.unit.present.pages import (
    AREAS,
    CASES,
    SETS,
    assert_figure_has_whole_texts,
    assert_plain_figure,
    assert_readable_claim,
    assert_readable_table,
    book_of,
    calls_in,
    cases,
    local_of,
    made,
    nation_of,
)

pytestmark = pytest.mark.unit

NOTEBOOK = ROOT / "notebooks" / "04_wsw_afbouw.ipynb"
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


@cache
def _result(area: str, name: str) -> WswRunoff:
    book = book_of(area, name)
    return WswRunoff(book, nation_of(book.parameters.zaad), local_of(area, name))


@cache
def _shown(call: str, area: str, name: str) -> Any:
    return made(MODULES, call, _result(area, name))


def _of_its_own(call: str, area: str, name: str) -> bool:
    return call not in OF_NO_AREA or (area == "samen" and name != "kort-2022")


def _numbers(claim: Claim) -> dict[str, Any]:
    return {name: item.quantity for name, item in claim.numbers.items()}


def test_nothing_of_the_notebook_is_forgotten() -> None:
    called = calls_in(NOTEBOOK, MODULES, "afbouw")
    assert sorted(called) == sorted([*FIGURES, *TABLES, *CLAIMS])


@pytest.mark.parametrize(("call", "area", "name"), cases(*FIGURES))
def test_a_figure_can_be_made_and_read(call: str, area: str, name: str) -> None:
    assert_figure_has_whole_texts(_shown(call, area, name), "q4-")


@pytest.mark.parametrize(("call", "area", "name"), cases(*FIGURES))
def test_a_figure_is_plain_and_plotly_knows_all_of_it(call: str, area: str, name: str) -> None:
    assert_plain_figure(_shown(call, area, name))


@pytest.mark.parametrize(
    ("call", "area", "name"), [case for case in cases(*TABLES) if _of_its_own(*case)]
)
def test_a_table_can_be_made_and_read(call: str, area: str, name: str) -> None:
    assert_readable_table(_shown(call, area, name), "q4-")


@pytest.mark.parametrize(("call", "area", "name"), cases(*CLAIMS))
def test_a_claim_still_holds_and_tells_its_margin(call: str, area: str, name: str) -> None:
    # A number outside its bounds would raise StaleClaim.
    for claim in _shown(call, area, name):
        assert_readable_claim(claim)


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


@pytest.mark.parametrize("area", AREAS)
def test_a_table_names_the_assumptions_behind_its_columns(area: str) -> None:
    heads = set(_result(area, "basis").local.provenance.ids)
    assert not {"A14", "A15"} & heads
    # A14 makes arbeidsjaren of heads, A15 makes SE of those.
    volume = _shown("runoff.volume_table", area, "basis").provenance
    assert (set(volume.ids), volume.label) == (heads | {"A14", "A15"}, "aanname")
    # A02 divides over the municipalities, which stand beside both together.
    parts = _shown("runoff.parts_table", area, "basis").provenance
    assert (set(parts.ids), parts.label) == (heads | {"A02"}, "aanname")


def test_the_national_figure_names_what_was_once_expected() -> None:
    nation = _result("samen", "basis").nation.provenance
    # L038 and L039: how far the average of 2020 and of 2022 lay below it.
    shown = _shown("runoff.national_figure", "samen", "basis").provenance
    assert set(shown.ids) == {*nation.ids, "L038", "L039"}


def test_the_line_of_the_backtest_is_told_as_computed_from_sources() -> None:
    first, _ = _shown("backtest.backtest_claims", "samen", "basis")
    assert first.numbers["line"].quantity.provenance.label == "afgeleid"
    assert first.numbers["near"].quantity.provenance.label == "aanname"


def test_the_words_on_the_level_follow_its_margin() -> None:
    result = _result("samen", "basis")
    _, low, high = result.nation.level
    told = backtest.level_figure(result).description
    assert ("zoals aangenomen, blijft mogelijk" in told) == (low <= 1 <= high)
    above = (result.nation.theta > 1.5).astype(float)
    other = replace(result, nation=replace(result.nation, weights=above / above.sum()))
    assert "blijft niet aannemelijk" in backtest.level_figure(other).description


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
