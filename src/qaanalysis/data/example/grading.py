"""Grades of the returned audits, and which were moderated, to the published counts.

Published are the final grades by month and the outcomes of moderation. Which audits were
moderated, by whom, and what the auditor had given, is invented.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.data.example import days
from qaanalysis.data.example.published import MODERATED, MONTHS, SCALE
from qaanalysis.vocabulary import Col

GOOD, RI, INADEQUATE = SCALE.labels[1:]
OUTSTANDING = SCALE.labels[0]

# Auditor's grade by final grade for those that went down; the rest of the moderated are supported.
DOWNGRADED_FROM = {
    GOOD: {OUTSTANDING: 2},
    RI: {GOOD: 21},
    INADEQUATE: {RI: 6, GOOD: 2},
}


def final_grades(frame: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Return each returned audit's final grade, to the month's counts, alike within a team."""
    team = pd.Series(rng.normal(0, 0.5, frame[Col.TEAM].nunique()), frame[Col.TEAM].unique())
    area = pd.Series(
        rng.normal(0, 0.35, frame[Col.SERVICE_AREA].nunique()), frame[Col.SERVICE_AREA].unique()
    )
    held_by = frame[Col.TEAM].map(team) + frame[Col.SERVICE_AREA].map(area)
    quality = (held_by + rng.normal(0, 1, len(frame))).to_numpy()
    grades = pd.Series(None, index=frame.index, dtype=object)
    is_returned = frame[Col.RETURNED_ON].notna()
    for totals in MONTHS:
        rows = np.flatnonzero(is_returned & (frame[Col.MONTH] == totals.month))
        best_first = rows[np.argsort(-quality[rows])]
        grades.iloc[best_first] = np.repeat(SCALE.labels, totals.grades)
    return grades


def moderated_rows(frame: pd.DataFrame, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return the positions of the moderated audits, spread over the months."""
    in_time = frame[Col.RETURNED_ON] + pd.Timedelta(days=7) <= pd.Timestamp(days.LAST_DAY)
    chosen = []
    for grade, n in MODERATED.items():
        rows = np.flatnonzero(in_time & (frame[Col.FINAL_GRADE] == grade))
        rng.shuffle(rows)
        by_month = rows[np.argsort(frame[Col.MONTH].to_numpy()[rows], kind="stable")]
        # Every so many along the months, from a random start: no month is left out by chance.
        step = len(by_month) / n
        chosen.append(by_month[((rng.random() + np.arange(n)) * step).astype(int)])
    return np.sort(np.concatenate(chosen))


def auditor_grades(
    frame: pd.DataFrame, moderated: NDArray[np.intp], rng: np.random.Generator
) -> pd.Series:
    """Return each auditor's own grade: better than the final one where moderation took it down."""
    grades = frame[Col.FINAL_GRADE].copy()
    noise = rng.gumbel(0, 1, len(frame))
    lenient = (frame["leniency"] + noise).to_numpy()
    for final, given in DOWNGRADED_FROM.items():
        rows = moderated[(frame[Col.FINAL_GRADE].iloc[moderated] == final).to_numpy()]
        most_lenient = rows[np.argsort(-lenient[rows])]
        better = np.repeat(list(given), list(given.values()))
        grades.iloc[most_lenient[: len(better)]] = rng.permutation(better)
    return grades
