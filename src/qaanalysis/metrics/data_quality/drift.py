"""Drift of categories: words that a column has anew, and words that it has no longer."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.vocabulary import Col

# Columns of the service's own words that identify nobody.
WORDS = {
    "audits": (
        *(Col.SERVICE_AREA, Col.TEAM, Col.PLAN_TYPE, Col.MANAGEMENT_LEVEL, Col.EXEMPTION_REASON),
    ),
    "moderations": (Col.MODERATOR_ROLE, Col.SELECTION),
    "domain_grades": (Col.DOMAIN,),
    "findings": (Col.THEME,),
}
NEW, GONE = "new", "gone"
BEFORE = 3


def words(tables: Mapping[str, pd.DataFrame], *, month: pd.Period) -> pd.DataFrame:
    """Return the words that are new in a month, and those gone that the months before had.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Accepted rows by table; other tables than the register by their audit's month.
    month : Period
        The month that is looked at.

    Returns
    -------
    DataFrame
        By table, column and word: new (in no earlier month) or gone (in each of the three months
        before, and not in this one), the months it was first and last seen in, and rows in all.
        Without an earlier month nothing can be new.
    """
    month_of = tables["audits"].set_index(Col.AUDIT_ID)[Col.MONTH]
    parts = []
    for table, columns in WORDS.items():
        if table not in tables:
            continue
        frame = tables[table]
        when = frame[Col.MONTH] if table == "audits" else frame[Col.AUDIT_ID].map(month_of)
        parts += [_of_column(frame[c], when, table, month) for c in columns if c in frame]
    names = ["table", "column", "word", "change", "first_month", "last_month", "rows"]
    rows = [row for part in parts for row in part]
    return pd.DataFrame(rows, columns=names).set_index(names[:3])


def _of_column(
    words_: pd.Series, when: pd.Series, table: str, month: pd.Period
) -> list[tuple[str, str, str, str, pd.Period, pd.Period, int]]:
    known = pd.DataFrame({"word": words_.astype(object), "month": when}).dropna()
    known = known[known["month"] <= month]
    months = set(known["month"])
    if len(months) < 2 or month not in months:
        return []
    before = [month - n for n in range(1, BEFORE + 1)]
    found = []
    for word, seen in known.groupby("word")["month"]:
        its = set(seen)
        if its == {month}:
            change = NEW
        elif month not in its and its.issuperset(before):
            change = GONE
        else:
            continue
        found.append((table, str(words_.name), str(word), change, min(its), max(its), len(seen)))
    return found
