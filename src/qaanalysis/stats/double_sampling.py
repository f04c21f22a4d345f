"""Shares corrected for what moderation found: double sampling.

All audits have the auditor's grade, some of them the moderator's too. Within each auditor's grade
the moderated stand for the rest, which gives the shares had every audit been moderated. The
moderator's grade is the standard here, not the truth.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.double_sampling_intervals import share_limits
from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]

METHODS = ("census", "two_phase")
INTERVALS = ("logit", "bayes", "wald")
UNMODERATED = ("refuse", "pool")
ONE_MODERATED = "a grade has one moderated audit only, so its uncertainty can't be told: pool it"


@dataclass(frozen=True)
class CorrectedShares:
    """Shares of the moderators' grades, had every audit been moderated.

    Parameters
    ----------
    shares : Interval
        Arrays of shape (k,): a share 0–1 for each grade. Where one has no interval it is NaN and
        `reason` says why.
    covariance : array, shape (k, k)
        Of the shares; rows sum to 0.
    recorded : array, shape (j,)
        The auditors' own shares of all audits.
    moderated_only : array, shape (k,)
        The moderators' shares of the moderated audits, as if those were like all others.
    n_audits, n_moderated : int
        All audits, and those of them moderated.
    method, interval : str
        As asked for.
    pooled : tuple of (int, int)
        Each auditor's grade that was joined to another for want of moderated audits: (grade, to
        which), as positions.

    Examples
    --------
    >>> found = corrected_shares([[8, 3], [2, 37]], [40, 160])
    >>> found.shares.estimate.round(2).tolist(), found.recorded.tolist()
    ([0.22, 0.78], [0.2, 0.8])
    """

    shares: Interval
    covariance: Floats
    recorded: Floats
    moderated_only: Floats
    n_audits: int
    n_moderated: int
    method: str
    interval: str
    pooled: tuple[tuple[int, int], ...] = ()

    def _repr_html_(self) -> str:
        parts = np.broadcast_arrays(self.shares.estimate, self.shares.low, self.shares.high)
        rows = "".join(
            f'<tr><th scope="row">{i}</th><td>{share:.3f} ({low:.3f} to {high:.3f})</td></tr>'
            for i, (share, low, high) in enumerate(zip(*parts, strict=True))
        )
        caption = f"Estimated from {self.n_moderated} moderated of {self.n_audits} audits"
        return f"<table><caption>{caption}</caption><tbody>{rows}</tbody></table>"


@dataclass(frozen=True)
class _Strata:
    """What is known of each auditor's grade: columns of grades given, moderated and not.

    `found` holds (effective) counts (k, j), `spread` the sampling covariance of each column's
    shares (j, k, k) were the rest endless, NaN for want of a second moderated audit.
    """

    found: Floats
    spread: Floats
    moderated: Floats
    audits: Floats

    def without_thin(self) -> tuple["_Strata", tuple[tuple[int, int], ...]]:
        raise NotImplementedError
