"""The money of beschut werk: what the state pays per place, what is short, and what else comes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.frames import rows_of
from analysis.model.runoff import LEVELS
from analysis.provenance import Provenance, combine, provenance_of
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.beschut import (
    FULL_WEEK,
    HOURS,
    HOURS_FACTOR,
    PLACE_HOURS,
    START_YEAR,
    BeschutNeed,
)
from analysis.questions.wsw_money import MINIMUM_WAGE, minimum_wage
from analysis.sources.workbook import Workbook

PER_PLACE, SHORTFALL = "N22", "A29"
PLACE_PRICES, GAP_PRICES = 2024, 2023
"""The years in whose prices the two amounts stand."""

SECTOR_GAP = "L360"
"""The national result per fte that the assumption has as its middle."""

SHARE = "A30"
"""The part that would come to the first municipality as the largest of the two (%)."""

IMPULSE, INFRASTRUCTURE = "impulsbudget_sob", "rijksbijdrage_sociale_infrastructuur"


def place_money(book: Workbook, need: BeschutNeed, years: tuple[int, ...]) -> pd.DataFrame:
    """Return state money and shortfall for beschut werk (euro, one year).

    At the price level of the parameters, carried there with the statutory minimum wage. Columns
    jaar, personen, plekken, rijk, tekort, tekort_laag and tekort_hoog.
    """
    rng = np.random.default_rng([book.parameters.zaad, 33])
    gap = assumed_draws(book, (SHORTFALL,), len(need.paths), rng)[SHORTFALL]
    hours, place = book.number(HOURS).value, book.number(PLACE_HOURS).value
    level = minimum_wage(book, book.parameters.prijspeil)
    amount = book.number(PER_PLACE).value * level / minimum_wage(book, PLACE_PRICES)
    gap = np.maximum(gap, 0) * level / minimum_wage(book, GAP_PRICES)
    rows = []
    for year in years:
        persons = need.paths[:, year - START_YEAR]
        places = persons.mean() * hours / place
        short = persons * hours / FULL_WEEK * gap
        low, _, high = np.quantile(short, LEVELS)
        rows.append((year, persons.mean(), places, places * amount, short.mean(), low, high))
    columns = ["jaar", "personen", "plekken", "rijk", "tekort", "tekort_laag", "tekort_hoog"]
    return pd.DataFrame(rows, columns=columns)


def company_money(book: Workbook) -> pd.DataFrame:
    """Return national impulse and infrastructure money by year, and the first municipality's part.

    Columns jaar, impuls and infrastructuur (million euro, national), basis and deel (euro, at
    the assumed part).
    """
    share = book.number(SHARE).value / 100
    impulse = {int(row["periode"]): row for row in rows_of(book.series(IMPULSE))}
    structural = book.series(INFRASTRUCTURE).set_index("periode")["getal"]
    rows = []
    for year in range(2025, 2035):
        row = impulse[year]
        extra = float(structural[str(year)]) if str(year) in structural.index else np.nan
        rows.append((year, row["getal"], extra, row["basis"], row["getal"] * 1e6 * share))
    return pd.DataFrame(rows, columns=["jaar", "impuls", "infrastructuur", "basis", "deel"])


def money_provenance(book: Workbook, need: BeschutNeed) -> Provenance:
    """What the money of beschut werk rests on."""
    used = [book.number(name).provenance for name in (PER_PLACE, HOURS, HOURS_FACTOR, SECTOR_GAP)]
    wages = book.series(MINIMUM_WAGE)
    asked = {str(year) for year in (book.parameters.prijspeil, PLACE_PRICES, GAP_PRICES)}
    paid = provenance_of(wages[wages["periode"].str[:4].isin(asked)])
    judged = assumption_provenance((PLACE_HOURS, SHORTFALL))
    return combine([need.provenance, *used, paid, judged]).derived()


def company_provenance(book: Workbook) -> Provenance:
    """What the national money for the companies rests on."""
    used = [provenance_of(book.series(name)) for name in (IMPULSE, INFRASTRUCTURE)]
    return combine([*used, assumption_provenance((SHARE,))]).derived()
