"""The kostprijsmodel: who bears the support pools, what a werksoort costs, what would carry them.

Here belongs cost accounting on given amounts and volumes; where those come from belongs in
`questions`, and what shrinking leaves in `shrinking`. Amounts are euros of one price level; costs
and income are both positive. The *driver* of a werksoort is its volume in fte. Support pools
(housing, management, transport, …) serve each other as well as the werksoorten; every method bears
exactly their costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Method = Literal["reciprocal", "direct", "step-down"]

TOLERANCE = 1e-9
"""How far shares may be from one: rounding of floats, not of people."""

TURNOVER, PURCHASES, GUIDANCE, DIRECT = "omzet", "inkoop", "begeleiding", "direct"
WAGES, SUBSIDY = "loonkosten", "subsidie"
CATEGORIES = (TURNOVER, PURCHASES, GUIDANCE, DIRECT, WAGES, SUBSIDY)
"""What the ledger of a werksoort is made of; each an amount that is not negative."""

KEY = ["werksoort", "jaar"]


def allocate(
    pool_costs: ArrayLike,
    between_pools: ArrayLike,
    to_products: ArrayLike,
    method: Method = "reciprocal",
    order: Sequence[int] | None = None,
) -> Floats:
    """Return what each product bears of each pool's own costs: (products, pools), euros.

    Each column adds up to that pool's costs. `pool_costs` (pools,); `between_pools[i, j]` the share
    of pool i's output that pool j uses and `to_products[i, k]` that product k uses, together one.
    `reciprocal` settles all mutual service at once, x = (I - P')^-1 b; `step-down` closes the pools
    one by one in `order` (default: as they stand), each over who is still open; `direct` leaves
    service between pools out. Raises `ValueError` for shapes that don't match, a negative share,
    shares that don't sum to one, pools that serve only each other (spectral radius of P not below
    one) and a method or order that does not exist.
    """
    costs, between, products = _checked_shares(pool_costs, between_pools, to_products)
    if method == "direct":
        return _rescaled(products, "direct").T * costs
    if method == "step-down":
        return _step_down(between, products, order).T * costs
    if method != "reciprocal":
        raise ValueError(f"unknown method '{method}'; one of reciprocal, direct, step-down")
    return np.asarray(products.T @ np.linalg.inv(np.eye(costs.size) - between.T) * costs)


def worktype_result(
    ledger: pd.DataFrame, volumes: pd.DataFrame, allocation: pd.DataFrame
) -> pd.DataFrame:
    """Return the result of each werksoort and year, from turnover to net result, and its cost.

    `ledger` has werksoort, jaar, soort (one of `CATEGORIES`) and bedrag_eur; `volumes` one row per
    werksoort and year with fte, and se where the werksoort has one; `allocation` werksoort, jaar
    and toegerekend_eur. Columns: those categories, ntw (turnover less purchases), direct_resultaat
    (ntw less guidance and direct costs), toegerekend, operationeel_resultaat, subsidieresultaat
    (subsidy less wages), netto_resultaat, kostprijs (wages, guidance, direct and allocated costs),
    kostprijs_per_fte and kostprijs_per_se (NaN without SE). Raises `ValueError` for an unknown
    werksoort, year or category, a negative or missing amount, a missing driver, and costs without
    volume.
    """
    known = volumes.set_index(KEY)[["fte", "se"]].astype(float).sort_index()
    if not known.index.is_unique:
        raise ValueError("a werksoort has two volumes in one year")
    _check_ledger(ledger, known)
    # As floats: pandas fills no gaps in whole numbers.
    amounts = ledger.astype({"bedrag_eur": float})
    table = amounts.pivot_table(
        index=KEY, columns="soort", values="bedrag_eur", aggfunc="sum", fill_value=0.0
    ).reindex(index=known.index, columns=list(CATEGORIES), fill_value=0.0)
    table.columns.name = None
    if not np.isfinite(allocation["toegerekend_eur"].astype(float)).all():
        raise ValueError("an allocated amount is missing")
    _check_known(pd.MultiIndex.from_frame(allocation[KEY]), known)
    borne = allocation.groupby(KEY)["toegerekend_eur"].sum().astype(float)
    table["ntw"] = table[TURNOVER] - table[PURCHASES]
    table["direct_resultaat"] = table["ntw"] - table[GUIDANCE] - table[DIRECT]
    table["toegerekend"] = borne.reindex(known.index, fill_value=0.0)
    table["operationeel_resultaat"] = table["direct_resultaat"] - table["toegerekend"]
    table["subsidieresultaat"] = table[SUBSIDY] - table[WAGES]
    table["netto_resultaat"] = table["operationeel_resultaat"] + table["subsidieresultaat"]
    table["kostprijs"] = table[[WAGES, GUIDANCE, DIRECT, "toegerekend"]].sum(axis=1)
    for unit in ("fte", "se"):
        table[f"kostprijs_per_{unit}"] = _per_unit(table["kostprijs"], known[unit], unit)
    return table.reset_index()


def practical_capacity_tariff(
    fixed: float, variable_per_unit: float, capacity: float, volume: float
) -> tuple[float, float]:
    """Return the tariff per unit at practical capacity, and the cost of the capacity not used.

    Unused capacity is a line of its own and never in the tariff: there it would raise the price,
    lower the volume and raise the price again. Raises `ValueError` for no capacity, a negative
    volume, and more volume than capacity.
    """
    if capacity <= 0 or not 0 <= volume <= capacity:
        raise ValueError(f"volume {volume} does not fit in a capacity of {capacity}")
    per_unit = fixed / capacity
    return per_unit + variable_per_unit, per_unit * (capacity - volume)


def break_even(fixed: ArrayLike, contribution_per_unit: ArrayLike) -> Floats:
    """Return the volume at which what each unit adds just covers the fixed costs.

    Numbers or arrays; infinite where a unit adds nothing, so no volume is enough, and NaN where
    either is not known. Raises `ValueError` for negative fixed costs.
    """
    costs, adds = (np.asarray(part, dtype=float) for part in (fixed, contribution_per_unit))
    if (costs < 0).any():
        raise ValueError("fixed costs are not negative")
    with np.errstate(divide="ignore", invalid="ignore"):
        volume = np.where(adds <= 0, np.inf, costs / adds)
    return np.asarray(np.where(np.isnan(costs), np.nan, volume))


def filling_needed(remanent: ArrayLike, cover_per_unit: ArrayLike) -> Floats:
    """Return how many units of other work would carry the remanent costs (never below zero).

    `cover_per_unit` is what one such unit can contribute to them, in euros. Raises `ValueError`
    when it contributes nothing.
    """
    cover = np.asarray(cover_per_unit, dtype=float)
    if (cover <= 0).any():
        raise ValueError("a unit that contributes nothing can't carry any cost")
    return np.asarray(np.maximum(np.asarray(remanent, dtype=float), 0) / cover)


def _checked_shares(
    pool_costs: ArrayLike, between_pools: ArrayLike, to_products: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    costs, between, products = (
        np.asarray(part, dtype=float) for part in (pool_costs, between_pools, to_products)
    )
    pools = costs.size
    if costs.ndim != 1 or between.shape != (pools, pools) or products.shape[:1] != (pools,):
        raise ValueError(f"shapes don't match: {costs.shape}, {between.shape}, {products.shape}")
    if products.ndim != 2 or not all(np.isfinite(x).all() for x in (costs, between, products)):
        raise ValueError("costs and shares are finite numbers, one row of shares a pool")
    if (between < 0).any() or (products < 0).any():
        raise ValueError("a share is negative")
    wrong = np.abs(between.sum(axis=1) + products.sum(axis=1) - 1) > TOLERANCE
    if wrong.any():
        raise ValueError(f"the shares of pool {int(np.argmax(wrong))} don't sum to one")
    if pools and np.abs(np.linalg.eigvals(between)).max() >= 1 - TOLERANCE:
        raise ValueError("some pools serve only each other: spectral radius not below one")
    return costs, between, products


def _rescaled(shares: Floats, what: str, pools: Sequence[int] | None = None) -> Floats:
    """Shares of each pool (of `pools`, or all) as parts of what is still open."""
    total = shares.sum(axis=1, keepdims=True)
    if (total <= 0).any():
        row = int(np.argmin(total))
        pool = row if pools is None else pools[row]
        raise ValueError(f"pool {pool} has no one left to bear it in the {what} method")
    return np.asarray(shares / total)


def _step_down(between: Floats, products: Floats, order: Sequence[int] | None) -> Floats:
    """Where the own costs of each pool end: (pools, products)."""
    pools = between.shape[0]
    sequence = list(range(pools)) if order is None else [int(pool) for pool in order]
    if sorted(sequence) != list(range(pools)):
        raise ValueError(f"the order {sequence} does not name each of {pools} pools once")
    ends = np.zeros_like(products)
    # From the last one back: what is passed on to an open pool ends where that pool's costs end.
    for place in reversed(range(pools)):
        pool, still_open = sequence[place], sequence[place + 1 :]
        shares = np.concatenate([between[pool, still_open], products[pool]])
        parts = _rescaled(shares[None, :], "step-down", [pool])[0]
        passed, direct = parts[: len(still_open)], parts[len(still_open) :]
        ends[pool] = direct + passed @ ends[still_open]
    return ends


def _check_ledger(ledger: pd.DataFrame, known: pd.DataFrame) -> None:
    if odd := set(ledger["soort"]) - set(CATEGORIES):
        raise ValueError(f"unknown category: {', '.join(sorted(map(str, odd)))}")
    amounts = ledger["bedrag_eur"].astype(float)
    if not ((amounts >= 0) & np.isfinite(amounts)).all():
        raise ValueError("an amount is negative or missing; costs and income are both positive")
    _check_known(pd.MultiIndex.from_frame(ledger[KEY]), known)
    if not ((known["fte"] >= 0) & np.isfinite(known["fte"])).all():
        raise ValueError("the driver (fte) of a werksoort is missing or negative")
    if (known["se"] < 0).any() or np.isinf(known["se"]).any():
        raise ValueError("the SE of a werksoort are negative or infinite")


def _check_known(index: pd.Index, known: pd.DataFrame) -> None:
    odd = index.difference(known.index)
    if len(odd):
        raise ValueError(
            f"no volume known for: {', '.join(' '.join(map(str, key)) for key in odd)}"
        )


def _per_unit(costs: pd.Series, volume: pd.Series, unit: str) -> pd.Series:
    empty = (volume == 0) & (costs != 0)
    if empty.any():
        names = ", ".join(" ".join(map(str, key)) for key in costs.index[empty])
        raise ValueError(f"costs without any {unit} to bear them: {names}")
    return (costs / volume.where(volume > 0)).where(volume != 0, 0.0)
