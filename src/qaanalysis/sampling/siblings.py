"""Families, and which of a family's children stands for it."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.prn import numbers
from qaanalysis.vocabulary import Col

TOGETHER, RANDOM = "together", "random"
# Whose value is lowest stands for the family; for the oldest, highest.
_BY = {"youngest": Col.AGE, "oldest": Col.AGE, "first_to_enter": Col.ENTERED_ON}
NEEDED = (Col.AGE, Col.ENTERED_ON)
CHOICES = (TOGETHER, RANDOM, *_BY)


def family_of(rows: pd.DataFrame, *, unit: str, family: str) -> pd.Series:
    """Return each child's family; a child without one is a family of its own.

    Parameters
    ----------
    rows : DataFrame, n rows
        One row for each child; all are without a family if the column isn't there.
    unit, family : str
        The columns of identifiers.

    Returns
    -------
    Series of str, n rows
        Indexed as `rows`.

    Examples
    --------
    >>> rows = pd.DataFrame({"child_id": ["C1", "C2"], "family_id": ["F1", None]})
    >>> family_of(rows, unit="child_id", family="family_id").tolist()
    ['F1', 'alone C2']
    """
    known = family in rows and bool(rows[family].notna().all())
    if known:
        return rows[family].astype("str")
    alone = "alone " + rows[unit].astype("str")
    if family not in rows:
        return alone
    return rows[family].astype("str").where(rows[family].notna(), alone)


def stands_for_family(
    rows: pd.DataFrame, families: pd.Series, *, unit: str, how: str, seed: str
) -> pd.Series:
    """Return whether each child is the one that stands for its family.

    Parameters
    ----------
    rows : DataFrame, n rows
        One row for each child that can be drawn.
    families : Series, n rows
        From `family_of`, or the families' numbers from 0 on, without a gap.
    unit : str
        The column of the children's identifiers.
    how : str
        together (every child), random, youngest, oldest (by `age`) or first_to_enter (by
        `entered_on`). Children alike in that, or without a value where no child of the family has
        one, are told apart by number; a child without a value comes after those with one.
    seed : str
        The draw's. The choice in a family has a key of its own, `seed/sibling`: with one key for
        both choices large families would be drawn too often.

    Returns
    -------
    Series of bool, n rows

    Raises
    ------
    StatisticsError
        If there is no such choice, or the column that it needs isn't there.

    Examples
    --------
    >>> rows = pd.DataFrame({"child_id": ["C1", "C2", "C3"], "age": [9, 4, 7]})
    >>> families = pd.Series(["F1", "F1", "F2"])
    >>> stands_for_family(rows, families, unit="child_id", how="youngest", seed="a").tolist()
    [False, True, True]
    """
    if how not in CHOICES:
        raise StatisticsError(f"siblings: found “{how}”; allowed: {', '.join(CHOICES)}")
    if how == TOGETHER:
        return pd.Series(True, index=rows.index)
    column = _BY.get(how)
    if column is not None and column not in rows:
        allowed = f"{TOGETHER}, {RANDOM}"
        raise StatisticsError(f"siblings: {how} needs the column {column}; allowed: {allowed}")
    numbered = pd.api.types.is_integer_dtype(families.dtype)
    codes = families.to_numpy() if numbered else pd.factorize(families)[0]
    value = None if column is None else _rank(rows[column], last_first=how == "oldest")
    first = _first(codes, rows[unit], value, seed=f"{seed}/sibling")
    return pd.Series(first, index=rows.index)


def _rank(values: pd.Series, *, last_first: bool) -> NDArray[np.int64]:
    """Return the values' ranks from 0, the missing last."""
    rank, known = pd.factorize(values, sort=True)
    turned = len(known) - 1 - rank if last_first else rank
    return np.where(rank < 0, len(known), turned)


def _first(
    codes: NDArray[np.intp], units: pd.Series, value: NDArray[np.int64] | None, *, seed: str
) -> NDArray[np.bool_]:
    """Mark the unit of each family with the lowest value, then number, then identifier."""
    first = np.ones(codes.size, dtype=bool)
    if value is not None:
        first = _lowest(codes, value)
    # A child who is the only one left needs no number.
    rows = _several(codes, first)
    number = numbers(units.iloc[rows], seed=seed).to_numpy()
    first[rows] = _lowest(codes[rows], number)
    tied = _several(codes, first)
    if tied.size:
        text = pd.factorize(units.iloc[tied].astype("str"), sort=True)[0]
        first[tied] = _lowest(codes[tied], text)
    return first


def _several(codes: NDArray[np.intp], first: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the rows still marked in families that have several."""
    n = np.bincount(codes[first], minlength=1)
    return np.flatnonzero(first & (n[codes] > 1))


def _lowest(codes: NDArray[np.intp], values: NDArray[Any]) -> NDArray[np.bool_]:
    """Mark the rows whose value is their family's lowest."""
    lowest = np.full(codes.max(initial=-1) + 1, np.iinfo(values.dtype).max, dtype=values.dtype)
    np.minimum.at(lowest, codes, values)
    return values == lowest[codes]
