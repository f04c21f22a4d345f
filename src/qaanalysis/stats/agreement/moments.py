"""Beyond the standard error: how far small samples bias the coefficients, and how skew they are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qaanalysis.stats.agreement.coefficients import gwet_scale, influence

Floats = NDArray[np.float64]


class Moments(NamedTuple):
    """The six coefficients of each table, and what is known of their errors; (6, …) each."""

    found: Floats
    bias: Floats
    variance: Floats
    skew: Floats  # of the mean of n pairs: that of one pair over √n


def moments(tables: Floats, weights: Floats) -> Moments:
    """Return estimates with their bias, variance and skewness by the delta method.

    From (1 − c)(1 − e) = 1 − o, with agreement o unbiased, a coefficient c is off by
    (cov(c, e) − (1 − c) b) / (1 − e), b being the bias of chance agreement e: what one pair alone
    would make of it on average, less e, over n. Chance by two raters' shares comes out too high as
    they agree, so that kappa comes out low; Gwet's comes out too low, so that AC comes out high.
    """
    n = tables.sum((-2, -1))
    one = influence(tables, weights)
    alone = _chance_of_one_pair(one.shares, weights)
    found = one.found[:5]
    with np.errstate(divide="ignore", invalid="ignore"):
        second, third = ((one.shares * one.moves**power).sum((-2, -1)) for power in (2, 3))
        skew = third / (second**1.5 * np.sqrt(n))
        together = (one.shares * one.moves * one.pulls).sum((-2, -1))
        bias = (together - (1 - found) * (alone - one.chance)) / (n * (1 - one.chance))
    # Alpha is pi with a correction that takes part of its bias away.
    of_alpha = bias[2:3] + (1 - found[2:3]) / (2 * n)
    return Moments(
        one.found,
        np.concatenate([bias, of_alpha]),
        np.concatenate([second, second[2:3]]) / n,
        np.concatenate([skew, skew[2:3]]),
    )


def _chance_of_one_pair(shares: Floats, weights: Floats) -> Floats:
    """Return chance agreement as a table of one pair would have it, on average; (5, …)."""
    agreed = np.einsum("...ij,ij->...", shares, weights)
    differ = 1 - np.trace(shares, axis1=-2, axis2=-1)
    return np.stack(
        [
            np.zeros_like(agreed),
            agreed,
            (1 + agreed) / 2,
            gwet_scale(weights) * differ / 2,
            np.full_like(agreed, weights.mean()),
        ]
    )
