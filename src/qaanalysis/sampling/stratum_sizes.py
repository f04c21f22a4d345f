"""How many units to draw from each stratum."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import StatisticsError

Ints = NDArray[np.int64]


def proportional(counts: pd.Series, n: int, *, least: int = 0) -> pd.Series:
    """Share n out over strata in proportion to their counts, by largest remainders.

    Parameters
    ----------
    counts : Series of int, length h
        Units in each stratum, 0 or more; none missing.
    n : int
        How many to share out, at most the sum of `counts`.
    least : int
        A stratum has at least so many, or all of its units if it has fewer.

    Returns
    -------
    Series of int, length h
        Indexed as `counts`; sums to n; nowhere over the count.

    Raises
    ------
    StatisticsError
        If counts aren't whole numbers of 0 or more, or n is more than they hold or less than
        `least` needs.

    Notes
    -----
    Stratum h is due n·N_h/N. It gets the whole part; what is left goes one by one to the largest
    remainders, then to the larger stratum, then to the one that stands first. Strata due less than
    `least` get that, and the rest is shared among the others.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, section 5.3 (proportional
    allocation).
    Balinski ML, Young HP (2001). *Fair Representation*, 2nd ed., Brookings (largest remainders).

    Examples
    --------
    >>> teams = pd.Series({"North": 120, "South": 80, "East": 45, "West": 15})
    >>> proportional(teams, 50).tolist()
    [23, 15, 9, 3]
    """
    sizes = _checked(counts)
    floor = np.minimum(sizes, least)
    if not floor.sum() <= n <= sizes.sum():
        allowed = f"{floor.sum()} to {sizes.sum()}"
        raise StatisticsError(f"n: found {n} for these strata; allowed: {allowed}")
    shares = np.zeros_like(sizes)
    fixed = np.zeros(sizes.size, dtype=bool)
    while True:
        shares[~fixed] = _largest_remainders(sizes[~fixed], int(n - shares[fixed].sum()))
        short = ~fixed & (shares < floor)
        if not short.any():
            return pd.Series(shares, index=counts.index, name="size")
        shares[short] = floor[short]
        fixed |= short


def _largest_remainders(sizes: Ints, n: int) -> Ints:
    total = int(sizes.sum())
    if not total:
        return np.zeros_like(sizes)
    whole, remainder = np.divmod(sizes * n, total)
    order = np.lexsort((np.arange(sizes.size), -sizes, -remainder))
    whole[order[: n - int(whole.sum())]] += 1
    return whole


def _checked(counts: pd.Series) -> Ints:
    found = counts.to_numpy(dtype=float, na_value=np.nan)
    if not (np.isfinite(found) & (found >= 0) & (found == np.floor(found))).all():
        raise StatisticsError("counts: found one that isn't; needed: whole numbers of 0 or more")
    return found.astype(np.int64)
