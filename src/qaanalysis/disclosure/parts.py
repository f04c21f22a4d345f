"""The small parts that figures are sums of, as the rows of a matrix."""

from collections.abc import Iterable
from functools import reduce
from math import prod

import numpy as np

from qaanalysis.disclosure.known import Cell
from qaanalysis.errors import DisclosureError

MOST = 60_000


class Parts:
    """Every combination of values that the given cells tell apart; each cell is a sum of some.

    A property's values that no cell tells apart are one, and so are combinations that stand in the
    same cells: a quarter of the unknowns is left. Values that no cell names are left out: whoever
    adds up a table takes its rows to be all there are.

    Parameters
    ----------
    cells : iterable of Cell
        All of the same cases.

    Raises
    ------
    DisclosureError
        If there are too many combinations to be checked.

    Examples
    --------
    >>> north, south = (Cell.of("audits", {"area": {name}}) for name in ("North", "South"))
    >>> whole = Cell.of("audits", {})
    >>> parts = Parts([north, south, whole])
    >>> parts.row(north).tolist(), parts.row(whole).tolist()
    ([1.0, 0.0], [1.0, 1.0])
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        cells = dict.fromkeys(cells)
        sets: dict[str, set[frozenset[str]]] = {}
        for cell in cells:
            for name, values in cell.place:
                sets.setdefault(name, set()).add(values)
        self._groups = {name: _groups(found) for name, found in sorted(sets.items())}
        if prod(map(len, self._groups.values())) > MOST:
            named = ", ".join(f"{name} ({len(g)})" for name, g in self._groups.items())
            raise DisclosureError(
                f"The published tables divide the same cases in too many ways to be checked: "
                f"{named}. Publish fewer of them, or coarser ones."
            )
        rows = [self._every(cell) for cell in cells] or [np.ones(1)]
        # The first of those alike stands for all of them.
        self._first = np.sort(np.unique(np.array(rows, np.int8), axis=1, return_index=True)[1])
        self.n = len(self._first)
        self._rows: dict[Cell, np.ndarray] = {}

    def row(self, cell: Cell) -> np.ndarray:
        """Return 1 for each part of the cell, else 0; shape (n,). Not to be written to."""
        if cell not in self._rows:
            self._rows[cell] = self._every(cell)[self._first]
        return self._rows[cell]

    def _every(self, cell: Cell) -> np.ndarray:
        """Return 1 for each combination of the cell, else 0."""
        where = cell.where
        marks = [
            np.array([name not in where or group <= where[name] for group in groups], dtype=float)
            for name, groups in self._groups.items()
        ]
        return reduce(lambda left, right: np.multiply.outer(left, right).ravel(), marks, np.ones(1))


def _groups(sets: set[frozenset[str]]) -> list[frozenset[str]]:
    """Return the values put together that stand in the same of the sets, in a fixed order."""
    ordered = sorted(sets, key=sorted)
    by_membership: dict[tuple[bool, ...], set[str]] = {}
    for value in sorted(frozenset().union(*sets)):
        by_membership.setdefault(tuple(value in s for s in ordered), set()).add(value)
    return [frozenset(group) for group in by_membership.values()]
