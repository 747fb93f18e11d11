"""Every chart of the notebooks, for every area: plotly knows all of it, and it can be read."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.paths import ROOT
from analysis.present import agreements, context, contract, finance, overview, theme, wsw
from analysis.present.display import MIME
from analysis.present.figure import Figure
from analysis.questions.organisation import organisation_photo
from analysis.questions.overview import overview as make_overview
from tests.unit.present.pages import (
    AREAS,
    assert_colours_of_the_theme,
    assert_figure_has_whole_texts,
    assert_lean,
    assert_plotly_knows,
    book_of,
)

pytestmark = pytest.mark.unit

OF_THE_ORGANISATION: dict[str, Callable[[Any], Any]] = {
    "q1-contract-regels": contract.contract_figure,
    "q1-afspraken-soort": agreements.agreements_figure,
    "q1-wsw-bestand": wsw.stock_figure,
    "q1-subsidie-per-persoon": finance.subsidy_figure,
    "q1-bevolking-prognose": context.population_figure,
}
OF_THE_OVERVIEW: dict[str, Callable[[Any], Any]] = {
    "q0-cijfers-basis": overview.basis_figure,
    "q0-bevindingen-ernst": overview.severity_figure,
}
ONLY_WITH_A_CONTRACT = {"q1-contract-regels", "q1-afspraken-soort"}
CASES = [(key, area) for key in OF_THE_ORGANISATION for area in AREAS] + [
    (key, "samen") for key in OF_THE_OVERVIEW
]


@functools.cache
def _photo(area: str) -> Any:
    return organisation_photo(book_of(area, "basis"))


@functools.cache
def _overview() -> Any:
    return make_overview(book_of("samen", "basis"))


def _shown(key: str, area: str) -> Any:
    if key in OF_THE_OVERVIEW:
        return OF_THE_OVERVIEW[key](_overview())
    return OF_THE_ORGANISATION[key](_photo(area))


def _figures() -> list[tuple[str, str]]:
    return [
        (key, area)
        for key, area in CASES
        if not (key in ONLY_WITH_A_CONTRACT and area == "olst-wijhe")
    ]


def test_no_figure_of_the_notebooks_is_forgotten() -> None:
    shown = set()
    for name in ("00_leeswijzer", "01_organisatiefoto"):
        notebook = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            payloads = [out.get("data", {}).get(MIME, {}) for out in cell.get("outputs", [])]
            shown |= {data["sleutel"] for data in payloads if data.get("soort") == "figuur"}
    assert shown == {*OF_THE_ORGANISATION, *OF_THE_OVERVIEW}


@pytest.mark.parametrize(("key", "area"), _figures())
def test_plotly_knows_every_part_of_the_chart(key: str, area: str) -> None:
    figure = _shown(key, area)
    assert isinstance(figure, Figure)
    assert figure.key == key
    assert_plotly_knows(figure)


@pytest.mark.parametrize(("key", "area"), _figures())
def test_the_chart_is_lean_and_plain(key: str, area: str) -> None:
    assert_lean(_shown(key, area))


@pytest.mark.parametrize(("key", "area"), _figures())
def test_colours_are_those_of_the_theme(key: str, area: str) -> None:
    assert_colours_of_the_theme(_shown(key, area))


@pytest.mark.parametrize(("key", "area"), _figures())
def test_the_words_beside_the_chart_are_words(key: str, area: str) -> None:
    assert_figure_has_whole_texts(_shown(key, area), key)


@pytest.mark.parametrize("key", sorted(ONLY_WITH_A_CONTRACT))
def test_an_area_without_a_contract_gets_a_sentence(key: str) -> None:
    claim = _shown(key, "olst-wijhe")
    assert not isinstance(claim, Figure)
    assert claim.text().startswith("Voor Olst-Wijhe ontbreekt ")


def test_years_on_an_axis_are_whole() -> None:
    layout = wsw.stock_figure(_photo("samen")).layout
    assert (layout["xaxis"]["tickformat"], layout["xaxis"]["dtick"]) == ("d", 1)


def test_a_projection_is_dashed_and_an_interval_is_a_band() -> None:
    traces = wsw.stock_figure(_photo("samen")).traces
    (line,) = [trace for trace in traces if trace["mode"] == "lines+markers"]
    (band,) = [trace for trace in traces if trace.get("fill") == "tonexty"]
    assert line["line"]["dash"] == "dash"
    assert band["fillcolor"] == theme.BAND


@pytest.mark.parametrize("key", ["q1-contract-regels", "q1-afspraken-soort", "q0-cijfers-basis"])
def test_bars_begin_at_zero(key: str) -> None:
    assert _shown(key, "samen").layout["xaxis"]["rangemode"] == "tozero"
