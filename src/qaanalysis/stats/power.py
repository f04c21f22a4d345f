"""How large a change from an earlier sample a new one can show."""

import math

from scipy.special import ndtr, ndtri

from qaanalysis.errors import StatisticsError

_STEPS = 60


def of_comparison(
    previous: float, n_previous: int, expected: float, n: int, *, confidence: float = 0.95
) -> float:
    """Return with what probability a sample shows that a share has changed, if it has.

    Parameters
    ----------
    previous : float
        The share then, 0–1.
    n_previous : int
        Out of how many, 1 or more.
    expected : float
        The share now, 0–1.
    n : int
        How many are drawn now, 1 or more.
    confidence : float
        Of the two-sided test, over 0 and under 1.

    Returns
    -------
    float
        0–1. The chance of a change that is found on the wrong side isn't counted. Both samples are
        taken as drawn from endless populations, so that a finite one shows a little more.

    Raises
    ------
    StatisticsError
        If a share or a number is out of range.

    References
    ----------
    Fleiss JL, Levin B, Paik MC (2003). *Statistical Methods for Rates and Proportions*, 3rd ed.,
    Wiley, chapter 4 (unequal sizes, without continuity correction).

    Examples
    --------
    >>> round(of_comparison(0.2, 200, 0.35, 102), 3)
    0.802
    """
    _check(previous, n_previous, expected, n, confidence)
    gap = abs(expected - previous)
    pooled = (previous * n_previous + expected * n) / (n_previous + n)
    null = math.sqrt(pooled * (1 - pooled) * (1 / n_previous + 1 / n))
    spread = math.sqrt(previous * (1 - previous) / n_previous + expected * (1 - expected) / n)
    short = gap - float(ndtri((1 + confidence) / 2)) * null
    if spread == 0:
        return float(short > 0)
    return float(ndtr(short / spread))


def least_change(
    previous: float,
    n_previous: int,
    n: int,
    *,
    rising: bool,
    power: float = 0.8,
    confidence: float = 0.95,
) -> float:
    """Return the smallest change that a sample shows with a given probability.

    Parameters
    ----------
    previous, n_previous, n, confidence
        As for `of_comparison`.
    rising : bool
        Whether the share goes up.
    power : float
        The probability, over 0 and under 1.

    Returns
    -------
    float
        A difference of shares over 0; NaN where not even a change to 0 or to 1 would show.

    Raises
    ------
    StatisticsError
        As `of_comparison`.

    Examples
    --------
    >>> round(least_change(0.2, 200, 102, rising=True), 3)
    0.15
    """
    _check(previous, n_previous, power, n, confidence)
    end = 1.0 if rising else 0.0

    def shows(change: float) -> bool:
        to = previous + (end - previous) * change
        return of_comparison(previous, n_previous, to, n, confidence=confidence) >= power

    if previous == end or not shows(1.0):
        return math.nan
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if shows(middle) else (middle, high)
    return high * abs(end - previous)


def _check(previous: float, n_previous: int, other: float, n: int, confidence: float) -> None:
    for share in (previous, other):
        if not 0 <= share <= 1:
            raise StatisticsError(f"found a share of {share}; allowed: 0 to 1")
    for number in (n_previous, n):
        if isinstance(number, bool) or number != int(number) or number < 1:
            raise StatisticsError(f"found a size of {number}; allowed: a whole number over 0")
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence: found {confidence}; allowed: over 0 and under 1")
