"""The tables of a run's main figures, and the names by which its figures are called.

The same tables stand in the reports, with the same captions: what a sentence says by name, and what
a report shows, can't differ.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.metrics import audit_cases, grades, moderation, returns
from qaanalysis.metrics.moderation import coverage, outcomes
from qaanalysis.vocabulary import Col, GradeScale

RETURNS, GRADES, MISSING = "returns", "grades", "missing"
COVERAGE, OUTCOMES = "coverage", "outcomes"
NEEDS = {
    RETURNS: "audits",
    GRADES: "audits",
    MISSING: "audits",
    COVERAGE: "moderations",
    OUTCOMES: "moderations",
}
"""Which of the register's tables each rests on."""


@dataclass(frozen=True)
class RunTable:
    """A table by month with its total, and what `protect` needs to know of it."""

    caption: str
    frame: pd.DataFrame
    total: pd.DataFrame
    cases: Cases
    workload: bool = False


@dataclass(frozen=True)
class Named:
    """Where a figure stands, and what it is."""

    table: str
    column: str
    meaning: str


def names(scale: GradeScale) -> dict[str, Named]:
    """Return every figure that has a name, with where it stands.

    Parameters
    ----------
    scale : GradeScale
        The declared grades; each has a figure of its own.

    Examples
    --------
    >>> found = names(GradeScale(("Met", "Not met"), frozenset({"Met"})))
    >>> found["returns.rate"].column, found["grades.not_met"].meaning
    ('return_rate', 'audits graded Not met')
    """
    of_grades = {
        f"grades.{_slug(label)}": Named(GRADES, label, f"audits graded {label}")
        for label in scale.labels
    }
    good = "the grades that meet the aim"
    return {
        "returns.planned": Named(RETURNS, Col.PLANNED, "audits planned"),
        "returns.exempted": Named(RETURNS, Col.EXEMPTED, "audits exempted"),
        "returns.scheduled": Named(RETURNS, Col.SCHEDULED, "audits scheduled"),
        "returns.returned": Named(RETURNS, Col.RETURNED, "audits returned"),
        "returns.rate": Named(RETURNS, returns.RATE, "returned, of those scheduled"),
        "returns.of_planned": Named(RETURNS, returns.OF_PLANNED, "returned, of those planned"),
        **of_grades,
        "grades.graded": Named(GRADES, grades.GRADED, "audits returned and graded"),
        "grades.good_or_better": Named(GRADES, grades.GOOD, f"audits with {good}"),
        "grades.good_or_better_share": Named(GRADES, grades.GOOD_SHARE, f"{good}, of those graded"),
        "grades.below_good": Named(GRADES, grades.BELOW, "audits with the other grades"),
        "grades.worst_share": Named(GRADES, grades.WORST_SHARE, f"{scale.worst}, of those graded"),
        "missing.number": Named(MISSING, "missing", "scheduled audits without a grade"),
        "missing.least": Named(MISSING, "low", f"{good}, the least it can be of all scheduled"),
        "missing.most": Named(MISSING, "high", f"{good}, the most it can be of all scheduled"),
        "moderation.moderated": Named(COVERAGE, grades.MODERATED, "audits moderated"),
        "moderation.moderated_share": Named(COVERAGE, coverage.SHARE, "moderated, of the returned"),
        **_of_outcomes(),
    }


def _of_outcomes() -> dict[str, Named]:
    known = "of those whose outcome is known"
    made = {}
    for name in outcomes.WORDS:
        made[f"moderation.{name}"] = Named(OUTCOMES, name, f"grades {name} by moderation")
        made[f"moderation.{name}_share"] = Named(OUTCOMES, f"{name}_share", f"{name}, {known}")
    return made


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def tables(
    audits: pd.DataFrame,
    moderations: pd.DataFrame | None,
    *,
    months: pd.PeriodIndex,
    as_at: dt.date,
    scale: GradeScale,
    label: str,
) -> Mapping[str, RunTable]:
    """Return the tables of a run's main figures.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    moderations : DataFrame or None
        The moderations table; without it there are no tables of moderation.
    months : PeriodIndex
        The months they cover.
    as_at : date
        What is dated later hasn't happened yet.
    scale : GradeScale
        The grades.
    label : str
        What the months are called together: the heading of totals.

    Returns
    -------
    mapping of str to RunTable
        By the names in `NEEDS`.
    """
    graded = grades.final(audits, moderations, as_at=as_at)
    rates = returns.by_month(audits, months=months, as_at=as_at)
    rate = returns.total(rates, label=label)
    by_month = grades.by_month(graded, months=months, scale=scale)
    grade = grades.total(by_month, label=label, scale=scale)
    behind = audit_cases.graded(graded, months=months, scale=scale)
    scheduled = audit_cases.bounded(audits, graded, months=months, as_at=as_at, scale=scale)
    back = audit_cases.returned(audits, months=months, as_at=as_at)
    possible = grades.bounds(rates, by_month), grades.bounds(rate, grade)
    caption = "What the audits without a grade leave possible"
    made = {
        RETURNS: RunTable("Audits planned, scheduled and returned", rates, rate, back, True),
        GRADES: RunTable("Final grades of returned audits", by_month, grade, behind),
        MISSING: RunTable(caption, *possible, scheduled),
    }
    if moderations is None:
        return made
    return made | _of_moderation(audits, moderations, graded, months, as_at, label)


def _of_moderation(
    audits: pd.DataFrame,
    moderations: pd.DataFrame,
    graded: pd.DataFrame,
    months: pd.PeriodIndex,
    as_at: dt.date,
    label: str,
) -> dict[str, RunTable]:
    found = moderation.pairs(audits, moderations, as_at=as_at)
    covered = coverage.by_month(graded, months=months)
    changed = outcomes.by_month(found, months=months)
    return {
        COVERAGE: RunTable(
            "Audits moderated, by month",
            covered,
            coverage.total(covered, label=label),
            audit_cases.covered(graded, months=months),
            True,
        ),
        OUTCOMES: RunTable(
            "What moderation did to grades",
            changed,
            outcomes.total(changed, label=label),
            audit_cases.moderated(found, months=months),
        ),
    }
