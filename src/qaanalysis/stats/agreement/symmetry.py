"""Bowker's test of a square table's symmetry."""

import numpy as np
from numpy.typing import ArrayLike

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement.significance import HypothesisTest, chi_squared
from qaanalysis.stats.agreement.tables import checked_table

NOTHING_DIFFERS = "no pair differs"


def bowker(table: ArrayLike, *, empty_pairs: str = "drop") -> HypothesisTest:
    """Return Bowker's test of symmetry: that each change of grade goes both ways alike.

    Parameters
    ----------
    table : array of counts, shape (k, k)
        Rows the first rater's grades, columns the second's; pairs with a missing grade left out.
    empty_pairs : {"drop", "count"}
        Degrees of freedom: "drop" counts only the pairs of grades (i, j) that some unit lies in,
        as an empty pair adds nothing to the statistic; "count" all k(k − 1)/2 of them.

    Returns
    -------
    HypothesisTest
        Chi-squared; undefined where no pair differs.

    Raises
    ------
    StatisticsError
        If the table isn't square and of whole counts.

    Notes
    -----
    Σ_{i<j} (n_ij − n_ji)² / (n_ij + n_ji). For a 2×2 table it is McNemar's without correction.

    References
    ----------
    Bowker, A. H. (1948). A test for symmetry in contingency tables. *JASA* 43, 572–574.
    Hoenig, J. M., Morgan, M. J. and Brown, C. A. (1995). Analysing differences between two age
    determination methods by tests of symmetry. *Canadian Journal of Fisheries and Aquatic
    Sciences* 52, 364–368 (empty pairs).

    Examples
    --------
    >>> bowker([[13, 0, 0], [0, 20, 7], [0, 4, 56]]).df
    1
    >>> bowker([[5, 0], [0, 5]]).reason
    'no pair differs'
    """
    if empty_pairs not in ("drop", "count"):
        raise StatisticsError(f"empty_pairs: found {empty_pairs!r}; allowed: drop, count")
    counts = checked_table(table)
    upper = np.triu_indices(counts.shape[0], 1)
    there, back = counts[upper], counts.T[upper]
    filled = there + back > 0
    if not filled.any():
        return HypothesisTest.undefined(NOTHING_DIFFERS)
    there, back = there[filled], back[filled]
    df = int(filled.sum()) if empty_pairs == "drop" else filled.size
    return chi_squared(((there - back) ** 2 / (there + back)).sum(), df)
