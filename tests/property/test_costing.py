"""Whatever serves whatever, nothing is lost; whatever shrinks, what stays is what didn't follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.model.costing import (
    CATEGORIES,
    KEY,
    Floats,
    Method,
    allocate,
    break_even,
    filling_needed,
    practical_capacity_tariff,
    worktype_result,
)
from analysis.model.shrinking import fixed_costs, remanent_costs

pytestmark = pytest.mark.property

METHODS = st.sampled_from(["reciprocal", "direct", "step-down"])
FACTORS = st.floats(0.01, 1000)


# --- Support pools ------------------------------------------------------------------------------


@dataclass
class Pools:
    """Support pools, of which each serves at least one product."""

    costs: Floats
    between: Floats
    products: Floats
    order: list[int]

    def borne(self, method: Method = "reciprocal") -> Floats:
        return allocate(self.costs, self.between, self.products, method, self.order)

    @property
    def close(self) -> float:
        return 1e-9 * max(1.0, float(self.costs.sum()))


@st.composite
def pools(draw: st.DrawFn, most: int = 5) -> Pools:
    """Shares from whole weights; a pool may use its own service too."""
    count, made = draw(st.integers(1, most)), draw(st.integers(1, 4))
    weights = np.zeros((count, count + made))
    for pool in range(count):
        wide = count + made
        weights[pool] = draw(st.lists(st.integers(0, 9), min_size=wide, max_size=wide))
        weights[pool, count + draw(st.integers(0, made - 1))] += 1
    shares = weights / weights.sum(axis=1, keepdims=True)
    costs = draw(st.lists(st.integers(0, 10_000_000), min_size=count, max_size=count))
    order = draw(st.permutations(range(count)))
    return Pools(np.array(costs, dtype=float), shares[:, :count], shares[:, count:], list(order))


@given(pools(), METHODS)
def test_each_pool_is_borne_in_full(case: Pools, method: Method) -> None:
    borne = case.borne(method)
    assert borne.shape == case.products.shape[::-1]
    assert borne.sum(axis=0) == pytest.approx(case.costs, abs=case.close)
    assert (borne >= -case.close).all()


@given(pools(), METHODS, FACTORS)
def test_all_costs_scale_together(case: Pools, method: Method, factor: float) -> None:
    scaled = allocate(case.costs * factor, case.between, case.products, method, case.order)
    assert scaled == pytest.approx(case.borne(method) * factor, abs=case.close * factor)


@given(pools(), METHODS, st.data())
def test_pools_may_stand_in_any_order(case: Pools, method: Method, data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(case.costs.size)))
    moved = allocate(
        case.costs[places],
        case.between[np.ix_(places, places)],
        case.products[places],
        method,
        [places.index(pool) for pool in case.order],
    )
    assert moved == pytest.approx(case.borne(method)[:, places], abs=case.close)


@given(pools(), METHODS, st.data())
def test_products_may_stand_in_any_order(case: Pools, method: Method, data: st.DataObject) -> None:
    places = data.draw(st.permutations(range(case.products.shape[1])))
    moved = allocate(case.costs, case.between, case.products[:, places], method, case.order)
    assert moved == pytest.approx(case.borne(method)[places], abs=case.close)


@given(pools())
def test_without_service_between_pools_all_methods_agree(case: Pools) -> None:
    case.products = case.products / case.products.sum(axis=1, keepdims=True)
    case.between = np.zeros_like(case.between)
    by_hand = case.products.T * case.costs
    for method in ("reciprocal", "direct", "step-down"):
        assert case.borne(method) == pytest.approx(by_hand, abs=case.close)


@given(pools(), METHODS, st.data())
def test_a_pool_without_costs_passes_nothing_on_of_its_own(
    case: Pools, method: Method, data: st.DataObject
) -> None:
    free = data.draw(st.integers(0, case.costs.size - 1))
    before = case.borne(method)
    case.costs[free] = 0
    after = case.borne(method)
    assert after[:, free].tolist() == [0] * after.shape[0]
    # And what others cost goes where it went.
    assert np.delete(after, free, 1) == pytest.approx(np.delete(before, free, 1), abs=case.close)


@given(pools(), METHODS)
def test_equal_use_of_the_products_gives_them_equal_parts(case: Pools, method: Method) -> None:
    count = case.products.shape[1]
    case.products = np.repeat(case.products.sum(axis=1, keepdims=True) / count, count, axis=1)
    even = np.tile(case.costs / count, (count, 1))
    assert case.borne(method) == pytest.approx(even, abs=case.close)


@given(pools(most=4))
def test_reciprocal_is_passing_on_for_ever(case: Pools) -> None:
    # At least 1 / (9 x 8 + 1) of each pool reaches a product in each round. Twelve doublings are
    # 4,096 rounds, after which (72 / 73)^4096 < 1e-24 is left.
    passed, held = np.eye(case.costs.size), case.between.T
    for _ in range(12):
        passed, held = passed + held @ passed, held @ held
    assert case.borne() == pytest.approx(case.products.T @ passed * case.costs, abs=case.close)


@given(pools())
def test_step_down_closes_one_pool_after_another(case: Pools) -> None:
    # Forwards, with the money: each pool is emptied over who is still open.
    held, borne = np.diag(case.costs), np.zeros_like(case.products.T)
    for place, pool in enumerate(case.order):
        later = case.order[place + 1 :]
        use = case.between[pool, later].sum() + case.products[pool].sum()
        for other in later:
            held[other] += held[pool] * case.between[pool, other] / use
        borne += np.outer(case.products[pool], held[pool]) / use
    assert case.borne("step-down") == pytest.approx(borne, abs=case.close)


# --- The result of a werksoort ------------------------------------------------------------------

AMOUNTS = st.integers(0, 1_000_000)
VOLUMES = st.floats(0.1, 500)
NAMES = ("beschut binnen", "werken op locatie", "groepsdetachering", "begeleid werken")
CENT = 0.005
FEWER = settings(max_examples=40)
"""An example is three frames, and takes thirty milliseconds."""


@dataclass
class Books:
    """Ledger, volumes and allocation of some werksoorten in some years."""

    ledger: pd.DataFrame
    volumes: pd.DataFrame
    allocation: pd.DataFrame

    def result(self) -> pd.DataFrame:
        return worktype_result(self.ledger, self.volumes, self.allocation)

    def total(self, *categories: str) -> float:
        return float(self.ledger.loc[self.ledger["soort"].isin(categories), "bedrag_eur"].sum())


@st.composite
def books(draw: st.DrawFn) -> Books:
    """A kind may have any number of rows for a werksoort and year, or none."""
    wide, years = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    keys = [(name, 2023 + year) for name in NAMES[:wide] for year in range(years)]
    key = st.sampled_from(keys)
    rows = draw(st.lists(st.tuples(key, st.sampled_from(CATEGORIES), AMOUNTS), max_size=30))
    borne = draw(st.lists(st.tuples(key, AMOUNTS), max_size=12))
    volumes = [(*each, draw(VOLUMES), draw(st.just(np.nan) | VOLUMES)) for each in keys]
    return Books(
        pd.DataFrame(
            [(*each, kind, float(amount)) for each, kind, amount in rows],
            columns=[*KEY, "soort", "bedrag_eur"],
        ).astype({"jaar": int, "bedrag_eur": float}),
        pd.DataFrame(draw(st.permutations(volumes)), columns=[*KEY, "fte", "se"]),
        pd.DataFrame(
            [(*each, float(amount)) for each, amount in borne],
            columns=[*KEY, "toegerekend_eur"],
        ).astype({"jaar": int, "toegerekend_eur": float}),
    )


@FEWER
@given(books())
def test_the_netto_results_are_the_ledger_less_what_was_allocated(case: Books) -> None:
    table = case.result()
    income = case.total("omzet", "subsidie")
    costs = case.total("inkoop", "begeleiding", "direct", "loonkosten")
    allocated = case.allocation["toegerekend_eur"].sum()
    assert table["toegerekend"].sum() == pytest.approx(allocated, abs=CENT)
    assert table["netto_resultaat"].sum() == pytest.approx(income - costs - allocated, abs=CENT)
    for kind in CATEGORIES:
        assert table[kind].sum() == pytest.approx(case.total(kind), abs=CENT)


@FEWER
@given(books())
def test_every_werksoort_and_year_has_its_row(case: Books) -> None:
    table = case.result()
    assert list(map(tuple, table[KEY].to_numpy())) == sorted(
        map(tuple, case.volumes[KEY].to_numpy())
    )
    assert np.isfinite(table.drop(columns=[*KEY, "kostprijs_per_se"]).to_numpy(dtype=float)).all()


@FEWER
@given(books())
def test_the_price_times_the_volume_is_the_loss_but_for_purchases(case: Books) -> None:
    # Purchases stand in the ntw and not in the kostprijs.
    table = case.result().merge(case.volumes, on=KEY, validate="1:1")
    for unit in ("fte", "se"):
        some = table[table[unit].notna()]
        cost = some[f"kostprijs_per_{unit}"] * some[unit]
        loss = cost + some["inkoop"] - some["omzet"] - some["subsidie"]
        assert loss.to_numpy() == pytest.approx(-some["netto_resultaat"].to_numpy(), abs=CENT)
    assert table.loc[table["se"].isna(), "kostprijs_per_se"].isna().all()


@FEWER
@given(books(), FACTORS)
def test_all_amounts_scale_all_prices(case: Books, factor: float) -> None:
    before = case.result()
    case.ledger["bedrag_eur"] *= factor
    case.allocation["toegerekend_eur"] *= factor
    amounts = [column for column in before if column not in KEY]
    assert case.result()[amounts].to_numpy(dtype=float) == pytest.approx(
        before[amounts].to_numpy(dtype=float) * factor, rel=1e-9, abs=CENT, nan_ok=True
    )


@FEWER
@given(books(), st.data())
def test_the_order_of_the_rows_is_nothing(case: Books, data: st.DataObject) -> None:
    before = case.result()
    for name in ("ledger", "volumes", "allocation"):
        table = getattr(case, name)
        setattr(case, name, table.iloc[data.draw(st.permutations(range(len(table))))])
    # Whole amounts: not even the rounding differs.
    pd.testing.assert_frame_equal(case.result(), before, check_exact=True)


@FEWER
@given(books())
def test_the_arguments_are_left_as_they_were(case: Books) -> None:
    copies = [case.ledger.copy(), case.volumes.copy(), case.allocation.copy()]
    case.result()
    for table, copy in zip((case.ledger, case.volumes, case.allocation), copies, strict=True):
        pd.testing.assert_frame_equal(table, copy)


def _add(table: pd.DataFrame, *row: Any) -> None:
    table.loc[len(table)] = list(row)


@FEWER
@given(books(), st.sampled_from(["loonkosten", "begeleiding", "direct", "toegerekend"]))
def test_no_volume_costs_nothing_or_is_refused(case: Books, kind: str) -> None:
    # A werksoort that came and has no one yet, then the same with one euro of costs.
    _add(case.volumes, "werkleerroute", 2023, 0.0, np.nan)
    table = case.result().set_index(KEY)
    assert table.loc[("werkleerroute", 2023), "kostprijs_per_fte"] == 0
    assert not np.isinf(table.to_numpy(dtype=float)).any()
    if kind == "toegerekend":
        _add(case.allocation, "werkleerroute", 2023, 1.0)
    else:
        _add(case.ledger, "werkleerroute", 2023, kind, 1.0)
    with pytest.raises(ValueError, match="costs without any fte to bear them: werkleerroute 2023"):
        case.result()


# --- What shrinking leaves ----------------------------------------------------------------------

SHARES = st.floats(0, 1)


@dataclass
class Shrinking:
    """Kinds of costs, and a volume that may also grow or come to nothing."""

    base: Floats
    share: Floats
    lag: list[int]
    volumes: Floats

    def costs(self) -> Floats:
        return fixed_costs(self.base, self.volumes, self.share, self.lag)

    def remanent(self) -> Floats:
        return remanent_costs(self.costs(), self.volumes)

    @property
    def relative(self) -> Floats:
        return np.asarray(self.volumes / self.volumes[..., :1])

    @property
    def close(self) -> float:
        return 1e-9 * max(1.0, float(self.base.sum()) * max(1.0, float(self.relative.max())))


@st.composite
def shrinkings(draw: st.DrawFn, growth: float = 3.0) -> Shrinking:
    kinds, years, draws = draw(st.integers(1, 4)), draw(st.integers(1, 8)), draw(st.integers(1, 3))

    def some(values: st.SearchStrategy[float], count: int) -> Floats:
        return np.array(draw(st.lists(values, min_size=count, max_size=count)), dtype=float)

    starts = some(st.floats(1, 1000), draws)[:, None]
    later = some(st.floats(0, growth), draws * (years - 1)).reshape(draws, years - 1)
    return Shrinking(
        some(st.floats(0, 1e7), kinds),
        some(SHARES, kinds),
        draw(st.lists(st.integers(0, 10), min_size=kinds, max_size=kinds)),
        np.hstack([starts, starts * later]),
    )


@given(shrinkings())
def test_costs_are_the_sum_of_their_kinds(case: Shrinking) -> None:
    # The formula of the docstring, number by number.
    for path, found in zip(case.relative, case.costs(), strict=True):
        for year, cost in enumerate(found):
            parts = [
                amount * ((1 - part) + part * (path[year - lag] if year > lag else 1.0))
                for amount, part, lag in zip(case.base, case.share, case.lag, strict=True)
            ]
            assert cost == pytest.approx(sum(parts), abs=case.close)


@given(shrinkings())
def test_a_constant_volume_keeps_the_costs(case: Shrinking) -> None:
    case.volumes[:] = case.volumes[:, :1]
    assert case.costs() == pytest.approx(
        np.full(case.volumes.shape, case.base.sum()), abs=case.close
    )
    assert case.remanent() == pytest.approx(np.zeros(case.volumes.shape), abs=case.close)


@given(shrinkings())
def test_what_follows_at_once_leaves_nothing(case: Shrinking) -> None:
    case.share[:], case.lag = 1.0, [0] * len(case.lag)
    assert case.costs() == pytest.approx(case.base.sum() * case.relative, abs=case.close)
    assert case.remanent() == pytest.approx(np.zeros(case.volumes.shape), abs=case.close)


@given(shrinkings())
def test_what_does_not_follow_stays_whole(case: Shrinking) -> None:
    case.share[:] = 0.0
    assert case.costs() == pytest.approx(
        np.full(case.volumes.shape, case.base.sum()), abs=case.close
    )
    assert case.remanent() == pytest.approx(case.base.sum() * (1 - case.relative), abs=case.close)


@given(shrinkings())
def test_the_first_year_is_the_base(case: Shrinking) -> None:
    assert case.costs()[:, 0] == pytest.approx(
        np.full(len(case.volumes), case.base.sum()), abs=case.close
    )
    assert case.remanent()[:, 0] == pytest.approx(np.zeros(len(case.volumes)), abs=case.close)


@given(shrinkings(growth=1.0), st.data())
def test_more_that_follows_leaves_less(case: Shrinking, data: st.DataObject) -> None:
    before, left = case.costs(), case.remanent()
    kind = data.draw(st.integers(0, len(case.share) - 1))
    case.share[kind] = data.draw(st.floats(case.share[kind], 1))
    assert (case.costs() <= before + case.close).all()
    assert (case.remanent() <= left + case.close).all()
    # Nothing that shrinks costs more than it did, or less than nothing.
    assert (before <= case.base.sum() + case.close).all()
    assert (before >= 0).all()


@given(shrinkings(), st.integers(0, 10))
def test_a_lag_is_the_same_later(case: Shrinking, later: int) -> None:
    case.lag = [0] * len(case.lag)
    at_once = case.costs()
    case.lag = [later] * len(case.lag)
    padded = np.hstack([np.repeat(at_once[:, :1], later, axis=1), at_once])
    assert case.costs() == pytest.approx(padded[:, : at_once.shape[1]], abs=case.close)


@given(shrinkings())
def test_each_draw_goes_its_own_way(case: Shrinking) -> None:
    together, left = case.costs(), case.remanent()
    nested = fixed_costs(case.base, case.volumes[None, :, None], case.share, case.lag)
    assert nested.shape == (1, len(together), 1, together.shape[1])
    assert (nested[0, :, 0] == together).all()
    for path, costs, remains in zip(case.volumes, together, left, strict=True):
        assert (fixed_costs(case.base, path, case.share, case.lag) == costs).all()
        assert (remanent_costs(costs, path) == remains).all()


@given(shrinkings(), FACTORS)
def test_another_unit_of_volume_changes_nothing(case: Shrinking, unit: float) -> None:
    costs, remains = case.costs(), case.remanent()
    case.volumes = case.volumes * unit
    assert case.costs() == pytest.approx(costs, abs=case.close)
    assert case.remanent() == pytest.approx(remains, abs=case.close)


@given(shrinkings())
def test_remanent_costs_are_what_a_fixed_price_would_not_bring_in(case: Shrinking) -> None:
    price = case.base.sum() / case.volumes[:, :1]
    assert case.remanent() == pytest.approx(case.costs() - price * case.volumes, abs=2 * case.close)


# --- Tariff, break-even, filling ----------------------------------------------------------------

EUROS = st.floats(0, 1e7)


@given(EUROS, EUROS, st.floats(0.1, 1e4), SHARES)
def test_tariff_and_unused_capacity_pay_for_everything(
    fixed: float, variable: float, capacity: float, used: float
) -> None:
    volume = used * capacity
    tariff, unused = practical_capacity_tariff(fixed, variable, capacity, volume)
    assert tariff * volume + unused == pytest.approx(fixed + variable * volume, abs=CENT)
    assert 0 <= unused <= fixed * (1 + 1e-12)


@given(EUROS, EUROS, st.floats(0.1, 1e4), SHARES, SHARES)
def test_the_tariff_does_not_mind_the_volume(
    fixed: float, variable: float, capacity: float, some: float, other: float
) -> None:
    tariffs = {
        practical_capacity_tariff(fixed, variable, capacity, used * capacity)[0]
        for used in (some, other, 0.0, 1.0)
    }
    assert len(tariffs) == 1


@given(EUROS, st.floats(0.01, 1e6))
def test_the_break_even_volume_brings_in_the_fixed_costs(fixed: float, adds: float) -> None:
    assert break_even(fixed, adds) * adds == pytest.approx(fixed, rel=1e-12)


@given(st.floats(1, 1e7), st.floats(0, 1e4), st.floats(1, 1e4))
def test_at_that_tariff_only_full_capacity_breaks_even(
    fixed: float, variable: float, capacity: float
) -> None:
    tariff, _ = practical_capacity_tariff(fixed, variable, capacity, 0)
    # The tariff less the variable costs keeps 1e4 x 2e-16 of at least 1e-4.
    assert break_even(fixed, tariff - variable) == pytest.approx(capacity, rel=1e-7)


@given(st.floats(-1e7, 1e7), st.floats(0.01, 1e6))
def test_the_filling_carries_the_remanent_costs(remanent: float, cover: float) -> None:
    units = filling_needed(remanent, cover)
    assert units >= 0
    assert units * cover == pytest.approx(max(remanent, 0.0), rel=1e-12)


@given(st.lists(st.tuples(EUROS, st.floats(0.01, 1e6)), min_size=1, max_size=5))
def test_arrays_are_taken_number_by_number(rows: list[tuple[float, float]]) -> None:
    amounts, each = np.array(rows).T
    assert break_even(amounts, each).tolist() == [float(break_even(*row)) for row in rows]
    assert filling_needed(amounts, each).tolist() == [float(filling_needed(*row)) for row in rows]
