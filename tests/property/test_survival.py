"""Whatever the trajectories: shares fall, add up, and depend on neither order nor unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.model.indicators import judge, proportion_interval
from analysis.model.survival import (
    cumulative_incidence,
    effective_number,
    incidence_at,
    kaplan_meier,
    logrank,
    median_survival,
    survival_at,
)

pytestmark = pytest.mark.property

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """Trajectories: how long, why they ended (0: last seen), and in which of three groups."""

    duration: Floats
    cause: Integers
    group: Integers

    @property
    def event(self) -> Integers:
        return (self.cause > 0).astype(np.int64)

    def __getitem__(self, order: list[int]) -> People:
        return People(self.duration[order], self.cause[order], self.group[order])


@st.composite
def people(draw: st.DrawFn, most: int = 40, causes: int = 3) -> People:
    """At times in whole months, so that ties are common."""
    whole = draw(st.booleans())
    length = st.integers(0, 8).map(float) if whole else st.floats(0, 120, allow_subnormal=False)
    one = st.tuples(length, st.integers(0, causes), st.integers(0, 2))
    rows = draw(st.lists(one, min_size=1, max_size=most))
    duration, cause, group = zip(*rows, strict=True)
    return People(np.array(duration), np.array(cause), np.array(group))


# --- Kaplan-Meier -------------------------------------------------------------------------------


@given(people())
def test_the_share_still_there_never_rises(crowd: People) -> None:
    table = kaplan_meier(crowd.duration, crowd.event)
    survival = np.concatenate([[1.0], table["survival"]])
    assert ((survival >= 0) & (survival <= 1)).all()
    assert (np.diff(survival) <= 0).all()
    # It falls where somebody leaves, and only there.
    assert ((np.diff(survival) < 0) == (table["events"] > 0)).all()


@given(people())
def test_the_band_encloses_the_share_within_0_and_1(crowd: People) -> None:
    table = kaplan_meier(crowd.duration, crowd.event)
    inside = (table["survival"] > 0) & (table["survival"] < 1)
    band = table[inside]
    assert ((band["lower"] >= 0) & (band["lower"] < band["survival"])).all()
    assert ((band["survival"] < band["upper"]) & (band["upper"] <= 1)).all()
    assert table.loc[~inside, ["lower", "upper"]].isna().to_numpy().all()


@given(people())
def test_everyone_is_counted_once(crowd: People) -> None:
    table = kaplan_meier(crowd.duration, crowd.event)
    assert table["time"].is_monotonic_increasing
    assert table["time"].is_unique
    assert set(table["time"]) == set(crowd.duration)
    assert table["events"].sum() == crowd.event.sum()
    there = [(crowd.duration >= time).sum() for time in table["time"]]
    assert table["at_risk"].tolist() == there


@given(people())
def test_followed_to_the_end_it_is_the_share_that_stays_longer(crowd: People) -> None:
    table = kaplan_meier(crowd.duration, np.ones(crowd.duration.size))
    longer = [(crowd.duration > time).mean() for time in table["time"]]
    assert table["survival"].to_numpy() == pytest.approx(longer, abs=1e-12)
    assert table["survival"].iloc[-1] == 0
    # The first time at which at most half stays longer, counted in people.
    count = [(crowd.duration > time).sum() * 2 for time in table["time"]]
    first = np.argmax(np.array(count) <= crowd.duration.size)
    assert median_survival(table) == table["time"].iloc[first]


@given(people())
def test_followed_to_the_end_everyone_tells(crowd: People) -> None:
    table = kaplan_meier(crowd.duration, np.ones(crowd.duration.size))
    for time, survival in zip(table["time"], table["survival"], strict=True):
        if 0 < survival < 1:
            assert effective_number(table, time) == pytest.approx(crowd.duration.size, rel=1e-9)


@given(people())
def test_precision_lies_between_those_still_there_and_all(crowd: People) -> None:
    table = kaplan_meier(crowd.duration, crowd.event)
    # With m = n / S(t-), which never rises, Greenwood's sum is that of (1/S - 1/S(t-)) / m, so at
    # least (1/S - 1) / all, and at most (1/S - 1) / (those still there).
    for time, at_risk in zip(table["time"], table["at_risk"], strict=True):
        number = effective_number(table, time)
        if not np.isnan(number):
            assert number <= crowd.duration.size * (1 + 1e-9)
            assert number >= at_risk * (1 - 1e-9)


@given(people(), st.data())
def test_people_may_stand_in_any_order(crowd: People, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(crowd.duration.size)))
    moved = crowd[order]
    table = kaplan_meier(crowd.duration, crowd.event)
    assert kaplan_meier(moved.duration, moved.event).equals(table)
    incidence = cumulative_incidence(crowd.duration, crowd.cause)
    assert cumulative_incidence(moved.duration, moved.cause).equals(incidence)
    if len(set(crowd.group.tolist())) > 1:
        found = logrank(moved.duration, moved.event, moved.group)
        expected = logrank(crowd.duration, crowd.event, crowd.group)
        assert found == pytest.approx(expected, nan_ok=True)


@given(people(), st.sampled_from([1 / 12, 7.0, 30.4375, 365.25]))
def test_the_unit_of_time_changes_nothing_else(crowd: People, unit: float) -> None:
    days = crowd.duration * unit
    # Two durations that differ by rounding alone may become one.
    if len(set(days.tolist())) < len(set(crowd.duration.tolist())):
        return
    table, other = kaplan_meier(crowd.duration, crowd.event), kaplan_meier(days, crowd.event)
    assert other["time"].to_numpy() == pytest.approx(table["time"].to_numpy() * unit)
    assert other.drop(columns="time").equals(table.drop(columns="time"))
    incidence = cumulative_incidence(crowd.duration, crowd.cause).drop(columns="time")
    assert cumulative_incidence(days, crowd.cause).drop(columns="time").equals(incidence)
    if len(set(crowd.group.tolist())) > 1:
        found = logrank(days, crowd.event, crowd.group)
        expected = logrank(crowd.duration, crowd.event, crowd.group)
        assert found == pytest.approx(expected, nan_ok=True)


@given(people(), st.data())
def test_who_leave_together_might_leave_one_after_the_other(
    crowd: People, data: st.DataObject
) -> None:
    # Each tie is spread over the time to the next one; who is last seen then stays till its end.
    rank = np.unique(crowd.duration, return_inverse=True)[1].astype(float)
    turn = np.array(data.draw(st.permutations(range(crowd.duration.size)))) / crowd.duration.size
    spread = rank + np.where(crowd.event == 1, turn * 0.5, 0.9)
    tied, split = kaplan_meier(rank, crowd.event), kaplan_meier(spread, crowd.event)
    by_cause = cumulative_incidence(rank, crowd.cause, causes=3)
    one_by_one = cumulative_incidence(spread, crowd.cause, causes=3)
    time = data.draw(st.sampled_from(tied["time"].tolist()))
    later = min(time + 0.95, float(spread.max()))
    before = survival_at(tied, time).value
    assert survival_at(split, later).value == pytest.approx(before, abs=1e-12)
    for cause in (1, 2, 3):
        before = incidence_at(by_cause, cause, time).value
        assert incidence_at(one_by_one, cause, later).value == pytest.approx(before, abs=1e-12)


@given(people(), st.floats(0, 130))
def test_between_two_times_nothing_changes(crowd: People, time: float) -> None:
    table = kaplan_meier(crowd.duration, crowd.event)
    found = survival_at(table, time).value
    earlier = table[table["time"] <= time]
    if earlier.empty:
        assert found == 1
    elif time > table["time"].iloc[-1] and table["survival"].iloc[-1] > 0:
        assert np.isnan(found)
    else:
        assert found == earlier["survival"].iloc[-1]


# --- Several ways out ---------------------------------------------------------------------------


@given(people())
def test_all_ways_out_and_the_stay_add_up(crowd: People) -> None:
    stay = kaplan_meier(crowd.duration, crowd.event)
    table = cumulative_incidence(crowd.duration, crowd.cause, causes=3)
    shares = table["incidence"].to_numpy().reshape(3, -1)
    assert shares.sum(axis=0) + stay["survival"].to_numpy() == pytest.approx(
        np.ones(len(stay)), abs=1e-12
    )
    assert (shares >= 0).all()
    assert (shares <= 1).all()
    assert (np.diff(shares, axis=1) >= 0).all()
    assert table["time"].tolist() == stay["time"].tolist() * 3
    assert table["at_risk"].tolist() == stay["at_risk"].tolist() * 3
    events = table["events"].to_numpy().reshape(3, -1).sum(axis=0)
    assert events.tolist() == stay["events"].tolist()


@given(people())
def test_followed_to_the_end_an_incidence_is_a_share_with_its_variance(crowd: People) -> None:
    # The bands then follow from the share p and the number n alone, as those of Kaplan-Meier of a
    # cohort of n of whom a share p leaves at once.
    cause = np.maximum(crowd.cause, 1)
    people = cause.size
    table = cumulative_incidence(crowd.duration, cause, causes=3)
    for row in table.itertuples(index=False):
        gone = int(((crowd.duration <= row.time) & (cause == row.cause)).sum())
        assert row.incidence == pytest.approx(gone / people, abs=1e-12)
        if 0 < gone < people:
            once = kaplan_meier([1] * gone + [2] * (people - gone), [1] * people).iloc[0]
            assert row.lower == pytest.approx(1 - once["upper"], abs=1e-7)
            assert row.upper == pytest.approx(1 - once["lower"], abs=1e-7)
        else:
            assert np.isnan(row.lower)
            assert np.isnan(row.upper)


@given(people())
def test_with_one_way_out_it_is_what_kaplan_meier_leaves(crowd: People) -> None:
    stay = kaplan_meier(crowd.duration, crowd.event)
    table = cumulative_incidence(crowd.duration, crowd.event, causes=1)
    np.testing.assert_allclose(table["incidence"], 1 - stay["survival"], atol=1e-12)
    np.testing.assert_allclose(table["lower"], 1 - stay["upper"], atol=1e-7)
    np.testing.assert_allclose(table["upper"], 1 - stay["lower"], atol=1e-7)


@given(people(), st.permutations([1, 2, 3]))
def test_causes_may_have_other_numbers(crowd: People, names: list[int]) -> None:
    renamed = np.array([0, *names])[crowd.cause]
    before = cumulative_incidence(crowd.duration, crowd.cause, causes=3)
    after = cumulative_incidence(crowd.duration, renamed, causes=3)
    columns = ["time", "at_risk", "events", "incidence", "lower", "upper"]
    for old, new in zip((1, 2, 3), names, strict=True):
        found = after.loc[after["cause"] == new, columns].to_numpy()
        np.testing.assert_array_equal(found, before.loc[before["cause"] == old, columns])


@given(people())
def test_a_way_out_taken_for_still_there_makes_the_others_larger(crowd: People) -> None:
    # Who has left by another way can't leave by this one any more.
    table = cumulative_incidence(crowd.duration, crowd.cause, causes=3)
    for cause in (1, 2, 3):
        share = table.loc[table["cause"] == cause, "incidence"].to_numpy()
        naive = 1 - kaplan_meier(crowd.duration, crowd.cause == cause)["survival"].to_numpy()
        assert (naive >= share - 1e-12).all()


# --- Log-rank -----------------------------------------------------------------------------------


@given(people())
def test_identical_groups_leave_at_one_pace(crowd: People) -> None:
    duration, event = np.tile(crowd.duration, 3), np.tile(crowd.event, 3)
    chi2, p = logrank(duration, event, np.repeat(["a", "b", "c"], crowd.duration.size))
    if not np.isnan(chi2):
        assert chi2 == pytest.approx(0, abs=1e-12)
        assert p == pytest.approx(1, abs=1e-9)


@given(people(), st.permutations(["a", "b", "c"]))
def test_groups_may_have_other_names(crowd: People, names: list[str]) -> None:
    if len(set(crowd.group.tolist())) < 2:
        return
    chi2, p = logrank(crowd.duration, crowd.event, crowd.group)
    renamed = logrank(crowd.duration, crowd.event, np.array(names)[crowd.group])
    assert renamed == pytest.approx((chi2, p), rel=1e-6, abs=1e-9, nan_ok=True)
    if not np.isnan(chi2):
        assert chi2 >= 0
        assert 0 <= p <= 1


# --- Small counts -------------------------------------------------------------------------------


@given(st.integers(1, 400), st.data())
def test_intervals_hold_the_share_and_mirror(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    for method in ("wilson", "exact", "jeffreys"):
        lower, upper = proportion_interval(k, n, method)
        assert 0 <= lower <= k / n <= upper <= 1
        assert lower < upper
        other = proportion_interval(n - k, n, method)
        assert other == pytest.approx((1 - upper, 1 - lower), abs=1e-9)
        wider = proportion_interval(k, n, method, 0.99)
        assert wider[0] <= lower
        assert upper <= wider[1]


@given(st.integers(1, 400), st.floats(0.01, 0.99), st.data())
def test_a_verdict_rises_with_the_share_and_falls_with_the_target(
    n: int, target: float, data: st.DataObject
) -> None:
    k = data.draw(st.integers(0, n - 1))
    above = judge(k / n, target, "ge", n)
    assert 0 <= above <= 1
    assert judge((k + 1) / n, target, "ge", n) >= above
    assert judge(k / n, target / 2, "ge", n) >= above
    assert judge(k / n, target, "le", n) == pytest.approx(1 - above, abs=1e-12)
    assert judge(1 - k / n, 1 - target, "le", n) == pytest.approx(above, abs=1e-9)
    assert 0 <= judge(k / n, target, "eq", n) <= 1


@given(st.integers(2, 400), st.data())
def test_the_ends_of_the_interval_are_judged_at_its_tails(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(1, n - 1))
    lower, upper = (float(end) for end in proportion_interval(k, n, "jeffreys"))
    assert judge(k / n, lower, "ge", n) == pytest.approx(0.975, abs=1e-6)
    assert judge(k / n, upper, "ge", n) == pytest.approx(0.025, abs=1e-6)
    assert judge(k / n, upper, "eq", n) == pytest.approx(0.05, abs=1e-6)
