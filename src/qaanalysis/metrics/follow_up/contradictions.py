"""Re-audits that contradict the register or one another: each counted and listed."""

import datetime as dt

import pandas as pd

from qaanalysis.vocabulary import Col, GradeScale

BEFORE = "done before its audit came back"
SAME_DAY = "two re-audits of one audit done on one day"
DUE_TWICE = "two open re-audits of one audit due on one day"
NOT_WORST = "of an audit that wasn’t graded at the bottom of the scale"
NOT_GRADED = "of an audit that hasn’t come back or has no grade"
NO_GRADE = "done, and its grade isn’t recorded"
KINDS = (BEFORE, SAME_DAY, DUE_TWICE, NOT_WORST, NOT_GRADED, NO_GRADE)
KIND = "contradiction"
COUNTED = "re_audits"


def contradictory_re_audits(
    re_audits: pd.DataFrame | None,
    graded: pd.DataFrame,
    audits: pd.DataFrame,
    *,
    scale: GradeScale,
    as_at: dt.date,
) -> pd.DataFrame | None:
    """Return each contradiction of a re-audit.

    They stay in the counts of re-audits; one before its audit, or without a grade, says nothing of
    what became of the case, so that no movement and no time rests on it. One before its audit isn't
    in time either.

    Parameters
    ----------
    re_audits : DataFrame or None
        The re_audits table; None if the run has none: then nothing can be looked for.
    graded : DataFrame
        From `grades.final`, of audits of every type.
    audits : DataFrame
        The whole audits table.
    scale : GradeScale
        The grades.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame or None
        audit_id, re_audit_id, month, service_area, team, due_on, done_on, contradiction (one of
        `KINDS`); a re-audit with two contradictions has two rows.
    """
    if re_audits is None:
        return None
    of = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
    own = [Col.RE_AUDIT_ID, Col.DUE_ON, Col.DONE_ON, Col.GRADE]
    first = graded[[Col.AUDIT_ID, Col.RETURNED_ON, Col.FINAL_GRADE]]
    made = re_audits[[Col.AUDIT_ID, *own]].merge(audits[of], on=Col.AUDIT_ID, validate="m:1")
    made = made.merge(first, on=Col.AUDIT_ID, how="left", validate="m:1")
    done = made[Col.DONE_ON] <= pd.Timestamp(as_at)
    known = made[Col.FINAL_GRADE].notna()
    flags = {
        BEFORE: done & (made[Col.DONE_ON] < made[Col.RETURNED_ON]),
        SAME_DAY: _repeated(made, done, Col.DONE_ON),
        DUE_TWICE: _repeated(made, ~done & made[Col.DUE_ON].notna(), Col.DUE_ON),
        NOT_WORST: known & (made[Col.FINAL_GRADE] != scale.worst),
        NOT_GRADED: ~known,
        NO_GRADE: done & made[Col.GRADE].isna(),
    }
    columns = [*of[:1], Col.RE_AUDIT_ID, *of[1:], Col.DUE_ON, Col.DONE_ON]
    parts = [made.loc[flag, columns].assign(**{KIND: kind}) for kind, flag in flags.items()]
    return pd.concat(parts, ignore_index=True)


def _repeated(made: pd.DataFrame, chosen: pd.Series, day: str) -> pd.Series:
    """Tell which of the chosen rows share their audit and their day with another of them."""
    twice = made[chosen].duplicated([Col.AUDIT_ID, day], keep=False)
    return chosen & twice.reindex(made.index, fill_value=False)


def by_kind(found: pd.DataFrame | None) -> pd.DataFrame:
    """Return how many re-audits, of how many audits, have each kind of contradiction.

    Returns
    -------
    DataFrame
        Indexed by contradiction, every kind that is looked for: re_audits, audits. No rows if none
        could be.
    """
    index = pd.Index(KINDS, name=KIND)
    if found is None:
        return pd.DataFrame({COUNTED: 0, "audits": 0}, index[:0])
    grouped = found.groupby(KIND)
    table = pd.DataFrame({COUNTED: grouped.size(), "audits": grouped[Col.AUDIT_ID].nunique()})
    return table.reindex(index, fill_value=0).astype(int)
