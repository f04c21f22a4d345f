"""Three or more raters: the coefficients and their variances, linearised over units."""

import numpy as np
from numpy.typing import NDArray

from qaanalysis.stats.agreement.coefficients import NAMES, NO_ROOM
from qaanalysis.stats.agreement.intervals import (
    coefficient_intervals,
    fisher_limits,
    quantile,
    share_left_out,
    symmetric_limits,
)
from qaanalysis.stats.agreement.tables import Ints, unit_counts
from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]

TOO_FEW = "fewer than two units have two grades"
ONE_GRADE = "all raters used one grade only"


def unit_intervals(
    coded: Ints, weights: Floats, *, kind: str, confidence: float, population: float | None
) -> tuple[list[Interval], int]:
    """Return an interval for each coefficient and the number of units with a grade."""
    coded = coded[(coded >= 0).any(1)]
    counts = unit_counts(coded, weights.shape[0])
    n = counts.shape[0]
    quantile(confidence, 1.0, "normal")
    left_out = share_left_out(n, population)
    n_paired = int((counts.sum(1) >= 2).sum())
    if n_paired < 2:
        return [Interval.undefined(TOO_FEW, confidence=confidence)] * len(NAMES), n
    found, variance = _five(coded, counts, weights)
    alpha, alpha_variance = _alpha(counts[counts.sum(1) >= 2], weights)
    found, variance = np.append(found, alpha), np.append(variance, alpha_variance)
    factor = quantile(confidence, np.array([n - 1.0] * 5 + [n_paired - 1.0]), kind)
    se = np.sqrt(variance * left_out)
    if kind == "fisher":
        low, high = fisher_limits(found, se, factor)
    else:
        low, high = symmetric_limits(found, se, factor, kind)
    intervals = coefficient_intervals(
        found,
        variance,
        low,
        high,
        confidence=confidence,
        left_out=left_out,
        one_grade=ONE_GRADE,
    )
    return intervals, n


def _five(coded: Ints, counts: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return all coefficients but alpha, and their variances.

    What each unit adds to observed agreement is taken with the number of units that have two
    grades as given, as Gwet does.
    """
    n, k = counts.shape
    graded = counts.sum(1)
    paired = graded >= 2
    agreed = (counts * (counts @ weights - 1)).sum(1) / np.where(paired, graded * (graded - 1), 1)
    per_unit = np.where(paired, agreed, 0) * (n / paired.sum())
    observed = per_unit.mean()
    used = counts / graded[:, None]
    pooled = used.mean(0)
    scott = pooled @ weights @ pooled
    scale = weights.sum() / (k * (k - 1))
    gwet = scale * (1 - pooled @ pooled)
    conger, conger_moves = _conger_chance(coded, weights)
    zeros = np.zeros(n)
    chance = np.array([0.0, conger, scott, gwet, weights.mean()])
    moves = np.stack(
        [
            zeros,
            conger_moves,
            2 * (used @ (weights @ pooled) - scott),
            -2 * scale * (used @ pooled - pooled @ pooled),
            zeros,
        ]
    )
    room = np.where(1 - chance > NO_ROOM, 1 - chance, np.nan)
    found = (observed - chance) / room
    taken = np.where(paired, n / paired.sum(), 0) * chance[:, None]
    unit = (per_unit - taken - (1 - found)[:, None] * moves) / room[:, None]
    spread = ((unit - found[:, None]) ** 2).sum(1)
    return found, spread / (n * (n - 1))


def _conger_chance(coded: Ints, weights: Floats) -> tuple[float, Floats]:
    """Return chance agreement of two different raters, and how each unit moves it."""
    n, k = coded.shape[0], weights.shape[0]
    coded = coded[:, (coded >= 0).any(0)]  # a rater who graded nothing has no shares
    r = coded.shape[1]
    by_rater = unit_counts(coded.T, k)
    graded = by_rater.sum(1)
    shares = by_rater / graded[:, None]
    others = (shares.sum(0) - shares) @ weights
    own = (shares * others).sum(1)
    chance = own.sum() / (r * (r - 1))
    pull = (others - own[:, None]) * (n / graded)[:, None]
    seen = coded >= 0
    moves = np.where(seen, pull[np.arange(r), np.where(seen, coded, 0)], 0).sum(1)
    return float(chance), 2 / (r * (r - 1)) * moves


def _alpha(counts: Floats, weights: Floats) -> tuple[float, float]:
    """Return Krippendorff's alpha with fixed weights, and its variance over units.

    Units weigh by their number of grades; the small-sample correction moves the estimate, not the
    variance.
    """
    n = counts.shape[0]
    graded = counts.sum(1)
    mean = graded.mean()
    agreed = (counts * (counts @ weights - 1)).sum(1) / (mean * (graded - 1))
    observed = agreed.mean()
    pooled = counts.mean(0) / mean
    chance = pooled @ weights @ pooled
    if 1 - chance <= NO_ROOM:
        return float("nan"), float("nan")
    small = 1 / graded.sum()
    alpha = ((1 - small) * observed + small - chance) / (1 - chance)
    plain = (observed - chance) / (1 - chance)
    excess = (graded - mean) / mean
    moved = counts @ (weights @ pooled) / mean - chance * (1 + excess)
    unit = (agreed - observed * excess - chance - 2 * (1 - plain) * moved) / (1 - chance)
    return float(alpha), float(((unit - plain) ** 2).sum() / (n * (n - 1)))
