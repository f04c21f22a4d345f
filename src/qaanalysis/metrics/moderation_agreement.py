"""Do auditors and moderators agree beyond chance?

Coefficients need pairs: below 30 only counts are given. Whatever is undefined is NaN, with its
reason in the column `note`.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.metrics import moderation
from qaanalysis.metrics.shares import keys
from qaanalysis.stats import agreement, proportion
from qaanalysis.stats.agreement import Agreement
from qaanalysis.stats.interval import Interval
from qaanalysis.vocabulary import Col, GradeScale

Ints = NDArray[np.int64]

LEAST_PAIRS = 30
NOTE = "note"
COMPLETE = "every pair agrees, so agreement beyond chance is undefined"
UNWEIGHTED, QUADRATIC, ORDINAL = "unweighted", "quadratic", "ordinal metric"
PERCENT, ALPHA = "percent_agreement", "krippendorff_alpha"
COEFFICIENTS = (PERCENT, "cohen_kappa", "scott_pi", "gwet_ac", "brennan_prediger", ALPHA)
AUDITOR_MODERATOR = (str(Col.AUDITOR_GRADE), str(Col.MODERATOR_GRADE))
_BY_GROUP = ("cohen_kappa", "gwet_ac")


def counted(
    found: pd.DataFrame, *, scale: GradeScale, columns: tuple[str, str] = AUDITOR_MODERATOR
) -> Ints:
    """Return the k×k counts of two columns of grades, worst grade first, as statistics take them.

    Rows without one of the grades are left out.
    """
    first, second = columns
    best_first = moderation.matrix(found, scale=scale, first=first, second=second)
    return best_first.to_numpy()[::-1, ::-1]


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
        Rows to compare: `moderation.compared` of the pairs, or `moderated_twice`.
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
        Indexed by coefficient and weights: estimate (NaN where undefined) with _low and _high, se,
        n (pairs), interval (how it was made) and note (why something is missing; empty if nothing
        is). Quadratic weights give credit for near grades; "ordinal metric" is Krippendorff's
        own for ordered grades. The share of pairs with the same grade has Wilson's interval, the
        alpha with the ordinal metric a jackknife's, all others Fisher's z (see
        `stats.agreement.from_table`); with clusters, a jackknife's of them. Where every pair
        agrees, agreement beyond chance is undefined, never 1.
    """
    table = counted(found, scale=scale, columns=columns)
    n = int(table.sum())
    rows: dict[tuple[str, str], tuple[Interval, str]] = {}
    for weights in (UNWEIGHTED, QUADRATIC):
        if clusters is None:
            one = agreement.from_table(
                table, weights=weights, confidence=confidence, interval="fisher"
            )
        else:
            one = _clustered(found, scale, columns, clusters, weights, confidence)
        for name in COEFFICIENTS:
            rows[name, weights] = (getattr(one, name), one.method)
    if clusters is None:
        exact = proportion.wilson(np.trace(table), n, confidence=confidence)
        alpha = agreement.krippendorff_alpha(
            _ratings(table), level="ordinal", confidence=confidence
        )
        rows[PERCENT, UNWEIGHTED] = (exact, "wilson")
        rows[ALPHA, ORDINAL] = (alpha, "jackknife")
    complete = n > 0 and np.trace(table) == n
    made = pd.DataFrame(
        [
            {**_shown(value, n, least, complete and name != PERCENT), "n": n, "interval": how}
            for (name, _), (value, how) in rows.items()
        ],
        index=pd.MultiIndex.from_tuples(list(rows), names=["coefficient", "weights"]),
    )
    order = [(c, w) for c in COEFFICIENTS for w in (UNWEIGHTED, QUADRATIC, ORDINAL)]
    columns_shown = ["estimate", "estimate_low", "estimate_high", "se", "n", "interval", NOTE]
    return made.loc[[key for key in order if key in rows], columns_shown]


def _clustered(
    found: pd.DataFrame,
    scale: GradeScale,
    columns: tuple[str, str],
    clusters: str,
    weights: str,
    confidence: float,
) -> Agreement:
    labels = list(scale.labels)
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


def _shown(value: Interval, n: int, least: int, complete: bool) -> dict[str, object]:
    why = too_few(n, least) or (COMPLETE if complete else "")
    shown = Interval.undefined(why) if why else value
    return {
        "estimate": shown.estimate,
        "estimate_low": shown.low,
        "estimate_high": shown.high,
        "se": shown.se,
        NOTE: shown.reason,
    }


def by_group(
    found: pd.DataFrame,
    *,
    by: str | Sequence[str],
    scale: GradeScale,
    least: int = LEAST_PAIRS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return counts for every group, and two coefficients where there are enough pairs.

    Returns
    -------
    DataFrame
        Indexed by group: compared and same (counts of pairs); cohen_kappa and gwet_ac, quadratic,
        with _low and _high by Fisher's z; note (why they are missing; empty if they aren't).
    """
    known = moderation.compared(found)
    groups = known.groupby(keys(known, by), observed=True)
    rows = {group: _of_group(part, scale, least, confidence) for group, part in groups}
    # The index of sizes has the groups' own type, which a list of labels would lose.
    index = groups.size().index
    return pd.DataFrame(list(rows.values()), index=index, columns=_columns())


def by_month(
    found: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    scale: GradeScale,
    least: int = LEAST_PAIRS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return `by_group` by the month the audit was planned for, for every one of the months."""
    known = moderation.compared(found)
    rows = [
        _of_group(known[known[Col.MONTH] == month], scale, least, confidence) for month in months
    ]
    return pd.DataFrame(rows, index=months, columns=_columns())


def _columns() -> list[str]:
    ends = [f"{name}{end}" for name in _BY_GROUP for end in ("", "_low", "_high")]
    return ["compared", "same", *ends, NOTE]


def _of_group(
    part: pd.DataFrame, scale: GradeScale, least: int, confidence: float
) -> dict[str, object]:
    found = coefficients(part, scale=scale, least=least, confidence=confidence)
    table = counted(part, scale=scale)
    row: dict[str, object] = {"compared": int(table.sum()), "same": int(np.trace(table))}
    notes = []
    for name in _BY_GROUP:
        one = found.loc[(name, QUADRATIC)]
        row |= {f"{name}{end}": one[f"estimate{end}"] for end in ("", "_low", "_high")}
        notes.append(one[NOTE])
    return {**row, NOTE: "; ".join(dict.fromkeys(filter(None, notes)))}
