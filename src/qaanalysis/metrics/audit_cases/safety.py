"""The audits behind tables of children's safety and of re-audits."""

import datetime as dt

import pandas as pd

from qaanalysis.cases import Cases, Values
from qaanalysis.metrics import safety
from qaanalysis.metrics.audit_cases.properties import (
    NONE,
    YES,
    flag,
    properties,
    text,
    within,
)
from qaanalysis.metrics.follow_up import re_audits
from qaanalysis.vocabulary import Col, GradeScale

_MISSES, _ANSWER = "misses", "safety_answer"


def unanswered(missing: pd.DataFrame, found: pd.DataFrame, *, scale: GradeScale) -> Cases:
    """Return the audits behind the table of what isn't recorded, a case for each question of each.

    Parameters
    ----------
    missing : DataFrame
        From `safety.unanswered_audits`.
    found : DataFrame
        From `grades.final`.
    scale : GradeScale
        The grades.
    """
    worst = found[found[Col.FINAL_GRADE] == scale.worst]
    parts = []
    for kind in safety.KINDS:
        lacking = missing.loc[missing[safety.KIND] == kind, Col.AUDIT_ID]
        misses = flag(worst[Col.AUDIT_ID].isin(lacking))
        parts.append(properties(worst, {_MISSES: misses}).assign(**{safety.KIND: kind}))
    counts = {"audits": {_MISSES: [YES]}, safety.GRADED_WORST: {}}
    return Cases(pd.concat(parts), "audits at the bottom of the scale", counts)


def re_audited(
    made: pd.DataFrame | None, *, as_at: dt.date, audits: pd.DataFrame | None = None
) -> Cases | None:
    """Return the audits to be audited again, a case for each re-audit.

    Parameters
    ----------
    made : DataFrame or None
        The re_audits table; None if the run has none, and then there are no cases.
    as_at : date
        What is dated later hasn't happened yet.
    audits : DataFrame, optional
        The audits they follow up.
    """
    if made is None:
        return None
    rows = re_audits.status(made, as_at=as_at, audits=audits).set_index(Col.AUDIT_ID)[
        [re_audits.STATE]
    ]
    return Cases(rows, "re-audits", {"re_audits": {}})


def safety_answered(found: pd.DataFrame, *, months: pd.PeriodIndex, scale: GradeScale) -> Cases:
    """Return the audits behind the table of whether an answer on safety is recorded.

    They are the graded audits of every table of grades, a case for each, so that what one table
    hides isn't given away by another.

    Parameters
    ----------
    found : DataFrame
        From `grades.final`: every graded audit.
    months : PeriodIndex
        The months the table covers.
    scale : GradeScale
        The grades.
    """
    answer = flag(found[Col.IMMEDIATE_CONCERN].notna())
    rows = properties(found, {Col.FINAL_GRADE: text(found[Col.FINAL_GRADE]), _ANSWER: answer})
    worst = {Col.FINAL_GRADE: [scale.worst]}
    counts: dict[str, Values] = {
        safety.GRADED_WORST: worst,
        safety.RECORDED: {**worst, _ANSWER: [YES]},
        safety.NOT_RECORDED: {**worst, _ANSWER: [NONE]},
    }
    return Cases(
        rows,
        "graded audits",
        counts,
        within(months),
        shares={safety.RECORDED_SHARE: (safety.RECORDED, safety.GRADED_WORST)},
        keep=(safety.GRADED_WORST, safety.RECORDED, safety.NOT_RECORDED),
        by_quarter=True,
    )
