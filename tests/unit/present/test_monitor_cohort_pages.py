"""What notebook 07 shows of cohorts, werkleerroutes and absence, made up and hidden."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest

from analysis.parameters import Parameters
from analysis.present import monitor_absence, monitor_cohort_tables, monitor_cohorts, monitor_routes
from analysis.present.claim import Claim
from analysis.present.figure import Figure
from analysis.present.table import Table
from analysis.questions.monitor_absence import absence_monitor
from analysis.questions.monitor_cohort_points import EARLY
from analysis.questions.monitor_cohorts import GROWING, cohort_monitor
from analysis.questions.monitor_routes import route_monitor
from analysis.sources.workbook import Workbook, open_with
from tests.monitor_example import base
from tests.unit.present.pages import (
    assert_readable_claim,
    assert_readable_figure,
    assert_readable_table,
    cells_of,
    leaves,
)

pytestmark = pytest.mark.unit

COHORTS = (
    monitor_cohorts.path_claim,
    monitor_cohorts.path_figure,
    monitor_cohort_tables.path_table,
    monitor_cohort_tables.matching_table,
    monitor_cohort_tables.naive_table,
    monitor_cohorts.naive_claim,
)
ROUTES = (
    monitor_routes.routes_claim,
    monitor_routes.funnel_figure,
    monitor_routes.routes_table,
)
ABSENCE = (
    monitor_absence.year_claim,
    monitor_absence.signal_claim,
    monitor_absence.absence_figure,
    monitor_absence.years_table,
)
FIGURES = (
    monitor_cohorts.path_figure,
    monitor_routes.funnel_figure,
    monitor_absence.absence_figure,
)
RESULTS: dict[Callable[..., Any], str] = (
    dict.fromkeys(COHORTS, "cohorts")
    | dict.fromkeys(ROUTES, "routes")
    | dict.fromkeys(ABSENCE, "absence")
)
CALLS = (*COHORTS, *ROUTES, *ABSENCE)
OPENERS: dict[str, Callable[[Workbook], Any]] = {
    "cohorts": cohort_monitor,
    "routes": route_monitor,
    "absence": absence_monitor,
}
MAX_LEGEND = 30
"""Letters of a name in a legend that fit beside each other at phone width."""


@cache
def book() -> Workbook:
    return open_with(Parameters())


@cache
def few() -> Workbook:
    """So few people that nearly all is hidden."""
    tables = dict(book().tables)
    people = tables["trajecten"].groupby(["groep", tables["trajecten"]["instroom"].str[:4]])
    tables["trajecten"] = people.head(12)
    tables["werkleerroutes"] = tables["werkleerroutes"].assign(naar_werk=1)
    tables["verzuim"] = tables["verzuim"].assign(pers=9)
    return replace(book(), tables=tables)


@cache
def by_quarter() -> Workbook:
    """Only counts by quarter, no trajectories."""
    tables = dict(book().tables)
    tables["trajecten"] = tables["trajecten"].iloc[:0]
    return replace(book(), tables=tables)


CASES: dict[str, Callable[[], Workbook]] = {"basis": book, "weinig": few, "kwartaal": by_quarter}


@cache
def shown(call: Callable[..., Any], case: str = "basis") -> Any:
    """What a call makes of a case."""
    return call(OPENERS[RESULTS[call]](CASES[case]()))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_it_can_be_read(call: Callable[..., Any], case: str) -> None:
    item = shown(call, case)
    if isinstance(item, Figure):
        assert_readable_figure(item, "q7-")
    elif isinstance(item, Table):
        assert_readable_table(item, "q7-")
    else:
        assert_readable_claim(item)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_it_says_that_it_is_made_up_and_released(call: Callable[..., Any]) -> None:
    payload = shown(call).payload()
    assert payload["basis"] == "voorbeeld"
    assert "vrijgave" in payload
    if isinstance(shown(call), Figure):
        assert shown(call).title.startswith("Voorbeeld: ")


@pytest.mark.parametrize("call", FIGURES, ids=lambda call: call.__name__)
def test_a_figure_fits_a_phone(call: Callable[..., Any]) -> None:
    figure = shown(call)
    assert isinstance(figure, Figure)
    names = [str(trace.get("name", "")) for trace in figure.traces]
    assert all(len(name) <= MAX_LEGEND for name in names)
    colours = {value for value in leaves(figure.plot()["data"]) if str(value)[:1] == "#"}
    assert len(colours) <= 5


@pytest.mark.parametrize("call", FIGURES, ids=lambda call: call.__name__)
def test_a_figure_has_dutch_numbers(call: Callable[..., Any]) -> None:
    figure = shown(call)
    assert figure.layout["separators"] == ",."
    text = f"{figure.title} {figure.description} {figure.subtitle}"
    assert not re.search(r"\d\.\d{1,2}(?!\d)", text)


@pytest.mark.parametrize("call", FIGURES, ids=lambda call: call.__name__)
def test_a_figure_of_what_is_hidden_is_a_sentence(call: Callable[..., Any]) -> None:
    assert isinstance(shown(call, "weinig"), Claim)


def test_what_is_hidden_reads_so() -> None:
    for call in (monitor_cohort_tables.path_table, monitor_routes.routes_table):
        table = shown(call, "weinig")
        assert any("verborgen" in row for row in cells_of(table))


def test_cohorts_by_quarter_say_what_is_lost() -> None:
    assert "per kwartaal" in shown(monitor_cohort_tables.path_table, "kwartaal").note
    assert "per kwartaal" not in shown(monitor_cohort_tables.path_table).note


def test_a_cohort_that_is_too_young_is_not_judged() -> None:
    youngest = cohort_monitor(base()).of(GROWING)[-1].points
    assert [(point.early, point.verdict) for point in youngest] == [(True, EARLY)]
    older = cohort_monitor(base()).of(GROWING)[:-1]
    assert not any(point.early for cohort in older for point in cohort.points)
    result = cohort_monitor(base())
    told = [
        monitor_cohort_tables.path_table(result).note,
        monitor_cohort_tables.naive_table(result).note,
        monitor_cohorts.naive_claim(result).text(),
    ]
    assert all(monitor_cohort_tables.YOUNGEST in text for text in told)


def test_the_title_follows_the_verdict() -> None:
    figure = shown(monitor_cohorts.path_figure)
    result = cohort_monitor(book())
    oldest = result.of("Groeien")[0]
    assert oldest.latest is not None
    assert monitor_cohorts.SHORT[oldest.latest.verdict] in figure.title
    assert str(oldest.released.year) in figure.title


def test_the_plain_share_is_never_above_the_estimate() -> None:
    for row in cells_of(shown(monitor_cohort_tables.naive_table)):
        if "verborgen" not in (row[3], row[5]):
            assert int(row[3].rstrip("%")) <= int(row[5].rstrip("%"))


def test_routes_stand_in_the_order_of_their_names() -> None:
    names = [row[0] for row in cells_of(shown(monitor_routes.routes_table))]
    assert names[:-1] == sorted(names[:-1])
    assert names[-1] == "alle routes"


def test_a_route_beyond_the_margin_is_named() -> None:
    tables = dict(book().tables)
    routes = {"horeca": (200, 60), "techniek": (400, 200), "logistiek": (400, 195)}
    rows = [
        {"jaar": 2023, "route": name, "gestart": n, "naar_werk": k, "basis": "voorbeeld"}
        for name, (n, k) in routes.items()
    ]
    result = route_monitor(replace(book(), tables=tables | {"werkleerroutes": pd.DataFrame(rows)}))
    assert result is not None
    figure = monitor_routes.funnel_figure(result)
    assert isinstance(figure, Figure)
    assert figure.title.endswith("toeval: horeca")
    assert "horeca" in monitor_routes.routes_claim(result).text()


def test_the_month_that_stands_out_is_in_the_title() -> None:
    figure = shown(monitor_absence.absence_figure)
    result = absence_monitor(book())
    assert result is not None
    assert len(result.outside) == 1
    assert "december 2022" in figure.title
    assert [trace["name"] for trace in figure.traces][-1] == "buiten de grenzen"


def test_no_word_claims_a_cause_or_ranks() -> None:
    for call in CALLS:
        item = shown(call)
        text = item._repr_mimebundle_()["text/plain"].lower()
        for word in ("doordat", "dankzij", "beste", "slechtste", "winnaar"):
            assert word not in text
