"""Where the lines of a process chart lie: mean, process limits, and limits two thirds of the way.

Each function handles one phase of a chart: points that share one baseline.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# 3 / d2 with d2 = 1.128, rounded as the NHS's charts round it.
_LIMIT = 2.66
_NEAR = 2 / 3
_D2 = 1.128
_SCREEN = 3.267


@dataclass(frozen=True, eq=False)
class Limits:
    """The lines of one phase.

    Parameters
    ----------
    mean, lower, upper, near_lower, near_upper : array of float, shape (points,)
        In the unit of the values; NaN where there is no line.
    n_baseline : int
        Points with a value that the lines come from.
    sigma_z : float
        Laney's factor; NaN if it isn't used.
    reason : str
        Why there are no limits; empty if there are.

    Examples
    --------
    >>> lines = individual(np.array([50.0, 54.0, 47.0]))
    >>> lines.n_baseline, lines.reason
    (3, '')
    """

    mean: Array
    lower: Array
    upper: Array
    near_lower: Array
    near_upper: Array
    n_baseline: int
    sigma_z: float = float("nan")
    reason: str = ""


def individual(values: Array, *, baseline: int | None = None, screen: bool = True) -> Limits:
    """Return the lines of an XmR chart: mean ± 2.66 mean moving ranges.

    Parameters
    ----------
    values : array of float, shape (points,)
        NaN is a gap; no moving range reaches over it.
    baseline : int, optional
        How many first points, gaps included, the lines come from; all if not given.
    screen : bool
        Leave out, once, moving ranges of at least 3.267 times their mean.

    Returns
    -------
    Limits

    Examples
    --------
    >>> lines = individual(np.array([50.0, 54.0, 47.0]))
    >>> f"{lines.mean[0]:.2f}, {lines.lower[0]:.2f} to {lines.upper[0]:.2f}"
    '50.33, 35.70 to 64.96'
    """
    first = values[:baseline]
    n_baseline = int(np.isfinite(first).sum())
    ranges = _moving_ranges(first)
    if not ranges.size:
        reason = "there are no limits: no two values follow one another without a gap"
        return _none(values.size, n_baseline, reason)
    average = ranges.mean()
    # Without variation the screen would leave no range at all.
    if screen and average > 0:
        average = ranges[ranges < _SCREEN * average].mean()
    mean = np.full(values.size, np.nanmean(first))
    reach = np.full(values.size, _LIMIT * average)
    return _around(mean, reach, n_baseline)


def shares(
    count: Array, total: Array, *, baseline: int | None = None, laney: bool = False
) -> Limits:
    """Return the lines of a p-chart: pooled share ± 3 binomial standard deviations, within 0–1.

    Parameters
    ----------
    count, total : array of float, shape (points,)
        A total of 0 is a gap: it has a mean but no limits.
    baseline : int, optional
        How many first points, gaps included, the lines come from; all if not given.
    laney : bool
        Widen or narrow the limits by how much the shares vary from point to point, beyond what the
        binomial distribution says.

    Returns
    -------
    Limits

    Examples
    --------
    >>> lines = shares(np.array([12.0, 15.0]), np.array([50.0, 50.0]))
    >>> f"{lines.mean[0]:.2f}, {lines.lower[0]:.3f} to {lines.upper[0]:.3f}"
    '0.27, 0.082 to 0.458'
    """
    n_baseline = int((total[:baseline] > 0).sum())
    if not n_baseline:
        return _none(count.size, 0, "there are no limits: nothing was counted")
    n = np.where(total > 0, total, np.nan)
    pooled = count[:baseline].sum() / total[:baseline].sum()
    sigma = np.sqrt(pooled * (1 - pooled) / n)
    factor = float("nan")
    if laney:
        z = (count / n - pooled) / np.where(sigma > 0, sigma, np.nan)
        ranges = _moving_ranges(z[:baseline])
        if not ranges.size:
            reason = "there are no limits: no two shares other than 0 and 1 follow one another"
            return _none(count.size, n_baseline, reason)
        factor = float(ranges.mean() / _D2)
        sigma = sigma * factor
    return _around(np.full(count.size, pooled), 3 * sigma, n_baseline, factor, within=(0, 1))


def _moving_ranges(values: Array) -> Array:
    ranges = np.abs(np.diff(values))
    return ranges[np.isfinite(ranges)]


def _around(
    mean: Array,
    reach: Array,
    n_baseline: int,
    sigma_z: float = float("nan"),
    within: tuple[float, float] = (-np.inf, np.inf),
) -> Limits:
    lines = [np.clip(mean + part * reach, *within) for part in (-1, 1, -_NEAR, _NEAR)]
    return Limits(mean, lines[0], lines[1], lines[2], lines[3], n_baseline, sigma_z)


def _none(size: int, n_baseline: int, reason: str) -> Limits:
    nan = np.full(size, np.nan)
    return Limits(nan, nan, nan, nan, nan, n_baseline, reason=reason)
