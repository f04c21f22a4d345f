"""An estimate with its uncertainty: the one result every statistic shares."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = float | NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """An estimate and its confidence (or credible) interval.

    Parameters
    ----------
    estimate, low, high : float or array
        All of one shape. NaN where undefined.
    confidence : float
        Coverage aimed at, 0–1.
    se : float or array
        Standard error; NaN where the method has none.
    reason : str
        Why the estimate is undefined, in words a reader of the report can follow; empty if it is
        defined.
    n : float or array, optional
        Of a share: the cases that it is a share of; it shows itself in percent then.

    Examples
    --------
    >>> Interval(0.336, 0.302, 0.373, 0.95)
    Interval(estimate=0.336, low=0.302, high=0.373, confidence=0.95, se=nan, reason='')
    >>> str(Interval(0.336, 0.302, 0.373, 0.95, n=681))
    '33.6% (30.2–37.3), n = 681'
    """

    estimate: Floats
    low: Floats
    high: Floats
    confidence: float
    se: Floats = field(default=float("nan"))
    reason: str = ""
    n: Floats | None = field(default=None, repr=False, compare=False)

    @classmethod
    def undefined(cls, reason: str, *, confidence: float = 0.95) -> "Interval":
        """Return the interval of something that can't be computed, and why."""
        nan = float("nan")
        return cls(nan, nan, nan, confidence, nan, reason)

    def __str__(self) -> str:
        """Return a single share in percent with its interval and n, anything else in full."""
        if self.n is None or np.ndim(self.estimate) or self.reason:
            return repr(self)
        share, low, high = (_percent(end) for end in (self.estimate, self.low, self.high))
        return f"{share}% ({low}–{high}), n = {self.n:,.0f}"

    def _repr_html_(self) -> str:
        if np.ndim(self.estimate):
            return f"<p>{np.size(self.estimate)} estimates with {self.confidence:.0%} intervals</p>"
        if self.reason:
            return f"<p>undefined: {self.reason}</p>"
        if self.n is not None:
            return f"<p>{self}</p>"
        values: Any = (self.estimate, self.low, self.high)
        return "<p>{:.4g} ({:.4g} to {:.4g})</p>".format(*values)


def _percent(share: Floats) -> Decimal:
    """Return a share in percent, the shortest decimal that stands for it rounded half up."""
    return (Decimal(repr(float(share))) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
