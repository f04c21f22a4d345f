"""Moderation records that contradict one another or the register, counted and listed."""

import datetime as dt

import pandas as pd

from qaanalysis.metrics import moderation_records, returns
from qaanalysis.vocabulary import Col, Outcome

OTHER_OUTCOME = "the outcome stated isn't what the grades say"
TOO_EARLY = "moderated before it was returned"
OWN_AUDIT = "moderated by its own auditor and so set aside"
NOT_RETURNED = "moderated though not returned"
KINDS = (OTHER_OUTCOME, TOO_EARLY, OWN_AUDIT, NOT_RETURNED)

KIND = "contradiction"


def contradiction_audits(
    audits: pd.DataFrame, moderations: pd.DataFrame | None, *, as_at: dt.date
) -> pd.DataFrame:
    """Return each contradiction in a moderation of an individual audit.

    Every moderation by the date is looked at, not only the latest of an audit. A contradictory
    record stays in the figures, but a person's moderation of their own audit is no moderation and
    is in none of them, and one before the return says nothing of the time it took.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    moderations : DataFrame or None
        The moderations table.
    as_at : date
        Returns and moderations dated later haven't happened yet.

    Returns
    -------
    DataFrame
        audit_id, moderation_id, month, service_area, team, contradiction; a moderation with two
        contradictions has two rows.
    """
    columns = [Col.AUDIT_ID, Col.MODERATION_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]
    if moderations is None:
        nothing = audits.iloc[:0].assign(**{Col.MODERATION_ID: "", KIND: ""})
        return nothing[[*columns, KIND]]
    register = audits.assign(returned=returns.status(audits, as_at=as_at)[Col.RETURNED])
    made = moderation_records.done(moderations, as_at=as_at)
    made = made.merge(register, on=Col.AUDIT_ID, validate="m:1")
    flags = {
        OTHER_OUTCOME: _other_outcome(made),
        TOO_EARLY: made[Col.RETURNED] & (made[Col.MODERATED_ON] < made[Col.RETURNED_ON]),
        OWN_AUDIT: moderation_records.by_own_auditor(made, audits),
        NOT_RETURNED: ~made[Col.RETURNED],
    }
    parts = [made.loc[flag, columns].assign(**{KIND: kind}) for kind, flag in flags.items()]
    return pd.concat(parts, ignore_index=True)


def _other_outcome(made: pd.DataFrame) -> pd.Series:
    own, other = (made[c].cat.codes.astype(int) for c in (Col.AUDITOR_GRADE, Col.MODERATOR_GRADE))
    known = (own >= 0) & (other >= 0) & made[Col.OUTCOME].notna()
    stated = made[Col.OUTCOME]
    as_stated = (
        ((stated == Outcome.SUPPORTED) & (other == own))
        | ((stated == Outcome.DOWNGRADED) & (other < own))
        | ((stated == Outcome.UPGRADED) & (other > own))
    )
    return known & ~as_stated


def contradictions(found: pd.DataFrame) -> pd.DataFrame:
    """Return how many moderations, of how many audits, have each kind of contradiction.

    Parameters
    ----------
    found : DataFrame
        From `contradiction_audits`.

    Returns
    -------
    DataFrame
        Indexed by contradiction, every kind that is looked for: moderations, audits.
    """
    grouped = found.groupby(KIND)
    table = pd.DataFrame({"moderations": grouped.size(), "audits": grouped[Col.AUDIT_ID].nunique()})
    return table.reindex(pd.Index(KINDS, name=KIND), fill_value=0).astype(int)
