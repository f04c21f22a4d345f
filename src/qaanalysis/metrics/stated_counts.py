"""Counts that the register's summary states: what they leave open where some are hidden.

The bounds of a rate are those of every whole number that a hidden count can be, so that they are no
interval of chance: the rate lies within them, wherever it lies.
"""

import pandas as pd

from qaanalysis.hidden_counts import COUNTS, ends, hidden
from qaanalysis.vocabulary import Col

LOW, HIGH = "low", "high"
GIVEN = ("count", "at_least", "at_most")


def given(stated: pd.DataFrame | None, *, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return the hidden counts of some months, as they are given.

    Parameters
    ----------
    stated : DataFrame or None
        The stated_totals table; None if the run has none.
    months : PeriodIndex
        The months covered.

    Returns
    -------
    DataFrame
        Indexed by month, count by count: count (its column), at_least and at_most.

    Examples
    --------
    >>> month = pd.period_range("2023-05", "2023-05", freq="M")
    >>> stated = {"month": month, "planned": 9, "exempted": 0, "scheduled": 9, "returned": None}
    >>> given(pd.DataFrame(stated | {"returned_at_most": 4}), months=month).to_dict("records")
    [{'count': 'returned', 'at_least': 0, 'at_most': 4}]
    """
    if stated is None:
        return pd.DataFrame(columns=list(GIVEN))
    told = stated[stated[Col.MONTH].isin(months)].set_index(Col.MONTH).sort_index()
    is_hidden = hidden(told)
    parts = []
    for count in COUNTS:
        low, high = (end[is_hidden[count]].astype(int) for end in ends(told, count))
        parts.append(pd.DataFrame(dict(zip(GIVEN, (count, low, high), strict=True)), low.index))
    return pd.concat(parts)


def rate_bounds(monthly: pd.DataFrame) -> pd.DataFrame:
    """Return between what the return rate lies, for months in which it rests on a hidden count.

    Parameters
    ----------
    monthly : DataFrame
        From `returns.of_counts`.

    Returns
    -------
    DataFrame
        Indexed by month: low and high, 0–1; missing where nothing can have been scheduled.

    Examples
    --------
    >>> from qaanalysis.metrics import returns
    >>> month = pd.period_range("2023-05", "2023-05", freq="M", name="month")
    >>> stated = {"month": month, "planned": 9, "exempted": 1, "scheduled": 8, "returned": None}
    >>> counts = pd.DataFrame(stated | {"returned_at_most": 4})
    >>> rate_bounds(returns.of_counts(counts, months=month)).iloc[0].tolist()
    [0.0, 0.5]
    """
    return _bounds(_parts(monthly)[_is_open(monthly)])


def rate_bounds_of_all(monthly: pd.DataFrame, *, label: str) -> pd.DataFrame:
    """Return between what the return rate of all months lies; no row if it rests on none hidden.

    Parameters
    ----------
    monthly : DataFrame
        From `returns.of_counts`.
    label : str
        The row's.

    Returns
    -------
    DataFrame
        One row, with low and high.

    Examples
    --------
    >>> from qaanalysis.metrics import returns
    >>> months = pd.period_range("2023-05", "2023-06", freq="M", name="month")
    >>> stated = {"month": months, "planned": 10, "exempted": 0, "scheduled": 10}
    >>> counts = pd.DataFrame(stated | {"returned": [6, None], "returned_at_most": [None, 4]})
    >>> rates = returns.of_counts(counts, months=months)
    >>> rate_bounds_of_all(rates, label="Both").loc["Both"].tolist()
    [0.3, 0.5]
    """
    sums = _parts(monthly).sum().to_frame(label).T
    return _bounds(sums if _is_open(monthly).any() else sums.iloc[:0])


def _is_open(monthly: pd.DataFrame) -> pd.Series:
    """Tell in which months the return rate rests on a hidden count."""
    return hidden(monthly, [Col.RETURNED, Col.SCHEDULED]).any(axis=1)


def _parts(monthly: pd.DataFrame) -> pd.DataFrame:
    """Return of each month what its lowest and its highest rate are made of; months add up.

    The lowest has the fewest returned of the most scheduled. For the highest the most are
    returned, of the fewest scheduled that have room for them: another one that is returned raises
    a rate even if it has to be scheduled for that.
    """
    r_low, r_high = ends(monthly, Col.RETURNED)
    s_low, s_high = ends(monthly, Col.SCHEDULED)
    room = pd.concat([s_low, r_high], axis=1).max(axis=1)
    parts = {"least": r_low, "of_most": s_high, "most": r_high, "of_least": room}
    return pd.DataFrame(parts, index=monthly.index)


def _bounds(parts: pd.DataFrame) -> pd.DataFrame:
    some = parts["of_most"] > 0
    low = parts["least"] / parts["of_most"].where(some)
    # Where as few as none may have been scheduled, and none was returned, the rate is 0 or none.
    high = parts["most"] / parts["of_least"].clip(lower=1).where(some)
    return pd.DataFrame({LOW: low, HIGH: high}, index=parts.index)


def against_stated(monthly: pd.DataFrame, stated: pd.DataFrame | None) -> pd.DataFrame:
    """Return the months whose counts differ from those the register's own summary states.

    Parameters
    ----------
    monthly : DataFrame
        Counts by month.
    stated : DataFrame or None
        The stated_totals table; None if the run has none, and then no month differs. From a count
        that is hidden there only one differs that lies outside its interval.

    Returns
    -------
    DataFrame
        Indexed by month: each count and, beside it, `<count>_stated` (missing if hidden); only
        months that differ.

    Examples
    --------
    >>> from qaanalysis.metrics import returns
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> against_stated(rates, run.tables["stated_totals"]).index.tolist()
    []
    """
    if stated is None:
        return monthly[COUNTS].iloc[:0]
    theirs = stated.set_index(Col.MONTH).reindex(monthly.index)
    near = {count: ends(theirs, count) for count in COUNTS}
    outside = [(monthly[c] < low) | (monthly[c] > high) for c, (low, high) in near.items()]
    differs = pd.concat(outside, axis=1).any(axis=1)
    is_told = pd.concat([low for low, _ in near.values()], axis=1).notna().all(axis=1)
    told = theirs[COUNTS].add_suffix("_stated")
    return monthly[COUNTS].join(told, validate="1:1")[differs & is_told]
