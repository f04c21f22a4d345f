"""What a chart leaves out because it was suppressed, and how it says so.

A hidden figure is the text “[c]” in a safe table, so that no chart has it; what is left here is
not to draw what lies beside it in a way that gives it away, and to say that something is hidden.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import words
from qaanalysis.present.tables import Table

SYMBOL = "[c]"
NOTE = (
    "Some figures are hidden, shown as [c] in the data: small numbers, and what would give them "
    "away."
)
INTERVAL = "interval hidden"
WHY_NOTHING = "its figures are hidden because the numbers are small"
# So many hidden rows are named; of more, how many they are.
_MOST_NAMED = 8


def numbers(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return columns as floats: NaN for what is hidden, missing or isn't there.

    Examples
    --------
    >>> numbers(pd.DataFrame({"n": [7, "[c]"]}), ["n"])["n"].tolist()
    [7.0, nan]
    """
    found = frame.reindex(columns=list(columns))
    return found.apply(pd.to_numeric, errors="coerce").astype(float)


def estimates(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return figures that tell of one another (an estimate, its ends) by row, as floats.

    Where one is hidden none is drawn: the middle of an interval is all but its estimate.

    Examples
    --------
    >>> estimates(pd.DataFrame({"low": [0.1, 0.2], "high": [0.3, "[c]"]}), ["low", "high"])
    array([[0.1, 0.3],
           [nan, nan]])
    """
    known = numbers(frame, columns).to_numpy(dtype=float)
    return np.where(rows(frame, columns)[:, None], np.nan, known)


def with_interval(frame: pd.DataFrame, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Return estimates with their intervals' ends by row, and where the interval alone is hidden.

    An estimate that a table shows is drawn, without its interval if an end of that is hidden.

    Examples
    --------
    >>> frame = pd.DataFrame({"kappa": [0.2], "kappa_low": ["[c]"], "kappa_high": [0.3]})
    >>> with_interval(frame, "kappa")
    (array([[0.2, nan, nan]]), array([ True]))
    """
    wanted = [column, f"{column}_low", f"{column}_high"]
    found = estimates(frame, wanted)
    found[:, 0] = numbers(frame, [column])[column]
    return found, rows(frame, wanted) & ~rows(frame, [column])


def cells(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Tell which cells are hidden.

    Examples
    --------
    >>> cells(pd.DataFrame({"n": [7, "[c]"]}), ["n"]).tolist()
    [[False], [True]]
    """
    found = frame.reindex(columns=list(columns)).to_numpy(dtype=object)
    return np.vectorize(_is_hidden, otypes=[bool])(found).reshape(found.shape)


def rows(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Tell which rows have a hidden cell among some columns."""
    return np.asarray(cells(frame, columns).any(axis=1), dtype=bool)


def is_any(safe: SafeTable, columns: Sequence[str]) -> bool:
    """Tell whether a table or its total has a hidden cell among some columns."""
    frames = [frame for frame in (safe.frame, safe.total) if frame is not None]
    return any(bool(cells(frame, columns).any()) for frame in frames)


def of_table(data: Table) -> bool:
    """Tell whether a hidden cell is among what a table shows."""
    return is_any(data.safe, _columns(data))


def said(data: Table) -> str:
    """Return a sentence that names the rows with a hidden cell; empty if none is.

    A row is named alone where all of it is hidden, else with the columns that are.
    """
    named = []
    for frame in (data.safe.frame, data.safe.total):
        if frame is not None:
            named += _named(data, frame)
    if not named:
        return ""
    if len(named) > _MOST_NAMED:
        return f"Hidden because the numbers are small: figures of {words.count(len(named))} rows."
    return f"Hidden because the numbers are small: {'; '.join(named)}."


def _named(data: Table, frame: pd.DataFrame) -> list[str]:
    n = max(len(data.headings), 1)
    heads = [", ".join(row[:n]) for row in data.rows(frame)]
    shown = [c for c in data.columns if not c.low]
    found = cells(frame, [c.name for c in shown])
    ends = [name for name in _columns(data) if name not in {c.name for c in shown}]
    also = rows(frame, ends) if ends else np.zeros(len(frame), dtype=bool)
    named = []
    for head, row, end in zip(heads, found, also, strict=True):
        which = [c.label for c, is_hidden in zip(shown, row, strict=True) if is_hidden]
        if len(which) == len(shown):
            named.append(head)
        elif which or end:
            named.append(f"{head} ({words.listed(which or ['interval'])})")
    return named


def _columns(data: Table) -> list[str]:
    """Return the columns of a table's figures; an interval stands in two."""
    return [n for c in data.columns for n in ((c.low, c.high) if c.low else (c.name,))]


def _is_hidden(value: object) -> bool:
    return isinstance(value, str) and value == SYMBOL
