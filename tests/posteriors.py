"""Draws from the posterior of what moderators grade, by brute force and by scipy."""

import numpy as np
from scipy import stats

WORTHS = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1]


def worths(cross, size, rng):
    """Draw what the prior is worth: as probable as it is large, times what it gives the table."""
    k, columns = len(cross), np.asarray(cross, dtype=int).T
    given = [
        worth * np.prod([_chance(column, worth / k) for column in columns]) for worth in WORTHS
    ]
    given = np.array(given)
    return rng.choice(WORTHS, size, p=given / given.sum())


def _chance(column, worth):
    return stats.dirichlet_multinomial(np.full(column.size, worth), column.sum()).pmf(column)


def shares(seen, worth, rng):
    """Draw one auditor's grade's shares of the moderators' grades, one row for each worth."""
    gammas = rng.gamma(np.asarray(seen) + worth[:, None] / len(seen))
    return gammas / gammas.sum(1, keepdims=True)
