"""The municipalities around the organisation: inhabitants and bijstand, each with its vintage."""

from __future__ import annotations

import math
from typing import Any

from analysis.dutch import number, percentage
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.finance import known_rows
from analysis.present.table import Column, Table
from analysis.provenance import combine
from analysis.questions.organisation import OrganisationPhoto

OBSERVED = ("X42", "X40", "X29")
FORECAST, FORECAST_YEAR = "X41-inwoners", 2040
CONTEXT_IDS = (
    "X29",
    "X45-inwoners",
    "X30-huishoudens",
    "X31-beroepsbevolking",
    "X27-personen",
    "X22",
    "X24",
    "X28",
    "R14",
)


def population_figure(photo: OrganisationPhoto) -> Figure:
    """Counted inhabitants against the forecast for 2040 that was made in 2018/19."""
    book = photo.book
    counted = known_rows(book, OBSERVED)
    forecast, newest, above = (book.number(name) for name in (FORECAST, "X29", "R15"))
    years = [int(period[:4]) for period in counted["periode"]]
    rows = known_rows(book, (*OBSERVED, FORECAST))
    rows["jaar"] = [*years, FORECAST_YEAR]
    rows["soort"] = [*["geteld"] * len(years), "prognose uit 2018/19"]
    passed, more = ("al", "meer") if above.value > 0 else ("nog niet", "minder")
    return Figure(
        "q1-bevolking-prognose",
        f"De prognose voor {FORECAST_YEAR} was in {years[-1]} {passed} ingehaald",
        f"Inwoners (personen), Deventer, {years[0]}–{years[-1]} en prognose voor {FORECAST_YEAR}",
        f"Deventer telde in {years[-1]} {number(newest.value)} inwoners, "
        f"{percentage(abs(above.value))} {more} dan de ongeveer {number(forecast.value)} die in "
        f"2018/19 voor {FORECAST_YEAR} werden verwacht.",
        rows,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("soort", "Soort"),
            Column("getal", "Inwoners", "pers"),
        ),
        [_counted_line(years, list(counted["getal"])), _forecast_point(forecast.value)],
        theme.layout(
            400,
            xaxis=theme.year_axis(dtick=4),
            yaxis=theme.value_axis("inwoners", range=_range(list(rows["getal"]))),
        ),
        combine([newest.provenance, forecast.provenance, above.provenance])
        | combine(book.number(identifier).provenance for identifier in OBSERVED),
        note="De as begint niet bij nul. Nieuwere prognoses bestaan (2020, 2021, 2022 en 2024), "
        "maar zijn nog niet opgehaald. Gemeentelijke registratie en CBS kunnen iets verschillen.",
    )


def context_table(photo: OrganisationPhoto) -> Table:
    """Inhabitants and bijstand as published, units kept apart."""
    rows = known_rows(photo.book, CONTEXT_IDS)
    names = photo.book.table("gebieden").set_index("id")["naam"]
    rows["plaats"] = [names.get(area, "") for area in rows["gebied"]]
    rows.loc[rows["id"] == "R14", "plaats"] = names["deventer"]
    return Table(
        "q1-bevolking-bijstand",
        "Inwoners en bijstand: wat er gevonden is, met het jaar",
        rows,
        (
            Column("wat", "Wat"),
            Column("plaats", "Waar"),
            Column("wanneer", "Wanneer"),
            Column("waarde_tekst", "Waarde"),
            Column("basis", "Basis"),
            Column("opmerking", "Opmerking"),
            Column("id", "Herkomst", ids=True),
        ),
        combine(photo.book.number(identifier).provenance for identifier in CONTEXT_IDS),
        note="Uitkeringen en personen zijn verschillende eenheden en vormen samen geen reeks.",
    )


def population_claim(photo: OrganisationPhoto) -> Claim:
    """The sentence on the vintage of forecasts."""
    book = photo.book
    return Claim(
        "Deventer had in 2024 {now} inwoners, meer dan de ongeveer {then} die de prognose uit "
        "2018/19 voor 2040 gaf: bij elke prognose hoort het jaar waarin zij is gemaakt.",
        now=Number(book.number("X29"), (103_000, 104_000), bare=True),
        then=Number(book.number(FORECAST), (101_000, 103_000), bare=True),
    )


def _counted_line(years: list[int], values: list[float]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "geteld",
        "x": years,
        "y": values,
        "line": {"color": theme.BLUE, "width": 2},
        "hovertemplate": "%{x}: %{y:,.0f}<extra>geteld</extra>",
    }


def _forecast_point(value: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": f"prognose uit 2018/19 voor {FORECAST_YEAR}",
        "x": [FORECAST_YEAR],
        "y": [value],
        "text": [number(value)],
        "textposition": "bottom left",
        "marker": {"symbol": "diamond-open", "size": 12, "color": theme.RED},
        "hovertemplate": "%{x}: %{y:,.0f}<extra>prognose</extra>",
    }


def _range(values: list[float]) -> list[float]:
    """Whole thousands around the values, with room for a label."""
    return [math.floor(min(values) / 1000 - 1) * 1000, math.ceil(max(values) / 1000 + 1) * 1000]
