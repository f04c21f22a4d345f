"""Audits that are scheduled and haven't come back."""

import datetime as dt

import pandas as pd

from qaanalysis.metrics import returns
from qaanalysis.metrics.shares import keys
from qaanalysis.vocabulary import Col


def audits_outstanding(audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the audits that are scheduled and not returned, each with its days late.

    Returns
    -------
    DataFrame
        Indexed as `audits`, most days late first: audit_id, month, service_area, team,
        management_level, days_late (0 or less where not yet due).

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> left = audits_outstanding(run.audits, as_at=run.as_at)
    >>> len(left)
    452
    """
    now = returns.status(audits, as_at=as_at)
    columns = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.MANAGEMENT_LEVEL]
    left = audits[now[Col.SCHEDULED] & ~now[Col.RETURNED]]
    days = (pd.Timestamp(as_at) - left[Col.DUE_ON]).dt.days
    return (
        left[columns]
        .assign(days_late=days)
        .sort_values("days_late", ascending=False, kind="stable")
    )


def by_group(audits: pd.DataFrame, *, by: str, as_at: dt.date) -> pd.DataFrame:
    """Return how many audits are outstanding and overdue by group, and their median days late.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> int(by_group(run.audits, by="service_area", as_at=run.as_at)["outstanding"].sum())
    452
    """
    left = audits_outstanding(audits, as_at=as_at)
    group = keys(audits, by)[0]
    overdue = left["days_late"].where(left["days_late"] > 0)
    grouped = overdue.groupby(group[left.index], observed=True)
    table = returns.counts(audits, by=by, as_at=as_at)[[Col.SCHEDULED]].assign(
        outstanding=grouped.size(), overdue=grouped.count(), median_days_late=grouped.median()
    )
    return table.fillna({"outstanding": 0, "overdue": 0}).astype(
        {"outstanding": int, "overdue": int}
    )
