"""Krippendorff's alpha with the metric of its level of measurement."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement.intervals import quantile, without_limits
from qaanalysis.stats.agreement.tables import BLOCK_ROWS, Ints, checked_ratings, unit_counts
from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]

LEVELS = ("nominal", "ordinal", "interval", "ratio")
NO_PAIRS = "no unit has two grades"
ONE_GRADE = "all raters used one grade only"
COMPLETE = "every unit agrees, so no interval can be estimated"
ONE_UNIT = "only one unit has two grades, so no interval can be estimated"
HINGES = "without one of the units only one grade is left, so no interval can be estimated"

# Values held at once while each kind of unit is left out in turn.
BLOCK_VALUES = 1 << 20


def krippendorff_alpha(
    ratings: ArrayLike, *, level: str = "nominal", confidence: float = 0.95
) -> Interval:
    """Return Krippendorff's alpha, with a jackknife standard error over units.

    Parameters
    ----------
    ratings : array of numbers, shape (units, raters)
        NaN where a rater didn't grade a unit; units with fewer than two grades are left out.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What the numbers mean: names, an order, distances, or amounts from a true zero.
    confidence : float
        Coverage aimed at, 0–1.

    Returns
    -------
    Interval
        Alpha: 1 is agreement, 0 chance. Limits are alpha ± t × standard error, at most 1. NaN
        with the reason where no unit has two grades or all grades are the same; estimate 1
        without limits where every unit agrees.

    Raises
    ------
    StatisticsError
        For an unknown level, or negative amounts with "ratio".

    Notes
    -----
    α = 1 − (N − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over the N grades that can be paired, with
    coincidences o and metric δ: nominal 0 or 1; ordinal the difference of mid-ranks, so that it
    rests on how often grades are used; interval c − k; ratio (c − k)/(c + k). An unused grade
    changes none of them. The standard error is the delete-one-unit jackknife's (Efron and
    Stein), with t on one degree fewer than units.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of
    Pennsylvania.
    Krippendorff, K. (2019). *Content Analysis*, 4th ed., ch. 12.
    Efron, B. and Stein, C. (1981). The jackknife estimate of variance. *Annals of Statistics* 9,
    586–596.

    Examples
    --------
    >>> nan = float("nan")
    >>> grades = [[1, 1, nan], [2, 2, 3], [3, 3, 3], [1, 2, 1]]
    >>> round(krippendorff_alpha(grades, level="ordinal").estimate, 3)
    0.773
    >>> krippendorff_alpha([[2, 2], [2, 2]]).reason
    'all raters used one grade only'
    """
    if level not in LEVELS:
        raise StatisticsError(f"level: found {level!r}; allowed: {', '.join(LEVELS)}")
    quantile(confidence, 1.0, "normal")
    array = checked_ratings(ratings)
    used = [np.unique(block[~np.isnan(block)]) for block in _pairable_blocks(array)]
    values = np.unique(np.concatenate(used))
    if not values.size:
        return Interval.undefined(NO_PAIRS, confidence=confidence)
    if level == "ratio" and values[0] < 0:
        raise StatisticsError(
            "ratings: level ratio needs amounts of 0 or more, found negative ones"
        )
    if values.size == 1:
        return Interval.undefined(ONE_GRADE, confidence=confidence)
    kinds, times = _kinds(_pairable_blocks(array), values)
    return _with_jackknife(kinds, times, values, level, confidence)


def _with_jackknife(
    kinds: Floats, times: Ints, values: Floats, level: str, confidence: float
) -> Interval:
    total = np.einsum("u,uij->ij", times, _coincidences(kinds))
    used, n = times @ kinds, int(times.sum())
    alpha = float(_alpha(total, used, values, level))
    if np.array_equal(total, np.diag(np.diag(total))):
        return without_limits(alpha, COMPLETE, confidence)
    if n < 2:
        return without_limits(alpha, ONE_UNIT, confidence)
    # Units graded alike are left out with the same effect: each kind is computed once.
    block = max(1, BLOCK_VALUES // values.size**2)
    left = np.concatenate(
        [
            _alpha(total - _coincidences(part), used - part, values, level)
            for part in (kinds[i : i + block] for i in range(0, kinds.shape[0], block))
        ]
    )
    if np.isnan(left).any():
        return without_limits(alpha, HINGES, confidence)
    centre = (times * left).sum() / n
    se = float(np.sqrt((n - 1) / n * (times * (left - centre) ** 2).sum()))
    reach = float(quantile(confidence, n - 1.0, "t")) * se
    return Interval(alpha, alpha - reach, min(1.0, alpha + reach), confidence, se)


def _pairable_blocks(ratings: NDArray[np.generic]) -> Iterator[Floats]:
    """Yield the units with two grades or more, a block at a time: a million need no copy."""
    for start in range(0, max(len(ratings), 1), BLOCK_ROWS):
        block = ratings[start : start + BLOCK_ROWS].astype(float)
        yield block[(~np.isnan(block)).sum(1) >= 2]


def _kinds(blocks: Iterable[Floats], values: Floats) -> tuple[Floats, Ints]:
    """Return how many raters gave each value, by kind of unit, and how many units are of it."""
    found = [np.zeros((0, values.size + 1))]
    for block in blocks:
        coded = np.where(np.isnan(block), -1, np.searchsorted(values, block))
        kinds, times = np.unique(unit_counts(coded, values.size), axis=0, return_counts=True)
        found.append(np.column_stack([kinds, times]))
    every = np.concatenate(found)
    kinds, which = np.unique(every[:, :-1], axis=0, return_inverse=True)
    times = np.bincount(which.ravel(), every[:, -1], len(kinds)).astype(np.int64)
    return kinds, times


def _coincidences(counts: Floats) -> Floats:
    """Return each unit's pairs of grades, weighed by 1/(grades − 1): units × k × k."""
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(counts.shape[1])
    pairs[:, diagonal, diagonal] -= counts
    return pairs / (counts.sum(1) - 1)[:, None, None]


def _alpha(coincidences: Floats, used: Floats, values: Floats, level: str) -> Floats:
    """Return alpha for any stack of coincidences (…, k, k) and uses (…, k); NaN at one grade."""
    metric = _metric(used, values, level)
    n = used.sum(-1)
    observed = (coincidences * metric).sum((-2, -1))
    expected = (used[..., :, None] * used[..., None, :] * metric).sum((-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = 1 - (n - 1) * observed / expected
    return np.where(expected > 0, alpha, np.nan)


def _metric(used: Floats, values: Floats, level: str) -> Floats:
    if level == "ordinal":
        # Krippendorff's sum of all uses from c to k, less half of both ends, is the distance of
        # their mid-ranks.
        values = used.cumsum(-1) - used / 2
    apart = values[..., :, None] - values[..., None, :]
    if level == "nominal":
        return (apart != 0).astype(float)
    if level == "ratio":
        together = values[:, None] + values
        return (apart / np.where(together > 0, together, 1)) ** 2
    return apart**2
