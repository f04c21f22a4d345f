"""A share from a designed sample: its design-based variance and the intervals made from it."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, stdtrit

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.interval import Interval

KINDS = ("logit", "t", "beta")
ALL_ALIKE = "every answer is the same, so the spread between them can't be estimated"
ALL_SEEN = "every case of the cohort was looked at"
ONE_ALONE = "there is only one {unit} in a stratum, so the spread can't be estimated"


@dataclass(frozen=True)
class DesignedShare:
    """A share with the interval that its sampling design allows.

    Parameters
    ----------
    interval : Interval
        Estimate 0–1, its limits and its standard error; undefined limits have their reason.
    n : int
        Cases answered.
    df : float
        Degrees of freedom of the standard error: independent choices less strata.
    design_effect : float
        The variance over that of as many cases drawn singly and with replacement; NaN where that
        is 0.

    Examples
    --------
    >>> DesignedShare(Interval(0.5, 0.4, 0.6, 0.95), 90, 89.0, 1.1).design_effect
    1.1
    """

    interval: Interval
    n: int
    df: float
    design_effect: float

    def _repr_html_(self) -> str:
        effect = f"design effect {self.design_effect:.2f}"
        return f"{self.interval._repr_html_()}<p>n = {self.n:,}, {effect}</p>"


def checked_kind(kind: str) -> str:
    """Return the kind of interval, or say which there are."""
    if kind not in KINDS:
        raise StatisticsError(f"interval: found {kind!r}; allowed: {', '.join(KINDS)}")
    return kind


def designed_interval(
    share: float, variance: float, *, n: int, df: float, kind: str, confidence: float
) -> Interval:
    """Return the interval of a share with a design-based variance.

    Parameters
    ----------
    share : float
        0–1.
    variance : float
        Of the share, 0 or more.
    n : int
        Cases, for the beta interval's effective sample size.
    df : float
        Degrees of freedom of the variance, over 0.
    kind : str
        "logit": t on the log odds, inside 0–1; "t": symmetric, kept within 0–1; "beta": Korn and
        Graubard's, an exact interval with the effective sample size.
    confidence : float
        Coverage aimed at, over 0 and under 1.

    Returns
    -------
    Interval
        With a variance of 0 the limits are NaN, with the reason.

    Raises
    ------
    StatisticsError
        If the kind is unknown or the confidence isn't in 0–1.

    References
    ----------
    Korn EL, Graubard BI (1998). Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data. Survey Methodology 24:193–201.
    Lumley T (2010). *Complex Surveys*, Wiley, section 2.3.

    Examples
    --------
    >>> found = designed_interval(0.5, 0.0025, n=100, df=99, kind="t", confidence=0.95)
    >>> round(found.low, 3), round(found.high, 3)
    (0.401, 0.599)
    """
    checked_kind(kind)
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence must be over 0 and under 1: found {confidence}")
    se = float(np.sqrt(variance))
    inner = share * (1 - share)
    if variance <= 0 or inner <= 0:
        nan = float("nan")
        return Interval(share, nan, nan, confidence, se, ALL_ALIKE if inner <= 0 else ALL_SEEN)
    upper = (1 + confidence) / 2
    t = float(stdtrit(df, upper))
    if kind == "t":
        low, high = max(share - t * se, 0.0), min(share + t * se, 1.0)
    elif kind == "logit":
        odds, reach = np.log(share / (1 - share)), t * se / inner
        low, high = (float(1 / (1 + np.exp(-(odds + step)))) for step in (-reach, reach))
    else:
        effective = inner / variance * (float(stdtrit(n - 1, upper)) / t) ** 2
        yes = share * effective
        low = float(betaincinv(yes, effective - yes + 1, 1 - upper))
        high = float(betaincinv(yes + 1, effective - yes, upper))
    return Interval(share, low, high, confidence, se)
