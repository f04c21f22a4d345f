"""Which records of moderations count: those made by a date, and by somebody else than the auditor.

A moderation is a second look by another person. Who moderates their own audit gives no second look:
such a record is set aside everywhere, and displaces nobody else's.
"""

import datetime as dt

import pandas as pd

from qaanalysis.vocabulary import Col


def done(moderations: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the moderations made by a date, earliest first; of one day, by moderation_id."""
    made = moderations[moderations[Col.MODERATED_ON] <= pd.Timestamp(as_at)]
    return made.sort_values([Col.MODERATED_ON, Col.MODERATION_ID], kind="stable")


def by_own_auditor(moderations: pd.DataFrame, audits: pd.DataFrame) -> pd.Series:
    """Mark the moderations made by the auditor of the same audit.

    Parameters
    ----------
    moderations : DataFrame, n rows
        audit_id, moderator.
    audits : DataFrame
        audit_id (none twice), auditor.

    Returns
    -------
    Series of bool, n rows
        Indexed as `moderations`. Capitals and spaces don't make two people of one. False where the
        audit isn't among `audits` or a name is missing.

    Examples
    --------
    >>> audits = pd.DataFrame({"audit_id": ["A1", "A2"], "auditor": ["P. Wick", "Q. Holt"]})
    >>> made = pd.DataFrame({"audit_id": ["A1", "A2"], "moderator": ["p. wick", "P. Wick"]})
    >>> by_own_auditor(made, audits).tolist()
    [True, False]
    """
    auditor = moderations[Col.AUDIT_ID].map(audits.set_index(Col.AUDIT_ID)[Col.AUDITOR])
    own, other = (_plain(names) for names in (auditor, moderations[Col.MODERATOR]))
    return (own == other) & own.notna()


def _plain(names: pd.Series) -> pd.Series:
    text = names.astype(object)
    return text.map(lambda name: " ".join(name.casefold().split()), na_action="ignore")


def latest(made: pd.DataFrame) -> pd.DataFrame:
    """Return of each audit its last moderation by date, as far as it can be told.

    Of several on the last day nobody can say which came last, whatever their identifiers: what
    all of them that tell it tell alike is kept, such as the grade, and what differs is missing.

    Parameters
    ----------
    made : DataFrame
        From `by_others`, with any further columns.

    Returns
    -------
    DataFrame
        A row for each audit, with the columns of `made`; moderation_id is the last one's, or one
        of several.

    Examples
    --------
    >>> made = pd.DataFrame(
    ...     {
    ...         "moderation_id": ["M1", "M2", "M3"],
    ...         "audit_id": ["A1", "A2", "A2"],
    ...         "moderated_on": pd.Timestamp("2023-11-20"),
    ...         "moderator_grade": ["Good", "Good", "Inadequate"],
    ...     }
    ... )
    >>> latest(made)["moderator_grade"].isna().tolist()
    [False, True]
    """
    last = made.drop_duplicates(Col.AUDIT_ID, keep="last")
    several = made[made.duplicated([Col.AUDIT_ID, Col.MODERATED_ON], keep=False)]
    if several.empty:
        return last
    days = pd.MultiIndex.from_frame(last[[Col.AUDIT_ID, Col.MODERATED_ON]])
    on_last = pd.MultiIndex.from_frame(several[[Col.AUDIT_ID, Col.MODERATED_ON]]).isin(days)
    several = several[on_last]
    among = last[Col.AUDIT_ID].isin(several[Col.AUDIT_ID])
    told = {}
    for column in last.columns.drop([Col.AUDIT_ID, Col.MODERATION_ID, Col.MODERATED_ON]):
        each = several[[Col.AUDIT_ID, column]].dropna().drop_duplicates()
        alike = each[~each.duplicated(Col.AUDIT_ID, keep=False)].set_index(Col.AUDIT_ID)[column]
        theirs = last[Col.AUDIT_ID].map(alike.astype(object))
        told[column] = last[column].where(~among, theirs).astype(last[column].dtype)
    return last.assign(**told)


def by_others(moderations: pd.DataFrame, audits: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the moderations made by a date and by somebody else than the audit's auditor.

    Returns
    -------
    DataFrame
        Rows of `moderations`, in the order of `done`.

    Examples
    --------
    >>> audits = pd.DataFrame({"audit_id": ["A1"], "auditor": ["P. Wick"]})
    >>> made = pd.DataFrame(
    ...     {
    ...         "moderation_id": ["M2", "M1"],
    ...         "audit_id": "A1",
    ...         "moderator": ["P. Wick", "Q. Holt"],
    ...         "moderated_on": pd.Timestamp("2023-11-20"),
    ...     }
    ... )
    >>> by_others(made, audits, as_at=dt.date(2023, 12, 1))["moderation_id"].tolist()
    ['M1']
    """
    made = done(moderations, as_at=as_at)
    return made[~by_own_auditor(made, audits)]
