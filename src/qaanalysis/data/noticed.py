"""What a careful reader would notice in rows that break no rule: counted, and left as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from qaanalysis.data.draft import Draft
from qaanalysis.data.raw_table import Notice
from qaanalysis.vocabulary import AuditType, Col, Outcome

NO_GRADE = "returned without a grade"
NO_OVERALL = "domains are graded and the audit as a whole isn’t"
TWICE = "the same child audited twice for one month"
OTHER_GRADE = "the same child audited twice for one month, with different grades"
SIBLINGS = "children of one family audited for one month"
NO_REASON = "exempted without a reason"
NO_APPROVER = "exempted without anybody who agreed"
OWN_AUDIT = "moderated by its own auditor"
OWN_CASE = "moderated by whom the case belongs to"
OWN_CASE_AUDITED = "audited by whom the case belongs to"
OVERWRITTEN = "stated to be changed, yet both grades are alike: was the auditor’s overwritten?"
NOT_IN_COHORT = "answers for a child who isn’t in the theme’s cohort"
NO_DUE_DATE = "no due date"


@dataclass(frozen=True)
class _Found:
    """Rows of a table that something is noticed in."""

    table: str
    column: str
    rule: str
    mask: pd.Series


def note_rows(drafts: Mapping[str, Draft]) -> None:
    """Note what is noticed in the accepted rows of all tables, each with its rows."""
    frames = {name: draft.frame[draft.kept] for name, draft in drafts.items()}
    for found in _all(frames):
        draft = drafts[found.table]
        at = found.mask.index[found.mask.to_numpy(dtype=bool, na_value=False)]
        if len(at):
            rows = tuple(draft.rows[at].tolist())
            draft.add_notice(Notice(found.rule, "", rows, found.column))


def _all(frames: Mapping[str, pd.DataFrame]) -> Iterator[_Found]:
    audits = frames["audits"]
    yield from _register(audits)
    if (marks := frames.get("domain_grades")) is not None:
        ungraded = audits[Col.AUDITOR_GRADE].isna() & audits[Col.AUDIT_ID].isin(marks[Col.AUDIT_ID])
        yield _Found("audits", Col.AUDITOR_GRADE, NO_OVERALL, ungraded)
    if (made := frames.get("moderations")) is not None:
        yield from _moderations(made, audits)
    if (raised := frames.get("actions")) is not None:
        yield _Found("actions", Col.DUE_ON, NO_DUE_DATE, raised[Col.DUE_ON].isna())
    answers, cohort = frames.get("themed_responses"), frames.get("cohort")
    if answers is not None and cohort is not None:
        keys = [Col.THEME, Col.CHILD_ID]
        there = pd.MultiIndex.from_frame(cohort[keys].astype(str))
        asked = pd.MultiIndex.from_frame(answers[keys].astype(str))
        missing = pd.Series(~asked.isin(there), index=answers.index)
        # A theme without a cohort has nothing to be held against.
        missing &= answers[Col.THEME].astype(str).isin(cohort[Col.THEME].astype(str))
        yield _Found("themed_responses", Col.CHILD_ID, NOT_IN_COHORT, missing)


def _register(audits: pd.DataFrame) -> Iterator[_Found]:
    returned = audits[Col.RETURNED_ON].notna()
    yield _Found("audits", Col.AUDITOR_GRADE, NO_GRADE, returned & audits[Col.AUDITOR_GRADE].isna())
    exempted = audits[Col.EXEMPTED_ON].notna()
    for column, rule in (
        (Col.EXEMPTION_REASON, NO_REASON),
        (Col.EXEMPTION_APPROVER, NO_APPROVER),
    ):
        yield _Found("audits", column, rule, exempted & audits[column].isna())
    own = _same(audits[Col.AUDITOR], audits[Col.CASE_HOLDER])
    yield _Found("audits", Col.AUDITOR, OWN_CASE_AUDITED, own)
    individual = audits[audits[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL]
    keys = [Col.CHILD_ID, Col.MONTH]
    twice = individual.duplicated(keys, keep=False)
    grades = individual.groupby(keys, observed=True)[Col.AUDITOR_GRADE].transform("nunique")
    yield _Found("audits", Col.CHILD_ID, TWICE, twice & (grades <= 1))
    yield _Found("audits", Col.CHILD_ID, OTHER_GRADE, twice & (grades > 1))
    family = [Col.FAMILY_ID, Col.MONTH]
    children = individual.groupby(family, observed=True)[Col.CHILD_ID].transform("nunique")
    yield _Found("audits", Col.FAMILY_ID, SIBLINGS, children > 1)


def _moderations(made: pd.DataFrame, audits: pd.DataFrame) -> Iterator[_Found]:
    register = audits.set_index(Col.AUDIT_ID)
    auditor, holder, grade = (
        made[Col.AUDIT_ID].map(register[column].astype(object))
        for column in (Col.AUDITOR, Col.CASE_HOLDER, Col.AUDITOR_GRADE)
    )
    yield _Found("moderations", Col.MODERATOR, OWN_AUDIT, _same(made[Col.MODERATOR], auditor))
    yield _Found("moderations", Col.MODERATOR, OWN_CASE, _same(made[Col.MODERATOR], holder))
    changed = made[Col.OUTCOME].isin([Outcome.DOWNGRADED, Outcome.UPGRADED])
    alike = grade.notna() & (grade == made[Col.MODERATOR_GRADE].astype(object))
    yield _Found("moderations", Col.OUTCOME, OVERWRITTEN, changed & alike)


def _same(one: pd.Series, other: pd.Series) -> pd.Series:
    """Mark rows in which two columns name one person; capitals and spaces make no other."""
    first, second = (
        names.astype(object).map(lambda n: " ".join(n.casefold().split()), na_action="ignore")
        for names in (one, other)
    )
    return first.notna() & (first == second)
