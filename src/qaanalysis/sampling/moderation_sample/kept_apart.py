"""Which of the rules that keep moderators from audits could be checked, and for how many."""

import pandas as pd

from qaanalysis.sampling.moderation_sample.sharing import APART


def checkable(sample: pd.DataFrame, moderators: pd.DataFrame) -> pd.DataFrame:
    """Return for each rule how many audits and moderators have what it compares.

    Parameters
    ----------
    sample : DataFrame, n rows
        The selected audits.
    moderators : DataFrame, p rows
        Those it is shared out among.

    Returns
    -------
    DataFrame
        Indexed by rule ("its auditor", "of its team", "of its auditor's team"): `n_audits` of n
        and `n_moderators` of p.

    Examples
    --------
    >>> sample = pd.DataFrame({"auditor": ["P. Wick", "Q. Holt"], "team": "North",
    ...                        "auditor_team": ["South", None]})
    >>> people = pd.DataFrame({"moderator": ["U. Garth", "V. Combe"], "team": ["South", None]})
    >>> checkable(sample, people)["n_audits"].tolist()
    [2, 2, 1]
    >>> checkable(sample, people)["n_moderators"].tolist()
    [2, 1, 1]
    """
    return pd.DataFrame(
        {
            "n_audits": [int(sample[rule.case].notna().sum()) for rule in APART],
            "n_moderators": [int(moderators[rule.person].notna().sum()) for rule in APART],
        },
        index=pd.Index([rule.words for rule in APART], name="rule"),
    )
