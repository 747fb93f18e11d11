"""How the ledger's amounts move: volumes from the models, support that lags, subsidy and wages.

Everything is relative to the ledger's own year, so that the level stays that of the ledger and the
path that of the models. Arrays are (draws, years).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.frames import rows_of
from analysis.model.shrinking import fixed_costs
from analysis.model.uncertain import Uncertain, latin_draws
from analysis.questions.beschut import START_YEAR as BESCHUT_START
from analysis.questions.beschut import BeschutNeed
from analysis.questions.kostprijs import COSTS, INCOME, ONE_OFF, Ledger
from analysis.questions.local_runoff import START_YEAR as WSW_START
from analysis.questions.local_runoff import LocalRunoff
from analysis.questions.wsw_money import FIRST_YEAR, WswMoney
from analysis.sources.ledger_checks import TO_ALLOCATE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WSW, BESCHUT = "Wsw", "Beschut werk"

Line = tuple[str, str, str]
"""Group, kind of amount, and who pays it (empty for costs)."""


def volume_growth(
    base: Ledger, local: LocalRunoff, need: BeschutNeed, years: Integers
) -> dict[str, Floats]:
    """Return each group's fte as part of the base year's, by draw and year.

    The Wsw follows its arbeidsjaren, beschut werk its average persons; who is in neither stays.
    """
    labour = local.labour_years[:, years - WSW_START - 1]
    places = years - BESCHUT_START
    people = (need.paths[:, places] + need.paths[:, places - 1]) / 2
    return {
        WSW: labour / labour[:, :1],
        BESCHUT: people / np.maximum(people[:, :1], 1),
        **{
            group: np.ones(labour.shape)
            for group in base.people["groep"].unique()
            if group not in (WSW, BESCHUT)
        },
    }


def pool_paths(base: Ledger, volume: Floats, rng: np.random.Generator) -> Floats:
    """Return the support pools' structural costs by draw and year, each at its own pace (euro)."""
    shares = [
        (row["schaalbaar_laag"], row["schaalbaar_midden"], row["schaalbaar_hoog"])
        for row in rows_of(base.pools)
    ]
    drawn = np.clip(_interval_draws(shares, len(volume), rng), 0, 1)
    total = np.zeros(volume.shape)
    costs = base.pool_costs(structural_only=True)
    for place, (cost, lag) in enumerate(zip(costs, base.pools["vertraging_jaar"], strict=True)):
        scaled = fixed_costs([cost], volume, [1.0], [lag])
        part = drawn[:, place, None]
        total += (1 - part) * cost + part * scaled
    return total


def index_paths(
    base: Ledger, draws: int, years: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Return what each kind of amount does beside the general price level: one in the base year."""
    rows = rows_of(base.indices)
    ends = [(row["laag"], row["midden"], row["hoog"]) for row in rows]
    drawn = 1 + _interval_draws(ends, draws, rng) / 100
    paths = {row["soort"]: drawn[:, place, None] for place, row in enumerate(rows)}
    flat = {TO_ALLOCATE: np.ones((draws, 1))}
    return {kind: base_rate ** np.arange(years) for kind, base_rate in (flat | paths).items()}


def line_paths(
    base: Ledger,
    growth: dict[str, Floats],
    index: dict[str, Floats],
    money: WswMoney,
    years: Integers,
) -> dict[Line, Floats]:
    """Return the ledger's amounts, moved along with volume and prices, or with subsidy and wages.

    `index` by kind, or by kind and group (`loonkosten beschut werk`); a kind without one follows
    the price level.
    """
    place = years - FIRST_YEAR
    paths = {
        (WSW, "subsidie"): money.money.subsidy[:, place],
        (WSW, "loonkosten"): money.money.wages[:, place],
    }
    rows = base.amounts[base.amounts["soort"].isin((*INCOME, *COSTS))]
    amounts = rows.groupby(["groep", "soort", "betaler"])["bedrag_eur"].sum().reset_index()
    lines = {}
    for group, kind, payer, amount in amounts.itertuples(index=False):
        path = paths.get((group, kind))
        if path is None:
            index_of = index.get(f"{kind} {group.lower()}", index.get(kind, 1.0))
            lines[group, kind, payer] = amount * growth[group] * index_of
        else:
            lines[group, kind, payer] = amount * path / path[:, :1]
    return lines


def one_off_costs(base: Ledger, draws: int, years: int) -> Floats:
    """What comes once: in the base year only."""
    rows = base.amounts[base.amounts["aard"] == ONE_OFF]
    costs = np.zeros((draws, years))
    costs[:, 0] = rows["bedrag_eur"].sum()
    return costs


def _interval_draws(
    ends: Sequence[tuple[float, float, float]], draws: int, rng: np.random.Generator
) -> Floats:
    """Draws (draws, inputs) between low and high (90%); a figure without an interval stays."""
    open_ends = [place for place, (low, _, high) in enumerate(ends) if low < high]
    drawn = np.tile(np.array([middle for _, middle, _ in ends]), (draws, 1))
    if open_ends:
        inputs = [Uncertain("normal", *ends[place]) for place in open_ends]
        drawn[:, open_ends] = latin_draws(inputs, draws, rng)
    return drawn
