"""The six coefficients and their variances, from any stack of k×k tables at once.

Every coefficient but percent agreement has the one form (observed − chance) / (1 − chance);
they differ in what they call chance. Arrays of results have the six coefficients of `NAMES`
along their first axis and the stack's own axes after it.
"""

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
    """Return chance agreement by each coefficient's definition; alpha's is Scott's."""
    k = weights.shape[0]
    pooled = (rows + cols) / 2
    scott = ((pooled @ weights) * pooled).sum(-1)
    return np.stack(
        [
            np.zeros_like(scott),
            ((rows @ weights) * cols).sum(-1),
            scott,
            weights.sum() / (k * (k - 1)) * (1 - (pooled * pooled).sum(-1)),
            np.full_like(scott, weights.mean()),
            scott,
        ]
    )


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
    k = weights.shape[0]
    pooled = (rows + cols) / 2
    scott = pooled @ weights
    gwet = weights.sum() / (k * (k - 1)) * (0.5 - pooled)
    nothing = np.zeros_like(rows)
    by_row = np.stack([nothing, cols @ weights, scott, gwet, nothing])
    by_col = np.stack([nothing, rows @ weights, scott, gwet, nothing])
    return by_row, by_col


def linearised(tables: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return estimates and their large-sample variances, (6, …) each.

    The delta method: a pair in cell (i, j) moves the coefficient c by
    (w_ij − (1 − c)(∂chance/∂row_i + ∂chance/∂col_j)) / (1 − chance), and the variance of that over
    the cells, divided by n, is the coefficient's. For kappa this is the formula of Fleiss, Cohen
    and Everitt (1969), for the others Gwet's (2008, 2014). Alpha takes Scott's variance.
    """
    n = tables.sum((-2, -1))
    shares = tables / n[..., None, None]
    rows, cols = shares.sum(-1), shares.sum(-2)
    chance = _chance(rows, cols, weights)
    found = _ratio(_observed(shares, n, weights), chance)
    by_row, by_col = _chance_slopes(rows, cols, weights)
    falls_short = (1 - found[:5])[..., None, None]
    moves = weights - falls_short * (by_row[..., :, None] + by_col[..., None, :])
    mean = (shares * moves).sum((-2, -1))
    spread = (shares * (moves - mean[..., None, None]) ** 2).sum((-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = spread / (n * (1 - chance[:5]) ** 2)
    return found, np.concatenate([variance, variance[2:3]])
