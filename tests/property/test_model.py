"""Whatever the numbers are: sums hold, shares sum to one, and a level keeps its interval."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.model.agreements import KINDS, kinds_by_group
from analysis.model.contract import contract_lines, contract_totals, overhead_alternatives
from analysis.model.runoff_level import gamma_shape

pytestmark = pytest.mark.property

AMOUNTS = st.floats(0, 1e8)
LINE = st.tuples(
    st.sampled_from(["basis", "project"]),
    st.floats(0.01, 1000),
    st.one_of(st.just(math.nan), AMOUNTS),
    AMOUNTS,
    st.sampled_from(["Groeien", "Ondersteuning & overhead"]),
)
SUM = ("totaal", 1.0, 1.0, 1.0, "Totaal")


def _contract(rows: list[tuple[str, float, float, float, str]]) -> pd.DataFrame:
    columns = ["soort", "fte", "clientkosten_eur", "loonkosten_eur", "regel"]
    return pd.DataFrame([*rows, SUM], columns=columns).assign(id=lambda t: t.index.astype(str))


CONTRACTS = st.lists(LINE, min_size=1, max_size=12).map(_contract)
RATES = st.floats(0, 1)


@given(CONTRACTS, RATES)
def test_the_totals_are_the_sums_of_the_lines(lines: pd.DataFrame, rate: float) -> None:
    cost = contract_lines(lines, rate)
    totals = contract_totals(cost)
    assert len(cost) == len(lines) - 1
    assert totals.total_eur == pytest.approx(cost["totaal_eur"].sum(), rel=1e-9, abs=1e-6)
    assert totals.fte == pytest.approx(lines["fte"][:-1].sum(), rel=1e-9)
    assert totals.wages_eur == pytest.approx(lines["loonkosten_eur"][:-1].sum(), rel=1e-9)
    parts = cost["loonkosten_eur"] + cost["clientkosten_eur"].fillna(0) + cost["overhead_eur"]
    assert list(parts) == pytest.approx(list(cost["totaal_eur"]), rel=1e-9, abs=1e-6)


@given(CONTRACTS, RATES)
def test_shares_are_shares(lines: pd.DataFrame, rate: float) -> None:
    cost = contract_lines(lines, rate)
    assert (cost.drop(columns=["id", "regel", "soort"]).fillna(0) >= 0).to_numpy().all()
    if cost["totaal_eur"].sum() > 0:
        assert cost["aandeel_pct"].sum() == pytest.approx(100)


@given(CONTRACTS, RATES)
def test_overhead_is_charged_on_the_base_only(lines: pd.DataFrame, rate: float) -> None:
    cost = contract_lines(lines, rate)
    base = lines.loc[lines["soort"] == "basis", "loonkosten_eur"].sum()
    assert cost["overhead_eur"].sum() == pytest.approx(base * rate, rel=1e-9, abs=1e-6)
    assert not cost.loc[cost["soort"] == "project", "overhead_eur"].any()
    readings = overhead_alternatives(cost, rate)["overhead_eur"]
    assert readings[2] - 1e-3 <= readings[0] <= readings[1] + 1e-3


@given(CONTRACTS, RATES, st.floats(0.01, 100))
def test_a_price_level_scales_every_amount(lines: pd.DataFrame, rate: float, factor: float) -> None:
    before, after = contract_lines(lines, rate), contract_lines(lines, rate, factor)
    for column in ("loonkosten_eur", "clientkosten_eur", "overhead_eur", "totaal_eur"):
        expected = list(before[column].fillna(0) * factor)
        assert list(after[column].fillna(0)) == pytest.approx(expected, rel=1e-9, abs=1e-6)
    assert list(after["fte"]) == list(before["fte"])


AGREEMENT = st.tuples(
    st.sampled_from(["Wsw", "Groeien", "Matchen"]),
    st.sampled_from(["streefwaarde", "plafond", "kwalitatief"]),
    st.sampled_from(["norm", "noemer", "definitie", "termijn", ""]),
)


@given(st.lists(AGREEMENT, min_size=1, max_size=60))
def test_no_agreement_is_lost_or_counted_twice(rows: list[tuple[str, str, str]]) -> None:
    agreements = pd.DataFrame(rows, columns=["groep", "soort", "ontbreekt_soort"])
    counts = kinds_by_group(agreements)
    assert list(counts.columns) == list(KINDS)
    assert counts.to_numpy().sum() == len(rows)
    assert counts.sum(axis=1).to_dict() == agreements["groep"].value_counts().to_dict()
    words = agreements["soort"] == "kwalitatief"
    assert counts["kwalitatief"].sum() == words.sum()


@given(st.floats(1.01, 1e5), st.floats(0.3, 0.98))
def test_the_shape_is_found_back_from_its_interval(shape: float, coverage: float) -> None:
    tails = ((1 - coverage) / 2, (1 + coverage) / 2)
    low, high = np.asarray(stats.gamma.ppf(tails, shape, scale=1 / shape))
    if not low < 1 < high:
        return
    assert gamma_shape(low, high, coverage) == pytest.approx(shape, rel=1e-3)
