"""Would the model have been right? Forecasts from old totals against what was published later."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.frames import rows_of
from analysis.model.cohorts import mean_age
from analysis.model.paths import percentage_path, straight_path
from analysis.provenance import Provenance, combine, provenance_of
from analysis.questions import national_runoff as national
from analysis.questions.national_runoff import MEAN_AGE, OVER_45, UNDER_27
from analysis.questions.national_totals import AVERAGE, BASE_YEAR, SHORTFALL
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

MODEL, EXPECTED = "dit model", "oude verwachting van het Rijk"
PERCENTAGE, LINE = "vast percentage", "rechte lijn"
FITS = ((2016, 2017), (2017, 2020))
"""The two averages that a forecast may see."""

OVER_55 = "wsw_aandeel_55plus"
HEADS = "wsw_personen_ultimo"
PER_HEAD_SERIES = "wsw_arbeidsjaren_per_persoon"
THREE_CAUSES = "wsw_uitstroom_aandeel_overlijden_pensioen_2jrziekte"


def backtest(book: Workbook, nation: national.NationalRunoff) -> pd.DataFrame:
    """Return each method's forecast of the yearly average against what was published.

    Columns geijkt (the two years seen), methode, jaar, voorspeld, laag, hoog (arbeidsjaren; the
    model only), werkelijk and fout_pct.
    """
    published = nation.points.known(AVERAGE).table.set_index("jaar")["getal"]
    group = national.prior_group(book, np.random.default_rng([book.parameters.zaad, 4]))
    rows = [
        row
        for fit in FITS
        for row in (
            *_model_rows(group, nation, fit, published),
            *_simple_rows(fit, published),
            *_expected_rows(book, fit, published),
        )
    ]
    columns = ["geijkt", "methode", "jaar", "voorspeld", "laag", "hoog", "werkelijk"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(fout_pct=(table["voorspeld"] / table["werkelijk"] - 1) * 100)


def held_out(book: Workbook, nation: national.NationalRunoff) -> pd.DataFrame:
    """Return what was published and not used to calibrate, beside what the model makes of it.

    Columns wat, jaar, gepubliceerd, model, eenheid, id.
    """
    rows = [
        *_age_rows(book, nation, OVER_45, "45 jaar en ouder", 45),
        *_age_rows(book, nation, OVER_55, "55 jaar en ouder", 55),
        *_age_rows(book, nation, UNDER_27, "jonger dan 27 jaar", 27),
        *_mean_age_rows(book, nation),
        *_cause_rows(book, nation),
        *_head_rows(book, nation),
    ]
    columns = ["wat", "jaar", "gepubliceerd", "model", "eenheid", "id"]
    return pd.DataFrame(rows, columns=columns)


def backtest_provenance(book: Workbook, nation: national.NationalRunoff) -> Provenance:
    """What the backtest and the other comparisons rest on."""
    series = (SHORTFALL, HEADS, PER_HEAD_SERIES, THREE_CAUSES, MEAN_AGE, OVER_45, OVER_55, UNDER_27)
    used = [provenance_of(book.series(name)[["basis", "ids"]]) for name in series]
    return combine([nation.provenance, *used]).derived()


def error_provenance(
    book: Workbook, nation: national.NationalRunoff, fit: str, year: int, method: str
) -> Provenance:
    """What the error of one forecast rests on: the model, or published averages alone.

    A simple method takes the two averages seen and the later one; the old expectation is the later
    one with how far it lay below. `fit` as in the column geijkt; `KeyError` for another.
    """
    seen = {_label(years): years for years in FITS}[fit]
    if method == MODEL:
        return nation.provenance
    years = {year} if method == EXPECTED else {*seen, year}
    names = (AVERAGE, SHORTFALL) if method == EXPECTED else (AVERAGE,)
    tables = (book.series(name) for name in names)
    used = (table[table["periode"].astype(int).isin(years)] for table in tables)
    return combine(provenance_of(table) for table in used).derived()


def _model_rows(
    group: national.Group,
    nation: national.NationalRunoff,
    fit: tuple[int, int],
    published: pd.Series,
) -> list[tuple[object, ...]]:
    points = nation.points.known(AVERAGE, fit)
    _, kept = national.calibrated(group, nation.theta, nation.prior, nation.shocks, points)
    later = [int(year) for year in published.index if year > fit[1]]
    table = national.forecast_average(
        kept, nation.shocks, points, range(later[0], later[-1] + 1)
    ).set_index("jaar")
    return [
        (_label(fit), MODEL, year, *table.loc[year, ["midden", "laag", "hoog"]], published[year])
        for year in later
    ]


def _simple_rows(fit: tuple[int, int], published: pd.Series) -> list[tuple[object, ...]]:
    ends = [(year, float(published[year])) for year in fit]
    later = [int(year) for year in published.index if year > fit[1]]
    return [
        (_label(fit), name, year, float(value), np.nan, np.nan, published[year])
        for name, path in ((PERCENTAGE, percentage_path), (LINE, straight_path))
        for year, value in zip(later, path(ends[0], ends[1], later), strict=True)
    ]


def _expected_rows(
    book: Workbook, fit: tuple[int, int], published: pd.Series
) -> list[tuple[object, ...]]:
    below = book.series(SHORTFALL)
    years = below["periode"].astype(int)
    return [
        (_label(fit), EXPECTED, year, published[year] + value, np.nan, np.nan, published[year])
        for year, value in zip(years, below["getal"], strict=True)
        if year > fit[1]
    ]


def _label(fit: tuple[int, int]) -> str:
    return f"{fit[0]} en {fit[1]}"


def _age_rows(
    book: Workbook, nation: national.NationalRunoff, series: str, words: str, age: int
) -> list[tuple[object, ...]]:
    older = series != UNDER_27
    return [
        (f"Aandeel {words}", year, value, 100 * _share(nation, year, age, older), "pct", name)
        for year, value, name in _later(book, series)
    ]


def _mean_age_rows(book: Workbook, nation: national.NationalRunoff) -> list[tuple[object, ...]]:
    return [
        ("Gemiddelde leeftijd", year, value, _mean_age(nation, year), "jaren", name)
        for year, value, name in _later(book, MEAN_AGE)
    ]


def _cause_rows(book: Workbook, nation: national.NationalRunoff) -> list[tuple[object, ...]]:
    words = "Vertrek door overlijden, pensioen of twee jaar ziekte"
    return [
        (words, year, value, 100 * (1 - other_share(nation.group, year)), "pct", name)
        for year, value, name in _later(book, THREE_CAUSES)
    ]


def _head_rows(book: Workbook, nation: national.NationalRunoff) -> list[tuple[object, ...]]:
    per_head = book.series(PER_HEAD_SERIES)["getal"].mean()
    year, value, name = _later(book, HEADS)[-1]
    ends = nation.forecast.set_index("jaar")["midden"].reindex([year, year + 1]).mean()
    stock = float(ends) / nation.points.factor / per_head
    return [("Personen aan het eind van het jaar", year, value, stock, "pers", name)]


def _later(book: Workbook, series: str) -> list[tuple[int, float, str]]:
    """Year, value and id of a series after the base year."""
    rows = rows_of(book.series(series).sort_values("periode"))
    found = [(int(row["periode"]), float(row["getal"]), str(row["id"])) for row in rows]
    return [row for row in found if row[0] > BASE_YEAR]


def other_share(group: national.Group, year: int) -> float:
    """Return the expected share of who leaves in a year for other reasons than the named three."""
    years = year - BASE_YEAR
    stocks = np.einsum("c,kct->kt", group.counts, group.until(years).survival())
    before = stocks[:, -2] if years > 1 else np.full(len(stocks), group.counts.sum())
    left = before - stocks[:, -1]
    other = group.theta * group.other * (before + stocks[:, -1]) / 2
    return float((other / left).mean())


def _weights(nation: national.NationalRunoff, year: int) -> Floats:
    """Share of each cohort among who is left at the end of a year."""
    alive = nation.group.until(year - BASE_YEAR).survival()[..., -1].mean(axis=0)
    stock = nation.group.counts * alive
    return np.asarray(stock / stock.sum())


def _share(nation: national.NationalRunoff, year: int, age: int, older: bool) -> float:
    weights = _weights(nation, year)
    at_least = weights[national.AGES + year - BASE_YEAR >= age].sum()
    return float(at_least if older else 1 - at_least)


def _mean_age(nation: national.NationalRunoff, year: int) -> float:
    return mean_age(national.AGES + year - BASE_YEAR, _weights(nation, year))
