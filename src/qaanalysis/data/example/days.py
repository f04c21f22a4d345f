"""Working days of the example's year: nobody plans or returns an audit on a Sunday."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.data.example.published import AS_AT

Days = NDArray[np.datetime64]

_BANK_HOLIDAYS = np.array(
    ["2023-04-07", "2023-04-10", "2023-05-01", "2023-05-08", "2023-05-29", "2023-08-28"],
    dtype="datetime64[D]",
)
_CALENDAR = np.busdaycalendar(holidays=_BANK_HOLIDAYS)

LAST_DAY: np.datetime64 = np.busday_offset(AS_AT, 0, roll="backward", busdaycal=_CALENDAR)
"""The last working day before the export, after which nothing is recorded."""


def between(first: np.datetime64, last: np.datetime64) -> Days:
    """Return the working days from `first` to `last`, both included.

    Examples
    --------
    >>> [str(day) for day in between(np.datetime64("2023-08-25"), np.datetime64("2023-08-29"))]
    ['2023-08-25', '2023-08-29']
    """
    days = np.arange(first, last + np.timedelta64(1, "D"), dtype="datetime64[D]")
    return days[np.is_busday(days, busdaycal=_CALENDAR)]


def of(stamp: pd.Timestamp) -> np.datetime64:
    """Return the day of a pandas timestamp."""
    return stamp.to_datetime64().astype("datetime64[D]")


def shifted(day: np.datetime64, n: int) -> np.datetime64:
    """Return the working day `n` working days after `day`, which may be any day."""
    return np.busday_offset(day, n, roll="forward", busdaycal=_CALENDAR)


def first_of(month: str) -> np.datetime64:
    """Return the first day of a month written 2023-05."""
    return np.datetime64(month, "D")


def first_of_same(day: np.datetime64) -> np.datetime64:
    """Return the first day of the month that `day` is in."""
    return day.astype("datetime64[M]").astype("datetime64[D]")


def last_working(month: str) -> np.datetime64:
    """Return the last working day of a month written 2023-05.

    Examples
    --------
    >>> last_working("2023-09")
    np.datetime64('2023-09-29')
    """
    after = (np.datetime64(month, "M") + 1).astype("datetime64[D]")
    return np.busday_offset(after - np.timedelta64(1, "D"), 0, roll="backward", busdaycal=_CALENDAR)


def picked(
    rng: np.random.Generator, first: np.datetime64, last: np.datetime64, *, soon: float = 1.0
) -> np.datetime64:
    """Pick a working day from `first` to `last`; `soon` above 1 makes the early ones likelier."""
    days = between(first, last)
    return days[int(len(days) * rng.random() ** soon)]


def blank(index: pd.Index) -> pd.Series:
    """Return a column of dates, none of them filled in yet."""
    return pd.Series(pd.NaT, index=index, dtype="datetime64[s]")
