"""Re-audits of audits at the bottom of the scale: done, not yet due, overdue."""

import datetime as dt

import pandas as pd

from qaanalysis.vocabulary import Col

DONE, NOT_DUE, OVERDUE = "done", "not yet due", "overdue"
STATES = (DONE, NOT_DUE, OVERDUE)
STATE = "re_audit"


def status(re_audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return each re-audit with where it stands and how many days late it is.

    Parameters
    ----------
    re_audits : DataFrame
        The re_audits table.
    as_at : date
        What is dated later hasn't happened yet; a re-audit due on the day isn't overdue.

    Returns
    -------
    DataFrame
        audit_id, due_on, re_audit (one of `STATES`), days_late (missing unless overdue).
    """
    day = pd.Timestamp(as_at)
    done = re_audits[Col.DONE_ON] <= day
    late = ~done & (re_audits[Col.DUE_ON] < day)
    state = pd.Series(NOT_DUE, re_audits.index).mask(done, DONE).mask(late, OVERDUE)
    days = (day - re_audits[Col.DUE_ON]).dt.days.where(late)
    return re_audits[[Col.AUDIT_ID, Col.DUE_ON]].assign(**{STATE: state, "days_late": days})


def by_state(re_audits: pd.DataFrame | None, *, as_at: dt.date) -> pd.DataFrame:
    """Return how many re-audits are done, not yet due and overdue, and the longest delay.

    Returns
    -------
    DataFrame
        Indexed by state: re_audits, most_days_late; no rows if the run has no such table.
    """
    index = pd.Index(STATES, name=STATE)
    if re_audits is None:
        return pd.DataFrame({"re_audits": 0, "most_days_late": 0.0}, index[:0])
    grouped = status(re_audits, as_at=as_at).groupby(STATE)
    return pd.DataFrame(
        {
            "re_audits": grouped.size().reindex(index, fill_value=0),
            "most_days_late": grouped["days_late"].max().reindex(index),
        }
    )
