"""How many units to draw from each stratum."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.wording import named

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


def equal(counts: pd.Series, n: int, *, least: int = 0) -> pd.Series:
    """Share n out over strata equally, as far as each has enough.

    Parameters
    ----------
    counts, n, least
        As in `proportional`.

    Returns
    -------
    Series of int, length h
        Indexed as `counts`; sums to n. What is left over goes to larger strata first.

    Raises
    ------
    StatisticsError
        As `proportional`.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, section 5A.13 (comparing strata).

    Examples
    --------
    >>> equal(pd.Series({"North": 120, "South": 80, "West": 5}), 45).tolist()
    [20, 20, 5]
    """
    sizes = _checked(counts)
    return _by_weight(counts, sizes, [Fraction(1)] * sizes.size, n, least)


def neyman(counts: pd.Series, n: int, *, spread: Mapping[str, float], least: int = 0) -> pd.Series:
    """Share n out over strata in proportion to count times spread: the narrowest interval.

    Parameters
    ----------
    counts, n, least
        As in `proportional`.
    spread : mapping of stratum to float
        The standard deviation expected in each stratum, 0 or more; for a share p, √(p(1 − p)).

    Returns
    -------
    Series of int, length h
        Indexed as `counts`; sums to n; a stratum due more than it has is taken whole.

    Raises
    ------
    StatisticsError
        If a stratum has no spread, a spread has no stratum, or otherwise as `proportional`.

    References
    ----------
    Neyman J (1934). On the two different aspects of the representative method. Journal of the
    Royal Statistical Society 97:558–625.
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, sections 5.5 and 5.8.

    Examples
    --------
    >>> teams = pd.Series({"North": 100, "South": 100})
    >>> neyman(teams, 40, spread={"North": 0.1, "South": 0.3}).tolist()
    [10, 30]
    """
    sizes = _checked(counts)
    _match("spread", spread, counts.index)
    spreads = [Fraction(float(spread[stratum])) for stratum in counts.index]
    weights = [int(size) * one for size, one in zip(sizes, spreads, strict=True)]
    return _by_weight(counts, sizes, weights, n, least)


def fixed(counts: pd.Series, sizes: Mapping[str, int]) -> pd.Series:
    """Return the sizes that a plan states, if every stratum has as many.

    Parameters
    ----------
    counts : Series of int, length h
        Units in each stratum.
    sizes : mapping of stratum to int
        How many to draw from each.

    Returns
    -------
    Series of int, length h
        Indexed as `counts`.

    Raises
    ------
    StatisticsError
        If a stratum has no size, a size has no stratum or is more than there are.

    Examples
    --------
    >>> fixed(pd.Series({"North": 12, "South": 8}), {"South": 8, "North": 2}).tolist()
    [2, 8]
    """
    there = _checked(counts)
    _match("sizes", sizes, counts.index)
    for stratum, n in zip(counts.index, there, strict=True):
        if not 0 <= sizes[stratum] <= n:
            found = f"sizes, {stratum}: found {sizes[stratum]}"
            raise StatisticsError(f"{found}; allowed: 0 to {n}, all there are")
    return pd.Series([sizes[stratum] for stratum in counts.index], counts.index, name="size")


def _match(name: str, given: Mapping[str, float], strata: pd.Index) -> None:
    known = [str(stratum) for stratum in strata]
    absent = [stratum for stratum in known if stratum not in given]
    empty = [stratum for stratum in given if stratum not in known]
    found = [f"none for {named(absent)}"] if absent else []
    found += [f"{named(empty)}, of which there is nobody to draw"] if empty else []
    if found:
        needed = f"one for each of {named(known, at_most=len(known))}"
        raise StatisticsError(f"{name}: found {'; and '.join(found)}; needed: {needed}")


def _by_weight(
    counts: pd.Series, sizes: Ints, weights: list[Fraction], n: int, least: int
) -> pd.Series:
    """Share out by weights, each stratum between the least and its count, exactly."""
    low = [int(one) for one in np.minimum(sizes, least)]
    high = [int(one) for one in sizes]
    if not sum(low) <= n <= sum(high):
        raise StatisticsError(f"n: found {n} for these strata; allowed: {sum(low)} to {sum(high)}")
    shares = _bounded(weights, low, high, n)
    whole = np.array([int(share) for share in shares], dtype=np.int64)
    rest = [share - int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (-rest[i], -high[i], i))
    whole[order[: n - int(whole.sum())]] += 1
    return pd.Series(whole, index=counts.index, name="size")


def _bounded(weights: list[Fraction], low: list[int], high: list[int], n: int) -> list[Fraction]:
    """Return shares in proportion to weights where no bound holds them; they sum to n."""
    shares = [Fraction(one) for one in low]
    free = set(range(len(low)))
    while free:
        left = n - sum((share for i, share in enumerate(shares) if i not in free), Fraction())
        total = sum((weights[i] for i in free), Fraction())
        # Strata of weight 0 share by what they have, once the others are full.
        due = {
            i: left * weights[i] / total if total else left * Fraction(high[i]) / _of(high, free)
            for i in free
        }
        over = {i for i in free if due[i] > high[i]}
        under = {i for i in free if due[i] < low[i]}
        excess = sum((due[i] - high[i] for i in over), Fraction())
        deficit = sum((low[i] - due[i] for i in under), Fraction())
        if not over and not under:
            return [due.get(i, share) for i, share in enumerate(shares)]
        held, bound = (over, high) if excess >= deficit else (under, low)
        for i in held:
            shares[i] = Fraction(bound[i])
        free -= held
    return shares


def _of(high: list[int], free: set[int]) -> int:
    return max(sum(high[i] for i in free), 1)


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
