"""Which missing figure to ask for first: what knowing it would be worth before choosing.

In points of the weighted score with all weightings alike, and in euros where only money counts.
What hits all scenarios alike can be worth nothing here and still decide how large the shortfall is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.frames import rows_of
from analysis.model.sensitivity import evpi, evppi, explained_share
from analysis.questions.scenario_choice import Choice
from analysis.questions.scenario_money import ScenarioMoney
from analysis.questions.scenario_scores import CRITERIA, FILLED
from analysis.questions.scenario_stress import PRICES, RUNOFF, SUBSIDY, WAGES, drivers
from analysis.questions.scenario_world import World
from analysis.sources.ledger_checks import LEVERS
from analysis.sources.scenario_checks import EFFECTS, SCALES
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

WEIGHTS_GAP = "G26"
"""The missing weights."""
DRIVER_GAPS = {RUNOFF: "G27", SUBSIDY: "G31", WAGES: "G29", PRICES: "G25"}
"""The missing figure behind each driver of the kostprijsmodel."""
NOISE = 0.05
"""Points below which a worth can't be told from chance (2,000 draws)."""


@dataclass(frozen=True)
class Worth:
    """`table` by missing figure; `points` and `euros` what knowing everything would be worth.

    Columns gegeven (id), punten, eur (worth before choosing) and deel (the part of the doubt on the
    saldo of the first ranked scenario that it explains), most worth first.
    """

    table: pd.DataFrame
    points: float
    euros: float

    @property
    def order(self) -> tuple[str, ...]:
        """All of them, most worth first."""
        return tuple(self.table["gegeven"])

    @property
    def first_three(self) -> tuple[str, ...]:
        """The missing figures to ask for first: those that matter most for the choice."""
        worthwhile = self.table[self.table["punten"] > NOISE]
        return tuple(worthwhile["gegeven"][:3])


def worth(book: Workbook, money: Mapping[str, ScenarioMoney], choice: Choice) -> Worth:
    """Return what each missing figure would be worth."""
    alike = np.full(len(CRITERIA), 1 / len(CRITERIA))
    points = choice.scores.draws @ alike
    euros = np.stack([money[name].totals for name in choice.names], axis=1)
    first = money[choice.names[0]]
    rows = [(WEIGHTS_GAP, evpi(choice.weights @ choice.scores.means.T), 0.0, 0.0)]
    for gap, known in _known(book, first, choice).items():
        part = explained_share(first.totals, known)
        rows.append((gap, evppi(points, known), evppi(euros, known), max(part, 0.0)))
    table = pd.DataFrame(rows, columns=["gegeven", "punten", "eur", "deel"])
    everything = np.einsum("dac,dc->da", choice.measurements, choice.weights)
    return Worth(
        table.sort_values(["punten", "deel"], ascending=False, ignore_index=True),
        evpi(everything),
        evpi(euros),
    )


def _known(book: Workbook, item: ScenarioMoney, choice: Choice) -> dict[str, Floats]:
    """What each missing figure would tell: (draws, inputs) by its id."""
    columns: dict[str, list[Floats]] = {}
    shared = item.shared
    for gap, names in inputs_by_gap(book, shared).items():
        columns.setdefault(gap, []).extend(shared.drawn[name] for name in names)
    for name, values in drivers(shared.years).items():
        columns.setdefault(DRIVER_GAPS[name], []).append(values)
    gaps = book.table(SCALES).set_index("criterium")["gegeven"]
    cells = choice.scores.cells
    for row in rows_of(cells[cells["herkomst"] == FILLED]):
        at = choice.names.index(row["scenario"]), CRITERIA.index(row["criterium"])
        columns.setdefault(gaps[row["criterium"]], []).append(choice.scores.draws[:, at[0], at[1]])
    varying = {gap: [part for part in parts if np.ptp(part) > 0] for gap, parts in columns.items()}
    return {gap: np.stack(parts, axis=1) for gap, parts in varying.items() if parts}


def inputs_by_gap(book: Workbook, shared: World) -> dict[str, list[str]]:
    """Return the drawn inputs that each missing figure would replace, by its id."""
    own = book.table(LEVERS).set_index("id")["knop"]
    found: dict[str, list[str]] = {}
    for row in rows_of(book.table(EFFECTS)):
        for name in row["invoer"].split(";"):
            key = str(own.get(name, name))
            names = found.setdefault(row["gegeven"], [])
            if key in shared.drawn and key not in names:
                names.append(key)
    return found
