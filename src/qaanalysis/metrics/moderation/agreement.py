"""How far auditors and moderators agree beyond chance.

Coefficients need pairs: below 30 only counts are given. Whatever is undefined is NaN, with its
reason in the column `note`.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.metrics.moderation.matrix import AUDITOR_MODERATOR, Ints, comparable, counted
from qaanalysis.stats import agreement, proportion
from qaanalysis.stats.agreement import Agreement
from qaanalysis.stats.interval import Interval
from qaanalysis.vocabulary import GradeScale

LEAST_PAIRS = 30
NOTE = "note"
COMPLETE = "every pair agrees, so agreement beyond chance is undefined"
UNWEIGHTED, QUADRATIC, ORDINAL = "unweighted", "quadratic", "ordinal metric"
PERCENT, ALPHA = "percent_agreement", "krippendorff_alpha"
COEFFICIENTS = (PERCENT, "cohen_kappa", "scott_pi", "gwet_ac", "brennan_prediger", ALPHA)


def coefficients(
    found: pd.DataFrame,
    *,
    scale: GradeScale,
    columns: tuple[str, str] = AUDITOR_MODERATOR,
    clusters: str | None = None,
    least: int = LEAST_PAIRS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return every coefficient of agreement with its interval, unweighted and weighted.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`, of which those compared count; or, with other columns, any rows
        with two columns of grades, such as `second_moderations.moderated_twice`.
    scale : GradeScale
        The declared scale; an unused grade changes no coefficient.
    columns : pair of str
        The two columns of grades.
    clusters : str, optional
        What makes pairs alike, such as the auditor: standard errors then allow for it.
    least : int
        With fewer pairs no coefficient is given.
    confidence : float
        Coverage of the intervals, 0–1.

    Returns
    -------
    DataFrame
        Indexed by coefficient and weights, those without weights first: estimate (NaN where
        undefined) with _low and _high, se, n (pairs), interval (how it was made) and note (why
        something is missing; empty if nothing is). Quadratic weights give credit for near grades;
        "ordinal metric" is Krippendorff's own for ordered grades. The share of pairs with the same
        grade has Wilson's interval, the alpha with the ordinal metric a jackknife's, all others
        Fisher's z (see `stats.agreement.from_table`); with clusters, a jackknife's of them. Where
        every pair agrees, agreement beyond chance is undefined, never 1.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> coefficients(found, scale=scale)["estimate"].round(2).to_dict()
    {('percent_agreement', 'unweighted'): 0.48, ('cohen_kappa', 'unweighted'): 0.21, ('scott_pi',
    'unweighted'): 0.14, ('gwet_ac', 'unweighted'): 0.35, ('brennan_prediger', 'unweighted'):
    0.31, ('krippendorff_alpha', 'unweighted'): 0.15, ('percent_agreement', 'quadratic'): 0.93,
    ('cohen_kappa', 'quadratic'): 0.43, ('scott_pi', 'quadratic'): 0.34, ('gwet_ac', 'quadratic'):
    0.84, ('brennan_prediger', 'quadratic'): 0.75, ('krippendorff_alpha', 'quadratic'): 0.35,
    ('krippendorff_alpha', 'ordinal metric'): 0.32}
    """
    found, why = comparable(found, columns)
    table = counted(found, scale=scale, columns=columns)
    n = int(table.sum())
    found_by = {
        weights: (
            agreement.from_table(table, weights=weights, confidence=confidence, interval="fisher")
            if clusters is None
            else _clustered(found, scale, columns, clusters, weights, confidence)
        )
        for weights in (UNWEIGHTED, QUADRATIC)
    }
    rows = {
        (name, weights): (getattr(one, name), one.method)
        for weights, one in found_by.items()
        for name in COEFFICIENTS
    }
    if clusters is None:
        exact = proportion.wilson(np.trace(table), n, confidence=confidence)
        rows[PERCENT, UNWEIGHTED] = (exact, "wilson")
        alpha = agreement.krippendorff_alpha(
            _ratings(table), level="ordinal", confidence=confidence
        )
        rows[ALPHA, ORDINAL] = (alpha, "jackknife")
    why = why or too_few(n, least)
    complete = n > 0 and np.trace(table) == n
    return pd.DataFrame(
        [
            _row(value, why or (COMPLETE if complete and name != PERCENT else ""), n, how)
            for (name, _), (value, how) in rows.items()
        ],
        index=pd.MultiIndex.from_tuples(list(rows), names=["coefficient", "weights"]),
        columns=["estimate", "estimate_low", "estimate_high", "se", "n", "interval", NOTE],
    )


def _clustered(
    found: pd.DataFrame,
    scale: GradeScale,
    columns: tuple[str, str],
    clusters: str,
    weights: str,
    confidence: float,
) -> Agreement:
    labels = list(reversed(scale.labels))
    codes = np.column_stack([pd.Categorical(found[c], categories=labels).codes for c in columns])
    return agreement.jackknife(
        np.where(codes < 0, np.nan, codes.astype(float)),
        categories=len(labels),
        clusters=found[clusters].astype(object).to_numpy(),
        weights=weights,
        confidence=confidence,
    )


def _ratings(table: Ints) -> NDArray[np.float64]:
    """Return pairs × 2 codes that have the table's counts; one without grades if there is none."""
    first, second = np.indices(table.shape)
    pairs = np.repeat(np.column_stack([first.ravel(), second.ravel()]), table.ravel(), axis=0)
    return pairs.astype(float) if len(pairs) else np.full((1, 2), np.nan)


def too_few(n: int, least: int = LEAST_PAIRS) -> str:
    """Return why there is no coefficient; empty if there are enough pairs.

    Examples
    --------
    >>> too_few(2)
    'only 2 pairs, of at least 30 needed: counts only'
    """
    if n >= least:
        return ""
    pairs = "no pairs" if n == 0 else "only 1 pair" if n == 1 else f"only {n} pairs"
    return f"{pairs}, of at least {least} needed: counts only"


def _row(value: Interval, why: str, n: int, how: str) -> dict[str, object]:
    shown = Interval.undefined(why) if why else value
    return {
        "estimate": shown.estimate,
        "estimate_low": shown.low,
        "estimate_high": shown.high,
        "se": shown.se,
        "n": n,
        "interval": how,
        NOTE: shown.reason,
    }
