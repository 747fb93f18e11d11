"""The municipalities around the organisation: inhabitants and bijstand, each with its vintage."""

from __future__ import annotations

from analysis.dutch import number, percentage
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.finance import known_rows
from analysis.present.table import Column, Table
from analysis.provenance import combine
from analysis.questions.organisation import OrganisationPhoto

OBSERVED = ("X42", "X40", "X29")
FORECAST = "X41-inwoners"
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
    """Counted inhabitants of Deventer against the forecast for 2040 that was made in 2018/19."""
    book = photo.book
    counted = known_rows(book, OBSERVED)
    forecast = book.number(FORECAST)
    newest = book.number("X29")
    above = book.number("R15")
    years = [int(period[:4]) for period in counted["periode"]]
    rows = known_rows(book, (*OBSERVED, FORECAST))
    rows["jaar"] = [*years, 2040]
    rows["soort"] = [*["geteld"] * len(years), "prognose uit 2018/19"]
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": "geteld",
            "x": years,
            "y": [float(value) for value in counted["getal"]],
            "line": {"color": theme.BLUE, "width": 2},
            "hovertemplate": "%{x}: %{y:,.0f}<extra>geteld</extra>",
        },
        {
            "type": "scatter",
            "mode": "markers+text",
            "name": "prognose uit 2018/19 voor 2040",
            "x": [2040],
            "y": [forecast.value],
            "text": [number(forecast.value)],
            "textposition": "bottom left",
            "marker": {"symbol": "diamond-open", "size": 12, "color": theme.RED},
            "hovertemplate": "%{x}: %{y:,.0f}<extra>prognose</extra>",
        },
    ]
    return Figure(
        "q1-bevolking-prognose",
        "De prognose voor 2040 was in 2024 al ingehaald",
        "Inwoners (personen), Deventer, 2014–2024 en prognose voor 2040",
        f"Deventer telde in 2024 {number(newest.value)} inwoners, {percentage(above.value)} meer "
        f"dan de ongeveer {number(forecast.value)} die in 2018/19 voor 2040 werden verwacht.",
        rows,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("soort", "Soort"),
            Column("getal", "Inwoners", "pers"),
        ),
        traces,
        theme.layout(
            400,
            xaxis=theme.year_axis(dtick=4),
            yaxis=theme.value_axis("inwoners", range=[96_000, 105_000]),
        ),
        combine([newest.provenance, forecast.provenance, above.provenance])
        | combine(book.number(identifier).provenance for identifier in OBSERVED),
        note="De as begint niet bij nul. Nieuwere prognoses bestaan (2020, 2021, 2022 en 2024), maar "
        "zijn nog niet opgehaald. Gemeentelijke registratie en CBS kunnen iets verschillen.",
    )


def context_table(photo: OrganisationPhoto) -> Table:
    """Inhabitants and bijstand as published, units kept apart."""
    rows = known_rows(photo.book, CONTEXT_IDS)
    names = photo.book.table("gebieden").set_index("id")["naam"]
    rows["plaats"] = [names.get(area, "") for area in rows["gebied"]]
    rows.loc[rows["id"] == "R14", "plaats"] = names["deventer"]
    return Table(
        "q1-bevolking-bijstand",
        "Inwoners en bijstand: wat er gepubliceerd is, met het jaar",
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
