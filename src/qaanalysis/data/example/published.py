"""The published totals that the example's records add up to, as data.

From the report of an English children's trust to its scrutiny committee, 7 February 2024,
covering May to November 2023. Everything else in the example is invented.
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from qaanalysis.vocabulary import Col, GradeScale

AS_AT = dt.date(2023, 12, 3)
"""The date of the export: the published figures hold as at this day."""

SCALE = GradeScale(
    ("Outstanding", "Good", "Requires Improvement", "Inadequate"),
    frozenset({"Outstanding", "Good"}),
)
"""The scale of the published grades, best first."""


@dataclass(frozen=True)
class MonthTotals:
    """One month of individual audits, as published.

    Parameters
    ----------
    month : str
        Year and month, 2023-05.
    planned, exempted, scheduled, returned : int
        Counts of audits; scheduled is planned less exempted.
    grades : tuple of int
        Final grades of the returned audits, in the order of `SCALE`.
    """

    month: str
    planned: int
    exempted: int
    scheduled: int
    returned: int
    grades: tuple[int, int, int, int]


MONTHS = (
    MonthTotals("2023-05", 91, 8, 83, 44, (0, 21, 21, 2)),
    MonthTotals("2023-06", 105, 2, 103, 42, (0, 7, 31, 4)),
    MonthTotals("2023-07", 97, 10, 87, 27, (0, 2, 13, 12)),
    MonthTotals("2023-08", 79, 4, 75, 33, (0, 10, 4, 19)),
    MonthTotals("2023-09", 124, 9, 115, 33, (1, 10, 12, 10)),
    MonthTotals("2023-10", 110, 9, 101, 27, (0, 6, 14, 7)),
    MonthTotals("2023-11", 124, 7, 117, 23, (0, 5, 14, 4)),
)

MODERATED = {"Good": 16, "Requires Improvement": 34, "Inadequate": 10}
"""Moderated audits by final grade; the one Outstanding was never moderated."""

SUPPORTED = 29
DOWNGRADED = 31


def stated_totals() -> pd.DataFrame:
    """Return the published counts, one row for each month.

    Examples
    --------
    >>> int(stated_totals()["returned"].sum())
    229
    """
    columns = (Col.MONTH, Col.PLANNED, Col.EXEMPTED, Col.SCHEDULED, Col.RETURNED)
    return pd.DataFrame([{c: getattr(totals, c) for c in columns} for totals in MONTHS])
