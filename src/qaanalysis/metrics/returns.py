"""Returns: audits planned, exempted, scheduled and returned, as at a date and at equal age.

Only individual audits count; themed audits, dip samples and re-audits never do. A return belongs
to the month its audit was planned for, whenever it arrives. An audit that is exempted is not
scheduled; the return rate is returned ÷ scheduled.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from qaanalysis.metrics.shares import keys, pooled, with_share
from qaanalysis.vocabulary import AuditType, Col

COUNTS = [Col.PLANNED, Col.EXEMPTED, Col.SCHEDULED, Col.RETURNED]
RATE = "return_rate"
OF_PLANNED = "returned_of_planned"
NO_REASON = "No reason given"


def individual(audits: pd.DataFrame, *, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return the individual audits planned for the given months."""
    monthly = audits[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL
    return audits[monthly & audits[Col.MONTH].between(months[0], months[-1])]


def status(audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return whether each audit is planned, exempted, scheduled and returned as at a date.

    Parameters
    ----------
    audits : DataFrame
        Rows of the audits table.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame
        Four boolean columns, indexed as `audits`.
    """
    day = pd.Timestamp(as_at)
    planned = audits[Col.PLANNED_ON] <= day
    exempted = planned & (audits[Col.EXEMPTED_ON] <= day)
    scheduled = planned & ~exempted
    returned = scheduled & (audits[Col.RETURNED_ON] <= day)
    return pd.DataFrame(dict(zip(COUNTS, (planned, exempted, scheduled, returned), strict=True)))


def counts(audits: pd.DataFrame, *, by: str | Sequence[str], as_at: dt.date) -> pd.DataFrame:
    """Return how many audits are planned, exempted, scheduled and returned, by any grouping.

    Groups without an audit are left out; rows whose group is blank are “Not recorded”.
    """
    return status(audits, as_at=as_at).groupby(keys(audits, by), observed=True).sum()


def rates(
    audits: pd.DataFrame,
    *,
    by: str | Sequence[str],
    as_at: dt.date,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return counts with the return rate and the returned of those planned, with intervals.

    Returns
    -------
    DataFrame
        Indexed by group: planned, exempted, scheduled, returned, return_rate (with _low, _high)
        and returned_of_planned; shares 0–1, NaN where nothing was scheduled.
    """
    return _with_rates(counts(audits, by=by, as_at=as_at), confidence)


def by_month(
    audits: pd.DataFrame, *, months: pd.PeriodIndex, as_at: dt.date, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `rates` for every one of the months; a month without audits has counts of 0."""
    found = counts(audits, by=Col.MONTH, as_at=as_at).reindex(months, fill_value=0)
    return _with_rates(found, confidence)


def total(monthly: pd.DataFrame, *, label: str, confidence: float = 0.95) -> pd.DataFrame:
    """Return one row with the pooled counts of a table of rates, and the rates they give."""
    return _with_rates(pooled(monthly, COUNTS, label), confidence)


def to_date(monthly: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return the rates from the first month up to each month, from pooled counts."""
    return _with_rates(monthly[COUNTS].cumsum(), confidence)


def _with_rates(frame: pd.DataFrame, confidence: float) -> pd.DataFrame:
    made = with_share(frame, RATE, count=Col.RETURNED, total=Col.SCHEDULED, confidence=confidence)
    of_planned = frame[Col.RETURNED] / frame[Col.PLANNED].where(frame[Col.PLANNED] > 0)
    return made.assign(**{OF_PLANNED: of_planned})


def equal_age(
    audits: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    ages: Sequence[int],
    as_at: dt.date,
) -> pd.DataFrame:
    """Return each month's return rate at the same age, so that recent months aren't low by being so.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    months : PeriodIndex
        The months to report.
    ages : sequence of int
        Days after each audit's due date.
    as_at : date
        A month has no rate at an age that not all its audits have reached by then.

    Returns
    -------
    DataFrame
        Indexed by month: scheduled, and for each age `returned_<age>` and `rate_<age>`.
    """
    now = status(audits, as_at=as_at)
    scheduled = audits[now[Col.SCHEDULED]]
    due = scheduled[Col.DUE_ON].groupby(scheduled[Col.MONTH])
    table = pd.DataFrame({Col.SCHEDULED: due.size()}).reindex(months, fill_value=0)
    last_due = due.max().reindex(months)
    late = scheduled[Col.RETURNED_ON] - scheduled[Col.DUE_ON]
    for age in ages:
        days = pd.Timedelta(days=age)
        n = (late <= days).groupby(scheduled[Col.MONTH]).sum().reindex(months, fill_value=0)
        reached = last_due + days <= pd.Timestamp(as_at)
        table[f"returned_{age}"] = n.where(reached)
        table[f"rate_{age}"] = (n / table[Col.SCHEDULED]).where(reached)
    return table


def decomposition(monthly: pd.DataFrame, *, since: pd.Period, to: pd.Period) -> pd.DataFrame:
    """Split a change of the return rate into what fewer returns and more scheduling account for.

    The rate is a product, returned × 1/scheduled; each factor's part is its change times the mean
    of the other, so that the two parts sum to the change exactly (Das Gupta, 1993).

    Returns
    -------
    DataFrame
        Indexed by factor (returned, scheduled, both): before, after and effect, the last in share
        points 0–1.

    References
    ----------
    Das Gupta P. (1993). Standardization and Decomposition of Rates. US Bureau of the Census, P23-186.
    """
    r0, r1 = (float(monthly.loc[m, Col.RETURNED]) for m in (since, to))
    s0, s1 = (float(monthly.loc[m, Col.SCHEDULED]) for m in (since, to))
    if s0 == 0 or s1 == 0:
        effects = [np.nan] * 3
    else:
        from_returned = (r1 - r0) * (1 / s0 + 1 / s1) / 2
        from_scheduled = (1 / s1 - 1 / s0) * (r0 + r1) / 2
        effects = [from_returned, from_scheduled, from_returned + from_scheduled]
    index = pd.Index([Col.RETURNED, Col.SCHEDULED, "both"], name="factor")
    return pd.DataFrame(
        {"before": [r0, s0, np.nan], "after": [r1, s1, np.nan], "effect": effects}, index=index
    )


def exemptions(
    audits: pd.DataFrame, *, as_at: dt.date, by: str = Col.EXEMPTION_REASON
) -> pd.DataFrame:
    """Return exemptions by reason (or approver): how many, how many late, how many unapproved.

    Returns
    -------
    DataFrame
        Indexed by `by`, most first: exempted; after_due (made after the due date);
        without_approver; blanks are their own row.
    """
    exempt = audits[status(audits, as_at=as_at)[Col.EXEMPTED]]
    key = exempt[by].astype(object).where(exempt[by].notna(), NO_REASON).rename(by)
    flags = pd.DataFrame(
        {
            Col.EXEMPTED: True,
            "after_due": exempt[Col.EXEMPTED_ON] > exempt[Col.DUE_ON],
            "without_approver": exempt[Col.EXEMPTION_APPROVER].isna(),
        },
        index=exempt.index,
    )
    return flags.groupby(key).sum().sort_values(Col.EXEMPTED, ascending=False, kind="stable")


def outstanding(audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the audits that are scheduled and not returned, each with its days late.

    Returns
    -------
    DataFrame
        Indexed as `audits`, most days late first: audit_id, month, service_area, team,
        management_level, days_late (0 or less where not yet due).
    """
    now = status(audits, as_at=as_at)
    columns = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.MANAGEMENT_LEVEL]
    left = audits[now[Col.SCHEDULED] & ~now[Col.RETURNED]]
    days = (pd.Timestamp(as_at) - left[Col.DUE_ON]).dt.days
    return (
        left[columns]
        .assign(days_late=days)
        .sort_values("days_late", ascending=False, kind="stable")
    )


def outstanding_by(audits: pd.DataFrame, *, by: str, as_at: dt.date) -> pd.DataFrame:
    """Return how many audits are outstanding and overdue by group, and their median days late."""
    left = outstanding(audits, as_at=as_at)
    group = keys(audits, by)[0]
    overdue = left["days_late"].where(left["days_late"] > 0)
    grouped = overdue.groupby(group[left.index], observed=True)
    table = counts(audits, by=by, as_at=as_at)[[Col.SCHEDULED]].assign(
        outstanding=grouped.size(), overdue=grouped.count(), median_days_late=grouped.median()
    )
    return table.fillna({"outstanding": 0, "overdue": 0}).astype(
        {"outstanding": int, "overdue": int}
    )


def revisions(
    audits: pd.DataFrame, *, months: pd.PeriodIndex, as_at: dt.date, previous_as_at: dt.date
) -> pd.DataFrame:
    """Return how each month's figures stood at the earlier date and stand now, where they differ.

    Returns
    -------
    DataFrame
        Indexed by month, only months planned for by the earlier date whose figures changed:
        scheduled and returned before and after, and the rate before and after.
    """
    before, after = (by_month(audits, months=months, as_at=day) for day in (previous_as_at, as_at))
    table = pd.DataFrame(
        {
            f"{column}_{when}": frame[column]
            for column in (Col.SCHEDULED, Col.RETURNED, RATE)
            for when, frame in (("before", before), ("after", after))
        }
    )
    changed = (before[[Col.SCHEDULED, Col.RETURNED]] != after[[Col.SCHEDULED, Col.RETURNED]]).any(
        axis=1
    )
    known = months.to_timestamp(how="end") <= pd.Timestamp(previous_as_at)
    return table[changed & known]


def against_stated(monthly: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Return the months whose counts differ from those the register's own summary states.

    Parameters
    ----------
    monthly : DataFrame
        Counts by month.
    stated : DataFrame
        The stated_totals table.

    Returns
    -------
    DataFrame
        Indexed by month: each count and, beside it, `<count>_stated`; only months that differ.
    """
    theirs = stated.set_index(Col.MONTH)[COUNTS].reindex(monthly.index)
    differs = (monthly[COUNTS] != theirs).any(axis=1) & theirs.notna().all(axis=1)
    return monthly[COUNTS].join(theirs.add_suffix("_stated"), validate="1:1")[differs]
