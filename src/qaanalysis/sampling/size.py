"""What a size of sample buys: how narrow an interval, and how few cases it can't miss."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri

from qaanalysis.errors import StatisticsError


def what_n_buys(
    sizes: Sequence[int],
    *,
    population: int,
    shares: Sequence[float] = (0.5,),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return for each size what a simple draw of so many can tell.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of cases, each 1 or more and at most `population`.
    population : int
        How many there are to draw from, 1 or more.
    shares : sequence of float
        Shares that may be found, over 0 and under 1; 0.5 is the widest.
    confidence : float
        Over 0 and under 1.

    Returns
    -------
    DataFrame
        A row for each size and share: `n`, `share`; `margin`, the half width of the interval by
        the normal approximation with the correction for a finite population; `wilson_half_width`,
        that of Wilson's interval, which takes the population as endless and holds for few cases
        too; `fewest_detectable`, how many of the population must have something for the sample to
        hold at least one of them with the given confidence (exact), and `detectable_share`, that
        over the population. All widths as shares, 0–1. The last two don't depend on `share`.

    Raises
    ------
    StatisticsError
        If a size, a share or the confidence is out of range.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, equations 3.8 and 4.1–4.4.
    Newcombe RG (1998). Statistics in Medicine 17:857–872 (method 3, Wilson).
    Cannon RM (2001). Preventive Veterinary Medicine 49:141–163 (detection).

    Examples
    --------
    >>> found = what_n_buys([51, 100], population=200)
    >>> found[["n", "margin", "fewest_detectable"]].round(3)
         n  margin  fewest_detectable
    0   51   0.119                 10
    1  100   0.069                  5
    """
    _check(sizes, population, shares, confidence)
    z = float(ndtri((1 + confidence) / 2))
    rows = []
    for n in sizes:
        fewest = _fewest(n, population, confidence)
        for share in shares:
            finite = (population - n) / max(population - 1, 1)
            margin = z * np.sqrt(share * (1 - share) / n * finite)
            spread = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
            wilson = spread / (1 + z**2 / n)
            rows.append((n, share, margin, wilson, fewest, fewest / population))
    columns = ["n", "share", "margin", "wilson_half_width", "fewest_detectable", "detectable_share"]
    return pd.DataFrame(rows, columns=columns)


def _fewest(n: int, population: int, confidence: float) -> int:
    """Return the fewest cases of which a sample holds one, by halving: more are missed less."""
    from scipy.stats import hypergeom

    low, high = 1, population
    while low < high:
        middle = (low + high) // 2
        missed = hypergeom.pmf(0, population, middle, n)
        low, high = (low, middle) if missed <= 1 - confidence else (middle + 1, high)
    return low


def _check(
    sizes: Sequence[int], population: int, shares: Sequence[float], confidence: float
) -> None:
    wrong = [n for n in (population, *sizes) if isinstance(n, bool) or n != int(n) or n < 1]
    if wrong:
        raise StatisticsError(f"found a size of {wrong[0]}; allowed: a whole number of 1 or more")
    large = [n for n in sizes if n > population]
    if large:
        raise StatisticsError(f"sizes: found {large[0]}; allowed: at most {population}")
    for value in (*shares, confidence):
        if not 0 < value < 1:
            raise StatisticsError(f"found a share of {value}; allowed: over 0 and under 1")
