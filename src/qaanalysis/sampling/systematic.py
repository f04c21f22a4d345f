"""Systematic selection: every k-th of a list, from a start left to chance."""

from fractions import Fraction
from math import ceil

import numpy as np
import pandas as pd

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.draw import (
    NUMBER,
    PROBABILITY,
    RESERVE,
    ROLE,
    SELECTED,
    STRATUM,
    WEIGHT,
    Draw,
    strata_table,
)
from qaanalysis.sampling.prn import numbers
from qaanalysis.sampling.select import WHOLE_FRAME, order


def positions(population: int, n: int, *, start: float | Fraction) -> list[int]:
    """Return which places of a list are selected: start, start + k, … rounded up.

    Parameters
    ----------
    population : int
        How long the list is.
    n : int
        How many to select, 0 up to `population`.
    start : float or Fraction
        Over 0 and at most the interval k = population/n, which needn't be whole.

    Returns
    -------
    list of int, length n
        From 1, rising, none twice.

    Raises
    ------
    StatisticsError
        If n or the start is out of range.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, section 8.1 (fractional intervals).

    Examples
    --------
    >>> positions(23, 5, start=3)
    [3, 8, 13, 17, 22]
    """
    if not 0 <= n <= population:
        raise StatisticsError(f"n: found {n}; allowed: 0 to {population}, all there are")
    if n == 0:
        return []
    interval = Fraction(population, n)
    if not 0 < start <= interval:
        raise StatisticsError(f"start: found {start}; allowed: over 0 and at most {interval}")
    # Exact fractions, as a sum of rounded ones can select one too few.
    return [ceil(Fraction(start) + i * interval) for i in range(n)]


def of_chance(seed: str) -> Fraction:
    """Return the chance number of a draw as a whole, over 0 and at most 1, from `seed/start`.

    Examples
    --------
    >>> 0 < of_chance("a") <= 1
    True
    """
    number = int(numbers(pd.Series(["start"]), seed=f"{seed}/start").iloc[0])
    return Fraction(number + 1, 2**64)


def every_kth(
    frame: pd.DataFrame,
    *,
    unit: str,
    seed: str,
    n: int,
    by: str | None = None,
    reserves: int = 0,
    start: float = 0.0,
) -> Draw:
    """Select every k-th unit of the list of permanent random numbers.

    Parameters
    ----------
    frame : DataFrame, N rows
        One row for each unit, in any order.
    unit : str
        Column with the units' identifiers: text, none missing, none twice.
    seed : str
        The draw's seed; the start of the list has a key of its own, `seed/start`.
    n : int
        How many to select, 0 up to N.
    by : str, optional
        A column that the list is ordered by first, so that each of its values has its share.
    reserves : int
        How many of the others are reserves: those with the smallest numbers under `seed/reserve`.
    start : float
        Where on the circle of numbers the list begins, as in `prn.numbers`.

    Returns
    -------
    Draw
        Each unit has the probability n/N. A unit that is added moves the places of those behind
        it, so that others may be selected.

    Raises
    ------
    DataError
        As in `select.selected`.
    StatisticsError
        If n is out of range, or `reserves` isn't a whole number of 0 or more.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, chapter 8.

    Examples
    --------
    >>> frame = pd.DataFrame({"child_id": list("ABCDEF"), "team": list("xxxyyy")})
    >>> drawn = every_kth(frame, unit="child_id", seed="a", n=2, by="team")
    >>> drawn.sample["inclusion_probability"].round(3).tolist()
    [0.333, 0.333]
    """
    place = order(frame, unit=unit, seed=seed, start=start)
    if by is not None:
        listed = frame.assign(_place=place).sort_values([by, "_place"]).index
        place = pd.Series(np.arange(1, len(frame) + 1), index=listed).reindex(frame.index)
    interval = Fraction(len(frame), max(n, 1))
    taken = positions(len(frame), n, start=of_chance(seed) * interval)
    chance = pd.Series(n / max(len(frame), 1), index=frame.index)
    return of_places(
        frame, place.where(place.isin(taken)), chance, unit=unit, seed=seed, reserves=reserves
    )


def of_places(
    frame: pd.DataFrame,
    place: pd.Series,
    chance: pd.Series,
    *,
    unit: str,
    seed: str,
    reserves: int,
) -> Draw:
    """Return the `Draw` of units selected along a list, with reserves from among the others.

    Parameters
    ----------
    frame : DataFrame, N rows
        The units.
    place : Series of float, N rows
        The place in the list of a selected unit, missing for the others.
    chance : Series of float, N rows
        Inclusion probabilities, 0–1.
    unit, seed, reserves
        As in `every_kth`.

    Returns
    -------
    Draw
        The inclusion probability of the stratum is that of its units, NaN if they differ.
    """
    chosen = place.dropna().sort_values().index
    others = frame.drop(index=chosen)
    table = strata_table(pd.Index([WHOLE_FRAME]), np.array([len(frame)]), len(chosen), reserves)
    spare = order(others, unit=unit, seed=f"{seed}/reserve").sort_values().index
    spare = spare[: int(table["n_reserves"].iloc[0])]
    if chance.min() < chance.max():
        table[PROBABILITY] = np.nan
    rows, n = chosen.append(spare), len(chosen)
    role = [SELECTED] * n + [RESERVE] * len(spare)
    units = pd.DataFrame(
        {
            unit: frame.loc[rows, unit].to_numpy(),
            STRATUM: WHOLE_FRAME,
            NUMBER: np.arange(1, len(rows) + 1),
            ROLE: role,
            PROBABILITY: chance[rows].to_numpy(),
        }
    )
    units[WEIGHT] = 1 / units[PROBABILITY].where(units[ROLE] == SELECTED)
    return Draw(units, table)
