"""Selection with probabilities in proportion to a size."""

from fractions import Fraction
from itertools import accumulate
from math import floor, inf

import numpy as np
import pandas as pd

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.draw import Draw
from qaanalysis.sampling.select import order
from qaanalysis.sampling.systematic import of_chance, of_places
from qaanalysis.sampling.wording import counted


def inclusion_probabilities(sizes: pd.Series, n: int) -> pd.Series:
    """Return probabilities in proportion to sizes; units too large for that are certain.

    Parameters
    ----------
    sizes : Series of float, N rows
        Over 0, none missing.
    n : int
        How many to select, 0 up to N: the probabilities add up to it.

    Returns
    -------
    Series of float, N rows
        0–1, named "inclusion_probability", indexed as `sizes`.

    Raises
    ------
    DataError
        If a size is missing or isn't over 0.
    StatisticsError
        If n is out of range.

    Notes
    -----
    A unit of at least the total divided by n is certain; the rest of n is shared among the others
    in the same way, until none is too large.

    References
    ----------
    Tillé Y (2006). *Sampling Algorithms*, Springer, section 2.10 (`sampling::
    inclusionprobabilities` in R).

    Examples
    --------
    >>> inclusion_probabilities(pd.Series([1, 1, 2, 40]), 2).tolist()
    [0.25, 0.25, 0.5, 1.0]
    """
    found = [float(chance) for chance in _exact(_sizes(sizes), n)]
    return pd.Series(found, index=sizes.index, name="inclusion_probability", dtype=float)


def in_proportion(
    frame: pd.DataFrame,
    *,
    unit: str,
    seed: str,
    n: int,
    size: str,
    reserves: int = 0,
    start: float = 0.0,
) -> Draw:
    """Select n units, each with a probability in proportion to its size.

    Parameters
    ----------
    frame : DataFrame, N rows
        One row for each unit, in any order.
    unit : str
        Column with the units' identifiers: text, none missing, none twice.
    seed : str
        The draw's seed.
    n : int
        How many to select, 0 up to N.
    size : str
        Column of numbers over 0, none missing.
    reserves : int
        How many of the others are reserves, at random.
    start : float
        Where on the circle of numbers the list begins, as in `prn.numbers`.

    Returns
    -------
    Draw
        Always n units. A unit that is added changes everybody's probability, so that others may
        be selected.

    Raises
    ------
    DataError
        If a size is missing or isn't over 0; otherwise as in `select.selected`.
    StatisticsError
        If n is out of range.

    Notes
    -----
    Sizes are laid end to end in the order of permanent random numbers, and every k-th point of
    the line is taken, from a start left to chance.

    References
    ----------
    Hartley HO, Rao JNK (1962). Sampling with unequal probabilities and without replacement.
    Annals of Mathematical Statistics 33:350–374 (randomised systematic).

    Examples
    --------
    >>> frame = pd.DataFrame({"child_id": list("ABCD"), "plans": [1, 1, 2, 40]})
    >>> drawn = in_proportion(frame, unit="child_id", seed="a", n=2, size="plans")
    >>> "D" in set(drawn.sample["child_id"]), len(drawn.sample)
    (True, 2)
    """
    place = order(frame, unit=unit, seed=seed, start=start)
    listed = place.sort_values().index
    chances = _exact(_sizes(frame.loc[listed, size]), n)
    chosen = listed[_taken(chances, of_chance(seed))]
    chance = pd.Series([float(one) for one in chances], index=listed).reindex(frame.index)
    taken = place.where(place.index.isin(chosen))
    return of_places(frame, taken, chance, unit=unit, seed=seed, reserves=reserves)


def _taken(chances: list[Fraction], start: Fraction) -> list[int]:
    """Return which units' stretches of the line hold one of start, start + 1 and so on."""
    ends = [floor(end - start) + 1 for end in accumulate(chances)]
    return [i for i, (low, high) in enumerate(zip([0, *ends], ends, strict=False)) if high > low]


def _sizes(sizes: pd.Series) -> list[Fraction]:
    held = pd.to_numeric(sizes, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = int((~((held > 0) & (held < inf))).sum())
    if wrong:
        found = counted(wrong, "row")
        raise DataError(f"{sizes.name}: found {found} without a size over 0; needed: in every row")
    return [Fraction(one) for one in held.tolist()]


def _exact(sizes: list[Fraction], n: int) -> list[Fraction]:
    if not 0 <= n <= len(sizes):
        raise StatisticsError(f"n: found {n}; allowed: 0 to {len(sizes)}, all there are")
    certain: set[int] = set()
    while True:
        others = [i for i in range(len(sizes)) if i not in certain]
        total, left = sum((sizes[i] for i in others), Fraction()), n - len(certain)
        large = {i for i in others if left and sizes[i] * left >= total}
        if not large:
            break
        certain |= large
    return [Fraction(1) if i in certain else left * one / total for i, one in enumerate(sizes)]
