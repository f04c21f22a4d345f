"""Months of which the register has no audits: not counts of 0, but figures that nobody has."""

from collections.abc import Sequence

import pandas as pd

from qaanalysis.policy import HIDDEN
from qaanalysis.vocabulary import Col


def blanked(frame: pd.DataFrame, absent: Sequence[pd.Period]) -> pd.DataFrame:
    """Return a table in which months without data have no figures.

    Parameters
    ----------
    frame : DataFrame
        Any table. Only rows headed by a month are blanked, and in them only figures: what a
        calendar says of the month stays.
    absent : sequence of Period
        The months without data.

    Examples
    --------
    >>> months = pd.period_range("2023-07", periods=2, freq="M", name="month")
    >>> blanked(pd.DataFrame({"planned": [87, 0]}, months), [months[1]])["planned"].tolist()
    [87.0, nan]
    """
    rows = _of(frame, absent)
    if not rows.any():
        return frame
    figures = [name for name in frame.columns if _is_figure(frame[name])]
    return frame.assign(**{name: frame[name].mask(rows) for name in figures})


def said(frame: pd.DataFrame, absent: Sequence[pd.Period]) -> str:
    """Return which months of a table have no data; empty if none, or if it isn't by month."""
    rows = _of(frame, absent)
    if not rows.any():
        return ""
    found = frame.index.get_level_values(Col.MONTH)[rows].unique()
    named = [f"{month.to_timestamp().month_name()} {month.year}" for month in found]
    *first, last = named
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"The register has no audits of {listed}."


def _of(frame: pd.DataFrame, absent: Sequence[pd.Period]) -> pd.Series:
    """Tell which rows are headed by a month without data."""
    none = pd.Series(data=False, index=frame.index)
    if Col.MONTH not in frame.index.names or not len(absent):
        return none
    months = frame.index.get_level_values(Col.MONTH)
    if not isinstance(months, pd.PeriodIndex):
        return none
    return pd.Series(months.isin(list(absent)), index=frame.index)


def _is_figure(column: pd.Series) -> bool:
    if pd.api.types.is_bool_dtype(column.dtype):
        return False
    return pd.api.types.is_numeric_dtype(column.dtype) or bool((column == HIDDEN).any())
