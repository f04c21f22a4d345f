"""The audits behind tables of actions."""

import datetime as dt

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.metrics import chasing
from qaanalysis.vocabulary import Col


def chased(raised: pd.DataFrame | None, *, as_at: dt.date) -> Cases | None:
    """Return the audits that actions come from, a case for each action.

    Parameters
    ----------
    raised : DataFrame or None
        The actions table; None if the run has none, and then there are no cases.
    as_at : date
        What is dated later hasn't happened yet.
    """
    if raised is None:
        return None
    rows = chasing.actions(raised, as_at=as_at).set_index(Col.AUDIT_ID)[[chasing.STATE]]
    return Cases(rows, "actions", {"actions": {}})
