"""Auditors' grades as strata: which moderated audits can speak for those that weren't moderated."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.errors import StatisticsError
from qaanalysis.metrics.grades import MODERATED
from qaanalysis.vocabulary import Col, GradeScale, Selection

USED = "used"
SPOKEN_FOR_BY = "spoken_for_by"
# At most this share of audits may stand for want of moderated ones as another grade's do.
JOINED_AT_MOST = 0.05
RULES = ("pool", "refuse")


def counts(part: pd.DataFrame, column: str, scale: GradeScale) -> pd.Series:
    """Return how often each grade of the scale is in the column, best first."""
    index = pd.Index(list(scale.labels), name=column)
    return part[column].astype(object).value_counts().reindex(index, fill_value=0)


def usable(
    known: pd.DataFrame,
    compared: pd.DataFrame,
    scale: GradeScale,
    probabilities: Mapping[str, float] | None,
) -> pd.DataFrame:
    """Return the moderated audits that can speak for the rest of their auditor's grade.

    Those whose probability of being chosen is known; or, where none is given, those chosen at
    random, and all of a grade that was moderated without exception.
    """
    if probabilities is not None:
        wrong = [p for p in probabilities.values() if not 0 < p <= 1]
        if wrong:
            raise StatisticsError(
                f"probabilities: found {wrong[0]}; allowed: over 0 and at most 1. An audit that "
                "chance couldn't choose has none: leave it out"
            )
        return compared[compared[Col.AUDIT_ID].isin(list(probabilities))]
    all_of_them = counts(known, Col.AUDITOR_GRADE, scale)
    whole = counts(compared, Col.AUDITOR_GRADE, scale) == all_of_them
    at_random = compared[Col.SELECTION] == Selection.RANDOM
    return compared[at_random | compared[Col.AUDITOR_GRADE].isin(whole.index[whole])]


def strata(
    known: pd.DataFrame, compared: pd.DataFrame, used: pd.DataFrame, scale: GradeScale
) -> pd.DataFrame:
    """Return how many of each auditor's grade came back, were moderated and are used."""
    parts = {Col.RETURNED: known, MODERATED: compared, USED: used}
    table = {name: counts(part, Col.AUDITOR_GRADE, scale) for name, part in parts.items()}
    return pd.DataFrame(table).assign(**{SPOKEN_FOR_BY: ""})


def too_few(n_used: int, n_compared: int, n_audits: int, least: int) -> str:
    """Return why too few audits can speak for the rest; empty if there are enough.

    Examples
    --------
    >>> too_few(54, 60, 229, 30)
    ''
    """
    if n_used >= least or n_used == n_audits >= 2:
        return ""
    return (
        f"chosen at random, as far as is known: {n_used} of {n_compared} moderated audits, of at "
        f"least {least} needed; audits chosen for a reason, or nobody knows how, can't speak for "
        "the others"
    )


def unmoderated(strata: pd.DataFrame, rule: str) -> str:
    """Return why grades that no audit speaks for stop the estimate; empty if they don't."""
    if rule not in RULES:
        raise StatisticsError(f"unmoderated: found {rule!r}; allowed: {', '.join(RULES)}")
    alone = strata[(strata[Col.RETURNED] > 0) & (strata[USED] == 0)]
    n, n_all = alone[Col.RETURNED].sum(), strata[Col.RETURNED].sum()
    if n <= (JOINED_AT_MOST if rule == "pool" else 0) * n_all:
        return ""
    return (
        f"no audit that its auditor graded {' or '.join(alone.index)} was moderated by chance, so "
        f"nothing tells how moderators see those {n} of {n_all} audits"
    )


def speakers(strata: pd.DataFrame) -> list[str]:
    """Return whose moderated audits speak for each grade: its own, or else the nearest grade's."""
    used = [int(n) for n in strata[USED].to_numpy()]
    able = [place for place, n in enumerate(used) if n]
    into = [min(able, key=lambda d: (abs(d - j), -used[d])) for j in range(len(used))]
    return [strata.index[d] if n else "" for d, n in zip(into, strata[Col.RETURNED], strict=True)]
