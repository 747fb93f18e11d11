"""What the tests of the scenario choice share: a world small enough to work out by hand, the
reports of the workbook itself, each made once, and scenario files to put into a copy.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.parameters import Parameters
from analysis.provenance import Provenance
from analysis.questions.kostprijs import Ledger
from analysis.questions.kostprijs_levers import MOVE, SHARE
from analysis.questions.kostprijs_years import CostYears
from analysis.questions.scenario_money import scenario_money
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_set import scenario_set
from analysis.questions.scenario_world import World
from analysis.sources.scenarios import Levers, Scenario
from analysis.sources.workbook import open_with
from tests.plan_example import renew_fingerprints
from tests.unit.present.pages import nation_of

MADE_UP = Provenance.of("voorbeeld", ["kostprijs_bedragen.csv"])
YEARS = np.arange(2025, 2031)

PEOPLE = [
    # werksoort, groep, pers, fte
    ("Beschut binnen", "Wsw", 100, 80.0),
    ("Beschut binnen", "Beschut werk", 50, 40.0),
    ("Groepsdetachering", "Wsw", 40, 30.0),
    ("Individuele detachering", "Beschut werk", 10, 8.0),
    ("Begeleid werken", "Wsw", 20, 16.0),
    ("Werkleerroute", "Participatiewet", 30, 20.0),
]
AMOUNTS = [
    # plaats, groep, soort, bedrag, aard, betaler
    ("Groepsdetachering", "Wsw", "omzet", 600_000, "structureel", "Opdrachtgevers"),
    ("Beschut binnen", "Wsw", "omzet", 300_000, "structureel", "Opdrachtgevers"),
    ("Individuele detachering", "Beschut werk", "omzet", 200_000, "structureel", "Opdrachtgevers"),
    ("Beschut binnen", "Wsw", "begeleiding", 500_000, "structureel", ""),
    ("Beschut binnen", "Beschut werk", "begeleiding", 100_000, "structureel", ""),
    ("Beschut binnen", "Wsw", "subsidie", 2_000_000, "structureel", "Rijk"),
    ("Beschut binnen", "Wsw", "loonkosten", 2_100_000, "structureel", ""),
    ("Huisvesting", "", "toe te rekenen", 600_000, "structureel", ""),
    ("Leiding en staf", "", "toe te rekenen", 300_000, "structureel", ""),
    ("Leiding en staf", "", "toe te rekenen", 50_000, "incidenteel", ""),
    ("Personeelszaken", "", "toe te rekenen", 80_000, "structureel", ""),
    ("ICT en administratie", "", "toe te rekenen", 20_000, "structureel", ""),
]
SCALABLE = {
    "Huisvesting": 0.25,
    "Leiding en staf": 0.5,
    "Personeelszaken": 0.75,
    "ICT en administratie": 0.5,
}
DRAWN = {
    # Two draws of each input.
    "A31": (4.0, 2.0),
    "A32": (0.02, 0.04),
    "A33": (2.0, 5.0),
    "A34": (100_000.0, 150_000.0),
    "A35": (300_000.0, 200_000.0),
    "A36": (900_000.0, 500_000.0),
    "A37": (90_000.0, 60_000.0),
    "A38": (3.0, 5.0),
    "A39": (0.05, 0.1),
    "A40": (100_000.0, 120_000.0),
    "A41": (1.1, 0.9),
    "A42": (0.3, 0.5),
    "A43": (1.0, 0.3),
    "A44": (30_000.0, 20_000.0),
    "A46": (3.0, 0.5),
    MOVE: (0.1, 0.2),
    SHARE: (0.1, 0.05),
}
PRICE, GAIN = 0.9, 12_000.0
"""The price level, and what one fte more in posting brings (euro a year)."""


# --- A world by hand ----------------------------------------------------------------------------


def hand_ledger() -> Ledger:
    """Six groups of people, twelve amounts, four pools."""
    amounts = ["plaats", "groep", "soort", "bedrag_eur", "aard", "betaler"]
    pools = {"pool": list(SCALABLE), "schaalbaar_midden": list(SCALABLE.values())}
    nothing = np.zeros((0, 0))
    return Ledger(
        2025,
        pd.DataFrame(AMOUNTS, columns=amounts),
        pd.DataFrame(PEOPLE, columns=["werksoort", "groep", "pers", "fte"]),
        pd.DataFrame(pools),
        pd.DataFrame(),
        (),
        nothing,
        nothing,
        MADE_UP,
    )


def hand_years() -> CostYears:
    """Two draws of six years: in the first nothing moves, in the second the Wsw and pools shrink.

    In the second the Wsw loses a tenth of its 2025 people a year, and the pools 50,000 euros.
    """
    flat = np.ones((2, YEARS.size))
    wsw = np.vstack([flat[0], 1 - 0.1 * np.arange(YEARS.size)])
    growth = {"Wsw": wsw, "Beschut werk": flat.copy(), "Participatiewet": flat.copy()}
    lines: dict[tuple[str, str, str], np.ndarray] = {}
    for _, group, kind, amount, _, payer in AMOUNTS:
        if group:
            key = (group, kind, payer)
            lines[key] = lines.get(key, 0.0) + amount * growth[group]
    one_off = np.zeros((2, YEARS.size))
    one_off[:, 0] = 50_000
    return CostYears(
        hand_ledger(),
        YEARS,
        growth,
        126 * growth["Wsw"] + 48 + 20,
        lines,
        np.vstack([1e6 * flat[0], 1e6 - 50_000 * np.arange(YEARS.size)]),
        flat.copy(),
        one_off,
        200_000.0,
        np.array([0.8, 0.9]),
        MADE_UP,
    )


def hand_world(**drawn: tuple[float, float]) -> World:
    """The world of `DRAWN`; any input may have other draws."""
    columns = {name: np.array(values) for name, values in {**DRAWN, **drawn}.items()}
    return World(hand_years(), columns, 2025, PRICE, GAIN, MADE_UP)


def hand_scenario(identifier: str = "proef", **levers: Any) -> Scenario:
    """A scenario to explore that pulls these levers."""
    return Scenario(
        id=identifier,
        naam=identifier.capitalize(),
        omschrijving="Proef",
        status="te_verkennen",
        hefbomen=Levers(**levers),
    )


# --- The workbook itself ------------------------------------------------------------------------


@cache
def report_of(**changes: Any) -> ScenarioReport:
    """The report of these parameters, from the start."""
    book = open_with(Parameters.model_validate(changes))
    scenarios = scenario_set(book)
    money = scenario_money(book, scenarios, nation_of(book.parameters.zaad))
    return ScenarioReport(book, scenarios, money)


@cache
def chosen(scenario: str) -> ScenarioReport:
    """The base case with another scenario chosen, on the same money.

    That it is the same is a test of its own (`test_the_chosen_scenario_moves_no_money`).
    """
    book = open_with(Parameters(scenario=scenario))
    return ScenarioReport(book, scenario_set(book), report_of().money)


# --- Scenario files in a copy -------------------------------------------------------------------


def add_scenario(
    root: Path,
    identifier: str,
    like: str = "",
    scores: Mapping[str, tuple[float, float, float]] | None = None,
    **assumptions: float,
) -> None:
    """Write a scenario file into the copy at `root`, and its rows in the score sheet.

    `like` gives levers, status and scores; without it the scenario only sets assumptions. `scores`
    (low, middle, high by criterion) go before those.
    """
    raw = root / "data" / "raw"
    levers = ""
    if like:
        text = (raw / "scenarios" / f"{like}.toml").read_text(encoding="utf-8")
        levers = 'status = "te_verkennen"\n\n[hefbomen]' + text.partition("[hefbomen]")[2]
        levers = levers.partition("[aannames]")[0]
    rows = "".join(f"{name} = {value}\n" for name, value in assumptions.items())
    (raw / "scenarios" / f"{identifier}.toml").write_text(
        f'id = "{identifier}"\nnaam = "Proef {identifier}"\nomschrijving = "Proef."\n'
        f"{levers}\n[aannames]\n{rows}",
        encoding="utf-8",
    )
    if like:
        _add_scores(raw / "scenario_scores.csv", identifier, like, scores or {})


def fill_weights(root: Path, who: str, weights: Iterable[float]) -> None:
    """Fill in the four weights of one party."""
    given = iter(weights)
    columns, rows = _read(root / "data" / "raw" / "criterium_gewichten.csv")
    for row in rows:
        if row["wie"] == who:
            row |= {"gewicht": f"{next(given):g}", "basis": "afspraak"}
    _write(root / "data" / "raw" / "criterium_gewichten.csv", columns, rows)


def sealed(root: Path) -> None:
    """Describe every scenario file and renew the fingerprints of the raw files."""
    raw = root / "data" / "raw"
    path = raw / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    known = {resource["path"]: resource for resource in package["resources"]}
    for file in sorted((raw / "scenarios").glob("*.toml")):
        if f"scenarios/{file.name}" not in known:
            like = known["scenarios/bv.toml"]
            own = {"name": f"scenario-{file.stem}", "path": f"scenarios/{file.name}"}
            package["resources"].append(like | own)
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    renew_fingerprints(raw)


def with_table(result: ScenarioReport, name: str, table: pd.DataFrame) -> ScenarioReport:
    """The same report with another table, on the same money."""
    book = replace(result.book, tables={**result.book.tables, name: table})
    return ScenarioReport(book, result.set, result.money)


def _add_scores(
    path: Path, identifier: str, like: str, scores: Mapping[str, tuple[float, float, float]]
) -> None:
    columns, rows = _read(path)
    for row in [item for item in rows if item["scenario"] == like]:
        filled: dict[str, str] = {}
        if row["criterium"] in scores:
            ends = (f"{value:g}" for value in scores[row["criterium"]])
            filled = dict(zip(("laag", "midden", "hoog"), ends, strict=True))
            filled |= {"basis": "afspraak", "opvragen_bij": ""}
        rows.append(row | {"id": f"SS{len(rows) + 1:02}", "scenario": identifier} | filled)
    _write(path, columns, rows)


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
