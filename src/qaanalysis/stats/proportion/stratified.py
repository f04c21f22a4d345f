"""The share of a cohort from a stratified random sample without replacement."""

import numpy as np
from numpy.typing import ArrayLike

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.counts import checked_counts
from qaanalysis.stats.interval import Interval
from qaanalysis.stats.proportion.designed import (
    ONE_ALONE,
    DesignedShare,
    checked_kind,
    designed_interval,
)


def stratified(
    count: ArrayLike,
    sample: ArrayLike,
    population: ArrayLike,
    *,
    interval: str = "logit",
    confidence: float = 0.95,
) -> DesignedShare:
    """Return the share of a cohort from its strata, each weighted by its size.

    Parameters
    ----------
    count, sample, population : array of int, shape (h,)
        In each stratum: how many of the sample have the property, how many were sampled (at least
        1 where there is anybody), and how many there are.
    interval : str
        "logit" (default), "t" or "beta": see `designed_interval`.
    confidence : float
        Coverage aimed at, over 0 and under 1.

    Returns
    -------
    DesignedShare
        With the finite-population correction; Σn − h degrees of freedom. The estimate stands
        without limits, and says why, where a stratum has one case sampled of more, or all answers
        are alike.

    Raises
    ------
    StatisticsError
        If counts aren't whole numbers in that order, or a stratum with cases has none sampled.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, sections 5.10–5.11.

    Examples
    --------
    >>> found = stratified([14, 9, 5, 1], [20, 16, 12, 6], [120, 80, 45, 15])
    >>> share = found.interval
    >>> f"{share.estimate:.3f} ({share.low:.3f} to {share.high:.3f})"
    '0.578 (0.453 to 0.694)'
    """
    checked_kind(interval)
    counts, n = checked_counts(count, sample, names=("count", "sample"))
    n, total = checked_counts(n, population, names=("sample", "population"))
    there = total > 0
    counts, n, total = counts[there], n[there], total[there]
    if not total.size:
        nothing = Interval.undefined("the cohort is empty", confidence=confidence)
        return DesignedShare(nothing, 0, 0.0, float("nan"))
    if (n == 0).any():
        none = int((n == 0).sum())
        raise StatisticsError(
            f"sample: found none in {none} of {n.size} strata; needed: at least 1 in each"
        )
    weight, share = total / total.sum(), counts / n
    alone = (n == 1) & (n < total)
    within = share * (1 - share) / np.where(n > 1, n - 1, 1)
    variance = float((weight**2 * (1 - n / total) * within).sum())
    estimate, size = float((weight * share).sum()), int(n.sum())
    df = float(size - n.size)
    if alone.any():
        nan = float("nan")
        found = Interval(estimate, nan, nan, confidence, nan, ONE_ALONE.format(unit="case"))
        return DesignedShare(found, size, df, nan)
    found = designed_interval(
        estimate, variance, n=size, df=max(df, 1.0), kind=interval, confidence=confidence
    )
    singly = estimate * (1 - estimate) / (size - 1) if size > 1 else 0.0
    return DesignedShare(found, size, df, variance / singly if singly > 0 else float("nan"))
