"""What looking at many comparisons at once does to each of them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return p-values adjusted for their number by Holm's method.

    Parameters
    ----------
    p_values : array of float, shape (n,)
        0–1. NaN is a comparison that couldn't be made: it stays NaN and counts for none.

    Returns
    -------
    array of float, shape (n,)
        The chance of one such or smaller among them all is at most this if nothing differs.

    Raises
    ------
    StatisticsError
        If a p-value isn't from 0 to 1.

    References
    ----------
    Holm S (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
    Statistics 6:65–70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    given = np.array(p_values, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(given))
    if ((given[known] < 0) | (given[known] > 1)).any():
        raise StatisticsError("p-values must be from 0 to 1")
    order = known[np.argsort(given[known], kind="stable")]
    times = np.arange(known.size, 0, -1)
    given[order] = np.minimum(np.maximum.accumulate(given[order] * times), 1.0)
    return given


def chance_of_any(n: int, *, confidence: float = 0.95) -> float:
    """Return how likely at least one of n separate intervals misses, if nothing differs at all.

    Parameters
    ----------
    n : int
        How many comparisons are made, 0 or more.
    confidence : float
        Coverage of each interval, over 0 and under 1.

    Examples
    --------
    >>> round(chance_of_any(6), 3)
    0.265
    """
    if n < 0 or not 0 < confidence < 1:
        raise StatisticsError(f"n must be 0 or more and confidence in 0–1: found {n}, {confidence}")
    return float(1 - confidence**n)
