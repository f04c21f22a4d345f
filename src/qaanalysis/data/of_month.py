"""Whether a run's month has rows that are accepted; if not, why.

A month whose rows are all rejected is no wrong month: what is wrong with the rows is to be told.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from qaanalysis.data.draft import Draft
from qaanalysis.data.rejections import FAULT_COLUMNS, Lines
from qaanalysis.errors import DataError
from qaanalysis.vocabulary import AuditType, Col

# The table of a run that has counts and no rows; and what a run's main table is called.
COUNTS = "stated_totals"
CALLED = {COUNTS: "table of counts", "audits": "audit register"}


@dataclass(frozen=True)
class Lost:
    """A month of which every row is rejected.

    Parameters
    ----------
    said : str
        That it is so, and of how many rows.
    fault : dict of str to Any
        The first fault of these rows, as `Loaded.faults` has it.
    """

    said: str
    fault: dict[str, Any]


def all_rejected(draft: Draft, month: pd.Period) -> Lost | None:
    """Return that no row of a month is accepted, where it has rows that are rejected; else None.

    Parameters
    ----------
    draft : Draft
        The run's main table, its rows accepted or rejected.
    month : Period
        The month that the run is about.

    Raises
    ------
    DataError
        If no row, accepted or rejected, can be of the month: then it is the month that is wrong.
    """
    frame, kept = draft.frame, pd.Series(draft.kept, index=draft.frame.index)
    counts = Col.AUDIT_TYPE not in frame
    among = pd.Series(True, index=frame.index)
    if not counts:
        among = frame[Col.AUDIT_TYPE].isna() | (frame[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL)
    of = frame[Col.MONTH]
    if (kept & among & (of == month)).any():
        return None
    lost = ~kept & among & (of == month)
    unread = ~kept & among & of.isna()
    known = of[kept & among].dropna()
    first, last = known.min(), known.max()
    only = f"{first}" if first == last else f"{first} to {last}"
    where = draft.raw.where
    if not (lost | unread).any():
        has = f"only for {only}" if len(known) else "nor for any other month"
        what = "nothing is counted" if counts else "no individual audit is planned"
        raise DataError(
            f"{where}: {what} for {month}, {has}. "
            "Correct `month` in params, or add the month's rows."
        )
    said = [f"{_rows(int(lost.sum()))} of it {_is(int(lost.sum()))} rejected"] if lost.any() else []
    if n := int(unread.sum()):
        said.append(f"{_rows(n)} {_is(n)} rejected whose month can't be read")
    others = f"; accepted are rows of {only}" if len(known) else ""
    lines = Lines(FAULT_COLUMNS)
    draft.add_faults(lines)
    faults = lines.frame()
    theirs = faults[faults["row"].isin(draft.rows[(lost | unread).to_numpy()])]
    first_fault = (theirs if len(theirs) else faults).iloc[0]
    return Lost(
        f"no row of {month} in the {CALLED[draft.raw.table.name]} is accepted: "
        f"{' and '.join(said)}{others}",
        {str(name): value for name, value in first_fault.items()},
    )


def _rows(n: int) -> str:
    return "1 row" if n == 1 else f"{n:,} rows"


def _is(n: int) -> str:
    return "is" if n == 1 else "are"
