"""Scenarios: small files of differences on the base.

A scenario pulls levers (the parts of the assignment) or gives some assumptions another middle
value, or both. What a lever does is in the tables of the levers, not here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.errors import InputError, Problem, nearest
from analysis.frames import rows_of
from analysis.paths import raw_dir, shown

YES = "ja"
BASE, REJECTED, TO_EXPLORE = "basis", "verworpen", "te_verkennen"
"""What the documents say of a scenario; one of status `BASE` changes assumptions only."""


class Levers(BaseModel):
    """Which parts of the assignment a scenario carries out; the base carries out none.

    `vorm` is the legal form, `andere_gemeente` what the smaller municipality does.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    minder_werksoorten: bool = False
    bedrijfsleven: bool = False
    overhead_regio: bool = False
    gr_opheffen: bool = False
    bv_opheffen: bool = False
    vorm: Literal["huidig", "bv", "dienst"] = "huidig"
    andere_gemeente: Literal["huidig", "wsw_en_beschut", "eigen_beheer", "extra_diensten"] = (
        "huidig"
    )
    optimaliseren: bool = False

    @property
    def pulled(self) -> dict[str, str]:
        """The levers that differ from the base, with where they stand (`ja` for a simple one)."""
        base = type(self)()
        return {
            name: YES if value is True else str(value)
            for name, value in self.model_dump().items()
            if value != getattr(base, name)
        }

    def chosen(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table by lever (columns hefboom and stand) that hold here."""
        pulled = self.pulled
        holds = [pulled.get(row["hefboom"]) == row["stand"] for row in rows_of(table)]
        return table[pd.Series(holds, table.index, dtype=bool)]


class Scenario(BaseModel):
    """One scenario; `aannames` has the middle value by id of the assumption that it changes.

    `nota` names the rows of `scenarios.csv` that it works out.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: str
    naam: str
    kort: str = ""
    omschrijving: str
    status: Literal["basis", "verworpen", "te_verkennen"] = "basis"
    nota: list[str] = []
    hefbomen: Levers = Levers()
    aannames: dict[str, float] = {}

    @property
    def label(self) -> str:
        """The name where there is little room."""
        return self.kort or self.naam


def read_scenarios(assumptions: pd.DataFrame) -> dict[str, Scenario]:
    """Read all scenario files, by id; `assumptions` is the table of that name.

    Raises `InputError` that names every file that is no scenario, has another name than its id,
    changes what is no assumption, or puts a middle value outside the assumption's interval.
    """
    scenarios: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for path in sorted((raw_dir() / "scenarios").glob("*.toml")):
        try:
            scenario = Scenario.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (ValueError, ValidationError) as error:
            problems.append(Problem(shown(path), 0, "", f"geen geldig scenario: {_told(error)}"))
            continue
        problems += _faults(path, scenario, assumptions)
        scenarios[scenario.id] = scenario
    if problems:
        raise InputError(problems)
    return scenarios


def _told(error: Exception) -> str:
    """The first fault as one line: where in the file, and what is allowed there."""
    if not isinstance(error, ValidationError):
        return str(error).splitlines()[0]
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    allowed = first.get("ctx", {}).get("expected", "").replace(" or ", " of ")
    name = str(first["loc"][-1])
    if first["type"] == "extra_forbidden":
        fields = Levers.model_fields if first["loc"][0] == "hefbomen" else Scenario.model_fields
        return f"'{place}' is onbekend; toegestaan: {', '.join(fields)}.{nearest(name, fields)}"
    if first["type"] == "missing":
        return f"'{place}' ontbreekt"
    return f"'{place}' mag niet zo{f' (toegestaan: {allowed})' if allowed else ''}"


def _faults(path: Path, scenario: Scenario, assumptions: pd.DataFrame) -> list[Problem]:
    known = {row["id"]: (row["laag"], row["hoog"]) for row in rows_of(assumptions)}
    texts = []
    if scenario.id != path.stem:
        texts.append(f"id '{scenario.id}' hoort de naam van het bestand te zijn")
    for name, value in scenario.aannames.items():
        if name not in known:
            texts.append(f"'{name}' is geen aanname.{nearest(name, known)}")
            continue
        low, high = known[name]
        if not low <= value <= high:
            texts.append(f"'{name}' = {value:g} ligt buiten de marge ({low:g} tot {high:g})")
    return [Problem(shown(path), 0, "", text) for text in texts]
