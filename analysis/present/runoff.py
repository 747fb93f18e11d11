"""The run-off of the Wsw in pictures: the national group, the local heads, and the last ones."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import interval, number, quantity
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import combine
from analysis.questions.local_runoff import FIRST_SHARE, REMAINING, START_YEAR, LocalRunoff
from analysis.questions.national_totals import AVERAGE
from analysis.questions.wsw_backtest import EXPECTED
from analysis.questions.wsw_money import shortfall_provenance
from analysis.questions.wsw_runoff import WswRunoff
from analysis.sources.workbook import area_name

REMAINING_WORDS = {100: "hoogstens 100", 50: "hoogstens 50", 10: "hoogstens 10", 0: "niemand meer"}
STEP = 5


def national_figure(result: WswRunoff) -> Figure:
    """Published national totals, what was once expected, and the forecast with its band."""
    forecast = result.nation.forecast
    points = result.nation.points.known(AVERAGE).table
    expected = result.backtest[result.backtest["methode"] == EXPECTED].drop_duplicates("jaar")
    newest = points.sort_values("jaar").iloc[-1]
    later = forecast[forecast["jaar"] > newest["jaar"]]
    last = rows_of(forecast)[-1]
    fall = 100 * (1 - last["midden"] / newest["getal"])
    numbers = pd.concat(
        [
            points.assign(soort="gepubliceerd", midden=points["getal"]),
            expected.assign(soort="oude verwachting", midden=expected["voorspeld"])[
                ["jaar", "soort", "midden"]
            ],
            forecast.assign(soort="dit model"),
        ]
    )[["jaar", "soort", "midden", "laag", "hoog"]]
    return Figure(
        "q4-landelijk",
        f"Landelijke Wsw daalt tot {last['jaar']} naar verwachting nog {number(fall)}%",
        f"Wsw, gemiddeld aantal arbeidsjaren in een jaar, Nederland, {points['jaar'].min()}"
        f"–{last['jaar']}",
        f"Van {number(newest['getal'])} arbeidsjaren in {newest['jaar']} naar "
        f"{number(last['midden'])} in {last['jaar']}, met een marge van "
        f"{interval(last['laag'], last['hoog'], 'arbeidsjaren')}; de verwachting bij de start van "
        "de Participatiewet lag in 2020 en 2022 te hoog.",
        numbers.sort_values(["jaar", "soort"], kind="stable"),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("soort", "Soort"),
            Column("midden", "Midden (arbeidsjaren)", "arbeidsjaren"),
            Column("laag", "Laag (arbeidsjaren)", "arbeidsjaren", missing=""),
            Column("hoog", "Hoog (arbeidsjaren)", "arbeidsjaren", missing=""),
        ),
        [
            *theme.band_traces(later, "marge (90%)"),
            theme.line(forecast["jaar"], forecast["midden"], "dit model", theme.BLUE, dash="dash"),
            theme.markers(points["jaar"], points["getal"], "gepubliceerd", theme.INK, "circle"),
            theme.markers(
                expected["jaar"],
                expected["voorspeld"],
                "oude verwachting van het Rijk",
                theme.RED,
                "diamond-open",
            ),
        ],
        theme.layout(
            440,
            xaxis=theme.year_axis(
                dtick=STEP, range=[points["jaar"].min() - 0.6, last["jaar"] + 0.6]
            ),
            yaxis=theme.zero_axis("arbeidsjaren"),
        ),
        result.nation.provenance | shortfall_provenance(result.book),
        note="Het model is geijkt op alle gepubliceerde arbeidsjaren; de band bevat met 90% kans "
        "het werkelijke aantal, als de aannames kloppen. Volgende jaarrapporten kunnen ernaast "
        "worden gelegd.",
    )


def heads_figure(result: WswRunoff) -> Figure:
    """Local heads by year-end with their band."""
    table = result.local.table(result.horizon)
    first, last = rows_of(table)[0], rows_of(table)[-1]
    return Figure(
        "q4-personen",
        f"Eind {last['jaar']} naar schatting nog {number(last['midden'])} van de "
        f"{number(first['midden'])} Wsw-medewerkers",
        f"Wsw-medewerkers (personen, eind van het jaar), {result.area_name}, {first['jaar']}"
        f"–{last['jaar']}",
        f"De lijn daalt van {number(first['midden'])} personen eind {first['jaar']} naar "
        f"{number(last['midden'])} eind {last['jaar']}, met een marge van "
        f"{interval(last['laag'], last['hoog'], 'pers')}.",
        table,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("midden", "Midden (personen)", "pers"),
            Column("laag", "Laag (personen)", "pers"),
            Column("hoog", "Hoog (personen)", "pers"),
        ),
        [
            *theme.band_traces(table, "marge (90%)"),
            theme.line(table["jaar"], table["midden"], "schatting", theme.BLUE, dash="dash"),
            theme.markers(
                [first["jaar"]], [first["midden"]], "gevonden aantal of deel ervan", theme.INK
            ),
        ],
        theme.layout(
            440,
            xaxis=theme.year_axis(dtick=STEP, range=[first["jaar"] - 0.6, last["jaar"] + 0.6]),
            yaxis=theme.zero_axis("personen"),
        ),
        result.local.provenance,
        note="Gevonden is alleen het aantal van 2016 voor beide gemeenten samen; al het andere is "
        "een schatting met de landelijke leeftijden en het landelijke tempo.",
    )


def volume_table(result: WswRunoff) -> Table:
    """Heads, arbeidsjaren and SE in chosen years with their intervals."""
    local = result.local
    volumes = [
        (year, local.heads_in(year), local.labour_years_in(year), local.units_in(year))
        for year in _shown_years(result.horizon)
    ]
    rows = [
        {
            "jaar": year,
            "personen": quantity(heads.value, "pers"),
            "personen_marge": interval(heads.low, heads.high, "aantal"),
            "arbeidsjaren": number(labour.value),
            "arbeidsjaren_marge": interval(labour.low, labour.high, "aantal"),
            "se": number(units.value),
            "se_marge": interval(units.low, units.high, "aantal"),
        }
        for year, heads, labour, units in volumes
    ]
    return Table(
        "q4-omvang",
        f"Omvang van de Wsw, {result.area_name}: personen, arbeidsjaren en SE",
        pd.DataFrame(rows),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("personen", "Eind van het jaar"),
            Column("personen_marge", "Marge"),
            Column("arbeidsjaren", "Arbeidsjaren"),
            Column("arbeidsjaren_marge", "Marge"),
            Column("se", "SE"),
            Column("se_marge", "Marge"),
        ),
        combine(item.provenance for _, *measures in volumes for item in measures),
        note="Personen aan het eind van het jaar; arbeidsjaren en SE gemiddeld over het jaar. De "
        "drie maten worden niet bij elkaar opgeteld.",
    )


def parts_table(result: WswRunoff) -> Table:
    """Each municipality and both together: how many are left, and until when."""
    locals_ = (result.local, *result.parts) if len(result.parts) > 1 else result.parts
    rows = [_part_row(local) for local in locals_]
    words = [Column(f"rest_{left}", REMAINING_WORDS[left].capitalize()) for left in REMAINING]
    return Table(
        "q4-jaren",
        "In welk jaar zijn er nog zoveel mensen over? Midden en marge",
        pd.DataFrame(rows),
        (
            Column("gebied", "Gebied"),
            Column("start", f"Personen {START_YEAR}"),
            Column("later", "Personen 2030"),
            *words,
        ),
        combine(local.provenance for local in locals_),
        note="Het jaar is het eerste jaareinde met hoogstens dat aantal. De verdeling over de "
        f"gemeenten is een aanname ({FIRST_SHARE}); de marges van de delen tellen niet op tot die "
        "van het geheel.",
    )


def _part_row(local: LocalRunoff) -> dict[str, Any]:
    start, later = local.heads_in(START_YEAR), local.heads_in(2030)
    years = {left: local.year_of(left) for left in REMAINING}
    return {
        "gebied": area_name(local.area),
        "start": number(start.value),
        "later": f"{number(later.value)} ({interval(later.low, later.high, 'aantal')})",
    } | {
        f"rest_{left}": f"{quantity(year.value, 'jaar')} ({interval(year.low, year.high, 'jaar')})"
        for left, year in years.items()
    }


def _shown_years(horizon: int) -> list[int]:
    """The start, the years of the council's criterion, then each fifth year."""
    years = {2017, 2022, 2025, 2029, *range(2030, horizon + 1, STEP), horizon}
    return sorted(year for year in years if year <= horizon)
