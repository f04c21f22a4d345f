"""Comparing words, each from the figures it compares: rose, fell, didn’t change.

Figures are compared as they are shown, so that two that read alike are the same. No change is
counted across a month without a figure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qaanalysis.present import labels, words
from qaanalysis.present.labels import Kind

FELL, ROSE, SAME = "fell", "rose", "didn’t change"
_FEW = 3


@dataclass(frozen=True)
class Steps:
    """From each month to the next, which way a figure went as it is shown.

    Parameters
    ----------
    known : Series
        The figures by month, in order, without those that are missing.
    text : Series
        Every month's figure as it is shown.
    fell, rose, same : tuple of Period
        The months in which it was lower than, higher than or the same as in the month before.
    gaps : tuple of Period
        Months without a figure between the first and the last.
    """

    known: pd.Series
    text: pd.Series
    fell: tuple[pd.Period, ...]
    rose: tuple[pd.Period, ...]
    same: tuple[pd.Period, ...]
    gaps: tuple[pd.Period, ...]

    @property
    def n(self) -> int:
        """How many months can be compared with the one before."""
        return len(self.fell) + len(self.rose) + len(self.same)

    @property
    def whole(self) -> str:
        """Which way the last figure lies from the first; empty if there are not two."""
        if len(self.known) < 2:
            return ""
        first, last = self.known.index[0], self.known.index[-1]
        if self.text[first] == self.text[last]:
            return SAME
        return FELL if self.known[last] < self.known[first] else ROSE


def steps(series: pd.Series, *, measured: Kind = Kind.SHARE, digits: int = 1) -> Steps:
    """Return which way a figure went from each month to the next.

    Parameters
    ----------
    series : Series
        By month, in any order. A hidden figure is none: it may lie on either side of any other.
    measured : Kind
        How the figure is shown.
    digits : int
        Decimals of percentages.

    Examples
    --------
    >>> found = steps(pd.Series([0.31, 0.44], pd.period_range("2023-07", periods=2, freq="M")))
    >>> found.whole, [str(month) for month in found.rose], found.fell
    ('rose', ['2023-08'], ())
    """
    months = pd.PeriodIndex(series.index)
    figures = pd.Series(pd.to_numeric(series, errors="coerce").to_numpy(), months).sort_index()
    if not figures.empty:
        figures = figures.reindex(pd.period_range(figures.index[0], figures.index[-1], freq="M"))
    text = figures.map(lambda value: labels.shown(value, measured, digits=digits))
    known = figures.dropna()
    moved: dict[str, list[pd.Period]] = {FELL: [], ROSE: [], SAME: []}
    for month in [m for m in known.index[1:] if m - 1 in known.index]:
        lower = known[month] < known[month - 1]
        moved[SAME if text[month] == text[month - 1] else FELL if lower else ROSE].append(month)
    gaps = tuple(figures.index[figures.isna()])
    return Steps(known, text, tuple(moved[FELL]), tuple(moved[ROSE]), tuple(moved[SAME]), gaps)


def moves(series: pd.Series, *, measured: Kind = Kind.SHARE, digits: int = 1) -> str:
    """Say how often a figure fell, rose and didn’t change, naming the rarer way with its figures.

    Parameters
    ----------
    series, measured, digits
        As of `steps`.

    Returns
    -------
    str
        Words that follow a subject; of fewer than two months' figures, that nothing is compared.

    Examples
    --------
    >>> months = pd.period_range("2023-05", "2023-11", freq="M")
    >>> moves(pd.Series([0.530, 0.408, 0.310, 0.440, 0.287, 0.267, 0.197], months))
    'fell in five of six months; rose from 31.0% in July 2023 to 44.0% in August 2023'
    """
    found = steps(series, measured=measured, digits=digits)
    if not found.n:
        return "can’t be compared: no two months beside each other have a figure"
    by_often = sorted(
        ((FELL, found.fell), (ROSE, found.rose), (SAME, found.same)), key=lambda way: -len(way[1])
    )
    (most, often), *others = by_often
    text = found.text.to_dict()
    said = [f"{most} in {of_months(len(often), found.n)}"]
    for way, months in others:
        if 0 < len(months) <= _FEW:
            said.append(f"{way} {words.listed([_told(way, m, text) for m in months])}")
        elif months:
            said.append(f"{way} in {of_months(len(months), found.n)}")
    if found.gaps:
        gaps = words.listed([words.month(month) for month in found.gaps])
        said.append(f"there is no figure for {gaps}")
    return "; ".join(said)


def _told(way: str, month: pd.Period, text: Mapping[Any, str]) -> str:
    before = words.month(month - 1)
    if way == SAME:
        return f"from {before} to {words.month(month)} ({text[month]})"
    return f"from {text[month - 1]} in {before} to {text[month]} in {words.month(month)}"


def moved(before: Any, after: Any, *, measured: Kind = Kind.SHARE, digits: int = 1) -> str:
    """Return the word for how one figure lies to an earlier one, as both are shown.

    Examples
    --------
    >>> moved(0.31, 0.44), moved(0.44, 0.31), moved(0.3101, 0.3102)
    ('rose', 'fell', 'didn’t change')
    >>> moved(0.31, float("nan")), moved("[c]", 0.31)
    ('can’t be compared', 'can’t be compared')
    """
    if any(words.absent(value) or isinstance(value, str) for value in (before, after)):
        return "can’t be compared"
    old, new = (labels.shown(value, measured, digits=digits) for value in (before, after))
    if old == new:
        return SAME
    return FELL if after < before else ROSE


def of_months(part: int, whole: int) -> str:
    """Return how many of the months since the first.

    Examples
    --------
    >>> of_months(5, 6), of_months(6, 6), of_months(1, 1)
    ('five of six months', 'every one of six months', 'the one month since')
    """
    if whole == 1:
        return "the one month since"
    if part == whole:
        return f"every one of {words.in_words(whole)} months"
    return f"{words.in_words(part)} of {words.in_words(whole)} months"


def times(verb: str, months: list[pd.Period], name: Callable[[Any], str]) -> str:
    """Return “rose once, in August”; longer lists are only counted."""
    if not months:
        return ""
    often = {1: "once", 2: "twice"}.get(len(months), f"{words.in_words(len(months))} times")
    where = f", in {words.listed([name(month) for month in months])}" if len(months) <= _FEW else ""
    return f"{verb} {often}{where}"
