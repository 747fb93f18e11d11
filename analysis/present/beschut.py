"""Beschut werk in pictures: what 350 rests on, what it asks each year, and how sure it is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import interval, number, percentage, quantity, shared_decimals
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Provenance, Quantity, combine, provenance_of
from analysis.questions.beschut import (
    DOUBT,
    HOURS,
    HOURS_FACTOR,
    NORMAL_90,
    PLACE_HOURS,
    START,
    START_RULE,
    START_YEAR,
    TARGET,
    TARGET_YEAR,
    BeschutNeed,
    ramp_table,
)
from analysis.questions.horizon import Horizon
from analysis.questions.readings import measures_table
from analysis.sources.workbook import area_name

PLANNED = "bij de benodigde instroom"
SHORT_NAMES = {
    "Aandeel in de taakstelling": "taakstelling, alleen Deventer",
    "Eén plek per drie Wsw’ers": "groeiregel",
    "Aandeel in de bevolking": "inwoners",
}
"""The readings as the legend has them; places are carried over to persons there."""

KEY_MARKS = ("diamond-open", "square-open", "triangle-up-open")


def keys_table(result: Horizon) -> Table:
    """The readings of the expected number side by side."""
    expected = result.book.number(TARGET)
    return Table(
        "q3-sleutels",
        "Hoeveel beschut werk op lange termijn? Vier lezingen naast elkaar",
        result.keys,
        (
            Column("lezing", "Lezing"),
            Column("gebied", "Gemeente"),
            Column("aantal", "Aantal", "aantal"),
            Column("maat", "Maat"),
            Column("hoe", "Hoe"),
            Column("basis", "Basis"),
            Column("ids", "Herkomst", ids=True),
        ),
        keys_provenance(result),
        note=f"De stukken laten één lezing toe: ongeveer {number(expected.value)} inwoners van "
        f"beide gemeenten samen, rond {TARGET_YEAR}. Of het om personen of plekken gaat, en hoe "
        "het getal is berekend, staat er niet bij. De andere rijen zijn eigen rekenwerk en geen "
        "waarneming, en gelden voor de lange termijn (rond 2048). De groeiregel komt alleen uit "
        "een samenvatting die door een computer is gemaakt.",
    )


def keys_provenance(result: Horizon) -> Provenance:
    """What the readings rest on."""
    return provenance_of(result.keys)


def fan_figure(result: Horizon) -> Figure:
    """Beschut werk to the horizon with its band, and the readings as marks."""
    need = result.need
    table = need.table(result.horizon)
    last = rows_of(table)[-1]
    keys = result.keys.iloc[1:]
    shown = keys if result.horizon >= TARGET_YEAR and len(result.parts) > 1 else keys.iloc[:0]
    hours = () if shown.empty else (HOURS, PLACE_HOURS)
    marks = [
        theme.markers([TARGET_YEAR], [row["in_personen"]], _mark_name(row), colour, symbol)
        for row, colour, symbol in zip(
            rows_of(shown), (theme.ORANGE, theme.GREEN, theme.GREY), KEY_MARKS, strict=False
        )
    ]
    goal = (
        [theme.markers([TARGET_YEAR], [need.target.value], "verwachting", theme.RED)]
        if result.horizon >= TARGET_YEAR
        else []
    )
    numbers = pd.concat(
        [
            table.assign(soort=PLANNED),
            shown.assign(
                jaar=TARGET_YEAR,
                soort=[_mark_name(row) for row in rows_of(shown)],
                midden=shown["in_personen"],
            )[["jaar", "soort", "midden"]],
        ]
    )
    return Figure(
        "q3-waaier",
        f"Eind {last['jaar']} tussen {number(last['laag'])} en {number(last['hoog'])} mensen in "
        "beschut werk",
        f"Mensen in beschut werk (personen, eind van het jaar), {result.area_name}, {START_YEAR}"
        f"–{last['jaar']}",
        f"De lijn gaat van {number(table['midden'].iloc[0])} in {START_YEAR} naar "
        f"{number(last['midden'])} in {last['jaar']}, met een marge van "
        f"{interval(last['laag'], last['hoog'], 'pers')}.",
        numbers[["jaar", "soort", "midden", "laag", "hoog"]],
        (
            Column("jaar", "Jaar", "jaar"),
            Column("soort", "Soort"),
            Column("midden", "Midden (personen)", "pers"),
            Column("laag", "Laag (personen)", "pers", missing=""),
            Column("hoog", "Hoog (personen)", "pers", missing=""),
        ),
        [
            *theme.band_traces(table, "marge (90%)"),
            theme.line(table["jaar"], table["midden"], PLANNED, theme.BLUE, "dash"),
            *goal,
            *marks,
        ],
        theme.layout(
            480,
            xaxis=theme.year_axis(dtick=5, range=[START_YEAR - 0.6, last["jaar"] + 0.6]),
            yaxis=theme.zero_axis("personen"),
        ),
        combine(
            [need.provenance, provenance_of(shown)]
            + [result.book.number(name).provenance for name in hours]
        ),
        note="Basis: aanname. De band laat zien wat er gebeurt als de instroom en de uitstroom "
        "anders lopen dan gedacht. Het beginpunt is voor Deventer een maximum uit de DVO en voor "
        f"Olst-Wijhe een aanname. Het gemiddelde in {TARGET_YEAR} ligt iets onder de verwachting, "
        "omdat de uitstroom eerder hoger dan lager uitvalt."
        + ("" if shown.empty else " Plekken zijn met de uren omgerekend naar personen."),
    )


def _mark_name(row: dict[str, Any]) -> str:
    """A reading as a mark, short enough for the legend on a phone."""
    return SHORT_NAMES[row["lezing"]]


def outflow_table(result: Horizon) -> Table:
    """What each outflow asks, exactly; the documents' two numbers taken as they stand."""
    book = result.book
    start, target, doubt = (book.number(name) for name in (START, TARGET, DOUBT))
    rows = ramp_table(start.value, target.value, doubt.value)
    return Table(
        "q3-uitstroom",
        f"Van {number(start.value)} ({START_YEAR}) naar {number(target.value)} ({TARGET_YEAR}): "
        "wat de uitstroom uitmaakt",
        rows,
        (
            Column("uitstroom_pct", "Uitstroom", "pct", 0),
            Column("instroom", "Nodig per jaar", "pers"),
            Column("in_2030", "In 2030", "pers"),
            Column("stabiel", "Evenwicht", "pers"),
            Column("sd_toeval", "Spreiding", "pers"),
            Column("marge", "Marge (±)", "pers"),
        ),
        combine([start.provenance, target.provenance, doubt.provenance]).derived(),
        note="Personen. De twee getallen van de stukken zoals ze er staan, al is het eerste van "
        "Deventer alleen en het tweede van beide gemeenten. De spreiding is die door toeval "
        f"(standaardafwijking) in {TARGET_YEAR}; de marge (90%) geldt als de instroom alle jaren "
        f"samen een variatiecoëfficiënt van {percentage(100 * doubt.value, 0)} heeft: tot ongeveer "
        f"{percentage(100 * NORMAL_90 * doubt.value, 0)} boven of onder het plan.",
    )


def parts_table(result: Horizon) -> Table:
    """Each municipality and both together."""
    needs = (result.need, *result.parts) if len(result.parts) > 1 else result.parts
    ceiling = number(result.book.number(START).value)
    return Table(
        "q3-gemeenten",
        "Wat de verwachting van elke gemeente vraagt",
        pd.DataFrame([_part_row(need) for need in needs]),
        (
            Column("gebied", "Gebied"),
            Column("start", f"Begin {START_YEAR} (maximum of schatting)"),
            Column("doel", f"Doel {TARGET_YEAR}"),
            Column("nodig", "Instroom per jaar"),
            Column("evenwicht", "Evenwicht"),
        ),
        combine(need.provenance for need in needs),
        note="De verdeling over de gemeenten en het begin van Olst-Wijhe zijn aannames. De "
        f"{ceiling} van Deventer is een maximum uit de regeling voor "
        f"{result.book.text(START_RULE)}; of het in {START_YEAR} klopt, is niet bekend en zit niet "
        "in de marge. Evenwicht: elke uitstroom met de instroom die daarbij hoort.",
    )


def measures(result: Horizon) -> Table:
    """The target in persons, fte and places."""
    rows = measures_table(result.book, result.need)
    place = result.book.number(PLACE_HOURS)
    return Table(
        "q3-maten",
        f"Dezelfde verwachting in drie maten, {result.area_name}",
        rows.assign(
            marge=[
                "" if row["laag"] == row["hoog"] else interval(row["laag"], row["hoog"], "aantal")
                for row in rows_of(rows)
            ]
        ),
        (
            Column("maat", "Maat"),
            Column("aantal", "Aantal", "plekken"),
            Column("marge", "Marge"),
            Column("uitleg", "Toelichting"),
        ),
        combine(
            [result.need.target.provenance, place.provenance]
            + [result.book.number(name).provenance for name in (HOURS, HOURS_FACTOR)]
        ).derived(),
        note="Personen, fte en plekken zijn niet hetzelfde. Dat een plek "
        f"{number(place.value, shared_decimals(place.value))} uur telt, is niet nagekeken.",
    )


def _part_row(need: BeschutNeed) -> dict[str, str]:
    return {
        "gebied": area_name(need.area),
        "start": _with_band(need.start),
        "doel": _with_band(need.target),
        "nodig": _with_band(need.needed),
        "evenwicht": _with_band(need.balance),
    }


def _with_band(item: Quantity) -> str:
    middle = quantity(item.value, "aantal")
    return middle if item.certain else f"{middle} ({interval(item.low, item.high, 'aantal')})"
