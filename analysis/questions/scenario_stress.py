"""The scenarios when price, wage or run-off go wrong: the worst tenth of the draws of each.

A driver is read off the kostprijsmodel as it is without a scenario; which end of it is the bad one
follows from the saldo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.model.sensitivity import explained_share
from analysis.questions.kostprijs import INCOME
from analysis.questions.kostprijs_paths import WSW
from analysis.questions.kostprijs_years import CostYears
from analysis.questions.scenario_money import ScenarioMoney
from analysis.questions.wsw_money import PERIOD_END

Floats = NDArray[np.float64]

WORST = 0.1
RUNOFF, SUBSIDY, WAGES, PRICES, TOGETHER = (
    "afbouw",
    "rijksbijdrage",
    "lonen",
    "prijzen",
    "alles samen",
)


@dataclass(frozen=True)
class Stress:
    """One driver at its worst: `saldo` (mean, euro over the criterion's years) by scenario.

    `high` whether its high values are the bad ones; `part` of the doubt on the saldo of the
    reference that this driver alone explains; nothing for all together.
    """

    driver: str
    high: bool
    saldo: dict[str, float]
    part: float


def drivers(years: CostYears) -> dict[str, Floats]:
    """Return each driver at the end of the criterion's years, by draw.

    `afbouw` fte in the Wsw as part of the base year's, `rijksbijdrage` and `lonen` the Wsw subsidy
    and wages for each of them (euro as part of the base year's), `prijzen` what other prices do to
    the saldo of the base year's volume (euro).
    """
    place = PERIOD_END - int(years.years[0])
    growth = years.growth[WSW][:, place]
    return {
        RUNOFF: growth,
        SUBSIDY: _path(years, "subsidie", place) / growth,
        WAGES: _path(years, "loonkosten", place) / growth,
        PRICES: _prices(years, place),
    }


def stress(money: Mapping[str, ScenarioMoney], reference: str) -> list[Stress]:
    """Return the worst tenth of each driver, and of the saldo of `reference` (all together)."""
    base = money[reference]
    found = []
    for name, values in {**drivers(base.years), TOGETHER: base.totals}.items():
        high = bool(np.corrcoef(values, base.totals)[0, 1] < 0)
        bad = _worst(-values if high else values)
        part = explained_share(base.totals, values[:, None]) if name != TOGETHER else float("nan")
        saldo = {key: float(item.totals[bad].mean()) for key, item in money.items()}
        found.append(Stress(name, high, saldo, part))
    return found


def _worst(values: Floats) -> NDArray[np.int64]:
    """The draws with the lowest tenth of these values."""
    return np.argsort(values, kind="stable")[: max(1, int(WORST * len(values)))]


def _path(years: CostYears, kind: str, place: int) -> Floats:
    parts = [part for (group, own, _), part in years.lines.items() if (group, own) == (WSW, kind)]
    total = np.sum(parts, axis=0)
    return np.asarray(total[:, place] / total[:, 0])


def _prices(years: CostYears, place: int) -> Floats:
    """The saldo that the base year's people would have at the prices of that year, but for wages.

    And but for the subsidy of the Wsw, which has a driver of its own.
    """
    total = -years.pools[:, 0] * years.pool_index[:, place]
    for (group, kind, _), part in years.lines.items():
        if group == WSW and kind in ("subsidie", "loonkosten"):
            continue
        sign = 1 if kind in INCOME else -1
        total = total + sign * part[:, place] / years.growth[group][:, place]
    return np.asarray(total)
