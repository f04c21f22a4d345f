"""The last check before publishing: all tables of a run together, beside all that was published."""

from collections.abc import Iterable, Sequence

from qaanalysis.disclosure.attack import Attack, Reach
from qaanalysis.disclosure.differences import Differences
from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.policy import Policy


def narrowed(
    published: Iterable[Fact],
    earlier: Iterable[Fact],
    *,
    width: int,
    threshold: int = Policy.threshold,
) -> dict[str, int]:
    """Return how many numbers a reader of everything could work out too closely.

    Those shown as hidden, and those that no table shows though one counts them: of these it may
    not be certain that they are small, or differ by a small number from what was published before.

    Parameters
    ----------
    published : iterable of Fact
        What the tables of the run tell.
    earlier : iterable of Fact
        What was published before.
    width : int
        How far apart the least and the most must be that a hidden number can be.
    threshold : int
        The least number that isn't small.

    Returns
    -------
    dict of str to int
        By what the cases are, only where there are any.

    Examples
    --------
    >>> good, poor = (Cell.of("audits", {"grade": {name}}) for name in ("Good", "Poor"))
    >>> graded = Cell.of("audits", {"grade": {"Good", "Poor"}})
    >>> told = [Fact(graded, 23, 23), Fact(good, 19, 19)]
    >>> narrowed([*told, Fact(poor, 1, hidden=True)], [], width=6)
    {'audits': 1}
    >>> narrowed([*told, Fact(poor, 0)], [], width=6)
    {'audits': 1}
    """
    facts = list(dict.fromkeys([*published, *earlier]))
    found = {}
    for cases in dict.fromkeys(fact.cell.cases for fact in facts):
        of_cases = [fact for fact in facts if fact.cell.cases == cases]
        if n := _n_narrow(of_cases, width) + _n_small(of_cases, Policy(threshold)):
            found[cases] = n
    return found


def _n_narrow(facts: Sequence[Fact], width: int) -> int:
    """Return how many numbers shown as hidden, now or earlier, are closer to known than a width."""
    secret = list(dict.fromkeys((fact.cell, fact.earlier) for fact in facts if fact.hidden))
    if not secret:
        return 0
    reader = Attack(facts, [])
    return sum(reader.closer_than(cell, width, earlier=ago) is not None for cell, ago in secret)


def _n_small(facts: Sequence[Fact], policy: Policy) -> int:
    """Return how many numbers that aren't shown are small or close for certain, by these tables."""
    now = [fact for fact in facts if not fact.earlier]
    told = {fact.cell for fact in now if not fact.is_silent}
    silent = dict.fromkeys(fact.cell for fact in now if fact.is_silent)
    secret = [cell for cell in silent if cell not in told]
    if not secret:
        return 0
    reader, before = Attack(facts, []), Differences(facts, policy)
    of_old = Attack([fact for fact in facts if fact.earlier], secret)
    found = 0
    for cell in secret:
        reach = reader.closer_than(cell, policy.threshold)
        if reach is None or not _is_surely_small(cell, reach, before, policy):
            continue
        known = of_old.reach(cell)
        found += (known.low, known.high) != (reach.low, reach.high)
    return found


def _is_surely_small(cell: Cell, reach: Reach, before: Differences, policy: Policy) -> bool:
    """Tell whether it is small or close, whichever of the numbers within reach it is."""
    return all(
        0 < number < policy.threshold or (number > 0 and before.is_close(cell, number))
        for number in range(int(reach.low), int(reach.high) + 1)
    )
