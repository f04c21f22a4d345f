"""What has been published so far: in the tables of a report above, and in earlier reports."""

from collections.abc import Iterable

from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.policy import Policy


class Ledger:
    """A policy and all that readers know already; each table shown adds to it.

    A table of the same caption takes its earlier one's place, so that a cell of a notebook can be
    run again.

    Parameters
    ----------
    policy : Policy
        How small numbers are protected.
    earlier : iterable of Fact
        Of the reports published before.

    Examples
    --------
    >>> from qaanalysis.disclosure.known import Cell
    >>> ledger = Ledger(Policy())
    >>> ledger.add("Grades", [Fact(Cell.of("audits", {}), 229, 229)])
    >>> len(ledger.known("audits")), len(ledger.known("audits", besides="Grades"))
    (1, 0)
    """

    def __init__(self, policy: Policy, earlier: Iterable[Fact] = ()) -> None:
        self.policy = policy
        self._earlier = tuple(earlier)
        self._tables: dict[str, tuple[Fact, ...]] = {}
        self._unshown: dict[str, tuple[tuple[Cell, int], ...]] = {}

    def add(
        self, caption: str, facts: Iterable[Fact], unshown: Iterable[tuple[Cell, int]] = ()
    ) -> None:
        """Note what a table tells its readers, and the counts that it doesn't show."""
        self._tables[caption] = tuple(facts)
        self._unshown[caption] = tuple(unshown)

    def known(self, cases: str, *, besides: str = "") -> list[Fact]:
        """Return what is known of some cases, but for the table of one caption."""
        tables = [facts for caption, facts in self._tables.items() if caption != besides]
        found = [*self._earlier, *(fact for facts in tables for fact in facts)]
        return [fact for fact in found if fact.cell.cases == cases and not fact.is_silent]

    def unshown(self, cases: str, *, besides: str = "") -> dict[Cell, int]:
        """Return the counts of some cases that tables don't show, but for one caption's.

        A table that was made coarser keeps quiet about them, and a later one mustn't give them
        away. They are nowhere recorded: only whoever makes the report knows them.
        """
        found = {
            k: v for caption, kept in self._unshown.items() if caption != besides for k, v in kept
        }
        return {cell: number for cell, number in found.items() if cell.cases == cases}

    @property
    def told(self) -> tuple[Fact, ...]:
        """What the report's own tables tell, those too that it only speaks of."""
        return tuple(fact for facts in self._tables.values() for fact in facts)
