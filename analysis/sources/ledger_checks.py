"""The ledger of the kostprijsmodel against itself: shares that add up, totals that tie.

A share that is missing stops the data; a total that does not tie with the annual accounts is a
finding, because the accounts may hold what the ledger leaves out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.dutch import quantity
from analysis.errors import Problem
from analysis.frames import rows_of
from analysis.paths import raw_dir, shown
from analysis.provenance import Basis

SHARES, AMOUNTS, PEOPLE, ACCOUNTS = (
    "kostprijs_verdeling",
    "kostprijs_bedragen",
    "kostprijs_personen",
    "kostprijs_jaarrekening",
)
SUM_TOLERANCE = 1e-6
"""Shares are written with at most six decimals."""
EURO = 1.0
"""Accounts are printed in whole euros."""

POOLS, LEVERS, INDICES = "kostprijs_pools", "kostprijs_knoppen", "kostprijs_indexen"
TO_ALLOCATE, CLOSING = "toe te rekenen", "Eigen vermogen op 31 december"
LEVER_NAMES = (
    "Een werksoort stoppen: wat direct vervalt",
    "Van binnen naar detachering",
    "Samen met buurbedrijven",
    "Bezetting van lege plekken",
)
INTERVALS = {
    POOLS: ("schaalbaar_laag", "schaalbaar_midden", "schaalbaar_hoog"),
    INDICES: ("laag", "midden", "hoog"),
    LEVERS: ("laag", "midden", "hoog"),
}
"""The columns of each table that are an interval."""

INCOME, WAGES, TURNOVER, SUBSIDY = ("omzet", "subsidie"), "loonkosten", "omzet", "subsidie"


def ledger_problems(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return everything that keeps the ledger from being a whole.

    Shares that don't add up to one, a pool or werksoort that one table knows and another does not,
    an amount without people to bear it, an interval out of order, and a post or lever that is
    missing.
    """
    return [
        *_share_problems(tables),
        *_pool_problems(tables),
        *_bearer_problems(tables),
        *_interval_problems(tables),
        *_missing_rows(tables, ACCOUNTS, "post", (CLOSING,)),
        *_missing_rows(tables, LEVERS, "knop", LEVER_NAMES),
    ]


def _share_problems(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    for pool, rows in tables[SHARES].groupby("van", sort=False):
        total = float(rows["aandeel"].sum())
        if abs(total - 1) > SUM_TOLERANCE:
            told = f"de aandelen van '{pool}' zijn samen {total:.6g}; dat moet 1 zijn"
            yield Problem(_file(SHARES), int(rows["_regel"].iloc[-1]), "aandeel", told)


def _pool_problems(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Pools that are not in all three tables: their costs would fall away in silence."""
    pools = set(tables[POOLS]["pool"])
    serving = set(tables[SHARES]["van"])
    for row in rows_of(tables[POOLS]):
        if row["pool"] not in serving:
            told = f"'{row['pool']}' heeft geen aandelen in {SHARES}.csv"
            yield Problem(_file(POOLS), row["_regel"], "pool", told)
    for row in rows_of(tables[AMOUNTS]):
        if row["soort"] == TO_ALLOCATE and row["plaats"] not in pools:
            told = f"'{row['plaats']}' staat niet in {POOLS}.csv"
            yield Problem(_file(AMOUNTS), row["_regel"], "plaats", told)


def _bearer_problems(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    fte = tables[PEOPLE].groupby(["werksoort", "jaar"])["fte"].sum()
    for row in rows_of(tables[AMOUNTS]):
        place = (row["plaats"], row["jaar"])
        if row["soort"] == TO_ALLOCATE:
            continue
        if place not in fte.index:
            told = f"geen mensen bekend bij '{row['plaats']}' in {row['jaar']} ({PEOPLE}.csv)"
            yield Problem(_file(AMOUNTS), row["_regel"], "plaats", told)
        elif fte[place] <= 0 and row["bedrag_eur"] > 0:
            told = f"'{row['plaats']}' heeft in {row['jaar']} geen fte om het bedrag te dragen"
            yield Problem(_file(AMOUNTS), row["_regel"], "bedrag_eur", told)


def _interval_problems(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    for name, ends in INTERVALS.items():
        for row in rows_of(tables[name]):
            low, middle, high = (row[column] for column in ends)
            if not low <= middle <= high:
                told = "laag, midden en hoog horen in die volgorde te staan"
                yield Problem(_file(name), row["_regel"], ends[0], told)


def _missing_rows(
    tables: Mapping[str, pd.DataFrame], name: str, column: str, needed: tuple[str, ...]
) -> Iterator[Problem]:
    for value in needed:
        if value not in set(tables[name][column]):
            yield Problem(_file(name), 0, column, f"de rij '{value}' ontbreekt")


def ledger_totals(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return each post of the accounts beside the ledger's own sum, in euros.

    Columns jaar, post, jaarrekening, som, verschil, klopt, and onderwerp and tekst of the finding.
    Own capital at the end is opening plus the result of the accounts.
    """
    rows = []
    for year, accounts in tables[ACCOUNTS].groupby("jaar"):
        printed = dict(zip(accounts["post"], accounts["bedrag_eur"], strict=True))
        amounts = tables[AMOUNTS][tables[AMOUNTS]["jaar"] == year]
        by_kind = amounts.groupby("soort")["bedrag_eur"].sum()
        income = float(by_kind.reindex(list(INCOME)).fillna(0).sum())
        costs = float(by_kind.sum()) - income
        sums = {
            "Omzet": float(by_kind.get(TURNOVER, 0.0)),
            "Subsidies en bijdragen": float(by_kind.get(SUBSIDY, 0.0)),
            "Loonkosten doelgroep": float(by_kind.get(WAGES, 0.0)),
            "Overige lasten": costs - float(by_kind.get(WAGES, 0.0)),
            "Resultaat": income - costs,
            CLOSING: printed.get("Eigen vermogen op 1 januari", float("nan"))
            + printed.get("Resultaat", float("nan")),
        }
        rows += [
            {
                "jaar": year,
                "post": post,
                "jaarrekening": printed.get(post, float("nan")),
                "som": own,
            }
            for post, own in sums.items()
        ]
    table = pd.DataFrame(rows, columns=["jaar", "post", "jaarrekening", "som"])
    made_up = (tables[ACCOUNTS]["basis"] == Basis.VOORBEELD).any()
    difference = table["jaarrekening"] - table["som"]
    return table.assign(
        verschil=difference,
        klopt=difference.abs() <= EURO,
        onderwerp="Aansluiting kostprijsmodel" + (" (voorbeeld)" if made_up else ""),
        tekst=[
            f"{row['post']} {row['jaar']}: jaarrekening {_told(row['jaarrekening'])}, som van het "
            f"kostprijsmodel {_told(row['som'])}"
            for row in rows_of(table)
        ],
    )


def _told(amount: float) -> str:
    return "ontbreekt" if math.isnan(amount) else quantity(amount, "eur")


def _file(name: str) -> str:
    return shown(raw_dir() / f"{name}.csv")
