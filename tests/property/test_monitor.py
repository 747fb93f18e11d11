"""Whatever the counts: verdicts that the evidence does not carry are never given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import PrivacyError
from analysis.frames import rows_of
from analysis.model.agreement_verdicts import (
    FIRM,
    FIRM_VERDICTS,
    Margin,
    Trend,
    Verdict,
    cap_verdict,
    count_margin,
    counted_margin,
    share_margin,
    trend_of,
    verdict_of,
)
from analysis.model.indicators import judge
from analysis.questions.monitor import monitor
from analysis.questions.monitor_candidates import candidates
from analysis.questions.monitor_flows import candidate_counts
from analysis.questions.monitor_gate import BETWEEN, SHOWN, relations_of, release
from analysis.released import rounded, rounding_range
from analysis.shown import is_shown
from tests.disclosure_attack import attack
from tests.monitor_example import realised, with_tables

pytestmark = pytest.mark.property

OPERATORS = st.sampled_from(["ge", "le"])
EPSILON = 1e-9
NO_TABLES = (
    *("trajecten", "traject_aantallen", "werkleerroutes", "werkstap_plannen", "enquetes"),
    *("registratie", "verzuim", "wsw_personen"),
)


def possible(count: int) -> tuple[int, tuple[int, int]]:
    """What a count is published as, and what it may then be."""
    published = rounded(count)
    return published, rounding_range(published, 10, 5)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    whole = draw(st.integers(30, 600))
    return draw(st.integers(10, whole - 15)), whole


@given(shares(), OPERATORS, st.floats(0.01, 0.99))
def test_a_firm_verdict_on_a_share_holds_for_whatever_was_rounded(
    share: tuple[int, int], operator: str, norm: float
) -> None:
    (part, parts), (whole, wholes) = (possible(count) for count in share)
    if part > whole:
        return
    margin = share_margin(part, whole, parts, wholes)
    verdict = verdict_of(operator, margin, norm)
    # The true counts are among those that may be.
    chance = judge(share[0] / share[1], norm, operator, share[1])
    if verdict is Verdict.MET:
        assert chance >= FIRM - EPSILON
    if verdict is Verdict.MISSED:
        assert chance <= 1 - FIRM + EPSILON
    if margin.low < norm < margin.high:
        assert verdict is Verdict.OPEN


@given(st.integers(10, 900), OPERATORS, st.integers(1, 900))
def test_a_firm_verdict_on_a_count_holds_for_whatever_was_rounded(
    count: int, operator: str, norm: int
) -> None:
    published, may_be = possible(count)
    margin = count_margin(published, may_be)
    verdict = verdict_of(operator, margin, norm)
    chance = judge(count, norm, operator)
    if verdict is Verdict.MET:
        assert chance >= FIRM - EPSILON
    if verdict is Verdict.MISSED:
        assert chance <= 1 - FIRM + EPSILON
    if margin.low < norm < margin.high:
        assert verdict is Verdict.OPEN


@given(st.integers(10, 900), st.integers(1, 900))
def test_a_ceiling_is_never_met_nor_missed(count: int, cap: int) -> None:
    verdict = cap_verdict(counted_margin(*possible(count)), cap)
    assert verdict in (Verdict.BELOW_CAP, Verdict.ABOVE_CAP, Verdict.OPEN)
    # And what is said of it is true of the real count.
    assert verdict is not Verdict.BELOW_CAP or count <= cap
    assert verdict is not Verdict.ABOVE_CAP or count > cap


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.99))
def test_a_number_without_a_good_side_is_never_met(
    first: float, second: float, third: float, norm: float
) -> None:
    low, value, high = sorted((first, second, third))
    verdict = verdict_of("eq", Margin(value, low, high), norm)
    assert verdict in (Verdict.AROUND, Verdict.ABOVE, Verdict.BELOW)


margins = (
    st.tuples(*[st.floats(0, 100)] * 3)
    .map(sorted)
    .map(lambda ends: Margin(ends[1], ends[0], ends[2]))
)


@given(margins, margins)
def test_a_trend_the_other_way_round_is_the_opposite(one: Margin, other: Margin) -> None:
    opposite = {Trend.UP: Trend.DOWN, Trend.DOWN: Trend.UP}
    there, back = trend_of(one, other, 1.0), trend_of(other, one, 1.0)
    assert back is opposite.get(there, there)


@given(margins)
def test_nothing_rises_or_falls_against_itself(margin: Margin) -> None:
    assert trend_of(margin, margin, 1.0) in (Trend.SAME, Trend.UNSURE)


@pytest.mark.parametrize(
    "system", ["uitstroom", "binnen een half jaar", "plan", "begin", "begeleiding"]
)
def test_nothing_hidden_is_found_back_in_the_base_case(system: str) -> None:
    people = candidates(with_tables())
    assert people is not None
    counts = candidate_counts(people)[system]
    empty = {(SHOWN, quarter, column): 0 for quarter, column in counts.empty}
    found = attack({SHOWN: release(counts)}, relations_of(counts), empty)
    for (table, quarter, column), (lowest, highest) in found.items():
        known = counts.table[column]
        count = (known.diff() if table == BETWEEN else known)[quarter]
        if count < 10 and (quarter, column) not in counts.empty:
            assert lowest == 0, column
            assert highest >= 10, column
    hidden = [cell for cell in found if cell[0] == SHOWN]
    assert all(found[cell][1] - found[cell][0] >= 10 for cell in hidden)


COUNTED = ("B1", "G6a", "G5", "G6b", "G7", "G8", "M3", "A2", "S4")


@settings(max_examples=25)
@given(st.lists(st.integers(0, 40), min_size=4, max_size=4), st.sampled_from(COUNTED))
def test_a_hidden_count_gives_no_number_and_no_firm_verdict(
    values: list[int], agreement: str
) -> None:
    rows = [
        realised(agreement, place, "pers", waarde=float(value))
        for place, value in enumerate(values, start=1)
    ]
    tables = {name: [] for name in NO_TABLES}
    try:
        result = monitor(with_tables(**tables, kwartaalrealisaties=rows))
    except PrivacyError:
        return
    so_far = 0
    for row, value in zip(
        (row for row in rows_of(result.lines) if row["id"] == agreement), values, strict=True
    ):
        so_far += value
        numbers = [row[name] for name in ("waarde", "laag", "hoog", "kans", "norm_nu")]
        assert all(number is None or is_shown(number) for number in numbers)
        if so_far < 10:
            assert row["waarde"] is None
        if row["waarde"] is None:
            assert numbers == [None] * 5
            assert row["oordeel"] not in FIRM_VERDICTS
            assert row["oordeel"] is Verdict.HIDDEN
        else:
            assert row["waarde"] % 5 == 0
            assert abs(row["waarde"] - so_far) <= 2


def test_the_agreements_of_the_property_are_counted_in_persons() -> None:
    book = with_tables()
    units = book.table("resultaatafspraken").set_index("id")["norm_eenheid"]
    assert {units[name] for name in COUNTED} == {"pers"}
