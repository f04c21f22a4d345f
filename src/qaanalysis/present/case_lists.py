"""Which audits each figure of a table counts, as the table's record carries it.

For internal readers only: `protect` leaves a published table no cases. Only audits are listed,
never children. `run` takes the lists out of the record and into a workbook of their own, so that
they stand in no page.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.cases import Cases, headings
from qaanalysis.disclosure import SafeTable
from qaanalysis.vocabulary import Audience, Col

# Where `run` names the sheet; nothing is seen of it in a page that has no workbook beside it.
PLACE = '<p class="qa-note qa-lists" hidden></p>'


def lists(safe: SafeTable) -> dict[str, Any]:
    """Return the audits behind a table's counts, and behind those its shares rest on.

    Parameters
    ----------
    safe : SafeTable
        The table.

    Returns
    -------
    dict
        Empty if the table doesn't say which audits it counts, counts none or something else, or
        isn't for internal readers. Else `columns`, the counts; and `cases`, a list of [row, counts,
        identifiers]: the position of the row (None for audits in the total alone, or where every
        row counts the same), the positions of the counts that these audits are in, and which they
        are.

    Examples
    --------
    >>> from qaanalysis.disclosure import protect
    >>> ids = pd.Index(["A1", "A2"], name="audit_id")
    >>> rows = pd.DataFrame({"team": ["North", "North"], "back": ["yes", ""]}, ids)
    >>> cases = Cases(rows, "audits", {"planned": {}, "returned": {"back": ["yes"]}})
    >>> frame = pd.DataFrame({"planned": 2, "returned": 1}, pd.Index(["North"], name="team"))
    >>> shown = {"audience": Audience.INTERNAL, "caption": "Returns", "unit": "audits"}
    >>> lists(protect(frame, cases=cases, **shown))["cases"]
    [[0, [0], ['A2']], [0, [0, 1], ['A1']]]
    """
    cases = safe.cases
    if cases is None or safe.audience is not Audience.INTERNAL:
        return {}
    if cases.rows.index.name != Col.AUDIT_ID:
        return {}  # Audits are listed; children's identifiers stay in worklists.
    columns = _counts(safe.frame, cases)
    if not columns:
        return {}
    found: list[list[Any]] = []
    seen = np.zeros((len(cases.rows), len(columns)), dtype=bool)
    for row, counted in _rows(safe.frame, cases, columns):
        seen |= counted
        found += _together(cases, row, counted)
    if safe.total is not None:
        whole = np.column_stack([cases.counted({}, column) for column in columns])
        found += _together(cases, None, whole & ~seen)
    return {"columns": columns, "cases": found} if found else {}


def _counts(frame: pd.DataFrame, cases: Cases) -> list[str]:
    """Return the counts that a table shows, or that a share it shows is of."""
    shown = {str(name) for name in frame.columns}
    of_shares = {count for name in shown if name in cases.shares for count in cases.shares[name]}
    return [name for name in map(str, cases.counts) if name in shown | of_shares]


def _rows(
    frame: pd.DataFrame, cases: Cases, columns: list[str]
) -> Iterator[tuple[int | None, np.ndarray]]:
    """Yield for each row which cases each of its counts counts; a missing figure counts none."""
    alike = bool(len(frame)) and set(map(str, frame.index.names)) <= set(cases.untold)
    for row, heading in enumerate(headings(frame)[:1] if alike else headings(frame)):
        known = [
            column not in frame.columns or bool(pd.notna(frame[column].iloc[row]))
            for column in columns
        ]
        counted = np.column_stack([cases.counted(heading, column) for column in columns])
        yield None if alike else row, counted & np.array(known)


def _together(cases: Cases, row: int | None, counted: np.ndarray) -> list[list[Any]]:
    """Return the cases of a row put together that are in the same counts."""
    # Each pattern of counts as one number, so that a hundred thousand cases are told apart at once.
    patterns = counted @ (1 << np.arange(counted.shape[1]))
    return [
        [
            row,
            [at for at in range(counted.shape[1]) if pattern >> at & 1],
            sorted(map(str, cases.rows.index[patterns == pattern])),
        ]
        for pattern in np.unique(patterns).tolist()
        if pattern
    ]
