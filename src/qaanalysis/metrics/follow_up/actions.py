"""Actions agreed from audits: open, overdue, done in time or late, and those without a due date."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics.follow_up import due
from qaanalysis.metrics.shares import keys, pooled
from qaanalysis.vocabulary import Col

STATES = (
    *(due.DONE_IN_TIME, due.DONE_LATE, due.NOT_DUE, due.OVERDUE),
    *(due.DONE_NO_DATE, due.OPEN_NO_DATE),
)
STATE = "action"
COUNTED = "actions"
NO_OWNER = "open_without_owner"
STILL_OPEN, DONE = "open", "done"
OPEN = (due.NOT_DUE, due.OVERDUE, due.OPEN_NO_DATE)
_OF_AUDIT = [Col.AUDIT_ID, Col.AUDIT_TYPE, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
_OWN = [Col.ACTION_ID, Col.FINDING_ID, Col.OWNER, Col.RAISED_ON, Col.DUE_ON, Col.COMPLETED_ON]


def status(actions: pd.DataFrame | None, audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return each action raised by a date with where it stands and how many days late it is.

    Parameters
    ----------
    actions : DataFrame or None
        The actions table; None if the run has none, and then there are no rows.
    audits : DataFrame
        The whole audits table: what is overdue is so whenever its audit was planned.
    as_at : date
        What is dated later hasn't happened yet; an action due on the day isn't overdue.

    Returns
    -------
    DataFrame
        The actions' own columns but for the owner's name; action (one of `STATES`), days_late,
        due_date_passed, has_owner; and what its audit is: type, month, service area, team.
    """
    if actions is None:
        actions = pd.DataFrame(columns=[Col.AUDIT_ID, *_OWN]).astype(
            {Col.RAISED_ON: "M8[s]", Col.DUE_ON: "M8[s]", Col.COMPLETED_ON: "M8[s]"}
        )
    raised = actions[actions[Col.RAISED_ON] <= pd.Timestamp(as_at)]
    found = due.stands(raised[Col.DUE_ON], raised[Col.COMPLETED_ON], as_at=as_at)
    own = raised.drop(columns=Col.OWNER).assign(has_owner=raised[Col.OWNER].notna())
    own = own.join(found.rename(columns={"state": STATE}))
    return own.merge(audits[_OF_AUDIT], on=Col.AUDIT_ID, how="left", validate="m:1")


def by_group(found: pd.DataFrame, *, by: str | Sequence[str]) -> pd.DataFrame:
    """Return `due.by_group` of actions, from `status`.

    Actions without a due date have columns of their own and are in no share.
    """
    return due.by_group(found, by=by, state=STATE, states=STATES, counted=COUNTED)


def is_open(found: pd.DataFrame) -> pd.Series:
    """Tell which of `status` aren't done, whether or not they have a due date."""
    return found[STATE].isin(OPEN)


def open_by_group(found: pd.DataFrame, *, by: str | Sequence[str]) -> pd.DataFrame:
    """Return how many actions are open and how many of these are overdue, from `status`.

    Returns
    -------
    DataFrame
        Indexed by group: actions, open (whether or not there is a due date), overdue, done.
    """
    flags = pd.DataFrame(
        {COUNTED: True, STILL_OPEN: is_open(found), due.OVERDUE: found[STATE] == due.OVERDUE},
        found.index,
    )
    table = flags.groupby(keys(found, by), observed=True).sum().astype(int)
    return table.assign(**{DONE: table[COUNTED] - table[STILL_OPEN]})


def open_in_all(table: pd.DataFrame, *, label: str) -> pd.DataFrame | None:
    """Return one row with the pooled counts of `open_by_group`; None of a table without rows."""
    return None if table.empty else pooled(table, list(table.columns), label)
