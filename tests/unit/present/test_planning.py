"""The planning as a reader meets it: timeline, order, deliveries and the sentences about them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest

from analysis.model.schedule import Verdict
from analysis.parameters import Parameters
from analysis.present import theme
from analysis.present.claim import StaleClaim
from analysis.present.planning import delivery_table, steps_table, timeline_figure, title_of
from analysis.present.planning_claims import planning_claims, term_claim, years_claim
from analysis.present.planning_marks import KINDS, RINGS
from analysis.present.planning_words import SHORT, SIGNS, name_of, verdict_text, when_text
from analysis.questions.planning import Planning, planning
from analysis.sources.package import read_package
from analysis.sources.workbook import Workbook, open_with
from tests.unit.present.pages import (
    assert_readable_claim,
    assert_readable_figure,
    assert_readable_table,
    cells_of,
)

pytestmark = pytest.mark.unit

BLANK = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def book() -> Workbook:
    return open_with(Parameters())


@pytest.fixture(scope="module")
def result(book: Workbook) -> Planning:
    return planning(book)


def changed(book: Workbook, table: str, name: str, **cells: str) -> Planning:
    """The planning with other cells in one row of a table."""
    rows = book.table(table)
    for column, value in cells.items():
        rows.loc[rows["id"] == name, column] = value
    return planning(replace(book, tables={**book.tables, table: rows}))


def judged(result: Planning, *verdicts: Verdict) -> Planning:
    """The planning with just these verdicts."""
    steps = result.steps.head(len(verdicts)).assign(oordeel=list(verdicts))
    return replace(result, steps=steps)


def traces(result: Planning, **match: Any) -> list[dict[str, Any]]:
    return [
        trace
        for trace in timeline_figure(result).traces
        if all(trace.get(name) == value for name, value in match.items())
    ]


def test_the_keys_are_those_that_the_notebook_names(result: Planning) -> None:
    keys = [timeline_figure(result).key, steps_table(result).key, delivery_table(result).key]
    assert keys == ["q6-tijdlijn", "q6-volgorde", "q6-leveringen"]


@pytest.mark.parametrize("area", ["samen", "deventer", "olst-wijhe"])
def test_everything_can_be_made_and_read(book: Workbook, area: str) -> None:
    result = planning(book.in_area(area))
    assert_readable_figure(timeline_figure(result), "q6-")
    assert_readable_table(steps_table(result), "q6-")
    assert_readable_table(delivery_table(result), "q6-")
    for claim in planning_claims(result):
        assert_readable_claim(claim)


OK, LATE, UNDATED = Verdict.OP_TIJD, Verdict.TE_LAAT, Verdict.ZONDER_DATUM


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        ((OK, UNDATED, UNDATED, LATE), "Bij 2 van 4 stappen ontbreekt een datum; 1 komt te laat"),
        ((OK, UNDATED), "Bij 1 van 2 stappen ontbreekt een datum"),
        ((OK, LATE, LATE), "Van 3 stappen: 2 komen te laat"),
        ((OK, OK, OK), "Geen van de 3 stappen komt te laat"),
        # Not known is not in time.
        ((OK, OK, Verdict.ONZEKER), "Van 1 van 3 stappen is de volgorde niet bekend"),
    ],
)
def test_the_title_follows_from_the_verdicts(
    result: Planning, verdicts: tuple[Verdict, ...], title: str
) -> None:
    assert title_of(judged(result, *verdicts)) == title
    assert len(title.split()) <= 12


def test_the_title_is_true_of_the_table(result: Planning) -> None:
    words = [row[4] for row in cells_of(steps_table(result))]
    undated, late = words.count("○ zonder datum"), words.count("▼ te laat")
    assert timeline_figure(result).title == (
        f"Bij {undated} van {len(words)} stappen ontbreekt een datum; {late} komen te laat"
    )


def test_a_row_for_each_milestone_up_to_the_last_deadline(result: Planning) -> None:
    figure = timeline_figure(result)
    names = figure.layout["yaxis"]["categoryarray"]
    # MP32 to MP44; MP45 (2026) and MP46 (2040) begin after the picture and are told below it.
    assert len(names) == len(set(names)) == len(figure.numbers) == 13
    assert {name for trace in figure.traces for name in trace["y"]} == set(names)
    assert "Niet in beeld: Jaren van de perspectiefnota (2026 tot en met 2029) en Stip" in (
        figure.note
    )
    assert "Van fase 1, 2 en 3 noemt de nota het begin niet" in figure.note
    assert "71 tot 100 en 32 tot 61 dagen" in figure.note


def test_every_kind_has_its_own_colour_and_shape() -> None:
    fields = read_package().resource("mijlpalen").schema_.fields
    (kind,) = [field for field in fields if field.name == "soort"]
    assert set(KINDS) == set(kind.constraints.enum or ())
    assert len({symbol for _, symbol in KINDS.values()}) == len(KINDS)
    assert {colour for colour, _ in KINDS.values()} <= {*theme.PALETTE, theme.INK}
    assert len({colour for colour, _ in KINDS.values()}) == len(KINDS)


def test_a_period_is_a_bar_to_the_edge_and_named_once(result: Planning) -> None:
    figure = timeline_figure(result)
    bars = traces(result, mode="lines", name="periode")
    wide = [trace for trace in bars if trace["line"]["color"] == theme.GREY]
    assert len(wide) == 3
    assert {trace["x"][0] for trace in wide} == {"2025-01-01"}
    assert {trace["x"][1] for trace in wide} == {figure.layout["xaxis"]["range"][1]}
    assert [trace["showlegend"] for trace in bars].count(True) == 1
    assert wide[0]["showlegend"]


def test_a_day_is_a_point_and_a_month_a_line_with_a_point(result: Planning) -> None:
    (deadlines,) = traces(result, mode="markers", name="deadline")
    # 15 April is the middle of the month.
    assert deadlines["x"] == ["2025-01-20", "2025-04-15", "2025-06-01"]
    lines = [trace for trace in traces(result, mode="lines") if trace["line"]["width"] == 4]
    assert [trace["x"] for trace in lines] == [
        ["2025-04-01", "2025-04-30"],
        ["2025-05-01", "2025-05-31"],
    ]


def test_what_does_not_fit_is_ringed_and_said(result: Planning) -> None:
    for verdict, symbol in RINGS.items():
        (ring,) = traces(result, name=str(verdict))
        assert ring["marker"]["symbol"] == symbol
        expected = [row for row in result.milestones["id"] if verdict in result.troubled(row)]
        assert len(ring["x"]) == len(expected) > 0
        assert all(name.endswith(f"nodig: {verdict_text(verdict)}") for name in ring["y"])
    ringed = {name for trace in traces(result, showlegend=False) for name in trace["y"]}
    others = set(timeline_figure(result).layout["yaxis"]["categoryarray"]) - ringed
    assert not any("nodig:" in name.rpartition("<br>")[2] for name in others)


def test_a_plan_that_is_in_time_has_no_ring(book: Workbook) -> None:
    # The period of the plans begins after the bedrijfsplan is done.
    later = changed(book, "mijlpalen", "MP39", datum_van="2025-07-01")
    assert traces(later, name="te laat") == []
    assert "laat" not in timeline_figure(later).title


def test_months_on_the_axis_are_dutch(result: Planning) -> None:
    axis = timeline_figure(result).layout["xaxis"]
    assert axis["ticktext"] == ["okt<br>2024", "dec", "feb<br>2025", "apr", "jun"]
    assert axis["tickvals"][0] == "2024-10-01"
    low, high = (dt.date.fromisoformat(text) for text in axis["range"])
    assert low < dt.date(2024, 10, 1) < dt.date(2025, 6, 1) < high


def test_the_order_is_told_in_words_and_signs(result: Planning) -> None:
    rows = cells_of(steps_table(result))
    assert len(rows) == 16
    for *_, said, _ in rows:
        assert said in {f"{sign} {verdict}" for verdict, sign in SIGNS.items()}
    assert len(set(SIGNS.values())) == len(Verdict)
    undated = [row for row in rows if row[4] == "○ zonder datum"]
    assert {row[3] for row in undated} == {"geen datum"}
    assert "geen datum" not in {row[3] for row in rows if row not in undated}


def test_deliveries_say_what_is_still_to_come(result: Planning) -> None:
    rows = cells_of(delivery_table(result))
    assert len(rows) == len(result.deliveries)
    assert not [row for row in rows if row[4] == "volgt"]
    # Where figures are made up, the delivery says so.
    assert all("voorbeeld" in row[1] for row in rows if row[0] == "05_kostprijs")
    assert all("verzonnen" in row[1] for row in rows if row[0] == "07_dvo_monitor")


def test_short_names_are_of_milestones_that_exist(result: Planning) -> None:
    assert set(SHORT) == set(result.milestones["id"])
    assert name_of({"id": "MP99", "mijlpaal": "Iets anders"}) == "Iets anders"
    # A short name has no year or phase that the milestone itself lacks.
    for row in result.milestones.to_dict("records"):
        short = SHORT[row["id"]].replace(BLANK, " ")
        assert set(re.findall(r"\d+", short)) <= set(re.findall(r"\d+", row["mijlpaal"]))


@pytest.mark.parametrize(
    ("precision", "first", "last", "text"),
    [
        ("dag", "2025-06-01", "2025-06-01", "1 juni 2025"),
        ("maand", "2025-04-01", "2025-04-30", "april 2025"),
        ("jaar", "2040-01-01", "2040-12-31", "2040"),
        ("periode", "2025-01-01", "2028-12-31", "2025 tot en met 2028"),
        ("seizoen", "2024-03-01", "2024-06-30", "1 maart 2024 tot en met 30 juni 2024"),
    ],
)
def test_a_moment_is_told_as_precisely_as_it_is_known(
    precision: str, first: str, last: str, text: str
) -> None:
    assert when_text({"precisie": precision, "datum_van": first, "datum_tot": last}) == text


def test_the_sentences_hold_these_numbers(result: Planning) -> None:
    order, choice, term, years = (claim.text() for claim in planning_claims(result))
    # In time, late, undated (none is uncertain); 1 January to 1 April and to 1 June.
    assert re.findall(r"\d+", order) == ["16", "6", "2", "8", "90", "151"]
    assert "niet te zeggen" not in order
    assert "looptijd van het plan" in order
    assert "een datum voor dat besluit noemt de nota niet" in choice
    assert "te laat voor het strategisch plan van fase twee en op tijd voor het bedrijfs" in choice
    assert re.findall(r"\d+", choice) == ["2025", "2025", "1", "31"]
    # From 1 June to 31 July and to 30 June; a term from 1 December 2024 is too short.
    assert re.findall(r"\d+", term) == ["7", "6", "2025", "2025", "60", "29", "31"]
    assert re.findall(r"\d+", years) == ["2028", "2029", "2029", "2029"]


def test_the_claim_on_the_choice_changes_when_it_has_a_date(book: Workbook) -> None:
    dated = changed(book, "planning_stappen", "PS14", nodig="MP43")
    text = planning_claims(dated)[1].text()
    assert text == "De datum waarop de raad het scenario kiest, staat in de planning."


def test_the_claim_on_the_years_changes_when_a_plan_covers_them(book: Workbook) -> None:
    longer = changed(book, "mijlpalen", "MP39", datum_tot="2029-12-31")
    assert "valt daarmee binnen die plannen" in years_claim(longer).text()


def test_a_term_that_ends_before_the_deadline_makes_its_claim_stale(book: Workbook) -> None:
    short = changed(book, "cijfers", "K41", waarde="2025-07-15")
    with pytest.raises(StaleClaim, match="less"):
        term_claim(short)


def test_claims_rest_on_the_facts_that_they_tell(result: Planning) -> None:
    order, choice, term, years = (claim.provenance for claim in planning_claims(result))
    assert {"planning_stappen.csv", "mijlpalen.csv"} <= set(order.ids)
    assert "K40" in choice.ids
    assert set(term.ids) == {"K13", "K37", "K41", "K42"}
    assert set(years.ids) == {"K11", "K16", "K20"}
    # Deadlines are agreements, and days between them are computed.
    assert (order.label, order.norm) == ("afgeleid", True)
