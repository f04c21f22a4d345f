"""The share of a finite cohort, from a simple random sample without replacement."""

import numpy as np

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.counts import checked_counts
from qaanalysis.stats.interval import Interval


def hypergeometric(
    count: int, sample: int, population: int, *, confidence: float = 0.95
) -> Interval:
    """Return the share of a finite cohort with its exact interval.

    Parameters
    ----------
    count, sample, population : int
        How many of the sample have the property, how many were sampled, of how many in all.
        0 ≤ count ≤ sample ≤ population.
    confidence : float
        Least coverage, over 0 and under 1.

    Returns
    -------
    Interval
        Shares 0–1 of the population; times `population`, the limits are whole numbers of cases.
        `se` has the finite-population correction. NaN, with a reason, where nothing was sampled.

    Raises
    ------
    StatisticsError
        If the counts aren't whole numbers in that order, or the confidence isn't in 0–1.

    Notes
    -----
    The limits are the fewest and the most cases in the cohort under which neither tail of the
    hypergeometric distribution, from what was found on outwards, is (1 − confidence)/2 or less.

    References
    ----------
    Buonaccorsi JP (1987). A note on confidence intervals for proportions in finite populations.
    The American Statistician 41:215–218.

    Examples
    --------
    One of 100 files drawn from 361 has no assessment:

    >>> found = hypergeometric(1, 100, 361)
    >>> round(found.low * 361), round(found.high * 361)
    (1, 17)
    """
    checked_counts(sample, population, names=("sample", "population"))
    checked_counts(count, sample, names=("count", "sample"))
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence must be over 0 and under 1: found {confidence}")
    if sample == 0:
        return Interval.undefined("nothing was sampled", confidence=confidence)
    tail = (1 - confidence) / 2
    # The cohort has at least the cases found, and at least the others found without.
    possible = np.arange(count, population - (sample - count) + 1)
    from scipy.stats import hypergeom

    at_least = np.asarray(hypergeom.sf(count - 1, population, possible, sample))
    at_most = np.asarray(hypergeom.cdf(count, population, possible, sample))
    low = possible[int(np.argmax(at_least > tail))]
    high = possible[::-1][int(np.argmax(at_most[::-1] > tail))]
    share = count / sample
    # Unbiased: the sample's variance with n − 1, as Cochran (1977, 3.2) has it.
    spread = share * (1 - share) / max(sample - 1, 1) * (1 - sample / population)
    se = float(np.sqrt(spread))
    ends = (float(low / population), float(high / population))
    return Interval(share, *ends, confidence, se, n=float(sample))
