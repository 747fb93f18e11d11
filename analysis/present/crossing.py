"""The crossing in pictures: the Wsw going down, beschut werk coming up, and the building."""

from __future__ import annotations

from analysis.dutch import number, percentage, quantity
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Quantity
from analysis.questions.beschut import LAST_YEAR, START_YEAR, TARGET_YEAR
from analysis.questions.crossing import HALF
from analysis.questions.horizon import Horizon

STEP = 5


def crossing_figure(result: Horizon) -> Figure:
    """Both groups in persons on one axis."""
    both = result.crossing
    table = both.table(result.horizon)
    first, last = rows_of(table)[0], rows_of(table)[-1]
    year = quantity(both.crossing_year.value, "jaar")
    return Figure(
        "q3-kruising",
        f"Rond {year} meer mensen in beschut werk dan in de Wsw",
        f"Wsw en beschut werk (personen, eind van het jaar), {result.area_name}, {START_YEAR}"
        f"–{last['jaar']}",
        f"De Wsw daalt van {number(first['wsw'])} naar {number(last['wsw'])} personen, beschut "
        f"werk stijgt van {number(first['beschut'])} naar {number(last['beschut'])}.",
        table,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("wsw", "Wsw (personen)", "pers"),
            Column("beschut", "Beschut werk (personen)", "pers"),
        ),
        [
            theme.line(table["jaar"], table["wsw"], "Wsw", theme.BLUE, "dash"),
            theme.line(table["jaar"], table["beschut"], "beschut werk", theme.RED, "dashdot"),
        ],
        theme.layout(
            420,
            xaxis=theme.year_axis(dtick=STEP, range=[START_YEAR - 0.6, last["jaar"] + 0.6]),
            yaxis=theme.zero_axis("personen"),
        ),
        both.provenance,
        note="Beide lijnen zijn schattingen: de Wsw uit het model van deelvraag 4, beschut werk "
        "bij de instroom die de verwachting vraagt. Marges staan bij de uitspraken.",
    )


def inside_figure(result: Horizon) -> Figure:
    """Fte inside the building, both groups stacked."""
    both = result.crossing
    table = both.table(result.horizon)
    first, last = rows_of(table)[0], rows_of(table)[-1]
    place = min(result.horizon, TARGET_YEAR)
    level = both.occupancy_in(place)
    return Figure(
        "q3-bezetting",
        f"Binnen werk in {place}: naar schatting {percentage(level.value, 0)} van {START_YEAR}",
        f"Werk binnen KonnecteD (fte, eind van het jaar), {result.area_name}, {START_YEAR}"
        f"–{last['jaar']}",
        f"Naar schatting is in {START_YEAR} {number(first['wsw_binnen'])} fte uit de Wsw binnen "
        f"en {number(first['beschut_binnen'])} fte uit beschut werk; in {last['jaar']} is dat "
        f"{number(last['wsw_binnen'])} en {number(last['beschut_binnen'])}.",
        table,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("wsw_binnen", "Wsw binnen (fte)", "fte"),
            Column("beschut_binnen", "Beschut binnen (fte)", "fte"),
            Column("bezetting", f"Van {START_YEAR}", "pct", 0),
        ),
        [
            {
                "type": "bar",
                "name": name,
                "x": [int(year) for year in table["jaar"]],
                "y": [float(value) for value in table[column]],
                "marker": {"color": colour, "pattern": {"shape": pattern}},
                "hovertemplate": "%{x}: %{y:,.0f} fte<extra>" + name + "</extra>",
            }
            for name, column, colour, pattern in (
                ("Wsw binnen", "wsw_binnen", theme.BLUE, ""),
                ("beschut binnen", "beschut_binnen", theme.RED, "/"),
            )
        ],
        theme.layout(
            420,
            barmode="stack",
            xaxis=theme.year_axis(dtick=STEP),
            yaxis=theme.zero_axis("fte binnen"),
        ),
        both.provenance,
        note="Welk deel binnen werkt, is alleen landelijk gevonden en blijft hier gelijk. Hoeveel "
        f"plekken het gebouw heeft, is niet gevonden: {START_YEAR} geldt als vol.",
    )


def crossing_claims(result: Horizon) -> tuple[Claim, ...]:
    """When the building is half empty, what would fill it, and whether both sentences hold."""
    both = result.crossing
    chance = Quantity.exact(100 * both.half_chance, "pct", both.provenance)
    shrinks = Quantity.exact(100 * both.shrinks_chance(), "pct", both.provenance)
    planned, target = result.need.needed, result.need.target
    words = "{target} mensen" if target.certain else "{target} mensen (marge {target_band})"
    goal = {"target": Number(target, (20, 350), bare=True)}
    if not target.certain:
        goal["target_band"] = Number(target, (20, 350), band=True)
    halfway = (
        f"De kans dat het werk binnen vóór {both.years[-1]} tot de helft daalt, is {{chance}}; "
        "als het gebeurt, meestal rond {half}"
        if both.half_chance < HALF
        else "Het werk binnen is rond {half} gehalveerd (kans {chance})"
    )
    verdict = (
        "In deze rekensom gaan de twee uitspraken van de nota samen: de werkomgeving binnen krimpt"
        if both.shrinks_chance() >= 0.5
        else "In deze rekensom wringen de twee uitspraken van de nota: binnen krimpt het "
        "waarschijnlijk niet"
    )
    return (
        Claim(
            f"{halfway}. Om het werk binnen in {TARGET_YEAR} op het peil van {START_YEAR} te "
            "houden, zijn {filling} nieuwe mensen in beschut werk per jaar nodig (marge "
            "{filling_band}), tegen {planned} voor de verwachting zelf.",
            chance=Number(chance, (0, 100), decimals=0),
            half=Number(both.half_year, (START_YEAR, LAST_YEAR)),
            filling=Number(both.filling_inflow, (0, 100), bare=True),
            filling_band=Number(both.filling_inflow, (0, 100), band=True),
            planned=Number(planned, (1, 60), bare=True),
        ),
        Claim(
            f"{verdict} (kans op krimp {{shrinks}} in {TARGET_YEAR}), terwijl beschut werk groeit "
            f"tot ongeveer {words}. Dat geldt als de aandelen binnen gelijk blijven.",
            None,
            shrinks=Number(shrinks, (0, 100), decimals=0),
            **goal,
        ),
    )


def occupancy_table(result: Horizon) -> Table:
    """Persons, fte inside and occupancy in chosen years."""
    table = result.crossing.table(result.horizon)
    years = {START_YEAR, 2025, 2030, 2035, TARGET_YEAR, result.horizon}
    rows = table[table["jaar"].isin(years)]
    return Table(
        "q3-binnen",
        f"Twee groepen, binnen en buiten, {result.area_name}",
        rows,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("wsw", "Wsw (personen)", "pers"),
            Column("beschut", "Beschut (personen)", "pers"),
            Column("wsw_binnen", "Wsw binnen (fte)", "pers"),
            Column("beschut_binnen", "Beschut binnen (fte)", "pers"),
            Column("bezetting", f"Binnen, van {START_YEAR}", "pct", 0),
        ),
        result.crossing.provenance,
        note="Verwachte waarden. Personen en fte worden niet opgeteld.",
    )
