"""Made-up years that differ from the base case: fewer people, so that much is hidden."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.sources.workbook import Workbook
from tests.monitor_example import base, with_tables

LEAST = 40
"""The smallest cohort of Groeien or Matchen in a variant, where the base case has so many."""


def smaller(seed: int, seen: str = "") -> Workbook:
    """Fewer people in every table; what came after `seen` has not happened yet."""
    rng = np.random.default_rng(seed)
    tables = {
        "trajecten": _fewer_people(rng, seen),
        "traject_aantallen": _thinned(rng, "traject_aantallen", ["pers"]),
        "wsw_personen": _thinned(rng, "wsw_personen", ["pers"]),
        "wsw_uitstroom": _thinned(rng, "wsw_uitstroom", ["pers"]),
        "werkleerroutes": _thinned(rng, "werkleerroutes", ["naar_werk", "gestart"]),
        "werkstap_plannen": _plans(rng),
        "registratie": _records(rng),
    }
    return with_tables(**tables)


def by_quarter(seed: int) -> Workbook:
    """The same without trajectories, so that counts by quarter are used."""
    return with_tables(trajecten=[], traject_aantallen=smaller(seed).tables["traject_aantallen"])


def _fewer_people(rng: np.random.Generator, seen: str) -> pd.DataFrame:
    table = base().table("trajecten")
    keep: list[int] = []
    for _, rows in table.groupby(["groep", table["instroom"].str[:4], "gemeente"]):
        least = min(LEAST, len(rows))
        size = int(rng.integers(least, len(rows) + 1))
        keep += rng.choice(rows.index.to_numpy(), size=size, replace=False).tolist()
    table = table.loc[sorted(keep)].reset_index(drop=True)
    return _until(table, seen) if seen else table


def _until(table: pd.DataFrame, seen: str) -> pd.DataFrame:
    table = table[table["instroom"] <= seen].reset_index(drop=True)
    table.loc[table["uitstroom"] > seen, ["uitstroom", "reden"]] = ""
    for column in ("plandatum", "lks_begin", "route_begin"):
        table.loc[table[column] > seen, column] = ""
    return table.assign(peildatum=seen)


def _thinned(rng: np.random.Generator, name: str, columns: list[str]) -> pd.DataFrame:
    """Each count drawn anew from itself; a later column holds the one before."""
    table, share = base().table(name), rng.uniform(0.2, 1.0)
    before = np.zeros(len(table), dtype=int)
    for column in columns:
        drawn = rng.binomial(table[column].to_numpy(dtype=int) - before * 0, share)
        before = np.maximum(drawn, before)
        table[column] = before
    return table


def _plans(rng: np.random.Generator) -> pd.DataFrame:
    """Plans and measurements of nearly all employees."""
    table = base().table("werkstap_plannen")
    for column in ("met_plan", "met_meting"):
        table[column] = np.maximum(table["medewerkers"] - rng.integers(0, 30, len(table)), 0)
    return table


def _records(rng: np.random.Generator) -> pd.DataFrame:
    """Smaller registers, of which nearly all, or nearly nothing, is filled in."""
    table = base().table("registratie")
    table["totaal"] = (table["totaal"] * rng.uniform(0.05, 1.0)).astype(int)
    few = np.minimum(rng.integers(0, 25, len(table)), table["totaal"])
    filled = np.where(rng.random(len(table)) < 0.2, few, table["totaal"] - few)
    return table.assign(ingevuld=filled.astype(int))
