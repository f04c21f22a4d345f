"""The result of a test, for whatever is tested."""

from dataclasses import dataclass, field

from scipy import special


@dataclass(frozen=True)
class HypothesisTest:
    """A test statistic and its p-value.

    Parameters
    ----------
    statistic : float
        NaN where undefined.
    df : float
        Degrees of freedom of the chi-squared; NaN where the statistic is normal.
    p_value : float
        Two-sided.
    reason : str
        Why the test is undefined; empty if it is defined.

    Examples
    --------
    >>> HypothesisTest(3.84, 1, 0.05)
    HypothesisTest(statistic=3.84, df=1, p_value=0.05, reason='')
    """

    statistic: float
    df: float
    p_value: float
    reason: str = field(default="")

    @classmethod
    def undefined(cls, reason: str) -> "HypothesisTest":
        """Return a test that can't be made, and why."""
        return cls(float("nan"), float("nan"), float("nan"), reason)

    def _repr_html_(self) -> str:
        if self.reason:
            return f"<p>undefined: {self.reason}</p>"
        if self.df != self.df:
            return f"<p>z = {self.statistic:.3g}, p = {self.p_value:.3g}</p>"
        return f"<p>χ² = {self.statistic:.4g} ({self.df:g} df), p = {self.p_value:.3g}</p>"


def chi_squared(statistic: float, df: int) -> HypothesisTest:
    """Return the test of a chi-squared statistic."""
    return HypothesisTest(float(statistic), df, float(special.chdtrc(df, statistic)))


def standard_normal(z: float) -> HypothesisTest:
    """Return the two-sided test of a standard normal statistic."""
    return HypothesisTest(float(z), float("nan"), float(2 * special.ndtr(-abs(z))))
