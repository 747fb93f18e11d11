"""From the released counts of a cohort to shares, margins and a verdict by month.

Nothing but what passed the privacy gate goes in, so whatever comes out may be shown. Shares are
percentages of the cohort as it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.model.agreement_verdicts import COVERAGE, FIRM
from analysis.model.indicators import AT_LEAST, judge, proportion_interval
from analysis.model.life_table import step_incidence, without_others
from analysis.questions.monitor_cohort_gate import ReleasedCohort, Shown
from analysis.released import BASE, Released, ShownNumber, derived

PATH = "pad"
ABOVE, BELOW = "hoger dan afgesproken", "lager dan afgesproken"
BY_CHANCE, UNKNOWN = "binnen de marge van toeval", "verborgen"
EARLY = "te vroeg voor een oordeel"
"""Of a cohort of which nobody was followed to its first moment: see `Point.early`."""


@dataclass(frozen=True)
class Share:
    """A share with its margin (`COVERAGE`), in percent, and a verdict.

    `people` is how many, all followed, would tell it as precisely.
    """

    value: ShownNumber
    low: ShownNumber
    high: ShownNumber
    people: ShownNumber
    verdict: str


@dataclass(frozen=True)
class Point:
    """A cohort after so many months; what is hidden is None.

    `agreed` is the percentage that the path asks for by then, `left` how many were seen to leave;
    `estimated` where not everybody was followed so long, and `early` where nobody was and it is the
    first moment: all then rests on leaving spread evenly over the time since entering, and who
    leaves late counts too little.
    """

    month: int
    agreed: ShownNumber
    estimated: bool
    left: Shown
    share: Share | None = None
    early: bool = False

    @property
    def verdict(self) -> str:
        """How the share lies to the path; none as long as it is early."""
        if self.share is None:
            return UNKNOWN
        return EARLY if self.early else self.share.verdict


@dataclass(frozen=True)
class Cohort:
    """The inflow of one year into a group, as it may be shown.

    `naive` is who left so far as a share of all, `apart` what share would have left if nobody left
    for another reason; both percentages.
    """

    released: ReleasedCohort
    points: tuple[Point, ...]
    naive: ShownNumber | None
    apart: ShownNumber | None

    @property
    def name(self) -> str:
        """How a reader calls it."""
        return f"instroom {self.released.year}"

    @property
    def latest(self) -> Point | None:
        """The last point with a share, None when all are hidden."""
        known = [point for point in self.points if point.share is not None]
        return known[-1] if known else None


def cohort_of(released: ReleasedCohort, path: Released) -> Cohort:
    """Return shares, margins and verdicts of a released cohort; `path` has a norm by month."""
    points = tuple(_points(released, path))
    size, last, others = released.size, points[-1], released.otherwise
    if size is None or last.left is None:
        return Cohort(released, points, None, None)
    apart = None
    if last.share is not None and others is not None:
        value = without_others(last.share.value / 100, others / last.left)
        apart = derived(100 * value, last.share.value, others, last.left)
    return Cohort(released, points, derived(100 * last.left / size, last.left, size), apart)


def _points(released: ReleasedCohort, path: Released) -> Iterable[Point]:
    """The points by month; after a hidden one only what all were followed to is known again."""
    known: list[int] = []
    gap = released.size is None
    for month in released.months:
        certain, agreed = month in released.certain, path.shown(month, PATH)
        assert isinstance(agreed, ShownNumber)
        early = released.open_end and len(released.months) == 1
        blank = Point(month, agreed, not certain, released.left(month), early=early)
        gap = _unseen(released, month) is None or released.size is None or (gap and not certain)
        if gap:
            yield blank
        else:
            known.append(month)
            yield replace(blank, share=_share(released, known, agreed))


def _unseen(released: ReleasedCohort, month: int) -> float | None:
    """How many had not left and could not be followed so long; None where that is hidden."""
    size, left = released.size, released.left(month)
    if size is None or left is None:
        return None
    if month in released.certain:
        return 0.0
    if released.open_end and month == released.months[-1]:
        return float(size - left)
    shown = released.unseen(month)
    return None if shown is None else float(shown)


def _share(released: ReleasedCohort, months: Sequence[int], agreed: float) -> Share | None:
    """The estimate after the last of the months that are known; none for nobody or everybody."""
    gone = [released.left(month) or 0 for month in months]
    unseen = [_unseen(released, month) or 0 for month in months]
    table = step_incidence(float(released.size or 0), gone, unseen, BASE)
    share, people = (float(value) for value in table.iloc[-1])
    if np.isnan(people):
        return None
    low, high = proportion_interval(share * people, people, "jeffreys", COVERAGE)
    chance = judge(share, agreed / 100, AT_LEAST, people)
    parents = tuple(released.tables.values())
    return Share(
        derived(100 * share, *parents),
        derived(100 * float(low), *parents),
        derived(100 * float(high), *parents),
        derived(people, *parents),
        ABOVE if chance >= FIRM else BELOW if chance <= 1 - FIRM else BY_CHANCE,
    )
