"""Do two raters use the grades alike? Tests of a square table's margins."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement.significance import HypothesisTest, chi_squared, standard_normal
from qaanalysis.stats.agreement.tables import checked_table

Floats = NDArray[np.float64]

NOTHING_DIFFERS = "no pair differs"
ONE_WAY = "every pair differs in one and the same way, which leaves no variance"


def stuart_maxwell(table: ArrayLike) -> HypothesisTest:
    """Return Stuart and Maxwell's test: that both raters use each grade equally often.

    Parameters
    ----------
    table : array of counts, shape (k, k)
        Rows the first rater's grades, columns the second's; pairs with a missing grade left out.

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
    d'V⁻d with d the differences of the margins, `V_ii = n_i. + n_.i − 2n_ii` and
    `V_ij = −(n_ij + n_ji)`. V is the Laplacian of the graph whose edges are the differing pairs, so
    its rank, the degrees of freedom, is k less the number of the graph's components: k − 1 unless
    some grades are never mistaken for others. A grade with equal margins stays in.

    References
    ----------
    Stuart, A. (1955). A test for homogeneity of the marginal distributions in a two-way
    classification. *Biometrika* 42, 412–416.
    Maxwell, A. E. (1970). Comparing the classification of subjects by two independent judges.
    *British Journal of Psychiatry* 116, 651–655.

    Examples
    --------
    >>> vision = [[1520, 266, 124, 66], [234, 1512, 432, 78],
    ...           [117, 362, 1772, 205], [36, 82, 179, 492]]
    >>> found = stuart_maxwell(vision)
    >>> round(found.statistic, 2), found.df
    (11.96, 3)
    """
    counts = checked_table(table)
    statistic, df = _margins(counts)
    return chi_squared(statistic, df) if df else HypothesisTest.undefined(NOTHING_DIFFERS)


def bhapkar(table: ArrayLike) -> HypothesisTest:
    """Return Bhapkar's test of equal margins: Stuart and Maxwell's, with more power.

    Parameters
    ----------
    table : array of counts, shape (k, k)
        Rows the first rater's grades, columns the second's; pairs with a missing grade left out.

    Returns
    -------
    HypothesisTest
        Chi-squared; undefined where no pair differs, or where the differences have no variance
        (every pair differs in one and the same way).

    Raises
    ------
    StatisticsError
        If the table isn't square and of whole counts.

    Notes
    -----
    d'(V − dd'/n)⁻d = S / (1 − S/n) with S Stuart and Maxwell's statistic: its variance isn't
    taken under the hypothesis.

    References
    ----------
    Bhapkar, V. P. (1966). A note on the equivalence of two test criteria for hypotheses in
    categorical data. *JASA* 61, 228–235.

    Examples
    --------
    >>> vision = [[1520, 266, 124, 66], [234, 1512, 432, 78],
    ...           [117, 362, 1772, 205], [36, 82, 179, 492]]
    >>> round(bhapkar(vision).statistic, 2)
    11.98
    """
    counts = checked_table(table)
    stuart, df = _margins(counts)
    if not df:
        return HypothesisTest.undefined(NOTHING_DIFFERS)
    left = 1 - stuart / counts.sum()
    if left < 1e-12:
        return HypothesisTest.undefined(ONE_WAY)
    return chi_squared(stuart / left, df)


def _margins(counts: Floats) -> tuple[float, int]:
    """Return Stuart and Maxwell's statistic and its degrees of freedom."""
    differing = counts + counts.T
    np.fill_diagonal(differing, 0)
    difference = counts.sum(1) - counts.sum(0)
    laplacian = np.diag(differing.sum(1)) - differing
    # One grade of each part is told by the others: without it the matrix can be inverted.
    kept = np.flatnonzero(_first_of_part(differing > 0) != np.arange(counts.shape[0]))
    if not kept.size:
        return float("nan"), 0
    solved = np.linalg.solve(laplacian[np.ix_(kept, kept)], difference[kept])
    return float(difference[kept] @ solved), kept.size


def _first_of_part(linked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return for each grade the first that it is linked to, directly or through others."""
    reach = linked | np.eye(linked.shape[0], dtype=bool)
    for _ in range(linked.shape[0].bit_length()):
        reach = reach @ reach
    return reach.argmax(1)


def mean_shift(table: ArrayLike, *, scores: ArrayLike | None = None) -> HypothesisTest:
    """Return the test of equal mean grade: that neither rater grades higher on average.

    Parameters
    ----------
    table : array of counts, shape (k, k)
        Rows the first rater's grades, columns the second's; pairs with a missing grade left out.
    scores : array, shape (k,), optional
        What each grade counts; 0 … k−1 unless given.

    Returns
    -------
    HypothesisTest
        Normal z, positive where the first rater's grades are higher; undefined where no pair
        differs in score.

    Raises
    ------
    StatisticsError
        If the table isn't square and of whole counts, or scores don't fit it.

    Notes
    -----
    z = Σ (s_i − s_j) n_ij / √Σ (s_i − s_j)² n_ij: one degree of freedom spent on the order of
    the grades, where Stuart and Maxwell's test spends k − 1 on any difference.

    References
    ----------
    Agresti, A. (2013). *Categorical Data Analysis*, 3rd ed., §11.3.
    Hothorn, T., Hornik, K., van de Wiel, M. A. and Zeileis, A. (2006). A Lego system for
    conditional inference. *American Statistician* 60, 257–263.

    Examples
    --------
    >>> vision = [[1520, 266, 124, 66], [234, 1512, 432, 78],
    ...           [117, 362, 1772, 205], [36, 82, 179, 492]]
    >>> round(mean_shift(vision).statistic, 2)
    -3.46
    """
    counts = checked_table(table)
    k = counts.shape[0]
    given = np.arange(float(k)) if scores is None else np.asarray(scores, dtype=float)
    if given.shape != (k,) or not np.isfinite(given).all():
        raise StatisticsError(f"scores: found shape {given.shape}; needed: {k} numbers")
    apart = given[:, None] - given
    spread = (apart**2 * counts).sum()
    if spread == 0:
        return HypothesisTest.undefined(NOTHING_DIFFERS)
    return standard_normal((apart * counts).sum() / np.sqrt(spread))
