"""The properties of audits that row headings tell apart, as text."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.cases import Values
from qaanalysis.metrics import grades
from qaanalysis.metrics.shares import keys
from qaanalysis.vocabulary import Col, GradeScale

GROUPS = (
    *(Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.MANAGEMENT_LEVEL, Col.PLAN_TYPE),
    grades.WHOSE_GRADE,
)
NONE, YES = "", "yes"


def properties(found: pd.DataFrame, more: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return what tables group audits by, as text and blank groups as they are called there.

    Parameters
    ----------
    found : DataFrame
        With audit_id, and any of the columns that tables group by.
    more : mapping of str to Series
        Further properties, as text.

    Returns
    -------
    DataFrame
        Indexed by audit_id, in the order of `found`.
    """
    groups = [name for name in (*GROUPS, Col.DOMAIN) if name in found.columns]
    made = {name: grouped(found, name) for name in groups}
    return pd.DataFrame({**made, **more}).set_axis(pd.Index(found[Col.AUDIT_ID]), axis=0)


def grouped(found: pd.DataFrame, by: str) -> pd.Series:
    """Return a column as tables group by it, as text."""
    return keys(found, by)[0].astype(str)


def text(values: pd.Series) -> pd.Series:
    """Return values as text, "" where there is none.

    Examples
    --------
    >>> text(pd.Series(["Good", None])).tolist()
    ['Good', '']
    """
    return values.astype(object).where(values.notna(), NONE).astype(str)


def flag(values: pd.Series) -> pd.Series:
    """Return yes where it is so, else "".

    Examples
    --------
    >>> flag(pd.Series([True, False])).tolist()
    ['yes', '']
    """
    return values.astype(bool).map({True: YES, False: NONE})


def by_grade(scale: GradeScale, name: str) -> dict[str, Values]:
    """Return the counts of a table of grades: each, all of them, and whether they meet the aim.

    Parameters
    ----------
    scale : GradeScale
        The grades.
    name : str
        The property that is the grade.
    """
    return {
        **{label: {name: [label]} for label in scale.labels},
        grades.GRADED: {name: scale.labels},
        grades.GOOD: {name: sorted(scale.good_or_better)},
        grades.BELOW: {name: grades.below(scale)},
    }


def of_graded(scale: GradeScale) -> dict[str, tuple[str, str]]:
    """Return the shares of a table of grades, each by the counts it is of."""
    return {
        grades.GOOD_SHARE: (grades.GOOD, grades.GRADED),
        grades.WORST_SHARE: (scale.worst, grades.GRADED),
    }


def within(months: pd.PeriodIndex) -> dict[str, list[str]]:
    """Return the months that bound a table."""
    return {Col.MONTH: [str(month) for month in months]}
