"""Figures that differ from one published before by a small number: the difference is one too.

Two reports that count the same cases up to October and up to November tell, by what is between
them, of the few that came in since. So such a figure is hidden as a small number is.
"""

from collections.abc import Iterable

from qaanalysis.disclosure.known import Cell, Fact, Place
from qaanalysis.policy import Policy
from qaanalysis.vocabulary import Col


class Differences:
    """What earlier reports printed, to be compared with what is printed next.

    Parameters
    ----------
    known : iterable of Fact
        What readers know; only figures of earlier reports that were printed as they are count.
    policy : Policy
        Says which numbers are small.

    Examples
    --------
    >>> until_october = Cell.of("audits", {"month": {"2023-09", "2023-10"}})
    >>> until_november = Cell.of("audits", {"month": {"2023-09", "2023-10", "2023-11"}})
    >>> before = Differences([Fact(until_october, 57, 57, earlier=True)], Policy())
    >>> before.is_close(until_november, 59), before.is_close(until_november, 62)
    (True, False)
    """

    def __init__(self, known: Iterable[Fact], policy: Policy) -> None:
        self._policy = policy
        self._printed: dict[tuple[str, Place], list[tuple[frozenset[str], int]]] = {}
        for fact in known:
            if fact.earlier and fact.of is None and fact.low == fact.high:
                key, months = _apart(fact.cell)
                self._printed.setdefault(key, []).append((months, int(fact.low)))

    def is_close(self, cell: Cell, number: int) -> bool:
        """Tell whether a figure differs by a small number from one of the same cases before.

        Parameters
        ----------
        cell : Cell
            What is counted now, over the same months as before or more.
        number : int
            How many there are now.
        """
        key, months = _apart(cell)
        gaps = [abs(number - n) for before, n in self._printed.get(key, ()) if before <= months]
        return any(0 < gap < self._policy.threshold for gap in gaps)


def _apart(cell: Cell) -> tuple[tuple[str, Place], frozenset[str]]:
    """Return what a cell counts but for its months, and its months."""
    where = cell.where
    months = where.pop(Col.MONTH, frozenset())
    return (cell.cases, frozenset(where.items())), months
