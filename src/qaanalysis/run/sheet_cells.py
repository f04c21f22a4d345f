"""Recorded values as the cells of a spreadsheet: numbers, dates and words each as what they are."""

import datetime as dt
import re
from typing import Any

from openpyxl.cell.cell import Cell

from qaanalysis.present.labels import Column, Kind
from qaanalysis.run.shown_tables import month, worded
from qaanalysis.workbook_bytes import fill

FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.POINTS: "+0.0;-0.0;0.0",
    Kind.NUMBER: "#,##0.00",
    Kind.DAYS: "#,##0.0",
    Kind.P_VALUE: "0.000",
}
_POINT = 100
_WRITTEN = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)")


def put(cell: Cell, value: Any, column: Column | None = None, *, heads: bool = False) -> None:
    """Put a recorded value into a cell.

    Parameters
    ----------
    cell : Cell
        Of an openpyxl sheet.
    value : text, number, bool or None
        As a record has it. A symbol such as [c] stays text, and what is missing is written so that
        no cell is empty.
    column : Column, optional
        Its column; without one it is text.
    heads : bool
        Whether it heads a row.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> cell = Workbook().active["A1"]
    >>> put(cell, 0.336, Column("rate", "Rate", Kind.SHARE))
    >>> cell.value, cell.number_format
    (0.336, '0.0%')
    """
    if column is None:
        fill(cell, value)
    elif isinstance(value, int | float) and not isinstance(value, bool) and column.kind in FORMATS:
        _number(cell, value, column.kind)
    elif isinstance(value, str) and column.kind in (Kind.MONTH, Kind.DATE):
        _day(cell, value, column, heads=heads)
    elif isinstance(value, str) and column.kind is Kind.AS_WRITTEN:
        _as_written(cell, value)
    else:
        # An empty text says that there is nothing to say, and no cell is left empty.
        fill(cell, worded(value, column, heads=heads) or "[z]")


def _number(cell: Cell, value: float, kind: Kind) -> None:
    if kind is Kind.POINTS:
        # A difference of shares is read in percentage points; what the product adds is noise.
        value = round(value * _POINT, 10)
    if kind is Kind.COUNT and float(value).is_integer():
        value = int(value)
    fill(cell, value)
    cell.number_format = FORMATS[kind]


def _as_written(cell: Cell, value: str) -> None:
    """Put a figure that was written already: a number alone as one, with as many decimals."""
    found = _WRITTEN.fullmatch(value)
    if found is None:
        fill(cell, value or "[z]")
        return
    sign, whole, decimals, percent = found.groups(default="")
    plain = f"{sign}{whole.replace(',', '')}{decimals}"
    if percent:
        # Of 49.4% the share is 0.494, and what the division adds is noise.
        fill(cell, round(float(plain) / _POINT, len(decimals) + 2))
    else:
        fill(cell, float(plain) if decimals else int(plain))
    after = f".{'0' * (len(decimals) - 1)}" if decimals else ""
    cell.number_format = f"{'#,##0' if ',' in whole else '0'}{after}{percent}"


def _day(cell: Cell, value: str, column: Column, *, heads: bool) -> None:
    moment = month(value) if column.kind is Kind.MONTH else _date(value)
    fill(cell, worded(value, column, heads=heads) if moment is None else moment)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
