"""The Wsw employees in pictures: what is published and what the national pace makes of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import interval, number
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.table import Column
from analysis.questions.local_runoff import PUBLISHED, START_YEAR
from analysis.questions.organisation import OrganisationPhoto


def stock_figure(photo: OrganisationPhoto) -> Figure:
    """Published stock, forecast, and the estimate with its band."""
    wsw = photo.wsw
    estimate, latest = wsw.estimate, wsw.latest
    years = [int(year) for year in estimate["jaar"]]
    joint = photo.area == photo.book.area_of(PUBLISHED)
    traces = [
        *theme.band_traces(estimate.round(0), "marge (90%)"),
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": "schatting",
            "x": years,
            "y": list(estimate["midden"].round(0)),
            "line": {"color": theme.BLUE, "dash": "dash", "width": 2},
            "hovertemplate": "%{x}: %{y:,.0f}<extra>schatting</extra>",
        },
        _point(
            "gevonden aantal" if joint else "deel van het gevonden aantal",
            START_YEAR,
            wsw.published.value,
            "circle",
            theme.INK,
        ),
        _point("raming uit 2016", START_YEAR + 1, wsw.forecast.value, "diamond-open", theme.RED),
    ]
    numbers = estimate.assign(
        soort=[
            "gevonden aantal" if joint else "deel van gevonden aantal",
            *["schatting"] * (len(estimate) - 1),
        ]
    )
    known = (
        "alleen het eerste punt en de raming voor het jaar erna komen uit een bericht"
        if joint
        else "gevonden zijn alleen een aantal en een raming voor beide gemeenten samen"
    )
    forecast = pd.DataFrame(
        [{"jaar": START_YEAR + 1, "midden": wsw.forecast.value, "soort": "raming uit 2016"}]
    )
    return Figure(
        "q1-wsw-bestand",
        f"Wsw daalt van {'' if joint else 'geschat '}{number(wsw.published.value)} naar geschat "
        f"{number(latest.value)} personen",
        f"Wsw-medewerkers (personen, eind van het jaar), {photo.area_name}, {years[0]}–{years[-1]}",
        f"De lijn daalt van {number(wsw.published.value)} personen in {years[0]} tot, naar "
        f"schatting, {interval(latest.low, latest.high, 'pers')} in {years[-1]}; {known}.",
        pd.concat([numbers, forecast], ignore_index=True).sort_values("jaar", kind="stable"),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("soort", "Soort"),
            Column("midden", "Midden (personen)", "pers"),
            Column("laag", "Laag (personen)", "pers"),
            Column("hoog", "Hoog (personen)", "pers"),
        ),
        traces,
        theme.layout(
            440,
            xaxis=theme.year_axis(),
            yaxis=theme.zero_axis("personen"),
        ),
        wsw.provenance | wsw.published.provenance | wsw.forecast.provenance,
        note="Gestreept is een schatting uit het model van 04_wsw_afbouw. De band bevat met 90% "
        "kans het werkelijke aantal, als de aannames kloppen. Geen waarneming. Op "
        f"welke dag van {START_YEAR} is geteld, staat niet in het bericht.",
    )


def stock_claims(photo: OrganisationPhoto) -> tuple[Claim, ...]:
    """The sentences on the Wsw stock."""
    wsw = photo.wsw
    known = f"{START_YEAR}, beide gemeenten samen, volgens een nieuwsbericht"
    both = photo.book.number(PUBLISHED)
    part = wsw.published.value / both.value
    return (
        Claim(
            "Het laatst gevonden aantal Wsw-medewerkers is {known} (" + known + "); in "
            f"{photo.area_name} zijn het er eind {wsw.latest_year} naar schatting {{latest}}, met "
            "een marge van {band}.",
            known=Number(both, (848, 848)),
            latest=Number(wsw.latest, (424 * part, 721 * part)),
            band=Number(wsw.latest, (424 * part, 721 * part), band=True),
        ),
    )


def _point(name: str, year: int, value: float, symbol: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "x": [year],
        "y": [round(value)],
        "text": [number(value)],
        "textposition": "top right",
        "marker": {"symbol": symbol, "size": 11, "color": colour},
        "hovertemplate": "%{x}: %{y:,.0f}<extra>" + name + "</extra>",
    }
