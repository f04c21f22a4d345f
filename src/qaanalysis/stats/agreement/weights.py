"""How much credit a pair of grades gets for being near: the weight matrices."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError

KINDS = ("unweighted", "linear", "quadratic", "ordinal")


def weight_matrix(n_categories: int, kind: str | ArrayLike = "quadratic") -> NDArray[np.float64]:
    """Return the agreement weights of a declared scale.

    Parameters
    ----------
    n_categories : int
        Number of grades on the declared scale, used or not; at least 2.
    kind : {"unweighted", "linear", "quadratic", "ordinal"} or array, shape (k, k)
        A named kind, or the weights themselves: symmetric, 1 on the diagonal, 0–1 elsewhere.
        Disagreement weights v become agreement weights as ``1 - v / v.max()``.

    Returns
    -------
    array, shape (k, k)
        1 for the same grade, less the further apart.

    Raises
    ------
    StatisticsError
        For an unknown name or a matrix that isn't one of agreement weights.

    Notes
    -----
    With grades at positions 0 … k−1 and d the distance of two grades: linear 1 − d/(k−1),
    quadratic 1 − d²/(k−1)², ordinal 1 − C(d+1, 2)/C(k, 2). Positions, never labels, are
    compared, so an unused grade changes no weight. Missing values don't occur here.

    References
    ----------
    Cohen, J. (1968). Weighted kappa. *Psychological Bulletin* 70, 213–220.
    Gwet, K. L. (2014). *Handbook of Inter-Rater Reliability*, 4th ed., ch. 3.

    Examples
    --------
    >>> weight_matrix(3, "linear")
    array([[1. , 0.5, 0. ],
           [0.5, 1. , 0.5],
           [0. , 0.5, 1. ]])
    """
    if n_categories < 2:
        raise StatisticsError(f"a scale needs at least 2 grades, found {n_categories}")
    if not isinstance(kind, str):
        return _own_weights(np.asarray(kind, dtype=float), n_categories)
    position = np.arange(n_categories, dtype=float)
    distance = np.abs(position[:, None] - position)
    furthest = n_categories - 1
    if kind == "quadratic":
        return 1 - (distance / furthest) ** 2
    if kind == "linear":
        return 1 - distance / furthest
    if kind == "ordinal":
        return 1 - distance * (distance + 1) / (furthest * (furthest + 1))
    if kind == "unweighted":
        return np.eye(n_categories)
    raise StatisticsError(f"weights: found {kind!r}; allowed: {', '.join(KINDS)} or a k×k array")


def _own_weights(matrix: NDArray[np.float64], n_categories: int) -> NDArray[np.float64]:
    if matrix.shape != (n_categories, n_categories):
        raise StatisticsError(
            f"weights: found shape {matrix.shape}; {n_categories} grades need "
            f"({n_categories}, {n_categories})"
        )
    sound = (
        bool(np.all(matrix == matrix.T))
        and bool(np.all(np.diagonal(matrix) == 1))
        and 0 <= matrix.min() < matrix.max() <= 1
    )
    if not sound:
        raise StatisticsError(
            "weights: must be symmetric, 1 on the diagonal and 0–1 elsewhere, not all 1; turn "
            "disagreement weights v into agreement weights with 1 - v / v.max()"
        )
    return matrix
