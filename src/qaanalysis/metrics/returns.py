"""Returns: audits planned, exempted, scheduled and returned, as at a date.

Only individual audits count; themed audits, dip samples and re-audits never do. A return belongs
to the month its audit was planned for, whenever it arrives. An audit that is exempted is not
scheduled; the return rate is returned ÷ scheduled.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from qaanalysis import hidden_counts
from qaanalysis.errors import StatisticsError
from qaanalysis.hidden_counts import COUNTS
from qaanalysis.metrics.shares import keys, pooled, with_share
from qaanalysis.vocabulary import AuditType, Col

# An audit goes through these in turn: planned only (exempted), scheduled, returned.
STEPS = [Col.PLANNED, Col.SCHEDULED, Col.RETURNED]
RATE = "return_rate"
OF_PLANNED = "returned_of_planned"
NO_REASON = "No reason given"


def individual(audits: pd.DataFrame, *, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return the individual audits planned for the given months.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> audits = individual(run.tables["audits"], months=run.months)
    >>> len(audits), len(run.tables["audits"])
    (730, 742)
    """
    if not isinstance(months, pd.PeriodIndex):
        raise StatisticsError(
            f"months: found {type(months).__name__}; allowed: a PeriodIndex, such as run.months or "
            'pd.period_range("2023-05", "2023-11", freq="M").'
        )
    monthly = audits[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL
    return audits[monthly & audits[Col.MONTH].isin(months)]


def months_without_audits(
    audits: pd.DataFrame, *, months: pd.PeriodIndex, stated: pd.DataFrame | None = None
) -> pd.PeriodIndex:
    """Return the months of which there are no rows: nothing is known of them, not even a 0.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    months : PeriodIndex
        The months covered.
    stated : DataFrame or None
        The stated_totals table. A month that it says had no audit planned is one with 0 audits.

    Examples
    --------
    >>> months = pd.period_range("2023-07", "2023-09", freq="M", name="month")
    >>> rows = pd.DataFrame({"month": months[[0]]})
    >>> stated = pd.DataFrame({"month": months[[1]], "planned": [0]})
    >>> months_without_audits(rows, months=months, stated=stated).astype(str).tolist()
    ['2023-09']
    """
    known = set(audits[Col.MONTH])
    if stated is not None:
        # One that was hidden isn't said to be 0, whatever it may be.
        known |= set(stated.loc[stated[Col.PLANNED].eq(0).fillna(value=False), Col.MONTH])
    return months[[month not in known for month in months]]


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

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> status(run.audits, as_at=run.as_at).sum().to_dict()
    {'planned': 730, 'exempted': 49, 'scheduled': 681, 'returned': 229}
    """
    day = _day(as_at)
    planned = audits[Col.PLANNED_ON] <= day
    exempted = planned & (audits[Col.EXEMPTED_ON] <= day)
    scheduled = planned & ~exempted
    returned = scheduled & (audits[Col.RETURNED_ON] <= day)
    return pd.DataFrame(dict(zip(COUNTS, (planned, exempted, scheduled, returned), strict=True)))


def _day(as_at: dt.date) -> pd.Timestamp:
    try:
        return pd.Timestamp(as_at)
    except (ValueError, TypeError):
        raise StatisticsError(
            f"as_at: found {as_at!r}; allowed: a day, such as datetime.date(2023, 12, 3)."
        ) from None


def counts(audits: pd.DataFrame, *, by: str | Sequence[str], as_at: dt.date) -> pd.DataFrame:
    """Return how many audits are planned, exempted, scheduled and returned, by any grouping.

    Groups without an audit are left out; rows whose group is blank are “Not recorded”.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> counts(run.audits, by="service_area", as_at=run.as_at).loc["Leaving Care"].to_dict()
    {'planned': 95, 'exempted': 4, 'scheduled': 91, 'returned': 27}
    """
    # Each audit stands in one place, so one pass over the rows counts all four columns.
    now = status(audits, as_at=as_at)
    codes = np.asarray(now[STEPS].sum(axis=1), dtype=np.int8)
    place = pd.Categorical.from_codes(codes, categories=pd.RangeIndex(len(STEPS) + 1))
    grouped = audits[Col.AUDIT_ID].groupby([*keys(audits, by), place], observed=True).size()
    at = grouped.unstack(fill_value=0).reindex(columns=range(len(STEPS) + 1), fill_value=0)
    return pd.DataFrame(
        {
            Col.PLANNED: at[1] + at[2] + at[3],
            Col.EXEMPTED: at[1],
            Col.SCHEDULED: at[2] + at[3],
            Col.RETURNED: at[3],
        }
    )


def children(
    audits: pd.DataFrame, *, as_at: dt.date, siblings: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how many children and families the returned audits are of.

    Parameters
    ----------
    audits : DataFrame
        Rows of the audits table; without family_id no family is known.
    as_at : date
        The date at which they are returned.
    siblings : DataFrame or None
        The further children of audits that are of several: audit_id, child_id, family_id.

    Returns
    -------
    DataFrame
        One row, “Returned audits”: returned, children, families, and without_family, the children
        of whom no family is recorded.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> children(run.audits, as_at=run.as_at)["returned"].tolist()
    [229]
    """
    back = audits[status(audits, as_at=as_at)[Col.RETURNED]]
    more = back.iloc[:0] if siblings is None else siblings
    more = more.loc[more[Col.AUDIT_ID].isin(back[Col.AUDIT_ID]), more.columns.isin(back.columns)]
    of_child = pd.concat([back, more] if len(more) else [back]).drop_duplicates(Col.CHILD_ID)
    known = Col.FAMILY_ID in of_child
    families = of_child[Col.FAMILY_ID].nunique() if known else 0
    without = int(of_child[Col.FAMILY_ID].isna().sum()) if known else len(of_child)
    return pd.DataFrame(
        {
            Col.RETURNED: [len(back)],
            "children": [len(of_child)],
            "families": [families],
            "without_family": [without],
        },
        index=["Returned audits"],
    )


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

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> by_area = rates(run.audits, by="service_area", as_at=run.as_at)
    >>> float(by_area.loc["Leaving Care", "return_rate"].round(3))
    0.297
    """
    return _with_rates(counts(audits, by=by, as_at=as_at), confidence)


def by_month(
    audits: pd.DataFrame, *, months: pd.PeriodIndex, as_at: dt.date, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `rates` for every one of the months; a month without audits has counts of 0.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> by_month(run.audits, months=run.months, as_at=run.as_at)["returned"].tolist()
    [44, 42, 27, 33, 33, 27, 23]
    """
    found = counts(audits, by=Col.MONTH, as_at=as_at).reindex(months, fill_value=0)
    return _with_rates(found, confidence)


def of_counts(
    stated: pd.DataFrame, *, months: pd.PeriodIndex, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the table of `by_month` where there are only counts, as published.

    Parameters
    ----------
    stated : DataFrame
        The stated_totals table: month (none twice), planned, exempted, scheduled, returned, and of
        hidden counts the ends.
    months : PeriodIndex
        The months to show; one that isn't stated is missing, not 0.

    Returns
    -------
    DataFrame
        As of `by_month`. Where a count is hidden it is missing, as is each rate that rests on it,
        and every count has its ends (`returned_at_least`, `returned_at_most`) beside the counts,
        as near as the other counts of the month bring them.

    Examples
    --------
    >>> months = pd.period_range("2023-05", "2023-06", freq="M", name="month")
    >>> stated = {"month": months[:1], "planned": 12, "exempted": 2, "scheduled": 10, "returned": 4}
    >>> of_counts(pd.DataFrame(stated), months=months)["return_rate"].tolist()
    [0.4, nan]
    """
    told = stated[stated[Col.MONTH].isin(months)].set_index(Col.MONTH)
    return _with_rates(hidden_counts.with_ends(told), confidence).reindex(months)


def total(monthly: pd.DataFrame, *, label: str, confidence: float = 0.95) -> pd.DataFrame:
    """Return one row with the pooled counts of a table of rates, and the rates they give.

    A count that is hidden in a month is in no sum: the total has its ends, and not the count.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> rates = by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> total(rates, label="All months")[["scheduled", "returned"]].loc["All months"].to_dict()
    {'scheduled': 681, 'returned': 229}
    """
    sums = pooled(monthly, hidden_counts.summable(monthly), label)
    rests_on = hidden_counts.hidden(monthly).any().to_frame().T
    return _with_rates(hidden_counts.without(sums, rests_on), confidence)


def to_date(monthly: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return the rates from the first month up to each month, from pooled counts.

    From a month on in which a count is hidden there are its ends, and not the count.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> rates = by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> to_date(rates)["returned"].tolist()
    [44, 86, 113, 146, 179, 206, 229]
    """
    sums = monthly[hidden_counts.summable(monthly)].cumsum()
    return _with_rates(
        hidden_counts.without(sums, hidden_counts.hidden(monthly).cummax()), confidence
    )


def _with_rates(frame: pd.DataFrame, confidence: float) -> pd.DataFrame:
    both = [Col.RETURNED, Col.SCHEDULED]
    known = frame[both].notna().all(axis=1)
    # Of a count that isn't known there is no share, as there is none of 0 of 0.
    counted = frame.assign(**{name: frame[name].where(known, 0) for name in both})
    made = with_share(counted, RATE, count=both[0], total=both[1], confidence=confidence)
    of_planned = frame[Col.RETURNED] / frame[Col.PLANNED].where(frame[Col.PLANNED] > 0)
    return made.assign(**{name: frame[name] for name in both}, **{OF_PLANNED: of_planned})


def exemptions(
    audits: pd.DataFrame, *, as_at: dt.date, by: str = Col.EXEMPTION_REASON
) -> pd.DataFrame:
    """Return exemptions by reason (or approver): how many, how many late, how many unapproved.

    Returns
    -------
    DataFrame
        Indexed by `by`, most first: exempted; after_due (made after the due date);
        without_approver; blanks are their own row.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> int(exemptions(run.audits, as_at=run.as_at)["exempted"].sum())
    49
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


def n_scheduled(audits: pd.DataFrame, *, as_at: dt.date) -> int:
    """Return how many of the audits are scheduled as at a date.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> n_scheduled(run.audits, as_at=run.as_at)
    681
    """
    return int(status(audits, as_at=as_at)[Col.SCHEDULED].sum())
