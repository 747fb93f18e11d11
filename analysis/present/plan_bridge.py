"""From plan to outcome in bars: what the national error alone would mean here."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import NBSP, interval, number, quantity
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.present.waterfall import Bar, waterfall, waterfall_layout
from analysis.present.wsw_money import millions, side
from analysis.provenance import Quantity, combine
from analysis.questions.plan_bridge import PLANNED_PRICE, Bridge
from analysis.questions.plan_reality import PlanReality
from analysis.sources.workbook import area_name

LEGEND = (
    "Subsidie is een bate en staat als positief bedrag; bij een verschil is negatief een nadeel "
    "(N) en positief een voordeel (V)."
)
STEPS = {
    "plan": "Bij de landelijke verwachting",
    "volume": "Minder mensen",
    "prijs": "Meer per persoon",
    "uitkomst": "Naar schatting werkelijk",
}
TOTALS = ("plan", "uitkomst")
UNIT = f"x{NBSP}€{NBSP}1.000"


def bridge_figure(result: PlanReality) -> Figure:
    """The bridge of the last year with both national numbers."""
    bridge = result.bridges[-1]
    steps = {name: millions(amount) for name, amount in bridge.steps.items()}
    total = millions(bridge.difference)
    rows = pd.DataFrame(
        {
            "stap": list(STEPS.values()),
            "bedrag": [item.value for item in bridge.steps.values()],
            "laag": [item.low for item in bridge.steps.values()],
            "hoog": [item.high for item in bridge.steps.values()],
            "kant": ["" if name in TOTALS else side(item.value) for name, item in steps.items()],
        }
    )
    bars = [Bar(STEPS[name], item.value, total=name in TOTALS) for name, item in steps.items()]
    planned = result.book.number(PLANNED_PRICE)
    return Figure(
        "q2-brug",
        f"Landelijke fout alleen: {quantity(abs(total.value), 'eur_mln')} per jaar "
        f"{'minder' if total.value < 0 else 'meer'}",
        f"Rijkssubsidie Wsw (miljoen euro per jaar), {area_name(bridge.area)}, {bridge.year}, bij "
        f"{quantity(planned.value, planned.unit)} als geraamde prijs",
        f"Van {quantity(steps['plan'].value, 'eur_mln')} bij de landelijke verwachting gaat "
        f"{quantity(-steps['volume'].value, 'eur_mln')} af omdat er minder mensen zijn, en komt "
        f"{quantity(steps['prijs'].value, 'eur_mln')} erbij omdat het rijksbudget maar "
        f"voor een deel meedaalt; dat geeft {quantity(steps['uitkomst'].value, 'eur_mln')}.",
        rows,
        (
            Column("stap", "Stap"),
            Column("bedrag", "Euro per jaar", "eur"),
            Column("kant", "N/V"),
            Column("laag", "Laag", "eur"),
            Column("hoog", "Hoog", "eur"),
        ),
        waterfall(bars),
        waterfall_layout(bars, "miljoen euro per jaar"),
        bridge.provenance,
        note="Alleen subsidie: wie er niet is, kost ook geen loon. Hoeveel het budget meedaalt, en "
        "dus hoe groot het verschil is, is één aanname (A18); de prijs is de raming van 2016 "
        "voor 2020, omdat geen latere is "
        "gevonden.",
        money_legend=LEGEND,
    )


def parts_table(result: PlanReality) -> Table:
    """What the national error alone means by municipality and year."""
    joint = list(result.bridges)
    parts = [part for part in result.parts if part.area != joint[-1].area]
    rows = [_bridge_row(bridge) for bridge in [*joint, *parts]]
    return Table(
        "q2-landelijke-fout",
        "Als alleen de landelijke afwijking hier gold",
        pd.DataFrame(rows),
        (
            Column("wie", "Gebied en jaar"),
            Column("fout", "Landelijk", "pct"),
            Column("mensen", "Mensen minder"),
            Column("volume", f"Door minder mensen ({UNIT})"),
            Column("prijs", f"Door meer per persoon ({UNIT})"),
            Column("verschil", f"Subsidie naast het plan ({UNIT})"),
            Column("kant", "N/V"),
        ),
        combine(bridge.provenance for bridge in [*joint, *parts]),
        note="Landelijk: hoe ver de uitkomst onder de verwachting lag. Met marge (90%). "
        f"{LEGEND} Mensen zijn het gemiddelde over het jaar.",
    )


def bridge_claim(result: PlanReality) -> Claim:
    """The national error, and what it alone would mean here."""
    bridge = result.bridges[-1]
    gap = bridge.national_plan - bridge.national
    money = bridge.difference
    lost = Quantity(-money.value, "eur", money.provenance, -money.high, -money.low)
    negative = "; negatief is meer" if lost.low < 0 else ""
    return Claim(
        "Landelijk telde de Wsw {gap} minder dan het Rijk bij de start van de Participatiewet voor "
        f"{bridge.year} verwachtte ({{pct}}); had alleen dat voor {area_name(bridge.area)} "
        "gegolden, dan zouden er {heads} Wsw-medewerkers minder zijn geweest (marge {heads_band}) "
        f"en naar schatting {{lost}} per jaar minder rijkssubsidie (marge "
        f"{{lost_band}}{negative}).",
        gap=Number(gap, (4_000, 6_000)),
        pct=Number(bridge.error_pct, (7, 9)),
        heads=Number(bridge.missing_heads, (1, 100), bare=True),
        heads_band=Number(bridge.missing_heads, (1, 100), band=True),
        lost=Number(millions(lost), (-2, 2)),
        lost_band=Number(millions(lost), (-2, 2), band=True),
    )


def _bridge_row(bridge: Bridge) -> dict[str, Any]:
    steps, heads = bridge.steps, bridge.missing_heads
    return {
        "wie": f"{area_name(bridge.area)}, {bridge.year}",
        "fout": bridge.error_pct.value,
        "mensen": f"{number(heads.value)} ({interval(heads.low, heads.high, heads.unit)})",
        "volume": _thousand(steps["volume"]),
        "prijs": _thousand(steps["prijs"]),
        "verschil": _thousand(bridge.difference),
        "kant": side(bridge.difference.value),
    }


def _thousand(amount: Quantity) -> str:
    low, high = amount.low / 1000, amount.high / 1000
    return f"{number(amount.value / 1000)} ({interval(low, high, 'aantal')})"
