"""How much of what came back was moderated, of whom, and what was never looked at again."""

import pandas as pd

from qaanalysis.metrics.grades import MODERATED
from qaanalysis.metrics.shares import keys, pooled, with_share
from qaanalysis.vocabulary import Col, GradeScale

SHARE = "moderated_share"
AUDITORS = "auditors"


def coverage(
    graded: pd.DataFrame, *, by: str | list[str], confidence: float = 0.95
) -> pd.DataFrame:
    """Return how many returned audits were moderated, by any grouping.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    by : str or list of str
        Columns of `graded`: service area, the auditor's grade, level of management.

    Returns
    -------
    DataFrame
        Indexed by group: returned, moderated, and moderated_share with _low and _high (Wilson).
        The interval says what share the way of choosing leads to, not how unsure the count is.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> by_area = coverage(run.graded, by="service_area")
    >>> by_area.loc["Leaving Care", ["returned", "moderated"]].tolist()
    [27, 11]
    """
    flags = pd.DataFrame({Col.RETURNED: True, MODERATED: graded[MODERATED]}, index=graded.index)
    return _with_share(flags.groupby(keys(graded, by), observed=True).sum(), confidence)


def by_month(
    graded: pd.DataFrame, *, months: pd.PeriodIndex, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `coverage` for every one of the months; a month without returns has counts of 0.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> by_month(run.graded, months=run.months)["moderated"].tolist()
    [13, 14, 6, 8, 9, 6, 4]
    """
    table = coverage(graded, by=Col.MONTH, confidence=confidence)
    return _with_share(table.reindex(months, fill_value=0), confidence)


def by_auditors_grade(
    graded: pd.DataFrame, *, scale: GradeScale, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `coverage` for every grade of the scale, best first, as the auditor gave it.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> by_auditors_grade(run.graded, scale=run.scale)["returned"].to_dict()
    {'Outstanding': 3, 'Good': 82, 'Requires Improvement': 94, 'Inadequate': 50}
    """
    labels = pd.Index(list(scale.labels), name=Col.AUDITOR_GRADE)
    known = graded[graded[Col.AUDITOR_GRADE].notna()]
    table = coverage(known, by=Col.AUDITOR_GRADE, confidence=confidence)
    # As plain words, so that the grades can stand in the scale's order.
    table.index = pd.Index(table.index.astype(object), name=Col.AUDITOR_GRADE)
    return _with_share(table.reindex(labels, fill_value=0), confidence)


def total(table: pd.DataFrame, *, label: str, confidence: float = 0.95) -> pd.DataFrame:
    """Return one row with the pooled counts of a table of `coverage`, and their share.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> whole = total(by_month(run.graded, months=run.months), label="All")
    >>> float(whole.loc["All", "moderated_share"].round(3))
    0.262
    """
    return _with_share(pooled(table, [Col.RETURNED, MODERATED], label), confidence)


def _with_share(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    counts = table[[Col.RETURNED, MODERATED]].astype(int)
    return with_share(counts, SHARE, count=MODERATED, total=Col.RETURNED, confidence=confidence)


def auditors(
    graded: pd.DataFrame, *, by: str = Col.MANAGEMENT_LEVEL, confidence: float = 0.95
) -> pd.DataFrame:
    """Return how many of those who returned audits had at least one of them moderated.

    Returns
    -------
    DataFrame
        Indexed by group: auditors (who returned anything), moderated (those of them with a
        moderated audit), and moderated_share with _low and _high. Somebody with audits in two
        groups is in both.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> auditors(run.graded)[["auditors", "moderated"]].sum().tolist()
    [72, 37]
    """
    group = keys(graded, by)[0]
    reached = graded[MODERATED].groupby([group, graded[Col.AUDITOR]], observed=True).any()
    level = reached.groupby(level=0, observed=True)
    counts = pd.DataFrame({AUDITORS: level.size(), MODERATED: level.sum()}).astype(int)
    return with_share(counts, SHARE, count=MODERATED, total=AUDITORS, confidence=confidence)


def best_grade_unmoderated_audits(graded: pd.DataFrame, *, scale: GradeScale) -> pd.DataFrame:
    """Return the audits with the best grade of the scale, by the auditor, never moderated.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team; a best grade that nobody checked stands on one
        person's word.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> best_grade_unmoderated_audits(run.graded, scale=run.scale).columns.tolist()
    ['audit_id', 'month', 'service_area', 'team']
    """
    best = graded[Col.AUDITOR_GRADE] == scale.labels[0]
    columns = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
    return graded.loc[best & ~graded[MODERATED], columns].reset_index(drop=True)


def n_best_grade_unmoderated(graded: pd.DataFrame, *, scale: GradeScale) -> int:
    """Return how many audits have the best grade and were never moderated.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> n_best_grade_unmoderated(run.graded, scale=run.scale)
    1
    """
    return len(best_grade_unmoderated_audits(graded, scale=scale))
