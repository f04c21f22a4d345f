"""A value of each audit, put beside rows that name the audit."""

import pandas as pd


def beside(ids: pd.Series, values: pd.Series) -> pd.Series:
    """Return for each row the value of what it names; missing where there is none.

    Parameters
    ----------
    ids : Series
        What each row names.
    values : Series
        Indexed by it, each once.

    Examples
    --------
    >>> beside(pd.Series(["A2", "A9"], [5, 6]), pd.Series([1.0, 2.0], ["A1", "A2"])).to_dict()
    {5: 2.0, 6: nan}
    """
    known = values.set_axis(values.index.astype(object))
    return known.reindex(pd.Index(ids.astype(object))).set_axis(ids.index)
