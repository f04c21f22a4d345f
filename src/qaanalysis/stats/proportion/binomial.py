"""Shares of counts: intervals, differences, and what missing answers could hide.

A share is `count / total`, 0–1. Counts are whole numbers; scalars and arrays of any shape go in
alike, and come out alike. A missing count isn't guessed at: NaN is refused, and a total of 0 gives
NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainccinv, betaincinv, ndtri

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.counts import checked_counts
from qaanalysis.stats.interval import Floats, Interval

Array = NDArray[np.float64]

_NO_TOTAL = "there is nothing to take a share of: the total is 0"


@dataclass(frozen=True)
class Bounds:
    """The lowest and highest share that missing answers leave possible.

    Not a confidence interval: it holds whatever the missing answers are, and a larger sample with
    as large a part missing makes it no narrower.

    Parameters
    ----------
    low, high : float or array
        Share, 0–1, if none or all of the missing are counted. NaN where the total is 0.
    observed, total : float or array
        How many are known, and of how many.
    reason : str
        Why the bounds are undefined; empty if they are defined.

    Examples
    --------
    >>> Bounds(0.25, 0.75, 2, 4).reason
    ''
    """

    low: Floats
    high: Floats
    observed: Floats
    total: Floats
    reason: str = ""

    def _repr_html_(self) -> str:
        if np.ndim(self.low):
            return f"<p>{np.size(self.low)} pairs of bounds</p>"
        if self.reason:
            return f"<p>undefined: {self.reason}</p>"
        return f"<p>between {self.low:.4g} and {self.high:.4g}</p>"


def wilson(count: ArrayLike, total: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Return shares with Wilson's score interval, the default for reports.

    Parameters
    ----------
    count, total : int or array of int
        Shapes that broadcast. 0 ≤ count ≤ total; NaN is refused.
    confidence : float
        Coverage aimed at, over 0 and under 1. Mean coverage is close to it, that of a single true
        share can be a little below.

    Returns
    -------
    Interval
        Shares 0–1; `se` is √(p(1 − p)/n). NaN, with a reason, where the total is 0.

    Raises
    ------
    StatisticsError
        If the counts aren't whole numbers with 0 ≤ count ≤ total, or the confidence isn't in 0–1.

    References
    ----------
    Wilson EB (1927). Probable inference, the law of succession, and statistical inference. Journal
    of the American Statistical Association 22:209–212.
    Newcombe RG (1998). Two-sided confidence intervals for the single proportion. Statistics in
    Medicine 17:857–872 (method 3).

    Examples
    --------
    >>> share = wilson(229, 681)
    >>> f"{share.estimate:.3f} ({share.low:.3f} to {share.high:.3f})"
    '0.336 (0.302 to 0.373)'
    """
    counts, totals = checked_counts(count, total)
    z = float(ndtri((1 + _checked_confidence(confidence)) / 2))
    n = _defined(totals)
    share = counts / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2) / (1 + z**2 / n)
    return _interval(counts, totals, centre - half, centre + half, confidence)


def clopper_pearson(count: ArrayLike, total: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Return shares with Clopper and Pearson's exact interval, which never covers too little.

    Parameters
    ----------
    count, total : int or array of int
        Shapes that broadcast. 0 ≤ count ≤ total; NaN is refused.
    confidence : float
        Least coverage, over 0 and under 1. Usually more is covered, so the interval is wide.

    Returns
    -------
    Interval
        Shares 0–1; `se` is √(p(1 − p)/n). NaN, with a reason, where the total is 0.

    Raises
    ------
    StatisticsError
        If the counts aren't whole numbers with 0 ≤ count ≤ total, or the confidence isn't in 0–1.

    References
    ----------
    Clopper CJ, Pearson ES (1934). The use of confidence or fiducial limits illustrated in the case
    of the binomial. Biometrika 26:404–413.

    Examples
    --------
    >>> share = clopper_pearson(9, 60)
    >>> f"{share.estimate:.3f} ({share.low:.3f} to {share.high:.3f})"
    '0.150 (0.071 to 0.266)'
    """
    counts, totals = checked_counts(count, total)
    tail = (1 - _checked_confidence(confidence)) / 2
    n = _defined(totals)
    # The beta function has no value at 0; _interval puts the exact 0 and 1 in at the ends.
    low = betaincinv(np.maximum(counts, 1), n - counts + 1, tail)
    high = betainccinv(counts + 1, np.maximum(n - counts, 1), tail)
    return _interval(counts, totals, low, high, confidence)


def difference(
    count_1: ArrayLike,
    total_1: ArrayLike,
    count_2: ArrayLike,
    total_2: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Interval:
    """Return the first share less the second, with Newcombe's hybrid score interval.

    For two separate groups, not for the same cases seen twice.

    Parameters
    ----------
    count_1, total_1, count_2, total_2 : int or array of int
        Shapes that broadcast. 0 ≤ count ≤ total; NaN is refused.
    confidence : float
        Coverage aimed at, over 0 and under 1.

    Returns
    -------
    Interval
        Differences, −1 to 1; `se` is that of two independent shares. NaN, with a reason, where
        either total is 0.

    Raises
    ------
    StatisticsError
        If the counts aren't whole numbers with 0 ≤ count ≤ total, or the confidence isn't in 0–1.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17:873–890 (method 10).

    Examples
    --------
    >>> change = difference(56, 70, 48, 80)
    >>> f"{change.estimate:.4f} ({change.low:.4f} to {change.high:.4f})"
    '0.2000 (0.0524 to 0.3339)'
    """
    first = wilson(count_1, total_1, confidence=confidence)
    second = wilson(count_2, total_2, confidence=confidence)
    undefined = first.reason or second.reason
    try:
        estimate = np.subtract(first.estimate, second.estimate)
    except ValueError:
        shapes = f"{np.shape(first.estimate)} and {np.shape(second.estimate)}"
        raise StatisticsError(f"both groups must have one shape: found {shapes}") from None
    below = np.hypot(first.estimate - first.low, second.high - second.estimate)
    above = np.hypot(first.high - first.estimate, second.estimate - second.low)
    low, high, se = estimate - below, estimate + above, np.hypot(first.se, second.se)
    reason = "a share is missing from the difference: a total is 0" if undefined else ""
    return Interval(_plain(estimate), _plain(low), _plain(high), confidence, _plain(se), reason)


def bounds(count: ArrayLike, observed: ArrayLike, total: ArrayLike) -> Bounds:
    """Return the shares of the total that are possible when only a part was observed.

    Parameters
    ----------
    count : int or array of int
        How many of the observed have the property.
    observed, total : int or array of int
        How many are known, and of how many. 0 ≤ count ≤ observed ≤ total; shapes broadcast; NaN is
        refused.

    Returns
    -------
    Bounds
        Shares 0–1 of the total: low if none of the missing has the property, high if all have it.

    Raises
    ------
    StatisticsError
        If the counts aren't whole numbers with 0 ≤ count ≤ observed ≤ total.

    References
    ----------
    Manski CF (2003). Partial Identification of Probability Distributions. Springer, chapter 1.

    Examples
    --------
    Of 681 audits scheduled 229 came back, 62 of them graded Good or better:

    >>> possible = bounds(62, 229, 681)
    >>> f"{possible.low:.3f} to {possible.high:.3f}"
    '0.091 to 0.755'
    """
    known, totals = checked_counts(observed, total, names=("observed", "total"))
    counts, known = checked_counts(count, known, names=("count", "observed"))
    n = _defined(totals)
    low, high = counts / n, (counts + totals - known) / n
    reason = "" if np.all(totals > 0) else _NO_TOTAL
    return Bounds(_plain(low), _plain(high), _plain(known), _plain(totals), reason=reason)


def _checked_confidence(confidence: float) -> float:
    if not 0 < confidence < 1:
        message = f"confidence must be over 0 and under 1, such as 0.95: found {confidence}"
        raise StatisticsError(message)
    return confidence


def _defined(totals: Array) -> Array:
    # NaN instead of 0 makes all that is divided by it NaN, without a warning.
    return np.where(totals > 0, totals, np.nan)


def _interval(
    counts: Array, totals: Array, low: ArrayLike, high: ArrayLike, confidence: float
) -> Interval:
    n = _defined(totals)
    share = counts / n
    # Rounding would leave 1e-18 where the formulas give exactly 0 or 1.
    low = np.where(share == 0, 0.0, low)
    high = np.where(share == 1, 1.0, high)
    se = np.sqrt(share * (1 - share) / n)
    reason = "" if np.all(totals > 0) else _NO_TOTAL
    ends = (_plain(low), _plain(high))
    return Interval(_plain(share), *ends, confidence, _plain(se), reason, _plain(totals))


def _plain(numbers: ArrayLike) -> Floats:
    found = np.asarray(numbers, dtype=np.float64)
    return found if found.ndim else float(found)
