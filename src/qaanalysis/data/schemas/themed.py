"""Themed audits, and the register's own summary."""

import pandas as pd
import pandera.pandas as pa

from qaanalysis.data import fields as f
from qaanalysis.data.schemas.table import RowRule, Table
from qaanalysis.hidden_counts import COUNTS, at_least, at_most, ends, hidden
from qaanalysis.vocabulary import Answer, Col, GradeScale, Sensitivity

CHILD, FAMILY, WORKER = Sensitivity.CHILD, Sensitivity.FAMILY, Sensitivity.WORKER


def cohort(_scale: GradeScale) -> Table:
    """Return the cohorts of themed audits."""
    columns = {
        Col.THEME: f.name("The themed audit"),
        Col.CHILD_ID: f.identifier("The child", CHILD),
        Col.FAMILY_ID: f.identifier("The child's family", FAMILY, optional=True),
        Col.AGE: f.count("Age in whole years", optional=True),
        Col.PLAN_TYPE: f.name("The child's plan", optional=True),
        Col.SERVICE_AREA: f.name("The service area"),
        Col.TEAM: f.name("The team"),
        Col.CASE_HOLDER: f.name("The practitioner who holds the case", WORKER, optional=True),
        Col.ENTERED_ON: f.date("When the child came into the cohort", optional=True),
        Col.PREVIOUS_PLANS: f.count(
            "How many plans of the theme's kind the child had before", optional=True
        ),
        Col.ETHNICITY: f.name("The child's ethnic group, as recorded", optional=True),
        Col.DISABILITY: f.name("The child's disability, as recorded", optional=True),
    }
    return Table(
        "cohort",
        "The children a themed audit is about, before sampling.",
        pa.DataFrameSchema(columns),
        (Col.THEME, Col.CHILD_ID),
    )


def themed_responses(_scale: GradeScale) -> Table:
    """Return the answers of themed audits."""
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


def auditors(_scale: GradeScale) -> Table:
    """Return who audits for themed audits, and what they can take on."""
    columns = {
        Col.AUDITOR: f.name("Who audits; one row each", WORKER),
        Col.TEAM: f.name("Their team; blank if none", optional=True),
        Col.MANAGEMENT_LEVEL: f.name("Their level of management", optional=True),
        Col.CAPACITY: f.count(
            "How many cases they can take on, 0 on leave; blank if as many as others",
            optional=True,
        ),
        Col.AUDITOR_SKILLS: f.name(
            "What they can audit, such as plan types, with “; ” between; blank for everything",
            optional=True,
        ),
    }
    return Table(
        "auditors",
        "Who can be given the cases of a themed audit.",
        pa.DataFrameSchema(columns),
        (Col.AUDITOR,),
    )


def stated_totals(_scale: GradeScale) -> Table:
    """Return the counts that the register's summary states."""
    columns = {Col.MONTH: f.month("The month")}
    columns |= {c: f.count_or_interval(f"Audits {c}, as stated") for c in COUNTS}
    for count in COUNTS:
        read = f"where `{count}` is hidden; read from a text such as <5 in its place"
        columns[at_least(count)] = f.count(f"The least it can be, {read}", optional=True)
        columns[at_most(count)] = f.count(f"The most it can be, {read}", optional=True)
    rules = (
        *(rule for count in COUNTS for rule in _of_interval(count)),
        RowRule(
            "scheduled isn’t planned less exempted",
            Col.SCHEDULED,
            "planned less exempted",
            _not_the_rest,
        ),
        RowRule(
            "returned exceeds scheduled",
            Col.RETURNED,
            "at most the number scheduled",
            _too_many_returned,
        ),
    )
    return Table(
        "stated_totals",
        "The month's counts as the register's own summary states them, to reconcile with.",
        pa.DataFrameSchema(columns),
        (Col.MONTH,),
        rules=rules,
    )


def _of_interval(count: str) -> tuple[RowRule, RowRule]:
    """Make the rules that a count or its interval is given, and that they don't contradict."""
    least, most = at_least(count), at_most(count)
    return (
        RowRule(
            "blank",
            count,
            f"a value in every row, or {most}",
            lambda df: df[count].isna() & df[most].isna(),
        ),
        RowRule(
            "outside what is known of it",
            count,
            f"from {least} to {most}",
            lambda df: (
                (df[least] > df[most]).fillna(value=False)
                | (df[count] < df[least]).fillna(value=False)
                | (df[count] > df[most]).fillna(value=False)
            ),
        ),
    )


def _not_the_rest(df: pd.DataFrame) -> pd.Series:
    """Tell whether no numbers that the row allows make planned the sum of the other two."""
    planned, exempted, scheduled = (ends(df, c) for c in COUNTS[:3])
    most, least = planned[1] - exempted[0], planned[0] - exempted[1]
    return (scheduled[0] > most) | (scheduled[1] < least)


def _too_many_returned(df: pd.DataFrame) -> pd.Series:
    """Tell whether more are returned than can be scheduled; if hidden, also by the rest."""
    most = ends(df, Col.SCHEDULED)[1]
    rest = ends(df, Col.PLANNED)[1] - ends(df, Col.EXEMPTED)[0]
    is_less = hidden(df, [Col.SCHEDULED])[Col.SCHEDULED] & (rest < most)
    return ends(df, Col.RETURNED)[0] > most.mask(is_less, rest)
