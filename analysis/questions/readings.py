"""The expected number read in other ways: keys on the national task; persons, fte and places."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import number, shared_decimals
from analysis.provenance import Quantity, combine, provenance_of
from analysis.questions.beschut import (
    FULL_WEEK,
    HOURS,
    PLACE_HOURS,
    TARGET,
    TARGET_YEAR,
    BeschutNeed,
)
from analysis.sources.workbook import Workbook

SHARE_KEY, RULE_KEY = "R08", "R09-beschut"
"""Derived numbers of the register: by the share in the national task, and by the growth rule."""


def keys_table(book: Workbook) -> pd.DataFrame:
    """Return the readings of the expected number side by side.

    Columns lezing, gebied, aantal, maat (personen or plekken), in_personen (places carried over at
    the hours of both), hoe, ids and basis; none of them an observation.
    """
    share, rule = book.number(SHARE_KEY), book.number(RULE_KEY)
    people = population_key(book)
    expected = book.number(TARGET)
    told = f"zonder onderbouwing, rond {TARGET_YEAR}"
    by_share = f"aandeel in 2017 van het landelijke doel: {book.formula(SHARE_KEY)}"
    by_rule = f"Wsw eind 2014 volgens de groeiregel: {book.formula(RULE_KEY)}"
    rows = [
        ("Verwachting van de gemeenten", "beide", expected, told),
        ("Aandeel in de taakstelling", "Deventer", share, by_share),
        ("Eén plek per drie Wsw’ers", "beide", rule, by_rule),
        ("Aandeel in de bevolking", "beide", people, "inwoners vanaf 15 jaar (geschat)"),
    ]
    per_place = book.number(PLACE_HOURS).value / book.number(HOURS).value
    return pd.DataFrame(
        [
            {
                "lezing": name,
                "gebied": area,
                "aantal": item.value,
                "maat": "personen" if item.unit == "pers" else "plekken",
                "in_personen": item.value * (1 if item.unit == "pers" else per_place),
                "hoe": how,
                "ids": ";".join(item.provenance.ids),
                "basis": item.provenance.label,
            }
            for name, area, item, how in rows
        ]
    )


def population_key(book: Workbook) -> Quantity:
    """The national task in proportion to inhabitants of 15 and over of both municipalities.

    The local number is that of 2020 from 20 on plus half of the ages 10-19; the national one of
    2016. So it is an order of size, not a count.
    """
    task = book.number("N17-plekken")
    parts = []
    total = 0.0
    for area in book.members(book.area_of(TARGET)):
        for ages, weight in AGE_WEIGHTS:
            row = book.series(f"bevolking_leeftijd_{ages}", area)
            parts.append(provenance_of(row))
            total += weight * float(row["getal"].iloc[0])
    nation = book.series("inwoners_15plus")
    value = task.value * total / float(nation["getal"].iloc[0])
    provenance = combine([task.provenance, provenance_of(nation), *parts]).derived()
    return Quantity.exact(value, "plekken", provenance)


AGE_WEIGHTS = (
    ("10_19", 0.5),
    *((ages, 1.0) for ages in ("20_29", "30_39", "40_49", "50_59", "60_69", "70_79", "80_89")),
    ("90_plus", 1.0),
)
"""Part of each age class that is 15 or over."""


def measures_table(book: Workbook, need: BeschutNeed) -> pd.DataFrame:
    """Return the target as persons, fte and places: columns maat, aantal, laag, hoog, uitleg."""
    hours = book.number(HOURS).value
    place = book.number(PLACE_HOURS)
    persons = need.target
    fte = hours / FULL_WEEK
    rows = [
        ("personen", persons.value, persons.low, persons.high, "zoals de nota het noemt"),
        (
            "fte",
            persons.value * fte,
            persons.low * fte,
            persons.high * fte,
            f"bij {number(hours, shared_decimals(hours))} uur per week per persoon",
        ),
        (
            "plekken",
            persons.value * hours / place.value,
            persons.low * hours / place.high,
            persons.high * hours / place.low,
            f"bij {number(place.value, shared_decimals(place.value))} uur per plek",
        ),
    ]
    return pd.DataFrame(rows, columns=["maat", "aantal", "laag", "hoog", "uitleg"])
