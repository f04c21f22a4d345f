"""Dates so far from the month of their audit that a digit of the year must be wrong.

A date later than a run's own is none: a past month is told as at its day from the register of
today. What no audit takes is years: 20/11/2033 in November 2023.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from qaanalysis.data.validate import Broken
from qaanalysis.vocabulary import Col

# Years after the month of the audit, by table and column; a case may be followed up for long.
AFTER_AUDIT = {
    "moderations": {Col.MODERATED_ON: 2},
    "actions": {Col.RAISED_ON: 2, Col.COMPLETED_ON: 5},
    "re_audits": {Col.DONE_ON: 5},
}


def far_from_audit(frames: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Broken]]:
    """Yield, by table, dates that are years after the month of the audit they belong to.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        The typed rows by table. Without the register nothing can be told.
    """
    dated = {
        name: columns
        for name, columns in AFTER_AUDIT.items()
        if name in frames and not frames[name].empty
    }
    if "audits" not in frames or not dated:
        return
    register = frames["audits"].dropna(subset=[Col.AUDIT_ID]).drop_duplicates(Col.AUDIT_ID)
    month_of = register.set_index(Col.AUDIT_ID)[Col.MONTH]
    for name, columns in dated.items():
        month = frames[name][Col.AUDIT_ID].map(month_of).astype(month_of.dtype)
        for column, years in columns.items():
            latest = (month + 12 * years + 1).dt.to_timestamp()
            at = np.flatnonzero((frames[name][column] >= latest).to_numpy())
            if len(at):
                rule = f"{column} more than {years} years after the month of its audit"
                allowed = f"a date up to {years} years after that month"
                yield name, Broken(rule, column, at, allowed)
