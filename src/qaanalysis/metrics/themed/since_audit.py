"""How long ago each child's file was last audited."""

import datetime as dt

import pandas as pd

from qaanalysis.metrics import returns
from qaanalysis.vocabulary import AuditType, Col


def months_since_audit(children: pd.Series, audits: pd.DataFrame, *, as_at: dt.date) -> pd.Series:
    """Return the whole months since each child's last individual audit came back.

    Parameters
    ----------
    children : Series of str, n rows
        Identifiers of children.
    audits : DataFrame
        The audit register: child_id, audit_type, planned_on, exempted_on, returned_on.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    Series of Int64, n rows
        Named months_since_audit and indexed as `children`; a month is whole when its day comes
        round, so that 3 May to 2 June is none. Missing for a child never audited.

    Examples
    --------
    >>> audits = pd.DataFrame(
    ...     {
    ...         "child_id": ["C1", "C1"],
    ...         "audit_type": "Individual",
    ...         "planned_on": pd.to_datetime(["2023-04-03", "2023-09-01"]),
    ...         "exempted_on": pd.NaT,
    ...         "returned_on": pd.to_datetime(["2023-05-03", None]),
    ...     }
    ... )
    >>> children = pd.Series(["C1", "C2"])
    >>> months_since_audit(children, audits, as_at=dt.date(2023, 12, 3)).tolist()
    [7, <NA>]
    """
    last = returned(audits, as_at=as_at).groupby(Col.CHILD_ID)[Col.RETURNED_ON].max()
    on = pd.Series(last.reindex(children).to_numpy("datetime64[s]"), index=children.index)
    whole = (as_at.year - on.dt.year) * 12 + as_at.month - on.dt.month - (on.dt.day > as_at.day)
    return whole.astype("Int64").rename(Col.MONTHS_SINCE_AUDIT)


def with_months(cohort: pd.DataFrame, audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return a cohort with the months since each child's last audit, for a plan's rules.

    Parameters
    ----------
    cohort : DataFrame
        With `child_id`.
    audits, as_at
        As `months_since_audit` takes them.

    Returns
    -------
    DataFrame
        The cohort's rows with the column `months_since_audit`.
    """
    since = months_since_audit(cohort[Col.CHILD_ID], audits, as_at=as_at)
    return cohort.assign(**{Col.MONTHS_SINCE_AUDIT: since})


def returned(audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the individual audits that came back until a day.

    Parameters
    ----------
    audits : DataFrame
        As `months_since_audit` takes it.
    as_at : date
        The day.
    """
    back = returns.status(audits, as_at=as_at)[Col.RETURNED]
    return audits[(audits[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL) & back]
