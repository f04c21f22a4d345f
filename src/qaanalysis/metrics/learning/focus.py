"""Before and after an obsession was in focus: how often audits name it as one to develop.

*Before* are the months until the first in which the calendar has it in focus, *after* those that
follow; months in focus are in neither. Both are told from the calendar alone, before any figure
is looked at.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

import numpy as np
import pandas as pd

from qaanalysis.metrics.learning.named import DEVELOPMENT, OBSESSION, plain
from qaanalysis.metrics.shares import keys
from qaanalysis.stats import proportion
from qaanalysis.vocabulary import Col

WHEN, IN_FOCUS, WHY = "when", "in_focus", "why"
BEFORE_AUDITS, AFTER_AUDITS = "before_audits", "after_audits"
GAP = "difference"
Focus = Mapping[pd.Period, str]


class When(StrEnum):
    """Where a month stands to the months in which an obsession is in focus."""

    BEFORE = "before"
    DURING = "in focus"
    AFTER = "after"
    UNKNOWN = "not known"


class Why(StrEnum):
    """Why nothing is said of before and after."""

    NO_THEME = "no theme that audits are coded to is about it"
    NEVER = "the calendar never has it in focus"
    LATER = "its first month in focus is still to come"
    EARLIER = "it was in focus before the first month covered"
    FEW_BEFORE = "too few audits before"
    FEW_AFTER = "too few audits after"
    FEW_BOTH = "too few audits before and after"


def first_in_focus(focus: Focus, obsession: str) -> pd.Period | None:
    """Return the first month in which the calendar has an obsession in focus; None if in none."""
    return min((month for month, name in focus.items() if name == obsession), default=None)


def when(focus: Focus, obsession: str, months: pd.PeriodIndex) -> dict[pd.Period, When]:
    """Return where each month stands to the months in which an obsession is in focus.

    Examples
    --------
    >>> months = pd.period_range("2023-05", "2023-07", freq="M")
    >>> found = when({months[1]: "Chronologies"}, "Chronologies", months)
    >>> [str(found[month]) for month in months]
    ['before', 'in focus', 'after']
    """
    first = first_in_focus(focus, obsession)
    if first is None or first > months[-1] or first < months[0]:
        return dict.fromkeys(months, When.UNKNOWN)
    return {
        month: When.DURING
        if focus.get(month) == obsession
        else (When.BEFORE if month < first else When.AFTER)
        for month in months
    }


def with_when(rows: pd.DataFrame, *, focus: Focus, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return the rows of `named` for obsessions, with `when` each audit's month is."""
    places = {
        (name, month): str(place)
        for name in rows[OBSESSION].cat.categories
        for month, place in when(focus, name, months).items()
    }
    pairs = zip(rows[OBSESSION].astype(object), rows[Col.MONTH], strict=True)
    return rows.assign(**{WHEN: [places[pair] for pair in pairs]})


def before_after(
    rows: pd.DataFrame,
    *,
    focus: Focus,
    least: int,
    by: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return each obsession's share before and after it was in focus, and the difference.

    Parameters
    ----------
    rows : DataFrame
        From `with_when`.
    focus : mapping of Period to str
        The obsession in focus by month.
    least : int
        Fewest audits before, and fewest after; with fewer there is no difference.
    by : str, optional
        A group within each obsession, such as service_area.
    confidence : float
        Coverage of the intervals, over 0 and under 1.

    Returns
    -------
    DataFrame
        Indexed by obsession (and group), without those that `unsaid` names: in_focus (the first
        month), before_audits,
        before (audits that name it as one to develop), before_share,
        the same for after; difference (after less before) with _low and _high (Newcombe); why, a
        `Why` where there is no difference, else "".

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17:873–890 (method 10).
    """
    rows = rows[rows[WHEN] != When.UNKNOWN]
    groups = [rows[OBSESSION], *([] if by is None else keys(rows, by))]
    flags = pd.DataFrame(
        {
            f"{name}{end}": (rows[WHEN] == name) & (rows[DEVELOPMENT] if not end else True)
            for name in (When.BEFORE, When.AFTER)
            for end in ("_audits", "")
        },
        index=rows.index,
    )
    table = flags.groupby(groups, observed=True).sum().astype(int)
    for name in (When.BEFORE, When.AFTER):
        n = table[f"{name}_audits"]
        table[f"{name}_share"] = table[name] / n.where(n > 0)
    table.index = plain(table.index)
    names = table.index.get_level_values(OBSESSION)
    firsts = [first_in_focus(focus, name) for name in names]
    table.insert(0, IN_FOCUS, pd.PeriodIndex(firsts, freq="M"))
    why = [
        _why(before < least, after < least)
        for before, after in zip(table[BEFORE_AUDITS], table[AFTER_AUDITS], strict=True)
    ]
    return _only_where_enough(_with_gap(table, confidence).assign(**{WHY: why}))


def _why(few_before: bool, few_after: bool) -> str:
    if few_before and few_after:
        return str(Why.FEW_BOTH)
    if few_before:
        return str(Why.FEW_BEFORE)
    return str(Why.FEW_AFTER) if few_after else ""


def unsaid(
    focus: Focus, themes: Mapping[str, Collection[str]], months: pd.PeriodIndex
) -> dict[str, Why]:
    """Return the obsessions of which nothing can be said, and why, in the order of params.

    Parameters
    ----------
    focus : mapping of Period to str
        The obsession in focus by month.
    themes : mapping of str to collection of str
        Each obsession's themes.
    months : PeriodIndex
        The months covered.
    """
    found = {}
    for name, about in themes.items():
        first = first_in_focus(focus, name)
        if not about:
            found[name] = Why.NO_THEME
        elif first is None:
            found[name] = Why.NEVER
        elif first > months[-1]:
            found[name] = Why.LATER
        elif first < months[0]:
            found[name] = Why.EARLIER
    return found


def _with_gap(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    gap = proportion.difference(
        *(table[name].to_numpy() for name in ("after", AFTER_AUDITS, "before", BEFORE_AUDITS)),
        confidence=confidence,
    )
    return table.assign(**{GAP: gap.estimate, f"{GAP}_low": gap.low, f"{GAP}_high": gap.high})


def _only_where_enough(table: pd.DataFrame) -> pd.DataFrame:
    """Take the difference, and the shares it is of, from whoever has too few audits for one."""
    columns = ["before_share", "after_share", GAP, f"{GAP}_low", f"{GAP}_high"]
    said = table[WHY] == ""
    return table.assign(**{name: table[name].where(said, np.nan) for name in columns})
