"""A private sheet for each auditor whose audits were moderated: both grades, side by side.

For coaching: each auditor sees their own audits and nobody else's. OFFICIAL-SENSITIVE.
"""

from pathlib import Path

import pandas as pd

from qaanalysis.metrics.moderation import moderated
from qaanalysis.params import Params
from qaanalysis.sampling.worklist import Form, write
from qaanalysis.vocabulary import Col

COLUMNS = (
    (Col.AUDIT_ID, "Audit"),
    (Col.MONTH, "Month of the audit"),
    (Col.SERVICE_AREA, "Service area"),
    (Col.AUDITOR_GRADE, "Your grade"),
    (Col.MODERATOR_GRADE, "Moderator’s grade"),
    (Col.OUTCOME, "Outcome"),
    (Col.AUDIT_QUALITY, "Quality of your audit"),
    (Col.REASON, "Reason"),
    (Col.MODERATED_ON, "Moderated on"),
)
INSTRUCTIONS = (
    "The sheet “Cases” holds your audits that were moderated, with your grade and the moderator’s. "
    "It is for you, to talk over with your moderator; nobody else’s audits are in it.",
    "The moderator isn’t the truth: two people saw a file differently. What matters is why.",
)


def sheets(
    params: Params, audits: pd.DataFrame, moderations: pd.DataFrame, folder: Path
) -> pd.Series:
    """Write each auditor's workbook of the month's moderated audits.

    Parameters
    ----------
    params : Params
        Of the run: audits of its months, moderated by its date.
    audits, moderations : DataFrame
        Individual audits and the moderations table.
    folder : Path
        Where to write; made if it isn't there.

    Returns
    -------
    Series of Path
        The files, by auditor; none if no audit was moderated.

    Raises
    ------
    DataError
        If a file of one of the names is there already.
    """
    found = moderated.pairs(audits, moderations, as_at=params.as_at)
    reasons = moderations[[Col.MODERATION_ID, Col.REASON]]
    cases = found.merge(reasons, on=Col.MODERATION_ID, how="left", validate="1:1")
    # Of several on one day that differ no grade is final, and so no reason is given for one.
    cases[Col.REASON] = cases[Col.REASON].where(cases[Col.MODERATOR_GRADE].notna())
    form = Form(
        f"feedback-{params.month}",
        f"Moderation of your audits, to {params.month}",
        INSTRUCTIONS,
        Col.AUDIT_ID,
        COLUMNS,
        (),
    )
    return write(cases, folder, person=Col.AUDITOR, form=form, what="feedback")
