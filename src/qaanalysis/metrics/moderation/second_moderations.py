"""Audits that two moderators graded: whether moderators agree with one another."""

import datetime as dt

import pandas as pd

from qaanalysis.metrics import moderation_records, returns
from qaanalysis.metrics.moderation import moderated
from qaanalysis.vocabulary import Col

EARLIER_GRADE = "earlier_grade"
_EARLIER, _EARLIER_ON = "earlier_moderator", "earlier_on"


def moderated_twice(
    audits: pd.DataFrame, moderations: pd.DataFrame | None, *, as_at: dt.date
) -> pd.DataFrame:
    """Return the returned audits that two people moderated, with both their grades.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    moderations : DataFrame or None
        The moderations table.
    as_at : date
        Returns and moderations dated later haven't happened yet.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, earlier_grade, moderator_grade (the latest), and
        days between the two. Of three or more moderations it is the latest, and the last before it
        by somebody else; an audit that the same person moderated twice isn't here.
    """
    returned = audits[returns.status(audits, as_at=as_at)[Col.RETURNED]]
    latest = moderated.pairs(audits, moderations, as_at=as_at)
    columns = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
    shown = [*columns, EARLIER_GRADE, Col.MODERATOR_GRADE, moderated.DAYS]
    if moderations is None:
        return latest.assign(**{EARLIER_GRADE: latest[Col.MODERATOR_GRADE]})[shown]
    made = moderation_records.by_others(moderations, audits, as_at=as_at)
    made = made[made[Col.AUDIT_ID].isin(returned[Col.AUDIT_ID])]
    earlier = made[[Col.AUDIT_ID, Col.MODERATOR, Col.MODERATOR_GRADE, Col.MODERATED_ON]].rename(
        columns={
            Col.MODERATOR: _EARLIER,
            Col.MODERATOR_GRADE: EARLIER_GRADE,
            Col.MODERATED_ON: _EARLIER_ON,
        }
    )
    # Of two on one day it doesn't matter who came last: both people's grades are known.
    last = latest[[*columns, Col.MODERATED_ON]].merge(
        made.drop_duplicates(Col.AUDIT_ID, keep="last")[
            [Col.AUDIT_ID, Col.MODERATOR, Col.MODERATOR_GRADE]
        ],
        on=Col.AUDIT_ID,
        validate="1:1",
    )
    both = earlier.merge(last, on=Col.AUDIT_ID, validate="m:1")
    another = both[_EARLIER].astype(object) != both[Col.MODERATOR].astype(object)
    kept = both[another].drop_duplicates(Col.AUDIT_ID, keep="last")
    between = (kept[Col.MODERATED_ON] - kept[_EARLIER_ON]).dt.days
    return kept.assign(**{moderated.DAYS: between})[shown].reset_index(drop=True)
