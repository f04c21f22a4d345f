"""Intervals for the coefficients: which kinds there are, and when there is none."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement.coefficients import NAMES, linearised
from qaanalysis.stats.agreement.moments import Moments, moments
from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]

KINDS = ("t", "normal", "fisher")
NO_PAIRS = "there are no pairs"
TOO_FEW = "fewer than two pairs"
ONE_GRADE = "both raters used one grade only"
ONE_RATER = "one rater used one grade only, so that kappa is 0 whatever the other did"
COMPLETE = "every pair agrees, so no interval can be estimated"
ALIKE = "no pair differs from another in agreement, so no interval can be estimated"
OUT_OF_REACH = "at −1 or below Fisher's z isn't defined: ask for the t interval"

# A variance below this is rounding: with fewer than 10^10 pairs the smallest true one is larger.
NO_VARIANCE = 1e-24


def without_pairs(n: int) -> str:
    """Return why fewer than two pairs tell nothing; empty if there are two."""
    return "" if n >= 2 else TOO_FEW if n else NO_PAIRS


def checked_kind(kind: str, allowed: Sequence[str] = KINDS) -> str:
    """Return the kind of interval, or say which there are."""
    if kind not in allowed:
        raise StatisticsError(f"interval: found {kind!r}; allowed: {', '.join(allowed)}")
    return kind


def quantile(confidence: float, df: Floats | float, kind: str) -> Floats:
    """Return the two-sided quantile: the normal for "normal", else t with `df` degrees."""
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence: found {confidence}; allowed: between 0 and 1")
    upper = (1 + confidence) / 2
    return np.asarray(special.ndtri(upper) if kind == "normal" else special.stdtrit(df, upper))


def share_left_out(n: float, population: float | None) -> float:
    """Return the share of the population that wasn't looked at: the variance's correction."""
    if population is None:
        return 1.0
    if population < n:
        raise StatisticsError(f"population: found {population}, fewer than the {n:g} compared")
    return 1 - n / population


def symmetric_limits(found: Floats, se: Floats, factor: Floats, kind: str) -> tuple[Floats, Floats]:
    """Return found ± factor × se; a t interval keeps to what the coefficient can be."""
    low, high = found - factor * se, found + factor * se
    if kind == "t":
        high = np.minimum(high, 1.0)
        low[0] = np.maximum(low[0], 0.0)  # a share; the others may lie below 0
    return low, high


def fisher_limits(
    found: Floats,
    se: Floats,
    factor: Floats,
    *,
    bias: Floats | float = 0.0,
    skew: Floats | float = 0.0,
) -> tuple[Floats, Floats]:
    """Return limits on Fisher's z scale, taken back; NaN where the coefficient is ±1 or beyond.

    Percent agreement, 0–1, is stretched to −1–1 first, which makes its z half its logit.

    The scale takes away the skewness that a share would have. Where disagreements weigh unequally,
    seldom-seen great ones make for another: the side towards which the coefficient is skewed is
    lengthened for what is left of it, the other is shortened half as much, being told from the few
    disagreements that happen to be there (after Hall, 1992; he has 1/3 where we have 1/4).
    """
    stretch = np.ones(found.shape)
    stretch[0] = 2.0
    on_scale = found * stretch - (stretch - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = stretch / (1 - on_scale**2)
        z = np.arctanh(on_scale) - bias * slope
        reach = factor * se * slope
        left = np.nan_to_num(factor * (skew + 2 * on_scale * se * slope))
        longer, shorter = 1 + np.abs(left) / 4, 1 / (1 + np.abs(left) / 8)
        low = np.tanh(z - reach * np.where(left < 0, longer, shorter))
        high = np.tanh(z + reach * np.where(left > 0, longer, shorter))
    inside = np.abs(on_scale) < 1
    low, high = np.where(inside, low, np.nan), np.where(inside, high, np.nan)
    return (low + stretch - 1) / stretch, (high + stretch - 1) / stretch


def fisher_of_moments(
    found: Floats, more: Moments, factor: Floats, left_out: float
) -> tuple[Floats, Floats]:
    """Return Fisher limits from the moments with a pair added; they hold what was found without.

    The smaller what's left out, the less may anything move the limits from what was found.
    """
    rooted = np.sqrt(left_out)
    low, high = fisher_limits(
        more.found,
        np.sqrt(more.variance) * rooted,
        factor,
        bias=more.bias * left_out,
        skew=more.skew * rooted,
    )
    return np.minimum(low, found), np.maximum(high, found)


def with_one_pair_more(tables: Floats, amount: float = 1.0) -> Floats:
    """Add one pair: half of it agreeing, half as chance would have it, both by pooled shares."""
    pooled = (tables.sum(-1) + tables.sum(-2)) / (2 * tables.sum((-2, -1))[..., None])
    by_chance = pooled[..., :, None] * pooled[..., None, :]
    agreeing = pooled[..., :, None] * np.eye(tables.shape[-1])
    return tables + amount / 2 * (by_chance + agreeing)


def table_limits(
    tables: Floats, weights: Floats, *, kind: str, confidence: float, left_out: float = 1.0
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return estimate, variance, low and high of the coefficients of each table, (6, …) each.

    The variance is before the finite-population correction, the limits are after it.
    """
    found, variance = linearised(tables, weights)
    factor = quantile(confidence, tables.sum((-2, -1)) - 1, kind)
    if kind != "fisher":
        low, high = symmetric_limits(found, np.sqrt(variance * left_out), factor, kind)
        return found, variance, low, high
    more = moments(with_one_pair_more(tables, left_out), weights)
    return found, variance, *fisher_of_moments(found, more, factor, left_out)


def coefficient_intervals(
    found: Floats,
    variance: Floats,
    low: Floats,
    high: Floats,
    *,
    confidence: float,
    left_out: float = 1.0,
    one_grade: str = ONE_GRADE,
) -> list[Interval]:
    """Return an `Interval` for each coefficient, with the reason where it or its limits miss."""
    se = np.sqrt(np.maximum(variance, 0) * left_out)
    complete = found[0] > 1 - 1e-12
    out = []
    values = (found.tolist(), variance.tolist(), low.tolist(), high.tolist(), se.tolist())
    for estimate, spread, lower, upper, error in zip(*values, strict=True):
        if np.isnan(estimate):
            out.append(Interval.undefined(one_grade, confidence=confidence))
        elif complete or spread < NO_VARIANCE:
            out.append(without_limits(estimate, COMPLETE if complete else ALIKE, confidence))
        elif np.isnan(lower):
            nan = float("nan")
            out.append(Interval(estimate, nan, nan, confidence, error, OUT_OF_REACH))
        else:
            out.append(Interval(estimate, lower, upper, confidence, error))
    return out


def with_kappa_told(intervals: list[Interval], table: Floats) -> list[Interval]:
    """Leave kappa undefined where one rater used one grade only: it is 0 by its formula then.

    Without any difference between the pairs of such a rater there is nothing to agree on.
    """
    used = (table.sum(0) > 0).sum(), (table.sum(1) > 0).sum()
    at = NAMES.index("conger_kappa")
    kappa = intervals[at]
    if min(used) != 1 or np.isnan(kappa.estimate):
        return intervals
    told = Interval.undefined(ONE_RATER, confidence=kappa.confidence)
    return [*intervals[:at], told, *intervals[at + 1 :]]


def without_limits(estimate: float, reason: str, confidence: float) -> Interval:
    """Return an estimate whose uncertainty can't be told, and why."""
    nan = float("nan")
    return Interval(estimate, nan, nan, confidence, nan, reason)
