"""Which audits a moderation can be drawn from: every returned audit, and why not, if not."""

from enum import StrEnum

import pandas as pd

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.moderation_sample.plan import Plan
from qaanalysis.sampling.wording import counted
from qaanalysis.vocabulary import AuditType, Col

PLACE, LATE, AUDITOR_DUE = "place", "late", "auditor_due"
# What the draw rests on, and what is handed on to the moderator.
COLUMNS = (
    Col.AUDIT_ID,
    Col.MONTH,
    Col.SERVICE_AREA,
    Col.TEAM,
    Col.AUDITOR,
    Col.AUDITOR_TEAM,
    Col.AUDITOR_GRADE,
    Col.RETURNED_ON,
)
# What makes an audit the one it is. The draw doesn't rest on it, but a change is to be named: a
# reference that stands for another child than at the draw is another audit.
IDENTITY = (
    Col.CHILD_ID,
    Col.FAMILY_ID,
    Col.PLAN_TYPE,
    Col.CASE_HOLDER,
    Col.MANAGEMENT_LEVEL,
    Col.PLANNED_ON,
)


class Place(StrEnum):
    """Where a returned audit ends; each in exactly one place."""

    NO_GRADE = "without a grade"
    MODERATED = "already moderated"
    IN_FRAME = "in the frame"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_DRAWN = "not drawn"


def frame(audits: pd.DataFrame, moderations: pd.DataFrame, *, plan: Plan) -> pd.DataFrame:
    """Return every returned individual audit of the plan's months, and whether it can be drawn.

    Parameters
    ----------
    audits, moderations : DataFrame
        The tables of the data specification; moderations by somebody else than the auditor.
    plan : Plan
        Months, day of the draw, and how often an auditor is to be moderated.

    Returns
    -------
    DataFrame
        One row for each audit, by its identifier: audit_id, month, service_area, team, auditor,
        auditor_team (missing where the register doesn't tell), auditor_grade, returned_on, and the
        columns of `IDENTITY` that are there; `late` (returned after the draw); `auditor_due` (none
        of the auditor's audits was moderated in the plan's number of months before the draw, as
        far as the tables tell); `place`: "in the frame", "without a grade" or "already moderated".

    Raises
    ------
    DataError
        If an audit stands twice, has no auditor, or the grades aren't an ordered scale.
    StatisticsError
        If the plan takes all of a grade that isn't on the scale.

    Examples
    --------
    >>> from qaanalysis.sampling.moderation_sample.example import audits, moderations, plan
    >>> made = frame(audits(), moderations(), plan=plan())
    >>> made["place"].value_counts().to_dict()
    {'in the frame': 10, 'already moderated': 1, 'without a grade': 1}
    """
    _check(audits, plan)
    if Col.AUDITOR_TEAM not in audits:
        audits = audits.assign(**{Col.AUDITOR_TEAM: None})
    day, last = pd.Timestamp(plan.as_at), pd.Timestamp(plan.late_until or plan.as_at)
    months = pd.PeriodIndex(list(plan.months), freq="M")
    individual = audits[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL
    returned = individual & audits[Col.MONTH].isin(months) & (audits[Col.RETURNED_ON] <= last)
    columns = [*COLUMNS, *(column for column in IDENTITY if column in audits)]
    found = audits.loc[returned, columns].sort_values(Col.AUDIT_ID, ignore_index=True)
    done = moderations[moderations[Col.MODERATED_ON] <= day]
    since = day - pd.DateOffset(months=plan.auditor_every)
    recent = done.loc[done[Col.MODERATED_ON] > since, Col.AUDIT_ID]
    seen = audits.loc[audits[Col.AUDIT_ID].isin(recent), Col.AUDITOR]
    found[LATE] = found[Col.RETURNED_ON] > day
    found[AUDITOR_DUE] = ~found[Col.AUDITOR].isin(seen)
    found[PLACE] = str(Place.IN_FRAME)
    found.loc[found[Col.AUDIT_ID].isin(done[Col.AUDIT_ID]), PLACE] = str(Place.MODERATED)
    found.loc[found[Col.AUDITOR_GRADE].isna(), PLACE] = str(Place.NO_GRADE)
    return found


def _check(audits: pd.DataFrame, plan: Plan) -> None:
    repeated = int(audits[Col.AUDIT_ID].duplicated().sum())
    if repeated:
        found = counted(repeated, "row")
        raise DataError(f"audit_id: found {found} repeating another; needed: one row for each")
    missing = int(audits[[Col.AUDIT_ID, Col.AUDITOR]].isna().any(axis=1).sum())
    if missing:
        found = counted(missing, "row")
        raise DataError(f"audits: found {found} without audit_id or auditor; needed: both in each")
    scale = audits[Col.AUDITOR_GRADE].dtype
    if not isinstance(scale, pd.CategoricalDtype) or not scale.ordered:
        raise DataError(f"auditor_grade: found {scale}; needed: the ordered scale of grades")
    unknown = [grade for grade in plan.take_all if grade not in scale.categories]
    if unknown:
        allowed = ", ".join(reversed(scale.categories))
        raise StatisticsError(f"take_all: found {', '.join(unknown)}; allowed: {allowed}")
