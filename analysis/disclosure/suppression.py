"""Which cells of a table must stay hidden, so that none of them can be calculated back.

Here belongs the search over numbers that add up to each other; labels, rounding and words are in
`disclosure`. The attacker knows every published number, how it was rounded, the relations and the
rules, and that a hidden cell may be anything from `floor` up: not which hidden cells are small.
A hidden cell is safe when complete tables are known that publish the same and put it far enough
apart. Each such table is found by linear programming and checked by adding up, so no answer of the
solver is taken on trust; what is hidden in addition is what the cheapest such table has to break
(Fischetti and Salazar 2001; De Wolf, Handbook on Statistical Disclosure Control, 2010, ch. 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from analysis.errors import PrivacyError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

UNPROTECTABLE = (
    "de tabel kan niet worden getoond: een verborgen aantal is altijd te herleiden uit wat al vast"
    " staat (eerder gepubliceerd, of nul door definitie)"
)
CHECK = 1e-6
"""How far a solver's answer may be from a whole number or a limit, before it is checked exactly."""


@dataclass(frozen=True)
class System:
    """Cells, what they add up to, and what must remain possible; all arrays are (cells,).

    `values` are the true numbers and `matrix` (relations, cells) has `matrix @ values` = 0, but
    for the rounding of amounts. A published cell tells that it lies in `low` to `high`; `open`
    cells are hidden from the start and `fixed` ones can't be hidden any more. In a `small` cell
    `bottom` and `top` must remain possible, in any other hidden cell numbers `width` apart. `cost`
    is what hiding a cell loses, `floor` the lowest number there is, `whole` whether only whole
    numbers count.
    """

    values: Floats
    low: Floats
    high: Floats
    matrix: Floats
    open: Bools
    fixed: Bools
    small: Bools
    bottom: Floats
    top: Floats
    width: Floats
    cost: Floats
    floor: float = 0.0
    whole: bool = True


def suppress(system: System) -> Bools:
    """Return (cells,) which cells are hidden.

    Raises `PrivacyError` when hiding everything that may be hidden does not protect them.
    """
    search = _Search(system)
    while True:
        before = int(search.hidden.sum())
        for cell in np.flatnonzero(search.hidden):
            search.protect(int(cell))
        if search.hidden.sum() == before:
            return search.hidden


class _Search:
    """What is hidden so far, and for each cell the lowest and highest number proven possible.

    Hiding more only allows more tables, so what is proven stays proven.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.hidden = system.open.copy()
        self.lowest, self.highest = system.values.copy(), system.values.copy()
        # x as it may be while publishing the same, plus up, minus down: what breaks a published x.
        self.relations = sparse.csr_array(np.hstack([system.matrix, system.matrix, -system.matrix]))
        self.spread = np.abs(system.values).max(initial=1.0)

    def protect(self, cell: int) -> None:
        """Hide what is needed to make this hidden cell safe."""
        system = self.system
        if system.small[cell]:
            for target in (system.bottom[cell], system.top[cell]):
                if not self.lowest[cell] <= target <= self.highest[cell]:
                    self._break(self._reach(cell, target))
        elif self.highest[cell] - self.lowest[cell] < system.width[cell]:
            # From the lowest possible number, whatever tables happened to be found before.
            self._break(self._reach(cell, self._lowest(cell) + system.width[cell]))

    def _lowest(self, cell: int) -> float:
        aim = np.zeros(3 * len(self.hidden))
        aim[cell] = 1.0
        low, high = self._limits()
        high[len(self.hidden) :] = 0.0
        table = self._solve(aim, low, high)
        self._remember(table)
        return float(table[cell])

    def _reach(self, cell: int, target: float) -> Floats:
        """The table with this number in this cell that breaks least of what is shown."""
        cost = np.concatenate([np.zeros(len(self.hidden)), self.system.cost, self.system.cost])
        least, most = self._limits()
        least[cell] = most[cell] = target
        return self._solve(cost, least, most)

    def _limits(self) -> tuple[Floats, Floats]:
        system, hidden = self.system, self.hidden
        closed = hidden | system.fixed
        least = np.where(hidden, system.floor, system.low)
        most = np.where(hidden, np.inf, system.high)
        none = np.zeros(len(hidden))
        down = np.where(closed, 0.0, np.maximum(least - system.floor, 0.0))
        up = np.where(closed, 0.0, np.inf)
        return np.concatenate([least, none, none]), np.concatenate([most, up, down])

    def _solve(self, cost: Floats, low: Floats, high: Floats) -> Floats:
        """The cheapest table (cells,) within the limits; whole where only whole numbers count."""
        found = self._program(cost, low, high)
        if found is not None and self.system.whole and not _is_whole(_table(found)):
            # Whole numbers are mostly to be had by breaking the same cells, which is quick to see.
            same = np.where(found > CHECK, high, low)
            same[: len(self.hidden)] = high[: len(self.hidden)]
            found = self._program(cost, low, same, whole=True)
            if found is None:
                found = self._program(cost, low, high, whole=True)
        if found is None:
            raise PrivacyError(UNPROTECTABLE)
        table = _table(found).round() + 0.0 if self.system.whole else _table(found)
        self._check(table)
        return table

    def _program(
        self, cost: Floats, low: Floats, high: Floats, whole: bool = False
    ) -> Floats | None:
        found = optimize.milp(
            cost,
            integrality=np.full(len(cost), int(whole)),
            bounds=optimize.Bounds(low, high),
            constraints=optimize.LinearConstraint(self.relations, 0.0, 0.0),
        )
        return None if found.x is None else np.asarray(found.x)

    def _check(self, table: Floats) -> None:
        system = self.system
        slack = 0.0 if system.whole else CHECK * self.spread
        wrong = np.abs(system.matrix @ table).max(initial=0.0) > slack * table.size
        if wrong or (table < system.floor - slack).any():
            raise PrivacyError(UNPROTECTABLE)

    def _break(self, table: Floats) -> None:
        """Hide every published cell that this table shows otherwise, and remember the table."""
        system = self.system
        slack = 0.0 if system.whole else CHECK * self.spread
        other = (table < system.low - slack) | (table > system.high + slack)
        if (other & system.fixed & ~self.hidden).any():
            raise PrivacyError(UNPROTECTABLE)
        self.hidden |= other
        self._remember(table)

    def _remember(self, table: Floats) -> None:
        self.lowest = np.minimum(self.lowest, table)
        self.highest = np.maximum(self.highest, table)


def _table(found: Floats) -> Floats:
    stays, up, down = np.split(found, 3)
    return np.asarray(stays + up - down)


def _is_whole(table: Floats) -> bool:
    return bool(np.abs(table - table.round()).max(initial=0.0) <= CHECK)
