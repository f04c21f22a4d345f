"""Drawing whole families: every child in the frame of each family drawn."""

import pandas as pd

from qaanalysis.errors import DataError
from qaanalysis.sampling.wording import counted


def one_row_each(rows: pd.DataFrame, families: pd.Series, *, strata: str | None) -> pd.DataFrame:
    """Return the families that can be drawn.

    Parameters
    ----------
    rows : DataFrame, n rows
        The children of the frame.
    families : Series of str, n rows
        From `siblings.family_of`.
    strata : str, optional
        A column of the children, the same for all of a family; `n_children` is how many of them
        there are.

    Returns
    -------
    DataFrame
        By family: `family`, `n_children` and, unless it is that, the column of strata.

    Raises
    ------
    DataError
        If a stratum is missing, or a family's children are in more than one.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, chapter 9A (clusters of unequal
    sizes).

    Examples
    --------
    >>> rows = pd.DataFrame({"child_id": ["C1", "C2", "C3"]})
    >>> one_row_each(rows, pd.Series(["F1", "F2", "F1"]), strata="n_children")
      family  n_children
    0     F1           2
    1     F2           1
    """
    grouped = rows.assign(family=families).groupby("family", sort=True)
    found = grouped.size().rename("n_children").reset_index()
    if strata is None or strata == "n_children":
        return found
    missing = int(rows[strata].isna().sum())
    if missing:
        raise DataError(f"{strata}: found {counted(missing, 'row')} without one; needed: in every")
    pairs = rows.assign(family=families).drop_duplicates(["family", strata])
    several = int((pairs.groupby("family").size() > 1).sum())
    if several:
        raise DataError(
            f"{strata}: found {counted(several, 'family', 'families')} with children in more than "
            "one; needed: one for each family, as whole families are drawn"
        )
    return found.assign(**{strata: grouped[strata].first().to_numpy()})
