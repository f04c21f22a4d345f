"""Whose audits were moderated: a row for each auditor, under a pseudonym."""

import pandas as pd

from qaanalysis.metrics.grades import MODERATED
from qaanalysis.metrics.pseudonyms import PSEUDONYM, pseudonyms
from qaanalysis.vocabulary import Col


def by_pseudonym(graded: pd.DataFrame, *, key: str) -> pd.DataFrame:
    """Return how many audits each auditor returned, and how many of them were moderated.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    key : str
        A secret, for pseudonyms.

    Returns
    -------
    DataFrame
        Indexed by pseudonym, in its order and so in none of merit, those who returned anything:
        returned and moderated (audits). No shares: an auditor has too few audits for one.

    Examples
    --------
    >>> graded = pd.DataFrame(
    ...     {"auditor": ["A. Nyone", "A. Nyone", "S. Else"], "moderated": [True, False, False]}
    ... )
    >>> by_pseudonym(graded, key="secret").loc["auditor 708b5063"].tolist()
    [2, 1]
    """
    auditor = graded[Col.AUDITOR].astype(object)
    grouped = graded[MODERATED].groupby(auditor)
    table = pd.DataFrame({Col.RETURNED: grouped.size(), MODERATED: grouped.sum()}).astype(int)
    names = pseudonyms(table.index, kind="auditor", key=key)
    return table.rename(index=names).rename_axis(PSEUDONYM).sort_index()
