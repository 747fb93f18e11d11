"""The reserve as the forecast of 2016 had it, and the outcome that nobody published."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import quantity
from analysis.frames import rows_of
from analysis.headlines import ABSENT
from analysis.present.figure import Figure
from analysis.present.table import Column
from analysis.present.waterfall import Bar, waterfall, waterfall_layout
from analysis.provenance import combine
from analysis.questions.plan_reality import FORECAST, RESERVE, RESERVE_IDS, PlanReality
from analysis.questions.plans import line_quantity


def reserve_figure(result: PlanReality) -> Figure:
    """How the reserve was to shrink, and that nobody published what it did."""
    book = result.book
    start, end, deficits, unexplained, _ = (book.number(name) for name in RESERVE_IDS)
    lines = result.lines
    row = rows_of(lines[(lines["plan"] == FORECAST) & (lines["grootheid"] == RESERVE)])[0]
    moment = f"1 januari {row['doeljaar']}"
    actual = row["werkelijk"]
    told = ABSENT if pd.isna(actual) else quantity(actual, "eur_mln")
    bars = [
        Bar("Eind 2016", start.value, total=True),
        Bar("Verwachte tekorten", -deficits.value),
        Bar("Niet verklaard", -unexplained.value),
        Bar(f"Verwacht {moment}", end.value, total=True),
        Bar(f"Werkelijk {moment}", actual, total=True),
    ]
    return Figure(
        "q2-reserve",
        f"Reserve zou dalen tot {quantity(end.value, 'eur_mln')}; "
        f"{'uitkomst' if told == ABSENT else 'werkelijk'} {told}",
        f"Reserve (miljoen euro), Sallcon, eind 2016 tot 1 januari {row['doeljaar']}, raming van "
        "december 2016",
        f"Van {quantity(start.value, 'eur_mln', 2)} gaan "
        f"{quantity(deficits.value, 'eur_mln', 2)} aan tekorten en "
        f"{quantity(unexplained.value, 'eur_mln')} zonder verklaring af; verwacht werd "
        f"{quantity(end.value, 'eur_mln')}. De werkelijke stand: {told}.",
        pd.DataFrame([{"stap": bar.name, "bedrag": bar.size} for bar in bars]),
        (
            Column("stap", "Stap"),
            Column("bedrag", "Miljoen euro", "eur_mln", 2, missing=ABSENT),
        ),
        waterfall(bars),
        waterfall_layout(bars, "miljoen euro"),
        combine(
            [
                line_quantity(row, "waarde").provenance,
                *(book.number(name).provenance for name in RESERVE_IDS),
            ]
        ),
        note="De delen zijn afgerond en tellen daardoor niet precies op. De tekorten van 2018 en "
        "2019 zijn niet gevonden en liggen hier op de rechte lijn "
        "tussen 2017 en 2020. De brief van het college zegt dat het vermogen sneller daalde dan "
        "verwacht, zonder bedrag.",
        money_legend="Een stand of toename staat als positief bedrag, een afname als negatief.",
    )
