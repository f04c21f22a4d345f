"""The example's tables, put together and typed as the specification has them."""

import numpy as np
import pandas as pd

from qaanalysis.data import fields, schemas
from qaanalysis.data.example import (
    audits,
    grading,
    moderation,
    other_audits,
    practice,
    safety,
)
from qaanalysis.data.example.auditors import auditors
from qaanalysis.data.example.benchmarking import benchmarking
from qaanalysis.data.example.cohorts import cohorts
from qaanalysis.data.example.families import children
from qaanalysis.data.example.follow_up import actions, re_audits
from qaanalysis.data.example.organisation import Organisation, organisation
from qaanalysis.data.example.published import SCALE, stated_totals
from qaanalysis.data.example.responses import responses
from qaanalysis.vocabulary import Col

SEED = 20231203

# Each topic has its own stream of random numbers, so that a change to one leaves the others alone.
# New topics go at the end.
_TOPICS = (
    "people",
    "families",
    "planned",
    "exempted",
    "returned",
    "grades",
    "moderated",
    "moderations",
    "safety",
    "participation",
    "domains",
    "findings",
    "actions",
    "re_audits",
    "others",
    "benchmarking",
    "cohorts",
    "auditors",
    "themed_responses",
)


def register(*, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Return the example's tables: invented records that add up to the published totals.

    Parameters
    ----------
    seed : int
        Another seed invents other records; the totals stay.

    Returns
    -------
    dict of str to DataFrame
        By name of the specification's table, with its columns and dtypes.

    Examples
    --------
    >>> tables = register()
    >>> len(tables["moderations"])
    60
    """
    streams = dict(zip(_TOPICS, np.random.default_rng(seed).spawn(len(_TOPICS)), strict=True))
    org = organisation(streams["people"])
    known = children(org, streams["families"])
    individual, moderations = _individual(org, known, streams)
    findings = practice.findings(individual, streams["findings"])
    again = re_audits(individual, streams["re_audits"])
    every = [
        individual,
        other_audits.sampled(known, org, streams["others"]),
        other_audits.re_audited(individual, again, org, streams["others"]),
    ]
    specification = schemas.tables(SCALE)
    cohort = _typed(specification["cohort"], cohorts(known, org, streams["cohorts"]))
    made = {
        "audits": pd.concat([_typed(specification["audits"], part) for part in every]).sort_values(
            [Col.MONTH, Col.PLANNED_ON, Col.AUDIT_ID]
        ),
        "moderations": moderations,
        "moderators": moderation.moderators(org),
        "domain_grades": practice.domain_grades(individual, streams["domains"]),
        "findings": findings,
        "actions": actions(individual, findings, org, streams["actions"]),
        "re_audits": again,
        "benchmarking": benchmarking(known, org, streams["benchmarking"]),
        "stated_totals": stated_totals(),
        "cohort": cohort,
        "auditors": auditors(org, streams["auditors"]),
        "themed_responses": responses(cohort, streams["themed_responses"]),
    }
    return {name: _typed(specification[name], frame) for name, frame in made.items()}


def _individual(
    org: Organisation, known: pd.DataFrame, streams: dict[str, np.random.Generator]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the individual audits, with their final grade, and the moderations."""
    frame = audits.planned(org, known, streams["planned"])
    frame = audits.exempted(frame, org, streams["exempted"])
    frame = audits.returned(frame, streams["returned"])
    frame[Col.FINAL_GRADE] = grading.final_grades(frame, streams["grades"])
    rows = grading.moderated_rows(frame, streams["moderated"])
    frame[Col.AUDITOR_GRADE] = grading.auditor_grades(frame, rows, streams["moderated"])
    moderations = moderation.moderations(frame, rows, org, streams["moderations"])
    frame = safety.concerns(frame, org, streams["safety"])
    return safety.participation(frame, streams["participation"]), moderations


def _typed(table: schemas.Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a table of the specification, with its dtypes."""
    columns = table.schema.columns
    dtypes = {
        column: fields.DATE if spec.metadata["kind"] is fields.Kind.DATE else spec.dtype.type
        for column, spec in columns.items()
    }
    return frame.reindex(columns=list(columns)).astype(dtypes).reset_index(drop=True)
