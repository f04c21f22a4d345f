"""The audits behind tables of how many returned audits were moderated."""

import pandas as pd

from qaanalysis.cases import Cases, Values
from qaanalysis.metrics import grades
from qaanalysis.metrics.audit_cases.properties import NONE, YES, flag, properties, text, within
from qaanalysis.metrics.moderation import coverage, mix
from qaanalysis.vocabulary import Col


def covered(found: pd.DataFrame, *, months: pd.PeriodIndex) -> Cases:
    """Return the audits behind tables of how many returned audits were moderated, and the rest.

    Parameters
    ----------
    found : DataFrame
        From `grades.final`.
    months : PeriodIndex
        The months the tables cover.
    """
    more = {
        grades.MODERATED: flag(found[grades.MODERATED]),
        Col.AUDITOR_GRADE: text(found[Col.AUDITOR_GRADE]),
    }
    counts: dict[str, Values] = {
        Col.RETURNED: {},
        grades.MODERATED: {grades.MODERATED: [YES]},
        mix.NOT_MODERATED: {grades.MODERATED: [NONE]},
    }
    return Cases(
        properties(found, more),
        "returned audits",
        counts,
        within(months),
        shares={coverage.SHARE: (grades.MODERATED, Col.RETURNED)},
        workload=tuple(counts),
    )
