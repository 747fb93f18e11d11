"""Order of dates: what must hold for every deadline and every term."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.schedule import (
    DAY,
    Moment,
    Verdict,
    days_between,
    earliest_start,
    last_day,
    verdict_of,
)

pytestmark = pytest.mark.property

DATES = st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1))
MOMENTS = st.tuples(DATES, DATES).map(lambda ends: Moment(min(ends), max(ends)))


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 36))
def test_a_day_sooner_would_be_too_soon(deadline: dt.date, months: int) -> None:
    start = earliest_start(deadline, months)
    assert last_day(start, months) >= deadline
    assert last_day(start - DAY, months) < deadline


@given(MOMENTS, MOMENTS)
def test_the_verdict_agrees_with_the_days(needed: Moment, wanted: Moment) -> None:
    fewest, most = days_between(needed, wanted)
    assert fewest <= most
    expected = Verdict.OP_TIJD if fewest >= 0 else Verdict.TE_LAAT if most < 0 else Verdict.ONZEKER
    assert verdict_of(needed, wanted) == expected
