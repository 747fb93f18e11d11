"""The DVO annex under three ways to spread its overhead: real figures, no example."""

from __future__ import annotations

from analysis.dutch import percentage, quantity
from analysis.present.claim import Claim, Number
from analysis.present.kostprijs import LEGEND
from analysis.present.table import Column, Table
from analysis.provenance import Provenance, Quantity, provenance_of
from analysis.questions import kostprijs_contract as annex
from analysis.questions.kostprijs_report import CostReport

HEADINGS = {
    "basis": "Zo afgesproken: alleen basiscontract",
    "basis en projecten": "Ook over de projecten",
    "wederkerig": "Ook de eigen ondersteuning verdeeld",
}


def spread_table(result: CostReport) -> Table:
    """What each line costs per fte under the three readings."""
    costs = result.contract_costs
    order = list(dict.fromkeys(costs["regel"]))
    grid = costs.pivot(index="regel", columns="lezing", values="per_fte").loc[order]
    rows = grid.reset_index().merge(
        result.contract.lines[["regel", "fte"]], on="regel", validate="one_to_one"
    )
    return Table(
        "q5-dvo-regels",
        f"Contract Participatiewet 2023 per fte, bij drie manieren om "
        f"{percentage(result.contract.overhead_rate.value, 2)} overhead te verdelen",
        rows,
        (
            Column("regel", "Regel"),
            Column("fte", "Fte", "fte", 2),
            *(
                Column(name, HEADINGS[name], "eur_per_fte", missing="verdeeld")
                for name in annex.READINGS
            ),
        ),
        _provenance(result),
        note="Loon, cliëntkosten en overhead samen; het totaal is in alle drie gevallen "
        f"{quantity(float(costs[costs['lezing'] == 'basis']['totaal'].sum()), 'eur')}. {LEGEND}",
    )


def exits_table(result: CostReport) -> Table:
    """What one targeted exit costs under the three readings."""
    rows = annex.per_exit(result.book, result.contract_costs)
    exits = result.book.number(annex.EXITS)
    return Table(
        "q5-dvo-uitstroom",
        f"Matchen en Groeien per beoogde uitstroom ({quantity(exits.value, exits.unit)})",
        rows.assign(lezing=rows["lezing"].map(HEADINGS)),
        (
            Column("lezing", "Overhead"),
            Column("per_uitstroom", "Per beoogde uitstroom", "eur_per_pers"),
        ),
        _provenance(result) | exits.provenance,
        note="Beoogd, niet behaald: hoeveel mensen uitstroomden, staat in de kwartaalrapportages, "
        f"en die zijn niet gevonden. {LEGEND}",
    )


def contract_claim(result: CostReport) -> Claim:
    """How much the choice of reading matters for a targeted exit."""
    rows = annex.per_exit(result.book, result.contract_costs).set_index("lezing")["per_uitstroom"]
    provenance = (_provenance(result) | result.book.number(annex.EXITS).provenance).derived()
    low, high = (
        Quantity.exact(float(value), "eur", provenance) for value in (rows.min(), rows.max())
    )
    return Claim(
        "Een beoogde uitstroom in het contract van 2023 kost bij Matchen en Groeien {low} tot "
        "{high}, alleen al door de manier waarop dezelfde overhead wordt verdeeld; dit zijn echte "
        "bedragen uit de DVO.",
        low=Number(low, (8_000, 10_000)),
        high=Number(high, (9_000, 11_000)),
    )


def _provenance(result: CostReport) -> Provenance:
    return provenance_of(result.contract.lines) | result.contract.overhead.provenance
