"""What to ask for first: what knowing something would be worth before choosing.

In points of the weighted score with all weightings alike, and in euros where only money counts.
What hits all scenarios alike can be worth nothing here and still decide how large the shortfall is.
Judgements that only councils and colleges can give stand apart from figures that can be asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

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
from analysis.sources.scenario_checks import EFFECTS
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

WEIGHTS = "gewichten"
"""What weighs most: with the judgements by criterion, what councils and colleges must say."""
DRIVER_GAPS = {RUNOFF: "G27", SUBSIDY: "G31", WAGES: "G29", PRICES: "G25"}
"""The missing figure behind each driver of the kostprijsmodel."""
SHUFFLES, CHANCE = 20, 0.95
"""How often an input is shuffled to see what chance alone would seem worth."""
ASKED = 3


@dataclass(frozen=True)
class Worth:
    """What each thing is worth to know first; `points` and `euros` what everything would be.

    `figures` by missing figure: gegeven (id), punten and eur (worth before choosing), punten_toeval
    and eur_toeval (what chance alone would seem worth) and deel (the part of the doubt on the saldo
    of the first ranked scenario that it explains). `judgements` by criterion id or `WEIGHTS`:
    oordeel, punten, punten_toeval. Both most worth first.
    """

    figures: pd.DataFrame
    judgements: pd.DataFrame
    points: float
    euros: float

    @property
    def order(self) -> tuple[str, ...]:
        """All missing figures, those that are worth most for the choice first."""
        return tuple(self.figures["gegeven"])

    @property
    def for_choice(self) -> tuple[str, ...]:
        """The figures that are worth more for the choice than chance would seem, in euros."""
        table = self.figures
        return tuple(table["gegeven"][table["eur"] > table["eur_toeval"]])

    @property
    def for_shortfall(self) -> tuple[str, ...]:
        """All of them, those that explain most of the doubt on the saldo first."""
        return tuple(self.figures.sort_values("deel", ascending=False, kind="stable")["gegeven"])

    @property
    def first_three(self) -> tuple[str, ...]:
        """What to ask for first: two at most for the choice, the rest for the shortfall."""
        chosen = list(self.for_choice[: ASKED - 1])
        rest = [name for name in self.for_shortfall if name not in chosen]
        return tuple(chosen + rest)[:ASKED]


def worth(book: Workbook, money: Mapping[str, ScenarioMoney], choice: Choice) -> Worth:
    """Return what each missing figure and each judgement would be worth."""
    alike = np.full(len(CRITERIA), 1 / len(CRITERIA))
    points = choice.scores.draws @ alike
    euros = np.stack([money[name].totals for name in choice.names], axis=1)
    first = money[choice.names[0]]
    chance = partial(_by_chance, seed=book.parameters.zaad)
    rows = []
    for gap, known in _figures(book, first).items():
        part = max(explained_share(first.totals, known), 0.0)
        worths = (evppi(points, known), chance(points, known))
        rows.append((gap, *worths, evppi(euros, known), chance(euros, known), part))
    columns = ["gegeven", "punten", "punten_toeval", "eur", "eur_toeval", "deel"]
    figures = pd.DataFrame(rows, columns=columns)
    everything = np.einsum("dac,dc->da", choice.measurements, choice.weights)
    told = [
        (name, evppi(points, known), chance(points, known))
        for name, known in _judgements(choice).items()
    ]
    weights = choice.weights[:, :-1]
    told.append((WEIGHTS, evppi(everything, weights), chance(everything, weights)))
    judged = pd.DataFrame(told, columns=["oordeel", "punten", "punten_toeval"])
    return Worth(
        figures.sort_values(["eur", "deel"], ascending=False, ignore_index=True),
        judged.sort_values("punten", ascending=False, ignore_index=True),
        evpi(everything),
        evpi(euros),
    )


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


def _figures(book: Workbook, item: ScenarioMoney) -> dict[str, Floats]:
    """What each missing figure would tell: (draws, inputs) by its id."""
    columns: dict[str, list[Floats]] = {}
    for gap, names in inputs_by_gap(book, item.shared).items():
        columns.setdefault(gap, []).extend(item.shared.drawn[name] for name in names)
    for name, values in drivers(item.shared.years).items():
        columns.setdefault(DRIVER_GAPS[name], []).append(values)
    varying = {gap: [part for part in parts if np.ptp(part) > 0] for gap, parts in columns.items()}
    return {gap: np.stack(parts, axis=1) for gap, parts in varying.items() if parts}


def _judgements(choice: Choice) -> dict[str, Floats]:
    """The filled-in scores of all scenarios by criterion: (draws, scenarios)."""
    cells = choice.scores.cells
    filled = set(cells["criterium"][cells["herkomst"] == FILLED])
    return {
        name: choice.scores.draws[:, :, place]
        for place, name in enumerate(CRITERIA)
        if name in filled
    }


def _by_chance(values: Floats, known: Floats, seed: int) -> float:
    """What an input that tells nothing would seem worth: it, shuffled."""
    rng = np.random.default_rng([seed, 66])
    seen = [evppi(values, rng.permutation(known)) for _ in range(SHUFFLES)]
    return float(np.quantile(seen, CHANCE))
