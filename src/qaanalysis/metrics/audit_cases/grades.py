"""The audits behind tables of grades."""

import datetime as dt
from dataclasses import replace

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.metrics import grades, limiting_domains
from qaanalysis.metrics.audit_cases import returns as returned_cases
from qaanalysis.metrics.audit_cases.properties import (
    NONE,
    YES,
    by_grade,
    flag,
    of_graded,
    properties,
    text,
    within,
)
from qaanalysis.vocabulary import Col, GradeScale

_MISSING = "missing"


def graded(
    found: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    scale: GradeScale,
    grade: str = Col.FINAL_GRADE,
    of: str = "graded audits",
) -> Cases:
    """Return the audits behind tables of grades.

    Parameters
    ----------
    found : DataFrame
        From `grades.final`, or grades of domains.
    months : PeriodIndex
        The months the tables cover.
    scale : GradeScale
        The grades.
    grade : str
        The column of the grade.
    of : str
        What the cases are.
    """
    rows = properties(found, {Col.FINAL_GRADE: text(found[grade])})
    return Cases(
        rows,
        of,
        by_grade(scale, Col.FINAL_GRADE),
        within(months) if Col.MONTH in rows else {},
        shares=of_graded(scale),
        derived={
            Col.DOMAIN_KIND: (),
            Col.SCHEDULED: (),
            _MISSING: (),
            "low": (grades.GOOD,),
            "high": (grades.GOOD,),
        },
        workload=(grades.GRADED,),
        keep=(grades.GOOD,),
        coarser=((grades.GOOD, grades.BELOW),),
        by_quarter=True,
    )


def bounded(
    audits: pd.DataFrame,
    found: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    as_at: dt.date,
    scale: GradeScale,
) -> Cases:
    """Return the audits behind the table of what grades of all scheduled audits could be.

    They are those of `graded` and, beside them, those that haven't come back.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    found : DataFrame
        From `grades.final`, of the same audits.
    months, scale
        As of `graded`.
    as_at : date
        What is dated later hasn't happened yet.
    """
    known = graded(found, months=months, scale=scale)
    now = returned_cases.state(audits, as_at=as_at)
    out = audits[now == returned_cases.OUTSTANDING]
    missing = properties(out, {Col.FINAL_GRADE: pd.Series(_MISSING, index=out.index)})
    return replace(
        known,
        rows=pd.concat([known.rows, missing]),
        counts={
            Col.SCHEDULED: {},
            **known.counts,
            _MISSING: {Col.FINAL_GRADE: [NONE, _MISSING]},
        },
        out_of=dict.fromkeys(("low", "high"), (Col.SCHEDULED,)),
        made_of={"low": (grades.GOOD,), "high": (grades.GOOD, _MISSING)},
        workload=(Col.SCHEDULED, *known.workload, _MISSING),
    )


def domains(
    domain_grades: pd.DataFrame | None,
    found: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    scale: GradeScale,
) -> Cases | None:
    """Return the grades behind the table of domains, a case for each domain of each audit.

    Parameters
    ----------
    domain_grades : DataFrame or None
        The table of that name; None if the run has none, and then there are no cases.
    found : DataFrame
        From `grades.final`.
    months, scale
        As of `graded`.
    """
    if domain_grades is None:
        return None
    kept = domain_grades.merge(
        found[[Col.AUDIT_ID, Col.MONTH]], on=Col.AUDIT_ID, how="inner", validate="m:1"
    )
    return graded(kept, months=months, scale=scale, grade=Col.GRADE, of="grades of domains")


def regraded(found: pd.DataFrame, *, scale: GradeScale) -> Cases:
    """Return the moderated audits behind the table of the auditor's grade by the final one.

    Parameters
    ----------
    found : DataFrame
        From `grades.final`.
    scale : GradeScale
        The grades.
    """
    moderated = found[found[grades.MODERATED]]
    names = (Col.AUDITOR_GRADE, Col.FINAL_GRADE)
    rows = properties(moderated, {name: text(moderated[name]) for name in names})
    counts = {label: {Col.FINAL_GRADE: [label]} for label in scale.labels}
    return Cases(rows, "moderated audits by both grades", counts)


def reported(found: pd.DataFrame, *, scale: GradeScale) -> Cases:
    """Return the audits behind reported grades, once more for those in the row Good or better.

    Parameters
    ----------
    found : DataFrame
        From `grades.final`.
    scale : GradeScale
        The grades.
    """
    each = properties(found, {Col.GRADE: text(found[Col.FINAL_GRADE])})
    good = each[each[Col.GRADE].isin(scale.good_or_better)]
    rows = pd.concat([each, good.assign(**{Col.GRADE: grades.GOOD})])
    return Cases(rows, "reported grades", {"reported": {}})


def above_limit(
    found: pd.DataFrame, domain_grades: pd.DataFrame | None, *, limiting: tuple[str, ...]
) -> Cases | None:
    """Return the audits behind the table of limiting domains, a case for each domain of each.

    Parameters
    ----------
    found : DataFrame
        From `grades.final`.
    domain_grades : DataFrame or None
        The table of that name; None if the run has none, and then there are no cases.
    limiting : tuple of str
        The domains that limit the overall grade.
    """
    if domain_grades is None:
        return None
    known = domain_grades[Col.AUDIT_ID].isin(found[Col.AUDIT_ID])
    kept = domain_grades[known & domain_grades[Col.DOMAIN].isin(limiting)]
    broken = limiting_domains.above_limit(found, kept, limiting=limiting)
    pairs = pd.MultiIndex.from_frame(kept[[Col.AUDIT_ID, Col.DOMAIN]].astype(str))
    above = pairs.isin(pd.MultiIndex.from_frame(broken[[Col.AUDIT_ID, Col.DOMAIN]].astype(str)))
    rows = properties(kept, {"above": flag(pd.Series(above, index=kept.index))})
    counts = {grades.GRADED: {}, "audits": {"above": [YES]}}
    return Cases(rows, "grades of limiting domains", counts)
