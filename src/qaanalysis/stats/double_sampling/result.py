"""The result of double sampling."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qaanalysis.stats.interval import Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CorrectedShares:
    """Shares of the moderators' grades, had every audit been moderated.

    Parameters
    ----------
    shares : Interval
        Arrays of shape (k,): a share, 0–1, for each of the moderators' grades. A grade without
        limits or standard error has NaN there, and `shares.reason` says why.
    covariance : array, shape (k, k)
        Of the shares; rows sum to 0.
    recorded : array, shape (j,)
        The auditors' own shares of all audits.
    moderated_only : array, shape (k,)
        The moderators' shares of the audits moderated, as if those were like the rest.
    n_audits, n_moderated : int
        All audits, and how many of them were moderated.
    method, interval : str
        As asked for.
    pooled : tuple of (int, int)
        Auditors' grades joined to another for want of moderated audits: (grade, to which), by
        position.

    Examples
    --------
    >>> from qaanalysis.stats import double_sampling
    >>> found = double_sampling.corrected_shares([[8, 3], [2, 37]], [40, 160])
    >>> found.recorded.tolist(), found.shares.estimate.round(2).tolist()
    ([0.2, 0.8], [0.22, 0.78])
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
        parts = zip(
            np.atleast_1d(self.shares.estimate),
            np.atleast_1d(self.shares.low),
            np.atleast_1d(self.shares.high),
            strict=True,
        )
        rows = "".join(
            f'<tr><th scope="row">grade {i}</th><td>{share:.1%} ({low:.1%} to {high:.1%})</td></tr>'
            for i, (share, low, high) in enumerate(parts)
        )
        caption = f"Estimated from {self.n_moderated} moderated of {self.n_audits} audits"
        return f"<table><caption>{caption}</caption><tbody>{rows}</tbody></table>"
