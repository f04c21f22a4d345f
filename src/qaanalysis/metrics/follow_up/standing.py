"""Where each audit at the bottom of the scale stands: better since, waiting, overdue, forgotten."""

import datetime as dt

import pandas as pd

from qaanalysis.metrics.follow_up import history, missing
from qaanalysis.metrics.follow_up.due import NOT_DUE, OVERDUE, stands
from qaanalysis.metrics.shares import keys, pooled, with_share
from qaanalysis.vocabulary import Col, GradeScale

BETTER, AWAITED, LATE = "better since", "re-audit not yet due", "re-audit overdue"
NOT_ARRANGED, UNGRADED = "none arranged", "not known"
STANDINGS = (BETTER, AWAITED, LATE, NOT_ARRANGED, UNGRADED)
STANDING = "standing"
WORST, NOT_BETTER = "graded_worst", "not found better"
BETTER_SHARE = "better since_share"


def each(
    graded: pd.DataFrame,
    re_audits: pd.DataFrame | None,
    *,
    scale: GradeScale,
    every_months: int,
    as_at: dt.date,
) -> pd.DataFrame | None:
    """Return the audits at the bottom of the scale, each with the one place where it stands.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    re_audits : DataFrame or None
        The re_audits table; None if the run has none: then nobody knows where they stand.
    scale, every_months, as_at
        As of `missing.missing_audits`.

    Returns
    -------
    DataFrame or None
        Rows of `history.latest` with standing: better since (the latest re-audit's grade is above
        the bottom); else no re-audit arranged; else overdue; else not yet due; or, if all that is
        known is a re-audit without a grade, that.
    """
    if re_audits is None:
        return None
    found = history.latest(graded, re_audits, as_at=as_at)
    worst = found[found[Col.FINAL_GRADE] == scale.worst]
    forgotten = missing.missing_audits(
        graded, re_audits, scale=scale, every_months=every_months, as_at=as_at
    )[Col.AUDIT_ID]
    now = stands(re_audits[Col.DUE_ON], re_audits[Col.DONE_ON], as_at=as_at)["state"]
    late, waiting = (re_audits.loc[now == state, Col.AUDIT_ID] for state in (OVERDUE, NOT_DUE))
    ids = worst[Col.AUDIT_ID]
    place = pd.Series(UNGRADED, worst.index).mask(ids.isin(waiting), AWAITED)
    place = place.mask(ids.isin(late), LATE).mask(ids.isin(forgotten), NOT_ARRANGED)
    return worst.assign(**{STANDING: place.mask(worst[history.LATEST] > scale.worst, BETTER)})


def by_month(found: pd.DataFrame | None, *, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return how many audits at the bottom stand where, by the month they were planned for.

    Returns
    -------
    DataFrame
        Indexed by month: graded_worst, one column for each standing, not found better, and
        better since_share (of those graded worst) with _low and _high. No rows if it isn't known.
    """
    if found is None:
        none = pd.DataFrame(0, months[:0], [WORST, *STANDINGS, NOT_BETTER])
        return _shared(none)
    return _shared(_counted(found, Col.MONTH).reindex(months, fill_value=0))


def total(table: pd.DataFrame, *, label: str) -> pd.DataFrame | None:
    """Return one row with the pooled counts and their share; None of a table without rows."""
    if table.empty:
        return None
    return _shared(pooled(table, [WORST, *STANDINGS, NOT_BETTER], label))


def _counted(found: pd.DataFrame, by: str) -> pd.DataFrame:
    group = keys(found, by)
    counts = found.groupby([*group, found[STANDING]], observed=True).size().unstack(fill_value=0)
    table = counts.reindex(columns=list(STANDINGS), fill_value=0)
    table.columns.name = None
    table.insert(0, WORST, table.sum(axis=1))
    table[NOT_BETTER] = table[WORST] - table[BETTER]
    return table


def _shared(table: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    return with_share(table, BETTER_SHARE, count=BETTER, total=WORST, confidence=confidence)
