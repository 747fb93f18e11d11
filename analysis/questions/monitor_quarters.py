"""The agreements about outflow from counts by quarter, where there is no row per trajectory.

Lost are the municipality, the action plan that outflow belongs to, and all that needs a date.
"""

from __future__ import annotations

import pandas as pd

from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_candidates import GROEIEN, LEFT_WELL, MATCHEN, quarter_ends
from analysis.questions.monitor_gate import Counts
from analysis.sources.monitor_checks import COUNTS as TABLE
from analysis.sources.workbook import Workbook

COHORTS = ("G2a", "G2b", "G3")
"""Candidates of Groeien that came in two years before the contract, one before, and in its year."""


def quarter_counts(book: Workbook) -> Counts | None:
    """Return MG1, G2, G2a, G2b and G3 by quarter; None when the table is empty."""
    rows = book.table(TABLE)
    if rows.empty:
        return None
    return outflow_by_quarter(rows)


def outflow_by_quarter(rows: pd.DataFrame) -> Counts:
    """The same from the rows: columns groep, instroomkwartaal, uitstroomkwartaal, reden, pers."""
    year = int(CONTRACT_YEAR)
    quarters = list(quarter_ends(year).index)
    rows = rows[rows["groep"].isin((MATCHEN, GROEIEN))]
    entered = rows["instroomkwartaal"].str[:4].astype("int64")
    growing = rows["groep"] == GROEIEN
    good = rows["reden"].isin(LEFT_WELL) & (rows["uitstroomkwartaal"] != "")
    before = good & (rows["uitstroomkwartaal"] < quarters[0])
    old = growing & entered.isin((year - 2, year - 1))

    def counted(quarter: str) -> dict[str, int]:
        left = good & ~before & (rows["uitstroomkwartaal"] <= quarter)
        there = rows["instroomkwartaal"] <= quarter
        cohorts = dict(zip(COHORTS, (year - 2, year - 1, year), strict=True))
        rules = {"MG1": left, "G2": old & (left | before), "G2/van": old, "G2/eerder": old & before}
        for name, cohort in cohorts.items():
            mine = growing & (entered == cohort) & there
            rules |= {name: mine & left, f"{name}/van": mine, f"{name}/eerder": mine & before}
        return {name: int(rows.loc[rule, "pers"].sum()) for name, rule in rules.items()}

    # Nobody of the year's own inflow left before the year.
    table = pd.DataFrame([counted(name) for name in quarters], index=quarters)
    table = table.drop(columns="G3/eerder")
    table["MG1/overig"] = table["MG1"] - table[list(COHORTS)].sum(axis=1)
    shares = ("G2", *COHORTS)
    for name in shares:
        table[f"{name}/rest"] = table[f"{name}/van"] - table[name]
    rests = tuple(f"{name}/rest" for name in shares)
    return Counts(
        table,
        sums=(
            ("MG1", (*COHORTS, "MG1/overig")),
            ("G2", ("G2a", "G2b", "G2/eerder")),
            ("G2/van", ("G2a/van", "G2b/van")),
            ("G2/eerder", ("G2a/eerder", "G2b/eerder")),
            *((f"{name}/van", (name, f"{name}/rest")) for name in shares),
        ),
        withheld=("MG1/overig", "G2/eerder", "G2a/eerder", "G2b/eerder", *rests),
        rising=("MG1", "MG1/overig", *COHORTS, "G3/van"),
        constant=("G2/van", "G2a/van", "G2b/van", "G2/eerder", "G2a/eerder", "G2b/eerder"),
    )
