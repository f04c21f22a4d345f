"""Audits at the bottom of the scale for which it isn't recorded that the child is safe.

A blank is not recorded, never safe. Where no audit of the register has an answer the question isn't
asked there: that is said once, and no audit lacks what nobody was asked.
"""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics.shares import pooled, with_share
from qaanalysis.vocabulary import Col, GradeScale, YesNo

NO_ANSWER = "whether the child was at risk of harm isn’t recorded"
NOT_ESCALATED = "the child was at risk, and to whom it was escalated isn’t recorded"
NOT_SAFE = "the child was at risk, and when the child was made safe isn’t recorded"
KINDS = (NO_ANSWER, NOT_ESCALATED, NOT_SAFE)

KIND = "not_recorded"
GRADED_WORST = "graded_worst"
RECORDED, NOT_RECORDED = "answer_recorded", "answer_not_recorded"
RECORDED_SHARE = "answer_recorded_share"
_COUNTS = [GRADED_WORST, RECORDED, NOT_RECORDED]


def asked(register: pd.DataFrame) -> tuple[str, ...]:
    """Return what can be missing: one of `KINDS` each; none where no audit has any answer.

    Parameters
    ----------
    register : DataFrame
        The whole audits table of a run.

    Examples
    --------
    >>> asked(pd.DataFrame({"immediate_concern": ["No", None]})) == KINDS
    True
    >>> asked(pd.DataFrame({"immediate_concern": [None, None]}))
    ()
    """
    return KINDS if register[Col.IMMEDIATE_CONCERN].notna().any() else ()


def unanswered_audits(
    graded: pd.DataFrame, *, scale: GradeScale, as_at: dt.date, asked: Sequence[str] = KINDS
) -> pd.DataFrame:
    """Return what isn't recorded of the safety of a child whose audit is at the bottom.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    scale : GradeScale
        The declared scale.
    as_at : date
        A child made safe later isn't yet.
    asked : sequence of str
        From `asked`: what is looked for.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, not_recorded (one of `KINDS`); an audit of which two
        things aren't recorded has two rows.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> unanswered_audits(run.graded, scale=run.scale, as_at=run.as_at)["audit_id"].is_unique
    True
    """
    worst = graded[graded[Col.FINAL_GRADE] == scale.worst]
    answer, safe_on = worst[Col.IMMEDIATE_CONCERN], worst[Col.MADE_SAFE_ON]
    at_risk = answer == YesNo.YES
    flags = {
        NO_ANSWER: answer.isna(),
        NOT_ESCALATED: at_risk & worst[Col.ESCALATED_TO].isna(),
        NOT_SAFE: at_risk & ~(safe_on <= pd.Timestamp(as_at)),
    }
    columns = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
    parts = [worst.loc[flags[kind], columns].assign(**{KIND: kind}) for kind in asked]
    nothing = worst.loc[[], columns].assign(**{KIND: ""})
    return pd.concat(parts or [nothing], ignore_index=True)


def by_question(
    unanswered: pd.DataFrame,
    graded: pd.DataFrame,
    *,
    scale: GradeScale,
    asked: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Return how many audits lack each answer, of how many at the bottom of the scale.

    Parameters
    ----------
    unanswered : DataFrame
        From `unanswered_audits`.
    graded : DataFrame
        From `grades.final`.
    scale : GradeScale
        The declared scale.
    asked : sequence of str
        From `asked`.

    Returns
    -------
    DataFrame
        Indexed by what isn't recorded, every kind that is looked for: audits, graded_worst.
    """
    n = unanswered.groupby(KIND)[Col.AUDIT_ID].nunique()
    table = pd.DataFrame(
        {"audits": n.reindex(pd.Index(asked, name=KIND, dtype=object), fill_value=0)}
    )
    worst = int((graded[Col.FINAL_GRADE] == scale.worst).sum())
    return table.astype(int).assign(**{GRADED_WORST: worst})


def answered_by_month(
    graded: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    scale: GradeScale,
    asked: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Return of how many audits at the bottom it is recorded whether the child was at risk.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    months : PeriodIndex
        The months covered.
    scale : GradeScale
        The declared scale.
    asked : sequence of str
        From `asked`.

    Returns
    -------
    DataFrame
        Indexed by month, every one (none where nothing is asked): graded_worst, answer_recorded
        (yes or no), answer_not_recorded, answer_recorded_share with _low and _high (Wilson).
    """
    worst = graded[graded[Col.FINAL_GRADE] == scale.worst]
    known = worst[Col.IMMEDIATE_CONCERN].notna()
    flags = pd.DataFrame({GRADED_WORST: True, RECORDED: known, NOT_RECORDED: ~known}, worst.index)
    counts = flags.groupby(worst[Col.MONTH], observed=True).sum()
    of = months if asked else months[:0]
    return _shared(counts.reindex(of, fill_value=0).astype(int))


def answered_in_all(table: pd.DataFrame, *, label: str) -> pd.DataFrame | None:
    """Return one row with the pooled counts of `answered_by_month` and its share; None of none."""
    return None if table.empty else _shared(pooled(table, _COUNTS, label))


def _shared(table: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    return with_share(
        table, RECORDED_SHARE, count=RECORDED, total=GRADED_WORST, confidence=confidence
    )
