"""What no descriptor can say of the tables of the DVO-monitor: columns that must fit each other.

Dates in order, a part that is no more than its whole, one row for each thing that is counted. No
message repeats a value: these tables are about people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.errors import Problem
from analysis.frames import rows_of
from analysis.paths import raw_dir, shown

JOURNEYS, COUNTS, RESULTS = "trajecten", "traject_aantallen", "kwartaalrealisaties"
AGREEMENTS = "resultaatafspraken"

PARTS = {
    "werkstap_plannen": (("met_plan", "medewerkers"), ("met_meting", "medewerkers")),
    "enquetes": (("zeven_of_hoger", "deelnemers"), ("deelnemers", "uitgenodigd")),
    "registratie": (("ingevuld", "totaal"),),
    "verzuim": (("dagen_verzuim", "dagen_beschikbaar"),),
    "werkleerroutes": (("naar_werk", "gestart"),),
}
"""Columns of which the first is a part of the second."""

COUNTED_ONCE = {
    "wsw_personen": ("peildatum", "gemeente", "leeftijdsklasse", "werkvorm"),
    "wsw_uitstroom": ("jaar", "reden"),
    "verzuim": ("maand", "groep"),
    COUNTS: ("groep", "instroomkwartaal", "uitstroomkwartaal", "reden"),
    "werkleerroutes": ("jaar", "route"),
    "werkstap_plannen": ("peildatum",),
    "enquetes": ("onderzoek", "datum", "vraag"),
    RESULTS: ("afspraak", "kwartaal"),
    "registratie": ("kwartaal", "systeem", "gegeven"),
}
"""What may stand only once in each table: twice would count people twice."""

DATES = ("instroom", "uitstroom", "plandatum", "lks_begin", "route_begin")
SHARES = ("pct", "pct_eur")
"""Units of a share, which is given as its numerator and denominator."""

MEANS = ("cijfer", "maanden")
"""Units of a mean, of which the denominator is the persons that it rests on."""

OF_MONEY = {"A1": "pct_eur"}
"""The agreement of which the percentage is one of an amount, not of persons."""


def units_of(agreement: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the units in which a row of the register of agreements can be measured.

    They decide whether a number is one of persons, so whoever fills in a number may not choose.
    """
    if agreement["soort"] == "kwalitatief":
        return ("ja_nee", "pct")
    return (OF_MONEY.get(agreement["id"], agreement["norm_eenheid"] or "pct"),)


def monitor_problems(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return every row of the monitor's tables of which the columns contradict each other."""
    return [
        *_part_problems(tables),
        *_doubled(tables),
        *_journey_problems(tables[JOURNEYS]),
        *_count_problems(tables[COUNTS]),
        *_result_problems(tables[RESULTS]),
        *_unit_problems(tables),
    ]


def _part_problems(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    for name, pairs in PARTS.items():
        table = tables[name]
        for part, whole in pairs:
            told = f"is hoger dan {whole} (toegestaan: tot en met {whole})"
            yield from _at(name, table, table[part] > table[whole], part, told)


def _doubled(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    for name, key in COUNTED_ONCE.items():
        table = tables[name]
        told = f"staat er al met dezelfde {', '.join(key[:-1]) or key[-1]}; voeg de regels samen"
        yield from _at(name, table, table.duplicated([*key]), key[-1], told)


def _journey_problems(table: pd.DataFrame) -> Iterator[Problem]:
    """ISO dates compare as text; an empty one is not there."""
    table = table.astype("object")  # compares ten times as fast as columns of text
    ended = table["uitstroom"] != ""
    for column in DATES:
        late = (table[column] != "") & (table[column] > table["peildatum"])
        told = "ligt na de peildatum (toegestaan: tot en met de peildatum)"
        yield from _at(JOURNEYS, table, late, column, told)
    early = ended & (table["uitstroom"] < table["instroom"])
    told = "ligt voor de instroom (toegestaan: vanaf de instroom)"
    yield from _at(JOURNEYS, table, early, "uitstroom", told)
    yield from _reason_problems(JOURNEYS, table, ended)
    started = table["route_begin"] != ""
    told = "noem de werkleerroute waarvan route_begin de eerste dag is"
    yield from _at(JOURNEYS, table, started & (table["werkleerroute"] == ""), "werkleerroute", told)


def _reason_problems(name: str, table: pd.DataFrame, ended: pd.Series[bool]) -> Iterator[Problem]:
    given = table["reden"] != ""
    yield from _at(name, table, ended & ~given, "reden", "ontbreekt bij een uitstroom")
    told = "hoort leeg te zijn zolang er geen uitstroom is"
    yield from _at(name, table, given & ~ended, "reden", told)


def _count_problems(table: pd.DataFrame) -> Iterator[Problem]:
    """Quarters compare as text too."""
    ended = table["uitstroomkwartaal"] != ""
    early = ended & (table["uitstroomkwartaal"] < table["instroomkwartaal"])
    told = "ligt voor het instroomkwartaal (toegestaan: vanaf het instroomkwartaal)"
    yield from _at(COUNTS, table, early, "uitstroomkwartaal", told)
    yield from _reason_problems(COUNTS, table, ended)


def _result_problems(table: pd.DataFrame) -> Iterator[Problem]:
    share = table["eenheid"].isin(SHARES)
    told = "is hoger dan noemer (toegestaan: tot en met noemer)"
    above = (table["eenheid"] == "pct") & (table["teller"] > table["noemer"])
    yield from _at(RESULTS, table, above, "teller", told)
    for column in ("teller", "noemer"):
        told = "ontbreekt bij een percentage"
        yield from _at(RESULTS, table, share & table[column].isna(), column, told)
        told = "hoort leeg te zijn als er geen percentage wordt gemeten; vul waarde in"
        empty = ~share & ~(table["eenheid"].isin(MEANS) & (column == "noemer"))
        yield from _at(RESULTS, table, empty & table[column].notna(), column, told)
    told = "hoort leeg te zijn bij een percentage; vul teller en noemer in"
    yield from _at(RESULTS, table, share & table["waarde"].notna(), "waarde", told)
    yield from _at(RESULTS, table, ~share & table["waarde"].isna(), "waarde", "ontbreekt")
    unclear = (table["eenheid"] == "ja_nee") & ~table["waarde"].isin([0, 1])
    yield from _at(RESULTS, table, unclear, "waarde", "hoort 1 (ja) of 0 (nee) te zijn")


def _unit_problems(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    table = tables[RESULTS]
    for row in rows_of(tables[AGREEMENTS]):
        units = units_of(row)
        wrong = (table["afspraak"] == row["id"]) & ~table["eenheid"].isin(units)
        told = f"past niet bij afspraak {row['id']} (toegestaan: {', '.join(units)})"
        yield from _at(RESULTS, table, wrong, "eenheid", told)


def _at(
    name: str, table: pd.DataFrame, wrong: pd.Series[bool], column: str, told: str
) -> Iterator[Problem]:
    file = shown(raw_dir() / f"{name}.csv")
    for line in table.loc[wrong.fillna(False).astype(bool), "_regel"]:
        yield Problem(file, int(line), column, told)
