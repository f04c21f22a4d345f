"""Benchmarking sessions: several people grade one file, to share a threshold.

A blank grade is somebody who was asked and didn't grade. The panel and the service are never put
together, except in a file's median, which only says where all who graded it stood.
"""

import datetime as dt

import numpy as np
import pandas as pd

from qaanalysis.vocabulary import Col, GradeScale

FILE = "file"
INVITED, PRESENT = "invited", "present"
PAIRS, SAME = "pairs", "same_pairs"
CODE, FROM_MEDIAN = "code", "from_median"


def held(benchmarking: pd.DataFrame | None, *, scale: GradeScale, as_at: dt.date) -> pd.DataFrame:
    """Return the sessions held by a date, with each grade's distance from its file's median.

    For calculation, never to be shown: it names the raters and the file.

    Parameters
    ----------
    benchmarking : DataFrame or None
        The benchmarking table; None if the run has none.
    as_at : date
        Later sessions haven't happened yet.

    Returns
    -------
    DataFrame
        session_on, file (1, 2, … within a session), rater, rater_group, grade, code (0 is the
        worst grade; NaN if absent) and from_median (grades above the median of all who graded the
        file; NaN if absent).
    """
    columns = [Col.SESSION_ON, Col.FILE_ID, Col.RATER, Col.RATER_GROUP, Col.GRADE]
    if benchmarking is None:
        benchmarking = pd.DataFrame(columns=columns).astype({Col.SESSION_ON: "datetime64[s]"})
    rows = benchmarking.loc[benchmarking[Col.SESSION_ON] <= pd.Timestamp(as_at), columns]
    number = rows.groupby([Col.SESSION_ON, Col.FILE_ID]).ngroup()
    file = number - number.groupby(rows[Col.SESSION_ON]).transform("min") + 1
    code = pd.Series(
        pd.Categorical(rows[Col.GRADE], categories=list(reversed(scale.labels))).codes,
        index=rows.index,
        dtype=float,
    )
    code = code.where(code >= 0)
    median = code.groupby([rows[Col.SESSION_ON], file]).transform("median")
    made = rows.assign(file=file.astype(int), code=code, from_median=code - median)
    made[Col.RATER_GROUP] = made[Col.RATER_GROUP].astype(object)
    return made.drop(columns=Col.FILE_ID)


def sessions(rows: pd.DataFrame, *, scale: GradeScale) -> pd.DataFrame:
    """Return each file's grades, attendance and spread, by who graded.

    Parameters
    ----------
    rows : DataFrame
        From `held`.

    Returns
    -------
    DataFrame
        Indexed by session_on, file (in words: “file 1”) and rater_group: invited, present, a count
        for each grade (best first), median_grade (of two middle grades, both), spread (grades from
        the worst given to the best; NaN if nobody graded), as_most (how many gave the commonest
        grade) and as_most_share, pairs (of raters), same_pairs and same_pairs_share. A file's
        commonest grade is made by the very people who are compared with it: with few raters
        as_most_share is high by chance, same_pairs_share isn't.
    """
    by = [Col.SESSION_ON, FILE, Col.RATER_GROUP]
    grouped = rows.groupby(by)
    counts = pd.DataFrame(
        {label: (rows[Col.GRADE] == label).groupby([rows[c] for c in by]).sum()
         for label in scale.labels}
    ).astype(int)  # fmt: skip
    code = grouped[CODE]
    present = code.count().astype(int)
    most = counts.max(axis=1)
    same = (counts * (counts - 1)).sum(axis=1) // 2
    pairs = present * (present - 1) // 2
    made = pd.DataFrame({INVITED: grouped.size().astype(int), PRESENT: present}).assign(
        **counts,
        median_grade=[_middle(row, scale) for row in counts.to_numpy()],
        spread=code.max() - code.min(),
        as_most=most,
        as_most_share=most / present.where(present > 0),
        **{PAIRS: pairs, SAME: same, f"{SAME}_share": same / pairs.where(pairs > 0)},
    )
    return made.rename(index="file {}".format, level=FILE)


def _middle(counts: np.ndarray, scale: GradeScale) -> str:
    """Return the median grade; both where the middle lies between two; empty without grades."""
    n = int(counts.sum())
    if n == 0:
        return ""
    upto = np.cumsum(counts)
    first, last = (int(np.searchsorted(upto, k)) for k in ((n + 1) // 2, n // 2 + 1))
    labels = dict.fromkeys((scale.labels[first], scale.labels[last]))
    return " / ".join(labels)
