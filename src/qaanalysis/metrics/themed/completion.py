"""What was drawn, what came back of it, and who filled it in."""

import pandas as pd

from qaanalysis.metrics.shares import keys
from qaanalysis.metrics.themed.answers import PLACE, Place
from qaanalysis.vocabulary import Col

COMPLETE, PARTLY, MISSING = "complete", "partly complete", "nothing came back"


def completion(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many of the cases drawn are complete, partly complete or missing.

    Parameters
    ----------
    rows : DataFrame
        From `answers`. A case is complete if every question has an answer; Not recorded and Not
        applicable are answers.

    Returns
    -------
    DataFrame
        Indexed by status: cases, and cases_share of the drawn (0–1; NaN if nothing was drawn).

    Examples
    --------
    >>> rows = pd.DataFrame({"child_id": ["A", "B"], "place": [Place.MET, Place.NO_ANSWER]})
    >>> completion(rows)["cases"].tolist()
    [1, 0, 1]
    """
    answered = (rows[PLACE] != Place.NO_ANSWER).groupby(rows[Col.CHILD_ID], observed=True)
    every, some = answered.all(), answered.any()
    cases = [int(every.sum()), int((some & ~every).sum()), int((~some).sum())]
    status = pd.Index([COMPLETE, PARTLY, MISSING], name="status")
    table = pd.DataFrame({"cases": cases}, index=status)
    n = len(every)
    return table.assign(cases_share=table["cases"] / n if n else float("nan"))


def by_whom(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many cases and answers each group of auditors completed.

    Returns
    -------
    DataFrame
        Indexed by completed_by (blank: Not recorded): cases with an answer, answers. A case that
        two groups filled in is in both rows.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"child_id": ["A", "A"], "completed_by": "Managers", "place": [Place.MET] * 2}
    ... )
    >>> by_whom(rows).loc["Managers"].tolist()
    [1, 2]
    """
    came = rows[rows[PLACE] != Place.NO_ANSWER]
    who = came.astype({Col.COMPLETED_BY: "category"})
    group = keys(who, Col.COMPLETED_BY)[0].astype("str")
    found = came.groupby(group)[Col.CHILD_ID].agg(cases="nunique", answers="size")
    return pd.DataFrame(found).rename_axis(Col.COMPLETED_BY).astype(int)
