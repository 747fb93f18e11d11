"""The rule of the monitor against the printed case, and the base case of the agreements."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.frames import rows_of
from analysis.model.agreement_verdicts import FIRM, Verdict, share_margin
from analysis.model.indicators import chance_of_meeting, judge
from analysis.questions.monitor import Monitor, monitor
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.golden

PEOPLE, NORM = 120, 0.5


def _met(count: int, people: int = PEOPLE, norm: float = NORM) -> bool:
    return share_margin(count, people, (count, count), (people, people)).low >= norm


def test_a_group_with_45_percent_meets_half_by_chance_and_seldom_by_the_rule() -> None:
    # models.md, G: 0.16 by the count alone. The rule asks 69 of 120 (57.5%), which has a chance
    # P(p >= 0.5) = 0.9500 by Beta(69.5, 51.5); 68 of 120 has 0.928.
    assert chance_of_meeting(0.45, NORM, PEOPLE) == pytest.approx(0.16, abs=0.005)
    needed = next(count for count in range(PEOPLE + 1) if _met(count))
    assert judge(needed / PEOPLE, NORM, "ge", PEOPLE) >= FIRM
    assert judge((needed - 1) / PEOPLE, NORM, "ge", PEOPLE) < FIRM
    assert chance_of_meeting(0.45, needed / PEOPLE, PEOPLE) < 0.01


@pytest.mark.parametrize("people", [30, 60, 120, 400])
def test_who_is_just_at_the_norm_is_called_met_one_time_in_twenty(people: int) -> None:
    # At a truth that equals the norm the rule errs about 5% of the time on either side.
    needed = next(count for count in range(people + 1) if _met(count, people))
    assert chance_of_meeting(NORM, needed / people, people) == pytest.approx(0.05, abs=0.03)


def test_simulated_groups_are_called_met_as_often() -> None:
    # 20,000 groups at a true 60%; four standard errors of a share of about a half: 0.014.
    needed = next(count for count in range(PEOPLE + 1) if _met(count))
    found = (np.random.default_rng(8).binomial(PEOPLE, 0.6, 20_000) >= needed).mean()
    assert chance_of_meeting(0.6, needed / PEOPLE, PEOPLE) == pytest.approx(found, abs=0.014)


# --- The base case ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def result(book: Workbook) -> Monitor:
    return monitor(book)


def test_all_41_agreements_have_a_line_in_each_quarter(result: Monitor) -> None:
    assert len(result.now) == 41
    assert len(result.lines) == 4 * 41
    assert list(result.now["volgorde"]) == list(range(1, 42))


def test_the_four_ceilings_and_seven_qualitative_ones_are_never_met(result: Monitor) -> None:
    kinds = {"M3", "B1", "A2", "A3"} | {"W3", "G9", "B2", "A6", "A7", "E1", "E3"}
    rows = [row for row in rows_of(result.lines) if row["id"] in kinds]
    assert not {Verdict.MET, Verdict.MISSED} & {row["oordeel"] for row in rows}


def test_what_has_no_norm_in_the_contract_is_not_measurable(result: Monitor) -> None:
    # W1 and F1 lack their norm; the other six of the register lacked a denominator, given here.
    rows = {row["id"]: row["oordeel"] for row in rows_of(result.now)}
    assert {name for name, verdict in rows.items() if verdict is Verdict.UNMEASURABLE} == {
        "W1",
        "F1",
    }


def test_the_plan_of_the_wsw(result: Monitor) -> None:
    # 491 of 540 shown as 490 of 540: 90.7%, and 90% lies in its margin.
    row = next(row for row in rows_of(result.now) if row["id"] == "W2")
    assert (row["teller"], row["noemer"]) == (490, 540)
    assert row["waarde"] == pytest.approx(100 * 490 / 540)
    assert row["oordeel"] is Verdict.OPEN
