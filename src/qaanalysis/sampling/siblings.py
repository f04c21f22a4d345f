"""Families, and which of a family's children stands for it."""

import pandas as pd

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.prn import numbers
from qaanalysis.vocabulary import Col

TOGETHER, RANDOM = "together", "random"
# Whose value is lowest stands for the family; for the oldest, highest.
_BY = {"youngest": Col.AGE, "oldest": Col.AGE, "first_to_enter": Col.ENTERED_ON}
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
    alone = "alone " + rows[unit].astype("str")
    if family not in rows:
        return alone
    held = rows[family].astype("str")
    return held.where(rows[family].notna(), alone)


def stands_for_family(
    rows: pd.DataFrame, families: pd.Series, *, unit: str, how: str, seed: str
) -> pd.Series:
    """Return whether each child is the one that stands for its family.

    Parameters
    ----------
    rows : DataFrame, n rows
        One row for each child that can be drawn.
    families : Series of str, n rows
        From `family_of`.
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
    keyed = pd.DataFrame(
        {
            "family": families,
            "value": 0 if column is None else rows[column],
            "number": numbers(rows[unit], seed=f"{seed}/sibling"),
            "unit": rows[unit].astype("str"),
        }
    )
    ordered = keyed.sort_values(["number", "unit"])
    ordered = ordered.sort_values("value", ascending=how != "oldest", kind="stable")
    first = ordered.drop_duplicates("family").index
    return pd.Series(rows.index.isin(first), index=rows.index)
