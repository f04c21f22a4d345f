"""Simple and stratified random selection by permanent random numbers.

Within each stratum the units with the smallest numbers are selected and the next are the reserves,
in order. Nothing else counts: not the order of rows, nor who else is in another stratum.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import DataError
from qaanalysis.sampling.draw import (
    NUMBER,
    PROBABILITY,
    RESERVE,
    ROLE,
    SELECTED,
    STRATUM,
    WEIGHT,
    Draw,
    Size,
    strata_table,
)
from qaanalysis.sampling.prn import numbers
from qaanalysis.sampling.smallest import smallest
from qaanalysis.sampling.wording import counted

WHOLE_FRAME = "whole frame"


def selected(
    frame: pd.DataFrame,
    *,
    unit: str,
    seed: str,
    sizes: Size | Mapping[str, Size],
    strata: str | None = None,
    reserves: int = 0,
    start: float = 0.0,
) -> Draw:
    """Select at random, with known and equal probabilities within each stratum.

    Parameters
    ----------
    frame : DataFrame, n rows
        One row for each unit, in any order.
    unit : str
        Column with the units' identifiers: text, none missing, none twice.
    seed : str
        The draw's seed.
    sizes : int, "all", or mapping of stratum to either
        How many to select from each stratum; "all" takes every unit of it with certainty. A
        mapping names every stratum of the frame; it may name strata that turn out empty.
    strata : str, optional
        Column with the strata, none missing; without it the frame is one stratum.
    reserves : int
        How many reserves each stratum should have; none for "all".
    start : float
        Where on the circle of numbers the draw begins, as in `prn.numbers`.

    Returns
    -------
    Draw
        A stratum with fewer units than wanted is taken whole, and `shortfalls` says so.

    Raises
    ------
    DataError
        If an identifier or a stratum is missing, or an identifier stands twice.
    StatisticsError
        If a size isn't a whole number of 0 or more, or a stratum has none.

    Notes
    -----
    Every unit of stratum h has the probability n_h/N_h, every pair n_h(n_h − 1)/(N_h(N_h − 1)):
    with independent uniform numbers all orders are equally likely. A unit that is added to a
    stratum takes the place of one other at most.

    References
    ----------
    Ohlsson E (1995). Coordination of samples using permanent random numbers. In Cox et al. (eds),
    *Business Survey Methods*, Wiley, 153–169 (sequential simple random sampling).
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, chapter 5.

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": list("ABCDEF"), "grade": list("xxxxyy")})
    >>> draw = selected(
    ...     frame, unit="audit_id", seed="a", strata="grade", sizes={"x": 2, "y": "all"}
    ... )
    >>> draw.sample["weight"].tolist()
    [2.0, 2.0, 1.0, 1.0]
    """
    prn = _checked_numbers(frame, unit, seed, start)
    codes, labels = _strata(frame, strata)
    table = strata_table(labels, np.bincount(codes, minlength=len(labels)), sizes, reserves)
    n_selected = table["n_selected"].to_numpy()[: len(labels)]
    n_reserves = table["n_reserves"].to_numpy()[: len(labels)]
    rows, places = smallest(prn, codes, n_selected + n_reserves, frame[unit])
    taken = places <= n_selected[codes[rows]]
    chance = table[PROBABILITY].to_numpy()[codes[rows]]
    units = {
        unit: frame[unit].iloc[rows].to_numpy(),
        STRATUM: labels.take(codes[rows]),
        NUMBER: places,
        ROLE: np.where(taken, SELECTED, RESERVE),
        PROBABILITY: chance,
        WEIGHT: 1 / np.where(taken, chance, np.nan),
    }
    return Draw(pd.DataFrame(units), table)


def order(
    frame: pd.DataFrame, *, unit: str, seed: str, strata: str | None = None, start: float = 0.0
) -> pd.Series:
    """Return each unit's place in its stratum in the order of permanent random numbers, from 1.

    Parameters
    ----------
    frame, unit, seed, strata, start
        As in `selected`.

    Returns
    -------
    Series of int, n rows
        Named "number", indexed as `frame`; 1 … N_h in each stratum.

    Raises
    ------
    DataError
        As in `selected`.

    References
    ----------
    Ohlsson E (1995), as in `selected`.

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": ["A", "B", "C"], "team": ["x", "x", "y"]})
    >>> order(frame, unit="audit_id", seed="a", strata="team").tolist()
    [2, 1, 1]
    """
    prn = _checked_numbers(frame, unit, seed, start)
    codes, labels = _strata(frame, strata)
    n_frame = np.bincount(codes, minlength=len(labels))
    rows, places = smallest(prn, codes, n_frame, frame[unit])
    found = np.empty(len(frame), dtype=np.int64)
    found[rows] = places
    return pd.Series(found, index=frame.index, name=NUMBER)


def _checked_numbers(frame: pd.DataFrame, unit: str, seed: str, start: float) -> NDArray[np.uint64]:
    prn = numbers(frame[unit], seed=seed, start=start).to_numpy()
    # Equal identifiers have equal numbers, and numbers are quicker to compare than text.
    ordered = np.sort(prn)
    if (ordered[1:] == ordered[:-1]).any():
        n = int(frame[unit].duplicated().sum())
        if n:
            found = counted(n, "row")
            raise DataError(f"{unit}: found {found} repeating another; needed: one row for each")
    return prn


def _strata(frame: pd.DataFrame, strata: str | None) -> tuple[NDArray[np.int64], pd.Index]:
    if strata is None:
        return np.zeros(len(frame), dtype=np.int64), pd.Index([WHOLE_FRAME])
    codes, labels = pd.factorize(frame[strata], sort=True)
    missing = int((codes < 0).sum())
    if missing:
        raise DataError(f"{strata}: found {counted(missing, 'row')} without one; needed: in every")
    index = pd.Index(labels)
    if isinstance(index.dtype, pd.CategoricalDtype):
        index = index.astype(index.dtype.categories.dtype)
    return codes.astype(np.int64), index
