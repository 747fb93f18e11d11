"""What moves the Wsw's numbers most, and which missing figure would take most of the doubt away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.model import sensitivity
from analysis.questions import national_runoff as national
from analysis.questions import wsw_money
from analysis.questions.assumed import quantiles_of
from analysis.questions.local_runoff import (
    AGE_SHIFT,
    FIRST_SHARE,
    LOCAL_LEVEL,
    PER_HEAD,
    PUBLISHED,
    SE_PER_YEAR,
    START_YEAR,
    LocalRunoff,
    area_part,
    staying_chance,
)
from analysis.questions.wsw_middle import level_weights
from analysis.questions.wsw_money import FIRST_YEAR, MONEY, PERIOD_END, WswMoney
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

HEADS_YEAR = 2030
ENDS = (0.1, 0.9)
NATIONAL_LEVEL = "landelijk niveau"
"""The one input that is no assumption: what the national totals say of the level."""


@dataclass(frozen=True)
class Missing:
    """A figure that is missing: what it is, where it lives, and the gap's id in the register."""

    what: str
    ask: str
    gaps: tuple[str, ...]


ASKED = {
    "stand": Missing("Aantal Wsw-medewerkers eind 2025, per gemeente", "IW3", ("G01", "G10")),
    "vertrek": Missing("Aantal en vertrek met reden, elk jaar vanaf 2017", "IW3 en AFAS", ("G28",)),
    "leeftijd": Missing("Geboortejaar van iedere Wsw-medewerker", "IW3", ("G27",)),
    "uren": Missing("Contracturen en SE per medewerker", "AFAS en IW3", ("G01", "G27")),
    "loon": Missing("Loonkosten per arbeidsjaar", "AFAS", ("G29",)),
    "subsidie": Missing("Rijksbijdrage per SE in 2025", "begroting van de gemeenten", ("G31",)),
    "budget": Missing("Hoe het Rijk het budget bijstelt", "circulaires en begroting", ("G31",)),
    "cao": Missing("Loonafspraken en indexering tot en met 2029", "AFAS en begroting", ("G29",)),
}
"""What can be asked for, the simplest to give first; the order in the report is computed."""

TIE = 2.0
"""Percentage points within which answers count as equally valuable: the simplest is first."""


def wsw_tornado(book: Workbook, nation: national.NationalRunoff) -> pd.DataFrame:
    """Return the result of the budget period (euro) with one input at 10 % and at 90 %.

    The other inputs stay at their middle and nothing is left to chance. Columns as
    `sensitivity.tornado`; `invoer` an id of an assumption or `NATIONAL_LEVEL`.
    """
    level_low, level_high = _level_ends(book, nation)
    ranges = {
        name: (float(low), float(high))
        for name in _moving(book)
        for low, high in [quantiles_of(book, name, ENDS)]
    }
    return sensitivity.tornado(
        lambda values: expected_total(book, nation, values),
        tornado_middle(book, nation),
        ranges | {NATIONAL_LEVEL: (level_low, level_high)},
    )


def tornado_middle(book: Workbook, nation: national.NationalRunoff) -> dict[str, float]:
    """Return the middle of every input of the tornado, by name."""
    middle = {name: book.number(name).value for name in (*_moving(book), FIRST_SHARE)}
    return middle | {NATIONAL_LEVEL: float(nation.theta @ level_weights(book, nation))}


def _moving(book: Workbook) -> tuple[str, ...]:
    split = (FIRST_SHARE,) if book.parameters.gebied != book.area_of(PUBLISHED) else ()
    fixed = (LOCAL_LEVEL, AGE_SHIFT, PER_HEAD, SE_PER_YEAR)
    return (*fixed, *national.RETIREMENT, *MONEY, *split)


def _level_ends(book: Workbook, nation: national.NationalRunoff) -> tuple[float, float]:
    """The level at 10 % and 90 % after calibration, with the causes at their middle."""
    weights = level_weights(book, nation)
    low, high = np.interp(ENDS, np.cumsum(weights) - weights / 2, nation.theta)
    return float(low), float(high)


def expected_total(
    book: Workbook, nation: national.NationalRunoff, values: Mapping[str, float]
) -> float:
    """Return the expected result of the budget period (euro) for one choice of all inputs."""
    drawn = {name: np.array([value]) for name, value in values.items()}
    group = _group(book, drawn, values[NATIONAL_LEVEL])
    local = group.pick(np.array([0]), group.theta * drawn[LOCAL_LEVEL])
    chance = np.hstack([np.ones((1, 1)), staying_chance(local, drawn[AGE_SHIFT])])
    heads = book.number(PUBLISHED).value * area_part(book, drawn[FIRST_SHARE])[:, None] * chance
    se = values[PER_HEAD] * values[SE_PER_YEAR] * nation.points.factor
    units = (heads[:, 1:] + heads[:, :-1]) / 2 * se
    national_se = book.number(SE_PER_YEAR).value  # the doubt is about the local weighing
    inputs = wsw_money.money_inputs(book, group, nation.points, units, national_se, PERIOD_END)
    return float(inputs.money(drawn).result.sum())


def value_of_asking(local: LocalRunoff, money: WswMoney) -> pd.DataFrame:
    """Return in which order to ask for what is missing, and what doubt is left after each answer.

    Each row adds the figure that takes most of the remaining doubt away. Columns gegeven, vragen,
    ids (of the gaps), personen_pct and resultaat_pct: the width of the 90% interval that is left of
    the people in 2030 and of the result of the budget period, with all rows so far known. From the
    draws: sqrt(1 - R²) of the width is left, R² of a linear regression on what is known.
    """
    outcomes = (local.paths[:, HEADS_YEAR - START_YEAR], money.results())
    answers = _known(local, money)
    known = np.empty((len(local.paths), 0))
    rows = []
    while answers:
        left = {key: _left(outcomes, known, answer) for key, answer in answers.items()}
        least = min(sum(widths) for widths in left.values())
        best = next(key for key, widths in left.items() if sum(widths) <= least + TIE)
        asked = ASKED[best]
        known = np.column_stack([known, answers.pop(best)])
        rows.append((asked.what, asked.ask, ";".join(asked.gaps), *left[best]))
    columns = ["gegeven", "vragen", "ids", "personen_pct", "resultaat_pct"]
    return pd.DataFrame(rows, columns=columns)


def _known(local: LocalRunoff, money: WswMoney) -> dict[str, Floats]:
    """What each question would tell, by draw: (draws, inputs)."""
    until = FIRST_YEAR - START_YEAR
    heads = local.paths.astype(float)
    drawn = local.drawn | money.drawn
    return {
        "stand": heads[:, [until]],
        "vertrek": np.column_stack([heads[:, 1 : until + 1], drawn[LOCAL_LEVEL]]),
        "leeftijd": _columns(drawn, AGE_SHIFT),
        "uren": _columns(drawn, PER_HEAD, SE_PER_YEAR),
        "loon": _columns(drawn, wsw_money.WAGE),
        "subsidie": money.money.per_se[:, :1],
        "budget": _columns(drawn, wsw_money.FOLLOW, wsw_money.LAG),
        "cao": _columns(drawn, wsw_money.WAGE_DRIFT),
    }


def _columns(drawn: Mapping[str, Floats], *names: str) -> Floats:
    return np.column_stack([drawn[name] for name in names])


def _left(
    outcomes: tuple[NDArray[np.generic], ...], known: Floats, answer: Floats
) -> tuple[float, ...]:
    """Width that is left of each outcome's interval (%)."""
    inputs = np.column_stack([known, answer])
    shares = (sensitivity.explained_share(outcome, inputs) for outcome in outcomes)
    return tuple(100 * float(np.sqrt(max(1 - share, 0))) for share in shares)


def _group(book: Workbook, drawn: Mapping[str, Floats], level: float) -> national.Group:
    causes = {name: np.array([book.number(name).value]) for name in national.CAUSES}
    group = national.group_of(book, {**causes, **drawn})
    return group.pick(np.array([0]), np.array([level]))
