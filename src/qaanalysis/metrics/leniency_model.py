"""The model of auditors' differences: variances, shrunk means, and limits of what chance does.

See `leniency.differences` for formulas and sources.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.stats.agreement.intervals import quantile

# What a funnel's limits are called, and the share of alike auditors they hold at least.
FUNNEL = {("lower", "upper"): 0.998, ("lower_95", "upper_95"): 0.95}
ABOVE, SHRUNK = "steps_above", "shrunk_steps_above"


def variances(above: pd.Series, n: pd.Series, means: pd.Series) -> tuple[float, float]:
    """Return the variance within auditors (NaN if each has one pair) and that between them."""
    total, groups = int(n.sum()), len(n)
    if total == groups:
        return float("nan"), float("nan")
    inside = float((above**2).sum() - (n * means**2).sum()) / (total - groups)
    apart = float((n * (means - above.mean()) ** 2).sum()) / (groups - 1)
    size = (total - float((n**2).sum()) / total) / (groups - 1)
    within = max(inside, 0.0) if inside > 1e-12 else 0.0
    return within, max(0.0, (apart - within) / size)


def shrunk_means(
    n: pd.Series, means: pd.Series, within: float, between: float, confidence: float
) -> pd.DataFrame:
    """Return each auditor's mean, and the mean shrunk towards what all auditors have in common."""
    chance = (within if within > 0 else float("nan")) / n
    kept = between / (between + chance)
    precision = 1 / (between + chance)
    weight = precision.sum(min_count=1)
    centre = (precision * means).sum(min_count=1) / weight
    shrunk = centre + kept * (means - centre)
    error = np.sqrt(kept * chance + (1 - kept) ** 2 / weight)
    reach = float(quantile(confidence, 1.0, "normal")) * error
    return pd.DataFrame(
        {
            "moderated": n,
            ABOVE: means,
            SHRUNK: shrunk,
            f"{SHRUNK}_low": shrunk - reach,
            f"{SHRUNK}_high": shrunk + reach,
        }
    )


def funnel_limits(above: NDArray[np.int64], sizes: range) -> pd.DataFrame:
    """Return the limits of the mean of as many steps as each size, drawn from all of them.

    Returns
    -------
    DataFrame
        Indexed by moderated, each of the sizes: lower and upper, which 99.8% of auditors like all
        others lie within, and lower_95 and upper_95. Steps are whole, so at least as many do.
    """
    least = int(above.min())
    one = np.bincount(above - least) / above.size
    tails = [(1 - held) / 2 for held in FUNNEL.values()]
    rows = []
    law = np.ones(1)
    for n in range(1, sizes.stop):
        law = np.convolve(law, one)
        if n in sizes:
            below, beyond = np.cumsum(law), np.cumsum(law[::-1])
            low = np.searchsorted(below, tails, side="right")
            high = law.size - 1 - np.searchsorted(beyond, tails, side="right")
            rows.append((np.column_stack([low, high]).ravel() + n * least) / n)
    index = pd.Index(list(sizes), name="moderated", dtype=int)
    columns = [name for ends in FUNNEL for name in ends]
    return pd.DataFrame(rows, index=index, columns=columns, dtype=float)
