"""Sentences made from data: what happened, never why.

Each function is pure and returns text; `prose` and `callout` show it.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, words
from qaanalysis.present.labels import Kind
from qaanalysis.present.movements import FELL, ROSE, Steps, moved, moves, of_months, steps, times
from qaanalysis.present.prose import Callout, Prose, Refusal, callout, cannot, prose
from qaanalysis.present.signals import ABOVE, BELOW, Signal, neighbours, signals
from qaanalysis.present.words import listed

__all__ = [
    "Callout",
    "Prose",
    "Refusal",
    "callout",
    "cannot",
    "change",
    "listed",
    "moved",
    "movement",
    "moves",
    "prose",
    "rank",
    "share_of",
    "special_causes",
]


def share_of(
    count: Any, total: Any, unit: str, *, low: Any = None, high: Any = None, digits: int = 1
) -> str:
    """Return a count with its total, unit and share: never a percentage alone.

    Examples
    --------
    >>> share_of(23, 117, "scheduled audits")
    '23 of 117 scheduled audits (19.7%)'
    >>> share_of(229, 681, "scheduled audits", low=0.302, high=0.373)
    '229 of 681 scheduled audits (33.6%, 95% interval 30.2–37.3)'
    >>> share_of(0, 0, "moderated audits")
    'no moderated audits'
    """
    if isinstance(count, str) or isinstance(total, str):
        return f"{words.count(count)} of {words.count(total)} {unit}"
    if words.absent(total) or total == 0:
        return f"no {unit}"
    shown = words.percent(count / total, digits=digits)
    if not (words.absent(low) or words.absent(high)):
        shown += f", 95% interval {words.interval(low, high, digits=digits)}"
    return f"{words.count(count)} of {words.count(total)} {unit} ({shown})"


def movement(
    series: pd.Series,
    *,
    subject: str,
    measured: Kind = Kind.SHARE,
    digits: int = 1,
) -> str:
    """Say how a figure moved over months, each fall and each rise counted.

    Months are compared as they are shown, so that two figures that read alike are the same. A month
    without a figure is named, and no change is counted across it.

    Parameters
    ----------
    series : Series
        By month, in any order.
    subject : str
        What moved: “The return rate”.
    measured : Kind
        How the figure is shown.
    digits : int
        Decimals of percentages.

    Examples
    --------
    >>> months = pd.period_range("2023-05", "2023-09", freq="M")
    >>> rate = pd.Series([0.530, 0.408, 0.310, 0.440, 0.287], months)
    >>> movement(rate, subject="The rate")
    'The rate fell in three of four months, from 53.0% in May 2023 to 28.7% in September 2023; it
    rose once, in August.'
    """
    found = steps(series, measured=measured, digits=digits)
    known = found.known
    if known.empty:
        return f"{subject}: no month has a figure."
    gaps = [words.month(month) for month in found.gaps]
    missing = f" There is no figure for {listed(gaps)}." if gaps else ""
    if len(known) == 1:
        only = known.index[0]
        return f"{subject} was {found.text[only]} in {words.month(only)}, one month only.{missing}"
    return f"{_moved(subject, found)}.{missing}"


def _moved(subject: str, found: Steps) -> str:
    known, text = found.known, found.text
    first, last = known.index[0], known.index[-1]
    name = words.month_name if first.year == last.year else words.month
    ends = f"from {text[first]} in {words.month(first)} to {text[last]} in {words.month(last)}"
    if not found.n:
        return f"{subject} went {ends}"
    if len(found.same) == found.n and text[first] == text[last]:
        return f"{subject} stayed at {text[first]} from {words.month(first)} to {words.month(last)}"
    ways = {FELL: list(found.fell), ROSE: list(found.rose)}
    main, other = (FELL, ROSE) if len(found.fell) >= len(found.rose) else (ROSE, FELL)
    rest = [times(other, ways[other], name), times("was unchanged", list(found.same), name)]
    # From the first to the last it can lie lower though no two neighbours do, across a gap.
    if ways[main] and found.whole == main:
        said = f"{subject} {main} in {of_months(len(ways[main]), found.n)}, {ends}"
    else:
        said = f"{subject} went {ends}"
        if ways[main]:
            rest.insert(0, f"{main} in {of_months(len(ways[main]), found.n)}")
    tail = listed([part for part in rest if part])
    return f"{said}; it {tail}" if tail else said


def _against(signal: Signal, shown: Callable[[float], str]) -> str:
    """Return a signal's cause, with the limit that a point lies beyond."""
    if signal.cause == ABOVE:
        return f"above the upper limit of {shown(signal.limit)}"
    if signal.cause == BELOW:
        return f"below the lower limit of {shown(signal.limit)}"
    return signal.cause


def change(
    before: float,
    after: float,
    *,
    since: Any,
    measured: Kind = Kind.SHARE,
    digits: int = 1,
) -> str:
    """Return a figure beside the one of an earlier month.

    Examples
    --------
    >>> change(0.267, 0.197, since="2023-10")
    '19.7%, down from 26.7% in October 2023'
    >>> change(0.267, 0.267, since="2023-10")
    '26.7%, as in October 2023'
    """
    old, new = (labels.shown(value, measured, digits=digits) for value in (before, after))
    if words.absent(before) or words.absent(after):
        return f"{new}; in {words.month(since)} {old}"
    if old == new:
        return f"{new}, as in {words.month(since)}"
    return f"{new}, {'down' if after < before else 'up'} from {old} in {words.month(since)}"


def rank(series: pd.Series, at: Any, *, group: str = "months") -> str:
    """Return the place of one figure among all, counted from its nearer end.

    Examples
    --------
    >>> rate = pd.Series([0.53, 0.41, 0.197], pd.period_range("2023-05", periods=3, freq="M"))
    >>> rank(rate, pd.Period("2023-07", "M")), rank(rate, pd.Period("2023-06", "M"))
    ('the lowest of the three months', 'the second highest of the three months')
    """
    known = series.dropna()
    if at not in known.index:
        return f"without a figure among the {group}"
    value = known[at]
    above, below = int((known > value).sum()), int((known < value).sum())
    n = len(known)
    if n == 1:
        return f"the only one of the {group} with a figure"
    if not above and not below:
        return f"the same in all {words.in_words(n)} {group}"
    place, end = (above, "highest") if above <= below else (below, "lowest")
    joint = "joint " if int((known == value).sum()) > 1 else ""
    which = f"{words.ordinal(place + 1)} " if place else ""
    return f"the {joint}{which}{end} of the {words.in_words(n)} {group}"


def special_causes(
    table: SafeTable,
    *,
    value: str = "value",
    measured: Kind = Kind.SHARE,
    digits: int = 1,
) -> str:
    """Say which months a control chart points out, or that none is.

    Parameters
    ----------
    table : SafeTable
        The one that `charts.control` draws.
    value : str
        The column of the figure.
    measured : Kind
        How the figure is shown.
    digits : int
        Decimals of percentages.
    """
    frame = table.frame
    n = int(pd.to_numeric(frame[value], errors="coerce").notna().sum())
    if n == 0:
        return "No month has a figure."
    if pd.to_numeric(frame["upper"], errors="coerce").isna().all():
        return "There are too few months to say what range is to be expected."
    found = signals(frame, value=value)
    shown_only = " shown" if words.hidden(*frame[value]) else ""
    if not found:
        months = f"All {words.in_words(n)} months{shown_only} are"
        every = f"The one month{shown_only} is" if n == 1 else months
        return f"{every} within the range that chance explains."

    def shown(figure: float) -> str:
        return labels.shown(figure, measured, digits=digits)

    said = [text for group in neighbours(found) for text in _signalled(group, shown)]
    rest = n - len(found)
    one = f"month{shown_only} is"
    others = one if rest == 1 else f"{words.in_words(rest)}{shown_only} are"
    within = f"; the other {others} within the range that chance explains" if rest else ""
    return f"{listed(said)}{within}."


def _signalled(group: list[Signal], shown: Callable[[float], str]) -> list[str]:
    """Say what is special about each month, or about neighbours that make one run."""
    if len(group) > 1 and group[0].cause not in (ABOVE, BELOW):
        return [f"{words.months(group[0].month, group[-1].month)} are {group[0].cause}"]
    return [f"{words.month(s.month)} ({shown(s.value)}) is {_against(s, shown)}" for s in group]
