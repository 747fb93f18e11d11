"""The werkleerroutes: what share of who started went on to work, and what chance makes of that.

All years of the table together, because one route has about ten people a year. A funnel says
whether a route lies further off than its size explains; it ranks none and knows no cause. All that
is computed here comes from the counts that passed the privacy gate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.disclosure.gate import protect
from analysis.disclosure.relations import Cell, Relation, margins
from analysis.model.control_chart import LEVELS, funnel_place
from analysis.model.indicators import funnel_limits
from analysis.provenance import Provenance
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_candidates import candidates
from analysis.questions.monitor_flows import beginnings
from analysis.questions.monitor_gate import SHOWN as STATED
from analysis.questions.monitor_gate import linked_of
from analysis.questions.monitor_linked import Linked, Within, called, with_shared
from analysis.released import Released, ShownNumber, derived, rounding_range
from analysis.sources.workbook import Workbook

TABLE = "werkleerroutes"
AGREED = ("D32", "D53")
STARTED, TO_WORK = "gestart", "naar_werk"
ALL = "alle routes"
SHOWN, REST = "routes", "rest"
AGREEMENT = "G5"
"""The agreement that counts who started in its year."""

WITHIN, UNKNOWN = "binnen de marge van toeval", "verborgen"
BEYOND = {
    (1, 1): "buiten de marge, hoger",
    (1, 2): "ver buiten de marge, hoger",
    (-1, 1): "buiten de marge, lager",
    (-1, 2): "ver buiten de marge, lager",
}
"""By side and by how many of the levels of the limits."""


@dataclass(frozen=True)
class RouteMonitor:
    """The routes together and apart, rounded or hidden; `years` are those in which people began.

    `released` has rows per route and for all, and the columns `gestart` and `naar_werk`.
    """

    released: Released
    years: tuple[int, ...]
    provenance: Provenance

    @property
    def made_up(self) -> bool:
        """Whether the figures are (partly) an example."""
        return self.provenance.made_up

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes, by name."""
        return tuple(str(name) for name in self.released.rows if name != ALL)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The routes of which no share may be shown."""
        return tuple(name for name in self.routes if self.share(name) is None)

    def share(self, name: str = ALL) -> ShownNumber | None:
        """The percentage of who started in a route that went to work; None when hidden."""
        part, whole = (self.released.shown(name, column) for column in (TO_WORK, STARTED))
        if part is None or whole is None:
            return None
        return derived(min(100 * part / whole, 100.0), part, whole)

    def place(self, name: str) -> str:
        """Where a route lies in the funnel: beyond a limit only if so whatever was rounded off."""
        part, whole = (self.released.shown(name, column) for column in (TO_WORK, STARTED))
        target = self.share()
        if part is None or whole is None or target is None or not 0 < target < 100:
            return UNKNOWN
        rules = self.released.threshold, self.released.base
        (fewest, most), (smallest, largest) = (
            rounding_range(int(count), *rules) for count in (part, whole)
        )
        shares = fewest / largest, min(most / smallest, 1.0)
        return BEYOND.get(funnel_place(*shares, int(whole), target / 100), WITHIN)

    def limits(self) -> pd.DataFrame:
        """The limits by size, from the threshold to the largest route (dtype object).

        Columns gestart, and onder and boven for each of `LEVELS`: percentages. No rows when the
        share of all routes is hidden, or all routes are.
        """
        target = self.share()
        sizes = [count for name in self.routes if (count := self.released.shown(name, STARTED))]
        if target is None or not 0 < target < 100 or not sizes:
            return pd.DataFrame()
        n = np.arange(self.released.threshold, int(max(sizes)) + self.released.base + 1)
        table = funnel_limits(target / 100, n)
        parents = (target, *sizes)
        columns = {STARTED: [derived(int(size), *parents) for size in n]}
        for level in LEVELS:
            rows = table[table["level"] == level]
            for name, end in (("onder", "lower"), ("boven", "upper")):
                columns[f"{name}_{level}"] = [
                    derived(100 * float(value), *parents) for value in rows[end]
                ]
        return pd.DataFrame(
            {name: pd.Series(cells, dtype=object) for name, cells in columns.items()}
        )


def route_monitor(book: Workbook) -> RouteMonitor | None:
    """Return the routes of all years together, hidden when they can't be protected.

    None when the table is empty.
    """
    table = book.table(TABLE)
    if table.empty:
        return None
    released = route_linked(book).released_or_hidden()[SHOWN]
    years = tuple(sorted({int(year) for year in table["jaar"]}))
    agreed = [book.number(name).provenance for name in AGREED]
    provenance = book.provenance(TABLE) | agreed[0] | agreed[1]
    return RouteMonitor(released, years, provenance.derived())


def route_linked(book: Workbook) -> Linked:
    """Return the routes with what adds up, and with who started in the year of the contract.

    That many passed before: agreement G5 counts them too, from the trajectories, and it is told
    when the two differ. Who started in other years can be subtracted, and is guarded.
    """
    table = book.table(TABLE)
    counts = table.groupby("route")[[STARTED, TO_WORK]].sum().astype("int64")
    counts.loc[ALL] = counts.sum()
    rest = pd.DataFrame({REST: counts[STARTED] - counts[TO_WORK]})
    routes = {SHOWN: counts, REST: rest}
    own = Linked(routes, list(_relations(routes)), (REST,))
    this = table["jaar"] == int(CONTRACT_YEAR)
    known = _started(book, int(table.loc[this, STARTED].sum()))
    if known is None or not this.any():
        return own
    before, cell = known
    beside = Linked(
        {**own.tables, **before.tables},
        [*own.relations, *before.relations],
        [*own.withheld, *before.withheld],
        before.empty,
        before.earlier,
    )
    return with_shared(beside, [Within(((SHOWN, ALL, STARTED),), (cell,), same=bool(this.all()))])


def _started(book: Workbook, started: int) -> tuple[Linked, Cell] | None:
    """What a reader knows of who started in the year, as it passed; None where it is not told."""
    people = candidates(book)
    if people is None or f"{CONTRACT_YEAR}-Q4" not in people.ends.index:
        return None
    counts = beginnings(people)
    if counts.table.loc[f"{CONTRACT_YEAR}-Q4", AGREEMENT] == started:
        linked = linked_of(counts).named(AGREEMENT)
        place = called(AGREEMENT, STATED)
        shown = linked_of(counts).released_or_hidden()[STATED]
        return replace(linked, earlier={place: shown}), (place, f"{CONTRACT_YEAR}-Q4", AGREEMENT)
    one = pd.DataFrame({STARTED: [started]}, index=[CONTRACT_YEAR])
    return Linked({AGREEMENT: one}, earlier={AGREEMENT: protect(one)}), (
        AGREEMENT,
        CONTRACT_YEAR,
        STARTED,
    )


def _relations(tables: dict[str, pd.DataFrame]) -> Iterable[Relation]:
    for name, table in tables.items():
        yield from margins(name, table, row_total=ALL)
    for route in tables[SHOWN].index:
        parts = ((SHOWN, route, TO_WORK), (REST, route, REST))
        yield Relation(((SHOWN, route, STARTED),), parts)
