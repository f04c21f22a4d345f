"""Benchmarking sessions: several people grade one file, to share a threshold.

A blank grade is somebody who was asked and didn't grade. The panel and the service are never put
together, except in a file's median, which only says where all who graded it stood.
"""

import datetime as dt

import numpy as np
import pandas as pd

from qaanalysis.metrics.moderation_agreement import COMPLETE, NOTE
from qaanalysis.metrics.pseudonyms import pseudonyms
from qaanalysis.metrics.shares import with_share
from qaanalysis.stats import agreement
from qaanalysis.vocabulary import Col, GradeScale

FILE = "file"
INVITED, PRESENT = "invited", "present"
ATTENDANCE = "attendance_share"
PAIRS, SAME = "pairs", "same_pairs"
STEPS = "mean_steps_from_median"
PSEUDONYM = "pseudonym"
ONE_RATER = "nobody graded beside anybody else"
ONE_FILE = "fewer than two files were graded by two or more, so there is no coefficient"
COEFFICIENTS = ("fleiss_kappa", "gwet_ac", "krippendorff_alpha")
_CODE, _FROM_MEDIAN = "code", "from_median"


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
        Indexed by session_on, file and rater_group: invited, present, a count for each grade (best
        first), median_grade (of two middle grades, both), spread (grades from the worst given to
        the best; NaN if nobody graded), as_most (how many gave the commonest grade) and
        as_most_share, pairs (of raters), same_pairs and same_pairs_share. A file's commonest grade
        is made by the very people who are compared with it: with few raters as_most_share is high
        by chance, same_pairs_share isn't.
    """
    by = [Col.SESSION_ON, FILE, Col.RATER_GROUP]
    grouped = rows.groupby(by)
    counts = pd.DataFrame(
        {label: (rows[Col.GRADE] == label).groupby([rows[c] for c in by]).sum()
         for label in scale.labels}
    ).astype(int)  # fmt: skip
    code = grouped[_CODE]
    present = code.count().astype(int)
    most = counts.max(axis=1)
    same = (counts * (counts - 1)).sum(axis=1) // 2
    pairs = present * (present - 1) // 2
    return pd.DataFrame({INVITED: grouped.size().astype(int), PRESENT: present}).assign(
        **counts,
        median_grade=[_middle(row, scale) for row in counts.to_numpy()],
        spread=code.max() - code.min(),
        as_most=most,
        as_most_share=most / present.where(present > 0),
        **{PAIRS: pairs, SAME: same, f"{SAME}_share": same / pairs.where(pairs > 0)},
    )


def _middle(counts: np.ndarray, scale: GradeScale) -> str:
    """Return the median grade; both where the middle lies between two; empty without grades."""
    n = int(counts.sum())
    if n == 0:
        return ""
    upto = np.cumsum(counts)
    first, last = (int(np.searchsorted(upto, k)) for k in ((n + 1) // 2, n // 2 + 1))
    labels = dict.fromkeys((scale.labels[first], scale.labels[last]))
    return " / ".join(labels)


def groups(rows: pd.DataFrame, *, scale: GradeScale, confidence: float = 0.95) -> pd.DataFrame:
    """Return how far those of each group agree over all files: the panel's and the service's apart.

    Parameters
    ----------
    rows : DataFrame
        From `held`.

    Returns
    -------
    DataFrame
        Indexed by rater_group: files; raters (different people); invited and present (grades asked
        for and given) with attendance_share, _low and _high (Wilson); pairs, same_pairs and
        same_pairs_share (pairs of grades of one file); mean_steps_from_median (grades above the
        files' medians); fleiss_kappa, gwet_ac and krippendorff_alpha with quadratic weights, _low
        and _high by Fisher's z over files; and note (why one is missing; empty if none is).
        Coefficients need two files, and are very unsure with fewer than about thirty.
    """
    parts = {str(name): part for name, part in rows.groupby(Col.RATER_GROUP)}
    made = [_of_group(part, scale, confidence) for part in parts.values()]
    ends = [f"{name}{end}" for name in COEFFICIENTS for end in ("", "_low", "_high")]
    counts = ["files", "raters", INVITED, PRESENT, PAIRS, SAME]
    columns = [*counts, f"{SAME}_share", STEPS, *ends, NOTE]
    index = pd.Index(list(parts), name=Col.RATER_GROUP, dtype=object)
    table = pd.DataFrame(made, index=index, columns=columns)
    table = table.astype({name: int for name in counts})
    table = with_share(table, ATTENDANCE, count=PRESENT, total=INVITED, confidence=confidence)
    attended = [ATTENDANCE, f"{ATTENDANCE}_low", f"{ATTENDANCE}_high"]
    return table[[*counts[:4], *attended, PAIRS, SAME, f"{SAME}_share", STEPS, *ends, NOTE]]


def _of_group(part: pd.DataFrame, scale: GradeScale, confidence: float) -> dict[str, object]:
    by_file = sessions(part, scale=scale)
    pairs, same = int(by_file[PAIRS].sum()), int(by_file[SAME].sum())
    row: dict[str, object] = {
        "files": len(by_file),
        "raters": part[Col.RATER].nunique(),
        INVITED: len(part),
        PRESENT: int(part[_CODE].count()),
        PAIRS: pairs,
        SAME: same,
        f"{SAME}_share": same / pairs if pairs else np.nan,
        STEPS: part[_FROM_MEDIAN].mean(),
    }
    n_compared = int((by_file[PRESENT] >= 2).sum())
    if n_compared < 2:
        return {**row, NOTE: ONE_FILE if n_compared else ONE_RATER}
    if same == pairs:
        return {**row, NOTE: COMPLETE}
    grades = part.assign(rater=part[Col.RATER].astype(object)).pivot(
        index=[Col.SESSION_ON, FILE], columns=Col.RATER, values=_CODE
    )
    found = agreement.from_ratings(
        grades.to_numpy(),
        categories=len(scale.labels),
        confidence=confidence,
        interval="fisher",
    )
    reasons = []
    for name in COEFFICIENTS:
        value = getattr(found, name)
        row |= {name: value.estimate, f"{name}_low": value.low, f"{name}_high": value.high}
        reasons.append(value.reason)
    return {**row, NOTE: "; ".join(dict.fromkeys(filter(None, reasons)))}


def severity(rows: pd.DataFrame, *, key: str) -> pd.DataFrame:
    """Return how far each rater's grades lie from the median of all who graded the file.

    For the raters' own learning: by pseudonym and in its order, never ranked. One file says next
    to nothing, and the median isn't the truth.

    Parameters
    ----------
    rows : DataFrame
        From `held`.
    key : str
        The organisation's secret, for pseudonyms.

    Returns
    -------
    DataFrame
        Indexed by pseudonym: rater_group, invited, present (files graded) and
        mean_steps_from_median (above 0 where the rater is the kinder; NaN if never present). A
        person who graded with two groups has a row in each.
    """
    names = pseudonyms(rows[Col.RATER].astype(str), kind="rater", key=key)
    who = rows[Col.RATER].astype(str).map(names).rename(PSEUDONYM)
    grouped = rows.groupby([who, Col.RATER_GROUP])
    table = pd.DataFrame(
        {
            INVITED: grouped.size(),
            PRESENT: grouped[_CODE].count(),
            STEPS: grouped[_FROM_MEDIAN].mean(),
        }
    )
    counts = {INVITED: int, PRESENT: int, STEPS: float}
    return table.astype(counts).reset_index(Col.RATER_GROUP)
