"""Plans beside what happened: one line per plan, target year and quantity.

A line is measured when plan and outcome are both known, estimated when this workbook's own model
has the outcome, not due when its year has not come, and missing otherwise — with the name of the
missing figure, never with a zero.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from analysis.frames import rows_of
from analysis.model.runoff import LEVELS
from analysis.model.variance import forecast_errors
from analysis.provenance import Provenance, Quantity, provenance_of
from analysis.questions.evidence import Light, good_chance, light_of
from analysis.questions.local_runoff import PUBLISHED, START_YEAR, LocalRunoff
from analysis.sources.workbook import Workbook, peildatum

HEADS = "Wsw-medewerkers"
"""The quantity that the run-off of deelvraag 4 estimates where no count was found."""


class State(StrEnum):
    """How far a line can be judged."""

    GEMETEN = "gemeten"
    GESCHAT = "geschat"
    NIET_AF = "nog niet aan de orde"
    ONTBREEKT = "ontbreekt"


def plan_lines(book: Workbook, local: LocalRunoff) -> pd.DataFrame:
    """Return every plan line that concerns the area of the parameters.

    Columns: those of `plannen.csv`, and werkelijk, laag_werkelijk, hoog_werkelijk, vorig (a year
    earlier), beleidseffect, stand, kans (of the good side), licht, basis and ids of both sides, and
    gaten (ids of the missing figures). `local` is the run-off of the joint area.
    """
    plans = book.table("plannen")
    places = {"nederland", book.area_of(PUBLISHED), book.parameters.gebied, *book.members()}
    plans = plans[plans["gebied"].isin(places)]
    actuals = book.table("realisaties")
    columns = ["id", "waarde", "beleidseffect", "basis", "cijfer", "gegeven"]
    key = ["grootheid", "gebied", "doeljaar"]
    known = actuals.rename(columns={"jaar": "doeljaar"})[[*key, *columns]]
    before = known.assign(doeljaar=known["doeljaar"] + 1)[[*key, "waarde"]]
    lines = plans.merge(
        known, how="left", on=key, suffixes=("", "_werkelijk"), validate="many_to_one"
    ).merge(before.rename(columns={"waarde": "vorig"}), how="left", on=key, validate="many_to_one")
    judged = [_judged(row, local) for row in rows_of(lines)]
    return lines.drop(columns=["basis", "waarde_werkelijk"]).join(
        pd.DataFrame(judged, index=lines.index)
    )


def line_quantity(row: dict[str, Any], column: str) -> Quantity:
    """Return a number of a line, with what the whole line rests on."""
    provenance = Provenance.of(row["basis"], filter(None, row["ids"].split(";")))
    if column == "werkelijk":
        return Quantity(
            row[column], row["eenheid"], provenance, row["laag_werkelijk"], row["hoog_werkelijk"]
        )
    return Quantity.exact(row[column], row["eenheid"], provenance)


def errors_by_quantity(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the errors of the measured lines by plan, quantity and area, with ids and basis."""
    measured = lines[lines["stand"] == State.GEMETEN]
    rows = []
    kinds = ["plan", "grootheid", "gebied", "eenheid"]
    for (plan, name, _, unit), part in measured.groupby(kinds, sort=False):
        pairs = part.rename(columns={"waarde": "plan", "plan": "_", "beleidseffect": "beleid"})
        rows.append(
            {
                "plan": plan,
                "grootheid": name,
                "eenheid": unit,
                **vars(forecast_errors(pairs)),
                "ids": ";".join(part["ids"]),
                "basis": provenance_of(part).derived().label,
            }
        )
    return pd.DataFrame(rows)


def open_gaps(lines: pd.DataFrame) -> pd.Series:
    """Return how many lines wait for each missing figure: a series by its id."""
    waiting = lines.loc[lines["stand"] == State.ONTBREEKT, "gaten"]
    return waiting.str.split(";").explode().value_counts()


def _judged(row: dict[str, Any], local: LocalRunoff) -> dict[str, Any]:
    """What can be said of one line."""
    ids = [row["cijfer"] or row["id"]] if not pd.isna(row["waarde"]) else []
    result: dict[str, Any] = {
        "werkelijk": row["waarde_werkelijk"],
        "laag_werkelijk": row["waarde_werkelijk"],
        "hoog_werkelijk": row["waarde_werkelijk"],
        "kans": float("nan"),
        "licht": Light.ONTBREEKT,
        "basis": row["basis"] or "bron",
        "gaten": _gaps(row),
    }
    outcomes: Any = row["waarde_werkelijk"]
    if not pd.isna(outcomes):
        state = State.GEMETEN
        ids.append(row["cijfer_werkelijk"] or row["id_werkelijk"])
        result["basis"] = _weakest(row["basis"], row["basis_werkelijk"])
    elif row["doeljaar"] > int(peildatum()[:4]):
        state = State.NIET_AF
    elif _estimated(row, local):
        state = State.GESCHAT
        outcomes = local.paths[:, row["doeljaar"] - START_YEAR]
        low, _, high = np.quantile(outcomes, LEVELS, method="inverted_cdf")
        result |= {
            "werkelijk": float(outcomes.mean()),
            "laag_werkelijk": float(low),
            "hoog_werkelijk": float(high),
            "basis": _weakest(row["basis"], local.provenance.label),
        }
        ids += local.provenance.ids
    else:
        state = State.ONTBREEKT
    if pd.isna(row["waarde"]):
        state = State.ONTBREEKT
    elif state in (State.GEMETEN, State.GESCHAT):
        result["kans"] = good_chance(row["goede_kant"], row["waarde"], outcomes)
        result["licht"] = light_of(result["kans"])
    elif state is State.NIET_AF:
        result["licht"] = Light.GEEN
    return result | {"stand": state, "ids": ";".join(ids)}


def _estimated(row: dict[str, Any], local: LocalRunoff) -> bool:
    return bool(
        row["grootheid"] == HEADS
        and row["gebied"] == local.area
        and START_YEAR < row["doeljaar"] <= local.years[-1]
    )


def _gaps(row: dict[str, Any]) -> str:
    """The missing figures that the line waits for: of the plan, of the outcome, or of both."""
    sides = (
        (row["waarde"], row["gegeven"]),
        (row["waarde_werkelijk"], row["gegeven_werkelijk"]),
    )
    names = [name for value, name in sides if pd.isna(value) and isinstance(name, str) and name]
    return ";".join(dict.fromkeys(names))


def _weakest(first: str, second: str) -> str:
    return (Provenance.of(first or "bron") | Provenance.of(second or "bron")).label
