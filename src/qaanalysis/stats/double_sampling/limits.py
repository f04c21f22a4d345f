"""Intervals for corrected shares."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

# What the prior of each auditor's grade may be worth, in audits: 1/32, 1/16, … 1.
WORTHS = 2.0 ** np.arange(-5, 1)


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
    cross: Floats,
    audits: Floats,
    share: Floats,
    confidence: float,
    method: str,
    *,
    evidence: Floats | None = None,
) -> list[Floats]:
    """Return credible limits: a beta distribution with the posterior's mean and variance.

    `evidence` is what the moderated tell of the others, if that isn't their counts, `cross`: with
    unequal chances the weighted shares, times as many audits of equal chances as tell as much.

    Each auditor's grade has a Dirichlet prior spread evenly over the moderators' grades. What it
    is worth is the same for all of them and is learnt from the table: little where moderators
    nearly always give one grade, so that a prior doesn't count as changes nobody saw.
    """
    told = cross if evidence is None else evidence
    if method == "census":
        n, total = cross.sum(0), audits.sum()
        least = cross.sum(1) / total
        most = least + (audits - n).sum() / total
        centres, variances = _census_moments(told, n, audits)
    else:
        least, most = np.zeros(len(share)), np.ones(len(share))
        centres, variances = _two_phase_moments(told, audits)
    if (most - least < 1e-12).all():
        return [share.copy(), share.copy()]
    chances = worth_chances(told)
    centre = chances @ centres
    variance = chances @ (variances + (centres - centre) ** 2)
    low, high = _beta_limits(centre, variance, least, most, confidence)
    # A grade nobody was moved to: the posterior lies just above an estimate of 0.
    return [np.minimum(low, share), np.maximum(high, share)]


def worth_chances(cross: Floats) -> Floats:
    """Return how probable each of WORTHS is, given the table of the moderated.

    Beforehand as probable as it is large: even between 0 and 1, in steps of twice the last.
    """
    cell = WORTHS[:, None, None] / cross.shape[0]
    counts = WORTHS[:, None] + cross.sum(0)
    told = (special.gammaln(cell + cross) - special.gammaln(cell)).sum((1, 2))
    told -= (special.gammaln(counts) - special.gammaln(WORTHS)[:, None]).sum(1)
    return np.asarray(special.softmax(told + np.log(WORTHS)), dtype=float)


def _columns(cross: Floats) -> tuple[Floats, Floats]:
    """Return each column's shares (worth, k, j) a posteriori and what they are worth."""
    weight = (WORTHS[:, None] + cross.sum(0))[:, None, :]
    return (cross + WORTHS[:, None, None] / cross.shape[0]) / weight, weight


def _census_moments(cross: Floats, n: Floats, audits: Floats) -> tuple[Floats, Floats]:
    """Return mean and variance (worth, k) of the shares: the moderated known, others predicted."""
    mean, weight = _columns(cross)
    rest, total = audits - n, audits.sum()
    known = cross * (n / np.maximum(cross.sum(0), 1e-300))
    centre = (known + rest * mean).sum(2) / total
    spread = mean * (1 - mean) * rest * (rest + weight) / (weight + 1)
    return centre, spread.sum(2) / total**2


def _two_phase_moments(cross: Floats, audits: Floats) -> tuple[Floats, Floats]:
    """Return mean and variance (worth, k); auditors' shares are Dirichlet with their counts."""
    mean, weight = _columns(cross)
    total = audits.sum()
    w = audits / total
    centre = mean @ w
    varied = (mean**2) @ w - centre**2
    spread = (mean * (1 - mean) / (weight + 1)) @ (w**2 + w * (1 - w) / (total + 1))
    return centre, spread + varied / (total + 1)


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
