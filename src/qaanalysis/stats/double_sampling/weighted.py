"""Corrected shares where moderation was random with unequal, known probabilities."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.double_sampling.estimate import (
    INTERVALS,
    checked_options,
    estimate,
    share_interval,
)
from qaanalysis.stats.double_sampling.limits import bayes_limits
from qaanalysis.stats.double_sampling.result import CorrectedShares
from qaanalysis.stats.double_sampling.strata import (
    checked_counts,
    checked_sizes,
    joined,
    joins,
    sums,
    thin_strata,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# With more chances than these, like ones are taken together.
MOST_CHANCES = 5


def weighted_shares(
    true: ArrayLike,
    fallible: ArrayLike,
    phase1: ArrayLike,
    *,
    weights: ArrayLike,
    n_grades: int,
    method: str = "census",
    interval: str = "bayes",
    confidence: float = 0.95,
    unmoderated: str = "refuse",
) -> CorrectedShares:
    """Return corrected shares where some audits were likelier to be moderated than others.

    Parameters
    ----------
    true, fallible : array of codes, shape (moderated,)
        The moderator's (0 … n_grades − 1) and the auditor's grade (0 … j − 1) of each moderated
        audit; none missing.
    phase1 : array of counts, shape (j,)
        All audits by auditor's grade, the moderated among them.
    weights : array, shape (moderated,)
        One over the probability of being moderated; only their ratios within an auditor's grade
        matter. Known, never guessed: a purposive choice has none.
    n_grades : int
        Number of the moderators' grades, used or not.
    method, confidence, unmoderated
        As in `corrected_shares`.
    interval : {"bayes", "logit", "wald"}
        As in `corrected_shares`. "bayes" looks at each chance within each auditor's grade by
        itself, of more than five at groups of like chances, in which (Σw)²/Σw² audits of equal
        chances tell as much (Kish).

    Returns
    -------
    CorrectedShares
        With equal weights the same as `corrected_shares`; `moderated_only` is unweighted.

    Raises
    ------
    StatisticsError
        If codes, weights or counts don't fit, or a grade was never moderated and is to be refused.

    Notes
    -----
    θ_ij is the weighted share (Hájek) and its covariance Σ e e' of the linearised
    e = w(δ − θ_j)/Σw, times n_j/(n_j − 1) and 1 − n_j/X_j for a census.

    References
    ----------
    Hájek, J. (1971). Comment on Basu, in *Foundations of Statistical Inference*, p. 236.
    Kish, L. (1965). *Survey Sampling*, Wiley, section 11.7 (the effective number of cases).
    Särndal, C.-E., Swensson, B. and Wretman, J. (1992). *Model Assisted Survey Sampling*, ch. 5
    and 9.

    Examples
    --------
    >>> found = weighted_shares([0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 1, 1], [10, 20],
    ...                         weights=[1, 1, 4, 5, 5, 5], n_grades=2)
    >>> found.shares.estimate.round(3).tolist()
    [0.333, 0.667]
    """
    checked_options(method, interval, confidence, INTERVALS)
    audits = checked_counts("phase1", phase1, 1)
    grade, column = _codes("true", true, n_grades), _codes("fallible", fallible, audits.size)
    worth = np.asarray(weights, dtype=float)
    if not (grade.shape == column.shape == worth.shape):
        raise StatisticsError("true, fallible and weights: needed: one of each for every audit")
    if not (np.isfinite(worth).all() and (worth > 0).all()):
        raise StatisticsError("weights: must be over 0 and none missing")
    moderated = np.bincount(column, minlength=audits.size).astype(float)
    checked_sizes(moderated, audits)
    into = joined(moderated, audits, thin_strata(moderated, audits, method), unmoderated)
    n, audits_joined = sums(moderated, into), sums(audits, into)
    theta, spread = _weighted_columns(grade, into[column], worth, (n_grades, audits.size))
    if method == "census":
        spread = spread * (n / np.maximum(n - 1, 1))[:, None, None]
    share, covariance = estimate(theta, spread, n, audits_joined, method)
    limits = None
    if interval == "bayes":
        told = _by_chance(grade, into[column], worth, audits_joined, n_grades)
        limits = bayes_limits(
            told.counts, told.audits, share, confidence, method, evidence=told.evidence
        )
    return CorrectedShares(
        share_interval(share, covariance, n, audits_joined, confidence, interval, limits),
        covariance,
        audits / audits.sum(),
        np.bincount(grade, minlength=n_grades) / grade.size,
        int(audits.sum()),
        int(moderated.sum()),
        method,
        interval,
        joins(into, audits),
    )


def _codes(name: str, values: ArrayLike, size: int) -> Ints:
    given = np.asarray(values, dtype=float)
    if given.ndim != 1 or not np.isin(given, np.arange(size)).all():
        raise StatisticsError(
            f"{name}: needed: codes 0 … {size - 1} in one dimension, none missing"
        )
    return given.astype(np.int64)


class ByChance(NamedTuple):
    """The moderated in cells of like chances within each auditor's grade."""

    counts: Floats  # by moderator's grade and cell
    audits: Floats  # of each cell, all audits that it stands for
    evidence: Floats  # counts of equal chances that would tell as much


def _by_chance(grade: Ints, column: Ints, worth: Floats, audits: Floats, n_grades: int) -> ByChance:
    """Part each auditor's grade by chance, so that moderators may differ from part to part.

    A draw by strata has few chances, and its weights tell exactly how many audits each part has.
    """
    edges = np.quantile(worth, np.linspace(0, 1, MOST_CHANCES + 1)[1:-1], method="lower")
    kinds = np.unique(worth)
    part = np.searchsorted(kinds if kinds.size <= MOST_CHANCES else np.unique(edges), worth)
    cell = column * (part.max() + 1) + part
    size = audits.size * (int(part.max()) + 1)
    n, first, second = (np.bincount(cell, worth**power, size) for power in (0, 1, 2))
    counts, weighted = np.zeros((n_grades, size)), np.zeros((n_grades, size))
    np.add.at(counts, (grade, cell), 1)
    np.add.at(weighted, (grade, cell), worth)
    total = np.bincount(column, worth, audits.size)
    each = first.reshape(audits.size, -1) / np.where(total > 0, total, 1)[:, None]
    standing_for = np.maximum((audits[:, None] * each).ravel(), n)
    return ByChance(counts, standing_for, weighted * first / np.where(second > 0, second, 1))


def _weighted_columns(
    grade: Ints, column: Ints, worth: Floats, shape: tuple[int, int]
) -> tuple[Floats, Floats]:
    """Return weighted shares (k, j) and the sum of squares of their linearised cases (j, k, k)."""
    k, n_columns = shape
    flat = grade * n_columns + column
    first = np.bincount(flat, worth, k * n_columns).reshape(shape)
    second = np.bincount(flat, worth**2, k * n_columns).reshape(shape)
    total = np.where(first.sum(0) > 0, first.sum(0), 1)
    theta = first / total
    away = np.eye(k)[None] - theta.T[:, None, :]  # column, grade, its distance from the shares
    spread = np.einsum("gj,jgi,jgh->jih", second / total**2, away, away)
    return theta, spread
