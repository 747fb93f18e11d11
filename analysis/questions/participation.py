"""The whole group of the Participatiewet: flows that are agreed, people, money and functions.

What the contract gives is for one municipality and one year; where nothing was found the table says
so. Population forecasts are told with the year in which they were made.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.model.stockflow import steady_stock, stock_moments
from analysis.provenance import Quantity, combine
from analysis.questions.beschut import TARGET_YEAR, BeschutNeed
from analysis.sources.workbook import Workbook

LKS_STOCK, LKS_NEW, LKS_OUTFLOW = "D33", "D34", "A28"
LKS_YEAR = 2022

FLOWS = (
    ("D18", "Uitstroom uit een uitkering via Matchen en Groeien", "uitstroom in een jaar"),
    ("D32", "Start van een werkleerroute, minstens", "instroom in een jaar"),
    ("D33", "Begeleiding met loonkostensubsidie", f"stand {LKS_YEAR}"),
    ("D34", "Nieuw met loonkostensubsidie", "instroom in een jaar"),
    ("D36", "Leerlingen vso/pro of jongeren uit het doelgroepregister", "instroom in een jaar"),
    ("D37", "Ondersteuning in beschut werk, hoogstens", "stand (plafond)"),
    ("D41", "Statushouders naar betaald werk", "instroom in een jaar"),
)
"""What the agreement of one municipality gives as stock or flow: id, what, and which of the two."""

SOURCES = (
    ("N20-bijstand", "uit de bijstand"),
    ("N20-andere-uitkering", "uit een andere uitkering"),
)
"""Where people in beschut werk came from, nationally; of the rest nothing is said."""

FIRST_COUNT, LAST_COUNT = 2014, 2024
POPULATION = (
    ("X42", "Deventer", FIRST_COUNT, "geteld"),
    ("X40", "Deventer", 2019, "geteld"),
    ("X29", "Deventer", LAST_COUNT, "geteld"),
    ("X41-inwoners", "Deventer", TARGET_YEAR, "prognose uit 2018/19"),
    ("X45-inwoners", "Olst-Wijhe", 2018, "geteld"),
)
"""Inhabitants: id, municipality, year, and what it is."""


def flows_table(book: Workbook) -> pd.DataFrame:
    """Return what the agreement of the first municipality gives as stock or flow.

    Columns wat, soort, aantal and id.
    """
    rows = [(what, kind, book.number(name).value, name) for name, what, kind in FLOWS]
    return pd.DataFrame(rows, columns=["wat", "soort", "aantal", "id"])


def lks_stock(book: Workbook, until: int) -> tuple[Quantity, Quantity]:
    """Return people with loonkostensubsidie in a year and their balance, from the agreed flow.

    The ends are those of the assumed outflow; the first municipality only.
    """
    stock, new, outflow = (book.number(name) for name in (LKS_STOCK, LKS_NEW, LKS_OUTFLOW))
    years = until - LKS_YEAR
    provenance = combine([stock.provenance, new.provenance, outflow.provenance]).derived()
    then, balance = [], []
    for leaving in (outflow.value, outflow.high, outflow.low):
        stay = 1 - leaving / 100
        mean, _ = stock_moments(stock.value, stay, np.full(years, new.value))
        then.append(float(mean[-1]))
        balance.append(steady_stock(stay, new.value))
    return (
        Quantity(then[0], "pers", provenance, then[1], then[2]),
        Quantity(balance[0], "pers", provenance, balance[1], balance[2]),
    )


def origin_table(book: Workbook, need: BeschutNeed) -> pd.DataFrame:
    """Return where the needed inflow would come from if the national origin holds.

    Columns herkomst, aandeel_pct and aantal (persons a year).
    """
    known = [(words, book.number(name).value) for name, words in SOURCES]
    rest = 100 - sum(share for _, share in known)
    rows = [
        (words, share, need.planned * share / 100)
        for words, share in (*known, ("anders of onbekend", rest))
    ]
    return pd.DataFrame(rows, columns=["herkomst", "aandeel_pct", "aantal"])


def population_table(book: Workbook) -> pd.DataFrame:
    """Return counted and forecast inhabitants: columns gemeente, jaar, soort, aantal and id."""
    rows = [
        (area, year, kind, book.number(name).value, name) for name, area, year, kind in POPULATION
    ]
    return pd.DataFrame(rows, columns=["gemeente", "jaar", "soort", "aantal", "id"])


def population_scenarios(book: Workbook, need: BeschutNeed) -> pd.DataFrame:
    """Return what another course of the population would make of the target.

    Columns bevolking, inwoners, aantal: if the need moves in proportion to inhabitants and the
    expectation was made with the old forecast.
    """
    first, newest, forecast = (book.number(name).value for name in ("X42", "X29", "X41-inwoners"))
    yearly = (newest - first) / (LAST_COUNT - FIRST_COUNT)
    rows = [
        ("prognose uit 2018/19", forecast),
        (f"blijft gelijk aan {LAST_COUNT}", newest),
        (
            f"groeit door zoals van {FIRST_COUNT} tot {LAST_COUNT}",
            newest + yearly * (TARGET_YEAR - LAST_COUNT),
        ),
    ]
    return pd.DataFrame(
        [(name, people, need.target.value * people / forecast) for name, people in rows],
        columns=["bevolking", "inwoners", "aantal"],
    )


def used_ids() -> tuple[str, ...]:
    """The facts that the tables of this module show or use."""
    flows = (name for name, *_ in FLOWS)
    people = (name for name, *_ in POPULATION)
    origin = (name for name, _ in SOURCES)
    return (*flows, *people, *origin, *READINGS, *FUNDING)


READINGS = ("R08", "R09-beschut", "K43", "N20-binnen", "X43-2019", "X43-2035")

FUNDING = (
    "N24-buig-objectief",
    "N24-buig-historisch",
    "R20-deventer",
    "R20-olst-wijhe",
    "N24-vangnet-drempel",
    "N24-vangnet-grens",
    "N24-vangnet-deel",
)
"""Thresholds of the BUIG model, where the two municipalities stand, and the safety net."""
