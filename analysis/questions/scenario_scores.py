"""Scores of 0 to 100 on the four criteria: computed where that can be done, else from the sheet.

What 0 and 100 mean is described in `criteriumschalen.csv` and depends on no other scenario, so that
adding one changes no rank. A score that colleges or council fill in goes before a computed one.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.frames import rows_of
from analysis.model.uncertain import Uncertain, latin_draws
from analysis.provenance import Provenance, combine, provenance_of
from analysis.questions.assumed import assumption_provenance
from analysis.questions.beschut import NORMAL_90
from analysis.questions.scenario_money import ScenarioMoney, own_book
from analysis.sources.scenario_checks import SCALES, SCORES, WEIGHTS
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]

LABOUR, WELFARE, FINANCE, GOVERNANCE = "C1", "C2", "C3", "C4"
CRITERIA = (LABOUR, WELFARE, FINANCE, GOVERNANCE)
COMPUTED, FILLED = "berekend", "ingevuld"
TOGETHER = "A45"
"""How far judgements on different scenarios go together: a correlation."""


@dataclass(frozen=True)
class Scores:
    """`draws` (draws, scenarios, criteria) of `scenarios`; `cells` what each rests on.

    `cells` has columns scenario, criterium, herkomst (berekend or ingevuld), basis and ids.
    """

    scenarios: tuple[Scenario, ...]
    draws: Floats
    cells: pd.DataFrame
    provenance: Provenance

    @property
    def means(self) -> Floats:
        """Mean scores (scenarios, criteria)."""
        return np.asarray(self.draws.mean(axis=0))


def scores(
    book: Workbook, scenarios: Sequence[Scenario], money: Mapping[str, ScenarioMoney]
) -> Scores:
    """Return the scores of these scenarios by draw."""
    sheet = book.table(SCORES).set_index(["scenario", "criterium"])
    count = len(money[scenarios[0].id].totals)
    columns, cells = [], []
    for scenario in scenarios:
        for criterion in CRITERIA:
            row = _filled(sheet, scenario.id, criterion)
            if row is None:
                columns.append(_computed(money[scenario.id], criterion))
                known, origin = money[scenario.id].shared.provenance, COMPUTED
            else:
                own = own_book(book, scenario)
                columns.append(_judged(row, _levels(own, scenario.id, criterion, count)))
                known, origin = Provenance.of(str(row["basis"]), [f"{SCORES}.csv"]), FILLED
            cells.append((scenario.id, criterion, origin, str(known.basis), ";".join(known.ids)))
    table = pd.DataFrame(cells, columns=["scenario", "criterium", "herkomst", "basis", "ids"])
    draws = np.stack(columns, axis=1).reshape(count, len(scenarios), len(CRITERIA))
    parts = [provenance_of(table), _scales(book), assumption_provenance((TOGETHER,))]
    return Scores(tuple(scenarios), draws, table, combine(parts).derived())


def sheet_weights(book: Workbook) -> dict[str, Floats]:
    """Return the weights (criteria,) by who filled them in, adding up to one; empty when nobody."""
    found = {}
    for who, rows in book.table(WEIGHTS).groupby("wie", sort=False):
        points = rows.set_index("criterium")["gewicht"].reindex(list(CRITERIA))
        if points.notna().all():
            found[str(who)] = np.asarray(points / points.sum(), dtype=float)
    return found


def finance_zero(item: ScenarioMoney) -> float:
    """The shortfall (euro) that scores 0: all support over the years, as without any measure."""
    return float(item.shared.years.pools[:, item.period].sum(axis=1).mean())


def _levels(book: Workbook, scenario: str, criterion: str, count: int) -> Floats:
    """Where each draw lies in a judgement's distribution (0 to 1), in part the same for all.

    Each judgement has a generator of its own, so that one scenario more changes no other.
    """
    together = np.clip(book.number(TOGETHER).value, 0.0, 1.0)
    common, own = (
        _spread_normal([book.parameters.zaad, 62, zlib.crc32(name.encode())], count)
        for name in (criterion, f"{criterion}/{scenario}")
    )
    return np.asarray(special.ndtr(np.sqrt(together) * common + np.sqrt(1 - together) * own))


def _spread_normal(seed: list[int], count: int) -> Floats:
    """Standard normal draws, evenly spread."""
    standard = Uncertain("normal", -NORMAL_90, 0.0, NORMAL_90)
    return latin_draws([standard], count, np.random.default_rng(seed))[:, 0]


def _computed(item: ScenarioMoney, criterion: str) -> Floats:
    if criterion == LABOUR:
        return np.asarray(np.clip(100 * item.outside_share(), 0, 100))
    if criterion == FINANCE:
        return np.asarray(np.clip(100 * (1 + item.totals / finance_zero(item)), 0, 100))
    raise ValueError(f"no score in the sheet for {item.scenario.id}, {criterion}")


def _judged(row: Mapping[str, Any], level: Floats) -> Floats:
    """A score by draw from its three values; one without an interval stays."""
    low, middle, high = (float(row[end]) for end in ("laag", "midden", "hoog"))
    if low == high:
        return np.full(level.shape, middle)
    return np.asarray(np.clip(Uncertain("normal", low, middle, high).quantile(level), 0, 100))


def _filled(sheet: pd.DataFrame, scenario: str, criterion: str) -> dict[str, Any] | None:
    if (scenario, criterion) not in sheet.index:
        return None
    row = rows_of(sheet.loc[[(scenario, criterion)]])[0]
    return None if pd.isna(row["midden"]) else row


def _scales(book: Workbook) -> Provenance:
    bases = book.table(SCALES)["basis"].unique()
    return combine(Provenance.of(basis, [f"{SCALES}.csv"]) for basis in bases)
