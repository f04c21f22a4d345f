"""Benchmarking's raters: how far the panel, and the service, agree among themselves."""

import numpy as np
import pandas as pd

from qaanalysis.metrics.benchmarking import (
    CODE,
    FILE,
    FROM_MEDIAN,
    INVITED,
    PAIRS,
    PRESENT,
    SAME,
    sessions,
)
from qaanalysis.metrics.moderation.agreement import COMPLETE, NOTE
from qaanalysis.metrics.pseudonyms import PSEUDONYM, pseudonyms
from qaanalysis.metrics.shares import with_share
from qaanalysis.stats import agreement
from qaanalysis.vocabulary import Col, GradeScale

ATTENDANCE = "attendance_share"
STEPS = "mean_steps_from_median"
ONE_RATER = "nobody graded beside anybody else"
ONE_FILE = "fewer than two files were graded by two or more, so there is no coefficient"
COEFFICIENTS = ("fleiss_kappa", "gwet_ac", "krippendorff_alpha")


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
    table = table.astype(dict.fromkeys(counts, int))
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
        PRESENT: int(part[CODE].count()),
        PAIRS: pairs,
        SAME: same,
        f"{SAME}_share": same / pairs if pairs else np.nan,
        STEPS: part[FROM_MEDIAN].mean(),
    }
    n_compared = int((by_file[PRESENT] >= 2).sum())
    if n_compared < 2:
        return {**row, NOTE: ONE_FILE if n_compared else ONE_RATER}
    if same == pairs:
        return {**row, NOTE: COMPLETE}
    grades = part.assign(rater=part[Col.RATER].astype(object)).pivot(
        index=[Col.SESSION_ON, FILE], columns=Col.RATER, values=CODE
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
            PRESENT: grouped[CODE].count(),
            STEPS: grouped[FROM_MEDIAN].mean(),
        }
    )
    counts = {INVITED: int, PRESENT: int, STEPS: float}
    return table.astype(counts).reset_index(Col.RATER_GROUP)
