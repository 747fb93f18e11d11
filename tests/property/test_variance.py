"""Whatever the factors are, a split is exact; whatever the unit is, an error weighs the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.variance import forecast_errors, lmdi, price_volume, shapley

pytestmark = pytest.mark.property

Values = dict[str, float]
Groups = dict[str, list[float]]

NUMBERS = st.floats(-100, 100)


# --- Volume and price ---------------------------------------------------------------------------


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_volume_and_price_add_up_and_turn_around(
    v0: float, p0: float, v1: float, p1: float
) -> None:
    volume, price = price_volume(v0, p0, v1, p1)
    assert volume + price == pytest.approx(v1 * p1 - v0 * p0, abs=1e-9)
    assert price_volume(v1, p1, v0, p0) == (-volume, -price)
    # Volume and price may be exchanged.
    assert price_volume(p0, v0, p1, v1) == (price, volume)
    assert price_volume(v0, p0, v0, p1)[0] == 0
    assert price_volume(v0, p0, v1, p0)[1] == 0


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_arrays_are_split_as_their_elements(rows: list[tuple[float, float, float, float]]) -> None:
    volume, price = price_volume(*np.array(rows).T)
    assert list(zip(volume.tolist(), price.tolist(), strict=True)) == [
        price_volume(*row) for row in rows
    ]


# --- Shapley ------------------------------------------------------------------------------------

SHAPES: dict[str, Callable[[float], float]] = {
    "multilinear": lambda x: x,
    "square": lambda x: x * x / 100,
    "no less than nothing": lambda x: max(x, 0.0),
    "wave": math.sin,
    "step": lambda x: 1.0 if x > 0 else -1.0,
    "bounded": lambda x: x / (1 + abs(x)),
}
"""What is done to a random multilinear function; only the first leaves it multilinear."""

FACTOR = st.floats(-3, 3)


class Case:
    """A function of one to five factors, with their values before and after."""

    def __init__(self, shape: str, terms: list[float], pairs: list[tuple[float, float]]) -> None:
        self.shape, self.terms, self.names = shape, terms, "abcde"[: len(pairs)]
        self.before = dict(zip(self.names, (pair[0] for pair in pairs), strict=True))
        self.after = dict(zip(self.names, (pair[1] for pair in pairs), strict=True))

    def __repr__(self) -> str:
        return f"Case({self.shape}, {self.terms}, {self.before}, {self.after})"

    def function(self, **factors: float) -> float:
        """Sum over all sets of factors of a coefficient times the product of the set."""
        total = 0.0
        for number, term in enumerate(self.terms):
            chosen = [name for place, name in enumerate(self.names) if number >> place & 1]
            total += term * math.prod(factors[name] for name in chosen)
        return SHAPES[self.shape](total)

    def split(self) -> Values:
        return shapley(self.function, self.before, self.after)


@st.composite
def cases(draw: st.DrawFn, most: int = 5) -> Case:
    count = draw(st.integers(1, most))
    terms = draw(st.lists(st.floats(-2, 2), min_size=2**count, max_size=2**count))
    pairs = draw(st.lists(st.tuples(FACTOR, FACTOR), min_size=count, max_size=count))
    return Case(draw(st.sampled_from(sorted(SHAPES))), terms, pairs)


# At most 32 terms of 2 x 3^5, so 15,552, or its square over 100, 2.4 million: rounding stays under
# 1e-16 x 2.4e6 x some tens of steps.
CLOSE = 1e-7


@given(cases())
def test_shapley_adds_up_to_the_change(case: Case) -> None:
    parts = case.split()
    change = case.function(**case.after) - case.function(**case.before)
    assert sum(parts.values()) == pytest.approx(change, rel=1e-9, abs=CLOSE)
    assert list(parts) == list(case.names)


@given(cases(most=4))
def test_shapley_is_the_mean_over_all_orders(case: Case) -> None:
    steps: dict[str, list[float]] = {name: [] for name in case.names}
    for order in permutations(case.names):
        now = dict(case.before)
        for name in order:
            start = case.function(**now)
            now[name] = case.after[name]
            steps[name].append(case.function(**now) - start)
    means = {name: float(np.mean(found)) for name, found in steps.items()}
    assert case.split() == pytest.approx(means, rel=1e-9, abs=CLOSE)


@given(cases())
def test_shapley_turns_around(case: Case) -> None:
    back = shapley(case.function, case.after, case.before)
    forth = {name: -part for name, part in case.split().items()}
    assert back == pytest.approx(forth, rel=1e-9, abs=CLOSE)


@given(cases(), st.data())
def test_an_unchanged_factor_has_no_part_in_shapley(case: Case, data: st.DataObject) -> None:
    still = data.draw(st.sampled_from(case.names))
    case.after[still] = case.before[still]
    assert case.split()[still] == 0


@given(cases(), st.data())
def test_shapley_does_not_mind_the_order_of_the_factors(case: Case, data: st.DataObject) -> None:
    first, second = (data.draw(st.permutations(list(case.names))) for _ in range(2))
    parts = shapley(
        case.function,
        {name: case.before[name] for name in first},
        {name: case.after[name] for name in second},
    )
    assert list(parts) == first
    assert parts == pytest.approx(case.split(), rel=1e-9, abs=CLOSE)


@given(cases(most=4), NUMBERS, NUMBERS)
def test_what_the_function_ignores_has_no_part(case: Case, old: float, new: float) -> None:
    parts = shapley(
        lambda ignored, **factors: case.function(**factors),
        {"ignored": old} | case.before,
        {"ignored": new} | case.after,
    )
    assert parts == pytest.approx({"ignored": 0} | case.split(), rel=1e-9, abs=CLOSE)


# --- LMDI ---------------------------------------------------------------------------------------

POSITIVE = st.floats(0.1, 10)
NEARLY = st.sampled_from([1.0, 1 + 1e-15, 1 + 1e-12, 1 - 1e-12, 1 + 1e-9])


@st.composite
def groups(draw: st.DrawFn) -> tuple[Groups, Groups]:
    """One to four factors of one to six groups; a value may hardly have changed."""
    names, count = "abcd"[: draw(st.integers(1, 4))], draw(st.integers(1, 6))
    before: Groups = {}
    after: Groups = {}
    for name in names:
        before[name] = draw(st.lists(POSITIVE, min_size=count, max_size=count))
        after[name] = [
            draw(POSITIVE) if draw(st.booleans()) else old * draw(NEARLY) for old in before[name]
        ]
    return before, after


def _products(factors: Mapping[str, list[float]]) -> list[float]:
    return [math.prod(values) for values in zip(*factors.values(), strict=True)]


def _rounding(before: Groups, after: Groups) -> float:
    """What may be lost: a billionth of the largest amount there was."""
    return 1e-9 * max(*_products(before), *_products(after))


@given(groups())
def test_lmdi_adds_up_to_the_change(pair: tuple[Groups, Groups]) -> None:
    before, after = pair
    parts = lmdi(before, after)
    change = sum(_products(after)) - sum(_products(before))
    assert sum(parts.values()) == pytest.approx(change, abs=_rounding(before, after))


@given(groups())
def test_lmdi_turns_around(pair: tuple[Groups, Groups]) -> None:
    before, after = pair
    forth = {name: -part for name, part in lmdi(before, after).items()}
    assert lmdi(after, before) == pytest.approx(forth, abs=_rounding(before, after))


@given(groups(), st.data())
def test_an_unchanged_factor_has_no_part_in_lmdi(
    pair: tuple[Groups, Groups], data: st.DataObject
) -> None:
    before, after = pair
    still = data.draw(st.sampled_from(sorted(before)))
    assert lmdi(before, after | {still: before[still]})[still] == 0


@given(groups(), st.data())
def test_lmdi_does_not_mind_the_order_of_factors_and_groups(
    pair: tuple[Groups, Groups], data: st.DataObject
) -> None:
    before, after = pair
    names = data.draw(st.permutations(sorted(before)))
    places = data.draw(st.permutations(range(len(before["a"]))))
    moved = lmdi(
        {name: [before[name][place] for place in places] for name in names},
        {name: [after[name][place] for place in places] for name in sorted(after)},
    )
    assert list(moved) == names
    assert moved == pytest.approx(lmdi(before, after), abs=_rounding(before, after))


@given(groups())
def test_lmdi_of_all_groups_is_the_sum_over_the_groups(pair: tuple[Groups, Groups]) -> None:
    before, after = pair
    alone = [
        lmdi(
            {name: values[place] for name, values in before.items()},
            {name: values[place] for name, values in after.items()},
        )
        for place in range(len(before["a"]))
    ]
    sums = {name: sum(parts[name] for parts in alone) for name in before}
    assert lmdi(before, after) == pytest.approx(sums, abs=_rounding(before, after))


@given(groups())
def test_a_part_has_the_sign_of_its_factor(pair: tuple[Groups, Groups]) -> None:
    # The logarithmic mean lies between the two products, so it is positive.
    before, after = ({name: values[0] for name, values in part.items()} for part in pair)
    parts = lmdi(before, after)
    ends = sorted((math.prod(before.values()), math.prod(after.values())))
    for name, part in parts.items():
        change = math.log(after[name] / before[name])
        bounds = sorted(end * change for end in ends)
        slack = 1e-9 * ends[1]
        assert bounds[0] - slack <= part <= bounds[1] + slack
        assert part * change >= 0


# --- Errors of forecasts ------------------------------------------------------------------------

# Whole numbers, so that a plan that is moved or counted in other units is exactly what it was.
AMOUNT = st.integers(-50, 1000)
MAYBE = st.one_of(st.just(math.nan), st.integers(-30, 30))
WIDTH = st.one_of(st.just(math.nan), st.integers(0, 60))
COLUMNS = ["plan", "werkelijk", "vorig", "laag", "hoog", "beleid"]


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    rows = []
    for _ in range(draw(st.integers(0, 8))):
        plan = draw(AMOUNT)
        actual = draw(st.one_of(AMOUNT, st.just(plan), st.just(math.nan)))
        previous = draw(st.one_of(AMOUNT, st.just(math.nan)))
        rows.append([plan, actual, previous, plan - draw(WIDTH), plan + draw(WIDTH), draw(MAYBE)])
    return pd.DataFrame(rows, columns=COLUMNS, dtype=float)


def _same(table: pd.DataFrame, expected: Mapping[str, float], *apart: str) -> None:
    found = asdict(forecast_errors(table))
    kept = {name: value for name, value in expected.items() if name not in apart}
    assert {name: found[name] for name in kept} == pytest.approx(
        kept, rel=1e-9, abs=1e-9, nan_ok=True
    )


@given(tables(), st.sampled_from([0.25, 0.5, 2, 12, 1000]))
def test_another_unit_scales_the_bias_alone(table: pd.DataFrame, unit: float) -> None:
    found = asdict(forecast_errors(table))
    scaled = {name: found[name] * unit for name in ("bias", "policy")}
    _same(table * unit, found | scaled)


@given(tables())
def test_policy_is_a_plan_that_was_moved(table: pd.DataFrame) -> None:
    moved = table.copy()
    for column in ("plan", "laag", "hoog"):
        moved[column] += table["beleid"].fillna(0)
    _same(moved.drop(columns="beleid"), asdict(forecast_errors(table)), "policy", "policy_count")


@given(tables(), st.data())
def test_the_order_of_the_rows_does_not_matter(table: pd.DataFrame, data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(len(table))))
    _same(table.iloc[places], asdict(forecast_errors(table)))


@given(tables())
def test_counts_and_shares_are_possible(table: pd.DataFrame) -> None:
    found = forecast_errors(table)
    assert found.count == table["werkelijk"].notna().sum()
    assert found.too_high + found.too_low <= found.count
    for part in (found.mape_count, found.theil_count, found.coverage_count, found.policy_count):
        assert 0 <= part <= found.count
    for value in (found.sign_test, found.coverage):
        assert math.isnan(value) or 0 <= value <= 1
    for value in (found.mape, found.theil_u2):
        assert math.isnan(value) or value >= 0
    # A mean can be told where there is anything to take it of.
    assert math.isnan(found.bias) == (found.count == 0)
    assert math.isnan(found.mape) == (found.mape_count == 0)
    assert math.isnan(found.coverage) == (found.coverage_count == 0)
    assert math.isnan(found.policy) == (found.policy_count == 0)
    assert math.isnan(found.sign_test) == (found.too_high + found.too_low == 0)


@given(tables())
def test_expecting_last_years_value_is_the_measure_of_theil(table: pd.DataFrame) -> None:
    naive = table[["werkelijk", "vorig"]].assign(plan=table["vorig"])
    found = forecast_errors(naive)
    assert math.isnan(found.theil_u2) or found.theil_u2 == pytest.approx(1, rel=1e-9)
    assert found.theil_count == forecast_errors(table).theil_count


@given(tables())
def test_turning_every_error_around_turns_the_bias(table: pd.DataFrame) -> None:
    # Plan and range are mirrored in the realised value; without policy nothing else moves.
    plain = table.drop(columns="beleid").dropna(subset=["werkelijk"])
    found = asdict(forecast_errors(plain))
    twice = 2 * plain["werkelijk"]
    mirrored = plain.assign(
        plan=twice - plain["plan"], laag=twice - plain["hoog"], hoog=twice - plain["laag"]
    )
    turned = {
        "bias": -found["bias"],
        "too_high": found["too_low"],
        "too_low": found["too_high"],
    }
    _same(mirrored, found | turned)
