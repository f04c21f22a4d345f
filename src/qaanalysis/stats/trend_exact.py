"""P-values of a trend from the ways its counts could have fallen, all totals given.

The score sum is the sum over cases with the property of their group's score. If there is no trend,
which cases have the property is a draw without replacement from all cases.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Array = NDArray[np.float64]
Steps = NDArray[np.int64]
Alternative = Literal["two-sided", "increasing", "decreasing"]

_FINEST_STEP = 12


def whole_steps(scores: Array) -> Steps:
    """Return scores as the smallest whole numbers of one step, the least of them 0.

    Parameters
    ----------
    scores : array of float, shape (groups,)
        At least two of them different.

    Returns
    -------
    array of int, shape (groups,)
        Empty if no step down to a twelfth fits all scores.

    Examples
    --------
    >>> whole_steps(np.array([0, 0.5, 1.5, 4, 7])).tolist()
    [0, 1, 3, 8, 14]
    """
    for divisor in range(1, _FINEST_STEP + 1):
        scaled = (scores - scores.min()) * divisor
        whole = np.rint(scaled)
        if scaled.max() < 1e6 and np.allclose(scaled, whole, rtol=0, atol=1e-9):
            steps = whole.astype(np.int64)
            return steps // np.gcd.reduce(steps)
    return np.array([], dtype=np.int64)


def n_additions(counts: Array, totals: Array, steps: Steps) -> float:
    """Return how many additions `exact` would need: what its time and memory grow with.

    Parameters
    ----------
    counts, totals : array of float, shape (groups,)
    steps : array of int, shape (groups,)
        From `whole_steps`.

    Returns
    -------
    float

    Examples
    --------
    >>> n_additions(np.array([1.0, 2.0]), np.array([3.0, 3.0]), np.array([0, 1]))
    128.0
    """
    picks = min(counts.sum(), (totals - counts).sum())
    table = (picks + 1) * (picks * steps.max() + 1)
    return float(table * (np.minimum(totals, picks) + 1).sum())


def exact(counts: Array, totals: Array, steps: Steps, alternative: Alternative) -> float:
    """Return the p-value over all ways the counts could have fallen.

    Parameters
    ----------
    counts, totals : array of float, shape (groups,)
        Whole numbers; some but not all cases have the property.
    steps : array of int, shape (groups,)
        From `whole_steps`.
    alternative : {"two-sided", "increasing", "decreasing"}
        Two-sided: score sums at least as far from their mean as the one found.

    Returns
    -------
    float
        0–1.

    Examples
    --------
    Fisher's tea tasting, one-sided: 17 in 70.

    >>> tea = np.array([1.0, 3.0]), np.array([4.0, 4.0]), np.array([0, 1])
    >>> round(exact(*tea, "increasing") * 70, 9)
    17.0
    """
    # The rarer outcome has the smaller table; its score sum mirrors that of the other.
    mirrored = 2 * counts.sum() > totals.sum()
    picked = totals - counts if mirrored else counts
    weights = _score_sums(int(picked.sum()), totals.astype(np.int64), steps)
    n, mean = totals.sum(), picked.sum() * (steps @ totals)
    # Whole numbers below 2^53: these comparisons are exact.
    deviations = n * np.arange(weights.size) - mean
    observed = n * (steps @ picked) - mean
    if mirrored:
        deviations, observed = -deviations, -observed
    extreme = _as_extreme(deviations, observed, alternative)
    return float(min(1.0, weights[extreme].sum() / weights.sum()))


def _score_sums(picks: int, totals: NDArray[np.int64], steps: Steps) -> Array:
    """Return weights of the score sums 0, 1, 2, … of `picks` cases drawn without replacement."""
    table = np.zeros((picks + 1, picks * int(steps.max()) + 1))
    table[0, 0] = 1
    share = picks / totals.sum()
    for size, step in zip(totals.tolist(), steps.tolist(), strict=True):
        # Binomial weights instead of bare combinations, which overflow: their common factor
        # cancels once the number of picks is given.
        x = np.arange(min(size, picks) + 1)
        log = gammaln(size + 1) - gammaln(x + 1) - gammaln(size - x + 1)
        weights = np.exp(log + x * np.log(share) + (size - x) * np.log1p(-share))
        grown = np.zeros_like(table)
        for drawn, weight in enumerate(weights):
            rows, columns = table.shape[0] - drawn, table.shape[1] - drawn * step
            grown[drawn:, drawn * step :] += weight * table[:rows, :columns]
        table = grown
    return table[picks]


def permutation(
    counts: Array,
    totals: Array,
    centred: Array,
    alternative: Alternative,
    resamples: int,
    rng: np.random.Generator,
) -> float:
    """Return the p-value over ways drawn at random, the one found among them.

    Parameters
    ----------
    counts, totals : array of float, shape (groups,)
        Whole numbers.
    centred : array of float, shape (groups,)
        Scores less their mean over all cases.
    alternative : {"two-sided", "increasing", "decreasing"}
        As in `exact`.
    resamples : int
        How many ways to draw.
    rng : numpy.random.Generator
        Where they come from.

    Returns
    -------
    float
        0–1, never 0: at least 1 / (1 + resamples).

    Examples
    --------
    >>> tea = np.array([1.0, 3.0]), np.array([4.0, 4.0]), np.array([-0.5, 0.5])
    >>> 0.22 < permutation(*tea, "increasing", 9999, np.random.default_rng(1)) < 0.27
    True
    """
    cases = totals.astype(np.int64)
    drawn = rng.multivariate_hypergeometric(cases, int(counts.sum()), size=resamples)
    deviations, observed = drawn @ centred, float(counts @ centred)
    # Equal score sums must count as equal however their terms were added up.
    nearly = 1e-12 * float(totals @ np.abs(centred))
    extreme = _as_extreme(deviations, observed, alternative, nearly)
    return float((1 + extreme.sum()) / (1 + resamples))


def _as_extreme(
    deviations: Array, observed: float, alternative: Alternative, nearly: float = 0.0
) -> NDArray[np.bool_]:
    if alternative == "two-sided":
        return np.abs(deviations) >= abs(observed) - nearly
    if alternative == "increasing":
        return deviations >= observed - nearly
    return deviations <= observed + nearly
