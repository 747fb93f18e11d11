"""The reader of notebook 07 who lays all its tables of candidates side by side.

It knows what each count means. So it thinks of every kind of person there can be: entered on this
day, left on that one, for this reason. Each count is a sum over kinds, and whatever holds of two
counts by definition follows from that; nothing of what the gate was told is taken on trust.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize, sparse

from analysis.disclosure.relations import Cell, Relation
from analysis.questions import monitor_flows
from analysis.questions.monitor_candidates import Candidates
from analysis.questions.monitor_cohort_counts import CohortCounts, Course
from analysis.questions.monitor_gate import place_of
from analysis.released import Released
from tests.disclosure_attack import MOST, Range, told

FIRST, CONTRACT = 2020, 2023
SYSTEMS = {
    "uitstroom": monitor_flows.outflow,
    "binnen een half jaar": monitor_flows.to_work_in_time,
    "plan": monitor_flows.plans_in_time,
}


@dataclass(frozen=True)
class Kinds(Candidates):
    """Candidates of every kind, which remember who meets which rule in which quarter."""

    masks: dict[tuple[str, str], Any] = field(default_factory=dict)

    def by_quarter(self, rules: Any) -> pd.DataFrame:
        for quarter, end in self.ends.items():
            for name, is_so in rules(end).items():
                self.masks[str(quarter), name] = is_so.to_numpy(bool)
        return super().by_quarter(rules)


def everybody(seen: str) -> pd.DataFrame:
    """A row per kind of person: three days of each month, each reason, with and without a plan."""
    days = _days(pd.Timestamp(seen))
    pairs = [(a, b) for a, b in product(days, [*days, pd.NaT]) if b is pd.NaT or a <= b]
    table = pd.DataFrame(pairs, columns=["instroom", "uitstroom"])
    there = table["uitstroom"].isna()
    rows = [table[there].assign(reden="")]
    rows += [table[~there].assign(reden=reason) for reason in ("werk", "onderwijs", "verhuizing")]
    found = pd.concat(rows)
    more = product(("Groeien", "Matchen"), ("ja", "nee"), (True, False))
    return pd.concat(
        [
            found.assign(
                groep=group,
                actielijn_buig=label,
                plandatum=found["instroom"] if plan else pd.NaT,
            )
            for group, label, plan in more
        ],
        ignore_index=True,
    ).assign(statushouder="nee", route_begin=pd.NaT, lks_begin=pd.NaT, peildatum=seen)


def _days(seen: pd.Timestamp) -> pd.DatetimeIndex:
    starts = pd.date_range(f"{FIRST}-01-01", seen, freq="MS")
    middle, last = starts + pd.Timedelta(days=14), starts + pd.offsets.MonthEnd()
    days = starts.union(middle).union(last).union(pd.DatetimeIndex([seen]))
    return days[days <= seen]


def meanings(
    people: pd.DataFrame,
    ends: pd.Series,
    cohorts: Sequence[CohortCounts],
    courses: Mapping[str, Course],
) -> dict[Cell, np.ndarray]:
    """Who of these kinds each count is about."""
    found: dict[Cell, np.ndarray] = {}
    for name, rule in SYSTEMS.items():
        kinds = Kinds(people, ends, CONTRACT)
        counts = rule(kinds)
        for (quarter, column), mask in kinds.masks.items():
            found[f"{name}: {place_of(counts, column)}", quarter, column] = mask
    for one in cohorts:
        found |= _of_cohort(people, one, courses[one.group])
    return found


def _of_cohort(
    people: pd.DataFrame, counts: CohortCounts, course: Course
) -> dict[Cell, np.ndarray]:
    name = f"{counts.group} {counts.year}"
    seen = pd.Timestamp(people["peildatum"].iloc[0])
    mine = (people["groep"] == counts.group) & (people["instroom"].dt.year == counts.year)
    well = people["reden"].isin(course.reasons)
    found = {(f"{name}: omvang", "instroom", "personen"): mine}
    for month in map(int, counts.by_month.index):
        due = people["instroom"] + pd.DateOffset(months=month)
        gone = people["uitstroom"] <= due
        found[f"{name}: verloop", month, "werk"] = mine & well & gone
        found[f"{name}: verloop", month, "ongezien"] = mine & (due > seen) & ~(well & gone)
        found[f"{name}: anders vertrokken", "instroom", "anders"] = mine & ~well & gone
    return {cell: mask.to_numpy(bool) for cell, mask in found.items()}


def kinds_apart(meant: Mapping[Cell, np.ndarray]) -> tuple[list[Cell], np.ndarray]:
    """The kinds that differ in what they count for: cells, and (cells, kinds) of 0 and 1."""
    cells = list(meant)
    table = np.array([meant[cell] for cell in cells], dtype=np.uint8)
    packed = np.packbits(table, axis=0)
    _, first = np.unique(packed, axis=1, return_index=True)
    return cells, table[:, first]


def attack_kinds(
    released: Mapping[str, Released],
    relations: Sequence[Relation],
    meant: Mapping[Cell, np.ndarray],
    nobody: Sequence[Cell],
) -> dict[Cell, Range]:
    """Return the lowest and highest possible count of each that is not shown."""
    known = dict.fromkeys(nobody, (0, 0))
    for name, table in released.items():
        for cell in ((name, row, column) for row in table.rows for column in table.columns):
            known.setdefault(cell, told(table, table.value(*cell[1:])))
    counted, kinds = kinds_apart(meant)
    named = [cell for one in relations for cell in (*one.left, *one.right)]
    cells = list(dict.fromkeys([*known, *counted, *named]))
    place = {cell: at for at, cell in enumerate(cells)}
    rows = sparse.lil_array((len(relations) + len(counted), len(cells) + kinds.shape[1]))
    for at, one in enumerate(relations):
        for side, sign in ((one.left, 1), (one.right, -1)):
            for cell in side:
                rows[at, place[cell]] += sign
    for at, cell in enumerate(counted, start=len(relations)):
        rows[at, place[cell]] = -1
        rows[at, len(cells) :] = kinds[at - len(relations)]
    ends = [known.get(cell, (0, MOST)) for cell in cells] + [(0, MOST)] * kinds.shape[1]
    matrix = sparse.csr_array(rows)
    return {
        cell: (_end(at, 1, matrix, ends), _end(at, -1, matrix, ends))
        for cell, at in place.items()
        if ends[at] == (0, MOST)
    }


def _end(place: int, sign: int, rows: Any, ends: Sequence[Range]) -> int:
    """The lowest (sign 1) or highest (-1) that the count can be, to a whole number."""
    aim = np.zeros(len(ends))
    aim[place] = sign
    low, high = np.array(ends, dtype=float).T
    found = optimize.milp(
        aim, bounds=optimize.Bounds(low, high), constraints=optimize.LinearConstraint(rows, 0, 0)
    )
    assert found.x is not None, found.message  # what was published is possible
    value = float(found.x[place])
    return int(np.ceil(value - 1e-6)) if sign > 0 else int(np.floor(value + 1e-6))
