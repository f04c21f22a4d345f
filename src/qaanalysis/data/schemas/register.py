"""The audit register."""

import pandas as pd
import pandera.pandas as pa

from qaanalysis.data import fields as f
from qaanalysis.data.schemas.table import RowRule, Table, before, needs, not_both
from qaanalysis.vocabulary import AuditType, Col, GradeScale, Sensitivity, YesNo

CHILD, FAMILY, WORKER = Sensitivity.CHILD, Sensitivity.FAMILY, Sensitivity.WORKER


def _case() -> dict[str, pa.Column]:
    return {
        Col.AUDIT_ID: f.identifier("The audit; one row each"),
        Col.AUDIT_TYPE: f.word(
            AuditType,
            "Individual, themed, dip sample or re-audit: only Individual counts in returns, "
            "grades, moderation and findings (actions and re-audits count whatever the type), so "
            "that each of the month's planned audits of a case, also one about a theme, is to be "
            "Individual",
        ),
        Col.MONTH: f.month("The month the audit was planned for; returns belong to it"),
        Col.CHILD_ID: f.identifier("The child whose file is audited", CHILD),
        Col.FAMILY_ID: f.identifier("The child's family; siblings share it", FAMILY, optional=True),
        Col.PLAN_TYPE: f.name("The child's plan when the audit was planned", optional=True),
        Col.SERVICE_AREA: f.name("The service area that holds the case"),
        Col.TEAM: f.name("The team that holds the case"),
        Col.CASE_HOLDER: f.name("The practitioner who holds the case", WORKER, optional=True),
        Col.AUDITOR: f.name("Who is to audit", WORKER),
        Col.AUDITOR_TEAM: f.name(
            "The auditor's own team, if they have one", optional=True, needed=False
        ),
        Col.MANAGEMENT_LEVEL: f.name("The auditor's level of management", optional=True),
    }


def _cycle() -> dict[str, pa.Column]:
    return {
        Col.PLANNED_ON: f.date("When the audit was planned"),
        Col.DUE_ON: f.date("When the return is due; blank is its own category", optional=True),
        Col.RETURNED_ON: f.date("When the return came in", optional=True),
        Col.EXEMPTED_ON: f.date("When the audit was exempted", optional=True),
        Col.EXEMPTION_REASON: f.name("Why it was exempted", optional=True),
        Col.EXEMPTION_APPROVER: f.name("Who agreed the exemption", WORKER, optional=True),
    }


def _result(scale: GradeScale) -> dict[str, pa.Column]:
    return {
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


# Days between the starts of Excel's two ways to count days; and how far apart two dates may be.
DAYS_1904, YEAR, MONTHS = 1462, 366, 62


def _four_years_early() -> tuple[RowRule, RowRule]:
    """Return the rules for dates that were copied between workbooks that count days differently."""
    name = "four years and a day early, as dates of a Mac’s workbook are"
    allowed = "the right date, which may be 1,462 days later"

    def shifted(df: pd.DataFrame) -> pd.Series:
        days = (df[Col.MONTH].dt.to_timestamp() - df[Col.PLANNED_ON]).dt.days
        return days.between(DAYS_1904 - MONTHS, DAYS_1904 + MONTHS)

    def returned(df: pd.DataFrame) -> pd.Series:
        days = (df[Col.PLANNED_ON] - df[Col.RETURNED_ON]).dt.days
        return days.between(DAYS_1904 - YEAR, DAYS_1904)

    return (
        RowRule(f"planned {name}", Col.PLANNED_ON, allowed, shifted),
        RowRule(f"returned {name}", Col.RETURNED_ON, allowed, returned),
    )


# No audit takes so long: a digit of the year is wrong, as in 20/11/2033 of November 2023.
YEARS = 2


def _years_away() -> tuple[RowRule, ...]:
    """Return the rules for dates that are years from the month of their audit."""

    def beyond(column: str) -> RowRule:
        return RowRule(
            f"{column} more than {YEARS} years after its month",
            column,
            f"a date up to {YEARS} years after the month",
            lambda df: df[column] >= (df[Col.MONTH] + 12 * YEARS + 1).dt.to_timestamp(),
        )

    def early(df: pd.DataFrame) -> pd.Series:
        return df[Col.PLANNED_ON] < (df[Col.MONTH] - 12 * YEARS).dt.to_timestamp()

    name = f"{Col.PLANNED_ON} more than {YEARS} years before its month"
    allowed = f"a date from {YEARS} years before the month"
    dated = (Col.PLANNED_ON, Col.DUE_ON, Col.RETURNED_ON, Col.EXEMPTED_ON)
    return (
        *(beyond(column) for column in dated),
        RowRule(name, Col.PLANNED_ON, allowed, early),
    )


def audits(scale: GradeScale) -> Table:
    """Return the audit register: who, when, and what came of it."""
    columns = {**_case(), **_cycle(), **_result(scale)}
    rules = (
        not_both(
            Col.EXEMPTED_ON,
            Col.RETURNED_ON,
            "exempted yet returned",
            "either an exemption or a return; clear the one that is wrong",
        ),
        *_four_years_early(),
        *_years_away(),
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
