"""The last check before publishing: all tables of a run together, beside all that was published."""

from collections.abc import Iterable, Sequence

from qaanalysis.disclosure.attack import Attack
from qaanalysis.disclosure.known import Fact


def narrowed(published: Iterable[Fact], earlier: Iterable[Fact], *, width: int) -> dict[str, int]:
    """Return how many hidden numbers a reader of everything could work out too closely.

    Parameters
    ----------
    published : iterable of Fact
        What the tables of the run tell.
    earlier : iterable of Fact
        What was published before.
    width : int
        How far apart the least and the most must be that a hidden number can be.

    Returns
    -------
    dict of str to int
        By what the cases are, only where there are any.

    Examples
    --------
    >>> from qaanalysis.disclosure.known import Cell
    >>> good, poor = (Cell.of("audits", {"grade": {name}}) for name in ("Good", "Poor"))
    >>> graded = Cell.of("audits", {"grade": {"Good", "Poor"}})
    >>> told = [Fact(graded, 23, 23), Fact(good, 19, 19), Fact(poor, 1, hidden=True)]
    >>> narrowed(told, [], width=6)
    {'audits': 1}
    """
    facts = list(dict.fromkeys([*published, *earlier]))
    found = {}
    for cases in dict.fromkeys(fact.cell.cases for fact in facts):
        if n := _n_narrow([fact for fact in facts if fact.cell.cases == cases], width):
            found[cases] = n
    return found


def _n_narrow(facts: Sequence[Fact], width: int) -> int:
    secret = list(dict.fromkeys(fact.cell for fact in facts if fact.hidden))
    if not secret:
        return 0
    reader = Attack(facts, secret)
    return sum(reader.closer_than(cell, width) is not None for cell in secret)
