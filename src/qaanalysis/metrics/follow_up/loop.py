"""“Closing the loop”: from a finding to an action, to its doing, to a better re-audit."""

import datetime as dt

import pandas as pd

from qaanalysis.metrics.follow_up import history
from qaanalysis.metrics.follow_up.by_audit import beside
from qaanalysis.metrics.shares import keys, pooled
from qaanalysis.vocabulary import Col, FindingKind, GradeScale

FOUND, ACTION, DONE = "areas_for_development", "with_an_action", "every_action_done"
AGAIN, BETTER = "re_audited_since", "re_audit_better"
STAGES = (FOUND, ACTION, DONE, AGAIN, BETTER)
REACHED = "reached"
STAGE, LEFT, STILL = "stage", "left_here", "come_so_far"
_EXITS = {
    ACTION: "no action is recorded",
    DONE: "an action is still open",
    AGAIN: "not re-audited since the last action was done",
    BETTER: "the re-audit came to no better grade",
}


def stages(re_audits: pd.DataFrame | None) -> tuple[str, ...]:
    """Return how far a finding can be followed with the tables that a run has."""
    return STAGES if re_audits is not None else STAGES[:3]


def findings(
    found: pd.DataFrame | None,
    graded: pd.DataFrame,
    actions: pd.DataFrame | None,
    re_audits: pd.DataFrame | None,
    *,
    as_at: dt.date,
) -> pd.DataFrame | None:
    """Return each area for development with the last stage that it has reached.

    Parameters
    ----------
    found : DataFrame or None
        The findings table; without it, or without actions, nothing can be followed.
    graded : DataFrame
        From `grades.final`: the audits whose findings are followed.
    actions : DataFrame or None
        The actions table; one that names no finding closes none.
    re_audits : DataFrame or None
        The re_audits table.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame or None
        finding_id, audit_id, month, service_area, final_grade, reached (one of `STAGES`). A
        re-audit counts if it was done on or after the day of the last of its actions.
    """
    if found is None or actions is None:
        return None
    day = pd.Timestamp(as_at)
    weak = found.loc[
        found[Col.FINDING_KIND] == FindingKind.DEVELOPMENT, [Col.FINDING_ID, Col.AUDIT_ID]
    ]
    of = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.FINAL_GRADE]
    weak = weak.merge(graded[of], on=Col.AUDIT_ID, validate="m:1")
    raised = actions[(actions[Col.RAISED_ON] <= day) & actions[Col.FINDING_ID].notna()]
    open_ = raised.loc[~(raised[Col.COMPLETED_ON] <= day), Col.FINDING_ID]
    has_action = weak[Col.FINDING_ID].isin(raised[Col.FINDING_ID])
    is_done = has_action & ~weak[Col.FINDING_ID].isin(open_)
    last_done = raised.groupby(Col.FINDING_ID, observed=True)[Col.COMPLETED_ON].max()
    done_on = beside(weak[Col.FINDING_ID], last_done).where(is_done)
    again = history.since(graded, re_audits, as_at=as_at)
    again = again.drop_duplicates(Col.AUDIT_ID, keep="last").set_index(Col.AUDIT_ID)
    when, grade = (beside(weak[Col.AUDIT_ID], again[name]) for name in (Col.DONE_ON, Col.GRADE))
    is_again = is_done & (when >= done_on)
    is_better = is_again & (grade > weak[Col.FINAL_GRADE])
    reached = pd.Series(FOUND, weak.index)
    for stage, flag in zip(STAGES[1:], (has_action, is_done, is_again, is_better), strict=True):
        reached = reached.mask(flag, stage)
    return weak.assign(**{REACHED: reached})


def by_grade(
    followed: pd.DataFrame | None, *, scale: GradeScale, stages: tuple[str, ...] = STAGES
) -> pd.DataFrame:
    """Return how many areas for development came how far, by the audit's final grade.

    Returns
    -------
    DataFrame
        Indexed by final_grade, best first, and those without one if there are any: one column for
        each stage, how many came so far. No rows if nothing can be followed.
    """
    if followed is None:
        return pd.DataFrame(0, pd.Index([], name=Col.FINAL_GRADE, dtype=object), list(stages))
    table = _counted(followed, Col.FINAL_GRADE, stages)
    others = [name for name in table.index if name not in scale.labels]
    made = table.reindex([*scale.labels, *others], fill_value=0)
    made.index.name = Col.FINAL_GRADE
    return made


def total(table: pd.DataFrame, *, label: str) -> pd.DataFrame | None:
    """Return one row with the sums; None of a table without rows."""
    if table.empty:
        return None
    return pooled(table, list(table.columns), label)


def _counted(followed: pd.DataFrame, by: str, stages: tuple[str, ...]) -> pd.DataFrame:
    group = keys(followed, by)[0].astype(object)
    counts = followed.groupby([group, followed[REACHED]]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(STAGES), fill_value=0)
    at_least = counts.iloc[:, ::-1].cumsum(axis=1).iloc[:, ::-1]
    at_least.columns.name = None
    return at_least[list(stages)].astype(int)


def steps(table: pd.DataFrame, *, grade: str) -> pd.DataFrame:
    """Return one row of a table of stages as a flow: what leaves at each stage, and what is left.

    Parameters
    ----------
    table : DataFrame
        From `by_grade`.
    grade : str
        Its row.

    Returns
    -------
    DataFrame
        Indexed by step (why findings leave, and the first stage as itself): left_here, come_so_far,
        stage. No rows if the table has none.
    """
    if table.empty:
        return pd.DataFrame({LEFT: [], STILL: [], STAGE: []}, pd.Index([], name="step"))
    counts = table.loc[[grade]].iloc[0].astype(int)
    before = counts.shift(1, fill_value=int(counts.iloc[0]))
    return pd.DataFrame(
        {
            LEFT: (before - counts).to_numpy(),
            STILL: counts.to_numpy(),
            STAGE: counts.index.to_numpy(),
        },
        index=pd.Index([_EXITS.get(str(stage), stage) for stage in counts.index], name="step"),
    )
