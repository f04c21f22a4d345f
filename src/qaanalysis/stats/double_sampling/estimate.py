"""From the shares within each auditor's grade to the shares of all audits."""

import numpy as np
from numpy.typing import NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.double_sampling.limits import symmetric_limits
from qaanalysis.stats.double_sampling.strata import thin_strata
from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]

METHODS = ("census", "two_phase")
INTERVALS = ("bayes", "logit", "wald")
ONE_MODERATED = "of some grade one audit was moderated, which tells no standard error: pool it"
NO_SPREAD = (
    "the moderated audits of each grade don't differ in some grade, so it has no standard error, "
    "and no interval but the Bayesian"
)

# Below this a share's variance is 0 but for rounding.
NO_VARIANCE = 1e-24


def checked_options(
    method: str, interval: str, confidence: float, allowed: tuple[str, ...]
) -> None:
    """Refuse options that aren't among those named."""
    if method not in METHODS:
        raise StatisticsError(f"method: found {method!r}; allowed: {', '.join(METHODS)}")
    if interval not in allowed:
        raise StatisticsError(f"interval: found {interval!r}; allowed: {', '.join(allowed)}")
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence: found {confidence}; allowed: between 0 and 1")


def estimate(
    theta: Floats, spread: Floats, n: Floats, audits: Floats, method: str
) -> tuple[Floats, Floats]:
    """Return shares and their covariance from each column's, NaN where a column tells none."""
    w = audits / audits.sum()
    share = theta @ w
    factor = w**2
    if method == "census":
        factor = factor * np.where(audits > 0, 1 - n / np.maximum(audits, 1), 0)
    covariance = np.einsum("j,jik->ik", factor, spread)
    if method == "two_phase":
        covariance = covariance + ((theta * w) @ theta.T - np.outer(share, share)) / audits.sum()
    if thin_strata(n, audits, method).any():
        covariance = np.full_like(covariance, np.nan)
    return share, covariance


def share_interval(
    share: Floats,
    covariance: Floats,
    n: Floats,
    audits: Floats,
    confidence: float,
    kind: str,
    limits: list[Floats] | None = None,
) -> Interval:
    """Return shares with their standard errors and limits, NaN where nothing tells them.

    A variance of 0 means certainty only when all audits were moderated; else it means that the
    few moderated were alike.
    """
    variance = np.diagonal(covariance)
    certain = bool((n == audits).all()) and not covariance.any()
    told = (variance > NO_VARIANCE) | certain
    se = np.sqrt(np.where(told, np.maximum(variance, 0), np.nan))
    if certain:
        limits = [share.copy(), share.copy()]
    elif limits is None:
        limits = symmetric_limits(share, se, confidence, kind)
    reason = ""
    if np.isnan(variance).any():
        reason = ONE_MODERATED
    elif not told.all():
        reason = NO_SPREAD
    return Interval(share, limits[0], limits[1], confidence, se, reason)
