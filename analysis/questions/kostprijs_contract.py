"""The DVO annex as a small real case: three ways to spread the same overhead over its lines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.model.contract import BASE
from analysis.model.costing import allocate
from analysis.questions.contract import BUDGET, Contract, contract_year
from analysis.sources.workbook import Workbook

EXITS = "D18"
"""People that Matchen and Groeien together are to lead out of benefit."""
EXIT_LINES = ("Matchen", "Groeien")
READINGS = ("basis", "basis en projecten", "wederkerig")


def contract_of(book: Workbook) -> Contract:
    """Return the contract, whatever the area of the parameters."""
    contract = contract_year(book.in_area(book.area_of(BUDGET)))
    assert contract is not None
    return contract


def spread_overhead(contract: Contract) -> pd.DataFrame:
    """Return each line's full cost under the three readings (euro): one row per line x reading.

    Columns lezing, id, regel, soort, fte, eigen (wages, client costs), overhead, totaal, per_fte.
    `basis` is as agreed; `basis en projecten` spreads the same sum over all wages; `wederkerig`
    treats the line Ondersteuning as a pool too: overhead is spread over all wages, its own support
    line included, and that line over the lines of the base contract.
    """
    lines = contract.lines
    fee = contract.overhead.value
    wages = lines["loonkosten_eur"].to_numpy(dtype=float)
    in_base = (lines["soort"] == BASE).to_numpy()
    support = lines["regel"].str.contains("overhead", case=False).to_numpy()
    shares = {
        "basis": np.where(in_base, wages, 0.0),
        "basis en projecten": wages,
    }
    parts = [
        _reading(lines, name, fee * part / part.sum(), np.zeros(len(lines), dtype=bool))
        for name, part in shares.items()
    ]
    served = ~support
    between = np.array([[0.0, wages[support].sum() / wages.sum()], [0.0, 0.0]])
    to_lines = np.vstack(
        [
            wages[served] / wages.sum(),
            np.where(in_base[served], wages[served], 0.0) / wages[in_base & served].sum(),
        ]
    )
    own = lines[["loonkosten_eur", "clientkosten_eur"]].sum(axis=1).to_numpy(dtype=float)
    borne = allocate([fee, own[support].sum()], between, to_lines).sum(axis=1)
    spread = np.zeros(len(lines))
    spread[served] = borne
    parts.append(_reading(lines, "wederkerig", spread, support))
    return pd.concat(parts, ignore_index=True)


def per_exit(book: Workbook, costs: pd.DataFrame) -> pd.DataFrame:
    """Return the cost per targeted exit (euro) by reading, of the lines that aim at exits."""
    exits = book.number(EXITS).value
    aimed = costs[costs["regel"].isin(EXIT_LINES)]
    sums = aimed.groupby("lezing", sort=False)["totaal"].sum()
    return (sums / exits).rename("per_uitstroom").reset_index()


def _reading(
    lines: pd.DataFrame, name: str, overhead: np.ndarray, dissolved: np.ndarray
) -> pd.DataFrame:
    """One reading; a line that was itself spread over the others is left out."""
    own = lines[["loonkosten_eur", "clientkosten_eur"]].sum(axis=1)
    table = lines[["id", "regel", "soort", "fte"]].assign(
        lezing=name, eigen=own, overhead=overhead, totaal=own + overhead
    )
    table["per_fte"] = table["totaal"] / table["fte"]
    return table[~dissolved]
