"""Three or more raters: the coefficients and their moments, linearised over units."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qaanalysis.stats.agreement.coefficients import NAMES, NO_ROOM, gwet_scale
from qaanalysis.stats.agreement.intervals import (
    coefficient_intervals,
    fisher_of_moments,
    quantile,
    share_left_out,
    symmetric_limits,
)
from qaanalysis.stats.agreement.moments import Moments
from qaanalysis.stats.agreement.tables import Ints, unit_counts
from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]

NO_PAIRS = "no unit has two grades"
TOO_FEW = "fewer than two units have two grades"
ONE_GRADE = "all raters used one grade only"


class Units(NamedTuple):
    """What was graded, and the units of no rater in particular that were added to it."""

    coded: Ints  # units × raters, −1 where missing
    counts: Floats  # (units + added) × k: how many raters gave each grade
    mass: Floats  # 1 for each unit, less for an added one


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
        reason = TOO_FEW if n_paired else NO_PAIRS
        return [Interval.undefined(reason, confidence=confidence)] * len(NAMES), n
    units = Units(coded, counts, np.ones(n))
    found, _, variance, _ = _moments(units, weights)
    factor = quantile(confidence, np.array([n - 1.0] * 5 + [n_paired - 1.0]), kind)
    if kind == "fisher":
        more = _moments(_with_one_unit_more(units, left_out), weights)
        low, high = fisher_of_moments(found, more, factor, left_out)
    else:
        low, high = symmetric_limits(found, np.sqrt(variance * left_out), factor, kind)
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


def _with_one_unit_more(units: Units, amount: float) -> Units:
    """Add one unit as `with_one_pair_more` does, spread over all pairs of grades it may have."""
    k = units.counts.shape[1]
    pooled = (units.counts / units.counts.sum(1, keepdims=True)).mean(0)
    share = amount / 2 * (np.outer(pooled, pooled) + np.diag(pooled))
    first, second = np.indices((k, k)).reshape(2, -1)
    counts = np.concatenate([units.counts, np.eye(k)[first] + np.eye(k)[second]])
    return Units(units.coded, counts, np.concatenate([units.mass, share.ravel()]))


def _moments(units: Units, weights: Floats) -> Moments:
    """Return the six coefficients and their moments."""
    paired = units.counts.sum(1) >= 2
    five = _five(units, weights)
    alpha = _alpha(units.counts[paired], units.mass[paired], weights)
    return Moments(*(np.append(a, b) for a, b in zip(five, alpha, strict=True)))


def _five(units: Units, weights: Floats) -> Moments:
    """Return all coefficients but alpha, and their moments.

    What each unit adds to observed agreement is taken with the number of units that have two
    grades as given, as Gwet does.
    """
    counts, mass = units.counts, units.mass
    n = mass.sum()
    graded = counts.sum(1)
    paired = graded >= 2
    agreed = (counts * (counts @ weights - 1)).sum(1) / np.where(paired, graded * (graded - 1), 1)
    taken = np.where(paired, n / mass[paired].sum(), 0)
    observed = mass @ (agreed * taken) / n
    used = counts / graded[:, None]
    pooled = mass @ used / n
    scott, same = pooled @ weights @ pooled, pooled @ pooled
    scale = gwet_scale(weights)
    gwet = scale * (1 - same) if 1 - same > NO_ROOM else np.nan
    conger, conger_pulls = _conger_chance(units, weights)
    zeros = np.zeros(mass.size)
    chance = np.array([0.0, conger, scott, gwet, weights.mean()])
    own = mass @ (used * (used @ weights)).sum(1) / n
    alone = np.array(
        [0.0, observed, own, scale * (1 - mass @ (used * used).sum(1) / n), weights.mean()]
    )
    pulls = np.stack(
        [
            zeros,
            conger_pulls,
            2 * (used @ (weights @ pooled) - scott),
            -2 * scale * (used @ pooled - same),
            zeros,
        ]
    )
    room = np.where(1 - chance > NO_ROOM, 1 - chance, np.nan)
    found = (observed - chance) / room
    unit = taken * (agreed - chance[:, None]) - (1 - found)[:, None] * pulls
    return _of_units(
        found, unit / room[:, None] - found[:, None], pulls, alone - chance, room, mass
    )


def _of_units(
    found: Floats, moves: Floats, pulls: Floats, excess: Floats, room: Floats | float, mass: Floats
) -> Moments:
    """Return moments from how each unit moves a coefficient and its chance agreement."""
    n = mass.sum()
    second, third = (moves**2) @ mass / n, (moves**3) @ mass / n
    with np.errstate(divide="ignore", invalid="ignore"):
        skew = third / (second**1.5 * np.sqrt(n))
    bias = ((moves * pulls) @ mass / n - (1 - found) * excess) / (n * room)
    return Moments(found, bias, second / (n - 1), skew)


def _conger_chance(units: Units, weights: Floats) -> tuple[float, Floats]:
    """Return chance agreement of two different raters, and how each unit moves it."""
    coded, n_graded = units.coded, units.coded.shape[0]
    coded = coded[:, (coded >= 0).any(0)]  # a rater who graded nothing has no shares
    r = coded.shape[1]
    added = units.counts[n_graded:] / 2  # of pairs of grades: their shares, whoever the rater
    by_rater = unit_counts(coded.T, weights.shape[0]) + units.mass[n_graded:] @ added
    graded = by_rater.sum(1)
    shares = by_rater / graded[:, None]
    others = (shares.sum(0) - shares) @ weights
    own = (shares * others).sum(1)
    chance = own.sum() / (r * (r - 1))
    pull = (others - own[:, None]) * (units.mass.sum() / graded)[:, None]
    seen = coded >= 0
    moves = np.where(seen, pull[np.arange(r), np.where(seen, coded, 0)], 0).sum(1)
    return float(chance), 2 / (r * (r - 1)) * np.append(moves, added @ pull.sum(0))


def _alpha(counts: Floats, mass: Floats, weights: Floats) -> Moments:
    """Return Krippendorff's alpha with fixed weights, and its moments over units.

    Units weigh by their number of grades; the small-sample correction moves the estimate, not the
    variance, and takes part of the bias away.
    """
    n = mass.sum()
    graded = counts.sum(1)
    mean = mass @ graded / n
    agreed = (counts * (counts @ weights - 1)).sum(1) / (mean * (graded - 1))
    observed = mass @ agreed / n
    pooled = mass @ counts / (n * mean)
    chance = pooled @ weights @ pooled
    room = 1 - chance if 1 - chance > NO_ROOM else np.nan
    small = 1 / (n * mean)
    plain = (observed - chance) / room
    excess = (graded - mean) / mean
    pulls = 2 * (counts @ (weights @ pooled) / mean - chance * (1 + excess))
    unit = (agreed - observed * excess - chance - (1 - plain) * pulls) / room
    own = mass @ ((counts * (counts @ weights)).sum(1) / (graded * mean)) / n
    of_pi = _of_units(plain, unit - plain, pulls, own - chance, room, mass)
    corrected = small * (1 - plain)
    return of_pi._replace(found=plain + corrected, bias=of_pi.bias + corrected)
