"""The units with the smallest numbers of each stratum, without sorting all of them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def smallest(
    prn: NDArray[np.uint64], codes: Ints, n_drawn: Ints, identifiers: pd.Series
) -> tuple[Ints, Ints]:
    """Return the rows of each stratum's smallest numbers, and each one's place among them.

    Parameters
    ----------
    prn : array of uint64, shape (n,)
        Permanent random numbers.
    codes : array of int, shape (n,)
        Each unit's stratum, 0 … h − 1.
    n_drawn : array of int, shape (h,)
        How many to draw from each, at most as many as it has.
    identifiers : Series of str, length n
        Decide between equal numbers.

    Returns
    -------
    rows, places : array of int, shape (sum of n_drawn,)
        By stratum and number; places count from 1 in each stratum.

    Examples
    --------
    >>> ids = pd.Series(["A", "B", "C"])
    >>> prn = np.array([9, 3, 5], dtype=np.uint64)
    >>> smallest(prn, np.array([0, 0, 0]), np.array([2]), ids)
    (array([1, 2]), array([1, 2]))
    """
    rows = np.flatnonzero(_near(prn, codes, n_drawn))
    rows = rows[np.lexsort((prn[rows], codes[rows]))]
    tied = (np.diff(codes[rows]) == 0) & (prn[rows][1:] == prn[rows][:-1])
    if tied.any():
        texts = identifiers.to_numpy(dtype=object)[rows]
        ties = pd.DataFrame({"code": codes[rows], "prn": prn[rows], "text": texts, "row": rows})
        rows = ties.sort_values(["code", "prn", "text"])["row"].to_numpy()
    n_near = np.bincount(codes[rows], minlength=n_drawn.size)
    first = np.cumsum(n_near) - n_near
    places = np.arange(rows.size) - first[codes[rows]] + 1
    kept = places <= n_drawn[codes[rows]]
    return rows[kept], places[kept]


def _near(prn: NDArray[np.uint64], codes: Ints, n_drawn: Ints) -> NDArray[np.bool_]:
    """Mark a few more units than are to be drawn, so that only they need sorting."""
    n_frame = np.bincount(codes, minlength=n_drawn.size)
    share = (n_drawn + 6 * np.sqrt(n_drawn) + 10) / np.maximum(n_frame, 1)
    limit = np.where(share < 1, np.minimum(share, 0.999) * 2.0**64, 0).astype(np.uint64)
    limit[share >= 1] = np.iinfo(np.uint64).max
    near = prn <= limit[codes]
    enough = np.bincount(codes[near], minlength=n_drawn.size) >= n_drawn
    return near if enough.all() else near | ~enough[codes]
