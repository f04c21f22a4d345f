"""Moderation: each moderated audit with the auditor's grade and the moderator's beside it.

A moderation is a second look at a returned individual audit, by somebody else: an auditor's record
of their own audit is set aside. Where an audit was moderated more than once, the latest by date
gives the final grade; of several on its last day that differ none does. The moderator isn't the
truth:
a difference says that two people saw a file differently, not which of them was right.
"""

import datetime as dt

import numpy as np
import pandas as pd

from qaanalysis.metrics import moderation_records, returns
from qaanalysis.vocabulary import Col, Outcome

DAYS = "days"
OUTCOME_STATED = "outcome_stated"
STEPS = "steps"
OUTCOMES = pd.CategoricalDtype([str(outcome) for outcome in Outcome])

_OF_AUDIT = [
    Col.AUDIT_ID,
    Col.MONTH,
    Col.PLAN_TYPE,
    Col.SERVICE_AREA,
    Col.TEAM,
    Col.MANAGEMENT_LEVEL,
    Col.AUDITOR,
    Col.AUDITOR_GRADE,
    Col.RETURNED_ON,
]
_OF_MODERATION = [
    Col.MODERATION_ID,
    Col.AUDIT_ID,
    Col.MODERATOR,
    Col.MODERATOR_ROLE,
    Col.SELECTION,
    Col.INCLUSION_PROBABILITY,
    Col.BLIND,
    Col.MODERATED_ON,
    Col.MODERATOR_GRADE,
    Col.OUTCOME,
    Col.PANEL_GRADE,
    Col.AUDIT_QUALITY,
]
_LISTED = [
    Col.AUDIT_ID,
    Col.MONTH,
    Col.SERVICE_AREA,
    Col.TEAM,
    Col.AUDITOR_GRADE,
    Col.MODERATOR_GRADE,
    Col.OUTCOME,
    Col.MODERATED_ON,
]

NOBODY = "no audit was moderated"
UNSETTLED = (
    "each moderated audit has several moderations of its last day, with different grades, so that "
    "none is final"
)
FINAL_ONLY = (
    "only final grades are recorded: without the auditor's own grade it can't be told how often "
    "auditor and moderator agree"
)
OVERWRITTEN = (
    "the auditor's grade is the moderator's in every record, though outcomes say that some were "
    "changed: the auditor's own grades seem to have been overwritten, so agreement can't be told"
)


def pairs(
    audits: pd.DataFrame, moderations: pd.DataFrame | None, *, as_at: dt.date
) -> pd.DataFrame:
    """Return one row for each returned audit that was moderated, with both its grades.

    For calculation, never to be shown: it names the auditor and the moderator.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    moderations : DataFrame or None
        The moderations table; None if the run has none, and then there are no rows.
    as_at : date
        Returns and moderations dated later haven't happened yet.

    Returns
    -------
    DataFrame
        audit_id, month, plan_type, service_area, team, management_level, auditor, auditor_grade,
        returned_on; of the latest moderation by somebody else than the auditor moderation_id,
        moderator, moderator_role, selection, inclusion_probability (0–1, missing where it isn't
        recorded), blind, moderated_on, moderator_grade, panel_grade, audit_quality (each missing
        where several of the last day differ in it); and

        outcome
            By the grades; where the auditor's own isn't known, as the register states it. Missing
            where moderations of the last day differ.
        outcome_stated
            As the register states it; blank if it doesn't.
        steps
            Grades by which the moderator is above (+) or below (−) the auditor; NaN where the
            auditor's own grade, or which moderator's is final, isn't known.
        days
            From return to moderation; below 0 where moderated before it was returned.
        n_moderations
            How often the audit was moderated by somebody else.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> found = pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> found["outcome"].value_counts(sort=False).to_dict()
    {'Supported': 29, 'Downgraded': 31, 'Upgraded': 0}
    """
    returned = audits.loc[returns.status(audits, as_at=as_at)[Col.RETURNED], _OF_AUDIT]
    made = (
        _none(audits)
        if moderations is None
        else moderation_records.by_others(moderations, audits, as_at=as_at)
    )
    latest = moderation_records.latest(made[_OF_MODERATION])
    joined = returned.merge(latest, on=Col.AUDIT_ID, validate="1:1")
    joined = joined.rename(columns={Col.OUTCOME: OUTCOME_STATED})
    steps = _steps(joined)
    # Where moderators of one day differ, each says what became of the grade by their own.
    settled = joined[OUTCOME_STATED].where(joined[Col.MODERATOR_GRADE].notna())
    return joined.assign(
        outcome=_outcome(steps, settled),
        steps=steps,
        days=(joined[Col.MODERATED_ON] - joined[Col.RETURNED_ON]).dt.days.astype(int),
        n_moderations=joined[Col.AUDIT_ID].map(made[Col.AUDIT_ID].value_counts()).astype(int),
    )


def _none(audits: pd.DataFrame) -> pd.DataFrame:
    grade = audits[Col.AUDITOR_GRADE].dtype
    empty = pd.DataFrame(index=audits.index[:0], columns=_OF_MODERATION, dtype="category")
    types = dict.fromkeys((Col.MODERATOR_GRADE, Col.PANEL_GRADE, Col.AUDIT_QUALITY), grade)
    return empty.astype(
        {
            **types,
            Col.AUDIT_ID: audits[Col.AUDIT_ID].dtype,
            Col.MODERATED_ON: "datetime64[s]",
            Col.INCLUSION_PROBABILITY: "Float64",
        }
    )


def _steps(joined: pd.DataFrame) -> pd.Series:
    """Return moderator less auditor in grades, NaN if the auditor's own grade isn't known."""
    # Codes run from the worst grade up; a missing grade has −1.
    own, other = (
        joined[c].cat.codes.astype(float) for c in (Col.AUDITOR_GRADE, Col.MODERATOR_GRADE)
    )
    steps = (other - own).where((own >= 0) & (other >= 0))
    stated = joined[OUTCOME_STATED]
    changed = (stated.notna() & (stated != Outcome.SUPPORTED) & steps.notna()).any()
    overwritten = changed and not steps.fillna(0).any()
    return steps.where(np.full(len(steps), not overwritten))


def _outcome(steps: pd.Series, stated: pd.Series) -> pd.Series:
    by_grades = pd.Series(
        np.select(
            [steps == 0, steps < 0, steps > 0],
            [Outcome.SUPPORTED.value, Outcome.DOWNGRADED.value, Outcome.UPGRADED.value],
            default="",
        ),
        index=steps.index,
        dtype=object,
    )
    return by_grades.where(steps.notna(), stated.astype(object)).astype(OUTCOMES)


def compared(found: pd.DataFrame) -> pd.DataFrame:
    """Return those `pairs` in which both people's own grades are known: they tell of agreement."""
    return found[found[STEPS].notna()]


def why_not_compared(found: pd.DataFrame) -> str:
    """Return why auditors' grades and moderators' can't be compared; empty if they can.

    Examples
    --------
    >>> nothing = pd.DataFrame({"steps": [], "auditor_grade": [], "moderator_grade": []})
    >>> why_not_compared(nothing)
    'no audit was moderated'
    """
    if len(compared(found)):
        return ""
    if found.empty:
        return NOBODY
    if found[Col.MODERATOR_GRADE].isna().all():
        return UNSETTLED
    return OVERWRITTEN if found[Col.AUDITOR_GRADE].notna().any() else FINAL_ONLY


def moderated_audits(found: pd.DataFrame) -> pd.DataFrame:
    """Return the moderated audits one by one, without naming who audited or moderated.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, auditor_grade, moderator_grade, outcome,
        moderated_on; a row for each of the `pairs` given, so that any group of them can be listed.
    """
    return found[_LISTED].sort_values(Col.AUDIT_ID, kind="stable", ignore_index=True)
