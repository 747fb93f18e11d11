"""What makes two scenarios differ in money: one lever's effect at a time, and all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.frames import rows_of
from analysis.model.sensitivity import sobol, tornado
from analysis.model.uncertain import Uncertain
from analysis.questions.assumed import assumed
from analysis.questions.kostprijs_levers import levers
from analysis.questions.kostprijs_years import CostYears
from analysis.questions.scenario_money import ScenarioMoney, of_scenario, own_book
from analysis.questions.scenario_world import World, bounded
from analysis.sources.ledger_checks import LEVERS
from analysis.sources.scenario_checks import EFFECTS
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

SOBOL_DRAWS = 2048
ENDS = (0.1, 0.9)


def difference(book: Workbook, first: ScenarioMoney, second: ScenarioMoney) -> pd.DataFrame:
    """Return what each lever's effect does to the first's saldo less the second's (euro).

    Over the criterion's years, everything else in the middle. Columns invoer (id of the assumption
    or name of the ledger's lever), laag_invoer, hoog_invoer (10% and 90%), bij_laag, bij_hoog,
    uitslag, and eerste and totaal: its part of the spread by itself, and together with others.
    """
    inputs = drawn_inputs(book, (first.scenario, second.scenario))
    worlds = [(item.scenario, average(item.shared), _set(book, item)) for item in (first, second)]
    inputs = {
        name: item for name, item in inputs.items() if any(name not in own for *_, own in worlds)
    }
    names = list(inputs)

    def apart(values: Floats) -> Floats:
        drawn = {name: bounded(name, values[:, at]) for at, name in enumerate(names)}
        one, other = (
            of_scenario(replace(shared, drawn={**shared.drawn, **drawn, **own}), scenario).totals
            for scenario, shared, own in worlds
        )
        return np.asarray(one - other)

    middle = {name: float(item.quantile(0.5)) for name, item in inputs.items()}
    ranges = {name: _ends(item) for name, item in inputs.items()}
    bars = tornado(lambda own: float(apart(np.array([[own[n] for n in names]]))[0]), middle, ranges)
    moving = {name: inputs[name] for name in bars.query("uitslag > 0.5")["invoer"]}
    if not moving:
        return bars.assign(eerste=np.nan, totaal=np.nan)
    parts = sobol(
        lambda values: apart(_filled(values, list(moving), names, middle)),
        moving,
        SOBOL_DRAWS,
        book.parameters.zaad,
    )
    return bars.merge(
        parts[["invoer", "eerste", "totaal"]], on="invoer", how="left", validate="one_to_one"
    )


def drawn_inputs(book: Workbook, scenarios: tuple[Scenario, ...]) -> dict[str, Uncertain]:
    """Return the uncertain inputs of the levers that these scenarios pull."""
    own = book.table(LEVERS).set_index("id")["knop"]
    sizes = levers(book)
    found: dict[str, Uncertain] = {}
    for scenario in scenarios:
        for row in rows_of(scenario.hefbomen.chosen(book.table(EFFECTS))):
            for name in row["invoer"].split(";"):
                if name not in own:
                    found[name] = assumed(book, name)
                elif sizes[own[name]].low < sizes[own[name]].high:
                    found[own[name]] = Uncertain("normal", *sizes[own[name]].each())
    return found


def _set(book: Workbook, item: ScenarioMoney) -> dict[str, Floats]:
    """The assumptions that are set for this scenario: they stay where they are."""
    fixed = own_book(book, item.scenario).scenario.aannames
    return {name: np.array([value]) for name, value in fixed.items() if name in item.shared.drawn}


def average(shared: World) -> World:
    """The same world with one draw: the mean of each path and of each lever's effect."""
    years = shared.years
    lines = {key: _mean(part) for key, part in years.lines.items()}
    growth = {name: _mean(part) for name, part in years.growth.items()}
    one: CostYears = replace(
        years,
        growth=growth,
        volume=_mean(years.volume),
        lines=lines,
        pools=_mean(years.pools),
        pool_index=_mean(years.pool_index),
        one_off=_mean(years.one_off),
        share=_mean(years.share),
    )
    drawn: Mapping[str, Floats] = {name: _mean(part) for name, part in shared.drawn.items()}
    return replace(shared, years=one, drawn=drawn)


def _mean(values: Floats) -> Floats:
    return np.asarray(values.mean(axis=0, keepdims=True))


def _ends(item: Uncertain) -> tuple[float, float]:
    low, high = item.quantile(ENDS)
    return float(low), float(high)


def _filled(
    values: Floats, moving: list[str], names: list[str], middle: Mapping[str, float]
) -> Floats:
    """All inputs: those that move as drawn, the others in the middle."""
    filled = np.tile(np.array([middle[name] for name in names]), (len(values), 1))
    filled[:, [names.index(name) for name in moving]] = values
    return filled
