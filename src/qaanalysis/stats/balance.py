"""How often a fair draw looks unlike what it was drawn from, by chance alone."""

import math

from scipy.special import ndtr

from qaanalysis.errors import StatisticsError


def beyond_by_chance(n: int, population: int, *, limit: float = 0.1) -> float:
    """Return how often one standardised difference is beyond a limit in a simple draw.

    Parameters
    ----------
    n : int
        How many are drawn, 1 or more and at most `population`.
    population : int
        Out of how many.
    limit : float
        Either way; over 0.

    Returns
    -------
    float
        A probability, 0–1: the difference is about normal with the variance (N − n)/((N − 1)n),
        whatever the share. Rough for categories of which only a few are there.

    Raises
    ------
    StatisticsError
        If a number is out of range.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, theorem 3.2 (the variance of a share).

    Examples
    --------
    >>> round(beyond_by_chance(77, 209), 2), beyond_by_chance(209, 209)
    (0.27, 0.0)
    """
    if not 1 <= n <= population or not limit > 0:
        found = f"{n} of {population}, limit {limit}"
        raise StatisticsError(f"found {found}; allowed: 1 or more of at least as many, and over 0")
    if n == population:
        return 0.0
    spread = math.sqrt((population - n) / ((population - 1) * n))
    return float(2 * ndtr(-limit / spread))
