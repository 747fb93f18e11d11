"""The money and the people of one scenario: the kostprijsmodel with the measures on top."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.provenance import Quantity
from analysis.questions.kostprijs_levers import INSIDE
from analysis.questions.kostprijs_years import ON_TOP, CostYears, cost_years
from analysis.questions.national_runoff import NationalRunoff
from analysis.questions.scenario_effects import effects
from analysis.questions.scenario_set import ScenarioSet
from analysis.questions.scenario_world import OUTSIDE_TYPES, PER_EMPLOYER, World, world
from analysis.questions.wsw_money import PERIOD_END
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ScenarioMoney:
    """One scenario: `parts` what each lever brings (euro; draws, years), `years` with all of it."""

    scenario: Scenario
    shared: World
    parts: dict[str, Floats]
    years: CostYears

    @property
    def period(self) -> slice:
        """The years of the financial criterion, as places in an array."""
        return slice(0, PERIOD_END - int(self.years.years[0]) + 1)

    @property
    def last(self) -> Quantity:
        """Saldo of the last year of the criterion."""
        return self.years.in_year(self.years.result, PERIOD_END)

    @cached_property
    def totals(self) -> Floats:
        """Saldo over the years of the criterion together, by draw."""
        return np.asarray(self.years.result[:, self.period].sum(axis=1))

    @property
    def total(self) -> Quantity:
        """The same, with its band."""
        return self.years.spread(self.totals, "eur")

    @cached_property
    def effects(self) -> Floats:
        """What all levers together bring: (draws, years)."""
        return np.asarray(sum(self.parts.values(), np.zeros(self.years.result.shape)))

    @property
    def effects_total(self) -> Quantity:
        """What they bring over the years of the criterion."""
        return self.years.spread(self.effects[:, self.period].sum(axis=1), "eur")

    @property
    def effects_last(self) -> Quantity:
        """What they bring in the last year of the criterion."""
        return self.years.in_year(self.effects, PERIOD_END)

    @property
    def earned_back(self) -> float:
        """The chance (0 to 1) that what they cost is earned back within those years."""
        return float((self.effects[:, self.period].sum(axis=1) >= 0).mean())

    def total_effect(self, name: str) -> Quantity:
        """What one lever brings over the years of the criterion."""
        return self.years.spread(self.parts[name][:, self.period].sum(axis=1), "eur")

    def topped_up(self) -> dict[str, Quantity]:
        """What each municipality fills up in the years of the criterion once own capital is gone.

        By its name; the ledger's own year counts as closed.
        """
        until = self.period.stop - 1
        paid = self.years.payers()
        return {
            name.removesuffix(ON_TOP): self.years.spread(values[:, :until].sum(axis=1), "eur")
            for name, values in paid.items()
            if name.endswith(ON_TOP)
        }

    def people(self, year: int = PERIOD_END) -> dict[str, Quantity]:
        """Persons in a year: together, inside, with an employer, moved there; employers needed."""
        place = year - int(self.years.years[0])
        moved = self.shared.moved(self.scenario)[:, place]
        together = self.shared.of_people("pers")[:, place]
        inside = self.shared.of_people("pers", (INSIDE,))[:, place] - moved
        employers = moved / np.maximum(self.shared.drawn[PER_EMPLOYER], 1.0)
        outside = self._outside[:, place]
        found = {
            "samen": together,
            "binnen": inside,
            "bij_werkgever": outside,
            "overgestapt": moved,
            "werkgevers": employers,
        }
        spread = {name: self.years.spread(values, "pers") for name, values in found.items()}
        share = self.years.spread(100 * self.outside_share(year), "pct")
        return spread | {"deel_bij_werkgever": share}

    def outside_share(self, year: int = PERIOD_END) -> Floats:
        """The part of all people that works with an ordinary employer, by draw."""
        place = year - int(self.years.years[0])
        together = self.shared.of_people("pers")[:, place]
        return np.asarray(self._outside[:, place] / np.maximum(together, 1e-9))

    @cached_property
    def _outside(self) -> Floats:
        return self.shared.of_people("pers", OUTSIDE_TYPES) + self.shared.moved(self.scenario)


def scenario_money(
    book: Workbook, scenarios: ScenarioSet, nation: NationalRunoff | None = None
) -> dict[str, ScenarioMoney]:
    """Return the money of every scenario, by id.

    A scenario to rank that changes assumptions is computed with its own; the others share theirs,
    so that differences are those of the levers.
    """
    worlds: dict[tuple[tuple[str, float], ...], World] = {}
    found = {}
    for scenario in scenarios.every:
        own = own_book(book, scenario)
        key = tuple(sorted(own.scenario.aannames.items()))
        if key not in worlds:
            worlds[key] = world(own, cost_years(own, None if own.scenario.aannames else nation))
        found[scenario.id] = of_scenario(worlds[key], scenario)
    return found


def own_book(book: Workbook, scenario: Scenario) -> Workbook:
    """The workbook with the assumptions of the parameters' scenario and, over them, its own.

    A scenario that pulls levers brings its assumptions to itself alone.
    """
    common = {} if book.scenario.hefbomen.pulled else book.scenario.aannames
    changed = book.scenario.model_copy(update={"aannames": common | scenario.aannames})
    return replace(book, scenario=changed)


def of_scenario(shared: World, scenario: Scenario) -> ScenarioMoney:
    """Return one scenario in a world."""
    parts = effects(shared, scenario)
    measures = sum(parts.values(), np.zeros(shared.years.volume.shape))
    years = replace(shared.years, measures=measures, provenance=shared.provenance)
    return ScenarioMoney(scenario, shared, parts, years)


def money_table(found: dict[str, ScenarioMoney], identifiers: tuple[str, ...]) -> pd.DataFrame:
    """Return means and bands by scenario and year (euro): scenario, jaar, saldo, laag, hoog."""
    tables = [
        found[name].years.table(PERIOD_END)[["jaar", "saldo", "laag", "hoog"]].assign(scenario=name)
        for name in identifiers
    ]
    return pd.concat(tables, ignore_index=True)
