"""What is still to be done about audits, one row each: for those who do it and those who ask.

Lists for internal readers, with who is to do what. What has no due date is its own kind: never
late, and never on time.
"""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics import outstanding, returns, safety
from qaanalysis.metrics.follow_up import due, missing, re_audits
from qaanalysis.metrics.shares import keys
from qaanalysis.vocabulary import Col, GradeScale

DONE, OVERDUE, NOT_DUE, NO_DATE = "done", due.OVERDUE, due.NOT_DUE, "no due date"
STATES = (OVERDUE, NO_DATE, NOT_DUE, DONE)
OPEN = (OVERDUE, NO_DATE, NOT_DUE)
STATE, DAYS_LATE = "state", "days_late"
# An audit at the bottom of the scale whose next re-audit isn't in the register: the first, or one
# that must follow, as the latest found the same again.
NONE_RECORDED, NO_FURTHER = "no re-audit recorded", "no further re-audit recorded"
MISSING = {missing.NO_ROW: NONE_RECORDED, missing.NO_NEXT: NO_FURTHER}
AFTER_DUE = "after_due"
_FOR_CHASING = {
    **dict.fromkeys((due.DONE_IN_TIME, due.DONE_LATE, due.DONE_NO_DATE), DONE),
    due.OPEN_NO_DATE: NO_DATE,
}
_OF_AUDIT = [Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.AUDITOR, Col.MANAGEMENT_LEVEL]


def actions(raised: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return each action with where it stands, the longest overdue first.

    Parameters
    ----------
    raised : DataFrame
        The actions table.
    as_at : date
        What is dated later hasn't happened yet: an action raised later is left out, one completed
        later is open. One due on the day isn't overdue.

    Returns
    -------
    DataFrame
        Rows of `raised` with state (one of `STATES`) and days_late (missing unless overdue).
    """
    found = raised[raised[Col.RAISED_ON] <= pd.Timestamp(as_at)]
    stands = due.stands(found[Col.DUE_ON], found[Col.COMPLETED_ON], as_at=as_at)
    # Whoever chases asks what is open; how what is done was done is told by the follow-up report.
    state = stands["state"].map(lambda told: _FOR_CHASING.get(told, told))
    days = stands[due.DAYS_LATE].where(state == OVERDUE).astype("Int64")
    return _in_turn(found.assign(**{STATE: state, DAYS_LATE: days}), STATES, Col.ACTION_ID)


def actions_by_state(raised: pd.DataFrame | None, *, as_at: dt.date) -> pd.DataFrame:
    """Return how many actions stand where, and the longest delay.

    Returns
    -------
    DataFrame
        Indexed by state: actions, most_days_late; no rows if the run has no such table.
    """
    index = pd.Index(STATES, name=STATE)
    if raised is None:
        return pd.DataFrame({"actions": 0, "most_days_late": 0.0}, index[:0])
    grouped = actions(raised, as_at=as_at).groupby(STATE)
    return pd.DataFrame(
        {
            "actions": grouped.size().reindex(index, fill_value=0),
            "most_days_late": grouped[DAYS_LATE].max().reindex(index),
        }
    )


def open_actions(
    raised: pd.DataFrame | None, register: pd.DataFrame, *, as_at: dt.date
) -> pd.DataFrame:
    """Return the actions that aren't done, with the audit each comes from.

    Parameters
    ----------
    raised : DataFrame or None
        The actions table; None if the run has none, and then there are no rows.
    register : DataFrame
        The audits whose actions are wanted.
    as_at : date
        As of `actions`.

    Returns
    -------
    DataFrame
        action_id, audit_id, service_area, team, owner, raised_on, due_on, state, days_late.
    """
    columns = [Col.ACTION_ID, Col.AUDIT_ID, Col.SERVICE_AREA, Col.TEAM, Col.OWNER, Col.RAISED_ON]
    columns += [Col.DUE_ON, STATE, DAYS_LATE]
    if raised is None:
        return pd.DataFrame(columns=columns)
    found = actions(raised, as_at=as_at)
    areas = register[[Col.AUDIT_ID, Col.SERVICE_AREA, Col.TEAM]]
    joined = found[found[STATE] != DONE].merge(areas, on=Col.AUDIT_ID, validate="m:1")
    return joined[columns]


def re_audits_due(
    planned: pd.DataFrame | None, graded: pd.DataFrame, register: pd.DataFrame, *,
    scale: GradeScale, every_months: int, as_at: dt.date,
) -> pd.DataFrame:  # fmt: skip
    """Return the re-audits that are overdue or due next, and the audits that have none recorded.

    Parameters
    ----------
    planned : DataFrame or None
        The re_audits table; None if the run has none, and then there are no rows.
    graded : DataFrame
        From `grades.final`: those at the bottom of the scale should have a re-audit.
    register : DataFrame
        The audits whose re-audits are wanted, those of `graded` among them.
    scale : GradeScale
        The declared scale.
    every_months : int
        How long after an audit, or a re-audit that found the same, the next one is due.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame
        re_audit_id (missing where none is recorded), audit_id, month, service_area, team, auditor,
        management_level, due_on (where none is recorded: when it would be due), state, days_late
        (missing unless that day has passed); those overdue first, the longest first.
    """
    columns = [Col.RE_AUDIT_ID, Col.AUDIT_ID, *_OF_AUDIT, Col.DUE_ON, STATE, DAYS_LATE]
    if planned is None:
        return pd.DataFrame(columns=columns)
    now = re_audits.status(planned, as_at=as_at, audits=register)
    now = now.rename(columns={re_audits.STATE: STATE})
    left = now[~now[STATE].isin(re_audits.DONE)].assign(re_audit_id=planned[Col.RE_AUDIT_ID])
    forgotten = missing.missing_audits(
        graded, planned, scale=scale, every_months=every_months, as_at=as_at
    )
    without = forgotten[[Col.AUDIT_ID, Col.DUE_ON, DAYS_LATE]].assign(
        state=forgotten[missing.KIND].map(MISSING)
    )
    whole = pd.concat([left, without], ignore_index=True).astype({DAYS_LATE: "Int64"})
    found = whole.merge(register[[Col.AUDIT_ID, *_OF_AUDIT]], on=Col.AUDIT_ID, validate="m:1")
    to_put_right = (re_audits.BEFORE, due.OPEN_NO_DATE)
    states = (re_audits.OVERDUE, *MISSING.values(), *to_put_right, re_audits.NOT_DUE)
    return _in_turn(found, states, Col.AUDIT_ID)[columns]


def audits_outstanding(audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the audits that haven't come back, the longest overdue first.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, auditor, management_level, due_on, state (overdue, no
        due date or not yet due), days_late (missing unless overdue).
    """
    left = outstanding.audits_outstanding(audits, as_at=as_at)
    late = left[DAYS_LATE] > 0
    found = audits.loc[left.index, [Col.AUDIT_ID, *_OF_AUDIT, Col.DUE_ON]]
    state = pd.Series(NOT_DUE, found.index).mask(late, OVERDUE)
    state = state.mask(found[Col.DUE_ON].isna(), NO_DATE)
    days = left[DAYS_LATE].where(late).astype("Int64")
    found = found.assign(state=state, days_late=days)
    return _in_turn(found, OPEN, Col.AUDIT_ID)


def safety_unanswered(
    graded: pd.DataFrame,
    *,
    scale: GradeScale,
    as_at: dt.date,
    asked: Sequence[str] = safety.KINDS,
) -> pd.DataFrame:
    """Return what isn't recorded of children's safety, with who audited.

    Parameters
    ----------
    graded, scale, as_at, asked
        As of `safety.unanswered_audits`.

    Returns
    -------
    DataFrame
        audit_id, not_recorded, month, service_area, team, auditor, management_level, returned_on;
        a row for each thing that isn't recorded, in the order of the audits.
    """
    found = safety.unanswered_audits(graded, scale=scale, as_at=as_at, asked=asked)
    known = graded[[Col.AUDIT_ID, *_OF_AUDIT, Col.RETURNED_ON]]
    joined = found[[Col.AUDIT_ID, safety.KIND]].merge(known, on=Col.AUDIT_ID, validate="m:1")
    return joined.sort_values([Col.AUDIT_ID, safety.KIND], ignore_index=True)


def exemptions(audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the audits that were exempted: why, by whom, and whether only after the due date.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, auditor, management_level, due_on, exempted_on,
        exemption_reason, exemption_approver, after_due (boolean); those after the due date first.
    """
    exempt = audits[returns.status(audits, as_at=as_at)[Col.EXEMPTED]]
    columns = [Col.AUDIT_ID, *_OF_AUDIT, Col.DUE_ON, Col.EXEMPTED_ON]
    columns += [Col.EXEMPTION_REASON, Col.EXEMPTION_APPROVER]
    after = exempt[Col.EXEMPTED_ON] > exempt[Col.DUE_ON]
    found = exempt[columns].assign(after_due=after)
    return found.sort_values([AFTER_DUE, Col.AUDIT_ID], ascending=[False, True], ignore_index=True)


def loads(audits: pd.DataFrame, auditors: pd.DataFrame | None, *, as_at: dt.date) -> pd.DataFrame:
    """Return what each auditor has outstanding, beside what they can take on where that is known.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    auditors : DataFrame or None
        The auditors table; who is in it and has nothing outstanding is listed too.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame
        auditor, management_level (a blank is “Not recorded”), capacity (missing where it isn't
        given), outstanding, overdue; by level, most overdue first.
    """
    left = audits_outstanding(audits, as_at=as_at)
    by = [Col.MANAGEMENT_LEVEL, Col.AUDITOR]
    groups = [group.astype("str") for group in keys(left, by)]
    grouped = left.groupby(groups)[DAYS_LATE]
    found = pd.DataFrame({"outstanding": grouped.size(), "overdue": grouped.count()}).reset_index()
    if auditors is None:
        found[Col.CAPACITY] = pd.NA
    else:
        known = auditors[[Col.AUDITOR, Col.MANAGEMENT_LEVEL, Col.CAPACITY]]
        known = known.astype({Col.AUDITOR: "str"})
        free = known[~known[Col.AUDITOR].isin(found[Col.AUDITOR])].dropna(subset=by)
        free = free.astype({Col.MANAGEMENT_LEVEL: "str"}).assign(outstanding=0, overdue=0)
        capacity = known[[Col.AUDITOR, Col.CAPACITY]]
        found = found.merge(capacity, on=Col.AUDITOR, how="left", validate="m:1")
        found = pd.concat([found, free], ignore_index=True)
    order = [Col.MANAGEMENT_LEVEL, "overdue", "outstanding", Col.AUDITOR]
    found = found.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    return found[[Col.AUDITOR, Col.MANAGEMENT_LEVEL, Col.CAPACITY, "outstanding", "overdue"]]


def _in_turn(found: pd.DataFrame, states: tuple[str, ...], by: str) -> pd.DataFrame:
    """Return rows by state, then those late longest or due first, then by identifier."""
    turn = pd.Series(range(len(states)), index=list(states))
    keyed = found.assign(_turn=found[STATE].map(turn))
    ordered = keyed.sort_values(["_turn", Col.DUE_ON, by], ignore_index=True)
    return ordered.drop(columns="_turn")
