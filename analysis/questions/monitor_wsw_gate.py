"""The Wsw employees of one day through the privacy gate: by age and municipality, and by rung.

Both tables have the same total, so they pass together. That total is shown wherever it stands (the
plans and the registration tell it too): it is hidden only when it is small itself, never to protect
a part.
"""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.disclosure.relations import Relation, margins
from analysis.questions.monitor_linked import PERSONS, Linked
from analysis.released import Released
from analysis.sources.workbook import Workbook

TABLE = "wsw_personen"
ALL = "samen"
"""The row, column or rung that is the sum of the others."""

AGES, RUNGS, WHOLE = "leeftijd", "treden", "geheel"
AGE_GROUPS = MappingProxyType(
    {
        "jonger dan 45": ("15-24", "25-29", "30-34", "35-39", "40-44"),
        "45 tot 55": ("45-49", "50-54"),
        "55 tot 60": ("55-59",),
        "60 tot 65": ("60-64",),
        "65 en ouder": ("65+",),
    }
)
"""Fewer classes than are read in: by municipality most five-year classes are too small to show."""

LADDER = (
    "Beschut binnen",
    "Werken op locatie",
    "Groepsdetachering",
    "Individuele detachering",
    "Begeleid werken",
)
"""From sheltered inside to supported work at an employer."""


def last_day(book: Workbook) -> str:
    """The last day that people are told of."""
    return str(book.table(TABLE)["peildatum"].max())


def released_wsw(book: Workbook) -> dict[str, Released]:
    """Return `AGES` (ages and municipalities) and `RUNGS` (one row, the day) as may be shown."""
    return wsw_linked(book).released_or_hidden()


def wsw_linked(book: Workbook) -> Linked:
    """Return the tables of the last day with what adds up."""
    table, day = book.table(TABLE), last_day(book)
    people = table[table["peildatum"] == day]
    whole = pd.DataFrame({PERSONS: [int(people["pers"].sum())]}, index=[day])
    tables = {AGES: _by_age(people), RUNGS: _by_rung(people, day), WHOLE: whole}
    total = ((WHOLE, day, PERSONS),)
    relations = [
        *margins(AGES, tables[AGES], ALL, ALL),
        *margins(RUNGS, tables[RUNGS], column_total=ALL),
        Relation(total, ((AGES, ALL, ALL),)),
        Relation(total, ((RUNGS, day, ALL),)),
    ]
    return Linked(tables, relations, earlier={WHOLE: protect(whole)})


def _by_age(people: pd.DataFrame) -> pd.DataFrame:
    group = {name: label for label, names in AGE_GROUPS.items() for name in names}
    labels = people["leeftijdsklasse"].map(group)
    counts = people["pers"].groupby([labels, people["gemeente"]]).sum().unstack(fill_value=0)
    return with_sums(counts.reindex(list(AGE_GROUPS), fill_value=0))


def with_sums(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with a column and a row of sums."""
    table = counts.astype(int)
    table[ALL] = table.sum(axis=1)
    table.loc[ALL] = table.sum()
    return table


def _by_rung(people: pd.DataFrame, day: str) -> pd.DataFrame:
    counts = people.groupby("werkvorm")["pers"].sum().reindex(list(LADDER), fill_value=0)
    frame = counts.astype("int64").to_frame().T.set_axis([day], axis=0)
    return frame.assign(**{ALL: int(counts.sum())})
