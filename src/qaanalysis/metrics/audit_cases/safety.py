"""The audits behind tables of children's safety and of re-audits."""

import datetime as dt

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.metrics import safety
from qaanalysis.metrics.audit_cases.properties import YES, flag, properties
from qaanalysis.metrics.follow_up import re_audits
from qaanalysis.vocabulary import Col, GradeScale

_MISSES = "misses"


def unanswered(missing: pd.DataFrame, found: pd.DataFrame, *, scale: GradeScale) -> Cases:
    """Return the audits behind the table of what isn't recorded, a case for each question of each.

    Parameters
    ----------
    missing : DataFrame
        From `safety.unanswered_audits`.
    found : DataFrame
        From `grades.final`.
    scale : GradeScale
        The grades.
    """
    worst = found[found[Col.FINAL_GRADE] == scale.worst]
    parts = []
    for kind in safety.KINDS:
        lacking = missing.loc[missing[safety.KIND] == kind, Col.AUDIT_ID]
        misses = flag(worst[Col.AUDIT_ID].isin(lacking))
        parts.append(properties(worst, {_MISSES: misses}).assign(**{safety.KIND: kind}))
    counts = {"audits": {_MISSES: [YES]}, safety.GRADED_WORST: {}}
    return Cases(pd.concat(parts), "audits at the bottom of the scale", counts)


def re_audited(
    made: pd.DataFrame | None, *, as_at: dt.date, audits: pd.DataFrame | None = None
) -> Cases | None:
    """Return the audits to be audited again, a case for each re-audit.

    Parameters
    ----------
    made : DataFrame or None
        The re_audits table; None if the run has none, and then there are no cases.
    as_at : date
        What is dated later hasn't happened yet.
    audits : DataFrame, optional
        The audits they follow up.
    """
    if made is None:
        return None
    rows = re_audits.status(made, as_at=as_at, audits=audits).set_index(Col.AUDIT_ID)[
        [re_audits.STATE]
    ]
    return Cases(rows, "re-audits", {"re_audits": {}})
