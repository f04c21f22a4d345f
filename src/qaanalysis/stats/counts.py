"""Counts and their totals, checked before anything is computed from them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError

Array = NDArray[np.float64]


def checked_counts(
    count: ArrayLike, total: ArrayLike, *, names: tuple[str, str] = ("count", "total")
) -> tuple[Array, Array]:
    """Return counts and totals as float arrays of one shape, or say what is wrong with them.

    Parameters
    ----------
    count, total : int or array of int
        Shapes that broadcast.
    names : pair of str
        What to call the two in a message.

    Returns
    -------
    counts, totals : array of float

    Raises
    ------
    StatisticsError
        If one isn't a whole number of 0 or more (NaN isn't), or a count exceeds its total.

    Examples
    --------
    >>> checked_counts([1, 2], 4)
    (array([1., 2.]), array([4., 4.]))
    """
    counts, totals = _whole(count, names[0]), _whole(total, names[1])
    try:
        counts, totals = np.broadcast_arrays(counts, totals)
    except ValueError:
        shapes = f"{counts.shape} and {totals.shape}"
        message = f"{names[0]} and {names[1]} must have one shape: found {shapes}"
        raise StatisticsError(message) from None
    over = counts > totals
    if over.any():
        found = f"{counts[over][0]:g} of {totals[over][0]:g}"
        raise StatisticsError(f"{names[0]} can't be more than {names[1]}: found {found}")
    return counts, totals


def _whole(numbers: ArrayLike, name: str) -> Array:
    try:
        found = np.array(numbers, dtype=np.float64)
    except (TypeError, ValueError):
        message = f"{name} must be whole numbers of 0 or more: found something that isn't a number"
        raise StatisticsError(message) from None
    wrong = found[~(np.isfinite(found) & (found >= 0) & (found == np.floor(found)))]
    if wrong.size:
        raise StatisticsError(f"{name} must be whole numbers of 0 or more: found {wrong[0]:g}")
    return found
