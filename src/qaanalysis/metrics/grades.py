"""Grades of returned individual audits: final grades, domains, and what the missing could be.

The final grade is the moderator's where somebody else than the auditor moderated the audit (the
latest by date), else the auditor's. Where several moderations of its last day differ, it can't be
told. An audit can be returned and not graded: then it is in no share.
"""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics import moderation_records, returns
from qaanalysis.metrics.shares import keys, pooled, refuse_unknown, with_share
from qaanalysis.stats import proportion
from qaanalysis.vocabulary import Col, GradeScale

GRADED = "graded"
GOOD = "good_or_better"
BELOW = "below_good"
GOOD_SHARE = "good_or_better_share"
WORST_SHARE = "worst_share"
MODERATED = "moderated"
_LATEST = (Col.MODERATION_ID, Col.AUDIT_ID, Col.MODERATED_ON, Col.MODERATOR_GRADE)
WHOSE_GRADE = "whose_grade"
WHOSE = {True: "Moderator’s", False: "Auditor’s own, not moderated"}
UNSETTLED = "Moderators’, not settled"


def final(
    audits: pd.DataFrame, moderations: pd.DataFrame | None, *, as_at: dt.date
) -> pd.DataFrame:
    """Return the audits returned by a date, with their final grade and whether moderated.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    moderations : DataFrame or None
        The moderations table; None if the run has none, and then nothing is moderated.
    as_at : date
        Returns and moderations dated later haven't happened yet.

    Returns
    -------
    DataFrame
        Rows of `audits` with final_grade, moderated (boolean) and whose_grade (one of `WHOSE`, or
        `UNSETTLED` where the final grade can't be told) added.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> graded = final(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> len(graded), n_moderated(graded)
    (229, 60)
    """
    returned = audits[returns.status(audits, as_at=as_at)[Col.RETURNED]]
    if moderations is None:
        own = returned.assign(final_grade=returned[Col.AUDITOR_GRADE], moderated=False)
        return own.assign(whose_grade=WHOSE[False])
    made = moderation_records.by_others(moderations, audits, as_at=as_at)
    latest = moderation_records.latest(made[[*_LATEST]])
    joined = returned.merge(
        latest[[Col.AUDIT_ID, Col.MODERATOR_GRADE]], on=Col.AUDIT_ID, how="left", validate="1:1"
    )
    moderated = joined[Col.AUDIT_ID].isin(latest[Col.AUDIT_ID])
    grade = joined[Col.MODERATOR_GRADE].where(moderated, joined[Col.AUDITOR_GRADE])
    made = joined.drop(columns=Col.MODERATOR_GRADE).assign(final_grade=grade, moderated=moderated)
    settled = ~moderated | grade.notna()
    return made.assign(whose_grade=moderated.map(WHOSE).where(settled, UNSETTLED))


def shares(
    graded: pd.DataFrame,
    *,
    by: str | Sequence[str],
    scale: GradeScale,
    grade: str = Col.FINAL_GRADE,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the count of each grade by group, with the shares Good or better and of the worst.

    Returns
    -------
    DataFrame
        Indexed by group: one column for each grade of the scale (best first; counts, 0 where
        unused), graded, good_or_better, below_good (the rest), and the two shares with _low and
        _high; shares 0–1, NaN where nothing was graded. Audits without a grade are in no count.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> table = shares(run.graded, by="service_area", scale=run.scale)
    >>> table.loc["Leaving Care", list(run.scale.labels)].tolist()
    [0, 9, 14, 4]
    """
    refuse_unknown(graded, [grade], called="grade")
    grouped = graded.groupby([*keys(graded, by), graded[grade]], observed=True).size()
    table = grouped.unstack(fill_value=0).reindex(columns=list(scale.labels), fill_value=0)
    table.columns = pd.Index(list(scale.labels))
    return _with_shares(table, scale, confidence)


def by_month(
    graded: pd.DataFrame, *, months: pd.PeriodIndex, scale: GradeScale, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `shares` for every one of the months; a month without returns has counts of 0.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> by_month(run.graded, months=run.months, scale=run.scale)["Inadequate"].tolist()
    [2, 4, 12, 19, 10, 7, 4]
    """
    table = shares(graded, by=Col.MONTH, scale=scale, confidence=confidence)
    counts = table[list(scale.labels)].reindex(months, fill_value=0)
    return _with_shares(counts, scale, confidence)


def total(
    table: pd.DataFrame, *, label: str, scale: GradeScale, confidence: float = 0.95
) -> pd.DataFrame:
    """Return one row with the pooled counts of a table of grades, and the shares they give.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> monthly = by_month(run.graded, months=run.months, scale=run.scale)
    >>> total(monthly, label="All", scale=run.scale)[[*run.scale.labels, "graded"]].iloc[0].tolist()
    [1, 61, 109, 58, 229]
    """
    return _with_shares(pooled(table, list(scale.labels), label), scale, confidence)


def _with_shares(table: pd.DataFrame, scale: GradeScale, confidence: float) -> pd.DataFrame:
    labels = list(scale.labels)
    good = [label for label in labels if label in scale.good_or_better]
    n = table[labels].sum(axis=1)
    n_good = table[good].sum(axis=1)
    made = table.assign(**{GRADED: n, GOOD: n_good, BELOW: n - n_good})
    made = with_share(made, GOOD_SHARE, count=GOOD, total=GRADED, confidence=confidence)
    return with_share(made, WORST_SHARE, count=scale.worst, total=GRADED, confidence=confidence)


def bounds(returned: pd.DataFrame, grades: pd.DataFrame) -> pd.DataFrame:
    """Return what the share Good or better of all scheduled audits could be, given those missing.

    Parameters
    ----------
    returned : DataFrame
        Counts of returns, with `scheduled`.
    grades : DataFrame
        Counts of grades with the same index.

    Returns
    -------
    DataFrame
        scheduled, graded, missing, good_or_better_share (of those graded), and the least and the
        greatest share there could be: low, high.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import returns
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> possible = bounds(rates, by_month(run.graded, months=run.months, scale=run.scale))
    >>> possible.loc["2023-11", ["low", "high"]].round(3).tolist()
    [0.043, 0.846]
    """
    scheduled, n_graded, good = returned[Col.SCHEDULED], grades[GRADED], grades[GOOD]
    found = proportion.bounds(good.to_numpy(), n_graded.to_numpy(), scheduled.to_numpy())
    return pd.DataFrame(
        {
            Col.SCHEDULED: scheduled,
            GRADED: n_graded,
            "missing": scheduled - n_graded,
            GOOD_SHARE: grades[GOOD_SHARE],
            "low": found.low,
            "high": found.high,
        }
    )


def below(scale: GradeScale) -> list[str]:
    """Return the grades that don't meet the aim, best first.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> below(run.params.scale)
    ['Requires Improvement', 'Inadequate']
    """
    return [label for label in scale.labels if label not in scale.good_or_better]


def columns(scale: GradeScale) -> list[str]:
    """Return the columns of a table of grades that a reader needs beside one another.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> columns(run.params.scale)
    ['Outstanding', 'Good', 'Requires Improvement', 'Inadequate', 'graded',
    'good_or_better_share']
    """
    return [*scale.labels, GRADED, GOOD_SHARE]


def n_moderated(graded: pd.DataFrame) -> int:
    """Return how many of the graded audits were moderated.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> n_moderated(run.graded)
    60
    """
    return int((graded[MODERATED] & graded[Col.FINAL_GRADE].notna()).sum())


def any_unsettled(graded: pd.DataFrame) -> bool:
    """Return whether of some audit it can't be told which moderator's grade is final.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> any_unsettled(example().graded)
    False
    """
    return bool((graded[WHOSE_GRADE] == UNSETTLED).any())


def domains(
    domain_grades: pd.DataFrame | None,
    graded: pd.DataFrame,
    *,
    scale: GradeScale,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return `shares` of the domain grades of the returned audits, compliance before impact.

    Returns
    -------
    DataFrame
        Indexed by domain: domain_kind, then the columns of `shares`; no rows if the run has no
        domain grades.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> table = domains(run.tables["domain_grades"], run.graded, scale=run.scale)
    >>> table["domain_kind"].value_counts().to_dict()
    {'Compliance': 4, 'Impact': 3}
    """
    if domain_grades is None:
        none = pd.DataFrame(0, index=pd.Index([], name=Col.DOMAIN), columns=list(scale.labels))
        return _with_shares(none, scale, confidence).assign(**{Col.DOMAIN_KIND: ""})
    kept = domain_grades[domain_grades[Col.AUDIT_ID].isin(graded[Col.AUDIT_ID])]
    by = [Col.DOMAIN_KIND, Col.DOMAIN]
    table = shares(kept, by=by, scale=scale, grade=Col.GRADE, confidence=confidence)
    return table.reset_index(Col.DOMAIN_KIND)


def against_auditor(graded: pd.DataFrame, *, scale: GradeScale) -> pd.DataFrame:
    """Return how moderated audits were graded by the auditor (rows) and finally (columns).

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> against_auditor(run.graded, scale=run.scale).loc["Good"].tolist()
    [0, 14, 21, 2]
    """
    moderated = graded[graded[MODERATED]]
    labels = list(scale.labels)
    table = pd.crosstab(moderated[Col.AUDITOR_GRADE], moderated[Col.FINAL_GRADE], dropna=False)
    table = table.reindex(index=labels, columns=labels, fill_value=0)
    table.columns.name = None
    return table


def not_returned(
    audits: pd.DataFrame, *, by: str, as_at: dt.date, confidence: float = 0.95
) -> pd.DataFrame:
    """Return how the mix of returned audits differs from that of those not returned.

    Returns
    -------
    DataFrame
        Indexed by group: returned, not_returned, the share each group has of either, and
        `difference` (returned less not returned; share points, with _low and _high by Newcombe's
        method). A group differs only where the interval excludes 0.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> table = not_returned(run.audits, by="service_area", as_at=run.as_at)
    >>> table[["returned", "not_returned"]].sum().tolist()
    [229, 452]
    """
    found = returns.counts(audits, by=by, as_at=as_at)
    back, out = found[Col.RETURNED], found[Col.SCHEDULED] - found[Col.RETURNED]
    gap = proportion.difference(
        back.to_numpy(), back.sum(), out.to_numpy(), out.sum(), confidence=confidence
    )
    return pd.DataFrame(
        {
            Col.RETURNED: back,
            "not_returned": out,
            "returned_share": back / back.sum(),
            "not_returned_share": out / out.sum(),
            "difference": gap.estimate,
            "difference_low": gap.low,
            "difference_high": gap.high,
        }
    )
