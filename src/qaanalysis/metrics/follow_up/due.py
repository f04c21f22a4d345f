"""Where something that has a due date stands as at a date, and how many stand where.

What has no due date is in time for nobody: it is a state of its own, done or open.
"""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics.shares import keys, pooled, with_share

DONE_IN_TIME, DONE_LATE = "done in time", "done late"
OVERDUE, NOT_DUE = "overdue", "not yet due"
DONE_NO_DATE, OPEN_NO_DATE = "done, no due date", "open, no due date"

DAYS_LATE = "days_late"
PASSED = "due_date_passed"
IN_TIME = "in_time"
NOT_PASSED, NOT_IN_TIME = "due_date_not_passed", "not_in_time"
IN_TIME_SHARE = "in_time_share"


def stands(due_on: pd.Series, done_on: pd.Series, *, as_at: dt.date) -> pd.DataFrame:
    """Return where each thing stands, how late it is, and whether its due date has passed.

    Parameters
    ----------
    due_on, done_on : Series
        Dates; missing where there is none.
    as_at : date
        What is dated later hasn't happened yet; what is due on the day isn't overdue.

    Returns
    -------
    DataFrame
        Indexed as they are: state (one of those above), days_late (missing unless it is overdue or
        was done late), due_date_passed (boolean).

    Examples
    --------
    >>> due, done = (pd.to_datetime(pd.Series(days)) for days in (
    ...     ["2023-11-01", "2023-11-01", None], ["2023-11-01", None, "2023-11-02"]))
    >>> stands(due, done, as_at=dt.date(2023, 11, 30))["state"].tolist()
    ['done in time', 'overdue', 'done, no due date']
    """
    day = pd.Timestamp(as_at)
    done, dated, passed = done_on <= day, due_on.notna(), due_on < day
    late = done & (done_on > due_on)
    state = pd.Series(NOT_DUE, due_on.index).mask(~done & passed, OVERDUE)
    state = state.mask(done, DONE_IN_TIME).mask(late, DONE_LATE)
    state = state.mask(~dated & done, DONE_NO_DATE).mask(~dated & ~done, OPEN_NO_DATE)
    ended = done_on.where(done, day)
    days = (ended - due_on).dt.days.where(late | (~done & passed))
    return pd.DataFrame({"state": state, DAYS_LATE: days, PASSED: passed})


def by_group(
    found: pd.DataFrame,
    *,
    by: str | Sequence[str],
    state: str,
    states: Sequence[str],
    counted: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how many stand where by group, and the share in time of those whose date has passed.

    Something done before a due date that hasn't passed is in no share: beside it are others that
    aren't done yet and may still be in time.

    Parameters
    ----------
    found : DataFrame
        With the group, `state` and due_date_passed.
    by : str or sequence of str
        Columns to group by.
    state : str
        The column of the state.
    states : sequence of str
        Every state there can be, in the order of the columns.
    counted : str
        The column of how many there are.

    Returns
    -------
    DataFrame
        Indexed by group: `counted`, one column for each state, due_date_passed,
        due_date_not_passed (or there is none), in_time and not_in_time (of those whose date has
        passed), in_time_share with _low and _high (Wilson).
    """
    group = keys(found, by)
    counts = found.groupby([*group, found[state]], observed=True).size().unstack(fill_value=0)
    table = counts.reindex(columns=list(states), fill_value=0)
    table.columns.name = None
    in_time = found[PASSED] & (found[state] == DONE_IN_TIME)
    table.insert(0, counted, table.sum(axis=1))
    table[PASSED] = found[PASSED].groupby(group, observed=True).sum()
    table[IN_TIME] = in_time.groupby(group, observed=True).sum()
    table[NOT_PASSED] = table[counted] - table[PASSED]
    table[NOT_IN_TIME] = table[PASSED] - table[IN_TIME]
    return _shared(table.astype(int), confidence)


def total(table: pd.DataFrame, *, label: str, confidence: float = 0.95) -> pd.DataFrame | None:
    """Return one row with the pooled counts of `by_group`; None of a table without rows."""
    if table.empty:
        return None
    counts = [name for name in table.columns if not str(name).startswith(IN_TIME_SHARE)]
    return _shared(pooled(table, counts, label), confidence)


def _shared(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    return with_share(table, IN_TIME_SHARE, count=IN_TIME, total=PASSED, confidence=confidence)
