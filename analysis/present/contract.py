"""The contract year in pictures and sentences: what it costs, by line, and what overhead does."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import euro, number, percentage
from analysis.frames import rows_of
from analysis.model.contract import BASE
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.table import SIGN_LEGEND, Column, Table
from analysis.provenance import Provenance, provenance_of
from analysis.questions.contract import Contract, contract_check
from analysis.questions.organisation import OrganisationPhoto

LINE_COLUMNS = (
    Column("regel", "Regel"),
    Column("fte", "Fte", "fte", 2),
    Column("loonkosten_eur", "Loonkosten", "eur"),
    Column("clientkosten_eur", "Cliëntkosten", "eur", missing="niet begroot"),
    Column("overhead_eur", "Overhead", "eur"),
    Column("totaal_eur", "Totaal", "eur"),
    Column("per_fte_eur", "Per fte", "eur"),
)
PARTS = (
    ("loonkosten_eur", "Loonkosten"),
    ("overhead_eur", "Overhead"),
    ("clientkosten_eur", "Cliëntkosten"),
)


def no_contract(photo: OrganisationPhoto, what: str) -> Claim:
    """The sentence that stands where an area has no contract: a gap, named."""
    return Claim(
        f"Voor {photo.area_name} ontbreekt {what}: de DVO 2023 is een afspraak tussen de gemeente "
        "Deventer en KonnecteD, en een DVO van Olst-Wijhe is niet gevonden. Na te vragen bij de "
        "gemeente Olst-Wijhe.",
        Provenance.of("bron", ["D01", "K55"]),
    )


def contract_figure(photo: OrganisationPhoto) -> Figure | Claim:
    """Cost of each budget line, stacked by kind; or the named gap."""
    contract = photo.contract
    if contract is None:
        return no_contract(photo, "de begroting per regel")
    lines = contract.lines
    largest = rows_of(lines.nlargest(1, "totaal_eur"))[0]
    rows = lines.assign(label=[_label(line) for line in rows_of(lines)])
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": heading,
            "y": list(rows["label"]),
            "x": list((rows[field] / 1000).round(3)),
            "marker": {"color": colour, "pattern": {"shape": pattern}},
            "hovertemplate": "%{y}: € %{x:,.0f} duizend<extra>" + heading + "</extra>",
        }
        for (field, heading), colour, pattern in zip(
            PARTS, theme.PALETTE, theme.PATTERNS, strict=False
        )
    ]
    return Figure(
        "q1-contract-regels",
        f"{largest['regel']} kost {percentage(largest['aandeel_pct'], 0)} van het contract "
        "Participatiewet",
        "Kosten per regel, bedragen x € 1.000, gemeente Deventer, 2023, prijspeil "
        f"{contract.price_level}",
        _seen(lines, largest),
        lines,
        LINE_COLUMNS,
        traces,
        theme.layout(
            440,
            barmode="stack",
            xaxis=theme.zero_axis("x € 1.000"),
            yaxis=theme.category_axis(),
        ),
        provenance_of(lines),
        note=f"Overhead is {percentage(contract.overhead_rate.value, 2)} van de loonkosten van de "
        "basisregels, zoals afgesproken.",
    )


def contract_table(photo: OrganisationPhoto) -> Table | Claim:
    """The same lines as a table with the totals and the ids they rest on."""
    contract = photo.contract
    if contract is None:
        return no_contract(photo, "de tabel met bedragen per regel")
    sums = contract.lines.sum(numeric_only=True)
    total = {
        **sums.to_dict(),
        "regel": "Alle regels",
        "per_fte_eur": sums["totaal_eur"] / sums["fte"],
        "ids": "D82;D83",
        "basis": "afgeleid",
    }
    rows = pd.concat([contract.lines, pd.DataFrame([total])], ignore_index=True)
    return Table(
        "q1-contract-tabel",
        "Contract Participatiewet gemeente Deventer 2023 per regel (prijspeil "
        f"{contract.price_level})",
        rows,
        (*LINE_COLUMNS, Column("ids", "Herkomst", ids=True)),
        provenance_of(contract.lines) | contract.budget.provenance,
        note=f"{SIGN_LEGEND} De regels tellen op tot {euro(contract_check(contract), 2)} meer dan "
        "het gedrukte totaal; zie Controles.",
    )


def overhead_table(photo: OrganisationPhoto) -> Table | Claim:
    """What overhead would be under three readings of the same percentage."""
    contract = photo.contract
    if contract is None:
        return no_contract(photo, "de afspraak over overhead")
    readings = contract.readings.assign(
        letter=[
            "N" if value > 0 else "V" if value < 0 else ""
            for value in contract.readings["verschil_eur"]
        ]
    )
    return Table(
        "q1-overhead-lezingen",
        "Overhead bij drie lezingen van hetzelfde percentage",
        readings,
        (
            Column("lezing", "Waarover"),
            Column("grondslag_eur", "Loonkosten waarover", "eur"),
            Column("overhead_eur", "Overhead", "eur"),
            Column("verschil_eur", "Verschil met de afspraak", "eur"),
            Column("letter", "N/V"),
        ),
        contract.overhead.provenance
        | contract.overhead_rate.provenance
        | provenance_of(contract.lines),
        note=f"{SIGN_LEGEND} De tweede en derde lezing zijn berekend, niet afgesproken.",
    )


def budget_claims(photo: OrganisationPhoto) -> tuple[Claim, ...]:
    """The sentences on the contract: size, the two totals, overhead."""
    contract = photo.contract
    if contract is None:
        return (no_contract(photo, "het contract"),)
    scale = contract.price_factor
    return (
        _totals_claim(contract, scale),
        Claim(
            "De vergoeding voor overhead is {rate} van de loonkosten van het basiscontract: "
            "{amount}. Over de drie projecten wordt geen overhead gerekend; met hetzelfde "
            "percentage zou dat {projects} zijn.",
            rate=Number(contract.overhead_rate, (31, 32), decimals=2),
            amount=Number(contract.overhead, (850_000 * scale, 852_000 * scale)),
            projects=Number(contract.overhead_on_projects, (229_000 * scale, 231_000 * scale)),
        ),
        Claim(
            "Per fte kost het contract {per_fte} aan loon en overhead.",
            per_fte=Number(contract.per_fte, (90_000 * scale, 91_000 * scale)),
        ),
    )


def _totals_claim(contract: Contract, scale: float) -> Claim:
    converted = "" if scale == 1 else f", omgerekend naar prijspeil {contract.price_level},"
    return Claim(
        "Het contract Participatiewet 2023 van Deventer telt {fte} en kost"
        + converted
        + " {low} of "
        "{high}, een verschil van {gap}: de DVO noemt twee totalen en zegt niet welk totaal is "
        "afgesproken.",
        fte=Number(contract.fte, (47.6, 47.7)),
        low=Number(contract.budget, (5_184_000 * scale, 5_185_000 * scale)),
        high=Number(contract.budget_indexed, (5_240_000 * scale, 5_241_000 * scale)),
        gap=Number(contract.gap, (55_600 * scale, 55_620 * scale), decimals=2),
    )


def _label(line: dict[str, Any]) -> str:
    name = str(line["regel"])
    return theme.wrapped(name if line["soort"] == BASE else f"Project: {name}")


def _seen(lines: pd.DataFrame, largest: dict[str, Any]) -> str:
    """What the picture shows, in words that follow the numbers."""
    projects = lines[lines["soort"] != BASE]
    bare = projects["overhead_eur"].sum() == 0 and projects["clientkosten_eur"].isna().all()
    without = ", zonder overhead en zonder budget voor cliënten" if bare else ""
    return (
        f"Van de {number(len(lines))} regels is {largest['regel']} met "
        f"{euro(largest['totaal_eur'])} de grootste; de {number(len(projects))} projecten kosten "
        f"samen {euro(projects['totaal_eur'].sum())}{without}."
    )
