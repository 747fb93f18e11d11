"""A service contract by budget line: wages, client costs, overhead, and what each line costs.

What belongs here: arithmetic on the lines of one contract year. What does not: where the lines come
from, and whether the printed totals tie (that is a finding of `sources`).

Amounts are euros of one price level; costs are positive. A line of the base contract carries
overhead, a project does not, as the contract has it; the alternatives show what that choice does.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

BASE, PROJECT = "basis", "project"
LINE_KINDS = (BASE, PROJECT)


@dataclass(frozen=True)
class ContractTotals:
    """Sums over all lines of a contract, in euros of one price level; `fte` are full-time jobs."""

    fte: float
    wages_eur: float
    client_costs_eur: float
    overhead_eur: float

    @property
    def total_eur(self) -> float:
        """Wages, client costs and overhead together."""
        return self.wages_eur + self.client_costs_eur + self.overhead_eur


def contract_lines(
    lines: pd.DataFrame, overhead_rate: float, price_factor: float = 1.0
) -> pd.DataFrame:
    """Return the cost of each budget line with the overhead that the contract charges on it.

    `lines` has columns id, regel, soort (`basis` or `project`; other kinds are sums and are left
    out), fte, clientkosten_eur and loonkosten_eur. Client costs that are not budgeted
    stay missing and count as none in the sums.
    `overhead_rate` is a share of wages and is charged on base lines only. `price_factor` converts
    to another price level.

    Returns columns id, regel, soort, fte, loonkosten_eur, clientkosten_eur, overhead_eur,
    totaal_eur, per_fte_eur and aandeel_pct (of all wages, client costs and overhead).
    Raises `ValueError` for a negative amount, a rate outside 0–1 or a table without lines.
    """
    if not 0 <= overhead_rate <= 1:
        raise ValueError(f"overhead_rate {overhead_rate} is no share")
    kept = lines[lines["soort"].isin(LINE_KINDS)].copy()
    amounts = ["fte", "loonkosten_eur", "clientkosten_eur"]
    if kept.empty:
        raise ValueError("the contract has no lines")
    if (kept[amounts] < 0).to_numpy().any():
        raise ValueError("a contract line is negative")
    kept[amounts[1:]] *= price_factor
    kept["overhead_eur"] = kept["loonkosten_eur"] * overhead_rate * (kept["soort"] == BASE)
    kept["totaal_eur"] = kept[["loonkosten_eur", "clientkosten_eur", "overhead_eur"]].sum(axis=1)
    kept["per_fte_eur"] = kept["totaal_eur"] / kept["fte"]
    kept["aandeel_pct"] = kept["totaal_eur"] / kept["totaal_eur"].sum() * 100
    columns = ["id", "regel", "soort", *amounts, "overhead_eur", "totaal_eur", "per_fte_eur"]
    return kept[[*columns, "aandeel_pct"]].reset_index(drop=True)


def contract_totals(cost_by_line: pd.DataFrame) -> ContractTotals:
    """Return the sums of `contract_lines`."""
    return ContractTotals(
        fte=float(cost_by_line["fte"].sum()),
        wages_eur=float(cost_by_line["loonkosten_eur"].sum()),
        client_costs_eur=float(cost_by_line["clientkosten_eur"].sum()),
        overhead_eur=float(cost_by_line["overhead_eur"].sum()),
    )


def overhead_alternatives(cost_by_line: pd.DataFrame, overhead_rate: float) -> pd.DataFrame:
    """Return what overhead amounts to under three readings of the same rate.

    As agreed (on the base contract), also on the projects, and on the base contract without its
    own support line, which is overhead itself. Columns lezing, grondslag_eur, overhead_eur and
    verschil_eur (against what was agreed; positive costs more). The support line is the base line
    without client group: the one whose name holds "overhead".
    """
    wages, in_base = cost_by_line["loonkosten_eur"], cost_by_line["soort"] == BASE
    base = wages[in_base].sum()
    projects = wages[cost_by_line["soort"] == PROJECT].sum()
    support = wages[in_base & cost_by_line["regel"].str.contains("overhead", case=False)].sum()
    rows = [
        ("Over het basiscontract (zo afgesproken)", base),
        ("Over basiscontract en projecten", base + projects),
        ("Over het basiscontract zonder de eigen ondersteuning", base - support),
    ]
    readings = pd.DataFrame(rows, columns=["lezing", "grondslag_eur"])
    readings["overhead_eur"] = readings["grondslag_eur"] * overhead_rate
    readings["verschil_eur"] = readings["overhead_eur"] - base * overhead_rate
    return readings
