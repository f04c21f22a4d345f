"""Counts that were hidden as small: of each an interval is known, and never the number.

Of a count `x` that is missing, `x_at_least` and `x_at_most` are the least and the most that it can
be; without the second nothing is known of it. So a hidden count is never a number, nor 0, in a sum.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.vocabulary import Col

COUNTS = [Col.PLANNED, Col.EXEMPTED, Col.SCHEDULED, Col.RETURNED]


def at_least(count: str) -> str:
    """Return the column of the least that a hidden count can be."""
    return f"{count}_at_least"


def at_most(count: str) -> str:
    """Return the column of the most that a hidden count can be."""
    return f"{count}_at_most"


def end_columns(counts: Sequence[str] = COUNTS) -> list[str]:
    """Return the columns of the intervals of some counts.

    Examples
    --------
    >>> end_columns(["returned"])
    ['returned_at_least', 'returned_at_most']
    """
    return [name for count in counts for name in (at_least(count), at_most(count))]


def hidden(frame: pd.DataFrame, counts: Sequence[str] = COUNTS) -> pd.DataFrame:
    """Tell which counts are hidden: missing, and known to be at most so many.

    Examples
    --------
    >>> frame = pd.DataFrame({"returned": [44, None, None], "returned_at_most": [None, 4, None]})
    >>> hidden(frame, ["returned"])["returned"].tolist()
    [False, True, False]
    """
    never = pd.Series(data=False, index=frame.index)
    told = {
        count: frame[count].isna() & frame[at_most(count)].notna() if at_most(count) in frame
        else never
        for count in counts
    }  # fmt: skip
    return pd.DataFrame(told, index=frame.index).astype(bool)


def ends(frame: pd.DataFrame, count: str) -> tuple[pd.Series, pd.Series]:
    """Return the least and the most that a count can be in each row, as floats.

    Both are the count itself where it is known, and missing where nothing is.

    Examples
    --------
    >>> frame = pd.DataFrame({"returned": [44, None], "returned_at_most": [None, 4]})
    >>> low, high = ends(frame, "returned")
    >>> low.tolist(), high.tolist()
    ([44.0, 0.0], [44.0, 4.0])
    """
    known = _floats(frame, count)
    is_hidden = hidden(frame, [count])[count]
    least, most = _floats(frame, at_least(count)).fillna(0), _floats(frame, at_most(count))
    return known.mask(is_hidden, least), known.mask(is_hidden, most)


def narrowed(stated: pd.DataFrame) -> pd.DataFrame:
    """Return the ends of each row's counts, as near as the other counts of the row bring them.

    Planned = exempted + scheduled and returned ≤ scheduled hold in each row: of 12 planned and 10
    scheduled 2 are exempted, also where that is hidden. No end could be nearer, as each is
    reached by whole numbers for all four that keep both rules.

    Parameters
    ----------
    stated : DataFrame
        Rows of the table stated_totals, without a contradiction.

    Examples
    --------
    >>> stated = {"planned": [12], "exempted": [None], "scheduled": [10], "returned": [4]}
    >>> found = narrowed(pd.DataFrame(stated | {"exempted_at_most": [4]}))
    >>> found[["exempted_at_least", "exempted_at_most"]].iloc[0].tolist()
    [2.0, 2.0]
    """
    of = {count: ends(stated, count) for count in COUNTS}
    (p_low, p_high), (e_low, e_high) = of[Col.PLANNED], of[Col.EXEMPTED]
    (s_low, s_high), (r_low, r_high) = of[Col.SCHEDULED], of[Col.RETURNED]
    s_low = s_low.clip(lower=r_low)
    near: dict[str, tuple[Any, Any]] = {
        Col.PLANNED: (np.maximum(p_low, e_low + s_low), np.minimum(p_high, e_high + s_high)),
        Col.EXEMPTED: (np.maximum(e_low, p_low - s_high), np.minimum(e_high, p_high - s_low)),
        Col.SCHEDULED: (np.maximum(s_low, p_low - e_high), np.minimum(s_high, p_high - e_low)),
    }
    near[Col.RETURNED] = r_low, np.minimum(r_high, near[Col.SCHEDULED][1])
    found: dict[str, pd.Series] = {}
    for count, (low, high) in near.items():
        found |= {at_least(count): low, at_most(count): high}
    return pd.DataFrame(found, index=stated.index)


def with_ends(stated: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of some rows, and beside them their ends where any of them is hidden.

    Examples
    --------
    >>> stated = {"planned": [12], "exempted": [2], "scheduled": [10], "returned": [4]}
    >>> list(with_ends(pd.DataFrame(stated)))
    ['planned', 'exempted', 'scheduled', 'returned']
    """
    if not hidden(stated).any(axis=None):
        return stated[COUNTS].astype(int)
    counts = pd.DataFrame({count: _floats(stated, count) for count in COUNTS}, index=stated.index)
    return counts.join(narrowed(stated))


def summable(frame: pd.DataFrame) -> list[str]:
    """Return the columns of a table's counts and of their ends, if it has any."""
    return [name for name in [*COUNTS, *end_columns()] if name in frame]


def without(sums: pd.DataFrame, rests_on: pd.DataFrame) -> pd.DataFrame:
    """Return sums of counts without those that rest on a hidden one, of which the ends stay.

    Parameters
    ----------
    sums : DataFrame
        Sums by count.
    rests_on : DataFrame
        Whether each of them rests on a hidden count.
    """
    gone = rests_on.to_numpy()
    if not gone.any():
        return sums
    return sums.assign(**{c: sums[c].mask(gone[:, i]) for i, c in enumerate(rests_on.columns)})


def _floats(frame: pd.DataFrame, column: str) -> pd.Series:
    if column not in frame:
        return pd.Series(float("nan"), index=frame.index)
    # By way of numbers that may be missing: a column of None alone is no numbers yet.
    return pd.to_numeric(frame[column]).astype("Float64").astype(float)
