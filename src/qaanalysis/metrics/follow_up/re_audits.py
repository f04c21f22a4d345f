"""Re-audits of audits at the bottom of the scale: done in time or late, overdue, not yet due.

One without a due date is never in time, and one dated before its audit isn't a re-audit of it: each
is a state of its own.
"""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics.follow_up import due
from qaanalysis.metrics.follow_up.by_audit import beside
from qaanalysis.metrics.follow_up.due import DONE_IN_TIME, DONE_LATE, NOT_DUE, OVERDUE
from qaanalysis.vocabulary import Col

BEFORE = "done before its audit"
DONE = (DONE_IN_TIME, DONE_LATE, due.DONE_NO_DATE)
APART = (due.DONE_NO_DATE, due.OPEN_NO_DATE, BEFORE)
STATES = (DONE_IN_TIME, DONE_LATE, NOT_DUE, OVERDUE, *APART)
STATE = "re_audit"
COUNTED = "re_audits"

__all__ = [
    *("APART", "BEFORE", "COUNTED", "DONE", "DONE_IN_TIME", "DONE_LATE", "NOT_DUE", "OVERDUE"),
    *("STATE", "STATES"),
]
_OF_AUDIT = [Col.AUDIT_ID, Col.AUDIT_TYPE, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]


def before_audit(
    re_audits: pd.DataFrame, audits: pd.DataFrame | None, *, as_at: dt.date
) -> pd.Series:
    """Tell which re-audits are dated before their audit came back: they can't be of it.

    Parameters
    ----------
    re_audits : DataFrame
        The re_audits table.
    audits : DataFrame or None
        The audits they follow up, with returned_on; None where that isn't to be looked at.
    as_at : date
        What is dated later hasn't happened yet.
    """
    if audits is None:
        return pd.Series(data=False, index=re_audits.index)
    back = pd.to_datetime(audits.set_index(Col.AUDIT_ID)[Col.RETURNED_ON])
    done_on = re_audits[Col.DONE_ON]
    return (done_on <= pd.Timestamp(as_at)) & (done_on < beside(re_audits[Col.AUDIT_ID], back))


def status(
    re_audits: pd.DataFrame, *, as_at: dt.date, audits: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return each re-audit with where it stands and how many days late it is.

    Parameters
    ----------
    re_audits : DataFrame
        The re_audits table.
    as_at : date
        What is dated later hasn't happened yet; a re-audit due on the day isn't overdue.
    audits : DataFrame, optional
        The audits they follow up. A re-audit that is dated before its audit is no more than that.

    Returns
    -------
    DataFrame
        audit_id, due_on, re_audit (one of `STATES`), days_late (missing unless overdue or done
        late), due_date_passed.
    """
    found = due.stands(re_audits[Col.DUE_ON], re_audits[Col.DONE_ON], as_at=as_at)
    wrong = before_audit(re_audits, audits, as_at=as_at)
    found["state"] = found["state"].mask(wrong, BEFORE)
    found[due.DAYS_LATE] = found[due.DAYS_LATE].mask(wrong)
    of = re_audits[[Col.AUDIT_ID, Col.DUE_ON]]
    return of.join(found.rename(columns={"state": STATE}))


def by_state(
    re_audits: pd.DataFrame | None, *, as_at: dt.date, audits: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how many re-audits stand where, and the longest delay.

    Parameters
    ----------
    re_audits : DataFrame or None
        The re_audits table; None if the run has none.
    as_at, audits
        As of `status`.

    Returns
    -------
    DataFrame
        Indexed by state: re_audits, most_days_late; no rows if the run has no such table.
    """
    index = pd.Index(STATES, name=STATE)
    if re_audits is None:
        return pd.DataFrame({COUNTED: 0, "most_days_late": 0.0}, index[:0])
    grouped = status(re_audits, as_at=as_at, audits=audits).groupby(STATE)
    return pd.DataFrame(
        {
            COUNTED: grouped.size().reindex(index, fill_value=0),
            "most_days_late": grouped[due.DAYS_LATE].max().reindex(index),
        }
    )


def stood(re_audits: pd.DataFrame | None, audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return `status` with what its audit is: type, month, service area, team.

    Parameters
    ----------
    re_audits : DataFrame or None
        The re_audits table; None if the run has none, and then there are no rows.
    audits : DataFrame
        The whole audits table: what is overdue is so whenever its audit was planned.
    as_at : date
        What is dated later hasn't happened yet.
    """
    if re_audits is None:
        nothing = audits[_OF_AUDIT].iloc[:0].assign(re_audit="", due_date_passed=False)
        return nothing.astype({due.PASSED: bool})
    found = status(re_audits, as_at=as_at, audits=audits)
    return found.merge(audits[_OF_AUDIT], on=Col.AUDIT_ID, how="left", validate="m:1")


def by_group(found: pd.DataFrame, *, by: str | Sequence[str]) -> pd.DataFrame:
    """Return `due.by_group` of re-audits, from `stood`."""
    return due.by_group(found, by=by, state=STATE, states=STATES, counted=COUNTED)
