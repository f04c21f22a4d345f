"""The programme's calendar: what is in focus when, and who came to the learning events."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from qaanalysis.metrics.learning.named import OBSESSION
from qaanalysis.vocabulary import Col

INVITED, ATTENDED, SHARE = "invited", "attended", "attended_share"


def in_focus(focus: Mapping[pd.Period, str]) -> pd.DataFrame:
    """Return the obsession in focus by month, months in order."""
    months = sorted(focus)
    index = pd.PeriodIndex(months, freq="M", name=Col.MONTH)
    return pd.DataFrame({OBSESSION: [focus[month] for month in months]}, index)


def attendance(events: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the learning events held by a date, with who came of those invited.

    Parameters
    ----------
    events : DataFrame
        date, title, obsession, invited, attended; the last two missing where not recorded.
    as_at : date
        Events on a later day haven't happened yet.

    Returns
    -------
    DataFrame
        Indexed by title, by date: date, obsession, invited, attended and attended_share, NaN
        where either number isn't recorded. All who were invited are counted, so it has no interval.
    """
    held = events[pd.to_datetime(events["date"]) <= pd.Timestamp(as_at)]
    counts = held[[INVITED, ATTENDED]].astype("float64")
    share = counts[ATTENDED] / counts[INVITED].where(counts[INVITED] > 0)
    return held.assign(**{SHARE: share}).set_index("title")


def coming(events: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the learning events still to come, the next one first."""
    return events[pd.to_datetime(events["date"]) > pd.Timestamp(as_at)].reset_index(drop=True)


def obsession_of(focus: Mapping[pd.Period, str], month: pd.Period) -> str:
    """Return the obsession in focus in a month, or the last before it; empty if there is none.

    Examples
    --------
    >>> may = pd.Period("2023-05", "M")
    >>> obsession_of({may: "Chronologies"}, may + 1), obsession_of({may: "Chronologies"}, may - 1)
    ('Chronologies', '')
    """
    until = [each for each in focus if each <= month]
    return focus[max(until)] if until else ""
