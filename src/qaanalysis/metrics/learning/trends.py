"""Whether a thing is named more or less often, month by month."""

import pandas as pd

from qaanalysis.metrics.learning.named import AUDITS, DEVELOPMENT
from qaanalysis.stats import comparisons, trend
from qaanalysis.vocabulary import Col

SLOPE, P_VALUE, ADJUSTED = "slope_difference", "p_value", "adjusted_p_value"


def trends(
    rows: pd.DataFrame, *, by: str, months: pd.PeriodIndex, kind: str = DEVELOPMENT
) -> pd.DataFrame:
    """Return the straight-line trend over months of the share of audits that name each thing.

    Parameters
    ----------
    rows : DataFrame
        From `named`.
    by : str
        Its heading.
    months : PeriodIndex
        The months covered; one without a returned audit knows nothing and keeps its place.
    kind : str
        strength or development.

    Returns
    -------
    DataFrame
        Indexed by thing: audits, `kind`, slope_difference (change of the share a month),
        p_value (Cochran–Armitage) and adjusted_p_value (Holm's, for all the things together; NaN
        where there is no p-value).

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics.learning import coding, named
    >>> declared = run.params.learning
    >>> found = coding.coded(
    ...     run.tables["findings"], run.audits, words=declared.words, as_at=run.as_at
    ... )
    >>> rows = named.named(found, declared.own_themes, heading="theme")
    >>> int(trends(rows, by="theme", months=run.months)["development"].max())
    56
    """
    flags = rows[[kind]].assign(**{AUDITS: True})
    found = []
    for name, group in flags.groupby(rows[by], observed=True):
        monthly = group.groupby(rows.loc[group.index, Col.MONTH]).sum()
        monthly = monthly.reindex(months, fill_value=0).astype(int)
        tested = trend.cochran_armitage(monthly[kind].to_numpy(), monthly[AUDITS].to_numpy())
        total = monthly.sum()
        found.append((name, total[AUDITS], total[kind], tested.slope, tested.p_value))
    names = [by, AUDITS, kind, SLOPE, P_VALUE]
    table = pd.DataFrame(found, columns=names).astype({AUDITS: int, kind: int})
    table = table.set_index(by)
    return table.assign(**{ADJUSTED: comparisons.holm(table[P_VALUE].to_numpy(dtype=float))})
