"""What all scenarios share: the kostprijsmodel, the draws of each lever's effect, who is where.

Arrays are (draws, years) unless said otherwise. Until a measure works fully its effect grows evenly
from the year of the choice on; what comes once is spread over the two years after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.model.uncertain import Uncertain, latin_draws
from analysis.provenance import Provenance, combine
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.contract import price_factor
from analysis.questions.kostprijs import table_provenance
from analysis.questions.kostprijs_levers import (
    INSIDE,
    MOVE,
    POSTED,
    SHARE,
    levers,
    posting_gain,
    shareable_costs,
)
from analysis.questions.kostprijs_years import CostYears
from analysis.sources.ledger_checks import LEVERS
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

CHOICE = "K17"
"""When the choice of scenario had to be ready; its year is when a measure begins."""
POSTED_TYPES = (POSTED, "Individuele detachering")
OUTSIDE_TYPES = (*POSTED_TYPES, "Begeleid werken")
"""Who works with an ordinary employer."""
ONE_OFF_YEARS = 2

RAMP, MORE_OUT, MORE_TURNOVER, APPROACH = "A31", "A32", "A33", "A34"
SHARING_ONCE, ENDING_ONCE, FEWER_BODIES = "A35", "A36", "A37"
STAFF_TERMS, CARRIED, COMPANY, POSTING_RATIO = "A38", "A39", "A40", "A41"
WITHIN, OWN_SUPPORT, EXTRA_SERVICES, PER_EMPLOYER = "A42", "A43", "A44", "A46"
INPUTS = (
    *(RAMP, MORE_OUT, MORE_TURNOVER, APPROACH, SHARING_ONCE, ENDING_ONCE, FEWER_BODIES),
    *(STAFF_TERMS, CARRIED, COMPANY, POSTING_RATIO),
    *(WITHIN, OWN_SUPPORT, EXTRA_SERVICES, PER_EMPLOYER),
)
"""The assumptions that are drawn; beside them the ledger's own levers."""


EITHER_SIGN = (STAFF_TERMS, CARRIED, COMPANY)
"""The inputs that may be below zero: nobody knows which form is cheaper."""


def bounded(name: str, values: Floats) -> Floats:
    """Draws of an input without those that can't be: below zero, but for `EITHER_SIGN`."""
    return values if name in EITHER_SIGN else np.maximum(values, 0.0)


@dataclass(frozen=True)
class World:
    """What all scenarios share: the kostprijsmodel, the draws of each lever's effect.

    `drawn` (draws,) by id of the assumption or name of the ledger's lever; `start` the year of the
    choice, `price` from the price level of the assumptions to that of the parameters,
    `posting_gain` what one fte more in posting than inside brings a year (euro).
    """

    years: CostYears
    drawn: Mapping[str, Floats]
    start: int
    price: float
    posting_gain: float
    provenance: Provenance

    @cached_property
    def ramp(self) -> Floats:
        """How far a measure works in each year: 0 in the year of the choice, 1 when fully."""
        since = self.years.years - self.start
        return np.clip(since / np.maximum(self.drawn[RAMP], 0.25)[:, None], 0.0, 1.0)

    @cached_property
    def once(self) -> Floats:
        """The part of a one-off amount that falls in each year: (years,)."""
        since = self.years.years - self.start
        return ((since > 0) & (since <= ONE_OFF_YEARS)) / float(ONE_OFF_YEARS)

    def of_people(self, column: str, worktypes: tuple[str, ...] = ()) -> Floats:
        """Persons or fte in these werksoorten (default: all), without a scenario."""
        people = self.years.ledger.people
        hit = people[people["werksoort"].isin(worktypes)] if worktypes else people
        heads = hit.groupby("groep")[column].sum()
        zero = np.zeros(self.years.volume.shape)
        return np.asarray(
            sum((self.years.growth[str(name)] * part for name, part in heads.items()), zero)
        )

    @cached_property
    def posted_turnover(self) -> Floats:
        """Turnover of posting, moved along with the number of people."""
        rows = self.years.ledger.amounts.query("soort == 'omzet' and plaats in @POSTED_TYPES")
        parts = rows.groupby("groep")["bedrag_eur"].sum()
        zero = np.zeros(self.years.volume.shape)
        return np.asarray(
            sum((self.years.growth[str(name)] * part for name, part in parts.items()), zero)
        )

    @cached_property
    def guidance(self) -> Floats:
        """Guidance of the people at work."""
        zero = np.zeros(self.years.volume.shape)
        lines = self.years.lines.items()
        return np.asarray(
            sum((part for (_, kind, _), part in lines if kind == "begeleiding"), zero)
        )

    @cached_property
    def shareable(self) -> Floats:
        """The support that a neighbour or the municipality could run along."""
        base = self.years.ledger
        part = shareable_costs(base) / base.pool_costs(structural_only=True).sum()
        return np.asarray(self.years.pools * part)

    def moved_share(self, scenario: Scenario, *names: str) -> Floats:
        """The part of the people inside that goes to posting when fully worked out: (draws,).

        By these levers of the scenario (default: all that it pulls).
        """
        pulled = scenario.hefbomen.pulled
        shares = {
            "minder_werksoorten": self.drawn[MOVE],
            "bedrijfsleven": self.drawn[MORE_OUT],
            "optimaliseren": self.drawn[WITHIN] * self.drawn[MOVE],
        }
        chosen = [part for name, part in shares.items() if name in (names or pulled)]
        share = sum(chosen, np.zeros(len(self.drawn[RAMP])))
        if pulled.get("vorm") == "dienst":
            share = share * self.drawn[POSTING_RATIO]
        return np.asarray(np.clip(share, 0.0, 1.0))

    def moved(self, scenario: Scenario, column: str = "pers") -> Floats:
        """Persons or fte that the scenario brings from inside to posting."""
        inside = self.of_people(column, (INSIDE,))
        return self.moved_share(scenario)[:, None] * self.ramp * inside


def world(book: Workbook, years: CostYears) -> World:
    """Return what all scenarios share, for the assumptions of this workbook's scenario."""
    draws = len(years.volume)
    rng = np.random.default_rng([book.parameters.zaad, 61])
    drawn = assumed_draws(book, INPUTS, draws, rng)
    own = levers(book)
    names = [name for name in (MOVE, SHARE) if own[name].low < own[name].high]
    drawn |= {name: np.full(draws, own[name].middle) for name in (MOVE, SHARE)}
    if names:
        sizes = [Uncertain("normal", *own[name].each()) for name in names]
        drawn |= dict(zip(names, latin_draws(sizes, draws, rng).T, strict=True))
    factor = price_factor(book)
    parts = [years.provenance, assumption_provenance(INPUTS), factor.provenance]
    parts += [table_provenance(book, LEVERS), Provenance.of("afspraak", [CHOICE])]
    return World(
        years,
        {name: bounded(name, values) for name, values in drawn.items()},
        int(book.text(CHOICE)[:4]),
        factor.value,
        posting_gain(years.ledger),
        combine(parts).derived(),
    )
