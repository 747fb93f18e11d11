"""All counts that notebook 07 publishes, with what adds up over its tables, and the truth.

Here belongs putting side by side what each question let through. Of candidates the reader knows
more than is stated here (`monitor_attack`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.disclosure.relations import Cell, Relation
from analysis.frames import rows_of
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor import monitor
from analysis.questions.monitor_candidate_gate import candidate_total, released_candidates
from analysis.questions.monitor_cohort_gate import cohort_linked
from analysis.questions.monitor_gate import SHOWN, linked_of
from analysis.questions.monitor_linked import Linked, joined
from analysis.questions.monitor_routes import ALL, route_linked, route_monitor
from analysis.questions.monitor_routes import SHOWN as ROUTES
from analysis.questions.monitor_shared import cohort_name
from analysis.questions.monitor_tables import plan_linked
from analysis.questions.monitor_wsw_gate import AGES, RUNGS, released_wsw, wsw_linked
from analysis.released import Released
from analysis.sources.workbook import Workbook


@dataclass(frozen=True)
class Page:
    """Tables as published, all true counts, what adds up, and what is nobody by definition."""

    released: dict[str, Released] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    nobody: list[Cell] = field(default_factory=list)

    def add(self, linked: Linked, released: Mapping[str, Released]) -> None:
        """Put these tables beside the others; one that is there already is the same."""
        self.tables.update(linked.tables)
        self.relations.extend(linked.relations)
        self.nobody.extend(linked.empty)
        self.released.update(released)

    def truth(self, cell: Cell) -> int:
        """What the count really is."""
        return int(self.tables[cell[0]][cell[2]].loc[cell[1]])

    def shows(self, cell: Cell) -> bool:
        """Whether the cell is in a table that is published, be it hidden."""
        return cell[0] in self.released


def candidate_page(book: Workbook) -> Page:
    """The agreements about candidates and the cohorts."""
    page, counts, passed = Page(), candidate_total(book), released_candidates(book)
    parts = {name: linked_of(one) for name, one in counts.systems.items()}
    parts |= {cohort_name(one): cohort_linked(one) for one in counts.cohorts}
    released = {f"{name}: {SHOWN}": one for name, one in passed.systems.items()}
    for one, cohort in zip(counts.cohorts, passed.cohorts, strict=True):
        released |= {f"{cohort_name(one)}: {name}": t for name, t in cohort.tables.items()}
    page.add(joined(parts, counts.shared), released)
    return page


def route_page(book: Workbook) -> Page:
    """The routes, and how many started in the contract's year as agreement G5 tells it.

    Who reads of no difference takes the two for the same.
    """
    page, found, table = Page(), route_monitor(book), book.table("werkleerroutes")
    assert found is not None
    own = route_linked(book)
    names = [ROUTES, "rest"]
    relations = [one for one in own.relations if {cell[0] for cell in one.left} <= {*names}]
    own = Linked({name: own.tables[name] for name in names}, [*_of_routes(relations)], ["rest"])
    page.add(own, {ROUTES: found.released})
    result = monitor(book)
    line = next(row for row in rows_of(result.now) if row["id"] == "G5")
    if line["waarde"] is None or any(one.agreement == "G5" for one in result.differences):
        return page
    this = table["jaar"] == int(CONTRACT_YEAR)
    cells = [("jaren", "jaar", "dit"), ("eerder", "jaar", "eerder")]
    years = {
        name: pd.DataFrame({column: [int(table.loc[rows, "gestart"].sum())]}, index=[row])
        for (name, row, column), rows in zip(cells, (this, ~this), strict=True)
    }
    whole = Relation(((ROUTES, ALL, "gestart"),), tuple(cells))
    told = protect(pd.DataFrame({"dit": [int(line["waarde"])]}, index=["jaar"]))
    page.add(Linked(years, [whole], empty=[] if (~this).any() else cells[1:]), {"jaren": told})
    return page


def _of_routes(relations: list[Relation]) -> list[Relation]:
    return [one for one in relations if all(cell[0] in (ROUTES, "rest") for cell in one.right)]


def wsw_page(book: Workbook) -> Page:
    """The employees by age, by rung and by plan; the registration tells their number too."""
    page, shown = Page(), released_wsw(book)
    linked, plans = wsw_linked(book), plan_linked(book)
    assert plans is not None
    page.add(linked, {name: shown[name] for name in (AGES, RUNGS)})
    passed = plans.released_or_hidden()
    page.add(plans.named("plannen"), {"plannen: stand": passed["stand"]})
    return page


__all__ = ["Page", "candidate_page", "route_page", "wsw_page"]
