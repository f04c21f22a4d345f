"""Counts and short lists of names, as the sentences of this part of the package need them."""

from collections.abc import Sequence

N_NAMED, N_LISTED = 5, 10


def counted(n: int, thing: str, things: str = "") -> str:
    """Return a count with its noun in the right number.

    Parameters
    ----------
    n : int
        How many.
    thing, things : str
        The noun for one, and for more if that isn't `thing` with an s.

    Examples
    --------
    >>> counted(1, "audit"), counted(2, "audit"), counted(0, "family", "families")
    ('1 audit', '2 audits', '0 families')
    """
    return f"{n:,} {thing if n == 1 else things or thing + 's'}"


def named(names: Sequence[str], *, at_most: int = N_NAMED) -> str:
    """Return the first names in a row and how many more there are.

    Examples
    --------
    >>> named(["A1", "A2", "A3"], at_most=2)
    'A1, A2 and 1 more'
    """
    shown = ", ".join(names[:at_most])
    more = len(names) - at_most
    return f"{shown} and {more:,} more" if more > 0 else shown


def said(
    rows: Sequence[str], one: str, more: str, thing: str = "row", things: str = "rows"
) -> list[str]:
    """Return a sentence on some rows, with their names; nothing if there are none.

    Parameters
    ----------
    rows : sequence of str
        Names of the rows.
    one, more : str
        What is said of one row, and of more.
    thing, things : str
        The noun.

    Examples
    --------
    >>> said(["A1"], "is missing", "are missing"), said([], "is missing", "are missing")
    (['1 row is missing: A1.'], [])
    """
    if not rows:
        return []
    verb = one if len(rows) == 1 else more
    return [f"{counted(len(rows), thing, things)} {verb}: {named(rows, at_most=N_LISTED)}."]
