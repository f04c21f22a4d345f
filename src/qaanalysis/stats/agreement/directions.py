"""Which way raters differ: how many grades the second rater lowered, kept and raised."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from qaanalysis.stats.agreement.tables import checked_table
from qaanalysis.stats.interval import Interval
from qaanalysis.stats.proportion import wilson

NO_PAIRS = "no pairs"
NOTHING_DIFFERS = "no pair differs"


@dataclass(frozen=True)
class Direction:
    """Shares of pairs in which the second rater's grade is lower, the same, or higher.

    Parameters
    ----------
    n, n_lower, n_same, n_higher : int
        Pairs, and how many of each.
    lower, same, higher : Interval
        Shares of the pairs, 0–1, with Wilson intervals.
    p_value : float
        Exact two-sided sign test that lower and higher are equally likely where grades differ.
    reason : str
        Why there is no p-value; empty if there is one.

    Examples
    --------
    >>> direction([[4, 0], [3, 2]]).n_lower
    3
    """

    n: int
    n_lower: int
    n_same: int
    n_higher: int
    lower: Interval
    same: Interval
    higher: Interval
    p_value: float
    reason: str = field(default="")

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{name}</th><td>{count} of {self.n}</td>'
            f"<td>{share.estimate:.1%} ({share.low:.1%} to {share.high:.1%})</td></tr>"
            for name, count, share in (
                ("lower", self.n_lower, self.lower),
                ("same", self.n_same, self.same),
                ("higher", self.n_higher, self.higher),
            )
        )
        test = self.reason or f"sign test p = {self.p_value:.3g}"
        return f"<table><caption>Second grade; {test}</caption><tbody>{rows}</tbody></table>"


def direction(table: ArrayLike, *, confidence: float = 0.95) -> Direction:
    """Return how often the second rater grades lower, the same and higher than the first.

    Parameters
    ----------
    table : array of counts, shape (k, k)
        Rows the first rater's grades (auditor), columns the second's (moderator), both from the
        worst grade to the best; the other way round, read lower as higher. Pairs with a missing
        grade left out.
    confidence : float
        Coverage of the Wilson intervals aimed at, 0–1.

    Returns
    -------
    Direction
        The p-value is NaN, with the reason, where no pair differs; without pairs the shares are
        too.

    Raises
    ------
    StatisticsError
        If the table isn't square and of whole counts.

    Notes
    -----
    Sign test: with m differing pairs, of which x the rarer way, p = min(1, 2 P(X ≤ x)) for
    X ~ Binomial(m, ½). Wilson's interval inverts the score test of one share.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    *JASA* 22, 209–212.
    Dixon, W. J. and Mood, A. M. (1946). The statistical sign test. *JASA* 41, 557–566.

    Examples
    --------
    >>> found = direction([[10, 0, 0], [22, 12, 0], [0, 9, 7]])
    >>> found.n_lower, round(found.lower.estimate, 3), found.p_value < 1e-8
    (31, 0.517, True)
    """
    counts = checked_table(table)
    n_lower, n_higher = int(np.tril(counts, -1).sum()), int(np.triu(counts, 1).sum())
    n = int(counts.sum())
    n_same = n - n_lower - n_higher
    lower, same, higher = (
        wilson(part, n, confidence=confidence) for part in (n_lower, n_same, n_higher)
    )
    p_value, reason = float("nan"), NO_PAIRS if not n else NOTHING_DIFFERS
    if n_lower + n_higher:
        rarer = min(n_lower, n_higher)
        p_value = min(1.0, 2 * float(special.bdtr(rarer, n_lower + n_higher, 0.5)))
        reason = ""
    return Direction(n, n_lower, n_same, n_higher, lower, same, higher, p_value, reason)
