"""An estimate with its uncertainty: the one result every statistic shares."""

from dataclasses import dataclass, field
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

    Examples
    --------
    >>> Interval(0.336, 0.302, 0.373, 0.95)
    Interval(estimate=0.336, low=0.302, high=0.373, confidence=0.95, se=nan, reason='')
    """

    estimate: Floats
    low: Floats
    high: Floats
    confidence: float
    se: Floats = field(default=float("nan"))
    reason: str = ""

    @classmethod
    def undefined(cls, reason: str, *, confidence: float = 0.95) -> "Interval":
        """Return the interval of something that can't be computed, and why."""
        nan = float("nan")
        return cls(nan, nan, nan, confidence, nan, reason)

    def _repr_html_(self) -> str:
        if np.ndim(self.estimate):
            return f"<p>{np.size(self.estimate)} estimates with {self.confidence:.0%} intervals</p>"
        if self.reason:
            return f"<p>undefined: {self.reason}</p>"
        values: Any = (self.estimate, self.low, self.high)
        return "<p>{:.4g} ({:.4g} to {:.4g})</p>".format(*values)
