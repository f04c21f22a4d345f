"""What has been published so far: in the tables of a report above, and in earlier reports."""

from collections.abc import Iterable

from qaanalysis.disclosure.known import Fact
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

    def add(self, caption: str, facts: Iterable[Fact]) -> None:
        """Note what a table tells its readers."""
        self._tables[caption] = tuple(facts)

    def known(self, cases: str, *, besides: str = "") -> list[Fact]:
        """Return what is known of some cases, but for the table of one caption."""
        tables = [facts for caption, facts in self._tables.items() if caption != besides]
        found = [*self._earlier, *(fact for facts in tables for fact in facts)]
        return [fact for fact in found if fact.cell.cases == cases and not fact.is_silent]

    @property
    def told(self) -> tuple[Fact, ...]:
        """What the report's own tables tell, those too that it only speaks of."""
        return tuple(fact for facts in self._tables.values() for fact in facts)
