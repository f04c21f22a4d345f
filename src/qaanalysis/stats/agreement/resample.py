"""The bootstrap of agreement: tables drawn again instead of pairs."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement.clusters import ONE_CLUSTER, cluster_tables
from qaanalysis.stats.agreement.coefficients import NAMES, estimates
from qaanalysis.stats.agreement.intervals import (
    ALIKE,
    COMPLETE,
    ONE_GRADE,
    quantile,
    with_kappa_told,
    without_limits,
    without_pairs,
)
from qaanalysis.stats.agreement.result import Agreement, of_intervals
from qaanalysis.stats.agreement.tables import (
    checked_ratings,
    checked_table,
    declared_scale,
    pair_table,
)
from qaanalysis.stats.agreement.weights import weight_matrix
from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OFTEN_UNDEFINED = (
    "undefined in over 5% of the resamples: too few pairs, or hardly more than one grade"
)
MOST_UNDEFINED = 0.05

# Numbers drawn at a time, about 2 MB.
BLOCK_VALUES = 1 << 18


def bootstrap(
    data: ArrayLike,
    *,
    categories: int | Sequence[float] | None = None,
    clusters: ArrayLike | None = None,
    weights: str | ArrayLike = "quadratic",
    confidence: float = 0.95,
    resamples: int = 10_000,
    rng: np.random.Generator | int,
) -> Agreement:
    """Return agreement with bootstrap percentile intervals and standard errors.

    Parameters
    ----------
    data : array, shape (k, k) or (pairs, 2)
        A table of counts; or, with `categories`, pairs of codes, of which those with a missing
        grade (NaN) are left out.
    categories : int or sequence of codes, optional
        The declared scale in its order, k for codes 0 … k−1. Says that `data` are pairs.
    clusters : array of labels, shape (pairs,), optional
        What makes pairs alike, the auditor or the family: whole clusters are drawn. Without it
        pairs are taken as independent.
    weights : {"quadratic", "linear", "ordinal", "unweighted"} or array, shape (k, k)
        Credit for near grades; see `weight_matrix`.
    confidence : float
        Coverage aimed at, 0–1.
    resamples : int
        How many times to draw; at least 100.
    rng : numpy Generator or int
        Where chance comes from; an int is a seed.

    Returns
    -------
    Agreement
        `from_table`'s estimates. A coefficient undefined in over 5% of the resamples, or the same
        in all, has no interval, and says so; fewer undefined ones are left out.

    Raises
    ------
    StatisticsError
        If data or options don't fit each other.

    Notes
    -----
    Drawing n pairs with replacement and counting them is drawing a table from the multinomial
    with the observed shares: the result is the same, at a cost that doesn't grow with n. Clusters
    are drawn likewise by the kinds of tables they have. In small samples with few disagreements
    percentile intervals are too short, as `interval="t"` is: prefer `from_table`'s "fisher" for
    independent pairs.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, ch. 13.
    Field, C. A. and Welsh, A. H. (2007). Bootstrapping clustered data. *JRSS B* 69, 369–390.

    Examples
    --------
    >>> found = bootstrap([[20, 5], [10, 15]], weights="unweighted", resamples=2000, rng=1)
    >>> found.method, found.cohen_kappa.low < 0.4 < found.cohen_kappa.high
    ('bootstrap', True)
    """
    if resamples < 100:
        raise StatisticsError(f"resamples: found {resamples}; allowed: 100 or more")
    quantile(confidence, 1.0, "normal")
    kinds, times = _kinds(data, categories, clusters)
    matrix = weight_matrix(kinds.shape[-1], weights)
    total = (times[:, None, None] * kinds).sum(0)
    n, n_clusters = int(total.sum()), int(times.sum()) if clusters is not None else 0
    intervals = [Interval.undefined(without_pairs(n), confidence=confidence)] * len(NAMES)
    if n >= 2:
        generator = np.random.default_rng(rng)
        drawn = np.concatenate(
            [estimates(t, matrix) for t in _tables(kinds, times, resamples, generator)], axis=1
        )
        lone = ONE_CLUSTER if n_clusters == 1 else ALIKE
        intervals = _intervals(estimates(total, matrix), drawn, confidence, lone)
        intervals = with_kappa_told(intervals, total)
    return of_intervals(
        intervals, n=n, n_raters=2, weights=weights, method="bootstrap", n_clusters=n_clusters
    )


def _kinds(
    data: ArrayLike, categories: int | Sequence[float] | None, clusters: ArrayLike | None
) -> tuple[Floats, Ints]:
    """Return the distinct tables that can be drawn, and how many units have each."""
    if clusters is not None:
        if categories is None:
            raise StatisticsError("clusters need pairs: give the scale as `categories`")
        return cluster_tables(data, categories, clusters)
    if categories is None:
        table = checked_table(data)
    else:
        table = pair_table(checked_ratings(data), declared_scale(categories))
    # One pair is a table with a single 1: as many kinds as cells.
    k = table.shape[0]
    return np.eye(k * k).reshape(k * k, k, k), table.ravel().astype(np.int64)


def _tables(
    kinds: Floats, times: Ints, resamples: int, generator: np.random.Generator
) -> Iterator[Floats]:
    """Yield resampled tables in blocks, (block, k, k)."""
    k, n = kinds.shape[-1], int(times.sum())
    used = times > 0
    kinds, shares = kinds[used].reshape(-1, k * k), times[used] / n
    block = max(1, BLOCK_VALUES // max(kinds.shape))
    for start in range(0, resamples, block):
        size = min(block, resamples - start)
        counts = generator.multinomial(n, shares, size=size)
        yield (counts @ kinds).reshape(size, k, k)


def _intervals(found: Floats, drawn: Floats, confidence: float, lone: str) -> list[Interval]:
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    complete = found[0] > 1 - 1e-12
    out = []
    for estimate, values in zip(found.tolist(), drawn, strict=True):
        defined = values[~np.isnan(values)]
        if np.isnan(estimate):
            out.append(Interval.undefined(ONE_GRADE, confidence=confidence))
        elif complete:
            out.append(without_limits(estimate, COMPLETE, confidence))
        elif defined.size < (1 - MOST_UNDEFINED) * values.size:
            out.append(without_limits(estimate, OFTEN_UNDEFINED, confidence))
        elif np.ptp(defined) < 1e-12:
            out.append(without_limits(estimate, lone, confidence))
        else:
            low, high = np.quantile(defined, tails).tolist()
            out.append(Interval(estimate, low, high, confidence, float(defined.std(ddof=1))))
    return out
