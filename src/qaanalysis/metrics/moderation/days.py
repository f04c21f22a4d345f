"""How long after its return an audit was moderated."""

from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics.grades import MODERATED
from qaanalysis.metrics.moderation import moderated
from qaanalysis.metrics.shares import keys, with_share
from qaanalysis.vocabulary import Col

TIMED = "timed"
OVER = "over_limit"


def to_moderation(
    found: pd.DataFrame, *, by: str | Sequence[str], limit: int, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the days from return to moderation, by any grouping.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`.
    by : str or sequence of str
        Columns of it.
    limit : int
        Days after which moderation counts as late.

    Returns
    -------
    DataFrame
        Indexed by group: moderated; timed (those not moderated before they were returned);
        lower_quartile_days, median_days, upper_quartile_days, longest_days (quartiles
        interpolated; NaN where none is timed); over_limit (moderated more than `limit` days after
        return) and over_limit_share, of the timed, with _low and _high (Wilson). Audits that still
        wait for moderation are in none of them.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> to_moderation(found, by="service_area", limit=28).columns.tolist()
    ['moderated', 'timed', 'lower_quartile_days', 'median_days', 'upper_quartile_days',
    'longest_days', 'over_limit', 'over_limit_share', 'over_limit_share_low',
    'over_limit_share_high']
    """
    return _with_share(_table(found, keys(found, by), limit), confidence)


def by_month(
    found: pd.DataFrame, *, months: pd.PeriodIndex, limit: int, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `to_moderation` by the month the audit was planned for, for every month.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> len(by_month(found, months=run.months, limit=28))
    7
    """
    table = _table(found, keys(found, Col.MONTH), limit).reindex(months)
    return _with_share(table, confidence)


def total(found: pd.DataFrame, *, label: str, limit: int, confidence: float = 0.95) -> pd.DataFrame:
    """Return the row of `to_moderation` for all moderated audits together.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> total(found, label="All", limit=28).iloc[0, :2].tolist()
    [60, 60]
    """
    all_of_them = pd.Series(label, index=found.index, name=Col.MONTH, dtype=object)
    row = pd.Index([label], name=Col.MONTH)
    return _with_share(_table(found, [all_of_them], limit).reindex(row), confidence)


def _table(found: pd.DataFrame, group: list[pd.Series], limit: int) -> pd.DataFrame:
    days = found[moderated.DAYS].astype(float)
    timed = days.where(days >= 0).groupby(group, observed=True)
    late = (days > limit).groupby(group, observed=True)
    return pd.DataFrame(
        {
            MODERATED: timed.size(),
            TIMED: timed.count(),
            "lower_quartile_days": timed.quantile(0.25),
            "median_days": timed.median(),
            "upper_quartile_days": timed.quantile(0.75),
            "longest_days": timed.max(),
            OVER: late.sum(),
        }
    )


def _with_share(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    counts = [MODERATED, TIMED, OVER]
    whole = table.assign(**table[counts].fillna(0).astype(int))
    return with_share(whole, f"{OVER}_share", count=OVER, total=TIMED, confidence=confidence)
