"""Grades beside the auditor's own: moderations, domains, benchmarking sessions."""

import pandera.pandas as pa

from qaanalysis.data import fields as f
from qaanalysis.data.schemas.table import RowRule, Table
from qaanalysis.vocabulary import (
    Col,
    DomainKind,
    GradeScale,
    Outcome,
    Selection,
    Sensitivity,
    YesNo,
)

CHILD, WORKER = Sensitivity.CHILD, Sensitivity.WORKER


_SAID_NOT_TO_BE = RowRule(
    "said not to be moderated, yet dated or graded",
    Col.IS_MODERATED,
    "Yes or blank; or clear the date and the grade",
    lambda df: (
        (df[Col.IS_MODERATED] == YesNo.NO)
        & (df[Col.MODERATED_ON].notna() | df[Col.MODERATOR_GRADE].notna())
    ),
)


def moderations(scale: GradeScale) -> Table:
    """Return the moderations: each second look at an audit."""
    columns = {
        Col.MODERATION_ID: f.identifier("The moderation; one row each"),
        Col.AUDIT_ID: f.identifier("The audit that was moderated"),
        Col.MODERATOR: f.name("Who moderated", WORKER),
        Col.MODERATOR_ROLE: f.name("The moderator's role", optional=True),
        Col.SELECTION: f.word(Selection, "How the audit was chosen", optional=True),
        Col.INCLUSION_PROBABILITY: f.probability(
            "The chance that the draw gave the audit, as its worklist has it; blank if not drawn",
            optional=True,
        ),
        Col.BLIND: f.word(YesNo, "The auditor's grade was hidden", optional=True),
        Col.MODERATED_ON: f.date("When it was moderated"),
        Col.MODERATOR_GRADE: f.grade(scale, "The moderator's grade"),
        Col.OUTCOME: f.word(Outcome, "The outcome as the register states it", optional=True),
        Col.PANEL_GRADE: f.grade(scale, "The grade the panel settled on", optional=True),
        Col.AUDIT_QUALITY: f.grade(scale, "The quality of the audit itself", optional=True),
        Col.IS_MODERATED: f.word(
            YesNo,
            "Whether the register says it was moderated, to hold against the rest of the row",
            optional=True,
            needed=False,
        ),
        Col.DISPUTED: f.word(
            YesNo,
            "Whether the service disputes the grade; a later moderation of the audit settles that",
            optional=True,
            needed=False,
        ),
        Col.REASON: f.free_text("Why the grade was changed, free text", CHILD, optional=True),
    }
    return Table(
        "moderations",
        "One row for each time an audit was moderated; the latest by date gives the final grade. "
        "Of several on the last day with different grades none does, until another day is given.",
        pa.DataFrameSchema(columns),
        (Col.MODERATION_ID,),
        {Col.AUDIT_ID: "audits"},
        (_SAID_NOT_TO_BE,),
    )


def moderators(_scale: GradeScale) -> Table:
    """Return those who moderate, to share a sample out among."""
    columns = {
        Col.MODERATOR: f.name("Who moderates; one row each", WORKER),
        Col.TEAM: f.name(
            "Their team, whose cases and audits they don't moderate; blank if none",
            optional=True,
        ),
        Col.MODERATOR_ROLE: f.name("Their role", optional=True),
        Col.CAPACITY: f.count(
            "How many audits they can take on; blank if as many as others", optional=True
        ),
    }
    return Table(
        "moderators",
        "Those who moderate. Needed only to draw a moderation sample and share it out.",
        pa.DataFrameSchema(columns),
        (Col.MODERATOR,),
    )


def domain_grades(scale: GradeScale) -> Table:
    """Return the grades of each domain of an audit."""
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


def benchmarking(scale: GradeScale) -> Table:
    """Return the sessions in which several people graded one file."""
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
