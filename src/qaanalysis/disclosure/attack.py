"""What a reader can work out: the interval each hidden number must lie in, given all that is known.

A linear program over the small parts that all published figures are sums of. It knows every
printed figure, percentage and total, in whichever table or earlier report, and that a number of
cases is whole and not negative; nothing else.

A figure of an earlier report counts the cases there were by then. Cases have come in since, so that
a figure of today is the earlier ones and those that came in after each report: every part is there
once for each report.

References
----------
Fischetti M, Salazar JJ (2001). Solving the cell suppression problem on tabular data with linear
constraints. Management Science 47:1008–1027.
Hundepool A, Domingo-Ferrer J, Franconi L and others (2012). Statistical disclosure control. Wiley,
chapter 4.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import Any

import numpy as np
from scipy.optimize import linprog

from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.disclosure.parts import Parts
from qaanalysis.errors import DisclosureError

_NEAR = 1e-6
# Its stubs know of no sparse arrays.
_linprog: Any = linprog
_End = tuple[float, frozenset[int]]
_CONTRADICTION = (
    "The tables of this report contradict one another, so that nothing can be shown to be safe. "
    "Their figures should count the same cases."
)


class Shared:
    """What readers of much the same facts needn't each find out anew.

    Parameters
    ----------
    cells : iterable of Cell
        All that any of them knows of or asks for.
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.parts = Parts(cells)
        self.tables: list[np.ndarray] = []


@dataclass(frozen=True)
class Reach:
    """What a reader can tell of a cell: the least and the most it can be, and from which facts.

    `proof` holds positions among the facts given: with those alone the reader gets as far.
    """

    low: float
    high: float
    proof: frozenset[int]

    @property
    def width(self) -> float:
        """How far apart the least and the most are."""
        return self.high - self.low


class Attack:
    """A reader of some facts, all of the same cases.

    The reader takes no case to have gone since an earlier report counted it, and as few to have
    come in as the figures allow. Where all facts can't hold at once, as figures were revised, the
    earlier ones are taken to be off by as little as possible.

    Parameters
    ----------
    facts : sequence of Fact
        What is known.
    cells : iterable of Cell
        What the reader would like to know.
    shared : Shared, optional
        What other readers found out: of the same cells, and of other facts.

    Examples
    --------
    >>> good, poor = (Cell.of("audits", {"grade": {name}}) for name in ("Good", "Poor"))
    >>> graded = Cell.of("audits", {"grade": {"Good", "Poor"}})
    >>> reader = Attack([Fact(graded, 23, 23), Fact(good, 19, 19)], [poor])
    >>> found = reader.reach(poor)
    >>> found.low, found.high, sorted(found.proof)
    (4, 4, [0, 1])
    """

    def __init__(
        self, facts: Sequence[Fact], cells: Iterable[Cell], shared: Shared | None = None
    ) -> None:
        self._shared = shared or Shared([*cells_of(facts), *cells])
        self._parts = self._shared.parts
        # The oldest report first; today's figures count what came in after any of them.
        self._ago = sorted({0, *(fact.earlier for fact in facts)}, reverse=True)
        self._n = self._parts.n * len(self._ago)
        self._n_slack = 0
        self._exact = [i for i, f in enumerate(facts) if f.low == f.high and f.of is None]
        rows: list[np.ndarray] = []
        ends: list[float] = []
        self._loose: list[int] = []
        inexact = sorted(set(range(len(facts))) - set(self._exact))
        for i in inexact:
            for row, end in self._limits(facts[i]):
                rows.append(row)
                ends.append(end)
                self._loose.append(i)
        exact = [self._row(facts[i].cell, facts[i].earlier) for i in self._exact]
        self._equal = np.array(exact).reshape(len(exact), self._n)
        self._values = np.array([facts[i].low for i in self._exact], dtype=float)
        self._less = np.array(rows).reshape(len(rows), self._n)
        self._ends = np.array(ends, dtype=float)
        self._allow_revisions(facts)
        self._presume_few_came_in()
        self._met = [table for table in self._shared.tables if self._fits(table)]

    def _limits(self, fact: Fact) -> list[tuple[np.ndarray, float]]:
        """Return the fact as rows that may not be more than their ends."""
        row = self._row(fact.cell, fact.earlier)
        if fact.of is not None:
            whole = self._row(fact.of, fact.earlier)
            return [(fact.low * whole - row, 0.0), (row - fact.high * whole, 0.0)]
        lowest = [(-row, -fact.low)] if fact.low > 0 else []
        return lowest + ([(row, fact.high)] if fact.high < inf else [])

    def _allow_revisions(self, facts: Sequence[Fact]) -> None:
        """Where facts contradict one another, let earlier ones be off, by as little as it takes."""
        exact = np.flatnonzero([facts[i].earlier for i in self._exact])
        loose = np.flatnonzero([facts[i].earlier for i in self._loose])
        if not (exact.size or loose.size) or any(map(self._fits, self._shared.tables)):
            return
        if self._solve(np.zeros(self._n)).status != 2:
            return
        self._n_slack = n = 2 * exact.size + loose.size
        off = np.zeros((len(self._exact), n))
        off[exact, np.arange(exact.size)] = 1
        off[exact, exact.size + np.arange(exact.size)] = -1
        above = np.zeros((len(self._loose), n))
        above[loose, 2 * exact.size + np.arange(loose.size)] = -1
        self._equal = np.hstack([self._equal, off])
        self._less = np.hstack([self._less, above])
        cost = np.concatenate([np.zeros(self._n), np.ones(n)])
        found = self._solve(cost)
        if found.status == 2:
            raise DisclosureError(_CONTRADICTION)
        self._hold(cost, found.fun)

    def _presume_few_came_in(self) -> None:
        """Hold what came in after the first report to what the figures can't do without."""
        if len(self._ago) == 1:
            return
        came = np.ones(self._n + self._n_slack)
        came[: self._parts.n] = 0
        came[self._n :] = 0
        self._hold(came, self._solve(came).fun)

    def _hold(self, cost: np.ndarray, most: float) -> None:
        self._less = np.vstack([self._less, cost])
        self._ends = np.append(self._ends, most + _NEAR)
        self._loose.append(-1)

    def _fits(self, table: np.ndarray) -> bool:
        """Tell whether a table that was met before agrees with all facts."""
        if table.size != self._n + self._n_slack:
            return False
        off = np.abs(self._equal @ table - self._values)
        return bool((off <= _NEAR).all() and (self._less @ table <= self._ends + _NEAR).all())

    def _solve(self, cost: np.ndarray) -> Any:
        some, equal = self._less.shape[0] > 0, self._equal.shape[0] > 0
        return _linprog(
            cost,
            A_ub=self._less if some else None,
            b_ub=self._ends if some else None,
            A_eq=self._equal if equal else None,
            b_eq=self._values if equal else None,
            method="highs",
        )

    def reach(self, cell: Cell, *, earlier: int = 0) -> Reach:
        """Return what the reader can tell of a cell: of today, or of so many reports ago."""
        row = self._row(cell, earlier)
        return _reach(self._end(row), self._end(-row))

    def closer_than(self, cell: Cell, width: float, *, earlier: int = 0) -> Reach | None:
        """Return what the reader can tell of a cell if that is closer than a width, else None.

        Most cells are seen to be far from known by the tables that fit and were met before, or by
        these and the one with the most of it.
        """
        row = self._row(cell, earlier)
        values = [float(row @ table) for table in self._met]
        if _are_apart(values, width):
            return None
        most = self._end(-row)
        if _are_apart([*values, -most[0]], width):
            return None
        found = _reach(self._end(row), most)
        return found if found.width < width else None

    def _row(self, cell: Cell, earlier: int) -> np.ndarray:
        """Return the cell's parts, as they were by a report: with what each one before brought."""
        row = self._parts.row(cell)
        counted = [row if ago >= earlier else np.zeros(self._parts.n) for ago in self._ago]
        return np.concatenate([*counted, np.zeros(self._n_slack)])

    def _end(self, row: np.ndarray) -> _End:
        """Return the least of a sum of parts, and the facts that keep it from being less."""
        found = self._solve(row)
        if found.status == 3:
            return -inf, frozenset()
        if found.x is None:
            raise DisclosureError(_CONTRADICTION)
        self._met.append(found.x)
        self._shared.tables.append(found.x)
        proof: set[int] = set()
        if self._equal.shape[0]:
            held = np.abs(found.eqlin.marginals) > _NEAR
            proof |= {self._exact[i] for i in np.flatnonzero(held)}
        if self._less.shape[0]:
            held = np.abs(found.ineqlin.marginals) > _NEAR
            proof |= {self._loose[i] for i in np.flatnonzero(held)}
        return float(found.fun), frozenset(proof - {-1})


def _reach(least: _End, most: _End) -> Reach:
    """Return what the two ends of a cell say, the most as the least of its negative."""
    (low, below), (high, above) = least, most
    whole = max(0, ceil(low - _NEAR)) if low > -inf else 0
    return Reach(whole, inf if high == -inf else floor(-high + _NEAR), below | above)


def _are_apart(values: Sequence[float], width: float) -> bool:
    """Tell whether whole numbers between some that are possible are as far apart as a width."""
    if not values or (most := max(values)) == inf:
        return bool(values)
    return floor(most + _NEAR) - ceil(min(values) - _NEAR) >= width


def cells_of(facts: Iterable[Fact]) -> Iterator[Cell]:
    """Yield every cell that facts speak of."""
    for fact in facts:
        yield fact.cell
        if fact.of is not None:
            yield fact.of
