"""Two older answers for several raters: Light's mean kappa and Fleiss's test of chance."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement.coefficients import estimates
from qaanalysis.stats.agreement.intervals import without_limits
from qaanalysis.stats.agreement.significance import HypothesisTest, standard_normal
from qaanalysis.stats.agreement.tables import (
    checked_ratings,
    codes,
    declared_scale,
    pair_table,
    unit_counts,
)
from qaanalysis.stats.agreement.weights import weight_matrix
from qaanalysis.stats.interval import Interval

NO_INTERVAL = "Light's kappa has no analytic interval; conger_kappa of from_ratings has"
UNEQUAL = "units have different numbers of grades, or fewer than two"
ONE_GRADE = "all raters used one grade only"


def light_kappa(
    ratings: ArrayLike, *, categories: int | Sequence[float], weights: str | ArrayLike = "quadratic"
) -> Interval:
    """Return Light's kappa: the mean of Cohen's kappa over all pairs of raters.

    Parameters
    ----------
    ratings : array of codes, shape (units, raters)
        NaN where a rater didn't grade a unit; each pair of raters is compared on the units both
        graded.
    categories : int or sequence of codes
        The declared scale in its order; k stands for codes 0 … k−1.
    weights : {"quadratic", "linear", "ordinal", "unweighted"} or array, shape (k, k)
        Credit for near grades; see `weight_matrix`.

    Returns
    -------
    Interval
        The estimate alone; NaN, with the reason, if it is undefined for some pair of raters.

    Raises
    ------
    StatisticsError
        If a code isn't of the declared scale.

    Notes
    -----
    With the same units graded by all, it lies near Conger's kappa, which averages agreement and
    chance before dividing.

    References
    ----------
    Light, R. J. (1971). Measures of response agreement for qualitative data. *Psychological
    Bulletin* 76, 365–377.

    Examples
    --------
    >>> grades = [[0, 0, 0], [1, 1, 0], [2, 2, 2], [1, 2, 1], [2, 2, 1]]
    >>> round(light_kappa(grades, categories=3).estimate, 3)
    0.714
    """
    array, scale = checked_ratings(ratings), declared_scale(categories)
    matrix = weight_matrix(scale.size, weights)
    tables = np.stack(
        [pair_table(array[:, list(two)], scale) for two in combinations(range(array.shape[1]), 2)]
    )
    mean = float(estimates(tables, matrix)[1].mean())
    if np.isnan(mean):
        return Interval.undefined("some pair of raters used one grade only, or shares no unit")
    return without_limits(mean, NO_INTERVAL, 0.95)


def fleiss_test(ratings: ArrayLike, *, categories: int | Sequence[float]) -> HypothesisTest:
    """Return Fleiss's test that several raters agree no more than by chance.

    Parameters
    ----------
    ratings : array of codes, shape (units, raters)
        Every unit with the same number of grades; NaN beside them is allowed, as raters may
        differ from unit to unit.
    categories : int or sequence of codes
        The declared scale in its order; k stands for codes 0 … k−1.

    Returns
    -------
    HypothesisTest
        z = unweighted Fleiss kappa over its standard error under chance. NaN, with the reason,
        where one grade only was used or units have different numbers of grades. It says whether
        there is any agreement, never how much.

    Raises
    ------
    StatisticsError
        If a code isn't of the declared scale.

    Notes
    -----
    var₀ = 2 [S² − Σ p_j q_j (q_j − p_j)] / (n r (r − 1) S²), S = Σ p_j q_j, q = 1 − p.

    References
    ----------
    Fleiss, J. L., Nee, J. C. M. and Landis, J. R. (1979). Large sample variance of kappa in the
    case of different sets of raters. *Psychological Bulletin* 86, 974–977.

    Examples
    --------
    >>> grades = [[0, 0, 0], [1, 1, 0], [2, 2, 2], [1, 2, 1], [2, 2, 1]]
    >>> round(fleiss_test(grades, categories=3).statistic, 2)
    2.13
    """
    scale = declared_scale(categories)
    coded = codes(checked_ratings(ratings), scale)
    counts = unit_counts(coded[(coded >= 0).any(1)], scale.size)
    n = counts.shape[0]
    if not n:
        raise StatisticsError("ratings: no unit has a grade")
    r = counts[0].sum()
    if r < 2 or (counts.sum(1) != r).any():
        return HypothesisTest.undefined(UNEQUAL)
    share = counts.mean(0) / r
    spread = (share * (1 - share)).sum()
    if spread < 1e-12:
        return HypothesisTest.undefined(ONE_GRADE)
    observed = ((counts * (counts - 1)).sum(1) / (r * (r - 1))).mean()
    kappa = (observed - (share**2).sum()) / spread
    skew = (share * (1 - share) * (1 - 2 * share)).sum()
    variance = 2 * (spread**2 - skew) / (n * r * (r - 1) * spread**2)
    return standard_normal(kappa / np.sqrt(variance))
