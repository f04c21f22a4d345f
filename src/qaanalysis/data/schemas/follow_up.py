"""What audits lead to: findings, actions, re-audits."""

import pandera.pandas as pa

from qaanalysis.data import fields as f
from qaanalysis.data.schemas.table import Table, before, needs
from qaanalysis.vocabulary import Col, FindingKind, GradeScale, Sensitivity

WORKER = Sensitivity.WORKER


def findings(_scale: GradeScale) -> Table:
    """Return the coded findings."""
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


def actions(_scale: GradeScale) -> Table:
    """Return the actions agreed."""
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


def re_audits(scale: GradeScale) -> Table:
    """Return the re-audits of audits at the bottom of the scale."""
    columns = {
        Col.RE_AUDIT_ID: f.identifier("The re-audit; one row each"),
        Col.AUDIT_ID: f.identifier("The audit it follows up"),
        Col.DUE_ON: f.date("When it is due; blank is its own category", optional=True),
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
