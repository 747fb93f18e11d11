"""Order and distance of dates that are known to a day, a month or a season."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.model.schedule import (
    Moment,
    Verdict,
    days_between,
    due,
    earliest_start,
    last_day,
    ready,
    verdict_of,
    years_of,
)

pytestmark = pytest.mark.unit


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def moment(first: str, last: str = "") -> Moment:
    return Moment(day(first), day(last or first))


APRIL, MAY = moment("2025-04-01", "2025-04-30"), moment("2025-05-01", "2025-05-31")
JUNE = moment("2025-06-01")


@pytest.mark.parametrize(
    ("needed", "wanted", "verdict"),
    [
        (None, JUNE, Verdict.ZONDER_DATUM),
        (APRIL, JUNE, Verdict.OP_TIJD),
        (JUNE, APRIL, Verdict.TE_LAAT),  # the same two, swapped
        (JUNE, JUNE, Verdict.OP_TIJD),  # the day itself is in time
        (APRIL, MAY, Verdict.OP_TIJD),
        (MAY, APRIL, Verdict.TE_LAAT),
        # Within one month, or a month in a season, the days decide and they are not known.
        (APRIL, APRIL, Verdict.ONZEKER),
        (moment("2025-03-01", "2025-06-30"), APRIL, Verdict.ONZEKER),
        # The last day of April: any other day of April comes before it.
        (APRIL, moment("2025-04-30"), Verdict.OP_TIJD),
        (APRIL, moment("2025-04-29"), Verdict.ONZEKER),
        (APRIL, moment("2025-04-01"), Verdict.ONZEKER),  # on the first, or too late
        (APRIL, moment("2025-03-31"), Verdict.TE_LAAT),
        (moment("2025-04-30"), APRIL, Verdict.ONZEKER),
        (moment("2025-05-01"), APRIL, Verdict.TE_LAAT),
    ],
)
def test_a_verdict_follows_from_dates(
    needed: Moment | None, wanted: Moment, verdict: Verdict
) -> None:
    assert verdict_of(needed, wanted) == verdict


def test_what_lasts_is_needed_at_its_begin_and_done_at_its_end() -> None:
    first, last = day("2025-01-01"), day("2028-12-31")
    assert due(first, last, lasts=True) == moment("2025-01-01")
    assert ready(first, last, lasts=True) == moment("2028-12-31")
    assert due(first, last, lasts=False) == ready(first, last, lasts=False) == Moment(first, last)


def test_a_moment_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        moment("2025-04-30", "2025-04-01")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        # 30 April and 1 May; 1 April and 31 May (30 + 30).
        (APRIL, MAY, (1, 60)),
        (MAY, APRIL, (-60, -1)),
        (moment("2025-01-20"), JUNE, (132, 132)),  # 11 + 28 + 31 + 30 + 31 + 1
    ],
)
def test_days_between_are_the_fewest_and_the_most(
    start: Moment, end: Moment, days: tuple[int, int]
) -> None:
    assert days_between(start, end) == days


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-01-01", 6, "2025-06-30"),
        ("2025-01-01", 7, "2025-07-31"),
        ("2024-12-02", 6, "2025-06-01"),
        ("2024-08-31", 6, "2025-02-27"),  # February has no 31st; a day less
    ],
)
def test_a_term_ends_the_day_before(start: str, months: int, end: str) -> None:
    assert last_day(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("deadline", "months", "start"),
    [("2025-06-01", 6, "2024-12-02"), ("2025-06-01", 7, "2024-11-02")],
)
def test_the_earliest_start_of_a_term(deadline: str, months: int, start: str) -> None:
    assert earliest_start(day(deadline), months) == day(start)


def test_years_are_those_that_a_period_touches() -> None:
    periods = (moment("2025-01-01", "2026-12-31"), moment("2028-06-30"))
    assert years_of(periods) == {2025, 2026, 2028}
    assert years_of(()) == frozenset()
