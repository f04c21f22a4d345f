"""Which counts can have given a stated percentage."""

import math
from fractions import Fraction

from qaanalysis.errors import StatisticsError


def counts(percent: str, total: int) -> tuple[int, ...]:
    """Return the counts out of a total that round to a stated percentage.

    Parameters
    ----------
    percent : str
        As printed, such as "74" or "27.2", without the sign: its decimals are those it was
        rounded to. Text, since 74 and 74.0 state different things.
    total : int
        Out of how many, 1 or more.

    Returns
    -------
    tuple of int
        In order; empty if no whole number gives it. Half is rounded up, as well as to even, so
        that either habit is allowed for.

    Raises
    ------
    StatisticsError
        If the percentage isn't a number from 0 to 100, or the total isn't 1 or more.

    References
    ----------
    Brown NJL, Heathers JAJ (2017). The GRIM test. Social Psychological and Personality Science
    8:363–369.

    Examples
    --------
    No whole number of 48 children is 74%, but 35 of 47 is:

    >>> counts("74", 48), counts("74", 47)
    ((), (35,))
    """
    low, high = _range(percent, total)
    first, last = math.ceil(low * total / 100), math.floor(high * total / 100)
    return tuple(range(max(first, 0), min(last, total) + 1))


def totals(percent: str, n: int) -> tuple[int, ...]:
    """Return the totals up to n of which some whole number rounds to a stated percentage.

    Parameters
    ----------
    percent : str
        As for `counts`.
    n : int
        The largest total, 1 or more.

    Raises
    ------
    StatisticsError
        As `counts`.

    Examples
    --------
    >>> totals("74", 48)[-2:]
    (46, 47)
    """
    return tuple(total for total in range(1, n + 1) if counts(percent, total))


def truncated(percent: str, total: int) -> tuple[int, ...]:
    """Return the counts that give the percentage only if decimals were cut off, not rounded.

    Parameters
    ----------
    percent, total
        As for `counts`.

    Raises
    ------
    StatisticsError
        As `counts`.

    Examples
    --------
    100 of 361 is 27.7%, printed as 27%:

    >>> truncated("27", 361)
    (100, 101)
    """
    low, _ = _range(percent, total)
    step = _step(percent)
    first = math.ceil((low + step / 2) * total / 100)
    below = math.ceil((low + step * 3 / 2) * total / 100) - 1
    rounded = counts(percent, total)
    return tuple(n for n in range(first, min(below, total) + 1) if n not in rounded)


def _step(percent: str) -> Fraction:
    return Fraction(1, 10 ** len(percent.strip().partition(".")[2]))


def _range(percent: str, total: int) -> tuple[Fraction, Fraction]:
    if isinstance(total, bool) or total != int(total) or total < 1:
        raise StatisticsError(f"total: found {total}; allowed: a whole number of 1 or more")
    try:
        value = Fraction(percent.strip())
    except (AttributeError, ValueError, ZeroDivisionError):
        value = Fraction(-1)
    if not 0 <= value <= 100:
        raise StatisticsError(f"percent: found {percent!r}; allowed: text such as 74 or 27.2")
    half = _step(percent) / 2
    return value - half, value + half
