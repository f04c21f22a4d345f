"""Time until something happens, where for some it hasn't happened yet: Kaplan–Meier."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.interval import Interval

Array = NDArray[np.float64]
NOBODY = "nothing is timed"
NOT_REACHED = "it has happened to fewer than half"


@dataclass(frozen=True)
class Survival:
    """The share to whom it hasn't happened yet, by time.

    Parameters
    ----------
    times : array of float
        Each time at which something happened or somebody was last seen, rising.
    at_risk, events : array of int
        To how many it could still happen just before that time, and to how many it did then.
    share : Interval
        The share to whom it hasn't happened after that time, 0–1; the interval is on the log-log
        scale, with Greenwood's variance, and NaN where the share is 0.
    """

    times: Array
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]
    share: Interval

    def median(self) -> Interval:
        """Return the time by which it has happened to half, with its interval.

        An end that isn't reached is infinite. Brookmeyer and Crowley (1982).

        Examples
        --------
        >>> kaplan_meier([1, 2, 3, 4], [True, True, True, False]).median().estimate
        2.0
        """
        if self.times.size == 0:
            return Interval.undefined(NOBODY, confidence=self.share.confidence)
        ends = [self._first_at_half(values) for values in self._curves()]
        reason = "" if np.isfinite(ends[0]) else NOT_REACHED
        return Interval(ends[0], ends[1], ends[2], self.share.confidence, reason=reason)

    def at(self, time: float) -> Interval:
        """Return the share to whom it hasn't happened by a time; NaN after everybody was last seen.

        Examples
        --------
        >>> found = kaplan_meier([1, 2, 3, 4], [True, True, True, False])
        >>> found.at(2).estimate, found.at(5).estimate
        (0.5, nan)
        """
        if self.times.size == 0:
            return Interval.undefined(NOBODY, confidence=self.share.confidence)
        row = int(np.searchsorted(self.times, time, side="right")) - 1
        if row < 0:
            return Interval(1.0, 1.0, 1.0, self.share.confidence)
        share = self.share
        found = [float(np.asarray(v)[row]) for v in (share.estimate, share.low, share.high)]
        if time > self.times[-1] and found[0] > 0:
            return Interval.undefined(
                "nobody was followed for so long", confidence=share.confidence
            )
        return Interval(found[0], found[1], found[2], share.confidence)

    def n_at_risk(self, time: float) -> int:
        """Return to how many it could still happen just before a time.

        Examples
        --------
        >>> kaplan_meier([1, 2, 3, 4], [True, True, True, False]).n_at_risk(3)
        2
        """
        row = int(np.searchsorted(self.times, time, side="left"))
        return int(self.at_risk[row]) if row < self.times.size else 0

    def _curves(self) -> tuple[Array, Array, Array]:
        share = self.share
        low, high = np.asarray(share.low), np.asarray(share.high)
        # Where the share is 0, so is the end that it is compared with.
        is_0 = np.asarray(share.estimate) == 0
        return np.asarray(share.estimate), np.where(is_0, 0, low), high

    def _first_at_half(self, values: Array) -> float:
        found = np.flatnonzero(values <= 0.5 + 1e-12)
        return float(self.times[found[0]]) if found.size else float("inf")


def kaplan_meier(times: ArrayLike, observed: ArrayLike, *, confidence: float = 0.95) -> Survival:
    """Return the Kaplan–Meier estimate of the time until something happens, censored at the right.

    Parameters
    ----------
    times : array of float
        For each, the time at which it happened or, if it hasn't, until which that is known; 0 or
        more.
    observed : array of bool
        Whether it happened.
    confidence : float
        Coverage of the pointwise intervals, 0–1.

    Raises
    ------
    StatisticsError
        If the two differ in length, or a time is missing or below 0.

    References
    ----------
    Kaplan EL, Meier P (1958). JASA 53:457–481. Greenwood M (1926).

    Examples
    --------
    >>> found = kaplan_meier([6, 6, 6, 6, 7], [True, True, True, False, True])
    >>> found.at_risk.tolist(), found.events.tolist()
    ([5, 1], [3, 1])
    """
    lasted, happened = _checked(times, observed)
    if lasted.size == 0:
        none = np.array([])
        whole = np.array([], dtype=np.int64)
        return Survival(none, whole, whole, Interval(none, none, none, confidence))
    from scipy import stats

    data = stats.CensoredData(uncensored=lasted[happened], right=lasted[~happened])
    found = stats.ecdf(data).sf
    at, codes = np.unique(lasted, return_inverse=True)
    events = np.bincount(codes, weights=happened).astype(np.int64)
    gone = np.bincount(codes)
    at_risk = (lasted.size - np.cumsum(gone) + gone).astype(np.int64)
    low, high = _limits(found, confidence)
    return Survival(at, at_risk, events, Interval(found.probabilities, low, high, confidence))


def _limits(found: Any, confidence: float) -> tuple[Array, Array]:
    """Return the limits on the log-log scale; 1 before anything happened, NaN at 0."""
    with warnings.catch_warnings():
        # Where the share is 1 or 0 there is no limit on this scale; what stands there is said here.
        warnings.simplefilter("ignore", RuntimeWarning)
        ends = found.confidence_interval(confidence, method="log-log")
    share = np.asarray(found.probabilities)
    low, high = (
        np.where(share >= 1, 1.0, np.where(share <= 0, np.nan, end.probabilities))
        for end in (ends.low, ends.high)
    )
    return low, high


def _checked(times: ArrayLike, observed: ArrayLike) -> tuple[Array, NDArray[np.bool_]]:
    lasted = np.atleast_1d(np.asarray(times, dtype=np.float64))
    happened = np.atleast_1d(np.asarray(observed, dtype=bool))
    if lasted.shape != happened.shape or lasted.ndim != 1:
        raise StatisticsError(
            f"times and observed must be two lists of one length: found {lasted.shape} and "
            f"{happened.shape}"
        )
    wrong = lasted[~(np.isfinite(lasted) & (lasted >= 0))]
    if wrong.size:
        raise StatisticsError(f"times must be numbers of 0 or more: found {wrong[0]:g}")
    return lasted, happened
