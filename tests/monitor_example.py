"""A small made-up set of tables for the monitor, and the base case with tables replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from analysis.parameters import Parameters
from analysis.questions.monitor_cohort_counts import CohortCounts
from analysis.questions.monitor_cohort_gate import ReleasedCohort, as_released, cohort_linked
from analysis.sources.workbook import Workbook, open_with

NO_DATES = {"uitstroom": "", "reden": "", "plandatum": "", "lks_begin": "", "route_begin": ""}


@cache
def base() -> Workbook:
    """The base case."""
    return open_with(Parameters())


def with_tables(**tables: Sequence[Mapping[str, Any]] | pd.DataFrame) -> Workbook:
    """The base case with these tables in place of its own; a sequence may be empty."""
    book = base()
    own = {
        name: rows
        if isinstance(rows, pd.DataFrame)
        else pd.DataFrame(list(rows), columns=list(book.tables[name].columns))
        for name, rows in tables.items()
    }
    return replace(book, tables={**book.tables, **own})


def trajectory(entered: str, group: str = "Matchen", **changes: str) -> dict[str, str]:
    """One row of `trajecten` of a candidate of the contract's municipality."""
    return (
        NO_DATES
        | {
            "peildatum": "2023-12-31",
            "groep": group,
            "gemeente": "deventer",
            "instroom": entered,
            "actielijn_buig": "nee",
            "statushouder": "nee",
            "werkleerroute": "",
            "basis": "voorbeeld",
            "bron": "",
        }
        | changes
    )


def realised(agreement: str, quarter: int, unit: str, **numbers: float | str) -> dict[str, Any]:
    """One row of `kwartaalrealisaties`: a flow unless `soort` says otherwise."""
    return {
        "id": f"KR{agreement}{quarter}",
        "afspraak": agreement,
        "kwartaal": f"2023-Q{quarter}",
        "teller": float("nan"),
        "noemer": float("nan"),
        "waarde": float("nan"),
        "eenheid": unit,
        "soort": "stroom",
        "toelichting": "",
        "basis": "voorbeeld",
        "bron": "",
    } | numbers


def record(
    quarter: int, filled: int, whole: int, agreements: str, **changes: str
) -> dict[str, Any]:
    """One row of `registratie`."""
    return {
        "id": f"RG{quarter}-{agreements}",
        "kwartaal": f"2023-Q{quarter}",
        "systeem": "GWS4all",
        "gegeven": "datum",
        "afspraken": agreements,
        "ingevuld": filled,
        "totaal": whole,
        "basis": "voorbeeld",
        "bron": "",
    } | changes


def released_cohort(counts: CohortCounts) -> ReleasedCohort:
    """What may be shown of a cohort that goes through the gate by itself."""
    return as_released(counts, cohort_linked(counts).released())
