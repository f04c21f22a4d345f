"""What moderation says of the audits themselves: how well they were done."""

from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics import grades
from qaanalysis.metrics.shares import keys
from qaanalysis.vocabulary import Col, GradeScale

NOT_RECORDED = "not_recorded"


def audit_quality(
    found: pd.DataFrame,
    *,
    by: str | Sequence[str],
    scale: GradeScale,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how moderators judged the quality of the audits themselves, by any grouping.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`.
    by : str or sequence of str
        Columns of it; by outcome it shows whether poor audits are those whose grade was changed.

    Returns
    -------
    DataFrame
        Indexed by group: the columns of `grades.shares`, which count audits whose quality is
        recorded, and not_recorded.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> audit_quality(found, by="service_area", scale=scale).columns.tolist()
    ['Outstanding', 'Good', 'Requires Improvement', 'Inadequate', 'graded', 'good_or_better',
    'below_good', 'good_or_better_share', 'good_or_better_share_low', 'good_or_better_share_high',
    'worst_share', 'worst_share_low', 'worst_share_high', 'not_recorded']
    """
    blank = found[Col.AUDIT_QUALITY].isna().groupby(keys(found, by), observed=True).sum()
    table = grades.shares(
        found, by=by, scale=scale, grade=Col.AUDIT_QUALITY, confidence=confidence
    ).reindex(blank.index)
    counts = [*scale.labels, grades.GRADED, grades.GOOD]
    whole = table[counts].fillna(0).astype(int)
    return table.assign(**whole, **{NOT_RECORDED: blank.astype(int)})


def total(
    found: pd.DataFrame, *, label: str, scale: GradeScale, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the row of `audit_quality` for all moderated audits together.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> int(total(found, label="All", scale=scale)["graded"].iloc[0])
    58
    """
    table = audit_quality(found, by=Col.MONTH, scale=scale)
    row = grades.total(table, label=label, scale=scale, confidence=confidence)
    return row.assign(**{NOT_RECORDED: int(table[NOT_RECORDED].sum())})
