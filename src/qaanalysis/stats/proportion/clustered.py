"""A share among cases that belong together, such as children of one family."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.interval import Interval
from qaanalysis.stats.proportion.designed import (
    ONE_ALONE,
    DesignedShare,
    checked_kind,
    designed_interval,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def clustered(
    has: ArrayLike,
    cluster: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    n_clusters: int | Mapping[object, int] | None = None,
    among: ArrayLike | None = None,
    interval: str = "logit",
    confidence: float = 0.95,
) -> DesignedShare:
    """Return a share whose standard error allows for clusters drawn whole.

    Parameters
    ----------
    has : array of bool or 0/1, length n
        Whether each case has the property.
    cluster : array, length n
        The cluster of each case, such as the family; all cases of a cluster are in one stratum.
    strata : array, length n, optional
        The stratum from which each cluster was drawn.
    weights : array of float, length n, optional
        One over each case's inclusion probability; equal if not given.
    n_clusters : int or mapping of stratum to int, optional
        How many clusters there are in the cohort, for the finite-population correction; none if
        not given.
    among : array of bool, length n, optional
        Whether each case is one that the share is of, such as those answered. The others were drawn
        all the same: their clusters count for the spread and the degrees of freedom.
    interval : str
        "logit" (default), "t" or "beta": see `designed_interval`.
    confidence : float
        Coverage aimed at, over 0 and under 1.

    Returns
    -------
    DesignedShare
        The weighted share with its Taylor-linearised standard error; degrees of freedom are
        clusters less strata.

    Raises
    ------
    StatisticsError
        If lengths differ, a value isn't 0 or 1, a weight isn't over 0, a cluster lies in two
        strata, or more clusters were drawn than there are.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, sections 3.12 and 11.8.
    Lumley T (2010). *Complex Surveys*, Wiley, chapter 2 (`survey::svyciprop`; domains: `subset`).

    Examples
    --------
    Six children of four families:

    >>> found = clustered([1, 1, 0, 1, 0, 0], ["a", "a", "b", "b", "c", "d"], interval="t")
    >>> found.df, round(found.interval.se, 3)
    (3.0, 0.236)
    """
    checked_kind(interval)
    y = _answers(has)
    families, strata_of = _coded(cluster, y.size, "cluster"), _coded(strata, y.size, "strata")
    w = _weights(weights, y.size) * _among(among, y.size)
    n = int((w > 0).sum())
    if not n:
        nothing = Interval.undefined("nobody answered", confidence=confidence)
        return DesignedShare(nothing, 0, 0.0, float("nan"))
    estimate = float((w * y).sum() / w.sum())
    parts = np.bincount(families, weights=w * (y - estimate) / w.sum()).astype(np.float64)
    stratum_of = _stratum_of_clusters(families, strata_of)
    n_drawn = np.bincount(stratum_of)
    df = float(n_drawn.sum() - n_drawn.size)
    left_out = _left_out(n_drawn, strata, n_clusters)
    if ((n_drawn == 1) & (left_out > 0)).any():
        nan = float("nan")
        found = Interval(estimate, nan, nan, confidence, nan, ONE_ALONE.format(unit="cluster"))
        return DesignedShare(found, n, df, nan)
    variance = _variance(parts, stratum_of, n_drawn, left_out)
    found = designed_interval(
        estimate, variance, n=n, df=max(df, 1.0), kind=interval, confidence=confidence
    )
    singly = estimate * (1 - estimate) / (n - 1) if n > 1 else 0.0
    return DesignedShare(found, n, df, variance / singly if singly > 0 else float("nan"))


def _variance(parts: Floats, stratum_of: Ints, n_drawn: Ints, left_out: Floats) -> float:
    """Return the sum over strata of (1 − f)·n/(n − 1)·Σ(part − mean)²."""
    mean = np.bincount(stratum_of, weights=parts) / n_drawn
    squares = np.bincount(stratum_of, weights=(parts - mean[stratum_of]) ** 2)
    return float((left_out * n_drawn / np.maximum(n_drawn - 1, 1) * squares).sum())


def _answers(has: ArrayLike) -> Floats:
    y = np.asarray(has, dtype=np.float64)
    if y.ndim != 1 or not np.isin(y, (0.0, 1.0)).all():
        raise StatisticsError("has: found values other than 0 and 1; needed: one of them for each")
    return y


def _coded(labels: ArrayLike | None, n: int, name: str) -> Ints:
    if labels is None:
        return np.zeros(n, dtype=np.intp)
    found = np.asarray(labels)
    if found.shape != (n,):
        raise StatisticsError(f"{name}: found {found.size}; needed: one for each of the {n} cases")
    return np.unique(found, return_inverse=True)[1]


def _weights(weights: ArrayLike | None, n: int) -> Floats:
    found = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
    if found.shape != (n,) or not (np.isfinite(found) & (found > 0)).all():
        raise StatisticsError("weights: found one that isn't; needed: a number over 0 for each")
    return found


def _among(among: ArrayLike | None, n: int) -> Floats:
    if among is None:
        return np.ones(n)
    found = np.asarray(among)
    if found.shape != (n,) or found.dtype != bool:
        raise StatisticsError(f"among: needed: true or false for each of the {n} cases")
    return found.astype(np.float64)


def _stratum_of_clusters(families: Ints, strata: Ints) -> Ints:
    stratum_of = np.zeros(int(families.max()) + 1, dtype=np.intp)
    stratum_of[families] = strata
    astray = int((stratum_of[families] != strata).sum())
    if astray:
        raise StatisticsError("strata: found a cluster in two strata; needed: one for each cluster")
    return stratum_of


def _left_out(
    n_drawn: Ints, strata: ArrayLike | None, n_clusters: int | Mapping[object, int] | None
) -> Floats:
    """Return the share of each stratum's clusters that wasn't drawn; 1 where nobody says."""
    if n_clusters is None:
        return np.ones(n_drawn.size)
    if isinstance(n_clusters, Mapping):
        labels = [] if strata is None else np.unique(np.asarray(strata)).tolist()
        absent = [str(label) for label in labels if label not in n_clusters]
        if absent or strata is None:
            raise StatisticsError("n_clusters: found no number for a stratum; needed: for each")
        total = np.array([n_clusters[label] for label in labels], dtype=np.float64)
    else:
        total = np.full(n_drawn.size, float(n_clusters))
        if n_drawn.size > 1:
            raise StatisticsError("n_clusters: found one number; needed: one for each stratum")
    if (total < n_drawn).any():
        raise StatisticsError("n_clusters: found fewer than were drawn")
    return np.asarray(1 - n_drawn / total)
