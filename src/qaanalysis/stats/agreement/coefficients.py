"""The six coefficients and their variances, from any stack of k×k tables at once.

Every coefficient but percent agreement has the one form (observed − chance) / (1 − chance);
they differ in what they call chance. Arrays of results have the six coefficients of `NAMES`
along their first axis and the stack's own axes after it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NAMES = (
    "percent_agreement",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac",
    "brennan_prediger",
    "krippendorff_alpha",
)

# Closer to 1 than this, chance agreement is 1 but for rounding: no table of fewer than 10^10
# pairs comes nearer otherwise.
NO_ROOM = 1e-12


def _chance(rows: Floats, cols: Floats, weights: Floats) -> Floats:
    """Return chance agreement by each coefficient's definition; alpha's is Scott's.

    Gwet's rests, as kappa's does, on how often grades are used: where one only is, there is nothing
    that it could be told from (his formula gives 0, and so a coefficient of 1 whatever was graded).
    """
    pooled = (rows + cols) / 2
    scott = ((pooled @ weights) * pooled).sum(-1)
    mixed = 1 - (pooled * pooled).sum(-1)
    return np.stack(
        [
            np.zeros_like(scott),
            ((rows @ weights) * cols).sum(-1),
            scott,
            np.where(mixed > NO_ROOM, gwet_scale(weights) * mixed, np.nan),
            np.full_like(scott, weights.mean()),
            scott,
        ]
    )


def gwet_scale(weights: Floats) -> float:
    """Return what Gwet's Σ π(1 − π) is multiplied by."""
    k = weights.shape[0]
    return float(weights.sum() / (k * (k - 1)))


def _observed(shares: Floats, n: Floats, weights: Floats) -> Floats:
    agreed = np.einsum("...ij,ij->...", shares, weights)
    observed = np.stack([agreed] * 6)
    # Krippendorff's correction for a grade not being paired with itself.
    observed[5] += (1 - agreed) / (2 * n)
    return observed


def _ratio(observed: Floats, chance: Floats) -> Floats:
    room = 1 - chance
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(room > NO_ROOM, (observed - chance) / room, np.nan)


def estimates(tables: Floats, weights: Floats) -> Floats:
    """Return the coefficients of each table, shape (6, …); NaN where chance agreement is 1."""
    n = tables.sum((-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = tables / n[..., None, None]
        chance = _chance(shares.sum(-1), shares.sum(-2), weights)
        return _ratio(_observed(shares, n, weights), chance)


def _chance_slopes(rows: Floats, cols: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the derivatives of chance agreement by row and by column share, (5, …, k) each."""
    pooled = (rows + cols) / 2
    scott = pooled @ weights
    gwet = gwet_scale(weights) * (0.5 - pooled)
    nothing = np.zeros_like(rows)
    by_row = np.stack([nothing, cols @ weights, scott, gwet, nothing])
    by_col = np.stack([nothing, rows @ weights, scott, gwet, nothing])
    return by_row, by_col


class Influence(NamedTuple):
    """What a pair in each cell does to the first five coefficients, in large samples.

    Alpha is moved as Scott's pi is.
    """

    found: Floats  # the six coefficients, (6, …)
    shares: Floats  # of the cells, (…, k, k)
    chance: Floats  # agreement by chance, (5, …)
    moves: Floats  # of the coefficient, less their mean over the cells, (5, …, k, k)
    pulls: Floats  # of chance agreement, likewise


def influence(tables: Floats, weights: Floats) -> Influence:
    """Return how each cell's pairs move the coefficients of each table.

    The delta method: a pair in cell (i, j) moves the coefficient c by
    (w_ij − (1 − c)(∂chance/∂row_i + ∂chance/∂col_j)) / (1 − chance).
    """
    n = tables.sum((-2, -1))
    shares = tables / n[..., None, None]
    rows, cols = shares.sum(-1), shares.sum(-2)
    chance = _chance(rows, cols, weights)
    found = _ratio(_observed(shares, n, weights), chance)
    by_row, by_col = _chance_slopes(rows, cols, weights)
    pulls = by_row[..., :, None] + by_col[..., None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        moves = (weights - (1 - found[:5])[..., None, None] * pulls) / (1 - chance[:5])[
            ..., None, None
        ]
    return Influence(found, shares, chance[:5], _centred(moves, shares), _centred(pulls, shares))


def _centred(values: Floats, shares: Floats) -> Floats:
    return values - (shares * values).sum((-2, -1))[..., None, None]


def linearised(tables: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return estimates and their large-sample variances, (6, …) each.

    The variance of `influence` over the cells, divided by n. For kappa this is the formula of
    Fleiss, Cohen and Everitt (1969), for the others Gwet's (2008, 2014). Alpha takes Scott's
    variance.
    """
    one = influence(tables, weights)
    variance = (one.shares * one.moves**2).sum((-2, -1)) / tables.sum((-2, -1))
    return one.found, np.concatenate([variance, variance[2:3]])
