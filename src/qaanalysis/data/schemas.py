"""The tables of the data specification: columns, meaning, sensitivity, keys and row rules.

docs/data-specification.md is written from here, so this file is the specification.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import pandera.pandas as pa

from qaanalysis.data import fields
from qaanalysis.vocabulary import (
    Answer,
    AuditType,
    Col,
    DomainKind,
    FindingKind,
    GradeScale,
    Outcome,
    Selection,
    Sensitivity,
    YesNo,
)

CHILD, FAMILY, WORKER = Sensitivity.CHILD, Sensitivity.FAMILY, Sensitivity.WORKER


@dataclass(frozen=True)
class RowRule:
    """Something two or more cells of a row must agree on.

    `broken` takes the table and gives True where the rule doesn't hold; `column` is the cell to
    point at; `allowed` says what would be right.
    """

    name: str
    column: str
    allowed: str
    broken: Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Table:
    """One table of the specification."""

    name: str
    meaning: str
    schema: pa.DataFrameSchema
    key: tuple[str, ...]
    references: dict[str, str] = field(default_factory=dict)
    rules: tuple[RowRule, ...] = ()


def before(first: str, second: str) -> RowRule:
    """Make the rule that `second` isn't earlier than `first`, where both are given."""
    return RowRule(
        name=f"{second} before {first}",
        column=second,
        allowed=f"a date on or after {first}",
        broken=lambda df: df[second] < df[first],
    )


def needs(column: str, other: str) -> RowRule:
    """Make the rule that a row with `column` also has `other`."""
    return RowRule(
        name=f"{column} without {other}",
        column=other,
        allowed=f"a value wherever {column} is given",
        broken=lambda df: df[column].notna() & df[other].isna(),
    )


def _not_both(column: str, other: str, name: str, allowed: str) -> RowRule:
    return RowRule(name, column, allowed, lambda df: df[column].notna() & df[other].notna())


def _audits(scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.AUDIT_ID: f.identifier("The audit; one row each"),
        Col.AUDIT_TYPE: f.word(AuditType, "Individual, themed, dip sample or re-audit"),
        Col.MONTH: f.month("The month the audit was planned for; returns belong to it"),
        Col.CHILD_ID: f.identifier("The child whose file is audited", CHILD),
        Col.FAMILY_ID: f.identifier("The child's family; siblings share it", FAMILY, optional=True),
        Col.PLAN_TYPE: f.name("The child's plan when the audit was planned", optional=True),
        Col.SERVICE_AREA: f.name("The service area that holds the case"),
        Col.TEAM: f.name("The team that holds the case"),
        Col.CASE_HOLDER: f.name("The practitioner who holds the case", WORKER, optional=True),
        Col.AUDITOR: f.name("Who is to audit", WORKER),
        Col.MANAGEMENT_LEVEL: f.name("The auditor's level of management"),
        Col.PLANNED_ON: f.date("When the audit was planned"),
        Col.DUE_ON: f.date("When the return is due"),
        Col.RETURNED_ON: f.date("When the return came in", optional=True),
        Col.EXEMPTED_ON: f.date("When the audit was exempted", optional=True),
        Col.EXEMPTION_REASON: f.name("Why it was exempted", optional=True),
        Col.EXEMPTION_APPROVER: f.name("Who agreed the exemption", WORKER, optional=True),
        Col.AUDITOR_GRADE: f.grade(scale, "The auditor's own grade", optional=True),
        Col.PRACTITIONER_PRESENT: f.word(YesNo, "The practitioner took part", optional=True),
        Col.CHILD_FEEDBACK: f.word(YesNo, "The child's feedback was obtained", optional=True),
        Col.FAMILY_FEEDBACK: f.word(YesNo, "The family's feedback was obtained", optional=True),
        Col.IMMEDIATE_CONCERN: f.word(
            YesNo, "Was the child at risk of harm; blank is not recorded", optional=True
        ),
        Col.CONCERN_RAISED_ON: f.date("When the concern was raised", optional=True),
        Col.ESCALATED_TO: f.name("Whom it was escalated to", WORKER, optional=True),
        Col.MADE_SAFE_ON: f.date("When the child was made safe", optional=True),
    }
    rules = (
        _not_both(
            Col.EXEMPTED_ON,
            Col.RETURNED_ON,
            "exempted yet returned",
            "either an exemption or a return; clear the one that is wrong",
        ),
        before(Col.PLANNED_ON, Col.DUE_ON),
        before(Col.PLANNED_ON, Col.RETURNED_ON),
        before(Col.PLANNED_ON, Col.EXEMPTED_ON),
        before(Col.CONCERN_RAISED_ON, Col.MADE_SAFE_ON),
        needs(Col.AUDITOR_GRADE, Col.RETURNED_ON),
        needs(Col.EXEMPTION_REASON, Col.EXEMPTED_ON),
    )
    return Table(
        "audits",
        "The audit register: one row for each audit planned.",
        pa.DataFrameSchema(columns),
        (Col.AUDIT_ID,),
        rules=rules,
    )


def _moderations(scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.MODERATION_ID: f.identifier("The moderation; one row each"),
        Col.AUDIT_ID: f.identifier("The audit that was moderated"),
        Col.MODERATOR: f.name("Who moderated", WORKER),
        Col.MODERATOR_ROLE: f.name("The moderator's role", optional=True),
        Col.SELECTION: f.word(Selection, "How the audit was chosen", optional=True),
        Col.BLIND: f.word(YesNo, "The auditor's grade was hidden", optional=True),
        Col.MODERATED_ON: f.date("When it was moderated"),
        Col.MODERATOR_GRADE: f.grade(scale, "The moderator's grade"),
        Col.OUTCOME: f.word(Outcome, "The outcome as the register states it", optional=True),
        Col.PANEL_GRADE: f.grade(scale, "The grade the panel settled on", optional=True),
        Col.AUDIT_QUALITY: f.grade(scale, "The quality of the audit itself", optional=True),
        Col.REASON: f.identifier("Why the grade was changed, free text", CHILD, optional=True),
    }
    return Table(
        "moderations",
        "One row for each time an audit was moderated; the latest by date gives the final grade.",
        pa.DataFrameSchema(columns),
        (Col.MODERATION_ID,),
        {Col.AUDIT_ID: "audits"},
    )


def _domain_grades(scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.AUDIT_ID: f.identifier("The audit"),
        Col.DOMAIN: f.name("The part of practice that is graded"),
        Col.DOMAIN_KIND: f.word(DomainKind, "Compliance (was it done) or impact (did it help)"),
        Col.GRADE: f.grade(scale, "The auditor's grade for the domain"),
    }
    return Table(
        "domain_grades",
        "One row for each domain of each returned audit.",
        pa.DataFrameSchema(columns),
        (Col.AUDIT_ID, Col.DOMAIN),
        {Col.AUDIT_ID: "audits"},
    )


def _findings(_scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.FINDING_ID: f.identifier("The finding; one row each"),
        Col.AUDIT_ID: f.identifier("The audit it comes from"),
        Col.FINDING_KIND: f.word(FindingKind, "A strength or an area for development"),
        Col.THEME: f.name("What it is about, in the words of the learning dictionary"),
    }
    return Table(
        "findings",
        "Strengths and areas for development coded from returned audits.",
        pa.DataFrameSchema(columns),
        (Col.FINDING_ID,),
        {Col.AUDIT_ID: "audits"},
    )


def _actions(_scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.ACTION_ID: f.identifier("The action; one row each"),
        Col.AUDIT_ID: f.identifier("The audit it comes from"),
        Col.FINDING_ID: f.identifier("The finding it answers", optional=True),
        Col.OWNER: f.name("Who is to do it", WORKER, optional=True),
        Col.RAISED_ON: f.date("When it was agreed"),
        Col.DUE_ON: f.date("When it is due; blank is its own category", optional=True),
        Col.COMPLETED_ON: f.date("When it was done", optional=True),
    }
    return Table(
        "actions",
        "Actions agreed from audits.",
        pa.DataFrameSchema(columns),
        (Col.ACTION_ID,),
        {Col.AUDIT_ID: "audits", Col.FINDING_ID: "findings"},
        (before(Col.RAISED_ON, Col.DUE_ON), before(Col.RAISED_ON, Col.COMPLETED_ON)),
    )


def _re_audits(scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.RE_AUDIT_ID: f.identifier("The re-audit; one row each"),
        Col.AUDIT_ID: f.identifier("The audit it follows up"),
        Col.DUE_ON: f.date("When it is due"),
        Col.DONE_ON: f.date("When it was done", optional=True),
        Col.GRADE: f.grade(scale, "The grade it came to", optional=True),
    }
    return Table(
        "re_audits",
        "Re-audits of audits graded at the bottom of the scale.",
        pa.DataFrameSchema(columns),
        (Col.RE_AUDIT_ID,),
        {Col.AUDIT_ID: "audits"},
        (needs(Col.GRADE, Col.DONE_ON),),
    )


def _cohort(_scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.THEME: f.name("The themed audit"),
        Col.CHILD_ID: f.identifier("The child", CHILD),
        Col.FAMILY_ID: f.identifier("The child's family", FAMILY, optional=True),
        Col.AGE: f.count("Age in whole years", optional=True),
        Col.PLAN_TYPE: f.name("The child's plan", optional=True),
        Col.SERVICE_AREA: f.name("The service area"),
        Col.TEAM: f.name("The team"),
        Col.ENTERED_ON: f.date("When the child came into the cohort", optional=True),
    }
    return Table(
        "cohort",
        "The children a themed audit is about, before sampling.",
        pa.DataFrameSchema(columns),
        (Col.THEME, Col.CHILD_ID),
    )


def _themed_responses(_scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.THEME: f.name("The themed audit"),
        Col.CHILD_ID: f.identifier("The child", CHILD),
        Col.FAMILY_ID: f.identifier("The child's family", FAMILY, optional=True),
        Col.QUESTION: f.name("The question"),
        Col.ANSWER: f.word(Answer, "The answer", optional=True),
        Col.COMPLETED_BY: f.name("Audit team or managers", optional=True),
        Col.COMPLETED_ON: f.date("When it was answered", optional=True),
    }
    return Table(
        "themed_responses",
        "One row for each question of each case of a themed audit.",
        pa.DataFrameSchema(columns),
        (Col.THEME, Col.CHILD_ID, Col.QUESTION),
    )


def _benchmarking(scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.SESSION_ON: f.date("The session"),
        Col.FILE_ID: f.identifier("The file that all graded", CHILD),
        Col.RATER: f.name("Who graded", WORKER),
        Col.RATER_GROUP: f.name("The panel or the service"),
        Col.GRADE: f.grade(scale, "The grade; blank if absent", optional=True),
    }
    return Table(
        "benchmarking",
        "Sessions in which several people grade the same file.",
        pa.DataFrameSchema(columns),
        (Col.SESSION_ON, Col.FILE_ID, Col.RATER),
    )


def _stated_totals(_scale: GradeScale) -> Table:
    f = fields
    columns = {
        Col.MONTH: f.month("The month"),
        Col.PLANNED: f.count("Audits planned, as stated"),
        Col.EXEMPTED: f.count("Audits exempted, as stated"),
        Col.SCHEDULED: f.count("Audits scheduled, as stated"),
        Col.RETURNED: f.count("Audits returned, as stated"),
    }
    rules = (
        RowRule(
            "planned less exempted isn't scheduled",
            Col.SCHEDULED,
            "planned less exempted",
            lambda df: df[Col.PLANNED] - df[Col.EXEMPTED] != df[Col.SCHEDULED],
        ),
        RowRule(
            "returned exceeds scheduled",
            Col.RETURNED,
            "at most the number scheduled",
            lambda df: df[Col.RETURNED] > df[Col.SCHEDULED],
        ),
    )
    return Table(
        "stated_totals",
        "The month's counts as the register's own summary states them, to reconcile with.",
        pa.DataFrameSchema(columns),
        (Col.MONTH,),
        rules=rules,
    )


def tables(scale: GradeScale) -> dict[str, Table]:
    """Return the specification's tables by name, with the grades of `scale`.

    Examples
    --------
    >>> scale = GradeScale(("Good", "Poor"), frozenset({"Good"}))
    >>> tables(scale)["re_audits"].key
    ('re_audit_id',)
    """
    makers = (
        _audits,
        _moderations,
        _domain_grades,
        _findings,
        _actions,
        _re_audits,
        _cohort,
        _themed_responses,
        _benchmarking,
        _stated_totals,
    )
    made = [make(scale) for make in makers]
    return {table.name: table for table in made}


def sensitive_columns() -> dict[str, Sensitivity]:
    """Return every column that can identify a child, family or worker, and which of them.

    Examples
    --------
    >>> sensitive_columns()["auditor"].value
    'worker'
    """
    found: dict[str, Sensitivity] = {}
    for table in tables(GradeScale(("any",), frozenset({"any"}))).values():
        for column, spec in table.schema.columns.items():
            sensitivity = spec.metadata["sensitivity"]
            if sensitivity is not Sensitivity.NONE:
                found[column] = sensitivity
    return found
