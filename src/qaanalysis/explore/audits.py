"""From a figure to its audits: which they are, and where each stands."""

import pandas as pd

from qaanalysis.explore.records import Records
from qaanalysis.metrics.audit_cases.returns import STATE, state
from qaanalysis.metrics.grades import MODERATED
from qaanalysis.present.tables import Table, table
from qaanalysis.vocabulary import Col

_OF_AUDIT = [Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.MANAGEMENT_LEVEL]


def listed(records: Records, ids: pd.Index, *, caption: str) -> Table:
    """Return a table of audits, a row each; it names no child, family or worker.

    Parameters
    ----------
    records : Records
        That have them.
    ids : Index
        Their identifiers.
    caption : str
        Which figure they are behind.
    """
    own = records.audits.set_index(Col.AUDIT_ID)
    stands = state(own, as_at=records.run.as_at)
    graded = records.graded.set_index(Col.AUDIT_ID)[[Col.FINAL_GRADE, MODERATED]]
    columns = own[_OF_AUDIT].astype(dict.fromkeys(_OF_AUDIT[1:], object))
    frame = columns.assign(**{STATE: stands}).join(graded, validate="1:1").loc[ids]
    # Of what hasn't come back it isn't known whether anybody would moderate it.
    frame[MODERATED] = frame[MODERATED].map({True: "Yes", False: "No"})
    return table(records.protected(frame, caption=caption))
