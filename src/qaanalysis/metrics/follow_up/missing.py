"""Re-audits that should be arranged and aren't in the table."""

import datetime as dt

import pandas as pd

from qaanalysis.metrics.follow_up import history
from qaanalysis.metrics.follow_up.by_audit import beside
from qaanalysis.vocabulary import Col, GradeScale

NO_ROW = "no re-audit is arranged"
NO_NEXT = "the latest re-audit found the same again, and no further one is arranged"
KINDS = (NO_ROW, NO_NEXT)
KIND = "not_arranged"
PAST = "past_interval"


def missing_audits(
    graded: pd.DataFrame,
    re_audits: pd.DataFrame | None,
    *,
    scale: GradeScale,
    every_months: int,
    as_at: dt.date,
) -> pd.DataFrame:
    """Return the audits at the bottom of the scale whose next re-audit isn't in the table.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    re_audits : DataFrame or None
        The re_audits table; None if the run has none: then it isn't known, and there are no rows.
    scale : GradeScale
        The grades.
    every_months : int
        How long after an audit, or a re-audit that found the same, the next one is due.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, not_arranged (one of `KINDS`), due_on (when it would be
        due), past_interval (whether that has passed), days_late (missing unless it has).
    """
    day = pd.Timestamp(as_at)
    worst = graded[graded[Col.FINAL_GRADE] == scale.worst]
    columns = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
    if re_audits is None:
        worst = worst.iloc[:0]
    made = history.since(worst, re_audits, as_at=as_at)
    last = made.drop_duplicates(Col.AUDIT_ID, keep="last").set_index(Col.AUDIT_ID)
    still = last.index[last[Col.GRADE] == scale.worst]
    ids = worst[Col.AUDIT_ID]
    none = ~ids.isin(_with_row(re_audits))
    no_next = ids.isin(still) & ~ids.isin(_with_open_row(re_audits, day))
    again_on = beside(ids, last[Col.DONE_ON])
    start = worst[Col.RETURNED_ON].where(none, again_on)
    due_on = start + pd.DateOffset(months=every_months)
    past = due_on < day
    found = worst[columns].assign(
        not_arranged=pd.Series(NO_ROW, worst.index).mask(no_next, NO_NEXT),
        due_on=due_on,
        past_interval=past,
        days_late=(day - due_on).dt.days.where(past),
    )
    return found[none | no_next].reset_index(drop=True)


def _with_row(re_audits: pd.DataFrame | None) -> pd.Series | list[str]:
    return [] if re_audits is None else re_audits[Col.AUDIT_ID]


def _with_open_row(re_audits: pd.DataFrame | None, day: pd.Timestamp) -> pd.Series | list[str]:
    if re_audits is None:
        return []
    return re_audits.loc[~(re_audits[Col.DONE_ON] <= day), Col.AUDIT_ID]


def by_kind(found: pd.DataFrame) -> pd.DataFrame:
    """Return of how many audits no re-audit is arranged, and for how many it would be overdue.

    Returns
    -------
    DataFrame
        Indexed by kind, every one that is looked for: audits, past_interval, most_days_late.
    """
    grouped = found.groupby(KIND)
    index = pd.Index(KINDS, name=KIND)
    return pd.DataFrame(
        {
            "audits": grouped.size().reindex(index, fill_value=0),
            PAST: grouped[PAST].sum().reindex(index, fill_value=0).astype(int),
            "most_days_late": grouped["days_late"].max().reindex(index),
        }
    )
