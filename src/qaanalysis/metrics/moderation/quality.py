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
    """Return the row of `audit_quality` for all moderated audits together."""
    table = audit_quality(found, by=Col.MONTH, scale=scale)
    row = grades.total(table, label=label, scale=scale, confidence=confidence)
    return row.assign(**{NOT_RECORDED: int(table[NOT_RECORDED].sum())})
