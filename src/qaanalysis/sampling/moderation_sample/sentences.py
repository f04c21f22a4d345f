"""What a moderation sample couldn't do, said so that somebody can act on it."""

import pandas as pd

from qaanalysis.sampling.moderation_sample.eligibility import AUDITOR_DUE, LATE, PLACE, Place
from qaanalysis.sampling.moderation_sample.plan import Plan
from qaanalysis.sampling.moderation_sample.strata import DUE, EVERY, LATER, OTHERS, PART, Sizes
from qaanalysis.sampling.wording import counted, named
from qaanalysis.vocabulary import Col

# An auditor who is due stands with all audits in the stratum of the lowest grade.
_KINDS = {
    EVERY: "audits graded {grade}",
    DUE: "audits of auditors who are due and whose lowest grade is {grade}",
    OTHERS: "other audits graded {grade}",
    LATER: "late audits graded {grade}",
}


def unmet(audits: pd.DataFrame, sizes: Sizes, plan: Plan) -> tuple[str, ...]:
    """Return a sentence for each constraint of the plan that the draw doesn't meet.

    Parameters
    ----------
    audits : DataFrame
        Every returned audit with its place, as in `ModerationSample`.
    sizes : Sizes
        What each stratum got of the target.
    plan : Plan
        What was asked for.

    Returns
    -------
    tuple of str
        In the order of importance; empty if all is met.
    """
    return (
        *_target(sizes.table, plan),
        *_auditors(audits, sizes, plan),
        *_no_chance(sizes.table),
        *_reserves(sizes.table, plan),
    )


def _target(table: pd.DataFrame, plan: Plan) -> list[str]:
    n = int(table["n_audits"].sum() - table.loc[table[PART] == LATER, "n_audits"].sum())
    n_every = int(table.loc[table[PART] == EVERY, "n_audits"].sum())
    if n == 0:
        return [f"No returned audit of {named(plan.months)} is left to moderate."]
    if n_every > plan.target:
        every = " and ".join(plan.take_all)
        return [
            f"Every {every} is taken: {counted(n_every, 'audit')}, more than the target of "
            f"{plan.target}, and none of any other grade."
        ]
    if n < plan.target:
        return [f"The target of {plan.target} can't be reached: all {n} in the frame are taken."]
    return []


def _auditors(audits: pd.DataFrame, sizes: Sizes, plan: Plan) -> list[str]:
    table = sizes.table[sizes.table[PART] == DUE]
    n, reached = int(table["n_auditors"].sum()), int(table["n_first"].sum())
    rule = f"not moderated in the {counted(plan.auditor_every, 'month')} before the draw"
    found = []
    if reached < n:
        found.append(
            f"{n - reached} of {counted(n, 'auditor')} {rule} and without an audit that is taken "
            f"anyway can't have one this time; a target of {sizes.to_reach_all} would reach all."
        )
    due = audits[audits[AUDITOR_DUE]]
    able = due.loc[due[PLACE] != Place.NO_GRADE, Col.AUDITOR]
    unable = due.loc[~due[Col.AUDITOR].isin(able), Col.AUDITOR].nunique()
    if unable:
        found.append(
            f"{counted(unable, 'auditor')} {rule} returned no audit with a grade and can't be "
            "moderated."
        )
    late = due[due[LATE] & (due[PLACE] == Place.NOT_DRAWN)]
    served = audits.loc[audits[PLACE] == Place.SELECTED, Col.AUDITOR]
    waiting = late.loc[~late[Col.AUDITOR].isin(served), Col.AUDITOR].nunique()
    if waiting:
        found.append(
            f"{counted(waiting, 'auditor')} {rule} returned late, weren't drawn, and wait for the "
            "next draw."
        )
    return found


def _no_chance(table: pd.DataFrame) -> list[str]:
    none = table["n_first"] + table["n_second"] + table["late_rate"].fillna(0) == 0
    left_out = table[none]
    if left_out.empty:
        return []
    n = int(left_out["n_audits"].sum())
    return [
        f"{counted(n, 'audit')} had no chance of being drawn ({', '.join(_kinds(left_out))}): "
        "weighted figures from this sample don't speak for such audits."
    ]


def _reserves(table: pd.DataFrame, plan: Plan) -> list[str]:
    table = table[~table[PART].isin([EVERY, LATER])]
    left = table["n_audits"] - table["n_first"] - table["n_second"]
    short = left[left < plan.reserves]
    if short.empty or not left.any():
        return []
    wanted = counted(plan.reserves, "reserve")
    kinds = _kinds(table.loc[short.index])
    said = [f"{kind} ({counted(n, 'reserve')})" for kind, n in zip(kinds, short, strict=True)]
    return [
        f"Not every group of audits has its {wanted}, as no more are left to draw: "
        f"{', '.join(said)}."
    ]


def _kinds(table: pd.DataFrame) -> list[str]:
    """Return what each stratum is of, for readers who don't know its name."""
    grades = (str(stratum).split(": ", 1)[1] for stratum in table.index)
    return [
        _KINDS[part].format(grade=grade) for part, grade in zip(table[PART], grades, strict=True)
    ]
