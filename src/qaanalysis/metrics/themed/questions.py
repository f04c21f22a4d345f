"""Each question of a themed audit: who answered, and how many met it."""

import pandas as pd

from qaanalysis.metrics.shares import keys
from qaanalysis.metrics.themed.answers import ANSWERED, PLACE, Place
from qaanalysis.metrics.themed.chosen import Chosen, possible, share
from qaanalysis.vocabulary import Col

SHARE = "met_share"
LEAST = 10
TOO_FEW = "fewer than 10 answers: counts only"


def by_question(rows: pd.DataFrame, chosen: Chosen, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return each question's answers, with the share met and the interval that is allowed.

    Parameters
    ----------
    rows : DataFrame
        From `answers`.
    chosen : Chosen
        How the cases were chosen.
    confidence : float
        Coverage of the intervals, over 0 and under 1.

    Returns
    -------
    DataFrame
        Indexed by question, in the form's order: drawn, answered (met or not), met, not_met,
        not_recorded, not_applicable, no_answer (together they are the drawn), met_share with _low
        and _high, of the answered; lowest_share and highest_share, of all whom the question
        applies to, if none or all of those without a recorded answer met it; why, where the
        interval is missing.

    Raises
    ------
    StatisticsError
        As `chosen.share`.

    References
    ----------
    Manski CF (2003). Partial Identification of Probability Distributions. Springer, chapter 1, for
    the lowest and highest share.

    Examples
    --------
    >>> from qaanalysis.vocabulary import Selection
    >>> rows = pd.DataFrame(
    ...     {"question": "Seen?", "place": [Place.MET, Place.NOT_MET, Place.NOT_RECORDED]}
    ... )
    >>> table = by_question(rows, Chosen(Selection.CENSUS))
    >>> table.loc["Seen?", ["drawn", "answered", "met", "not_recorded"]].tolist()
    [3, 2, 1, 1]
    """
    counts = _counts(rows, [Col.QUESTION])
    groups = rows.groupby(Col.QUESTION, observed=True)
    found = [share(group, chosen, confidence=confidence) for _, group in groups]
    shown = counts.assign(
        **{
            SHARE: [float(each.estimate) for each in found],
            f"{SHARE}_low": [float(each.low) for each in found],
            f"{SHARE}_high": [float(each.high) for each in found],
        }
    )
    ends = [possible(group, chosen) for _, group in groups]
    return shown.assign(
        lowest_share=[low for low, _ in ends],
        highest_share=[high for _, high in ends],
        why=[each.reason for each in found],
    )


def by_group(rows: pd.DataFrame, *, by: str, least: int = LEAST) -> pd.DataFrame:
    """Return each question's answers by a group of cases, with a share only where enough answered.

    Parameters
    ----------
    rows : DataFrame
        From `answers`.
    by : str
        A column of the sample: the stratum, the service area. Blank is the group “Not recorded”.
    least : int
        Fewest answers of which a share is given.

    Returns
    -------
    DataFrame
        Indexed by question and group: the counts of `by_question`, and met_share (of the cases
        themselves, unweighted: NaN under `least` answers). No intervals: a group is a part of the
        sample that nobody drew for its own sake.

    Examples
    --------
    >>> rows = pd.DataFrame({"question": "Seen?", "team": "North", "place": [Place.MET] * 9})
    >>> table = by_group(rows, by="team")
    >>> int(table["met"].iloc[0]), table["met_share"].isna().item()
    (9, True)
    """
    group = keys(rows, by)[0].astype("str")
    counts = _counts(rows.assign(**{by: group}), [Col.QUESTION, by])
    enough = counts["answered"] >= least
    return counts.assign(**{SHARE: (counts["met"] / counts["answered"].where(enough))})


def _counts(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    flags = pd.DataFrame({str(place): rows[PLACE] == place for place in Place}, index=rows.index)
    flags.insert(0, "drawn", True)
    flags.insert(1, "answered", rows[PLACE].isin(ANSWERED))
    grouped = flags.groupby([rows[column] for column in by], observed=True).sum().astype(int)
    if len(by) == 1:
        grouped.index = pd.Index(grouped.index.astype("object"), name=by[0])
    return grouped
