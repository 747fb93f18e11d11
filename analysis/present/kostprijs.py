"""The kostprijsmodel in its base year: result and cost of each werksoort, and who bears support."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import number, quantity
from analysis.frames import rows_of
from analysis.model.costing import practical_capacity_tariff
from analysis.present import theme
from analysis.present.example import this, titled
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.present.wsw_money import MILLION, side, thousands
from analysis.questions.kostprijs import METHODS
from analysis.questions.kostprijs_report import SHOWN_YEARS, CostReport

LEGEND = (
    "Baten en lasten staan allebei als positief bedrag; een resultaat is baten min lasten: "
    "negatief is een nadeel (N), positief een voordeel (V)."
)
METHOD_WORDS = {
    "reciprocal": "Wederkerig (gekozen)",
    "step-down": "Stap voor stap",
    "direct": "Rechtstreeks",
}
AMOUNTS = (
    "ntw",
    "begeleiding",
    "direct",
    "toegerekend",
    "operationeel_resultaat",
    "subsidieresultaat",
    "netto_resultaat",
)


def result_figure(result: CostReport) -> Figure:
    """The net result of each werksoort."""
    rows = result.result.sort_values("netto_resultaat")
    worst, best = rows_of(rows)[0], rows_of(rows)[-1]
    total = float(rows["netto_resultaat"].sum())
    return Figure(
        "q5-werksoorten",
        f"{titled(result, worst['werksoort'].lower())} heeft het laagste resultaat, "
        f"{best['werksoort'].lower()} het hoogste",
        f"Netto resultaat per werksoort (miljoen euro), {result.ledger.year}, prijspeil "
        f"{result.book.parameters.prijspeil}",
        f"In {this(result)} is het resultaat samen {quantity(total / MILLION, 'eur_mln')}: van "
        f"{quantity(worst['netto_resultaat'] / MILLION, 'eur_mln')} bij "
        f"{worst['werksoort'].lower()} tot "
        f"{quantity(best['netto_resultaat'] / MILLION, 'eur_mln')} bij "
        f"{best['werksoort'].lower()}.",
        thousands(rows, "netto_resultaat").assign(
            kant=[side(value) for value in rows["netto_resultaat"]]
        ),
        (
            Column("werksoort", "Werksoort"),
            Column("netto_resultaat", "Netto resultaat", "eur_x1000"),
            Column("kant", "N/V"),
        ),
        [
            _bars(rows[rows["netto_resultaat"] < 0], "nadeel", theme.RED, "/"),
            _bars(rows[rows["netto_resultaat"] >= 0], "voordeel", theme.GREEN, "x"),
        ],
        theme.layout(
            110 + 52 * len(rows),
            xaxis=theme.value_axis("miljoen euro", tickformat=",.1f", nticks=6),
            yaxis=theme.category_axis(
                categoryorder="array",
                categoryarray=[theme.wrapped(name, 16) for name in rows["werksoort"]],
            ),
        ),
        result.ledger.provenance,
        note="Netto resultaat: wat het werk opbrengt, min begeleiding, directe kosten en "
        "toegerekende ondersteuning, plus subsidie, min de lonen van de medewerkers.",
        money_legend=f"Bedragen x € 1.000. {LEGEND}",
    )


def result_table(result: CostReport) -> Table:
    """From added value to net result, by werksoort and in all."""
    rows = thousands(result.result, *AMOUNTS)
    total = rows[[*AMOUNTS, "fte"]].sum().to_dict() | {"werksoort": "Samen"}
    rows = pd.concat([rows, pd.DataFrame([total])], ignore_index=True)
    return Table(
        "q5-resultaat",
        f"Van opbrengst naar resultaat per werksoort, {result.ledger.year}, bedragen x € 1.000",
        rows.assign(kant=[side(value) for value in rows["netto_resultaat"]]),
        (
            Column("werksoort", "Werksoort"),
            Column("fte", "Fte", "fte", 1),
            Column("ntw", "Netto toegevoegde waarde", "eur_x1000"),
            Column("begeleiding", "Begeleiding", "eur_x1000"),
            Column("direct", "Directe kosten", "eur_x1000"),
            Column("toegerekend", "Ondersteuning", "eur_x1000"),
            Column("operationeel_resultaat", "Operationeel", "eur_x1000"),
            Column("subsidieresultaat", "Subsidie min loon", "eur_x1000"),
            Column("netto_resultaat", "Netto", "eur_x1000"),
            Column("kant", "N/V"),
        ),
        result.ledger.provenance,
        note=LEGEND,
    )


def unit_table(result: CostReport) -> Table:
    """What one fte and one SE cost, and what they bring in."""
    rows = result.result
    return Table(
        "q5-kostprijs",
        f"Kostprijs per fte en per SE, {result.ledger.year}",
        rows.assign(
            ntw_per_fte=rows["ntw"] / rows["fte"],
            subsidie_per_fte=rows["subsidie"] / rows["fte"],
            netto_per_fte=rows["netto_resultaat"] / rows["fte"],
            kant=[side(value) for value in rows["netto_resultaat"]],
        ),
        (
            Column("werksoort", "Werksoort"),
            Column("kostprijs_per_fte", "Kostprijs per fte", "eur_per_fte"),
            Column("ntw_per_fte", "Opbrengst per fte", "eur_per_fte"),
            Column("subsidie_per_fte", "Subsidie per fte", "eur_per_fte"),
            Column("netto_per_fte", "Netto per fte", "eur_per_fte"),
            Column("kant", "N/V"),
            Column("kostprijs_per_se", "Kostprijs per SE", "eur_per_se", missing="n.v.t."),
        ),
        result.ledger.provenance,
        note="Kostprijs: lonen van de medewerkers, begeleiding, directe kosten en toegerekende "
        "ondersteuning; inkoop zit in de netto toegevoegde waarde. Begeleid werken en de "
        "werkleerroute hebben geen lonen in deze kostprijs en zijn dus niet met de rest te "
        "vergelijken. Per SE alleen waar iedereen in "
        f"de Wsw werkt: wie in beschut werk werkt, heeft geen SE. {LEGEND}",
    )


def methods_table(result: CostReport) -> Table:
    """What each werksoort bears of support under three methods."""
    ledger = result.ledger
    columns = {
        method: ledger.allocation(method).groupby("werksoort")["toegerekend_eur"].sum() / 1000
        for method in METHODS
    }
    rows = pd.DataFrame(columns).loc[list(ledger.worktypes)]
    rows.loc["Samen"] = rows.sum()
    return Table(
        "q5-verdeling",
        "Ondersteuning per werksoort bij drie manieren van verdelen, bedragen x € 1.000",
        rows.rename_axis("werksoort").reset_index(),
        (
            Column("werksoort", "Werksoort"),
            *(Column(method, METHOD_WORDS[method], "eur_x1000") for method in METHODS),
        ),
        ledger.provenance,
        note="Wederkerig rekent af dat afdelingen ook voor elkaar werken. Stap voor stap sluit zij "
        "een voor een af, in de volgorde van de lijst; rechtstreeks laat onderling werk weg. Alle "
        f"drie verdelen hetzelfde bedrag. {LEGEND}",
    )


def capacity_table(result: CostReport) -> Table:
    """The tariff at practical capacity, and the cost of the places that stand empty."""
    years = result.years
    base = years.ledger
    rows = []
    for year in (base.year, *SHOWN_YEARS):
        place = year - base.year
        fixed = float(years.pools[:, place].mean())
        volume = min(float(years.volume[:, place].mean()), base.fte)
        tariff, unused = practical_capacity_tariff(fixed, 0.0, base.fte, volume)
        rows.append({"jaar": year, "fte": volume, "tarief": tariff, "leeg": unused / 1000})
    return Table(
        "q5-capaciteit",
        f"Ondersteuning per plek bij volle bezetting ({number(base.fte)} fte) en de kosten van "
        "lege plekken",
        pd.DataFrame(rows),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("fte", "Bezet (fte)", "fte"),
            Column("tarief", "Ondersteuning per plek", "eur_per_plek"),
            Column("leeg", "Lege plekken (x € 1.000)", "eur_x1000"),
        ),
        years.provenance,
        note="De bezetting van het eerste jaar geldt als vol: hoeveel plekken er zijn, is niet "
        "gevonden. Lege plekken staan apart en niet in het tarief: anders stijgt de prijs, daalt "
        f"het aantal en stijgt de prijs weer. {LEGEND}",
    )


def _bars(rows: pd.DataFrame, name: str, colour: str, pattern: str) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [theme.wrapped(value, 16) for value in rows["werksoort"]],
        "x": [float(value) / MILLION for value in rows["netto_resultaat"]],
        "marker": {"color": colour, "pattern": {"shape": pattern}},
        "hovertemplate": "%{x:,.2f} miljoen euro<extra>" + name + "</extra>",
    }
