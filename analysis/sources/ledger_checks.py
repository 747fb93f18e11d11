"""The ledger of the kostprijsmodel against itself: shares that add up, totals that tie.

A share that is missing stops the data; a total that does not tie with the annual accounts is a
finding, because the accounts may hold what the ledger leaves out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

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

INCOME, WAGES, TURNOVER, SUBSIDY = ("omzet", "subsidie"), "loonkosten", "omzet", "subsidie"


def ledger_problems(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return shares that don't add up to one and amounts for a werksoort without people."""
    problems = []
    for pool, rows in tables[SHARES].groupby("van", sort=False):
        total = float(rows["aandeel"].sum())
        if abs(total - 1) > SUM_TOLERANCE:
            line = int(rows["_regel"].iloc[-1])
            told = f"de aandelen van '{pool}' zijn samen {total:.6g}; dat moet 1 zijn"
            problems.append(Problem(_file(SHARES), line, "aandeel", told))
    pools = set(tables[SHARES]["van"])
    people = set(zip(tables[PEOPLE]["werksoort"], tables[PEOPLE]["jaar"], strict=True))
    for row in rows_of(tables[AMOUNTS]):
        place = (row["plaats"], row["jaar"])
        if row["plaats"] not in pools and place not in people:
            told = f"geen mensen bekend bij '{row['plaats']}' in {row['jaar']} ({PEOPLE}.csv)"
            problems.append(Problem(_file(AMOUNTS), row["_regel"], "plaats", told))
    return problems


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
            "Eigen vermogen op 31 december": printed.get(
                "Eigen vermogen op 1 januari", float("nan")
            )
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
