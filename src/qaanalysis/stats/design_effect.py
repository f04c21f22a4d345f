"""By how much a design widens a margin of error, against a simple draw of as many cases."""

from collections.abc import Sequence

import numpy as np

from qaanalysis.errors import StatisticsError


def of_clusters(sizes: Sequence[float], *, likeness: float) -> float:
    """Return the design effect of drawing whole families.

    Parameters
    ----------
    sizes : sequence of float, one for each family
        How many cases each has, 1 or more.
    likeness : float
        Intraclass correlation, 0–1: how alike cases of one family are.

    Returns
    -------
    float
        1 + (m − 1)ρ, with m the number of cases in the family of an average case, Σm²/Σm, which
        allows for families of unlike sizes. A margin of error is the root of it times as wide.

    Raises
    ------
    StatisticsError
        If there is no family, one has fewer than 1 case, or the likeness isn't in 0–1.

    References
    ----------
    Kish L (1965). *Survey Sampling*, Wiley, section 5.4.
    Eldridge SM, Ashby D, Kerry S (2006). Sample size for cluster randomized trials: effect of
    coefficient of variation of cluster size. International Journal of Epidemiology 35:1292–1300.

    Examples
    --------
    >>> of_clusters([1, 3], likeness=0.5)
    1.75
    """
    found = np.asarray(sizes, dtype=float)
    if not found.size or not (found >= 1).all() or not 0 <= likeness <= 1:
        given = f"{found.size} families, likeness {likeness}"
        raise StatisticsError(f"found {given}; allowed: 1 or more with 1 case or more, and 0 to 1")
    return float(1 + ((found**2).sum() / found.sum() - 1) * likeness)


def of_weights(weights: Sequence[float]) -> float:
    """Return the design effect of weights that aren't all alike.

    Parameters
    ----------
    weights : sequence of float, one for each case
        Over 0.

    Returns
    -------
    float
        nΣw²/(Σw)², 1 or more: what unequal weights cost where they have nothing to do with what
        is asked. Where strata differ in it, the draw is better than this says.

    Raises
    ------
    StatisticsError
        If there is no weight, or one isn't over 0.

    References
    ----------
    Kish L (1965). *Survey Sampling*, Wiley, section 11.7.

    Examples
    --------
    >>> of_weights([1, 1, 1]), of_weights([1, 3])
    (1.0, 1.25)
    """
    found = np.asarray(weights, dtype=float)
    if not found.size or not (found > 0).all():
        raise StatisticsError("weights: found none, or one that isn't over 0; needed: all over 0")
    return float(found.size * (found**2).sum() / found.sum() ** 2)
