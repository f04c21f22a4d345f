"""The audits behind each figure: what every table of counts counts, said once for all its columns.

Made for disclosure control, which has to know how figures add up, and for the list of audits that
a figure leads to.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.metrics import grades, returns
from qaanalysis.metrics.moderation import coverage, outcomes
from qaanalysis.metrics.shares import keys
from qaanalysis.metrics.themed.answers import ANSWERED, PLACE, Place
from qaanalysis.vocabulary import Col, GradeScale

STATE = "state"
GROUPS = (Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.MANAGEMENT_LEVEL, Col.PLAN_TYPE)
_NONE = ""


def returned(audits: pd.DataFrame, *, months: pd.PeriodIndex, as_at: dt.date) -> Cases:
    """Return the audits behind tables of returns: planned, exempted, scheduled, returned.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    months : PeriodIndex
        The months the tables cover.
    as_at : date
        What is dated later hasn't happened yet.
    """
    now = returns.status(audits, as_at=as_at)
    planned = now[Col.PLANNED]
    state = pd.Series("outstanding", index=audits.index)
    for name in (Col.EXEMPTED, Col.RETURNED):
        state = state.mask(now[name], name)
    rows = _properties(audits[planned], {STATE: state[planned]})
    counts = {
        Col.PLANNED: {},
        Col.EXEMPTED: {STATE: [Col.EXEMPTED]},
        Col.SCHEDULED: {STATE: ["outstanding", Col.RETURNED]},
        Col.RETURNED: {STATE: [Col.RETURNED]},
        "not_returned": {STATE: ["outstanding"]},
    }
    return Cases(rows, "planned audits", counts, _months(months), workload=tuple(counts))


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
    rows = _properties(found, {Col.FINAL_GRADE: _text(found[grade])})
    return Cases(
        rows,
        of,
        {
            **{label: {Col.FINAL_GRADE: [label]} for label in scale.labels},
            grades.GRADED: {Col.FINAL_GRADE: scale.labels},
            grades.GOOD: {Col.FINAL_GRADE: sorted(scale.good_or_better)},
            grades.BELOW: {Col.FINAL_GRADE: grades.below(scale)},
        },
        _months(months) if Col.MONTH in rows else {},
        shares={
            grades.GOOD_SHARE: (grades.GOOD, grades.GRADED),
            grades.WORST_SHARE: (scale.worst, grades.GRADED),
        },
        derived={
            Col.DOMAIN_KIND: (),
            Col.SCHEDULED: (),
            "missing": (),
            "low": (grades.GOOD,),
            "high": (grades.GOOD,),
        },
        workload=(grades.GRADED,),
        keep=(grades.GOOD,),
        coarser=((grades.GOOD, grades.BELOW),),
        by_quarter=True,
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


def moderated(found: pd.DataFrame, *, months: pd.PeriodIndex) -> Cases:
    """Return the audits behind tables of what moderation did to grades.

    Parameters
    ----------
    found : DataFrame
        From `moderation.pairs`.
    months : PeriodIndex
        The months the tables cover.
    """
    rows = _properties(found, {Col.OUTCOME: _text(found[Col.OUTCOME])})
    words = {name: [str(word)] for name, word in outcomes.WORDS.items()}
    known = [str(word) for word in outcomes.WORDS.values()]
    return Cases(
        rows,
        "moderated audits",
        {
            grades.MODERATED: {},
            outcomes.KNOWN: {Col.OUTCOME: known},
            **{name: {Col.OUTCOME: word} for name, word in words.items()},
        },
        _months(months),
        shares={f"{name}_share": (name, outcomes.KNOWN) for name in words},
        workload=(grades.MODERATED, outcomes.KNOWN),
        keep=tuple(words),
        by_quarter=True,
    )


def covered(found: pd.DataFrame, *, months: pd.PeriodIndex) -> Cases:
    """Return the audits behind tables of how many returned audits were moderated.

    Parameters
    ----------
    found : DataFrame
        From `grades.final`.
    months : PeriodIndex
        The months the tables cover.
    """
    rows = _properties(found, {grades.MODERATED: found[grades.MODERATED].astype(str)})
    counts: Mapping[str, Mapping[str, Sequence[str]]] = {
        Col.RETURNED: {},
        grades.MODERATED: {grades.MODERATED: ["True"]},
    }
    shares = {coverage.SHARE: (grades.MODERATED, Col.RETURNED)}
    return Cases(
        rows, "returned audits", counts, _months(months), shares=shares, workload=tuple(counts)
    )


def answered(rows: pd.DataFrame) -> Cases:
    """Return the children behind a themed audit's table of questions.

    Parameters
    ----------
    rows : DataFrame
        From `themed.answers`.

    Notes
    -----
    Whether an answer was given is work; what it says is of the child.
    """
    properties = rows.set_index(Col.CHILD_ID)[[Col.QUESTION, PLACE]].astype(str)
    counts = {
        "drawn": {},
        "answered": {PLACE: [str(place) for place in ANSWERED]},
        **{str(place): {PLACE: [str(place)]} for place in Place},
    }
    work = [name for name in counts if name not in map(str, ANSWERED)]
    met, missed = (str(place) for place in ANSWERED)
    share = dict.fromkeys(("met_share", "met_share_low", "met_share_high"), (met,))
    ends = dict.fromkeys(("lowest_share", "highest_share"), (met, missed))
    return Cases(
        properties, "answers", counts, derived={**share, **ends, "why": ()}, workload=tuple(work)
    )


def _properties(found: pd.DataFrame, more: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return what tables group by as text, blank groups as they are called there."""
    groups = [name for name in (*GROUPS, Col.DOMAIN) if name in found.columns]
    made = {name: keys(found, name)[0].astype(str) for name in groups}
    return pd.DataFrame({**made, **more}).set_axis(pd.Index(found[Col.AUDIT_ID]), axis=0)


def _text(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), _NONE).astype(str)


def _months(months: pd.PeriodIndex) -> dict[str, list[str]]:
    return {Col.MONTH: [str(month) for month in months]}
