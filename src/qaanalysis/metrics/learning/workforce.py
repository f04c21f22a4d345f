"""What is told of the workforce beside what audits found, month by month: side by side, no more."""

import pandas as pd

from qaanalysis.metrics import grades
from qaanalysis.vocabulary import Col

CHANGES, AGENCY = "changes_of_worker", "agency_share"
SAME, OPPOSITE, TIED = "same_way", "opposite_way", "tied"


def beside(workforce: pd.DataFrame, monthly: pd.DataFrame) -> pd.DataFrame:
    """Return the workforce's figures beside the share that meets the aim, for months with both.

    Parameters
    ----------
    workforce : DataFrame
        By month: changes_of_worker, agency_share; NaN where not told.
    monthly : DataFrame
        From `grades.by_month`.
    """
    shown = monthly[[grades.GRADED, grades.GOOD, grades.GOOD_SHARE]]
    return shown.join(workforce, how="inner").rename_axis(Col.MONTH)


def pairs_of_months(table: pd.DataFrame) -> pd.DataFrame:
    """Return in how many pairs of months a workforce figure and the grades move alike.

    Returns
    -------
    DataFrame
        Indexed by measure (changes_of_worker, agency_share), without one that is never told:
        months, pairs, same_way, opposite_way, tied.

    Examples
    --------
    >>> months = pd.period_range("2023-05", periods=3, freq="M", name="month")
    >>> table = pd.DataFrame(
    ...     {
    ...         "good_or_better_share": [0.3, 0.2, 0.1],
    ...         "changes_of_worker": [5, 7, 6],
    ...         "agency_share": float("nan"),
    ...     },
    ...     months,
    ... )
    >>> pairs_of_months(table).loc["changes_of_worker", ["pairs", "opposite_way"]].tolist()
    [3, 2]
    """
    rows = {}
    for name in (CHANGES, AGENCY):
        known = table[[name, grades.GOOD_SHARE]].astype(float).dropna().to_numpy()
        if not len(known):
            continue
        steps = [
            float((known[j, 0] - known[i, 0]) * (known[j, 1] - known[i, 1]))
            for i in range(len(known))
            for j in range(i + 1, len(known))
        ]
        rows[name] = {
            "months": len(known),
            "pairs": len(steps),
            SAME: sum(step > 0 for step in steps),
            OPPOSITE: sum(step < 0 for step in steps),
            TIED: sum(step == 0 for step in steps),
        }
    columns = ["months", "pairs", SAME, OPPOSITE, TIED]
    made = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return made.rename_axis("measure")
