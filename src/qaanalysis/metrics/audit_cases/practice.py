"""The audits behind tables of how moderation is done: how soon, and of what quality."""

import pandas as pd

from qaanalysis.cases import Cases, Values
from qaanalysis.metrics import grades
from qaanalysis.metrics.audit_cases.properties import (
    NONE,
    by_grade,
    grouped,
    of_graded,
    properties,
    text,
    within,
)
from qaanalysis.metrics.moderation import days, moderated, quality
from qaanalysis.vocabulary import Col, GradeScale

_BEFORE, _IN_TIME, _LATE = "before its return", "in time", "late"


def waited(found: pd.DataFrame, *, months: pd.PeriodIndex, limit: int) -> Cases:
    """Return the audits behind tables of the days from return to moderation.

    Parameters
    ----------
    found : DataFrame
        From `moderation.pairs`.
    months : PeriodIndex
        The months the tables cover.
    limit : int
        Days after which moderation counts as late.
    """
    n = found[moderated.DAYS]
    waits = pd.Series(_IN_TIME, index=found.index).mask(n < 0, _BEFORE).mask(n > limit, _LATE)
    counts: dict[str, Values] = {
        grades.MODERATED: {},
        days.TIMED: {"wait": [_IN_TIME, _LATE]},
        days.OVER: {"wait": [_LATE]},
    }
    shares = {f"{days.OVER}_share": (days.OVER, days.TIMED)}
    rows = properties(found, {"wait": waits})
    return Cases(rows, "moderated audits by wait", counts, within(months), shares)


def judged(found: pd.DataFrame, *, months: pd.PeriodIndex, scale: GradeScale) -> Cases:
    """Return the audits behind tables of how well the audits themselves were done.

    Parameters
    ----------
    found : DataFrame
        From `moderation.pairs`.
    months : PeriodIndex
        The months the tables cover.
    scale : GradeScale
        The grades.
    """
    of = Col.AUDIT_QUALITY
    rows = properties(found, {of: text(found[of]), Col.OUTCOME: grouped(found, Col.OUTCOME)})
    counts: dict[str, Values] = {
        **by_grade(scale, of),
        quality.NOT_RECORDED: {of: [NONE]},
    }
    shares = of_graded(scale)
    return Cases(rows, "moderated audits by quality", counts, within(months), shares)
