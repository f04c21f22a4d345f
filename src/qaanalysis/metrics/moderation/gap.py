"""By how many grades moderators differ from auditors."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qaanalysis.metrics.moderation import moderated
from qaanalysis.metrics.shares import keys, pooled, with_share
from qaanalysis.stats.agreement.intervals import quantile
from qaanalysis.vocabulary import Col

COMPARED = "compared"
MEAN = "mean_steps"
FAR = "two_or_more"
_SUM, _SQUARES = "sum", "squares"
_COUNTS = [COMPARED, FAR, _SUM, _SQUARES]


def gap(found: pd.DataFrame, *, by: str | Sequence[str], confidence: float = 0.95) -> pd.DataFrame:
    """Return by how many grades moderators differ from auditors, by any grouping.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`; only those compared count.

    Returns
    -------
    DataFrame
        Indexed by group: compared; mean_steps (moderator less auditor in grades, below 0 where
        moderators grade lower; _low and _high by Student's t, NaN where fewer than two or all
        alike); two_or_more (pairs two or more grades apart) and two_or_more_share with _low and
        _high (Wilson). Grades are counted as equally far apart, which nobody has measured.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> int(gap(found, by="service_area").loc["Leaving Care", "compared"])
    11
    """
    return _with_means(_counts(found, by), confidence)


def by_month(
    found: pd.DataFrame, *, months: pd.PeriodIndex, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `gap` by the month the audit was planned for, for every one of the months.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> int(by_month(found, months=run.months)["compared"].sum())
    60
    """
    return _with_means(_counts(found, Col.MONTH).reindex(months, fill_value=0), confidence)


def total(found: pd.DataFrame, *, label: str, confidence: float = 0.95) -> pd.DataFrame:
    """Return the row of `gap` for all pairs together.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> total(found, label="All")["mean_steps"].round(3).tolist()
    [-0.55]
    """
    return _with_means(pooled(_counts(found, Col.MONTH), _COUNTS, label), confidence)


def _counts(found: pd.DataFrame, by: str | Sequence[str]) -> pd.DataFrame:
    known = moderated.compared(found)
    steps = known[moderated.STEPS].astype(int)
    parts = {COMPARED: 1, FAR: steps.abs() >= 2, _SUM: steps, _SQUARES: steps**2}
    table = pd.DataFrame(parts, index=known.index).groupby(keys(known, by), observed=True).sum()
    return table.astype(int)


def _with_means(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    n = table[COMPARED].to_numpy(dtype=float)
    sums, squares = table[_SUM].to_numpy(), table[_SQUARES].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(n > 0, sums / n, np.nan)
        variance = np.where(n > 1, (squares - sums * mean) / (n - 1), np.nan)
    told = variance > 1e-12
    reach = quantile(confidence, np.maximum(n - 1, 1), "t") * np.sqrt(
        np.where(told, variance, np.nan) / np.maximum(n, 1)
    )
    made = table[[COMPARED]].assign(
        **{MEAN: mean, f"{MEAN}_low": mean - reach, f"{MEAN}_high": mean + reach, FAR: table[FAR]}
    )
    made = made.astype({COMPARED: int, FAR: int})
    return with_share(made, f"{FAR}_share", count=FAR, total=COMPARED, confidence=confidence)
