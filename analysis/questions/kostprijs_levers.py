"""What could be changed: a werksoort stopped, people posted, overhead shared, places filled.

Each lever is an amount a year in the ledger's year, with the interval of how far it can go;
positive is an advantage. Levers are not added up: they touch the same people and the same pools.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.frames import rows_of
from analysis.model.costing import filling_needed
from analysis.provenance import Quantity
from analysis.questions.kostprijs import Ledger
from analysis.questions.kostprijs_paths import WSW
from analysis.questions.kostprijs_years import CostYears
from analysis.sources.ledger_checks import LEVER_NAMES, LEVERS
from analysis.sources.workbook import Workbook

STOP, MOVE, SHARE, FILL = LEVER_NAMES
INSIDE, POSTED = "Beschut binnen", "Groepsdetachering"
SHAREABLE = ("Leiding en staf", "Personeelszaken", "ICT en administratie")
"""Pools that a neighbour could run along with its own."""

RULE_OUT, RULE_IN = "L251", 1
"""Rule of thumb: so many out of the Wsw for one into beschut werk."""


@dataclass(frozen=True)
class Lever:
    """How far a lever can go."""

    low: float
    middle: float
    high: float

    def each(self) -> tuple[float, float, float]:
        """The three values."""
        return self.low, self.middle, self.high


def levers(book: Workbook) -> Mapping[str, Lever]:
    """Return the levers by name."""
    table = book.table(LEVERS)
    return {row["knop"]: Lever(row["laag"], row["midden"], row["hoog"]) for row in rows_of(table)}


def stopping(base: Ledger, lever: Lever) -> pd.DataFrame:
    """Return what stopping each werksoort saves, loses, leaves behind and displaces.

    Columns werksoort, pers and fte (displaced), bespaard (guidance and direct costs that go, with
    laag and hoog), gemist (turnover less purchases), toegerekend, meegedaald (what the pools shrink
    by in time), blijft (the rest of it, now borne by others) and effect with laag and hoog:
    bespaard + meegedaald - gemist. Wages and subsidy stay: people are placed elsewhere.
    """
    result = base.result().set_index("werksoort")
    borne = base.allocation().pivot(index="werksoort", columns="pool", values="toegerekend_eur")
    scalable = base.pools.set_index("pool")["schaalbaar_midden"]
    shrinks = (borne * scalable.reindex(borne.columns)).sum(axis=1)
    unit_costs = result["begeleiding"] + result["direct"]
    table = pd.DataFrame(
        {
            "pers": result["pers"],
            "fte": result["fte"],
            "gemist": result["ntw"],
            "toegerekend": result["toegerekend"],
            "meegedaald": shrinks.reindex(result.index),
        }
    )
    table["blijft"] = table["toegerekend"] - table["meegedaald"]
    for name, part in zip(("_laag", "", "_hoog"), lever.each(), strict=True):
        table[f"bespaard{name}"] = part * unit_costs
        table[f"effect{name}"] = table[f"bespaard{name}"] + table["meegedaald"] - table["gemist"]
    return table.reset_index()


def posting(base: Ledger, lever: Lever) -> tuple[float, float, float]:
    """Return what posting a part of the people inside brings a year (euro): low, middle, high."""
    gain = posting_gain(base)
    inside = float(base.people.query("werksoort == @INSIDE")["fte"].sum())
    low, middle, high = (part * inside * gain for part in lever.each())
    return low, middle, high


def posting_gain(base: Ledger) -> float:
    """Return what one fte more in posting than inside brings a year (euro)."""
    result = base.result().set_index("werksoort")
    direct = result["direct_resultaat"] / result["fte"]
    return float(direct[POSTED] - direct[INSIDE])


def sharing(base: Ledger, lever: Lever) -> tuple[float, float, float]:
    """Return what sharing overhead with neighbours saves a year (euro): low, middle, high."""
    shared = shareable_costs(base)
    low, middle, high = (part * shared for part in lever.each())
    return low, middle, high


def shareable_costs(base: Ledger) -> float:
    """Return what the pools cost that a neighbour could run along (euro a year)."""
    costs = dict(zip(base.pools["pool"], base.pool_costs(structural_only=True), strict=True))
    return float(sum(costs.get(name, 0.0) for name in SHAREABLE))


def filling(book: Workbook, years: CostYears, lever: Lever, year: int) -> dict[str, Quantity]:
    """Return how many fte beschut werk would carry the remanent costs of a year, and the rule.

    `nodig` fte with its band; `vuistregel` fte that one in for so many out of the Wsw would bring.
    """
    place = year - years.ledger.year
    rng = np.random.default_rng([book.parameters.zaad, 52])
    draws = len(years.remanent)
    known = lever.low == lever.high
    cover = np.full(draws, lever.middle) if known else rng.triangular(*lever.each(), size=draws)
    needed = filling_needed(years.remanent[:, place], cover)
    wsw = float(years.ledger.people.query("groep == @WSW")["fte"].sum())
    gone = wsw * (1 - years.growth[WSW][:, place])
    return {
        "nodig": years.spread(needed, "fte"),
        "vuistregel": years.spread(gone * RULE_IN / book.number(RULE_OUT).value, "fte"),
    }
