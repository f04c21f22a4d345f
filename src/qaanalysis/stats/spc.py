"""Process charts: which months differ from the rest by more than chance.

An XmR chart takes any values, a p-chart takes shares and allows for the number each rests on. Both
use the rules of the NHS's Making Data Count.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.counts import checked_counts
from qaanalysis.stats.spc_chart import Chart, Improvement, assembled
from qaanalysis.stats.spc_limits import Array, Limits, individual, shares

Assurance = Literal[
    "consistently meets", "consistently misses", "inconsistent", "not enough points"
]

_ENOUGH_FOR_ASSURANCE = 12


def xmr(
    values: ArrayLike,
    *,
    improvement: Improvement | None = None,
    screen: bool = True,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
) -> Chart:
    """Return an XmR chart: one value a month, limits from the ranges between neighbours.

    Parameters
    ----------
    values : array of float, shape (points,)
        In order of time, in any unit. NaN is a gap: kept in place, in no mean, with no moving range
        over it, and a run doesn't reach across it.
    improvement : {"up", "down"}, optional
        Whether higher or lower is better. Not given: the chart doesn't say.
    screen : bool
        Leave moving ranges of at least 3.267 times their mean out of the limits, once.
    baseline : int, optional
        How many first points of each phase (gaps included) the limits come from, at least 2; all if
        not given.
    rebase : sequence of int
        Points (the first is 0) from which new limits hold. Runs don't reach across. Whoever rebases
        keeps the date and the reason.

    Returns
    -------
    Chart

    Raises
    ------
    StatisticsError
        If values aren't a list of finite numbers and gaps, or an argument isn't allowed.

    References
    ----------
    Shewhart WA (1931). Economic Control of Quality of Manufactured Product. Van Nostrand.
    Nelson LS (1982). Control charts for individual measurements. Journal of Quality Technology
    14:172–173 (the screen).
    Wheeler DJ (2000). Understanding Variation, 2nd edition. SPC Press.
    NHS England. Making Data Count.

    Examples
    --------
    >>> chart = xmr([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], improvement="up")
    >>> f"{chart.mean[0]:.3f}, {chart.lower[0]:.3f} to {chart.upper[0]:.3f}"
    '1.944, -0.716 to 4.604'
    >>> chart.special_cause[4], chart.kind[4]
    (np.str_('above limit'), np.str_('improvement'))
    """
    value = _series(values, "values")

    def limits(part: slice) -> Limits:
        return individual(value[part], baseline=baseline, screen=screen)

    return assembled(value, limits, improvement, baseline, rebase)


def p_chart(
    count: ArrayLike,
    total: ArrayLike,
    *,
    improvement: Improvement | None = None,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    laney: bool = False,
) -> Chart:
    """Return a p-chart: one share a month, limits from the binomial distribution.

    Parameters
    ----------
    count, total : array of int, shape (points,)
        In order of time; 0 ≤ count ≤ total. A total of 0, or NaN in either, is a gap: kept in
        place, without limits of its own, and a run doesn't reach across it.
    improvement : {"up", "down"}, optional
        Whether higher or lower is better. Not given: the chart doesn't say.
    baseline : int, optional
        How many first points of each phase (gaps included) the limits come from, at least 2; all if
        not given.
    rebase : sequence of int
        Points (the first is 0) from which new limits hold. Runs don't reach across. Whoever rebases
        keeps the date and the reason.
    laney : bool
        Laney's p′: limits scaled by the mean moving range of the standardised shares over 1.128.
        For large totals, whose binomial limits are narrower than months really differ.

    Returns
    -------
    Chart
        Shares 0–1; limits are cut at 0 and 1.

    Raises
    ------
    StatisticsError
        If counts aren't whole numbers with 0 ≤ count ≤ total, or an argument isn't allowed.

    References
    ----------
    Shewhart WA (1931). Economic Control of Quality of Manufactured Product. Van Nostrand.
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th edition. Wiley, chapter
    7.
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14:531–537.

    Examples
    --------
    Audits returned, of those scheduled, in seven months:

    >>> chart = p_chart(
    ...     [44, 42, 27, 33, 33, 27, 23], [83, 103, 87, 75, 115, 101, 117], improvement="up"
    ... )
    >>> f"{chart.mean[0]:.3f}, May up to {chart.upper[0]:.3f}, November from {chart.lower[6]:.3f}"
    '0.336, May up to 0.492, November from 0.205'
    >>> chart.special_cause.tolist()
    ['above limit', '', '', '', '', '', 'below limit']
    >>> chart.trial
    True
    """
    counts, totals = _counted(_series(count, "count"), _series(total, "total"))

    def limits(part: slice) -> Limits:
        return shares(counts[part], totals[part], baseline=baseline, laney=laney)

    value = counts / np.where(totals > 0, totals, np.nan)
    return assembled(value, limits, improvement, baseline, rebase)


def assurance(chart: Chart, target: float, *, improvement: Improvement) -> Assurance:
    """Return whether the process, as it is now, will meet a target month after month.

    Parameters
    ----------
    chart : Chart
        Its last point with limits is judged; that of a p-chart depends on that month's total.
    target : float
        In the unit of the chart's values.
    improvement : {"up", "down"}
        Whether at least or at most the target is wanted.

    Returns
    -------
    str
        "consistently meets" or "consistently misses" if the target lies outside the process limits,
        "inconsistent" if chance decides, and "not enough points" under 12: a run of a few months
        promises nothing.

    Raises
    ------
    StatisticsError
        If the target isn't a finite number or the improvement isn't "up" or "down".

    References
    ----------
    NHS England. Making Data Count: assurance icons.

    Examples
    --------
    >>> chart = xmr([92, 95, 90, 96, 93, 91, 97, 94, 92, 96, 93, 95])
    >>> assurance(chart, 80, improvement="up")
    'consistently meets'
    """
    if improvement not in ("up", "down"):
        raise StatisticsError(f'improvement must be "up" or "down": found {improvement!r}')
    if not np.isfinite(target):
        raise StatisticsError(f"target must be a finite number: found {target}")
    judged = np.flatnonzero(np.isfinite(chart.upper) & (chart.phase == chart.phase.max(initial=0)))
    if not judged.size or chart.n_baseline < _ENOUGH_FOR_ASSURANCE:
        return "not enough points"
    if target > chart.upper[judged[-1]]:
        return "consistently misses" if improvement == "up" else "consistently meets"
    if target < chart.lower[judged[-1]]:
        return "consistently meets" if improvement == "up" else "consistently misses"
    return "inconsistent"


def _series(numbers: ArrayLike, name: str) -> Array:
    try:
        # A copy: a chart must not change with the caller's array.
        found = np.array(numbers, dtype=np.float64)
    except (TypeError, ValueError):
        raise StatisticsError(f"{name} must be numbers, or NaN: found something else") from None
    if np.isinf(found).any():
        raise StatisticsError(f"{name} must be finite numbers, or NaN: found infinity")
    return found


def _counted(count: Array, total: Array) -> tuple[Array, Array]:
    """Return counts and totals with 0 of 0 for gaps."""
    try:
        gap = np.isnan(count) | np.isnan(total)
    except ValueError:
        message = f"count and total must have one shape: found {count.shape} and {total.shape}"
        raise StatisticsError(message) from None
    return checked_counts(np.where(gap, 0, count), np.where(gap, 0, total))
