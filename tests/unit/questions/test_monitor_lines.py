"""From what was filled in to a verdict: each rule on a case of its own."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.frames import rows_of
from analysis.model.agreement_verdicts import Pace, Trend, Verdict
from analysis.questions.monitor import Monitor, monitor
from analysis.questions.monitor_registration import Complete, registration
from analysis.questions.monitor_verdicts import (
    INCOMPLETE,
    LATE,
    NO_NORM,
    NO_NUMBERS,
    NOT_OVER,
    NOT_YET,
    READINGS,
    ROUNDING,
    SPREAD,
    WITHIN_YEAR,
)
from analysis.shown import is_shown
from tests.monitor_example import base, realised, record, trajectory, with_tables

pytestmark = pytest.mark.unit

EMPTY: dict[str, list[dict[str, Any]]] = {
    name: []
    for name in (
        *("trajecten", "traject_aantallen", "werkleerroutes", "werkstap_plannen", "enquetes"),
        *("kwartaalrealisaties", "registratie", "verzuim", "wsw_personen"),
    )
}


def of(**tables: Any) -> Monitor:
    """The monitor of these tables alone."""
    return monitor(with_tables(**(EMPTY | tables)))


def line(result: Monitor, agreement: str, quarter: int = 4) -> dict[str, Any]:
    rows = rows_of(result.lines)
    return next(
        row for row in rows if (row["id"], row["kwartaal"]) == (agreement, f"2023-Q{quarter}")
    )


def filled(agreement: str, unit: str, values: list[float], **more: Any) -> list[dict[str, Any]]:
    """One row a quarter with these values."""
    return [
        realised(agreement, place, unit, waarde=value, **more)
        for place, value in enumerate(values, start=1)
    ]


def test_without_any_table_nothing_is_measurable_and_nothing_fails() -> None:
    result = of()
    verdicts = {row["oordeel"] for row in rows_of(result.now)}
    assert verdicts == {Verdict.UNMEASURABLE, Verdict.NOT_MENTIONED}
    assert line(result, "W1")["reden"] == NO_NORM
    assert line(result, "MG1")["reden"] == NO_NUMBERS


def test_a_flow_adds_up_and_is_judged_at_the_end_of_the_year() -> None:
    # 30 + 30 + 30 + 30 = 120 of at least 60 (G5).
    result = of(kwartaalrealisaties=filled("G5", "pers", [30, 30, 30, 30]))
    assert [line(result, "G5", place)["waarde"] for place in (1, 2, 3, 4)] == [30, 60, 90, 120]
    first, last = line(result, "G5", 1), line(result, "G5", 4)
    assert (first["oordeel"], first["reden"]) == (Verdict.OPEN, WITHIN_YEAR)
    assert (first["norm_nu"], first["tempo"]) == (15, Pace.AHEAD)
    assert first["kans"] is None
    assert (last["oordeel"], last["norm_nu"], last["tempo"]) == (Verdict.MET, None, Pace.NONE)
    assert last["kans"] > 95


def test_a_stock_is_that_of_the_end_of_the_quarter() -> None:
    result = of(kwartaalrealisaties=filled("G6a", "pers", [201, 198, 150, 120], soort="stand"))
    last = line(result, "G6a")
    assert last["waarde"] == 120
    # All who are there were counted: 120 stands for 118 to 122, and 204 was agreed.
    assert (last["laag"], last["hoog"]) == (118, 122)
    assert last["oordeel"] is Verdict.BELOW
    assert last["trend"] is Trend.DOWN
    # From 201 to 198 (200 and 200 as shown) is less than a tenth.
    assert line(result, "G6a", 2)["trend"] is Trend.SAME


def test_a_quarter_that_is_missing_ends_what_adds_up() -> None:
    rows = [row for row in filled("G5", "pers", [30, 30, 30, 30]) if "Q2" not in row["kwartaal"]]
    result = of(kwartaalrealisaties=rows)
    assert result.quarters == ("2023-Q1",)
    assert line(result, "G5", 1)["waarde"] == 30


def test_a_ceiling_is_never_met() -> None:
    low = of(kwartaalrealisaties=filled("B1", "pers", [50] * 4, soort="stand"))
    near = of(kwartaalrealisaties=filled("B1", "pers", [109] * 4, soort="stand"))
    high = of(kwartaalrealisaties=filled("B1", "pers", [150] * 4, soort="stand"))
    assert line(low, "B1")["oordeel"] is Verdict.BELOW_CAP
    # 109 is shown as 110: 108 to 112.
    assert (line(near, "B1")["oordeel"], line(near, "B1")["reden"]) == (Verdict.OPEN, ROUNDING)
    assert line(high, "B1")["oordeel"] is Verdict.ABOVE_CAP
    assert all(line(result, "B1")["kans"] is None for result in (low, near, high))


def test_a_small_count_gives_no_number_anywhere() -> None:
    row = line(of(kwartaalrealisaties=filled("G7", "pers", [2, 2, 2, 3])), "G7")
    assert row["oordeel"] is Verdict.HIDDEN
    for name in ("waarde", "laag", "hoog", "teller", "noemer", "kans", "norm_nu"):
        assert row[name] is None


def test_documents_and_formation_are_no_persons() -> None:
    result = of(
        kwartaalrealisaties=[
            *filled("T1", "aantal", [1, 1, 1, 1]),
            *filled("P1", "fte", [2.02, 2.02, 2.02, 1.9], soort="stand"),
            *filled("A4", "aantal", [5, 5, 5, 6], soort="stand"),
        ]
    )
    assert [line(result, "T1", place)["tempo"] for place in (1, 2, 3)] == [Pace.AHEAD] * 3
    assert line(result, "T1")["oordeel"] is Verdict.MET
    assert line(result, "P1", 3)["oordeel"] is Verdict.AROUND
    assert (line(result, "P1")["oordeel"], line(result, "P1")["trend"]) == (
        Verdict.BELOW,
        Trend.DOWN,
    )
    assert [line(result, "A4", place)["oordeel"] for place in (3, 4)] == [
        Verdict.MISSED,
        Verdict.MET,
    ]


def test_what_came_after_its_deadline_says_so() -> None:
    result = of(kwartaalrealisaties=filled("G1", "aantal", [0, 0, 1, 0]))
    first, third = line(result, "G1", 1), line(result, "G1", 3)
    assert (first["oordeel"], first["reden"], first["klaar"]) == (Verdict.MISSED, "", "")
    assert (third["oordeel"], third["reden"]) == (Verdict.MISSED, LATE)
    assert [line(result, "G1", place)["klaar"] for place in (3, 4)] == ["2023-Q3"] * 2


def test_what_was_done_by_its_deadline_is_met() -> None:
    row = line(of(kwartaalrealisaties=filled("G1", "aantal", [1, 0, 0, 0])), "G1")
    assert (row["oordeel"], row["reden"], row["klaar"]) == (Verdict.MET, "", "2023-Q1")


def test_what_has_no_number_is_mentioned_or_not() -> None:
    result = of(kwartaalrealisaties=filled("B2", "ja_nee", [0, 1, 1, 1], soort="stand"))
    verdicts = [line(result, "B2", place)["oordeel"] for place in (1, 2)]
    assert verdicts == [Verdict.NOT_MENTIONED, Verdict.MENTIONED]
    assert line(result, "E1")["oordeel"] is Verdict.NOT_MENTIONED


def test_money_is_judged_over_both_amounts() -> None:
    # 90.5% of 875,000.00 is 85.1% of 930,608.15: at least 90% by one of them only.
    values = [171_000, 198_000, 204_000, 219_000]
    rows = [
        realised("A1", place, "pct_eur", teller=value, noemer=218_750)
        for place, value in enumerate(values, start=1)
    ]
    result = of(kwartaalrealisaties=rows)
    row = line(result, "A1")
    assert row["waarde"] == pytest.approx(100 * 792_000 / 875_000)
    assert (row["oordeel"], row["reden"]) == (Verdict.OPEN, READINGS)
    other = next(item for item in rows_of(result.parts) if item["kwartaal"] == "2023-Q4")
    assert other["waarde"] == pytest.approx(100 * 792_000 / 930_608.15)
    assert other["oordeel"] is Verdict.MISSED
    enough = [row | {"teller": 218_000} for row in rows]
    assert line(of(kwartaalrealisaties=enough), "A1")["oordeel"] is Verdict.MET


def test_a_term_that_is_not_over_has_no_firm_verdict() -> None:
    # 60 of 100 of the cohorts left, at least 50% before the end of 2025.
    rows = [
        trajectory("2021-03-01", "Groeien", uitstroom="2022-03-01", reden="werk") for _ in range(60)
    ]
    rows += [trajectory("2022-03-01", "Groeien") for _ in range(40)]
    row = line(of(trajecten=rows), "G2")
    assert row["oordeel"] in (Verdict.OPEN, Verdict.HIDDEN)
    assert row["reden"] == NOT_OVER or row["waarde"] is None


def test_six_months_have_to_be_over() -> None:
    rows = [
        trajectory(
            "2023-01-10",
            uitstroom="2023-03-10" if number < 30 else "",
            reden="werk" if number < 30 else "",
        )
        for number in range(60)
    ]
    result = of(trajecten=rows)
    assert (line(result, "M1", 2)["oordeel"], line(result, "M1", 2)["reden"]) == (
        Verdict.UNMEASURABLE,
        NOT_YET,
    )
    # 30 of 60: 50%, at least 80% agreed. Nobody came in between the last two quarters, so that
    # only one of them is shown.
    assert line(result, "M1")["waarde"] == 50
    assert line(result, "M1")["oordeel"] is Verdict.MISSED


def test_each_of_them_is_missed_by_one_and_never_shown_to_be_met() -> None:
    def in_time(count: int) -> list[dict[str, str]]:
        plans = ["2023-01-20"] * count + [""] * (100 - count)
        return [trajectory("2023-01-10", plandatum=day) for day in plans]

    assert line(of(trajecten=in_time(70)), "M2")["oordeel"] is Verdict.MISSED
    # That everybody has one tells something of each of them.
    assert line(of(trajecten=in_time(100)), "M2")["oordeel"] is Verdict.HIDDEN


def test_two_questions_that_disagree_leave_it_open() -> None:
    survey = base().table("enquetes")
    result = of(enquetes=survey)
    row = line(result, "W5")
    # 296 of 388 shown as 295 of 390 is the lower one: 75.6% of at least 80%.
    assert row["waarde"] == pytest.approx(100 * 295 / 390)
    assert (row["oordeel"], row["reden"]) == (Verdict.OPEN, READINGS)
    assert {item["deel"] for item in rows_of(result.parts) if item["id"] == "W5"} == {
        "het werk",
        "werken bij KonnecteD",
    }


def test_a_mean_mark_is_judged_with_the_widest_spread() -> None:
    row = line(of(enquetes=base().table("enquetes")), "E2")
    # 43 customers: at least 10 - 1 marks wide, sqrt(2.7 x 6.3 / 43) x 1.645 = 1.03.
    assert (row["oordeel"], row["reden"]) == (Verdict.OPEN, SPREAD)
    assert row["laag"] == pytest.approx(7.3 - 1.035, abs=0.03)


def test_few_customers_hide_their_mark() -> None:
    survey = base().table("enquetes").query("onderzoek == 'klanten'")
    few = survey.assign(uitgenodigd=9, deelnemers=8, zeven_of_hoger=5)
    assert line(of(enquetes=few), "E2")["waarde"] is None


def test_days_of_absence_rest_on_people_and_not_on_days() -> None:
    row = line(of(verzuim=base().table("verzuim")), "W4")
    # 31,841 of 201,459 days by 540 people: 15.8%, and 2.6 points of margin on either side.
    assert row["waarde"] == pytest.approx(15.8, abs=0.05)
    assert row["hoog"] - row["laag"] == pytest.approx(5.2, abs=0.2)
    assert row["oordeel"] is Verdict.OPEN


def test_days_off_of_too_few_people_are_hidden() -> None:
    # 12 people who were off 2 days of 31 each: as many as 0.8 people off all month.
    few = base().table("verzuim").query("groep == 'Wsw'")
    few = few.assign(pers=12, dagen_beschikbaar=372, dagen_verzuim=24)
    assert line(of(verzuim=few), "W4")["waarde"] is None


def test_a_row_with_another_unit_than_its_agreement_is_not_read() -> None:
    # Money is no number of persons and would pass the gate as it is: 3 would be shown.
    for unit in ("plaatsingen", "eur", "aantal"):
        row = line(of(kwartaalrealisaties=filled("G5", unit, [3, 30, 30, 30])), "G5")
        assert (row["reden"], row["bekend"], row["waarde"]) == (NO_NUMBERS, False, None)
    mixed = [*filled("G5", "aantal", [3]), *filled("G7", "pers", [12, 0, 0, 0])]
    result = of(kwartaalrealisaties=mixed)
    assert not line(result, "G5")["bekend"]
    assert line(result, "G7")["bekend"]


def test_a_mean_of_which_nobody_told_the_people_is_hidden() -> None:
    rows = filled("S1", "maanden", [10.4, 10.1, 9.8, 9.6], soort="stand")
    assert line(of(kwartaalrealisaties=rows), "S1")["waarde"] is None
    told = [row | {"noemer": 25.0} for row in rows]
    assert line(of(kwartaalrealisaties=told), "S1")["waarde"] == 9.6


# --- Records ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filled_in", "whole", "state"),
    [
        (80, 100, Complete.NO),  # 80%, shown
        (180, 200, Complete.YES),  # 90%, shown
        (195, 200, Complete.YES),  # hidden, for 5 are not; there are enough records to say so
        (5, 200, Complete.NO),  # hidden, for 5 are
        (58, 60, Complete.UNKNOWN),  # hidden, and of 60 it would betray the 2
        (4, 6, Complete.UNKNOWN),
    ],
)
def test_how_complete_a_datum_is(filled_in: int, whole: int, state: Complete) -> None:
    full = registration(with_tables(registratie=[record(4, filled_in, whole, "G5;A4")]))
    assert full.of("G5", "2023-Q4") is state
    assert full.of("W2", "2023-Q4") is None
    shown = rows_of(full.rows)[0]
    assert (shown["deel"] is None) == (min(filled_in, whole - filled_in) < 10)


def test_the_words_leave_every_small_number_possible() -> None:
    # Whatever is said of so many records, 0 to 10 may be on the small side: same words.
    for whole in (103, 140, 500):
        states = {
            registration(with_tables(registratie=[record(4, whole - rest, whole, "G5")])).of(
                "G5", "2023-Q4"
            )
            for rest in range(10)
        }
        assert len(states) == 1


def test_incomplete_records_take_the_firmness_away() -> None:
    rows = filled("G5", "pers", [30, 30, 30, 30])
    good, bad = (
        of(kwartaalrealisaties=rows, registratie=[record(4, count, 100, "G5")])
        for count in (95, 70)
    )
    assert line(good, "G5")["oordeel"] is Verdict.MET
    assert (line(bad, "G5")["oordeel"], line(bad, "G5")["reden"]) == (Verdict.OPEN, INCOMPLETE)
    assert bad.registration.lacking("2023-Q4") == ["datum"]


def test_made_up_records_judge_no_own_trajectories() -> None:
    own = base().table("trajecten").assign(basis="bron")
    made_up = line(monitor(base()), "G4")
    mine = monitor(with_tables(trajecten=own))
    row = line(mine, "G4")
    assert made_up["reden"] == INCOMPLETE
    assert "registratie" in made_up["tabellen"]
    assert row["reden"] != INCOMPLETE
    assert row["tabellen"] == ("trajecten",)
    assert row["waarde"] == made_up["waarde"]
    # What is made up is still judged by what is made up, and own records judge both.
    assert "registratie" in line(mine, "W2")["tabellen"]
    records = base().table("registratie").assign(basis="bron")
    both = monitor(with_tables(trajecten=own, registratie=records))
    assert line(both, "G4")["reden"] == INCOMPLETE


def test_one_incomplete_datum_is_enough() -> None:
    records = [record(4, 95, 100, "G5"), record(4, 70, 100, "G5;A4", gegeven="route")]
    full = registration(with_tables(registratie=records))
    assert full.of("G5", "2023-Q4") is Complete.NO


# --- The whole ----------------------------------------------------------------------------------


def test_every_number_of_a_line_passed_the_gate() -> None:
    result = monitor(base())
    for row in (*rows_of(result.lines), *rows_of(result.parts)):
        for name in ("waarde", "laag", "hoog", "teller", "noemer", "norm", "norm_nu", "kans"):
            assert row[name] is None or is_shown(row[name]), (row["id"], name)
    assert result.provenance.guarded
    assert result.made_up


def test_without_trajectories_the_counts_by_quarter_give_what_they_can() -> None:
    result = monitor(with_tables(trajecten=[]))
    assert line(result, "MG1")["waarde"] == 325
    assert set(result.lost) == {"M1", "M2", "G4", "G5", "G6b", "S4"}
    assert not result.differences


def test_tables_that_contradict_each_other_are_named() -> None:
    book = base()
    assert monitor(book).differences == ()
    routes = book.table("werkleerroutes")
    more = routes.assign(gestart=routes["gestart"] * 2)
    found = monitor(with_tables(werkleerroutes=more)).differences
    assert [(item.agreement, item.other) for item in found] == [("G5", "werkleerroutes")]


def test_what_is_hidden_is_not_compared() -> None:
    # 3 began by the one table and at least 60 by the other: to say so would tell of few people.
    routes = base().table("werkleerroutes")
    own = routes["jaar"] == 2023
    few = routes.assign(gestart=routes["gestart"].where(~own, 0), naar_werk=0)
    few.loc[few.index[own.to_numpy().nonzero()[0][0]], "gestart"] = 3
    assert monitor(with_tables(werkleerroutes=few)).differences == ()


def test_the_order_of_rows_makes_no_difference() -> None:
    book = base()
    mixed = {
        name: book.table(name).sample(frac=1, random_state=3).reset_index(drop=True)
        for name in ("trajecten", "kwartaalrealisaties", "verzuim", "werkstap_plannen")
    }
    names = ["id", "kwartaal", "waarde", "laag", "oordeel", "trend"]
    one, other = (monitor(item).lines[names] for item in (book, with_tables(**mixed)))
    pd.testing.assert_frame_equal(one, other)
