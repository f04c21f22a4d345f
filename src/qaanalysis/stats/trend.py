"""A trend of shares over time, or over any other ordered score.

The Cochran–Armitage test looks for a straight-line trend. It says nothing of why, and judges recent
months fairly only if every month was given the same time to come in.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.counts import checked_counts
from qaanalysis.stats.trend_exact import (
    Alternative,
    exact,
    n_additions,
    permutation,
    whole_steps,
)

Array = NDArray[np.float64]
Method = Literal["auto", "asymptotic", "exact", "permutation"]

_SMALL_EXPECTED = 5
# Additions: about half a second, and a table of a few MB.
_FEASIBLE = 3e8


@dataclass(frozen=True)
class Trend:
    """A trend of shares over ordered groups, and how surprising it would be if there were none.

    Parameters
    ----------
    statistic : float
        Cochran and Armitage's z; above 0 if shares rise with the score.
    p_value : float
        0–1.
    method : str
        How the p-value was found: "asymptotic", "exact" or "permutation"; empty if undefined.
    slope : float
        Change of the share (0–1) per unit of score.
    n : int
        Sum of the totals.
    reason : str
        Why the trend is undefined; empty if it is defined.

    Examples
    --------
    >>> Trend(-2.0, 0.046, "exact", -0.05, 120)
    Trend(statistic=-2.0, p_value=0.046, method='exact', slope=-0.05, n=120, reason='')
    """

    statistic: float
    p_value: float
    method: str
    slope: float
    n: int
    reason: str = ""

    def _repr_html_(self) -> str:
        if self.reason:
            return f"<p>undefined: {self.reason}</p>"
        return (
            f"<p>slope {self.slope:.4g} per step, p = {self.p_value:.2g} "
            f"({self.method}, n = {self.n})</p>"
        )


def cochran_armitage(
    count: ArrayLike,
    total: ArrayLike,
    *,
    scores: ArrayLike | None = None,
    alternative: Alternative = "two-sided",
    method: Method = "auto",
    resamples: int = 9999,
    rng: np.random.Generator | None = None,
) -> Trend:
    """Return the Cochran–Armitage test for a trend of shares over ordered groups.

    Parameters
    ----------
    count, total : int or array of int, shape (groups,)
        0 ≤ count ≤ total. A group with a total of 0 knows nothing and changes nothing; the others
        keep their scores. NaN is refused.
    scores : array of float, shape (groups,), optional
        Place of each group on the scale on which a trend would be a straight line: 0, 1, 2, … if
        not given.
    alternative : {"two-sided", "increasing", "decreasing"}
        What would count as a trend.
    method : {"auto", "asymptotic", "exact", "permutation"}
        "asymptotic" compares z with the normal distribution. "exact" takes every way the counts
        could have fallen, given all totals; two-sided, it counts score sums at least as far from
        their mean. "permutation" draws such ways at random. "auto" is exact if an expected count is
        below 5; if exact would take too long or the scores aren't multiples of one step, it is
        permutation if there is an `rng`, and else asymptotic.
    resamples : int
        Draws of "permutation".
    rng : numpy.random.Generator, optional
        Source of the draws; needed for "permutation" only.

    Returns
    -------
    Trend
        NaN with a reason if all shares are 0, all are 1, or fewer than two groups differ in score.

    Raises
    ------
    StatisticsError
        If counts, scores or words aren't allowed, or the method asked for can't be used.

    References
    ----------
    Cochran WG (1954). Some methods for strengthening the common χ² tests. Biometrics 10:417–451.
    Armitage P (1955). Tests for linear trends in proportions and frequencies. Biometrics
    11:375–386.
    Agresti A (2013). Categorical Data Analysis, 3rd edition. Wiley, section 5.3.5.
    Phipson B, Smyth GK (2010). Permutation p-values should never be zero. Statistical Applications
    in Genetics and Molecular Biology 9(1), article 39.

    Examples
    --------
    Audits returned, of those scheduled, in seven months:

    >>> months = cochran_armitage(
    ...     [44, 42, 27, 33, 33, 27, 23], [83, 103, 87, 75, 115, 101, 117]
    ... )
    >>> f"{months.slope:.3f} a month, z = {months.statistic:.2f}, {months.method}"
    '-0.046 a month, z = -5.18, asymptotic'
    """
    _check_word("alternative", alternative, get_args(Alternative))
    _check_word("method", method, get_args(Method))
    if resamples < 1:
        raise StatisticsError(f"resamples must be at least 1: found {resamples}")
    counts, totals, places = _groups(count, total, scores)
    n = int(totals.sum())
    if reason := _why_undefined(counts, totals, places):
        nan = float("nan")
        return Trend(nan, nan, "", nan, n, reason)
    share = counts.sum() / n
    centred = places - places @ totals / n
    spread = totals @ centred**2
    slope = float(centred @ counts / spread)
    z = float(centred @ counts / np.sqrt(share * (1 - share) * spread))
    chosen = _chosen(method, counts, totals, places, rng)
    if chosen == "exact":
        p_value = exact(counts, totals, whole_steps(places), alternative)
    elif rng is not None and chosen == "permutation":
        p_value = permutation(counts, totals, centred, alternative, resamples, rng)
    else:
        p_value = _asymptotic(z, alternative)
    return Trend(z, p_value, chosen, slope, n)


def _check_word(name: str, word: str, allowed: tuple[str, ...]) -> None:
    if word not in allowed:
        raise StatisticsError(f"{name} must be one of {', '.join(allowed)}: found {word!r}")


def _groups(
    count: ArrayLike, total: ArrayLike, scores: ArrayLike | None
) -> tuple[Array, Array, Array]:
    counts, totals = checked_counts(count, total)
    if counts.ndim != 1:
        raise StatisticsError(f"count must hold one number a group: found shape {counts.shape}")
    if scores is None:
        places = np.arange(counts.size, dtype=np.float64)
    else:
        try:
            places = np.asarray(scores, dtype=np.float64)
        except (TypeError, ValueError):
            raise StatisticsError("scores must be numbers: found something else") from None
    if places.shape != counts.shape or not np.isfinite(places).all():
        message = f"scores must be one finite number for each of the {counts.size} groups"
        raise StatisticsError(f"{message}: found {places.tolist()}")
    held = totals > 0
    return counts[held], totals[held], places[held]


def _why_undefined(counts: Array, totals: Array, places: Array) -> str:
    if np.unique(places).size < 2:
        return "a trend needs at least two groups with something in them"
    if not counts.any():
        return "every share is 0, so there is nothing to compare"
    if (counts == totals).all():
        return "every share is 1, so there is nothing to compare"
    return ""


def _chosen(
    method: Method,
    counts: Array,
    totals: Array,
    places: Array,
    rng: np.random.Generator | None,
) -> str:
    steps = whole_steps(places)
    feasible = bool(steps.size) and n_additions(counts, totals, steps) <= _FEASIBLE
    if method == "exact" and not feasible:
        raise StatisticsError(
            'method "exact" needs scores that are multiples of one step, and smaller counts than '
            'these: use "auto", or "permutation" with an rng'
        )
    if method == "permutation" and rng is None:
        raise StatisticsError('method "permutation" needs rng, such as numpy.random.default_rng(1)')
    if method != "auto":
        return method
    share = counts.sum() / totals.sum()
    if min(share, 1 - share) * totals.min() >= _SMALL_EXPECTED:
        return "asymptotic"
    if feasible:
        return "exact"
    return "asymptotic" if rng is None else "permutation"


def _asymptotic(z: float, alternative: Alternative) -> float:
    if alternative == "two-sided":
        return float(2 * ndtr(-abs(z)))
    return float(ndtr(-z if alternative == "increasing" else z))
