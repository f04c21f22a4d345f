"""The corrected shares, from the table of moderated audits."""

import numpy as np
from numpy.typing import ArrayLike

from qaanalysis.stats.double_sampling.estimate import (
    INTERVALS,
    checked_options,
    estimate,
    share_interval,
)
from qaanalysis.stats.double_sampling.limits import bayes_limits
from qaanalysis.stats.double_sampling.result import CorrectedShares
from qaanalysis.stats.double_sampling.strata import (
    checked_counts,
    checked_sizes,
    joined,
    joins,
    sums,
    thin_strata,
)


def corrected_shares(
    cross: ArrayLike,
    phase1: ArrayLike,
    *,
    method: str = "census",
    interval: str = "bayes",
    confidence: float = 0.95,
    unmoderated: str = "refuse",
) -> CorrectedShares:
    """Return the shares of grades had every audit been moderated.

    Parameters
    ----------
    cross : array of counts, shape (k, j)
        The moderated audits: rows the moderator's grades, columns the auditor's. Columns may be
        finer (auditor's grade by area) and rows coarser (Good or better, or not): each column is
        a stratum whose moderated audits speak for the rest of it.
    phase1 : array of counts, shape (j,)
        All audits by auditor's grade, the moderated among them.
    method : {"census", "two_phase"}
        "census": what these very audits would show; uncertain only for the unmoderated.
        "two_phase": the audits are themselves a sample of practice, so both phases count.
    interval : {"bayes", "logit", "wald"}
        "bayes" keeps its coverage for rare grades and few audits, "logit" from about a tenth
        upwards; "wald" falls short there.
    confidence : float
        Coverage aimed at, 0–1.
    unmoderated : {"refuse", "pool"}
        What to do with an auditor's grade of which nobody was moderated: refuse to estimate, or
        join it to the nearest that has at least two moderated (of two equally near, the one with
        more; then the first), as if moderators moved both alike. "pool" also joins grades with
        one moderated audit, which tell no variance. What was joined is in the result.

    Returns
    -------
    CorrectedShares
        Missing values don't occur in counts: an audit without the auditor's grade isn't one of
        `phase1`.

    Raises
    ------
    StatisticsError
        If counts aren't whole, don't fit, or a grade was never moderated and is to be refused.

    Notes
    -----
    Moderation must be random within each column; if it wasn't, see `weighted_shares`, and if
    nothing is known of how audits were chosen no correction is sound. With n_ij moderated audits,
    `θ_ij = n_ij/n_.j` and w_j = X_j/N: p_i = Σ_j w_j θ_ij. Census:
    V = Σ_j w_j² (1 − n_j/X_j)(diag θ_j − θ_jθ_j')/(n_j − 1). Two phases:
    V = Σ_j w_j² (diag θ_j − θ_jθ_j')/n_j + (Σ_j w_j θ_jθ_j' − pp')/N. "bayes" takes in each
    column a Dirichlet prior, spread evenly, whose worth in audits is learnt from the table, and a
    beta distribution with the posterior's moments.

    References
    ----------
    Tenenbein, A. (1970). A double sampling scheme for estimating from binomial data with
    misclassifications. *JASA* 65, 1350–1361.
    Tenenbein, A. (1972). A double sampling scheme for estimating from misclassified multinomial
    data. *Technometrics* 14, 187–202.
    Cochran, W. G. (1977). *Sampling Techniques*, 3rd ed., ch. 5A and 12.
    Ericson, W. A. (1969). Subjective Bayesian models in sampling finite populations. *JRSS B* 31,
    195–233.

    Examples
    --------
    >>> moderated = [[8, 3, 0, 0], [2, 26, 6, 0], [0, 7, 27, 4], [0, 0, 3, 10]]
    >>> found = corrected_shares(moderated, [36, 150, 164, 50])
    >>> found.shares.estimate.round(3).tolist()
    [0.103, 0.357, 0.416, 0.123]
    """
    checked_options(method, interval, confidence, INTERVALS)
    counts = checked_counts("cross", cross, 2)
    audits = checked_counts("phase1", phase1, 1)
    moderated = counts.sum(0)
    checked_sizes(moderated, audits)
    into = joined(moderated, audits, thin_strata(moderated, audits, method), unmoderated)
    counts_joined, audits_joined = sums(counts, into), sums(audits, into)
    n = counts_joined.sum(0)
    theta = counts_joined / np.maximum(n, 1)
    spread = theta.T[:, :, None] * (np.eye(theta.shape[0]) - theta.T[:, None, :])
    spread = spread / np.maximum(n - 1 if method == "census" else n, 1)[:, None, None]
    share, covariance = estimate(theta, spread, n, audits_joined, method)
    limits = None
    if interval == "bayes":
        limits = bayes_limits(counts_joined, audits_joined, share, confidence, method)
    return CorrectedShares(
        share_interval(share, covariance, n, audits_joined, confidence, interval, limits),
        covariance,
        audits / audits.sum(),
        counts.sum(1) / counts.sum(),
        int(audits.sum()),
        int(moderated.sum()),
        method,
        interval,
        joins(into, audits),
    )
