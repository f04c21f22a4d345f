"""What re-audits found of an audited case since: in order, the latest, the movement."""

import datetime as dt

import pandas as pd

from qaanalysis.metrics.follow_up.by_audit import beside
from qaanalysis.vocabulary import Col, GradeScale

LATEST = "latest_grade"
N_DONE = "re_audits_done"
_FIRST = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.RETURNED_ON, Col.FINAL_GRADE]


def since(graded: pd.DataFrame, re_audits: pd.DataFrame | None, *, as_at: dt.date) -> pd.DataFrame:
    """Return the graded re-audits of some audits that were done after them, in their order.

    A re-audit dated before its audit says nothing of what came after, and one without a grade says
    nothing of the case; both are counted by `contradictions`. Of two on one day the worse grade
    comes last, so that it is the one that stands.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    re_audits : DataFrame or None
        The re_audits table.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, returned_on, final_grade; done_on and grade of the
        re-audit.
    """
    own = [Col.AUDIT_ID, Col.DONE_ON, Col.GRADE]
    if re_audits is None:
        nothing = graded[_FIRST].iloc[:0]
        return nothing.assign(done_on=nothing[Col.RETURNED_ON], grade=nothing[Col.FINAL_GRADE])
    done = re_audits.loc[re_audits[Col.DONE_ON] <= pd.Timestamp(as_at), own]
    joined = graded[_FIRST].merge(done, on=Col.AUDIT_ID, validate="1:m")
    after = joined[(joined[Col.DONE_ON] >= joined[Col.RETURNED_ON]) & joined[Col.GRADE].notna()]
    order = [Col.AUDIT_ID, Col.DONE_ON, Col.GRADE]
    return after.sort_values(order, ascending=[True, True, False], ignore_index=True)


def latest(graded: pd.DataFrame, re_audits: pd.DataFrame | None, *, as_at: dt.date) -> pd.DataFrame:
    """Return the audits with the grade of their latest re-audit, missing if there is none.

    Returns
    -------
    DataFrame
        Rows of `graded`, in their order, with latest_grade and re_audits_done.
    """
    made = since(graded, re_audits, as_at=as_at)
    last = made.drop_duplicates(Col.AUDIT_ID, keep="last").set_index(Col.AUDIT_ID)[Col.GRADE]
    n = made.groupby(Col.AUDIT_ID, observed=True).size()
    ids = graded[Col.AUDIT_ID]
    counted = beside(ids, n).fillna(0).astype(int)
    return graded.assign(**{LATEST: beside(ids, last), N_DONE: counted})


def movement(found: pd.DataFrame, *, scale: GradeScale) -> pd.DataFrame:
    """Return how re-audited audits were graded first (rows) and by the latest re-audit (columns).

    Parameters
    ----------
    found : DataFrame
        From `latest`.
    scale : GradeScale
        The grades, the best first in both directions.
    """
    labels = list(scale.labels)
    both = found[found[LATEST].notna() & found[Col.FINAL_GRADE].notna()]
    first, last = (both[name].astype(object) for name in (Col.FINAL_GRADE, LATEST))
    table = pd.crosstab(first, last).reindex(index=labels, columns=labels, fill_value=0)
    table.index.name, table.columns.name = Col.FINAL_GRADE, None
    return table.astype(int)
