"""The axis of values: round numbers, named as the figures are."""

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from qaanalysis.present import labels, words
from qaanalysis.present.labels import Kind


def ticks(low: float, high: float, *, measured: Kind, about: int = 4) -> list[float]:
    """Return round values from `low` to `high`; shares never go beyond 0 and 1.

    Examples
    --------
    >>> ticks(0, 0.55, measured=Kind.SHARE)
    [0.0, 0.2, 0.4, 0.6]
    """
    steps = [1, 2, 2.5, 5, 10]
    found = MaxNLocator(about, steps=steps, integer=measured is Kind.COUNT).tick_values(low, high)
    rounded = [round(float(tick), 10) for tick in found]
    if measured is Kind.SHARE:
        rounded = [tick for tick in rounded if 0 <= tick <= 1]
    return rounded


def names(values: Sequence[float], *, measured: Kind) -> list[str]:
    """Return the ticks as text, with no more decimals than they need.

    Examples
    --------
    >>> names([0, 0.2], measured=Kind.SHARE), names([0, 2.5], measured=Kind.NUMBER)
    (['0%', '20%'], ['0.0', '2.5'])
    """
    if measured is Kind.SHARE:
        whole = all(round(value * 100, 6).is_integer() for value in map(float, values))
        return [words.percent(value, digits=0 if whole else 1) for value in values]
    if all(float(value).is_integer() for value in values):
        return [words.count(value) for value in values]
    return [labels.shown(value, measured, digits=0) for value in values]
