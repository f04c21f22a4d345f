"""How many cases a question needs, before anything is drawn.

Every function returns a `SampleSize`: the whole number to draw, the number before rounding up
where there is one, and the reason where no size will do.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from qaanalysis.errors import StatisticsError


@dataclass(frozen=True)
class SampleSize:
    """How many cases to draw.

    Parameters
    ----------
    n : float
        A whole number; NaN where no size will do.
    unrounded : float
        Before rounding up; NaN where the size is searched for.
    reason : str
        Why no size will do; empty if one will.

    Examples
    --------
    >>> SampleSize(278.0, 277.73)
    SampleSize(n=278.0, unrounded=277.73, reason='')
    """

    n: float
    unrounded: float = math.nan
    reason: str = ""

    def _repr_html_(self) -> str:
        return f"<p>{self.reason}</p>" if self.reason else f"<p>{self.n:,.0f} cases</p>"


def for_margin(
    half_width: float,
    *,
    population: int | None = None,
    share: float = 0.5,
    confidence: float = 0.95,
) -> SampleSize:
    """Return how many cases give a share with so narrow a margin of error.

    Parameters
    ----------
    half_width : float
        The margin, over 0 and under 1: 0.05 is ±5 percentage points.
    population : int, optional
        How many there are; endlessly many if not given.
    share : float
        The share expected; 0.5 needs most.
    confidence : float
        Of the margin, over 0 and under 1.

    Returns
    -------
    SampleSize
        By the normal approximation, which needs a dozen cases or so on either side.

    Raises
    ------
    StatisticsError
        If a share isn't between 0 and 1, or the population isn't 1 or more.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, equations 4.1–4.4.

    Examples
    --------
    >>> for_margin(0.05, population=1000).n, for_margin(0.05).n
    (278.0, 385.0)
    """
    z = _z(confidence)
    _between("half_width", half_width)
    _between("share", share)
    endless = z**2 * share * (1 - share) / half_width**2
    if population is None:
        return SampleSize(float(math.ceil(endless)), endless)
    _population(population)
    found = endless / (1 + (endless - 1) / population)
    return SampleSize(float(min(math.ceil(found), population)), found)


def for_wilson_width(
    half_width: float, *, share: float = 0.5, confidence: float = 0.95
) -> SampleSize:
    """Return how many cases give a share whose Wilson interval is so narrow.

    Parameters
    ----------
    half_width : float
        Half the interval's width, over 0 and under 0.5.
    share : float
        The share expected.
    confidence : float
        Over 0 and under 1.

    Returns
    -------
    SampleSize
        For a share expected to be small or large this is more honest than `for_margin`.

    Raises
    ------
    StatisticsError
        If a share isn't between 0 and 1, or the half width isn't under 0.5.

    References
    ----------
    Newcombe RG (1998). Statistics in Medicine 17:857–872 (method 3, solved for n).
    Valliant R, Dever JA, Kreuter F (2018). *Practical Tools for Designing and Weighting Survey
    Samples*, 2nd ed., Springer, chapter 3 (`PracTools::nWilson`).

    Examples
    --------
    >>> round(for_wilson_width(0.1, share=0.3).unrounded, 3)
    77.554
    """
    z = _z(confidence)
    _between("half_width", half_width)
    _between("share", share)
    if half_width >= 0.5:
        raise StatisticsError(f"half_width: found {half_width}; allowed: under 0.5")
    spread = share * (1 - share) - 2 * half_width**2
    root = math.sqrt(spread**2 + half_width**2 * (1 - 4 * half_width**2))
    found = z**2 * (spread + root) / (2 * half_width**2)
    return SampleSize(float(math.ceil(found)), found)


def for_detection(
    population: int, n_cases: int, *, errors: int = 0, confidence: float = 0.95
) -> SampleSize:
    """Return the fewest cases that find more than `errors` of `n_cases`, if they are there.

    Parameters
    ----------
    population : int
        How many there are in all.
    n_cases : int
        How many of them have what is looked for, at the rate that mustn't be missed: 1 or more.
    errors : int
        How many may turn up before it counts as found.
    confidence : float
        With what probability it must be found.

    Returns
    -------
    SampleSize
        Exact (hypergeometric). No size will do where there aren't more cases than `errors`.

    Raises
    ------
    StatisticsError
        If the numbers aren't 0 ≤ errors, 1 ≤ n_cases ≤ population.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, section 3.13.
    Cannon RM (2001). Sense and sensitivity: designing surveys based on an imperfect test.
    Preventive Veterinary Medicine 49:141–163.

    Examples
    --------
    At least one of the 10 in 200, with 95% confidence:

    >>> for_detection(200, 10).n
    51.0
    """
    _z(confidence)
    _population(population)
    if errors < 0 or not 1 <= n_cases <= population:
        found = f"{errors} errors, {n_cases} cases of {population}"
        raise StatisticsError(f"found {found}; allowed: 0 or more errors, 1 case or more of them")
    if n_cases <= errors:
        return SampleSize(math.nan, reason=f"there are only {n_cases} to find, and {errors} may be")
    sizes = np.arange(errors + 1, population + 1)
    from scipy.stats import hypergeom

    missed = hypergeom.cdf(errors, population, n_cases, sizes)
    return SampleSize(float(sizes[np.argmax(missed <= 1 - confidence)]))


def for_comparison(
    previous: float,
    n_previous: int,
    expected: float,
    *,
    power: float = 0.8,
    confidence: float = 0.95,
) -> SampleSize:
    """Return how many cases show a change from the sample before, if there is one so large.

    Parameters
    ----------
    previous : float
        The share then, between 0 and 1.
    n_previous : int
        Out of how many, 1 or more.
    expected : float
        The share now that should be told from it, between 0 and 1.
    power : float
        With what probability it should be told.
    confidence : float
        Of the two-sided test.

    Returns
    -------
    SampleSize
        No size will do where the sample before is too small for so small a change.

    Raises
    ------
    StatisticsError
        If a share isn't between 0 and 1, or the two are equal.

    References
    ----------
    Fleiss JL, Levin B, Paik MC (2003). *Statistical Methods for Rates and Proportions*, 3rd ed.,
    Wiley, chapter 4 (unequal sizes, without continuity correction).

    Examples
    --------
    >>> for_comparison(0.2, 200, 0.35).n
    102.0
    """
    for name, value in (("previous", previous), ("expected", expected), ("power", power)):
        _between(name, value)
    z_test, z_power = _z(confidence), float(ndtri(power))
    _population(n_previous)
    gap = abs(expected - previous)
    if gap == 0:
        raise StatisticsError(f"expected: found {expected}, as before; needed: another share")

    def short(n: float) -> float:
        """Return by how much the gap is too small for n cases."""
        pooled = (previous * n_previous + expected * n) / (n_previous + n)
        null = math.sqrt(pooled * (1 - pooled) * (1 / n_previous + 1 / n))
        then = previous * (1 - previous) / n_previous
        return z_test * null + z_power * math.sqrt(then + expected * (1 - expected) / n) - gap

    largest = 10**9
    if short(largest) > 0:
        why = f"the sample before, of {n_previous:,}, is too small to tell so small a change"
        return SampleSize(math.nan, reason=why)
    low, high = 1, largest
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if short(middle) > 0 else (low, middle)
    return SampleSize(float(low))


def for_clusters(singly: SampleSize, *, per_cluster: float, likeness: float) -> SampleSize:
    """Return how many cases it takes when they are drawn by whole families.

    Parameters
    ----------
    singly : SampleSize
        How many it would take if each case were drawn singly.
    per_cluster : float
        Mean number of cases in a cluster, 1 or more.
    likeness : float
        Intraclass correlation, 0–1: how alike cases of one cluster are.

    Returns
    -------
    SampleSize
        The size times the design effect 1 + (m − 1)ρ.

    Raises
    ------
    StatisticsError
        If the mean is under 1 or the likeness isn't in 0–1.

    References
    ----------
    Kish L (1965). *Survey Sampling*, Wiley, section 5.4.

    Examples
    --------
    >>> for_clusters(SampleSize(100, 99.5), per_cluster=1.8, likeness=0.5).n
    140.0
    """
    if per_cluster < 1 or not 0 <= likeness <= 1:
        given = f"{per_cluster} in each, likeness {likeness}"
        raise StatisticsError(f"found {given}; allowed: 1 or more, and 0 to 1")
    if singly.reason:
        return singly
    effect = 1 + (per_cluster - 1) * likeness
    found: float = effect * (singly.n if math.isnan(singly.unrounded) else singly.unrounded)
    return SampleSize(float(math.ceil(found)), found)


def _z(confidence: float) -> float:
    _between("confidence", confidence)
    return float(ndtri((1 + confidence) / 2))


def _between(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise StatisticsError(f"{name}: found {value}; allowed: over 0 and under 1")


def _population(value: int) -> None:
    if isinstance(value, bool) or value != int(value) or value < 1:
        raise StatisticsError(f"population: found {value}; allowed: a whole number of 1 or more")
