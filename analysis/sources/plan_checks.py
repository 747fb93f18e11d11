"""What no descriptor can say of the plans and realisations: a value has a source, a gap a name.

A row of `plannen.csv` or `realisaties.csv` either repeats a number of the register (`cijfer`), or
is the organisation's own (then it needs a basis and, unless made up, a source), or is empty (then
it names the missing figure that it waits for). Nothing in between: an empty cell is never a zero.
A plan whose year has come has a row for its outcome, be it empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.errors import Problem
from analysis.frames import rows_of
from analysis.paths import raw_dir, shown
from analysis.provenance import Basis
from analysis.sources.package import read_package
from analysis.sources.register import number_register
from analysis.sources.values import plain_number

PLANS, ACTUALS = "plannen", "realisaties"
KEYS = {
    PLANS: ["plan", "plandatum", "grootheid", "gebied", "doeljaar"],
    ACTUALS: ["grootheid", "gebied", "jaar"],
}
"""What may stand only once in each table."""

REPEATED = ("eenheid", "basis")
"""What a row has in common with the number of the register that it repeats, beside the value."""


def plan_problems(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return every row of the plans and realisations that is wrong in itself."""
    register = number_register(tables).set_index("id")
    units: dict[str, str] = {}
    problems = []
    for name, key in KEYS.items():
        table = tables[name]
        doubled = table.duplicated(key)
        for row, twice in zip(rows_of(table), doubled, strict=True):
            faults = [*_value_faults(row, register), *_range_faults(row)]
            if twice:
                faults.append((key[-1], "dezelfde grootheid, hetzelfde gebied en jaar staan er al"))
            if units.setdefault(row["grootheid"], row["eenheid"]) != row["eenheid"]:
                known = units[row["grootheid"]]
                faults.append(("eenheid", f"'{row['grootheid']}' staat elders in {known}"))
            file = shown(raw_dir() / f"{name}.csv")
            problems += [Problem(file, row["_regel"], column, fault) for column, fault in faults]
    return problems


def outcome_problems(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return plan rows of which the year has come and that have no row for the outcome."""
    today = int(read_package().created[:4])
    ends = ["grootheid", "gebied"]
    outcomes = set(tables[ACTUALS][[*ends, "jaar"]].itertuples(index=False, name=None))
    file = shown(raw_dir() / f"{PLANS}.csv")
    told = "dit jaar is voorbij en heeft geen regel in realisaties.csv; voeg die toe, desnoods leeg"
    return [
        Problem(file, row["_regel"], "doeljaar", told)
        for row in rows_of(tables[PLANS])
        if row["doeljaar"] <= today
        and (row["grootheid"], row["gebied"], row["doeljaar"]) not in outcomes
    ]


def _value_faults(row: dict[str, Any], register: pd.DataFrame) -> Iterator[tuple[str, str]]:
    if row["cijfer"] and row["cijfer"] not in register.index:
        yield "cijfer", f"'{row['cijfer']}' is geen los getal in het register"
    elif row["cijfer"]:
        known = register.loc[row["cijfer"]]
        if known["getal"] != row["waarde"]:
            told = plain_number(row["waarde"]) or "leeg"
            yield "waarde", f"hier {told}, in het register ({row['cijfer']}) {known['waarde']}"
        for column in REPEATED:
            if known[column] != row[column]:
                yield column, f"hoort {known[column]} te zijn, zoals {row['cijfer']}"
    elif pd.isna(row["waarde"]):
        if not row["gegeven"]:
            yield "gegeven", "de waarde is leeg; noem het ontbrekende gegeven (G-nummer)"
        if row["basis"]:
            yield "waarde", "er staat een basis, maar geen waarde (leeg is niet nul)"
    else:
        if not row["basis"]:
            yield "basis", "een ingevulde waarde heeft een basis nodig"
        elif not row["bron"] and row["basis"] != Basis.VOORBEELD:
            yield "bron", "een ingevulde waarde heeft een bron nodig, tenzij zij een voorbeeld is"


def _range_faults(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    low, high = row.get("laag"), row.get("hoog")
    if (low is None or pd.isna(low)) and (high is None or pd.isna(high)):
        return
    if pd.isna(low) or pd.isna(high) or not low <= row["waarde"] <= high:
        yield "laag", "laag, waarde en hoog horen alle drie ingevuld te zijn, in die volgorde"
