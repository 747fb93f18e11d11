"""Scenarios: small files of differences on the base, for some assumptions another middle value."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.errors import InputError, Problem, nearest
from analysis.frames import rows_of
from analysis.paths import raw_dir, shown


class Scenario(BaseModel):
    """One scenario; `aannames` has the middle value by id of the assumption that it changes."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: str
    naam: str
    omschrijving: str
    aannames: dict[str, float] = {}


def read_scenarios(assumptions: pd.DataFrame) -> dict[str, Scenario]:
    """Read all scenario files, by id; `assumptions` is the table of that name.

    Raises `InputError` that names every file that is no scenario, changes what is no assumption, or
    puts a middle value outside the assumption's interval.
    """
    scenarios: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for path in sorted((raw_dir() / "scenarios").glob("*.toml")):
        try:
            scenario = Scenario.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (ValueError, ValidationError) as error:
            first = str(error).splitlines()[0]
            problems.append(Problem(shown(path), 0, "", f"geen geldig scenario: {first}"))
            continue
        problems += _faults(path, scenario, assumptions)
        scenarios[scenario.id] = scenario
    if problems:
        raise InputError(problems)
    return scenarios


def _faults(path: Path, scenario: Scenario, assumptions: pd.DataFrame) -> list[Problem]:
    known = {row["id"]: (row["laag"], row["hoog"]) for row in rows_of(assumptions)}
    texts = []
    for name, value in scenario.aannames.items():
        if name not in known:
            texts.append(f"'{name}' is geen aanname.{nearest(name, known)}")
            continue
        low, high = known[name]
        if not low <= value <= high:
            texts.append(f"'{name}' = {value:g} ligt buiten de marge ({low:g} tot {high:g})")
    return [Problem(shown(path), 0, "", text) for text in texts]
