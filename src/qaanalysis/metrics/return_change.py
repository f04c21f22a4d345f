"""How returns change: at equal age, split into its parts, against chance, and after the event."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from qaanalysis.errors import StatisticsError
from qaanalysis.metrics import returns
from qaanalysis.stats import spc, trend
from qaanalysis.vocabulary import Col

LEAST_MONTHS = 3
# Scheduled audits that have no due date: they have no age, and are in no share at one.
UNDATED = "without_due_date"


def equal_age(
    audits: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    ages: Sequence[int],
    as_at: dt.date,
) -> pd.DataFrame:
    """Return each month's return rate at the same age: recent months are low by being recent.

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
        Indexed by month: scheduled, without_due_date (only if an audit has none), and for each age
        `returned_<age>` and `rate_<age>`, which is of the scheduled audits that have a due date.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> ages = equal_age(run.audits, months=run.months, ages=[14], as_at=run.as_at)
    >>> ages["rate_14"].round(2).tolist()
    [0.52, 0.39, 0.3, 0.43, 0.28, 0.25, nan]
    """
    now = returns.status(audits, as_at=as_at)
    scheduled = audits[now[Col.SCHEDULED]]
    due = scheduled[Col.DUE_ON].groupby(scheduled[Col.MONTH])
    table = pd.DataFrame({Col.SCHEDULED: due.size()}).reindex(months, fill_value=0)
    dated = due.count().reindex(months, fill_value=0)
    if audits[Col.DUE_ON].isna().any():
        table[UNDATED] = table[Col.SCHEDULED] - dated
    last_due = due.max().reindex(months)
    late = scheduled[Col.RETURNED_ON] - scheduled[Col.DUE_ON]
    for age in ages:
        days = pd.Timedelta(days=age)
        n = (late <= days).groupby(scheduled[Col.MONTH]).sum().reindex(months, fill_value=0)
        reached = last_due + days <= pd.Timestamp(as_at)
        table[f"returned_{age}"] = n.where(reached)
        table[f"rate_{age}"] = (n / dated).where(reached)
    return table


def as_old_as_last(
    audits: pd.DataFrame, *, months: pd.PeriodIndex, ages: Sequence[int], as_at: dt.date
) -> pd.DataFrame:
    """Return how each month stood when it was as old as the last month is now.

    Late returns still come in for the last month, so that it is low merely by being young. A month
    is as old as the days from its last day to the date.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    months : PeriodIndex
        The months to report.
    ages : sequence of int
        Days after the due date; once all audits of the last month are past the largest of them, it
        isn't young any more.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame
        Indexed by month: days (after the month's end, below 0 before it), scheduled_then,
        returned_then, rate_then, and kind, as of `control_chart` of these rates. No rows if there
        is no other month, or if the last isn't young.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> how = {"months": run.months, "ages": run.params.return_ages}
    >>> stood = as_old_as_last(run.audits, as_at=run.as_at, **how)
    >>> stood["rate_then"].round(3).tolist()[-2:], int(stood["days"].iloc[-1])
    ([0.238, 0.197], 3)
    """
    ends = months.end_time.normalize()
    days = (pd.Timestamp(as_at) - ends[-1]).days
    if len(months) == 1 or not _is_young(audits, months[-1], ages, as_at):
        months = months[:0]
    then = [end + pd.Timedelta(days=days) for end in ends[: len(months)]]
    each = [
        returns.by_month(audits, months=months[[i]], as_at=day.date()) for i, day in enumerate(then)
    ]
    empty = returns.by_month(audits.iloc[:0], months=months[:0], as_at=as_at)
    rates = pd.concat(each) if each else empty
    kind = control_chart(rates)["kind"] if each else pd.Series(dtype=object)
    named = {name: f"{name}_then" for name in (Col.SCHEDULED, Col.RETURNED)}
    table = rates[[*named, returns.RATE]].rename(columns={**named, returns.RATE: "rate_then"})
    return table.assign(days=days, kind=kind)


def _is_young(audits: pd.DataFrame, month: pd.Period, ages: Sequence[int], as_at: dt.date) -> bool:
    now = returns.status(audits, as_at=as_at)
    due = audits.loc[now[Col.SCHEDULED] & (audits[Col.MONTH] == month), Col.DUE_ON]
    old = due + pd.Timedelta(days=max(ages, default=0)) <= pd.Timestamp(as_at)
    return not bool(old.all())


def decomposition(monthly: pd.DataFrame, *, since: pd.Period, to: pd.Period) -> pd.DataFrame:
    """Split a change of the return rate into what fewer returns and more scheduling account for.

    The rate is a product, returned × 1/scheduled; each factor's part is its change times the mean
    of the other, so that the two parts sum to the change exactly (Das Gupta, 1993).

    Returns
    -------
    DataFrame
        Indexed by factor (returned, scheduled): its count before and after, and its effect in share
        points, 0–1; the effects sum to the change of the rate.

    References
    ----------
    Das Gupta P. (1993). Standardization and Decomposition of Rates: A User's Manual. US Bureau of
    the Census, P23-186.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import returns
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> split = decomposition(rates, since=run.months[0], to=run.months[-1])
    >>> split["effect"].round(3).to_dict()
    {'returned': -0.216, 'scheduled': -0.117}
    """
    for name, month in (("since", since), ("to", to)):
        if month not in monthly.index:
            known = ", ".join(map(str, monthly.index))
            raise StatisticsError(f"{name}: found {month}; allowed: {known}.")
    pair = monthly[[Col.RETURNED, Col.SCHEDULED]].loc[[since, to]]
    (r0, s0), (r1, s1) = pair.to_numpy(dtype=float)
    if s0 == 0 or s1 == 0:
        effects = [np.nan] * 2
    else:
        effects = [(r1 - r0) * (1 / s0 + 1 / s1) / 2, (1 / s1 - 1 / s0) * (r0 + r1) / 2]
    index = pd.Index([Col.RETURNED, Col.SCHEDULED], name="factor")
    return pd.DataFrame({"before": [r0, s0], "after": [r1, s1], "effect": effects}, index=index)


def revisions(
    audits: pd.DataFrame, *, months: pd.PeriodIndex, as_at: dt.date, previous_as_at: dt.date | None
) -> pd.DataFrame:
    """Return how each month's figures stood at the earlier date and stand now, where they differ.

    Parameters
    ----------
    previous_as_at : date or None
        The date of the report before; None if there was none.

    Returns
    -------
    DataFrame
        Indexed by month, only months before the last that had begun by then and have changed:
        scheduled and returned before and after, and the rate before and after.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> import datetime as dt
    >>> dates = {"as_at": run.as_at, "previous_as_at": dt.date(2023, 11, 3)}
    >>> changed = revisions(run.audits, months=run.months, **dates)
    >>> changed[["returned_before", "returned_after"]].iloc[-1].to_dict()
    {'returned_before': 24, 'returned_after': 27}
    """
    # Without an earlier report nothing has changed since one.
    then = as_at if previous_as_at is None else previous_as_at
    before = returns.by_month(audits, months=months, as_at=then)
    after = returns.by_month(audits, months=months, as_at=as_at)
    table = pd.DataFrame(
        {
            f"{column}_{when}": frame[column]
            for column in (Col.SCHEDULED, Col.RETURNED, returns.RATE)
            for when, frame in (("before", before), ("after", after))
        }
    )
    figures = [Col.SCHEDULED, Col.RETURNED]
    changed = (before[figures] != after[figures]).any(axis=1)
    known = (months.start_time <= pd.Timestamp(then)) & (months < months[-1])
    return table[changed & known]


def control_chart(monthly: pd.DataFrame) -> pd.DataFrame:
    """Return the p-chart of the return rate: what chance explains, and which months it doesn't.

    Returns
    -------
    DataFrame
        Indexed by month: value, mean, lower, upper (shares 0–1), special_cause, kind, and trial
        (the limits come from fewer than 13 months and will still move). With fewer than three
        months there are no limits, and nothing is special.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import returns
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> chart = control_chart(rates)
    >>> chart.loc[chart["special_cause"] != "", "kind"].to_dict()
    {Period('2023-05', 'M'): 'improvement', Period('2023-11', 'M'): 'concern'}
    """
    chart = spc.p_chart(
        monthly[Col.RETURNED].to_numpy(), monthly[Col.SCHEDULED].to_numpy(), improvement="up"
    )
    columns = ("value", "mean", "lower", "upper", "special_cause", "kind", "trial")
    table = pd.DataFrame({name: getattr(chart, name) for name in columns}, index=monthly.index)
    if chart.n_baseline < LEAST_MONTHS:
        table = table.assign(lower=np.nan, upper=np.nan, special_cause="", kind="")
    return table


def trend_at_age(at_age: pd.DataFrame, *, age: int) -> trend.Trend:
    """Test for a straight-line trend of the return rate over the months that reached an age.

    Parameters
    ----------
    at_age : DataFrame
        From `equal_age`.
    age : int
        Days after the due date; one of the ages of the table.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> ages = equal_age(run.audits, months=run.months, ages=[0], as_at=run.as_at)
    >>> trend_at_age(ages, age=0).p_value < 0.05
    True
    """
    dated = at_age[Col.SCHEDULED] - at_age.get(UNDATED, 0)
    known = at_age[f"returned_{age}"].notna() & (dated > 0)
    return trend.cochran_armitage(
        at_age.loc[known, f"returned_{age}"].to_numpy(dtype=np.int64), dated[known].to_numpy()
    )
