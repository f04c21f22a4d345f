"""One reader's lists as a workbook: a summary, then a sheet for each list, to sort and filter."""

import math
from collections.abc import Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from qaanalysis.chase_lists.lists import DAYS_LATE, List
from qaanalysis.data.rejects import writable
from qaanalysis.present import labels, words
from qaanalysis.run.sheet_layout import link, mark_up, set_widths, unique, write_lines
from qaanalysis.workbook_bytes import stable_bytes

MARKING = "OFFICIAL-SENSITIVE"
SAID = f"{MARKING}: it says who is to do what; no child or family is named"
SUMMARY = "Summary"
NOTHING = "Nothing: no row."
_A4 = 9
# How wide a letter of the sheets is, in the units of columns; heights are in points.
_LETTER, _NARROW, _WIDE = 1.2, 13, 42
_LINE, _TITLE = 16, 24
_SUMMARY_WIDTH = 80


def workbook(title: str, lines: Sequence[str], lists: Sequence[List]) -> bytes:
    """Return the workbook; the same bytes for the same lists, and no formula in it.

    Parameters
    ----------
    title : str
        Whose lists they are.
    lines : sequence of str
        What to know of them all.
    lists : sequence of List
        What is to be done, in the order of the sheets.

    Examples
    --------
    >>> rows = pd.DataFrame({"audit_id": ["A1"], "days_late": [3]})
    >>> made = [workbook("Chaser", ["As at today"], [List("Late", "Late", rows)]) for _ in "ab"]
    >>> made[0] == made[1]
    True
    """
    book = Workbook()
    book.properties.title = writable(title)
    book.properties.creator = "qaanalysis"
    book.properties.keywords = MARKING
    book.properties.language = "en-GB"
    _summary(book, title, lines, lists)
    for number, told in enumerate(lists, start=1):
        _list(book, title, told, number)
    for sheet in book:
        _to_print(sheet)
    return stable_bytes(book)


def _summary(book: Workbook, title: str, lines: Sequence[str], lists: Sequence[List]) -> None:
    sheet = book.active
    sheet.title = SUMMARY
    row = write_lines(sheet, title, [SAID, *lines], wrapped=True)
    heads = ["List", "Sheet", "How many", "Late", "Most days late"]
    rows = [[told.title, told.name, len(told.rows), told.n_late, _longest(told)] for told in lists]
    mark_up(sheet, row, heads, rows, name="summary")
    for at, told in enumerate(lists, start=row + 1):
        link(sheet, at, told.name, writable(told.title))
    set_widths(sheet, [_SUMMARY_WIDTH, 16, 13, 13, 18])
    _set_heights(sheet, [[line] for line in (title, SAID, *lines)], [_SUMMARY_WIDTH], first=1)
    sheet.row_dimensions[1].height = _TITLE


def _longest(told: List) -> int | None:
    """Return the most days that anything of a list is late; None if nothing is."""
    days = told.rows[DAYS_LATE].dropna() if DAYS_LATE in told.rows else pd.Series(dtype=int)
    return int(days.max()) if len(days) else None


def _list(book: Workbook, title: str, told: List, number: int) -> None:
    sheet = book.create_sheet(told.name)
    notes = [note for note in (told.note, "" if len(told.rows) else NOTHING) if note]
    back = f"Back to {SUMMARY}"
    row = write_lines(sheet, told.title, [f"{MARKING} · {title}", *notes, back])
    link(sheet, row - 1, SUMMARY, back)
    heads = unique([labels.label(column) for column in told.rows])
    rows = list(told.rows.itertuples(index=False, name=None))
    mark_up(sheet, row, heads, rows, name=f"list_{number}", filters=True)
    columns = list(zip(heads, *rows, strict=True))
    widths = [_width([_shown(value) for value in column]) for column in columns]
    set_widths(sheet, widths)
    _set_heights(sheet, [heads, *rows], widths, first=row)
    sheet.row_dimensions[1].height = _TITLE
    sheet.freeze_panes = f"B{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"


def _shown(value: object) -> str:
    """Return what a cell shows, as wide as it is."""
    if isinstance(value, pd.Period):
        return words.month(value)
    if isinstance(value, pd.Timestamp):
        return f"{value:%d/%m/%Y}"
    return "" if value is None or value is pd.NaT or value is pd.NA else str(value)


def _width(texts: Sequence[str]) -> int:
    """Return a column's width in letters: that of its longest text, within bounds."""
    longest = math.ceil(max(map(len, texts)) * _LETTER)
    return min(max(longest + 2, _NARROW), _WIDE)


def _set_heights(
    sheet: Worksheet, rows: Sequence[Sequence[object]], widths: Sequence[int], *, first: int
) -> None:
    """Make rows as high as their wrapped texts: not every program does so by itself."""
    for at, row in enumerate(rows, start=first):
        lines = max(
            math.ceil(len(_shown(value)) * _LETTER / wide)
            for value, wide in zip(row, widths, strict=True)
        )
        sheet.row_dimensions[at].height = _LINE * max(lines, 1)


def _to_print(sheet: Worksheet) -> None:
    """Mark every printed page, and fit a list's columns to its width."""
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = MARKING
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
