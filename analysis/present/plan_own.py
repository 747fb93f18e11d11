"""The organisation's own plan: empty rows that say so, and the whole analysis once they are filled.

Nothing is drawn at zero for want of a number: where a bar would stand, the word stands.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import quantity
from analysis.frames import rows_of
from analysis.headlines import ABSENT
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.lights import SHAPES, value_text
from analysis.present.table import Column, Table
from analysis.present.waterfall import absent_text
from analysis.present.wsw_money import MILLION, side
from analysis.provenance import Provenance, Quantity, provenance_of
from analysis.questions.evidence import Light
from analysis.questions.organisation import counted
from analysis.questions.plan_own import FACTORS, OWN_PLAN, RESULT, UNEXPLAINED, own_lines
from analysis.questions.plan_reality import PlanReality
from analysis.questions.plans import State

TEMPLATE = Provenance.of("bron", ["plannen.csv", "realisaties.csv"])
"""What an empty template rests on: the tables in which it stands."""
LEGEND = (
    "Baten en lasten staan allebei als positief bedrag; bij een verschil is negatief een nadeel "
    "(N) en positief een voordeel (V)."
)
SIDES = (
    ("plan", "waarde", theme.BLUE, ""),
    ("werkelijk", "werkelijk", theme.ORANGE, "/"),
)
FILL = (
    "De regels staan klaar in data/raw/plannen.csv en data/raw/realisaties.csv; wie ze met bron en "
    "basis vult, krijgt hier de hele ontleding."
)


def own_table(result: PlanReality) -> Table:
    """Every quantity of the plan by year: planned → realised, each `ontbreekt` until filled."""
    own = own_lines(result.lines)
    cells = own.assign(
        cel=[_cell(row) for row in rows_of(own)],
    ).pivot(index="grootheid", columns="doeljaar", values="cel")
    order = list(dict.fromkeys(own["grootheid"]))
    rows = cells.loc[order].reset_index()
    rows.columns = pd.Index([str(name) for name in rows.columns])
    years = [name for name in rows.columns if name != "grootheid"]
    return Table(
        "q2-eigen-plan",
        f"{OWN_PLAN}: gepland → werkelijk",
        rows,
        (Column("grootheid", "Grootheid"), *(Column(name, name) for name in years)),
        _provenance(own),
        note=f"{FILL} Het aantal Wsw-medewerkers is geschat waar geen telling is gevonden. "
        f"{LEGEND}",
    )


def own_result_figure(result: PlanReality) -> Figure:
    """Planned and realised result by year; the word where a bar is missing."""
    own = own_lines(result.lines)
    rows = own[own["grootheid"] == RESULT]
    years = [str(year) for year in rows["doeljaar"]]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": [str(year) for year in known["doeljaar"]],
            "x": [value / MILLION for value in known[column]],
            "marker": {"color": colour, "pattern": {"shape": pattern}},
            "hovertemplate": "%{y}: € %{x:,.2f} miljoen<extra>" + name + "</extra>",
        }
        for name, column, colour, pattern in SIDES
        for known in [rows[rows[column].notna()]]
        if len(known)
    ]
    absent = rows[rows["stand"] == State.ONTBREEKT]
    if len(absent):
        traces.append(absent_text([str(year) for year in absent["doeljaar"]]))
    count = len(rows) - len(absent)
    drawn = bool(rows[[column for _, column, _, _ in SIDES]].notna().any(axis=None))
    below = int((rows["werkelijk"] < rows["waarde"]).sum())
    return Figure(
        "q2-eigen-resultaat",
        f"Resultaat lag in {below} van {count} bekende jaren onder het plan"
        if count
        else "Gepland of werkelijk resultaat ontbreekt in elk jaar"
        if drawn
        else "Gepland en werkelijk resultaat: beide ontbreken",
        f"Resultaat (miljoen euro), KonnecteD, {years[0]}–{years[-1]}",
        "; ".join(f"{row['doeljaar']}: {_cell(row)}" for row in rows_of(rows)) + ".",
        rows.assign(jaar=rows["doeljaar"]),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("waarde", "Gepland", "eur", missing=ABSENT),
            Column("werkelijk", "Werkelijk", "eur", missing=ABSENT),
        ),
        traces,
        theme.layout(
            340,
            barmode="group",
            xaxis=theme.value_axis(
                "miljoen euro", **({} if drawn else {"range": [0, 1], "showticklabels": False})
            ),
            yaxis=theme.category_axis(categoryorder="array", categoryarray=years),
        ),
        _provenance(rows),
        note=FILL if len(absent) else "",
        money_legend="Een positief resultaat is een overschot, een negatief een tekort.",
    )


def own_bridge_table(result: PlanReality) -> Table:
    """What drove the difference of the result, by year and factor (Shapley)."""
    own = own_lines(result.lines)
    years = sorted(own["doeljaar"].unique())
    found = {row["jaar"]: row for row in rows_of(result.own)}
    rows = [
        {"deel": name} | {str(year): _effect(found.get(year, {}), name) for year in years}
        for name in (*FACTORS.values(), UNEXPLAINED, "verschil")
    ]
    return Table(
        "q2-eigen-brug",
        "Waardoor het resultaat afweek van het plan (euro)",
        pd.DataFrame(rows).replace({"deel": {"verschil": "Samen, zonder het niet verklaarde"}}),
        (Column("deel", "Door"), *(Column(str(year), str(year)) for year in years)),
        provenance_of(result.own) if len(result.own) else TEMPLATE,
        note="Elk deel is het gemiddelde effect over alle volgordes waarin de factoren kunnen "
        "veranderen (Shapley), zodat de delen precies optellen. Niet verklaard is wat het "
        f"afgedrukte resultaat anders is dan deze formule. {LEGEND}",
    )


def own_claim(result: PlanReality) -> Claim:
    """What the own plan says, or how many of its rows are still empty."""
    own = own_lines(result.lines)
    absent = int((own["stand"] == State.ONTBREEKT).sum())
    if result.own.empty:
        return Claim(
            f"Van de {{rows}} regels van het {OWN_PLAN} ontbreekt bij {{absent}} het plan of de "
            "uitkomst; zolang geen enkel jaar compleet is, is het resultaat niet te ontleden.",
            rows=Number(counted(len(own), "plannen.csv"), (1, 100)),
            absent=Number(counted(absent, "plannen.csv"), (1, 100)),
        )
    last = rows_of(result.own)[-1]
    provenance = Provenance.of(last["basis"], last["ids"].split(";"))
    main = max(FACTORS.values(), key=lambda name: abs(last[name]))
    difference, effect = (
        Quantity.exact(last[name], "eur", provenance) for name in ("verschil", main)
    )
    start = "Voorbeeld: het" if provenance.made_up else "Het"
    bound = max(abs(difference.value), abs(effect.value))
    return Claim(
        f"{start} resultaat van {last['jaar']} week {{difference}} af van het plan; het meest "
        f"telde {main[:1].lower() + main[1:] if not main.startswith('SE') else main}, met "
        "{effect} (negatief is een nadeel).",
        difference=Number(difference, (-bound, bound)),
        effect=Number(effect, (-bound, bound)),
    )


def _cell(row: dict[str, Any]) -> str:
    """`€ 5 → € 4 ▼`, or the one word while nothing is known."""
    if pd.isna(row["waarde"]) and pd.isna(row["werkelijk"]):
        return ABSENT
    sign = SHAPES[Light(row["licht"])][0] if row["stand"] == State.GEMETEN else ""
    return f"{value_text(row, 'waarde')} → {value_text(row, 'werkelijk')} {sign}".rstrip()


def _effect(found: dict[str, Any], name: str) -> str:
    value = found.get(name, float("nan"))
    return ABSENT if pd.isna(value) else f"{quantity(value, 'eur')} {side(round(value))}".rstrip()


def _provenance(rows: pd.DataFrame) -> Provenance:
    filled = rows[rows["ids"] != ""]
    return provenance_of(filled) if len(filled) else TEMPLATE
