"""What would change the money of the Wsw: price and wage, each input alone, and what to ask."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import interval, number, percentage, quantity
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.present.wsw_money import (
    MILLION,
    PERIOD,
    RESULT_LEGEND,
    millions,
    side,
    thousands,
)
from analysis.questions.wsw_runoff import WswRunoff
from analysis.questions.wsw_sensitivity import ENDS, HEADS_YEAR, NATIONAL_LEVEL

FOLLOWS = (
    (1.0, "Rijk houdt het bedrag per SE gelijk"),
    (0.5, "Rijk volgt de daling voor de helft"),
    (0.0, "Rijk houdt vast aan het oude pad"),
)
DRIFTS = (-0.5, 0.0, 1.0)
"""Wages against the budget's indexation, % a year."""


def scenario_table(result: WswRunoff) -> Table:
    """The sum of the budget period under each combination of price and wage index."""
    money = result.money
    rows = [
        {"rijk": words}
        | {
            f"loon_{place}": f"{quantity(total.value, 'eur_mln')} {side(round(total.value, 1))} "
            f"({interval(total.low, total.high, 'eur_mln')})"
            for place, drift in enumerate(DRIFTS)
            for total in [millions(money.repriced(follow, drift))]
        }
        for follow, words in FOLLOWS
    ]
    heads = [
        "Lonen gelijk aan indexering"
        if drift == 0
        else f"Lonen {percentage(abs(drift), 1)} per jaar {'sneller' if drift > 0 else 'trager'}"
        for drift in DRIFTS
    ]
    return Table(
        "q4-prijs-loon",
        f"Subsidieresultaat {PERIOD} bij andere prijs- en loonontwikkeling, {result.area_name}",
        pd.DataFrame(rows),
        (
            Column("rijk", "Rijk"),
            *(Column(f"loon_{place}", head) for place, head in enumerate(heads)),
        ),
        money.provenance,
        note=f"Miljoen euro over {PERIOD} samen, loonpeil {result.book.parameters.prijspeil}, met "
        f"de marge die overblijft. {RESULT_LEGEND}",
    )


def tornado_figure(result: WswRunoff) -> Figure:
    """Which input moves the sum of the budget period most."""
    table = result.tornado
    names = [_input_name(result, name) for name in table["invoer"]]
    units = [_input_unit(result, name) for name in table["invoer"]]
    rows = table.assign(
        naam=names,
        laag_tekst=[
            quantity(x, unit, 2) for x, unit in zip(table["laag_invoer"], units, strict=True)
        ],
        hoog_tekst=[
            quantity(x, unit, 2) for x, unit in zip(table["hoog_invoer"], units, strict=True)
        ],
    )
    rows = rows[rows["uitslag"] >= 1000]
    base = result.tornado_base / MILLION
    widest = rows_of(rows)[0]
    low_end, high_end = (percentage(100 * end, 0) for end in ENDS)
    return Figure(
        "q4-tornado",
        f"{widest['naam']} weegt het zwaarst",
        f"Subsidieresultaat {PERIOD} (miljoen euro) als één gegeven verschuift van laag naar hoog, "
        f"{result.area_name}, loonpeil {result.book.parameters.prijspeil}",
        "; ".join(
            f"{row['naam']}: {number(row['bij_laag'] / MILLION, 1)} tot "
            f"{number(row['bij_hoog'] / MILLION, 1)}"
            for row in rows_of(rows)
        )
        + " miljoen euro.",
        thousands(rows, "bij_laag", "bij_hoog", "uitslag"),
        (
            Column("naam", "Gegeven"),
            Column("laag_tekst", f"Laag ({low_end})"),
            Column("hoog_tekst", f"Hoog ({high_end})"),
            Column("bij_laag", "Resultaat bij laag (x € 1.000)", "eur_x1000"),
            Column("bij_hoog", "Resultaat bij hoog (x € 1.000)", "eur_x1000"),
            Column("uitslag", "Uitslag (x € 1.000)", "eur_x1000"),
        ),
        [
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "y": [theme.wrapped(text, 26) for text in rows["naam"]],
                "base": base,
                "x": [float(value) / MILLION - base for value in rows[column]],
                "marker": {"color": colour, "pattern": {"shape": pattern}},
                "hovertemplate": "%{y}<extra>" + name + "</extra>",
            }
            for name, column, colour, pattern in (
                ("bij lage waarde", "bij_laag", theme.ORANGE, "/"),
                ("bij hoge waarde", "bij_hoog", theme.BLUE, ""),
            )
        ],
        theme.layout(
            120 + 46 * len(rows),
            barmode="overlay",
            xaxis=theme.value_axis("miljoen euro", tickformat=",.1f"),
            yaxis=theme.category_axis(),
        ),
        result.money.provenance,
        note=f"Elk gegeven verschuift alleen, van zijn {low_end}- naar zijn {high_end}-waarde; de "
        "rest blijft op het midden. Wat minder dan duizend euro uitmaakt, is weggelaten. De "
        "vertraging in de verdeling telt pas mee als het hier anders loopt dan landelijk.",
        money_legend=RESULT_LEGEND,
    )


def asking_table(result: WswRunoff) -> Table:
    """What to ask for, most valuable first."""
    rows = result.asking.assign(
        volgorde=range(1, len(result.asking) + 1),
        ids=result.asking["ids"].str.replace(";", ", "),
    )
    return Table(
        "q4-opvragen",
        "Wat u het eerst kunt opvragen, en wat er dan overblijft van de marge om het aantal "
        f"mensen in {HEADS_YEAR} en om het resultaat van {PERIOD}",
        rows,
        (
            Column("volgorde", "Nr", "aantal"),
            Column("gegeven", "Gegeven"),
            Column("vragen", "Te vragen uit"),
            Column("personen_pct", "Mensen: nog over", "pct", 0),
            Column("resultaat_pct", "Geld: nog over", "pct", 0),
            Column("ids", "Zie"),
        ),
        result.money.provenance,
        note="Elke rij komt bovenop de vorige. Gelijkwaardige gegevens staan op volgorde van "
        "gemak: een telling vóór een bestand per persoon.",
    )


def _input_name(result: WswRunoff, identifier: str) -> str:
    if identifier == NATIONAL_LEVEL:
        return "Landelijk niveau van vertrek"
    return SHORT_NAMES.get(identifier) or str(result.book.rows((identifier,)).iloc[0]["grootheid"])


def _input_unit(result: WswRunoff, identifier: str) -> str:
    return "verhouding" if identifier == NATIONAL_LEVEL else result.book.number(identifier).unit


SHORT_NAMES = {
    "A01": "Plaatselijk tempo van vertrek",
    "A02": "Aandeel van Deventer in de Wsw",
    "A09": "Later vertrek door de AOW-leeftijd",
    "A10": "Stijging van de AOW-leeftijd na 2031",
    "A13": "Leeftijd bij KonnecteD",
    "A14": "Arbeidsjaren per medewerker",
    "A15": "SE per arbeidsjaar",
    "A16": "Wsw-deel van de rijksuitkering",
    "A17": "Loonkosten per arbeidsjaar",
    "A18": "Bijstelling van het rijksbudget",
    "A19": "Vertraging in de verdeling",
    "A20": "Loonstijging boven de indexering",
}
"""Short names for a picture; the register has the full ones."""
