"""A table at one of several levels of detail: which rows and columns it shows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pandas as pd

from qaanalysis.cases import Cases, headings
from qaanalysis.vocabulary import Col

Heading = dict[str, frozenset[str]]
QUARTERS = "Months are shown by quarter, because single months have small numbers."
FEWER = "Fewer columns are shown, because the numbers in the others are small."
TOTAL_ONLY = "Only the total is shown, because the numbers in the rows are small."
COARSENED = (QUARTERS, FEWER, TOTAL_ONLY)
"""All that a table's note says where it is shown in less detail than it was made."""


@dataclass(frozen=True)
class Level:
    """How detailed a table is shown.

    Parameters
    ----------
    rows : tuple of (label, Heading)
        The rows in order: as they are labelled, and the values of their cases.
    columns : tuple of str
        The columns shown.
    said : str
        What was coarsened, and why; empty for the table as it is.
    as_given : bool
        Whether the rows are the table's own.
    veiled : tuple of str
        Those of the columns that could tell of a count that isn't shown any more.
    """

    rows: tuple[tuple[object, Heading], ...]
    columns: tuple[str, ...]
    said: str = ""
    as_given: bool = True
    veiled: tuple[str, ...] = ()


def levels(frame: pd.DataFrame, cases: Cases, *, has_total: bool) -> Iterator[Level]:
    """Yield a table's levels of detail, the finest first.

    First months are put together to quarters, then columns as the cases declare, then only the
    total is left.

    Parameters
    ----------
    frame : DataFrame
        The table.
    cases : Cases
        What it counts.
    has_total : bool
        Whether it has a total that can stand alone.
    """
    rows = own_rows(frame)
    columns = tuple(map(str, frame.columns))
    yield Level(rows, columns)
    said: list[str] = []
    own = True
    veiled: tuple[str, ...] = ()
    if cases.by_quarter and list(frame.index.names) == [Col.MONTH]:
        rows = tuple(_quarters(rows))
        said.append(QUARTERS)
        own = False
        yield Level(rows, columns, " ".join(said), as_given=False)
    for shown in cases.coarser:
        columns = tuple(name for name in columns if _stays(name, shown, cases))
        veiled = tuple(name for name in columns if not _is_plain(name, shown, cases))
        yield Level(rows, columns, " ".join([*said, FEWER]), own, veiled)
    if has_total:
        yield Level((), columns, TOTAL_ONLY, False, veiled)


def own_rows(frame: pd.DataFrame) -> tuple[tuple[object, Heading], ...]:
    """Return the rows of a table as it is."""
    values = [{name: frozenset({text}) for name, text in row.items()} for row in headings(frame)]
    return tuple(zip(frame.index, values, strict=True))


def _stays(name: str, shown: Collection[str], cases: Cases) -> bool:
    """Tell whether a column is shown: if it is named, or plain from what is."""
    return name in shown or _is_plain(name, shown, cases)


def _is_plain(name: str, shown: Collection[str], cases: Cases) -> bool:
    """Tell whether all counts are shown that a column can be worked out from."""
    return {*shown, *cases.workload}.issuperset(cases.rests_on(name))


def _quarters(rows: tuple[tuple[object, Heading], ...]) -> Iterator[tuple[object, Heading]]:
    """Yield the calendar quarters of months, labelled by the months that are in them."""
    months = [pd.Period(str(label), "M") for label, _ in rows]
    by_quarter: dict[tuple[int, int], list[pd.Period]] = {}
    for month in months:
        by_quarter.setdefault((month.year, month.quarter), []).append(month)
    for found in by_quarter.values():
        yield _named(found), {Col.MONTH: frozenset(map(str, found))}


def _named(months: list[pd.Period]) -> str:
    names = [month.to_timestamp().month_name() for month in months]
    both = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    return f"{both} {months[0].year}"
