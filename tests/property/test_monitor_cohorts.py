"""Whatever the people: shares lie in 0 to 100, parts add up, nothing hidden shows."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.gate import protect
from analysis.disclosure.relations import Cell, Relation
from analysis.errors import PrivacyError
from analysis.model.life_table import step_incidence, without_others
from analysis.questions.monitor_cohort_counts import (
    LEFT,
    OTHER,
    REACHED,
    UNSEEN,
    CohortCounts,
    Course,
    counts_of_people,
)
from analysis.questions.monitor_cohort_gate import (
    COURSE,
    ENTERED,
    NOW,
    PERSONS,
    SIZE,
)
from analysis.questions.monitor_cohort_points import PATH, cohort_of
from analysis.released import THRESHOLD, Released, is_shown
from tests.disclosure_attack import attack
from tests.monitor_example import released_cohort

pytestmark = pytest.mark.property

GROUP, MONTHS = "Groeien", (12, 24, 36)
GRID = {GROUP: Course(MONTHS)}


@st.composite
def people(draw: st.DrawFn, most: int = 60) -> pd.DataFrame:
    """Trajectories that began in 2021 or 2022, seen at some date in 2023."""
    seen = dt.date(2023, 1, 1) + dt.timedelta(draw(st.integers(0, 364)))
    one = st.tuples(
        st.integers(0, 729), st.integers(0, 1200), st.sampled_from((*REACHED, "verhuizing", ""))
    )
    rows = []
    for begin, stay, reason in draw(st.lists(one, min_size=1, max_size=most)):
        entry = dt.date(2021, 1, 1) + dt.timedelta(begin)
        left = (entry + dt.timedelta(stay)).isoformat() if reason else ""
        rows.append((entry.isoformat(), left, reason))
    table = pd.DataFrame(rows, columns=["instroom", "uitstroom", "reden"])
    return table.assign(groep=GROUP, peildatum=seen.isoformat())


@st.composite
def cohorts(draw: st.DrawFn, most: int = 120) -> CohortCounts:
    """A cohort with any flows, of which the last year was not followed by all."""
    flows = draw(st.lists(st.integers(0, most), min_size=1, max_size=3))
    rest, other = draw(st.integers(0, most)), draw(st.integers(0, most))
    left = np.cumsum(flows)
    size = int(left[-1]) + rest + other
    unseen = [0] * (len(flows) - 1) + [rest + other]
    table = pd.DataFrame(
        {LEFT: left, OTHER: [other] * len(flows), UNSEEN: unseen}, index=MONTHS[: len(flows)]
    )
    months = tuple(MONTHS[: len(flows)])
    return CohortCounts(GROUP, 2021, size, table, months[:-1], months[-1:])


# --- Counts -------------------------------------------------------------------------------------


@given(people())
def test_everybody_is_in_one_part(table: pd.DataFrame) -> None:
    found = counts_of_people(table, GRID)
    assert sum(item.size for item in found) == len(table)
    for item in found:
        followed = item.size - item.by_month[LEFT] - item.by_month[UNSEEN]
        assert (item.by_month >= 0).all(axis=None)
        assert (followed >= 0).all()
        assert (item.by_month[[LEFT, OTHER]].sum(axis=1) <= item.size).all()
        # Who has left has left, and who is not seen any longer stays unseen.
        assert item.by_month[LEFT].is_monotonic_increasing
        assert item.by_month[OTHER].is_monotonic_increasing
        assert followed.is_monotonic_decreasing


@given(people())
def test_what_is_empty_by_definition_is_empty(table: pd.DataFrame) -> None:
    for item in counts_of_people(table, GRID):
        assert (item.by_month.loc[list(item.unseen_none), UNSEEN] == 0).all()
        for month in item.unseen_all:
            assert item.by_month.loc[month, [LEFT, UNSEEN]].sum() == item.size


@given(people())
def test_people_may_stand_in_any_order(table: pd.DataFrame) -> None:
    order = np.random.default_rng(0).permutation(len(table))
    ours, theirs = counts_of_people(table, GRID), counts_of_people(table.iloc[order], GRID)
    for one, other in zip(ours, theirs, strict=True):
        assert one.by_month.equals(other.by_month)
        assert (one.year, one.size) == (other.year, other.size)


# --- Shares -------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 80), min_size=1, max_size=4), st.data())
def test_shares_rise_within_0_and_1(flows: list[int], data: st.DataObject) -> None:
    lost = data.draw(st.lists(st.integers(0, 80), min_size=len(flows), max_size=len(flows)))
    size = sum(flows) + sum(lost) + data.draw(st.integers(1, 80))
    table = step_incidence(size, np.cumsum(flows), np.cumsum(lost), 5)
    share = table["share"].to_numpy()
    assert ((share >= 0) & (share <= 1)).all()
    assert (np.diff(share) >= -1e-12).all()
    # Who is last seen may have left later: never less than plain division.
    assert (share >= np.cumsum(flows) / size - 1e-12).all()
    assert (table["people"].dropna() > 0).all()
    assert (table["people"].dropna() <= size * (1 + 1e-9)).all()


@given(st.floats(0, 1), st.floats(0, 5))
def test_without_others_never_less_leave(share: float, others: float) -> None:
    value = without_others(share, others)
    assert share - 1e-12 <= value <= 1


# --- The gate -----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(cohorts())
def test_nothing_hidden_is_shown(counts: CohortCounts) -> None:
    try:
        released = released_cohort(counts)
    except PrivacyError:
        return
    found = cohort_of(released, _path())
    for point in found.points:
        if released.left(point.month) is None:
            assert point.share is None
        if point.share is not None:
            assert 0 <= point.share.low <= point.share.value <= point.share.high <= 100
            assert is_shown(point.share.value)
    if released.size is None:
        assert found.naive is None
        assert found.latest is None


@settings(max_examples=25)
@given(cohorts())
def test_no_small_count_is_had_back(counts: CohortCounts) -> None:
    try:
        released = released_cohort(counts)
    except PrivacyError:
        return
    relations, small, nobody = _reader(counts)
    for cell, (low, high) in attack(released.tables, relations, nobody).items():
        if cell in small:
            assert low == 0
            assert high >= THRESHOLD


def _reader(counts: CohortCounts) -> tuple[list[Relation], set[Cell], dict[Cell, int]]:
    """What a reader knows to add up, which of the cells are small, and which are nobody."""
    whole: Cell = (SIZE, ENTERED, PERSONS)
    known = {whole: counts.size, (NOW, ENTERED, OTHER): int(counts.by_month[OTHER].iloc[-1])}
    relations, nobody, before = [], {}, None
    for month, row in counts.by_month[[LEFT, UNSEEN]].iterrows():
        parts: dict[Cell, int] = {(COURSE, month, part): int(row[part]) for part in row.index}
        rest: Cell = ("gevolgd", month, PERSONS)
        known |= parts | {rest: counts.size - sum(parts.values())}
        relations.append(Relation((whole,), (*parts, rest)))
        if month in counts.unseen_all:
            nobody[rest] = 0
        for part in row.index if before else ():
            flow: Cell = ("tussen", month, part)
            known[flow] = int(row[part] - counts.by_month.loc[before, part])
            relations.append(Relation(((COURSE, month, part),), ((COURSE, before, part), flow)))
            if part == UNSEEN and month in counts.unseen_none:
                nobody[flow] = 0
        before = month
    there: Cell = ("nog bezig", ENTERED, PERSONS)
    known[there] = counts.size - known[COURSE, before, LEFT] - known[NOW, ENTERED, OTHER]
    ends = ((COURSE, before, LEFT), (NOW, ENTERED, OTHER), there)
    small = {cell for cell, count in known.items() if count < THRESHOLD} - set(nobody)
    return [*relations, Relation((whole,), ends)], small, nobody


def _path() -> Released:
    return protect(pd.DataFrame({PATH: [50 / 3, 100 / 3, 50.0]}, index=list(MONTHS)), "norm")
