"""Workbooks that are the same bytes whenever the same is written, and hold no formula."""

import datetime as dt
import io
import numbers
import zipfile
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment
from openpyxl.writer.excel import ExcelWriter

from qaanalysis.office_bytes import FIRST_DAY, stable

DAY_FORMAT, MONTH_FORMAT = "dd/mm/yyyy", "mmmm yyyy"
_LEFT = Alignment(horizontal="left")


def fill(cell: Cell, value: Any) -> None:
    """Put a value into a cell: dates and numbers as such, all else as text and never a formula.

    Parameters
    ----------
    cell : Cell
        Of an openpyxl sheet.
    value : date, Period of a month, number, or anything with a text
        A missing value leaves the cell empty. What no workbook can hold becomes "�".

    Examples
    --------
    >>> cell = Workbook().active["A1"]
    >>> fill(cell, "=1+1")
    >>> cell.data_type, cell.value
    ('s', '=1+1')
    """
    if isinstance(value, str):
        # First, as most cells hold words, and to ask pandas of each takes longer than to write it.
        _put_text(cell, value)
    elif value is None or pd.isna(value):
        return
    elif isinstance(value, pd.Period):
        _put_day(cell, value.start_time.date(), MONTH_FORMAT)
    elif isinstance(value, dt.date):
        _put_day(cell, dt.date(value.year, value.month, value.day), DAY_FORMAT)
    elif isinstance(value, numbers.Real):
        cell.value = int(value) if isinstance(value, numbers.Integral) else float(value)
    else:
        _put_text(cell, str(value))


def _put_text(cell: Cell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("�", text)
    # Text that starts with = would become a formula, here or when somebody edits the cell.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def _put_day(cell: Cell, day: dt.date, number_format: str) -> None:
    cell.value, cell.number_format = day, number_format
    if not cell.alignment.horizontal:
        cell.alignment = _LEFT


def stable_bytes(book: Workbook) -> bytes:
    """Return a workbook's bytes without the hour at which it was written.

    Parameters
    ----------
    book : Workbook
        Its dates of creation and change become 1 January 2000.

    Returns
    -------
    bytes
        The same for the same contents and version of openpyxl.

    Examples
    --------
    >>> stable_bytes(Workbook()) == stable_bytes(Workbook())
    True
    """
    book.properties.created = FIRST_DAY
    written = io.BytesIO()
    # Packed once, by `stable`: to pack and unpack it before takes longer than all else of it.
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED)).save()
    return stable(written.getvalue())
