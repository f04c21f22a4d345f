"""A question now and in an earlier sample."""

from collections.abc import Collection

import pandas as pd

from qaanalysis.metrics.themed.answers import ANSWERED, PLACE
from qaanalysis.metrics.themed.chosen import Chosen, Design
from qaanalysis.stats import proportion
from qaanalysis.vocabulary import Col

NO_SIZE = "the size of the earlier sample isn’t given, so that its count can’t be made a share"
NO_ANSWERS = "nobody answered the question now"
NOT_ASKED = "the plan has no such question now"
NOT_SIMPLE = "an interval of the difference is given for simple draws only"


def change(
    rows: pd.DataFrame,
    chosen: Chosen,
    *,
    question: str,
    count: int,
    n: int | None,
    counted: Collection[str],
) -> pd.DataFrame:
    """Return the difference from an earlier sample's share, or why there is none.

    Parameters
    ----------
    rows : DataFrame
        From `answers`.
    chosen : Chosen
        How the cases were chosen now.
    question : str
        The question that both samples asked.
    count, n : int
        How many of the earlier sample, out of how many answers; n None if nobody gives it.
    counted : collection of str
        Which answers were counted then, and are now.

    Returns
    -------
    DataFrame
        One row, indexed by question: counted (which answers), now and answered now, before and
        before_n (NaN if not given), difference of the shares with _low and _high, why. The interval
        takes both samples as random, separate and out of a large cohort; there is none where this
        one isn't a simple random draw.

    Raises
    ------
    StatisticsError
        If the earlier count exceeds its n.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17:873–890 (method 10).

    Examples
    --------
    >>> from qaanalysis.metrics.themed.answers import Place
    >>> from qaanalysis.vocabulary import Selection
    >>> rows = pd.DataFrame({"question": "Assessed?", "answer": ["No"], "place": [Place.NOT_MET]})
    >>> drawn = Chosen(Selection.RANDOM)
    >>> change(rows, drawn, question="Assessed?", count=77, n=None, counted=["No"])["why"].item()
    'the size of the earlier sample isn’t given, so that its count can’t be made a share'
    """
    nan = float("nan")
    asked = rows[rows[Col.QUESTION] == question]
    known = asked[asked[PLACE].isin(ANSWERED)]
    now, answered = int(known[Col.ANSWER].isin(list(counted)).sum()), len(known)
    low = high = difference = nan
    why = NOT_ASKED if asked.empty else NO_SIZE if not n else NO_ANSWERS if not answered else ""
    if not why and n:
        found = proportion.difference(now, answered, count, n)
        difference = float(found.estimate)
        why = chosen.no_interval or ("" if chosen.design is Design.SIMPLE else NOT_SIMPLE)
        if not why:
            low, high = float(found.low), float(found.high)
    row = {
        "counted": " or ".join(map(str, counted)),
        "now": now,
        "answered": answered,
        "before": float(count),
        "before_n": float(n) if n else nan,
        "difference": difference,
        "difference_low": low,
        "difference_high": high,
        "why": why,
    }
    return pd.DataFrame([row], index=pd.Index([question], name="question"))
