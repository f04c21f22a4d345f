"""Intervals for corrected shares."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]


def symmetric_limits(share: Floats, se: Floats, confidence: float, kind: str) -> list[Floats]:
    """Return low and high of "wald" or "logit"; NaN where there is no standard error."""
    z = float(special.ndtri((1 + confidence) / 2))
    if kind == "wald":
        found = [np.clip(share + side * z * se, 0, 1) for side in (-1, 1)]
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = z * se / (share * (1 - share))
            found = [special.expit(special.logit(share) + side * reach) for side in (-1, 1)]
    return found


def bayes_limits(
    cross: Floats, audits: Floats, share: Floats, confidence: float, method: str
) -> list[Floats]:
    """Return credible limits: a beta distribution with the posterior's mean and variance.

    Each auditor's grade has a Dirichlet prior worth one audit, spread evenly over the moderators'
    grades. A census adds what is known of the moderated to a prediction of the others; two phases
    also let the auditors' shares vary, as Dirichlet with the counts.
    """
    k, n, total = cross.shape[0], cross.sum(0), audits.sum()
    weight = n + 1
    mean = (cross + 1 / k) / weight
    spread = mean * (1 - mean)
    if method == "census":
        rest = audits - n
        centre = (cross + rest * mean).sum(1) / total
        variance = (rest * spread * (rest + weight) / (weight + 1)).sum(1) / total**2
        least, most = cross.sum(1) / total, (cross.sum(1) + rest.sum()) / total
    else:
        w = audits / total
        centre = mean @ w
        varied = (mean**2) @ w - centre**2
        variance = (spread / (weight + 1)) @ (w**2 + w * (1 - w) / (total + 1))
        variance = variance + varied / (total + 1)
        least, most = np.zeros(k), np.ones(k)
    if (most - least < 1e-12).all():
        return [share.copy(), share.copy()]
    low, high = _beta_limits(centre, variance, least, most, confidence)
    # A grade nobody was moved to: the posterior lies just above an estimate of 0.
    return [np.minimum(low, share), np.maximum(high, share)]


def _beta_limits(
    centre: Floats, variance: Floats, least: Floats, most: Floats, confidence: float
) -> list[Floats]:
    width = most - least
    mean = (centre - least) / width
    # One audit left is all or nothing, a beta worth 0, whose limits are the least and the most.
    worth = np.maximum(mean * (1 - mean) * width**2 / variance - 1, 0.01)
    tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    return [
        least + width * special.betaincinv(mean * worth, (1 - mean) * worth, tail) for tail in tails
    ]
