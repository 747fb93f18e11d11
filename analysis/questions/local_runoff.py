"""The Wsw of the area to the last person: heads, arbeidsjaren and SE, and when how many are left.

No local ages and no local totals were found, so the national ages (tilted by an assumed difference)
and the national level (times an assumed local one) are laid on the one published number. Because
nobody's age is known, each person stays with the same chance: the average over the ages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model.calibration import Shocks
from analysis.model.cohorts import shifted_shape
from analysis.model.runoff import LEVELS, simulate_runoff
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions import national_runoff as national
from analysis.questions.assumed import assumed_draws, assumption_provenance
from analysis.questions.national_totals import BASE_YEAR
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

START_YEAR = 2016
"""The only year with a local number of Wsw employees; its day is not given, so the year's end."""

PUBLISHED = "X01"
LOCAL_LEVEL, AGE_SHIFT = "A01", "A13"
FIRST_SHARE = "A02"
UNITS = PER_HEAD, SE_PER_YEAR = "A14", "A15"
REMAINING = (100, 50, 10, 0)
"""Numbers of people of which the year is asked in which no more are left."""

DRAWS = national.KEPT
"""One for each national component that was kept."""


@dataclass(frozen=True)
class LocalRunoff:
    """Coherent paths of one area.

    `years` (n,) ends of years from `START_YEAR` on, `paths` (draws, n) heads, `drawn` the values of
    the assumptions by id (draws,); draw k goes with national component k.
    """

    area: str
    years: Integers
    paths: Integers
    drawn: dict[str, Floats]
    factor: float
    provenance: Provenance

    @property
    def average_heads(self) -> Floats:
        """Heads on average over each year after the first: (draws, n - 1)."""
        return (self.paths[:, 1:] + self.paths[:, :-1]) / 2

    @property
    def labour_years(self) -> Floats:
        """Arbeidsjaren, yearly average: (draws, n - 1)."""
        per_head = self.drawn[PER_HEAD][:, None]
        return np.asarray(self.average_heads * per_head * self.factor)

    @property
    def units(self) -> Floats:
        """SE (standaardeenheden), yearly average: (draws, n - 1)."""
        return np.asarray(self.labour_years * self.drawn[SE_PER_YEAR][:, None])

    def heads_in(self, year: int) -> Quantity:
        """Heads at the end of a year."""
        return self._quantity(self.paths[:, year - START_YEAR], "pers")

    def labour_years_in(self, year: int) -> Quantity:
        """Arbeidsjaren, average over a year."""
        return self._quantity(
            self.labour_years[:, year - START_YEAR - 1], "arbeidsjaren", (PER_HEAD,)
        )

    def units_in(self, year: int) -> Quantity:
        """SE, average over a year."""
        return self._quantity(self.units[:, year - START_YEAR - 1], "se", UNITS)

    def year_of(self, remaining: int) -> Quantity:
        """The first year-end at which at most `remaining` people are left (median and 90%)."""
        few = self.paths <= remaining
        if not few[:, -1].all():
            raise ValueError(f"more than {remaining} people are left in the last year")
        reached = few.argmax(axis=1) + START_YEAR
        low, middle, high = np.quantile(reached, LEVELS, method="inverted_cdf")
        return Quantity(float(middle), "jaar", self.provenance, float(low), float(high))

    def table(self, until: int) -> pd.DataFrame:
        """Heads by year-end: jaar, midden (mean), laag and hoog (90%)."""
        until_then = self.years <= until
        heads = self.paths[:, until_then]
        low, _, high = np.quantile(heads, LEVELS, axis=0, method="inverted_cdf")
        return pd.DataFrame(
            {
                "jaar": self.years[until_then],
                "midden": heads.mean(axis=0),
                "laag": low,
                "hoog": high,
            }
        )

    def _quantity(
        self, values: NDArray[np.number], unit: str, judged: tuple[str, ...] = ()
    ) -> Quantity:
        low, _, high = (float(x) for x in np.quantile(values, LEVELS, method="inverted_cdf"))
        provenance = self.provenance | assumption_provenance(judged)
        return Quantity(float(values.mean()), unit, provenance, low, high)


def local_runoff(book: Workbook, nation: national.NationalRunoff) -> LocalRunoff:
    """Return the run-off of the area of the parameters."""
    area = book.parameters.gebied
    # One stream for all areas: what differs between them is then the area, not the draw.
    rng = np.random.default_rng([book.parameters.zaad, 2])
    names = (LOCAL_LEVEL, AGE_SHIFT, FIRST_SHARE, *UNITS)
    drawn = assumed_draws(book, names, DRAWS, rng)
    group = replace(nation.group, theta=nation.group.theta * drawn[LOCAL_LEVEL])
    chance = staying_chance(group, drawn[AGE_SHIFT], drawn_shocks(nation.shocks, group, rng))
    part = area_part(book, drawn[FIRST_SHARE])
    present = part[:, None] * np.hstack([np.ones((DRAWS, 1)), chance])
    published = book.number(PUBLISHED)
    paths = simulate_runoff([published.value], present[:, None, :], DRAWS, rng)
    split = (FIRST_SHARE,) if area != book.area_of(PUBLISHED) else ()
    judged = assumption_provenance((LOCAL_LEVEL, AGE_SHIFT, *split))
    return LocalRunoff(
        area,
        START_YEAR + np.arange(present.shape[1]),
        paths,
        drawn,
        nation.points.factor,
        combine([published.provenance, nation.provenance, judged]).derived(),
    )


def staying_chance(group: national.Group, shift: Floats, shocks: Floats | None = None) -> Floats:
    """Return the chance that a person of the start year is still there: (draws, years after it).

    `group` has one component a draw, `shift` (draws,) years that the mean age is higher than the
    national one, `shocks` (draws, years) multiply the hazard of each year after the start.
    """
    past = START_YEAR - BASE_YEAR
    shape = shifted_shape(national.AGES, start_shape(group), shift)
    base = np.maximum(group.stay[..., past - 1], 1e-12)
    years = group.hazard.shape[-1] - past
    cumulated = np.zeros_like(base)
    chance = np.empty((base.shape[0], years))
    for year in range(years):  # all years at once would take a gigabyte for a few thousand draws
        rate = group.hazard[..., past + year] * group.theta[:, None]
        cumulated += rate if shocks is None else rate * shocks[:, year, None]
        stay = np.minimum(group.stay[..., past + year] / base, 1)
        chance[:, year] = (shape * stay * np.exp(-cumulated)).sum(axis=1)
    return np.minimum(chance, 1)


def start_shape(group: national.Group) -> Floats:
    """Return the national share of each age in the start year, on average over the components."""
    short = group.until(START_YEAR - BASE_YEAR)
    heads = group.counts * short.survival()[..., -1].mean(axis=0)
    return np.asarray(heads / heads.sum())


def drawn_shocks(shocks: Shocks, group: national.Group, rng: np.random.Generator) -> Floats:
    """Return what each year does to the local hazard: (draws, years after the start), mean one."""
    size = (group.theta.size, group.hazard.shape[-1] - (START_YEAR - BASE_YEAR))
    shape = shocks.yearly**-2
    yearly = rng.gamma(shape, 1 / shape, size)
    walk = np.cumsum(rng.normal(0, shocks.walk, size), axis=1)
    centre = shocks.walk**2 / 2 * np.arange(1, size[1] + 1)  # so that the mean stays one
    return np.asarray(yearly * np.exp(walk - centre))


def area_part(book: Workbook, first_share: Floats) -> Floats:
    """Return the area's part of the joint number: (draws,), ones for both together."""
    area, joint = book.parameters.gebied, book.area_of(PUBLISHED)
    if area == joint:
        return np.ones_like(first_share)
    return first_share if area == book.members(joint)[0] else 1 - first_share
