"""What the trajectories say of each agreement, on a handful of rows that can be counted."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import PrivacyError
from analysis.questions.monitor_candidates import Candidates, candidates, quarter_ends
from analysis.questions.monitor_flows import (
    beginnings,
    outflow,
    plans_in_time,
    support,
    to_work_in_time,
)
from analysis.questions.monitor_gate import Counts, release
from analysis.questions.monitor_quarters import outflow_by_quarter
from tests.monitor_example import base, trajectory, with_tables

pytestmark = pytest.mark.unit


def people_of(*rows: dict[str, str]) -> Candidates:
    found = candidates(with_tables(trajecten=rows))
    assert found is not None
    return found


def test_quarters_end_on_their_last_day() -> None:
    assert [str(day.date()) for day in quarter_ends(2023)] == [
        "2023-03-31",
        "2023-06-30",
        "2023-09-30",
        "2023-12-31",
    ]


def test_candidates_of_another_municipality_do_not_count() -> None:
    people = people_of(trajectory("2023-01-02"), trajectory("2023-01-02", gemeente="olst-wijhe"))
    assert len(people.rows) == 1


def test_without_rows_there_are_no_candidates() -> None:
    assert candidates(with_tables(trajecten=[])) is None


def test_quarters_after_the_date_of_the_table_are_left_out() -> None:
    people = people_of(trajectory("2023-01-02", peildatum="2023-07-15"))
    assert list(people.ends.index) == ["2023-Q1", "2023-Q2"]


def test_outflow_counts_reason_and_year_and_splits_by_action_plan() -> None:
    people = people_of(
        trajectory("2022-05-01", uitstroom="2023-02-01", reden="werk"),
        trajectory("2022-05-01", uitstroom="2023-04-01", reden="onderwijs", actielijn_buig="ja"),
        trajectory("2022-05-01", uitstroom="2023-04-01", reden="verhuizing"),  # no result
        trajectory("2022-05-01", uitstroom="2022-12-31", reden="werk"),  # last year
        trajectory("2023-01-05", "Groeien", uitstroom="2023-12-31", reden="zelfstandig"),
        trajectory("2023-01-05", "Statushouders", uitstroom="2023-12-31", reden="werk"),  # S4
    )
    table = outflow(people).table
    assert table["MG1"].tolist() == [1, 2, 2, 3]
    assert table["MG1/regulier"].tolist() == [1, 1, 1, 2]
    assert table["MG1/buig"].tolist() == [0, 1, 1, 1]


def test_cohorts_of_groeien_keep_their_own_size() -> None:
    people = people_of(
        trajectory("2021-03-01", "Groeien", uitstroom="2022-03-01", reden="werk"),
        trajectory("2021-03-01", "Groeien", uitstroom="2023-05-01", reden="werk"),
        trajectory("2021-03-01", "Groeien"),
        trajectory("2022-03-01", "Groeien", uitstroom="2023-01-15", reden="administratief"),
        trajectory("2022-03-01", "Groeien", uitstroom="2023-08-15", reden="werk"),
        trajectory("2023-08-01", "Groeien", uitstroom="2023-11-15", reden="werk"),
    )
    table = outflow(people).table
    assert table["G2a/van"].tolist() == [3] * 4
    assert table["G2a"].tolist() == [0, 1, 1, 1]
    assert table["G2b"].tolist() == [0, 0, 1, 1]
    # The first one left in 2022: since entry it counts.
    assert table["G2"].tolist() == [1, 2, 3, 3]
    assert table["G2/van"].tolist() == [5] * 4
    assert table["G3/van"].tolist() == [0, 0, 1, 1]
    assert table["G3"].tolist() == [0, 0, 0, 1]


def test_half_a_year_is_six_calendar_months() -> None:
    people = people_of(
        # In time to the day: 28 February + 6 months is 28 August.
        trajectory("2023-02-28", uitstroom="2023-08-28", reden="werk"),
        trajectory("2023-02-28", uitstroom="2023-08-29", reden="werk"),
        trajectory("2023-02-28", uitstroom="2023-05-01", reden="onderwijs"),  # not to work
        trajectory("2023-06-30"),  # had six months on 30 December
        trajectory("2023-07-01", uitstroom="2023-08-01", reden="werk"),  # not yet to be judged
    )
    table = to_work_in_time(people).table
    assert table["M1/van"].tolist() == [0, 0, 3, 4]
    assert table["M1"].tolist() == [0, 0, 1, 1]
    assert table["M1/nog niet"].tolist() == [3, 4, 2, 1]
    assert table["M1/instroom"].tolist() == [3, 4, 5, 5]


def test_a_plan_in_time_is_there_after_42_days() -> None:
    people = people_of(
        # 1 January + 42 days is 12 February.
        trajectory("2023-01-01", plandatum="2023-02-12"),
        trajectory("2023-01-01", plandatum="2023-02-13"),
        trajectory("2023-01-01"),
        trajectory("2023-01-01", plandatum="2023-01-05", uitstroom="2023-03-31", reden="werk"),
        trajectory("2023-03-01", plandatum="2023-03-02"),  # had no six weeks in the first quarter
    )
    table = plans_in_time(people).table
    assert table["M2/van"].tolist() == [3, 4, 4, 4]
    assert table["M2"].tolist() == [1, 2, 2, 2]


def test_new_candidates_of_groeien_keep_counting_after_they_left() -> None:
    people = people_of(
        trajectory(
            "2023-01-01", "Groeien", plandatum="2023-02-12", uitstroom="2023-03-01", reden="werk"
        ),
        trajectory("2023-12-01", "Groeien", plandatum="2023-12-02"),
        trajectory("2022-12-01", "Groeien", plandatum="2023-12-02"),  # not new
    )
    table = outflow(people).table
    assert table["G4/van"].tolist() == [1, 1, 1, 1]
    assert table["G4"].tolist() == [1, 1, 1, 1]
    assert table["G4/te vroeg"].tolist() == [0, 0, 0, 1]


def test_beginnings_count_from_the_first_of_january() -> None:
    people = people_of(
        trajectory("2022-05-01", "Groeien", route_begin="2023-01-01", lks_begin="2022-12-31"),
        trajectory("2022-05-01", "Groeien", route_begin="2022-11-01", lks_begin="2023-09-30"),
        trajectory(
            "2022-05-01",
            "Statushouders",
            statushouder="Wi2021",
            uitstroom="2023-06-30",
            reden="werk",
        ),
        trajectory(
            "2022-05-01",
            "Statushouders",
            statushouder="Wi2013",
            uitstroom="2023-06-30",
            reden="onderwijs",
        ),
    )
    table = beginnings(people).table
    assert table["G5"].tolist() == [1, 1, 1, 1]
    assert table["G6b"].tolist() == [0, 0, 1, 1]
    assert table["S4"].tolist() == [0, 1, 1, 1]


def test_support_has_both_limits() -> None:
    ended = [("2022-08-01", 1), ("2022-07-31", 0), ("2023-02-01", 1), ("2023-02-02", 0)]
    people = people_of(
        *(
            trajectory(
                day, "Statushouders", statushouder="Wi2013", uitstroom="2023-08-01", reden="werk"
            )
            for day, _ in ended
        )
    )
    # From 1 August 2022: 12 months to the day; from 1 February 2023: 6 months to the day.
    table = support(people).table
    assert table["S1"].tolist() == [0, 0, sum(fits for _, fits in ended), 2]
    assert table["S1/van"].tolist() == [0, 0, 4, 4]


def test_counts_by_quarter_say_the_same_as_the_rows() -> None:
    book = base()
    people = candidates(book)
    by_row, by_count = outflow(people).table, outflow_by_quarter(book.table("traject_aantallen"))
    for name in ("MG1", "G2", "G2/van", "G2a", "G2b", "G3", "G3/van"):
        assert by_row[name].tolist() == by_count.table[name].tolist(), name


# --- Through the gate ---------------------------------------------------------------------------


def test_small_counts_and_rests_stay_hidden() -> None:
    table = pd.DataFrame({"in tijd": [69], "van": [78], "rest": [9]}, index=["2023-Q4"])
    released = release(Counts(table, sums=(("van", ("in tijd", "rest")),), withheld=("rest",)))
    shown = [released.shown("2023-Q4", name) for name in ("in tijd", "van")]
    assert None in shown
    assert "rest" not in released.columns


def test_a_small_flow_between_two_quarters_hides_one_of_them() -> None:
    table = pd.DataFrame({"aantal": [30, 33]}, index=["2023-Q1", "2023-Q2"])
    apart = release(Counts(table))
    linked = release(Counts(table, rising=("aantal",)))
    assert [apart.shown(name, "aantal") for name in table.index] == [30, 35]
    assert [linked.shown(name, "aantal") for name in table.index].count(None) == 1


def test_what_is_nought_by_definition_is_shown() -> None:
    table = pd.DataFrame({"aantal": [0, 0, 30]}, index=["2023-Q1", "2023-Q2", "2023-Q3"])
    empty = [("2023-Q1", "aantal"), ("2023-Q2", "aantal")]
    released = release(Counts(table, rising=("aantal",), empty=empty))
    assert [released.shown(name, "aantal") for name in table.index] == [0, 0, 30]


def test_a_count_that_never_changes_is_hidden_everywhere_or_nowhere() -> None:
    table = pd.DataFrame({"van": [40, 40], "deel": [5, 25]}, index=["2023-Q1", "2023-Q2"])
    table["rest"] = table["van"] - table["deel"]
    counts = Counts(
        table,
        sums=(("van", ("deel", "rest")),),
        withheld=("rest",),
        rising=("deel",),
        constant=("van",),
    )
    shown = [release(counts).shown(name, "van") for name in table.index]
    assert shown in ([40, 40], [None, None])


def test_sums_that_do_not_hold_are_refused() -> None:
    table = pd.DataFrame({"van": [40], "deel": [25]}, index=["2023-Q1"])
    with pytest.raises((ValueError, PrivacyError)):
        release(Counts(table, sums=(("van", ("deel",)),)))
