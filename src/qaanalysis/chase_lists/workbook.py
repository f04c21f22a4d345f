"""One reader's lists as a workbook: a summary, then a sheet for each list, to sort and filter."""

from collections.abc import Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from qaanalysis.chase_lists.lists import DAYS_LATE, List
from qaanalysis.data.rejects import writable
from qaanalysis.present import labels
from qaanalysis.run.sheet_layout import link, mark_up, set_widths, unique, width, write_lines
from qaanalysis.workbook_bytes import stable_bytes

MARKING = "OFFICIAL-SENSITIVE"
SAID = f"{MARKING}: it says who is to do what; no child or family is named"
SUMMARY = "Summary"
NOTHING = "Nothing: no row."
_A4 = 9


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
    set_widths(sheet, [72, 16, 13, 13, 18])


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
    set_widths(sheet, [width(sheet, at, row) for at in range(1, len(heads) + 1)])
    sheet.freeze_panes = f"B{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"


def _to_print(sheet: Worksheet) -> None:
    """Mark every printed page, and fit a list's columns to its width."""
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = MARKING
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
