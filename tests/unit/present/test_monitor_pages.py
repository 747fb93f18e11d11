"""The page of the monitor: what is shown for the base case and for tables that are not there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from analysis.errors import PrivacyError
from analysis.frames import rows_of
from analysis.model.agreement_verdicts import Verdict
from analysis.present import monitor as pages
from analysis.present import monitor_answer as answer
from analysis.present import monitor_registration as records
from analysis.present.claim import Claim
from analysis.present.figure import Figure
from analysis.present.monitor_words import (
    BLOCKS,
    SHORT,
    SIGNS,
    chance_text,
    norm_text,
    pace_text,
    value_text,
)
from analysis.present.table import Table
from analysis.questions.monitor import Monitor, monitor
from analysis.released import HIDDEN
from analysis.shown import is_shown
from tests.monitor_example import base, realised, with_tables
from tests.unit.present.pages import (
    assert_readable_claim,
    assert_readable_figure,
    assert_readable_table,
    cells_of,
)

pytestmark = pytest.mark.unit

EMPTY = (
    *("trajecten", "traject_aantallen", "werkleerroutes", "werkstap_plannen", "enquetes"),
    *("kwartaalrealisaties", "registratie", "verzuim", "wsw_personen"),
)


@cache
def result_of(case: str) -> Monitor:
    """The base case, the one without rows per trajectory, an own year, and one without anything."""
    if case == "leeg":
        return monitor(with_tables(**{name: [] for name in EMPTY}))
    if case == "zonder trajecten":
        return monitor(with_tables(trajecten=[]))
    if case == "eigen":
        own = {name: base().table(name).assign(basis="bron") for name in EMPTY}
        return monitor(with_tables(**own))
    return monitor(base())


CASES = ("basis", "zonder trajecten", "eigen", "leeg")
Shown = Figure | Table | Claim

CALLS: dict[str, Callable[[Monitor], Any]] = {
    "verdict_figure": pages.verdict_figure,
    "agenda_table": answer.agenda_table,
    "unmeasurable_table": pages.unmeasurable_table,
    "unclear_table": pages.unclear_table,
    "registration_table": records.registration_table,
    "registration_quarters_table": records.registration_quarters_table,
    "rungs_figure": records.rungs_figure,
    **{f"group_table {block}": lambda m, b=block: pages.group_table(m, b) for block in BLOCKS},
    **{f"detail_table {block}": lambda m, b=block: pages.detail_table(m, b) for block in BLOCKS},
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("call", CALLS)
def test_everything_on_the_page_can_be_read(call: str, case: str) -> None:
    shown = CALLS[call](result_of(case))
    if isinstance(shown, Figure):
        assert_readable_figure(shown, "q7-")
    elif isinstance(shown, Table):
        assert_readable_table(shown, "q7-")
    else:
        assert_readable_claim(shown)


@pytest.mark.parametrize("case", CASES)
def test_the_sentences_can_be_read(case: str) -> None:
    claims = answer.answer_claims(result_of(case))
    for claim in claims:
        assert_readable_claim(claim)
    assert ("voorbeeld" in claims[1].text()) == result_of(case).made_up


def test_what_is_made_up_says_so_everywhere() -> None:
    result = result_of("basis")
    assert all("voorbeeld" in claim.text().lower() for claim in answer.answer_claims(result))
    for call in ("verdict_figure", "agenda_table", "group_table wsw", "registration_table"):
        shown = CALLS[call](result)
        assert (shown.title if isinstance(shown, Figure) else shown.caption).startswith("Voorbeeld")


def test_an_own_year_is_no_example() -> None:
    result = result_of("eigen")
    assert not result.made_up
    assert not pages.verdict_figure(result).title.startswith("Voorbeeld")


def test_every_agreement_stands_once_in_the_order_of_the_contract() -> None:
    result = result_of("basis")
    shown = [row[0] for block in BLOCKS for row in cells_of(pages.group_table(result, block))]
    assert shown == list(result.now["id"])
    assert len(shown) == 41
    assert set(SHORT) == set(shown)


def test_short_names_fit_on_a_phone() -> None:
    assert max(map(len, SHORT.values())) <= 30


@pytest.mark.parametrize("block", BLOCKS)
def test_a_first_table_is_compact(block: str) -> None:
    table = pages.group_table(result_of("basis"), block)
    assert len(table.columns) <= 5
    assert not table.collapsed


def test_every_verdict_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(Verdict)
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_a_ceiling_is_not_green_and_not_told_as_met() -> None:
    figure = pages.verdict_figure(result_of("basis"))
    assert pages.BUCKETS["gehaald"] == (Verdict.MET,)
    assert Verdict.BELOW_CAP in pages.BUCKETS["zonder oordeel"]
    green = [trace["name"] for trace in figure.traces if "#009E73" in json.dumps(trace["marker"])]
    assert green == ["gehaald"]


def test_the_figure_counts_every_agreement_once() -> None:
    figure = pages.verdict_figure(result_of("basis"))
    assert sum(value for trace in figure.traces for value in trace["x"]) == 41


def test_hidden_numbers_are_nowhere_on_the_page() -> None:
    result, seen = result_of("basis"), False
    for block in BLOCKS:
        for row in cells_of(pages.detail_table(result, block)):
            if "niet te tonen" in row[8]:
                seen = True
                assert row[5] == HIDDEN
                assert not any(re.search(r"\d", cell) for cell in (*row[5:8], *row[9:]))
    assert seen


def test_a_raw_count_is_refused() -> None:
    result = result_of("basis")
    rows = rows_of(result.lines)
    rows[4] |= {"waarde": 81.3}
    with pytest.raises((PrivacyError, TypeError)):
        value_text(rows[4])


@pytest.mark.parametrize(
    ("agreement", "norm"),
    [
        ("W1", "ontbreekt"),
        ("W3", "geen getal"),
        ("W4", "hoogstens 16,4%"),
        ("MG1", "minstens 400\N{NO-BREAK SPACE}personen"),
        ("M2", "alle"),
        ("A4", "alle 6"),
        ("G6a", "204\N{NO-BREAK SPACE}personen"),
        ("P1", "2,02\N{NO-BREAK SPACE}fte"),
    ],
)
def test_a_norm_reads_as_agreed(agreement: str, norm: str) -> None:
    row = next(row for row in rows_of(result_of("basis").now) if row["id"] == agreement)
    assert norm_text(row) == norm


def test_what_was_due_says_when_it_was_done() -> None:
    rows = [row for row in rows_of(result_of("basis").lines) if row["id"] == "G1"]
    done = "klaar in het 3e kwartaal 2023"
    assert [value_text(row) for row in rows] == ["nog niet klaar"] * 2 + [done] * 2
    assert norm_text(rows[0]) == "klaar in het 1e kwartaal 2023"


def test_a_chance_is_never_told_as_certain() -> None:
    rows = rows_of(result_of("basis").lines)
    texts = {chance_text(row) for row in rows}
    assert not {"0%", "100%"} & texts
    assert "minder dan 1%" in texts


def test_the_texts_keep_the_mark_that_they_passed() -> None:
    for row in rows_of(result_of("basis").lines):
        text = value_text(row)
        assert is_shown(text) or not re.search(r"\d", text)


def test_sentences_agree_with_their_numbers() -> None:
    told = [claim.text() for claim in answer.answer_claims(result_of("basis"))]
    assert "Over alle 41 afspraken" in told[1]
    assert "2 plafonds blijven onder de grens, geen gaat eroverheen" in told[3]
    nothing = " ".join(claim.text() for claim in answer.answer_claims(result_of("leeg")))
    assert not re.search(r"\b0 ", nothing)
    assert "Over geen van de 41 afspraken" in nothing
    rows = [
        realised("B1", 1, "pers", waarde=150, soort="stand"),
        realised("G5", 1, "pers", waarde=100),
    ]
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in EMPTY}
    one = monitor(with_tables(**tables | {"kwartaalrealisaties": rows}))
    assert "1 gaat eroverheen" in answer.other_claim(one).text()
    assert "Over 2 van de 41 afspraken" in answer.measurable_claim(one).text()


def test_there_are_no_half_people() -> None:
    rows = rows_of(result_of("basis").lines)
    texts = {pace_text(row) for row in rows if row["eenheid"] == "pers"} - {""}
    assert texts
    assert not any("," in text for text in texts)
    assert any(text.startswith("ongeveer 38\N{NO-BREAK SPACE}personen") for text in texts)


def test_who_did_not_answer_is_in_no_margin() -> None:
    result = result_of("basis")
    asked = [
        block for block in BLOCKS if "wie niet meedeed" in pages.detail_table(result, block).note
    ]
    assert asked == ["wsw", "overig"]


def test_a_note_is_about_the_columns_above_it() -> None:
    result = result_of("basis")
    assert "kant van de grens" in records.registration_table(result).note
    assert "kant van de grens" not in records.registration_quarters_table(result).note


def test_the_rule_is_told_with_its_example() -> None:
    # models.md, G: 0.16; by the rule 0.4%.
    assert "kans van 16%" in answer.rule_claim().text()
    assert "kans van 0,4%" in answer.rule_claim().text()


def test_without_trajectories_the_page_says_what_is_lost() -> None:
    texts = [claim.text() for claim in answer.difference_claims(result_of("zonder trajecten"))]
    assert len(texts) == 1
    assert "M1, M2, G4, G5, G6b en S4" in texts[0]


def test_the_agenda_begins_with_what_was_not_met() -> None:
    rows = cells_of(answer.agenda_table(result_of("basis")))
    assert [row[0] for row in rows[:3]] == ["MG1", "M1", "G1"]
    assert {"W5", "A1", "G4", "W1"} <= {row[0] for row in rows}


def test_the_agenda_ends_with_what_nobody_can_judge_here() -> None:
    hidden, near = cells_of(answer.agenda_table(result_of("basis")))[-2:]
    assert hidden[1] == "M2, G2a, S1, S2 en S3"
    assert "in te zien bij de bron" in hidden[2]
    assert (near[1], near[3]) == ("M3 en B1", "afgerond")
    assert "in te zien bij de bron" in near[2]
    empty = cells_of(answer.agenda_table(result_of("leeg")))
    assert not any("bij de bron" in row[2] for row in empty)


def test_the_page_says_what_a_trend_that_stays_the_same_is() -> None:
    table = pages.detail_table(result_of("basis"), "wsw")
    assert "1 procentpunt van het verzuim" in table.note
