"""Pairs that aren't independent: tables by cluster, and the delete-one-cluster jackknife."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement.coefficients import NAMES, estimates
from qaanalysis.stats.agreement.intervals import (
    ALIKE,
    COMPLETE,
    NO_VARIANCE,
    ONE_GRADE,
    checked_kind,
    quantile,
    symmetric_limits,
    with_kappa_told,
    without_limits,
    without_pairs,
)
from qaanalysis.stats.agreement.result import Agreement, of_intervals
from qaanalysis.stats.agreement.tables import checked_ratings, declared_scale, pair_cells
from qaanalysis.stats.agreement.weights import weight_matrix
from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ONE_CLUSTER = "all pairs are of one cluster, so no interval can be estimated"
HINGES = "without one of the clusters it is undefined, so no interval can be estimated"


def cluster_tables(
    pairs: ArrayLike, categories: int | Sequence[float], clusters: ArrayLike
) -> tuple[Floats, Ints]:
    """Return the distinct tables of clusters, kinds × k × k, and how many clusters have each.

    Clusters with the same table can't be told apart by any statistic of tables, and there are far
    fewer kinds of families than families.
    """
    array, scale = checked_ratings(pairs), declared_scale(categories)
    labels = np.asarray(clusters)
    if array.shape[1] != 2 or labels.shape != array.shape[:1]:
        raise StatisticsError(
            f"clusters: found {labels.shape} for pairs of shape {array.shape}; needed: pairs × 2, "
            "and one cluster label for each pair"
        )
    if any(label is None or label != label for label in labels.tolist()):
        raise StatisticsError("clusters: a label is missing; give every pair its cluster")
    cells = pair_cells(array, scale, 0)
    labels, cells = labels[cells >= 0], cells[cells >= 0]
    names, place = np.unique(labels, return_inverse=True)
    n_cells = scale.size**2
    counted = np.bincount(place * n_cells + cells, minlength=names.size * n_cells)
    kinds, times = np.unique(counted.reshape(-1, n_cells), axis=0, return_counts=True)
    return kinds.reshape(-1, scale.size, scale.size).astype(float), times


def jackknife(
    pairs: ArrayLike,
    *,
    categories: int | Sequence[float],
    clusters: ArrayLike,
    weights: str | ArrayLike = "quadratic",
    confidence: float = 0.95,
    interval: str = "t",
) -> Agreement:
    """Return agreement with standard errors that allow for clusters of pairs.

    Parameters
    ----------
    pairs : array of codes, shape (pairs, 2)
        The first and the second rater's grades; pairs with a missing one (NaN) are left out.
    categories : int or sequence of codes
        The declared scale in its order; k stands for codes 0 … k−1.
    clusters : array of labels, shape (pairs,)
        What makes pairs alike: the auditor, the family. None missing.
    weights : {"quadratic", "linear", "ordinal", "unweighted"} or array, shape (k, k)
        Credit for near grades; see `weight_matrix`.
    confidence : float
        Coverage aimed at, 0–1.
    interval : {"t", "normal"}
        Estimate ± t(clusters − 1) or normal quantile × standard error.

    Returns
    -------
    Agreement
        `from_table`'s estimates with the jackknife's standard errors. A coefficient that would be
        undefined without one of the clusters has no interval, and says so.

    Raises
    ------
    StatisticsError
        If a code isn't of the declared scale, or the labels don't fit the pairs.

    Notes
    -----
    se² = (G − 1)/G Σ (c₍g₎ − c̄)², c₍g₎ being the coefficient without cluster g of G. Few
    clusters (under about 20) make it unsteady.

    References
    ----------
    Efron, B. and Stein, C. (1981). The jackknife estimate of variance. *Annals of Statistics* 9,
    586–596.
    Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference.
    *Journal of Human Resources* 50, 317–372.

    Examples
    --------
    >>> pairs = [[0, 0], [1, 1], [1, 0], [2, 2], [2, 1], [1, 1], [0, 0], [2, 2]]
    >>> families = ["a", "a", "b", "b", "c", "c", "d", "d"]
    >>> found = jackknife(pairs, categories=3, clusters=families)
    >>> found.n, found.n_clusters, round(found.cohen_kappa.se, 3)
    (8, 4, 0.142)
    """
    checked_kind(interval, ("t", "normal"))
    quantile(confidence, 1.0, "normal")
    kinds, times = cluster_tables(pairs, categories, clusters)
    matrix = weight_matrix(declared_scale(categories).size, weights)
    total = (times[:, None, None] * kinds).sum(0)
    n, n_clusters = int(total.sum()), int(times.sum())
    intervals = [Interval.undefined(without_pairs(n), confidence=confidence)] * len(NAMES)
    if n >= 2:
        found = estimates(total, matrix)
        left = estimates(total - kinds, matrix)
        intervals = _intervals(found, left, times, interval, confidence)
        intervals = with_kappa_told(intervals, total)
    return of_intervals(
        intervals,
        n=n,
        n_raters=2,
        weights=weights,
        method="jackknife",
        n_clusters=n_clusters,
    )


def _intervals(
    found: Floats, left: Floats, times: Ints, kind: str, confidence: float
) -> list[Interval]:
    n = times.sum()
    centre = (left * times).sum(1) / n
    variance = (n - 1) / n * (times * (left - centre[:, None]) ** 2).sum(1)
    se = np.sqrt(variance)
    factor = quantile(confidence, max(n - 1.0, 1.0), kind)
    low, high = symmetric_limits(found, se, factor, kind)
    complete = found[0] > 1 - 1e-12
    out = []
    for i, estimate in enumerate(found.tolist()):
        if np.isnan(estimate):
            out.append(Interval.undefined(ONE_GRADE, confidence=confidence))
        elif complete or n < 2 or np.isnan(variance[i]) or variance[i] < NO_VARIANCE:
            reason = ONE_CLUSTER if n < 2 else HINGES if np.isnan(variance[i]) else ALIKE
            out.append(without_limits(estimate, COMPLETE if complete else reason, confidence))
        else:
            limits = float(low[i]), float(high[i])
            out.append(Interval(estimate, *limits, confidence, float(se[i])))
    return out
