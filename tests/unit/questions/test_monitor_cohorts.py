"""Cohorts: who counts by when, what passes the gate, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest

from analysis.disclosure.gate import protect
from analysis.parameters import Parameters
from analysis.questions.monitor_cohort_counts import (
    LEFT,
    OTHER,
    UNSEEN,
    CohortCounts,
    Course,
    after_months,
    counts_of_people,
    counts_of_quarters,
)
from analysis.questions.monitor_cohort_gate import COURSE, NOW, SIZE
from analysis.questions.monitor_cohort_points import (
    ABOVE,
    BELOW,
    BY_CHANCE,
    PATH,
    UNKNOWN,
    Cohort,
    cohort_of,
)
from analysis.questions.monitor_cohorts import GROWING, MATCHING, cohort_monitor
from analysis.released import is_shown
from analysis.sources.workbook import Workbook, open_with
from tests.monitor_example import released_cohort

pytestmark = pytest.mark.unit

SEEN = "2023-12-31"
GRID = {GROWING: Course((12, 24, 36))}


@cache
def book() -> Workbook:
    return open_with(Parameters())


def people(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Trajectories of Groeien: entry, leaving and why."""
    table = pd.DataFrame(rows, columns=["instroom", "uitstroom", "reden"])
    return table.assign(groep=GROWING, peildatum=SEEN)


def counts(left: list[int], size: int = 200, other: int = 20, year: int = 2021) -> CohortCounts:
    """A cohort of which all but the last month was followed by all."""
    months = [12, 24, 36][: len(left)]
    unseen = [0] * (len(left) - 1) + [size - left[-1]]
    table = pd.DataFrame({LEFT: left, OTHER: other, UNSEEN: unseen}, index=months)
    return CohortCounts(GROWING, year, size, table, tuple(months[:-1]), (months[-1],))


def cohort(left: list[int], **changes: Any) -> Cohort:
    """The same through the gate, against a sixth a year."""
    path = protect(pd.DataFrame({PATH: [50 / 3, 100 / 3, 50.0]}, index=[12, 24, 36]), "norm")
    return cohort_of(released_cohort(counts(left, **changes)), path)


# --- Counts -------------------------------------------------------------------------------------


def test_months_are_calendar_months() -> None:
    days = pd.Series(pd.to_datetime(["2021-01-31", "2020-02-29", "2021-03-15", "2021-12-31"]))
    later = [after_months(days, months).dt.strftime("%Y-%m-%d").tolist() for months in (1, 12)]
    assert later[0] == ["2021-02-28", "2020-03-29", "2021-04-15", "2022-01-31"]
    assert later[1] == ["2022-01-31", "2021-02-28", "2022-03-15", "2022-12-31"]


def test_who_left_by_when() -> None:
    table = people(
        ("2021-01-01", "2022-01-01", "werk"),  # on the last day of twelve months: within
        ("2021-01-01", "2022-01-02", "onderwijs"),  # a day later: within 24
        ("2021-06-30", "2021-07-01", "zelfstandig"),
        ("2021-06-30", "2023-06-29", "verhuizing"),  # otherwise, within 24
        ("2021-12-31", "", ""),  # followed for exactly 24 months
        ("2021-12-31", "2023-12-31", "werk"),  # exactly 24 months, on the last day seen
        ("2021-05-01", "2024-02-01", "werk"),  # not yet
    )
    (found,) = counts_of_people(table, GRID)
    assert (found.group, found.year, found.size) == (GROWING, 2021, 7)
    assert found.by_month[LEFT].tolist() == [2, 4, 4]
    assert found.by_month[OTHER].tolist() == [0, 1, 1]
    # Nobody was followed 36 months; who left otherwise is not followed any longer either.
    assert found.by_month[UNSEEN].tolist() == [0, 0, 3]
    assert (found.unseen_none, found.unseen_all) == ((12, 24), (36,))


def test_where_only_work_counts_other_reasons_are_other_ways_out() -> None:
    rows = [("2021-01-01", "2021-03-01", reason) for reason in ("werk", "onderwijs", "zelfstandig")]
    (found,) = counts_of_people(people(*rows), {GROWING: Course((12,), ("werk",))})
    assert found.by_month.loc[12, [LEFT, OTHER]].tolist() == [1, 2]


def test_each_year_is_a_cohort_with_its_own_months() -> None:
    rows = [(f"{year}-07-01", "", "") for year in (2020, 2021, 2022, 2023)]
    found = {item.year: item for item in counts_of_people(people(*rows), GRID)}
    months = {year: item.by_month.index.tolist() for year, item in found.items()}
    assert months == {2020: [12, 24, 36], 2021: [12, 24, 36], 2022: [12, 24], 2023: [12]}
    assert found[2020].unseen_all == ()
    assert found[2023].unseen_none == ()


def test_who_enters_later_or_elsewhere_does_not_count() -> None:
    table = people(("2021-01-01", "", ""), ("2024-01-01", "", ""), ("2021-01-01", "", ""))
    table.loc[2, "groep"] = "Statushouders"
    assert [item.size for item in counts_of_people(table, GRID)] == [1]


def quarters(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    names = ["instroomkwartaal", "uitstroomkwartaal", "reden", "pers"]
    return pd.DataFrame(rows, columns=names).assign(groep=GROWING)


def test_counts_by_quarter() -> None:
    table = quarters(
        ("2021-Q1", "2021-Q4", "werk", 10),  # three quarters later
        ("2021-Q1", "2022-Q1", "werk", 5),  # on the edge of a year: 2.5, so 3 within it
        ("2021-Q4", "2022-Q4", "overig", 4),
        ("2021-Q4", "2023-Q4", "werk", 6),
        ("2021-Q4", "", "", 30),
        ("2023-Q4", "", "", 8),
    )
    found = counts_of_quarters(table, GRID)
    assert [(item.year, item.size) for item in found] == [(2021, 55), (2023, 8)]
    assert found[0].by_month[LEFT].tolist() == [13, 18, 21]
    assert found[0].by_month[OTHER].tolist() == [2, 4, 4]
    assert found[0].by_month[UNSEEN].tolist() == [0, 0, 34]
    assert (found[0].unseen_none, found[0].unseen_all) == ((12, 24), (36,))
    assert (found[1].unseen_none, found[1].unseen_all) == ((), (12,))


def test_days_and_quarters_tell_nearly_the_same() -> None:
    # The made-up tables are of the same people; at the edge of a quarter half is guessed.
    people = book().table("trajecten").query("gemeente == 'deventer'")
    days = counts_of_people(people, GRID)
    rough = counts_of_quarters(book().table("traject_aantallen"), GRID)
    assert [item.size for item in days] == [item.size for item in rough]
    for ours, theirs in zip(days, rough, strict=True):
        assert (ours.by_month - theirs.by_month).abs().to_numpy().max() <= 0.03 * ours.size


# --- The gate -----------------------------------------------------------------------------------


def test_what_is_large_enough_is_shown_rounded() -> None:
    released = released_cohort(counts([37, 68, 91], size=203, other=23))
    assert released.size == 205
    assert [released.left(month) for month in (12, 24, 36)] == [35, 70, 90]
    assert released.otherwise == 25
    assert (released.certain, released.open_end) == ((12, 24), True)
    # The rest of the cohort and the flows are guarded, not shown.
    assert set(released.tables) == {SIZE, COURSE, NOW}


def test_a_small_flow_is_not_to_be_had_by_subtracting() -> None:
    # Between 24 and 36 months three people left: not both sums are shown.
    released = released_cohort(counts([40, 70, 73]))
    assert None in (released.left(24), released.left(36))


def test_a_small_count_is_hidden_and_a_share_with_it() -> None:
    found = cohort([6, 40, 61])
    assert found.points[0].left is None
    assert found.points[0].share is None
    assert found.points[0].verdict == UNKNOWN


# --- Shares -------------------------------------------------------------------------------------


def test_shares_by_hand() -> None:
    found = cohort([50, 75, 125])
    values = [point.share.value for point in found.points if point.share]
    # 50 and 75 of 200; then of 125 another 50, of whom half a year was seen on average: 80%.
    assert values == pytest.approx([25, 37.5, 87.5])
    assert [point.estimated for point in found.points] == [False, False, True]
    assert found.naive == pytest.approx(62.5)
    assert found.latest is found.points[-1]


def test_all_that_is_found_may_be_shown() -> None:
    found = cohort([50, 75, 125])
    for point in found.points:
        assert point.share is not None
        numbers = (point.share.value, point.share.low, point.share.high, point.share.people)
        assert all(is_shown(number) for number in (*numbers, point.left, point.agreed))
    assert is_shown(found.naive)
    assert is_shown(found.apart)


def test_a_verdict_by_its_margin() -> None:
    # A sixth of 200 is 33, with a margin of about 4.4 points: 25% is above, 15% is not, 9% below.
    verdicts = [cohort([left, 90, 130]).points[0].verdict for left in (50, 30, 18)]
    assert verdicts == [ABOVE, BY_CHANCE, BELOW]
    for left in (50, 30, 18):
        point = cohort([left, 90, 130]).points[0]
        assert point.share is not None
        below, above = point.share.high < point.agreed, point.share.low > point.agreed
        assert point.verdict == (ABOVE if above else BELOW if below else BY_CHANCE)


def test_after_a_hidden_month_only_what_all_were_followed_to_is_known() -> None:
    # 5 and then 80: the first year is hidden, the second one rests on all; the third on it.
    found = cohort([5, 80, 110])
    assert [point.share is None for point in found.points] == [True, False, False]
    # The second year is hidden: the third has nothing to stand on.
    hidden = cohort([40, 90, 93])
    assert [point.share is None for point in hidden.points][1:] == [True, True]


def test_other_ways_out() -> None:
    # 75 of 200 left in all, 75 otherwise: half as much again would leave without them.
    found = cohort([75], other=75)
    share = found.points[0].share
    assert share is not None
    assert share.value == pytest.approx(75)
    assert found.apart == pytest.approx(100)
    assert cohort([50, 75, 125], other=3).apart is None


# --- The monitor --------------------------------------------------------------------------------


def test_the_made_up_year() -> None:
    found = cohort_monitor(book())
    assert found.made_up
    assert found.provenance.guarded
    assert [cohort.released.year for cohort in found.of(GROWING)] == [2021, 2022, 2023]
    assert {point.month for item in found.of(MATCHING) for point in item.points} == {6}
    agreed = [point.agreed for point in found.of(GROWING)[0].points]
    assert agreed == pytest.approx([50 / 3, 100 / 3, 50])


def with_tables(**tables: pd.DataFrame) -> Workbook:
    return replace(book(), tables=dict(book().tables) | tables)


def test_only_the_municipality_of_the_contract_counts() -> None:
    table = book().table("trajecten")
    own = table[table["gemeente"] == "deventer"]
    assert len(own) < len(table)
    less = cohort_monitor(with_tables(trajecten=own))
    assert less.cohorts == cohort_monitor(book()).cohorts


def test_without_people_the_counts_by_quarter_are_used() -> None:
    found = cohort_monitor(with_tables(trajecten=book().table("trajecten").iloc[:0]))
    assert found.by_quarter
    assert found.seen == "2023-Q4"
    assert "traject_aantallen.csv" in found.provenance.ids
    assert "trajecten.csv" not in found.provenance.ids
    assert len(found.of(GROWING)) == 3


def test_without_any_trajectories_there_are_no_cohorts() -> None:
    none = {name: book().table(name).iloc[:0] for name in ("trajecten", "traject_aantallen")}
    assert cohort_monitor(with_tables(**none)).cohorts == ()
