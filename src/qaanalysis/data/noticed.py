"""What a careful reader would notice in rows that break no rule: counted, and left as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.data.origins import NOTICE_COLUMNS, Origins, rows_shown
from qaanalysis.vocabulary import AuditType, Col, Outcome, YesNo

NO_GRADE = "returned without a grade"
NO_OVERALL = "domains are graded and the audit as a whole isn’t"
TWICE = "the same child audited twice for one month"
OTHER_GRADE = "the same child audited twice for one month, with different grades"
SIBLINGS = "children of one family audited for one month"
NO_REASON = "exempted without a reason"
NO_APPROVER = "exempted without anybody who agreed"
OWN_AUDIT = "the moderator is the auditor"
OWN_CASE = "the moderator is the case holder"
OWN_CASE_AUDITED = "the auditor is the case holder"
OVERWRITTEN = "stated to be changed, yet both grades are alike: was the auditor’s overwritten?"
DISPUTED = "disputed by the service, and moderated by nobody since"
UNSETTLED = "moderated more than once on the last day, with different grades: none is final"
NOT_IN_COHORT = "answers for a child who isn’t in the theme’s cohort"
NO_DUE_DATE = "no due date"


@dataclass(frozen=True)
class _Found:
    """Rows of a table that something is noticed in."""

    table: str
    column: str
    rule: str
    mask: pd.Series


def in_rows(accepted: Mapping[str, pd.DataFrame], origins: Mapping[str, Origins]) -> pd.DataFrame:
    """Return what is noticed in the accepted rows of all tables: the columns of a notice.

    Parameters
    ----------
    accepted : mapping of str to DataFrame
        A run's tables.
    origins : mapping of str to Origins
        By table: where each of its rows comes from.
    """
    found = []
    for one in _all(accepted) if "audits" in accepted else ():
        at = np.flatnonzero(one.mask.reindex(accepted[one.table].index, fill_value=False))
        for (file, sheet), rows in origins[one.table].by_part(at):
            told = (one.table, file, sheet, one.column, one.rule, "", len(rows), rows_shown(rows))
            found.append(dict(zip(NOTICE_COLUMNS, told, strict=True)))
    return pd.DataFrame(found, columns=list(NOTICE_COLUMNS))


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
    yield _Found("audits", Col.DUE_ON, NO_DUE_DATE, audits[Col.DUE_ON].isna())
    own = _same(audits[Col.AUDITOR], audits[Col.CASE_HOLDER])
    yield _Found("audits", Col.AUDITOR, OWN_CASE_AUDITED, own)
    individual = audits[audits[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL]
    twice = _shared(individual, [Col.CHILD_ID, Col.MONTH])
    other = _shared(individual[twice], [Col.CHILD_ID, Col.MONTH], apart=Col.AUDITOR_GRADE)
    yield _Found(
        "audits", Col.CHILD_ID, TWICE, twice & ~other.reindex(twice.index, fill_value=False)
    )
    yield _Found("audits", Col.CHILD_ID, OTHER_GRADE, other)
    siblings = _shared(individual, [Col.FAMILY_ID, Col.MONTH], apart=Col.CHILD_ID)
    yield _Found("audits", Col.FAMILY_ID, SIBLINGS, siblings)


def _shared(rows: pd.DataFrame, keys: list[str], *, apart: str = "") -> pd.Series:
    """Mark rows whose keys stand again; of those that are alike in `apart`, none.

    Registers have a million rows, so that nothing is done group by group.
    """
    given = rows[[*keys, apart] if apart else keys].dropna()
    if not apart:
        return given.duplicated(keys, keep=False).reindex(rows.index, fill_value=False)
    each = given.drop_duplicates()
    several = each.loc[each.duplicated(keys), keys].drop_duplicates()
    if several.empty:
        return pd.Series(False, index=rows.index)
    among = pd.MultiIndex.from_frame(given[keys]).isin(pd.MultiIndex.from_frame(several))
    return pd.Series(among, index=given.index).reindex(rows.index, fill_value=False)


def _moderations(made: pd.DataFrame, audits: pd.DataFrame) -> Iterator[_Found]:
    register = audits.set_index(Col.AUDIT_ID)
    auditor, holder, grade = (
        made[Col.AUDIT_ID].map(register[column].astype(object))
        for column in (Col.AUDITOR, Col.CASE_HOLDER, Col.AUDITOR_GRADE)
    )
    own = _same(made[Col.MODERATOR], auditor)
    yield _Found("moderations", Col.MODERATOR, OWN_AUDIT, own)
    yield _Found("moderations", Col.MODERATOR, OWN_CASE, _same(made[Col.MODERATOR], holder))
    changed = made[Col.OUTCOME].isin([Outcome.DOWNGRADED, Outcome.UPGRADED])
    alike = grade.notna() & (grade == made[Col.MODERATOR_GRADE].astype(object))
    yield _Found("moderations", Col.OUTCOME, OVERWRITTEN, changed & alike)
    # Of two on one day nobody can say which was the later, so neither settles the other.
    last = _is_last(made)
    open_still = (made[Col.DISPUTED] == YesNo.YES) & last
    yield _Found("moderations", Col.DISPUTED, DISPUTED, open_still)
    others = made[~own]
    final = others[_is_last(others)]
    differ = _shared(final, [Col.AUDIT_ID], apart=Col.MODERATOR_GRADE)
    yield _Found("moderations", Col.MODERATED_ON, UNSETTLED, differ)


def _is_last(made: pd.DataFrame) -> pd.Series:
    """Mark the moderations of the last day of their audit."""
    return made[Col.MODERATED_ON] == made.groupby(Col.AUDIT_ID)[Col.MODERATED_ON].transform("max")


def _same(one: pd.Series, other: pd.Series) -> pd.Series:
    """Mark rows in which two columns name one person; capitals and spaces make no other."""
    numbers: dict[str, int] = {}
    first, second = _people(one, numbers), _people(other, numbers)
    return pd.Series((first == second) & (first >= 0), index=one.index)


def _people(names: pd.Series, numbers: dict[str, int]) -> NDArray[np.int64]:
    """Return a number for each row's person, -1 if there is none; each name is looked at once."""
    codes, known = pd.factorize(names.astype("category"))
    of_name = [
        numbers.setdefault(" ".join(str(name).casefold().split()), len(numbers)) for name in known
    ]
    return np.array([*of_name, -1], dtype=np.int64)[codes]
