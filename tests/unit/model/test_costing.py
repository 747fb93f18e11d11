"""Allocation, the result of a werksoort and what shrinking leaves, on cases to do by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import ArrayLike

from analysis.model.costing import (
    CATEGORIES,
    KEY,
    Method,
    allocate,
    break_even,
    filling_needed,
    practical_capacity_tariff,
    worktype_result,
)
from analysis.model.shrinking import fixed_costs, remanent_costs

pytestmark = pytest.mark.unit


# --- Support pools ------------------------------------------------------------------------------

# Housing (100) serves management for half; management (60) serves housing for a fifth.
COSTS = [100, 60]
BETWEEN = [[0, 0.5], [0.2, 0]]
PRODUCTS = [[0.5, 0], [0.4, 0.4]]


def test_reciprocal_by_hand() -> None:
    # Housing alone: h = 100 + 0.2 m, m = 0.5 h, so 0.9 h = 100: 1000/9 and 500/9. The products bear
    # 0.5 x 1000/9 + 0.4 x 500/9 = 700/9 and 0.4 x 500/9 = 200/9.
    # Management alone: m = 60 + 0.5 h, h = 0.2 m, so 0.9 m = 60: 200/3 and 40/3. They bear
    # 0.5 x 40/3 + 0.4 x 200/3 = 100/3 and 0.4 x 200/3 = 80/3.
    assert allocate(COSTS, BETWEEN, PRODUCTS) == pytest.approx(
        np.array([[700 / 9, 100 / 3], [200 / 9, 80 / 3]])
    )


def test_direct_by_hand() -> None:
    # Housing serves the first product alone; management both the same.
    borne = allocate(COSTS, BETWEEN, PRODUCTS, "direct")
    assert borne == pytest.approx(np.array([[100, 30], [0, 30]]))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # Housing first: 50 of it to management, and from there 25 and 25.
        (None, [[75, 30], [25, 30]]),
        ([0, 1], [[75, 30], [25, 30]]),
        # Management first: 12 of it to housing, and from there all of it to the first product.
        ([1, 0], [[100, 36], [0, 24]]),
        ((1, 0), [[100, 36], [0, 24]]),
        (np.array([1, 0]), [[100, 36], [0, 24]]),
    ],
)
def test_step_down_by_hand(order: Sequence[int] | None, expected: list[list[float]]) -> None:
    borne = allocate(COSTS, BETWEEN, PRODUCTS, "step-down", order)
    assert borne == pytest.approx(np.array(expected))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # 80 in a, which goes to b, c and the first product as 1 : 1 : 2; b to c and the second
        # product as 1 : 1; c to a and the second product as 1 : 1.
        # a first: 20 to b, 20 to c, 40 to the first. b: 10 to c, 10 to the second. c: its 30 to the
        # second, now that a is closed.
        ([0, 1, 2], [40, 40]),
        # c, a, b: nothing goes back to c, so a third of a to b, and from there to the second.
        ([2, 0, 1], [160 / 3, 80 / 3]),
        # b, a, c: a third of a to c, and from there to the second.
        ([1, 0, 2], [160 / 3, 80 / 3]),
        # c, b, a: only the first product is left.
        ([2, 1, 0], [80, 0]),
    ],
)
def test_step_down_of_three_pools(order: list[int], expected: list[float]) -> None:
    between = [[0, 0.25, 0.25], [0, 0, 0.5], [0.5, 0, 0]]
    borne = allocate([80, 0, 0], between, [[0.5, 0], [0, 0.5], [0, 0.5]], "step-down", order)
    assert borne.sum(axis=1) == pytest.approx(np.array(expected))


@pytest.mark.parametrize("method", ["reciprocal", "direct", "step-down"])
def test_a_pool_that_serves_itself_too(method: Method) -> None:
    # A half of its own use: what is left goes 3 to 1, whoever asks.
    borne = allocate([80], [[0.5]], [[0.375, 0.125]], method)
    assert borne == pytest.approx(np.array([[60], [20]]))


@pytest.mark.parametrize("method", ["reciprocal", "direct", "step-down"])
def test_no_pools_cost_nothing(method: Method) -> None:
    borne = allocate([], np.zeros((0, 0)), np.zeros((0, 3)), method)
    assert borne.shape == (3, 0)


def test_a_pool_may_earn_something() -> None:
    # A pool with net income gives the products their part of it.
    assert allocate([-8], [[0]], [[0.25, 0.75]]).tolist() == [[-2], [-6]]


@pytest.mark.parametrize("less", [0.1, -0.1, 1e-6, -1e-6])
@pytest.mark.parametrize("pool", [0, 1])
@pytest.mark.parametrize("method", ["reciprocal", "direct", "step-down"])
def test_shares_that_are_not_all_of_a_pool_are_refused(
    method: Method, pool: int, less: float
) -> None:
    products = np.array(PRODUCTS)
    products[pool, 0] -= less
    with pytest.raises(ValueError, match=f"^the shares of pool {pool} don't sum to one$"):
        allocate(COSTS, BETWEEN, products, method)


def test_the_rounding_of_shares_is_not_refused() -> None:
    # Six times a sixth is 1 - 1.1e-16; and what 1e-10 leaves out of 60 is no cent.
    assert 1 / 6 + 1 / 6 + 1 / 6 + 1 / 6 + 1 / 6 + 1 / 6 != 1
    sixths = np.full((1, 6), 1 / 6)
    assert allocate([60], [[0]], sixths)[:, 0] == pytest.approx(np.full(6, 10))
    assert allocate([60], [[0]], [[1 - 1e-10]]) == pytest.approx(np.array([[60]]), abs=1e-8)


@pytest.mark.parametrize(
    ("between", "products"),
    [
        ([[0, -0.5], [0.2, 0]], [[1.5, 0], [0.4, 0.4]]),
        ([[0, 0.5], [0.2, 0]], [[1.0, -0.5], [0.4, 0.4]]),
    ],
)
def test_a_negative_share_is_refused(between: ArrayLike, products: ArrayLike) -> None:
    with pytest.raises(ValueError, match=r"^a share is negative$"):
        allocate(COSTS, between, products)


@pytest.mark.parametrize("method", ["reciprocal", "direct", "step-down"])
@pytest.mark.parametrize(
    ("between", "products"),
    [
        ([[0, 1], [1, 0]], [[0, 0], [0, 0]]),
        # A third one hands in to two that keep it.
        ([[0, 1, 0], [1, 0, 0], [0.5, 0, 0]], [[0], [0], [0.5]]),
        ([[1]], [[0]]),
    ],
)
def test_pools_that_serve_only_each_other_are_refused(
    between: list[list[float]], products: list[list[float]], method: Method
) -> None:
    with pytest.raises(ValueError, match="serve only each other: spectral radius not below one"):
        allocate([5] * len(between), between, products, method)


def test_a_long_way_round_is_no_dead_end() -> None:
    # Only a thousandth leaves in each round, and after all rounds everything has left.
    between, products = np.array([[0, 1], [0.999, 0]]), np.array([[0], [0.001]])
    assert allocate(COSTS, between, products) == pytest.approx(np.array([COSTS]))


def test_an_unknown_method_is_refused() -> None:
    told = "^unknown method 'stepdown'; one of reciprocal, direct, step-down$"
    with pytest.raises(ValueError, match=told):
        allocate(COSTS, BETWEEN, PRODUCTS, "stepdown")  # type: ignore[arg-type]


@pytest.mark.parametrize("order", [[], [0], [0, 0], [1, 2], [-1, 0], [0, 1, 1]])
def test_an_order_that_misses_or_repeats_a_pool_is_refused(order: list[int]) -> None:
    with pytest.raises(ValueError, match=r"the order \[.*\] does not name each of 2 pools once"):
        allocate(COSTS, BETWEEN, PRODUCTS, "step-down", order)


@pytest.mark.parametrize("pool", [0, 1])
def test_a_pool_that_serves_no_product_has_no_one_in_the_direct_method(pool: int) -> None:
    between, products = np.array([[0, 1.0], [0.5, 0]]), np.array([[0], [0.5]])
    places = [pool, 1 - pool]
    with pytest.raises(ValueError, match=f"^pool {pool} has no one left .* in the direct method$"):
        allocate(COSTS, between[np.ix_(places, places)], products[places], "direct")


@pytest.mark.parametrize("pool", [0, 1])
def test_a_pool_whose_users_are_closed_has_no_one_in_step_down(pool: int) -> None:
    # It serves the other pool only: fine as long as that one is still open.
    between, products = np.array([[0, 1.0], [0.5, 0]]), np.array([[0], [0.5]])
    places = [pool, 1 - pool]
    moved = between[np.ix_(places, places)], products[places]
    borne = allocate(COSTS, *moved, "step-down", [pool, 1 - pool])
    assert borne.tolist() == [COSTS]
    told = f"^pool {pool} has no one left to bear it in the step-down method$"
    with pytest.raises(ValueError, match=told):
        allocate(COSTS, *moved, "step-down", [1 - pool, pool])


@pytest.mark.parametrize(
    ("costs", "between", "products"),
    [
        ([100], BETWEEN, PRODUCTS),
        (COSTS, [[0, 0.5]], PRODUCTS),
        (COSTS, [[0], [0.2]], PRODUCTS),
        (COSTS, BETWEEN, [[0.5, 0]]),
        ([COSTS], BETWEEN, PRODUCTS),
        (100, [[0]], [[1]]),
        ([], [], []),
    ],
)
def test_shapes_that_do_not_match_are_refused(
    costs: ArrayLike, between: ArrayLike, products: ArrayLike
) -> None:
    with pytest.raises(ValueError, match=r"^shapes don't match: \("):
        allocate(costs, between, products)


@pytest.mark.parametrize(
    ("costs", "between", "products"),
    [
        (COSTS, BETWEEN, [0.5, 0.8]),
        ([100, math.nan], BETWEEN, PRODUCTS),
        ([100, math.inf], BETWEEN, PRODUCTS),
        (COSTS, [[0, math.nan], [0.2, 0]], PRODUCTS),
        (COSTS, BETWEEN, [[0.5, math.nan], [0.4, 0.4]]),
    ],
)
def test_what_is_no_row_of_numbers_is_refused(
    costs: ArrayLike, between: ArrayLike, products: ArrayLike
) -> None:
    with pytest.raises(ValueError, match="finite numbers, one row of shares a pool"):
        allocate(costs, between, products)


# --- The result of a werksoort ------------------------------------------------------------------


def _ledger(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEY, "soort", "bedrag_eur"])


def _volumes(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEY, "fte", "se"])


def _allocation(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEY, "toegerekend_eur"])


# Groen has 10 fte, which count for 8 SE, and its turnover comes in twice; schoon is beschut: no SE.
LEDGER = _ledger(
    ("schoon", 2023, "omzet", 40.0),
    ("groen", 2023, "omzet", 150.0),
    ("groen", 2023, "inkoop", 30.0),
    ("groen", 2023, "begeleiding", 25.0),
    ("groen", 2023, "direct", 15.0),
    ("groen", 2023, "loonkosten", 320.0),
    ("groen", 2023, "subsidie", 240.0),
    ("groen", 2023, "omzet", 50.0),
    ("schoon", 2023, "loonkosten", 90.0),
)
VOLUMES = _volumes(
    ("schoon", 2023, 4.0, math.nan), ("groen", 2024, 5.0, 4.0), ("groen", 2023, 10.0, 8.0)
)
ALLOCATION = _allocation(
    ("groen", 2023, 30.0), ("schoon", 2023, 10.0), ("groen", 2023, 10.0), ("groen", 2024, 20.0)
)

# Groen 2023: ntw 200 - 30 = 170; direct 170 - 25 - 15 = 130; operationeel 130 - 40 = 90;
# subsidieresultaat 240 - 320 = -80; netto 10. Kostprijs 320 + 25 + 15 + 40 = 400: 40 per fte and
# 50 per SE. Groen 2024 has only the 20 allocated: 4 per fte, 5 per SE. Schoon: ntw 40, operationeel
# 30, netto 30 - 90 = -60; kostprijs 90 + 10 = 100, 25 per fte.
RESULT = {
    "werksoort": ["groen", "groen", "schoon"],
    "jaar": [2023, 2024, 2023],
    "omzet": [200, 0, 40],
    "inkoop": [30, 0, 0],
    "begeleiding": [25, 0, 0],
    "direct": [15, 0, 0],
    "loonkosten": [320, 0, 90],
    "subsidie": [240, 0, 0],
    "ntw": [170, 0, 40],
    "direct_resultaat": [130, 0, 40],
    "toegerekend": [40, 20, 10],
    "operationeel_resultaat": [90, -20, 30],
    "subsidieresultaat": [-80, 0, -90],
    "netto_resultaat": [10, -20, -60],
    "kostprijs": [400, 20, 100],
    "kostprijs_per_fte": [40, 4, 25],
    "kostprijs_per_se": [50, 5, math.nan],
}


def test_from_turnover_to_netto_result_by_hand() -> None:
    table = worktype_result(LEDGER, VOLUMES, ALLOCATION)
    pd.testing.assert_frame_equal(
        table, pd.DataFrame(RESULT), check_dtype=False, check_column_type=False, check_exact=True
    )
    assert table.columns.name is None


def test_whole_numbers_are_amounts_too() -> None:
    table = worktype_result(
        LEDGER.astype({"bedrag_eur": int}),
        VOLUMES.astype({"fte": int}),
        ALLOCATION.astype({"toegerekend_eur": int}),
    )
    pd.testing.assert_frame_equal(
        table, pd.DataFrame(RESULT), check_dtype=False, check_column_type=False, check_exact=True
    )


def test_nothing_booked_is_a_row_of_zeros() -> None:
    table = worktype_result(LEDGER.iloc[:0], VOLUMES.iloc[:1], ALLOCATION.iloc[:0])
    amounts = table.drop(columns=[*KEY, "kostprijs_per_se"])
    assert amounts.to_numpy(dtype=float).tolist() == [[0] * 14]
    assert math.isnan(table["kostprijs_per_se"][0])


def test_no_werksoorten_give_no_rows() -> None:
    table = worktype_result(LEDGER.iloc[:0], VOLUMES.iloc[:0], ALLOCATION.iloc[:0])
    assert table.empty
    assert list(table) == list(RESULT)


def test_no_volume_and_no_costs_cost_zero() -> None:
    # Turnover without anyone in the year: no price to carry, so zero and not 0 / 0.
    table = worktype_result(
        _ledger(("groen", 2023, "omzet", 7.0)), _volumes(("groen", 2023, 0.0, 0.0)), _allocation()
    )
    row = table.iloc[0]
    assert (row["netto_resultaat"], row["kostprijs_per_fte"], row["kostprijs_per_se"]) == (7, 0, 0)


@pytest.mark.parametrize(
    ("volumes", "told"),
    [
        ([("groen", 2023, 0.0, 8.0), ("schoon", 2023, 4.0, 2.0)], "any fte .*: groen 2023$"),
        ([("groen", 2023, 9.0, 0.0), ("schoon", 2023, 4.0, 2.0)], "any se .*: groen 2023$"),
        (
            [("groen", 2023, 0.0, 8.0), ("schoon", 2023, 0.0, 2.0)],
            "^costs without any fte to bear them: groen 2023, schoon 2023$",
        ),
    ],
)
def test_costs_without_volume_are_refused(volumes: list[tuple[Any, ...]], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        worktype_result(LEDGER, _volumes(*volumes), ALLOCATION.iloc[:3])


def test_an_allocated_gain_without_volume_is_refused() -> None:
    # A pool may earn something; with no one there to have it, it may not disappear.
    with pytest.raises(ValueError, match="costs without any fte to bear them: groen 2023"):
        worktype_result(
            LEDGER.iloc[:0], _volumes(("groen", 2023, 0, 0)), _allocation(("groen", 2023, -5.0))
        )


@pytest.mark.parametrize(
    ("kinds", "told"),
    [(["rente"], "rente"), (["omzet", "rente", "huur"], "huur, rente"), (["Omzet"], "Omzet")],
)
def test_an_unknown_category_is_refused(kinds: list[str], told: str) -> None:
    ledger = _ledger(*(("groen", 2023, kind, 1.0) for kind in kinds))
    with pytest.raises(ValueError, match=f"^unknown category: {told}$"):
        worktype_result(ledger, VOLUMES, ALLOCATION)


@pytest.mark.parametrize("kind", [None, math.nan, 3])
def test_a_category_that_is_no_word_is_refused(kind: object) -> None:
    ledger = _ledger(("groen", 2023, "huur", 1.0), ("groen", 2023, kind, 1.0))
    with pytest.raises(ValueError, match=r"^unknown category: .*huur"):
        worktype_result(ledger, VOLUMES, ALLOCATION)


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (("paars", 2023), "paars 2023"),
        (("groen", 2025), "groen 2025"),
        (("schoon", 2024), "schoon 2024"),
        ((None, 2023), ".* 2023"),
    ],
)
@pytest.mark.parametrize("table", ["ledger", "allocation"])
def test_an_unknown_werksoort_or_year_is_refused(
    table: str, extra: tuple[Any, ...], told: str
) -> None:
    ledger, allocation = LEDGER, ALLOCATION
    if table == "ledger":
        ledger = pd.concat([LEDGER, _ledger((*extra, "omzet", 0.0))])
    else:
        allocation = pd.concat([ALLOCATION, _allocation((*extra, 1.0))])
    with pytest.raises(ValueError, match=f"^no volume known for: {told}$"):
        worktype_result(ledger, VOLUMES, allocation)


def test_every_unknown_one_is_named() -> None:
    ledger = _ledger(("rood", 2023, "omzet", 1.0), ("paars", 2024, "omzet", 1.0))
    with pytest.raises(ValueError, match=r"^no volume known for: paars 2024, rood 2023$"):
        worktype_result(ledger, VOLUMES, ALLOCATION)


@pytest.mark.parametrize("amount", [-0.01, math.nan, math.inf])
@pytest.mark.parametrize("kind", CATEGORIES)
def test_an_amount_that_is_negative_or_missing_is_refused(kind: str, amount: float) -> None:
    ledger = pd.concat([LEDGER, _ledger(("groen", 2023, kind, amount))])
    with pytest.raises(
        ValueError, match=r"^an amount is negative or missing; costs and income are"
    ):
        worktype_result(ledger, VOLUMES, ALLOCATION)


@pytest.mark.parametrize("amount", [math.nan, math.inf, -math.inf])
def test_an_allocated_amount_that_is_missing_is_refused(amount: float) -> None:
    # Beside another one, where a sum would pass over it.
    allocation = pd.concat([ALLOCATION, _allocation(("groen", 2023, amount))])
    with pytest.raises(ValueError, match=r"^an allocated amount is missing$"):
        worktype_result(LEDGER, VOLUMES, allocation)


@pytest.mark.parametrize("fte", [math.nan, -1.0, math.inf])
def test_a_driver_that_is_missing_is_refused(fte: float) -> None:
    volumes = pd.concat([VOLUMES, _volumes(("paars", 2023, fte, 1.0))])
    with pytest.raises(ValueError, match=r"^the driver \(fte\) of a werksoort is missing or neg"):
        worktype_result(LEDGER, volumes, ALLOCATION)


@pytest.mark.parametrize("se", [-1.0, math.inf])
def test_an_se_that_can_not_be_is_refused(se: float) -> None:
    volumes = pd.concat([VOLUMES, _volumes(("paars", 2023, 1.0, se))])
    with pytest.raises(ValueError, match=r"^the SE of a werksoort are negative or infinite$"):
        worktype_result(LEDGER, volumes, ALLOCATION)


def test_two_volumes_are_refused() -> None:
    volumes = pd.concat([VOLUMES, VOLUMES.iloc[:1]])
    with pytest.raises(ValueError, match=r"^a werksoort has two volumes in one year$"):
        worktype_result(LEDGER, volumes, ALLOCATION)


# --- What shrinking leaves ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "lag", "costs"),
    [
        # 100 at 20, 15, 10 and 5 fte.
        (0.0, 0, [100, 100, 100, 100]),
        (1.0, 0, [100, 75, 50, 25]),
        (0.4, 0, [100, 90, 80, 70]),
        (0.4, 1, [100, 100, 90, 80]),
        (0.4, 2, [100, 100, 100, 90]),
        (1.0, 3, [100, 100, 100, 100]),
        (1.0, 9, [100, 100, 100, 100]),
    ],
)
def test_costs_follow_the_volume_in_part_and_later(
    share: float, lag: int, costs: list[float]
) -> None:
    volumes = [20, 15, 10, 5]
    assert fixed_costs([100], volumes, [share], [lag]) == pytest.approx(np.array(costs))
    # A single kind may be given as numbers.
    assert fixed_costs(100, volumes, share, lag) == pytest.approx(np.array(costs))
    # What stays: less 100, 75, 50, 25 that the volume takes along.
    left = np.array(costs) - [100, 75, 50, 25]
    assert remanent_costs(costs, volumes) == pytest.approx(left)


def test_kinds_are_added_up() -> None:
    # Housing 60 that stays; transport 30 that follows at once, 30 15 0; management 10, half of it a
    # year later: 10 10 5 + 2.5.
    costs = fixed_costs([60, 30, 10], [8, 4, 0], [0, 1, 0.5], [0, 0, 1])
    assert costs == pytest.approx(np.array([100, 85, 67.5]))
    assert remanent_costs(costs, [8, 4, 0]) == pytest.approx(np.array([0, 35, 67.5]))


def test_each_draw_has_its_own_volume() -> None:
    # Half of 100 follows: 10 -> 5 leaves 75, 4 -> 6 takes 125, of which 50 and 150 would be borne.
    volumes = [[10, 5], [4, 6]]
    assert fixed_costs([100], volumes, [0.5], [0]) == pytest.approx(
        np.array([[100, 75], [100, 125]])
    )
    costs = fixed_costs([100], volumes, [0.5], [0])
    assert remanent_costs(costs, volumes) == pytest.approx(np.array([[0, 25], [0, -25]]))


def test_prices_are_no_remanent_costs() -> None:
    # Two draws of costs beside one volume: half of it is gone, so half of 100 and of 200 stays less
    # what prices did: 110 - 100 x 1.1 x 0.5 and 230 - 200 x 1.1 x 0.5.
    costs = [[100, 110], [200, 230]]
    assert remanent_costs(costs, [10, 5], [1, 1.1]) == pytest.approx(np.array([[0, 55], [0, 120]]))
    # And each draw with prices of its own: 230 - 200 x 1.2 x 0.5.
    index = [[1, 1.1], [1, 1.2]]
    volumes = [[10, 5], [4, 2]]
    assert remanent_costs(costs, volumes, index) == pytest.approx(np.array([[0, 55], [0, 110]]))
    # What only its prices move leaves nothing.
    assert remanent_costs([100, 110], [4, 4], [1, 1.1]) == pytest.approx(np.zeros(2))


def test_no_kinds_cost_nothing() -> None:
    assert fixed_costs([], [2, 1], [], []).tolist() == [0, 0]


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_a_part_outside_zero_to_one_is_refused(share: float) -> None:
    told = "^costs are not negative and the scalable part lies between 0 and 1$"
    with pytest.raises(ValueError, match=told):
        fixed_costs([1, 1], [2, 1], [0.5, share], [0, 0])


@pytest.mark.parametrize("cost", [-1, math.nan, math.inf])
def test_costs_that_are_negative_or_missing_are_refused(cost: float) -> None:
    with pytest.raises(ValueError, match=r"^costs are not negative and the scalable part lies"):
        fixed_costs([5, cost], [2, 1], [0.5, 0.5], [0, 0])
    with pytest.raises(ValueError, match=r"^costs are negative or missing$"):
        remanent_costs([5, cost], [2, 1])


@pytest.mark.parametrize("lag", [0.5, -1, math.nan, math.inf])
def test_a_lag_that_is_no_number_of_years_is_refused(lag: float) -> None:
    with pytest.raises(ValueError, match=r"^a lag is a whole number of years, not negative$"):
        fixed_costs([1, 1], [2, 1], [0.5, 0.5], [1.0, lag])


@pytest.mark.parametrize("volumes", [[0, 1], [[2, 1], [0, 1]], [0], 5.0, []])
def test_no_first_year_to_start_from_is_refused(volumes: ArrayLike) -> None:
    told = "^the first year has no volume to start from$"
    with pytest.raises(ValueError, match=told):
        fixed_costs([1], volumes, [0.5], [0])
    with pytest.raises(ValueError, match=told):
        remanent_costs(np.ones(np.shape(volumes)), volumes)


@pytest.mark.parametrize("volumes", [[1, -1], [-1, 1], [1, math.nan], [math.nan, 1], [1, math.inf]])
def test_a_volume_that_can_not_be_is_refused(volumes: ArrayLike) -> None:
    with pytest.raises(ValueError, match=r"^a volume is negative or missing$"):
        fixed_costs([1], volumes, [0.5], [0])
    with pytest.raises(ValueError, match=r"^a volume is negative or missing$"):
        remanent_costs([1, 1], volumes)


@pytest.mark.parametrize("index", [0, -1, [1, math.nan], [1, 0], [[1, 1], [1, math.inf]]])
def test_a_price_index_that_can_not_be_is_refused(index: ArrayLike) -> None:
    with pytest.raises(ValueError, match=r"^a price index is not positive$"):
        remanent_costs([1, 1], [2, 1], index)


@pytest.mark.parametrize(
    ("costs", "index"), [(1, 1), ([1], 1), ([1, 1, 1], 1), ([[1], [1]], 1), ([1, 1], [1])]
)
def test_other_years_are_refused(costs: ArrayLike, index: ArrayLike) -> None:
    told = "^costs, volumes and price index need the same years$"
    with pytest.raises(ValueError, match=told):
        remanent_costs(costs, [2, 1], index)


@pytest.mark.parametrize(
    ("base", "share", "lag"),
    [([1, 2], [0.5], [0]), ([1], [0.5, 0.5], [0]), ([1], [0.5], [0, 1])],
)
def test_kinds_that_do_not_match_are_refused(
    base: list[float], share: list[float], lag: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"^cost, share and lag need the same kinds$"):
        fixed_costs(base, [2, 1], share, lag)


# --- Tariff, break-even, filling ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("volume", "unused"),
    [
        # 1,000 over room for 50 is 20 a place, and 3 for who is there.
        (50, 0),
        (40, 200),
        (0, 1000),
        (12.5, 750),
    ],
)
def test_the_tariff_at_practical_capacity(volume: float, unused: float) -> None:
    assert practical_capacity_tariff(1000, 3, 50, volume) == (23, unused)


@pytest.mark.parametrize(
    ("capacity", "volume"), [(50, 51), (50, -1), (0, 0), (-5, -6), (50, math.nan), (math.nan, 5)]
)
def test_a_volume_that_does_not_fit_is_refused(capacity: float, volume: float) -> None:
    told = f"^volume {volume} does not fit in a capacity of {capacity}$"
    with pytest.raises(ValueError, match=told):
        practical_capacity_tariff(1000, 3, capacity, volume)


@pytest.mark.parametrize(
    ("fixed", "adds", "volume"),
    [(100, 8, 12.5), (0, 8, 0), (100, 0, math.inf), (100, -8, math.inf), (0, 0, math.inf)],
)
def test_the_break_even_volume(fixed: float, adds: float, volume: float) -> None:
    assert break_even(fixed, adds) == volume


def test_break_even_of_arrays() -> None:
    # Two fixed costs against three contributions.
    volumes = break_even([[100], [50]], [10, 0, 4])
    assert volumes.tolist() == [[10, math.inf, 25], [5, math.inf, 12.5]]


@pytest.mark.parametrize("fixed", [-0.01, [5, -1]])
def test_negative_fixed_costs_are_refused(fixed: ArrayLike) -> None:
    with pytest.raises(ValueError, match=r"^fixed costs are not negative$"):
        break_even(fixed, 1)


def test_what_is_not_known_is_not_infinite() -> None:
    assert np.isnan(break_even([100, math.nan, math.nan], [math.nan, 1, 0])).all()


@pytest.mark.parametrize(
    ("remanent", "cover", "units"),
    [(300, 12, 25), (0, 12, 0), (-300, 12, 0), ([30, -30, 45], [10, 10, 30], [3, 0, 1.5])],
)
def test_the_filling_that_carries_what_stays(
    remanent: ArrayLike, cover: ArrayLike, units: ArrayLike
) -> None:
    assert filling_needed(remanent, cover).tolist() == units


@pytest.mark.parametrize("cover", [0, -1, [5, 0], [[5], [-1]]])
def test_a_unit_that_contributes_nothing_is_refused(cover: ArrayLike) -> None:
    with pytest.raises(ValueError, match=r"^a unit that contributes nothing can't carry any cost$"):
        filling_needed(100, cover)
