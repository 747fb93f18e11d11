"""Everything that notebook 05 shows: made up where it says so, real where it does not."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from analysis.paths import ROOT
from analysis.present import (
    kostprijs,
    kostprijs_answer,
    kostprijs_contract,
    kostprijs_levers,
    kostprijs_years,
    theme,
)
from analysis.present.figure import PLOTLY_MIME
from analysis.provenance import Basis
from analysis.questions.kostprijs_report import CostReport
from analysis.questions.kostprijs_years import cost_years
from tests.unit.present.pages import (
    SETS,
    assert_readable_claim,
    assert_readable_figure,
    assert_readable_table,
    book_of,
    calls_in,
    made,
    nation_of,
)

pytestmark = pytest.mark.unit

NOTEBOOK = ROOT / "notebooks" / "05_kostprijs.ipynb"
MODULES = {
    "kostprijs": kostprijs,
    "kostprijs_answer": kostprijs_answer,
    "kostprijs_contract": kostprijs_contract,
    "kostprijs_levers": kostprijs_levers,
    "kostprijs_years": kostprijs_years,
}
FIGURES = (
    "kostprijs.result_figure",
    "kostprijs_years.change_figure",
    "kostprijs_years.payers_figure",
    "kostprijs_years.remanent_figure",
)
MADE_UP = (
    "kostprijs.capacity_table",
    "kostprijs.methods_table",
    "kostprijs.result_table",
    "kostprijs.unit_table",
    "kostprijs_levers.filling_table",
    "kostprijs_levers.levers_table",
    "kostprijs_levers.stopping_table",
    "kostprijs_years.years_table",
)
REAL = ("kostprijs_contract.exits_table", "kostprijs_contract.spread_table")
CLAIMS = ("kostprijs_answer.answer_claims",)


@cache
def _result(name: str) -> CostReport:
    book = book_of("samen", name)
    return CostReport(book, cost_years(book, nation_of(book.parameters.zaad)))


@cache
def _shown(call: str, name: str) -> Any:
    return made(MODULES, call, _result(name))


def _cases(*calls: str) -> list[tuple[str, str]]:
    # The ledger is of the organisation: another area changes nothing, so one area is enough.
    return [(call, name) for call in calls for name in SETS]


def test_nothing_of_the_notebook_is_forgotten() -> None:
    called = calls_in(NOTEBOOK, MODULES, "model")
    assert sorted(called) == sorted([*FIGURES, *MADE_UP, *REAL, *CLAIMS])


@pytest.mark.parametrize(("call", "name"), _cases(*FIGURES))
def test_a_figure_can_be_made_and_read(call: str, name: str) -> None:
    assert_readable_figure(_shown(call, name), "q5-")


@pytest.mark.parametrize(("call", "name"), _cases(*MADE_UP, *REAL))
def test_a_table_can_be_made_and_read(call: str, name: str) -> None:
    assert_readable_table(_shown(call, name), "q5-")


@pytest.mark.parametrize(("call", "name"), _cases(*CLAIMS))
def test_a_claim_still_holds_and_tells_its_margin(call: str, name: str) -> None:
    claims = _shown(call, name)
    assert len(claims) == 5
    for claim in claims:
        assert_readable_claim(claim)


@pytest.mark.parametrize("call", FIGURES)
def test_a_made_up_picture_says_so_above_what_is_drawn(call: str) -> None:
    figure = _shown(call, "basis")
    assert figure.provenance.basis is Basis.VOORBEELD
    assert "oorbeeld" in figure.title
    layout = figure.plot()["layout"]
    (words,) = [note for note in layout["annotations"] if note["text"] == theme.EXAMPLE_WARNING]
    assert (words["y"], words["yanchor"]) == (1, "bottom")
    # The words stand in room of their own.
    assert layout["margin"]["t"] == figure.layout["margin"]["t"] + theme.EXAMPLE_ROOM
    assert layout["height"] == figure.layout["height"] + theme.EXAMPLE_ROOM
    assert theme.EXAMPLE_WARNING in json.dumps(figure._repr_mimebundle_()[PLOTLY_MIME])


@pytest.mark.parametrize("call", MADE_UP)
def test_a_made_up_table_says_so(call: str) -> None:
    bundle = _shown(call, "basis")._repr_mimebundle_()
    assert bundle["text/plain"].startswith(theme.EXAMPLE_WARNING)
    assert theme.EXAMPLE_WARNING in bundle["text/html"]


@pytest.mark.parametrize("call", REAL)
def test_the_annex_is_no_example(call: str) -> None:
    table = _shown(call, "basis")
    assert table.provenance.basis is Basis.AFGELEID
    assert theme.EXAMPLE_WARNING not in table._repr_mimebundle_()["text/html"]


def test_only_the_sentence_on_the_annex_is_real() -> None:
    claims = _shown("kostprijs_answer.answer_claims", "basis")
    bases = [claim.provenance.basis for claim in claims]
    assert bases == [Basis.VOORBEELD] * 4 + [Basis.AFGELEID]


@pytest.mark.parametrize("call", FIGURES)
def test_bars_read_in_grey(call: str) -> None:
    bars = [trace for trace in _shown(call, "basis").traces if trace["type"] == "bar"]
    looks = {(trace["marker"]["color"], trace["marker"]["pattern"]["shape"]) for trace in bars}
    # No two colours share a pattern.
    assert len({shape for _, shape in looks}) == len(looks)


def test_the_net_results_add_up_to_the_last_row() -> None:
    rows = _shown("kostprijs.result_table", "basis").rows.set_index("werksoort")
    # Made-up income 28,864,786 less costs 32,026,800.
    assert rows["netto_resultaat"]["Samen"] == pytest.approx(-3_162.014)
    assert rows["netto_resultaat"].drop("Samen").sum() == pytest.approx(-3_162.014)
