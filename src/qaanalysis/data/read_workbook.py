"""Read a sheet of a workbook as text, cell by cell."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from openpyxl.utils.cell import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from qaanalysis.data.data_rows import MERGED
from qaanalysis.data.fields import Kind
from qaanalysis.data.headings import ROWS_SEARCHED, Headings, find_headings
from qaanalysis.data.raw_table import Notice, RawTable, where
from qaanalysis.data.schemas import Table
from qaanalysis.data.sheet_xml import DAMAGED_PARTS, SheetLayout, WorkbookXml, sheet_layout
from qaanalysis.data.values import text_column, text_of
from qaanalysis.data.workbook_parts import DAMAGED, checked_parts
from qaanalysis.errors import DataError

WITH_XML = (".xlsx", ".xlsm")
# Days between the starts of Excel's two ways to count days.
DAYS_1904 = 1462
HIDDEN_ROWS, HIDDEN_COLUMNS = "hidden rows, which are read", "hidden columns, which are read"
FILTERED = "a filter is on; rows that it hides are read"
HIDDEN_SHEET = "the sheet is hidden"
_STDERR, _ONE_AT_A_TIME = 2, RLock()
ERRORS_AS_BLANK = "Excel’s errors look like blanks in this kind of file, and not in .xlsx"


def read_workbook(
    table: Table, file: Path, sheet: str | None, aliases: Mapping[str, Sequence[str]]
) -> RawTable:
    """Read one table from a sheet; the only one if none is named.

    Raises
    ------
    DataError
        If the workbook can't be opened, or the sheet isn't there or lacks a needed column.
    """
    read = sheet_cells(table, file, sheet)
    cells, layout = read.cells, read.layout
    top = [[text_of(cell) for cell in row] for row in cells[:ROWS_SEARCHED]]
    headings = find_headings(top, table, aliases, where(file, read.sheet))
    body = cells[headings.row :]
    if layout.from_1904:
        _count_from_1900(body, table, headings)
    # Cells one after another, as going through rows of objects for each column takes far longer.
    flat, wide = list(chain.from_iterable(body)), len(cells[0])
    # A cell far to the right makes thousands of columns without a heading or a value.
    titled = {i for i, title in enumerate(top[headings.row - 1]) if title.strip()}
    titled.update(headings.found.values())
    columns = {
        i: text_column(column)
        for i, column in ((i, flat[i::wide]) for i in range(wide))
        if i in titled or column.count("") < len(column)
    }
    rows = np.arange(len(body), dtype=np.int64) + headings.row + 1
    notices = (*read.notices, *_of_layout(layout, headings, top))
    return RawTable(table, file, read.sheet, headings, columns, rows, notices=notices)


@dataclass(frozen=True)
class Workbook:
    """A workbook to be read: its file, what reads its values, and what its XML tells."""

    file: Path
    values: CalamineWorkbook
    xml: WorkbookXml


@dataclass(frozen=True)
class SheetCells:
    """A sheet's cells as values, what its XML tells, and what readers must know of the workbook."""

    sheet: str
    cells: list[list[Any]]
    layout: SheetLayout
    notices: tuple[Notice, ...]


def sheet_cells(table: Table, file: Path, sheet: str | None) -> SheetCells:
    """Return the cells of a sheet; of the only one if none is named.

    Raises
    ------
    DataError
        If the workbook can't be opened, or the sheet isn't there.
    """
    book = opened(file)
    sheet = _sheet(book, table, sheet)
    layout = layout_of(book, sheet)
    cells = rows_of(book, sheet)
    _mark(cells, layout.marks)
    return SheetCells(sheet, cells, layout, tuple(_of_book(book, sheet)))


def opened(file: Path) -> Workbook:
    """Return a workbook to be read, once its parts are checked.

    Raises
    ------
    DataError
        If it can't be opened, or a part of it would do harm.
    """
    xml = checked_parts(file)
    with _refusing(f"{file.name} can't be opened as an Excel workbook"):
        return Workbook(file, CalamineWorkbook.from_path(str(file)), xml)


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    """Say in a sentence what calamine can't do; it panics at some damaged files."""
    try:
        with _without_panics():
            yield
    except PasswordError:
        why = (
            "it is protected by a password. Open it in Excel, take the password off (File, Info, "
            "Protect Workbook, Encrypt with Password) and save it"
        )
    except (CalamineError, ValueError, OverflowError, *DAMAGED_PARTS):
        why = DAMAGED
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        why = DAMAGED
    else:
        return
    raise DataError(f"{what}: {why}.")


@contextmanager
def _without_panics() -> Iterator[None]:
    """Keep what calamine writes when it panics, pages of it, from whoever reads our sentence.

    It writes past Python, to the process's own stream for errors.
    """
    with _ONE_AT_A_TIME, Path(os.devnull).open("wb") as nowhere:
        try:
            stream = os.dup(_STDERR)
        except OSError:
            # A program without windows or terminal may have none.
            yield
            return
        os.dup2(nowhere.fileno(), _STDERR)
        try:
            yield
        finally:
            os.dup2(stream, _STDERR)
            os.close(stream)


def layout_of(book: Workbook, sheet: str) -> SheetLayout:
    """Return what a sheet tells beyond its values, as far as its kind of workbook is looked into.

    Raises
    ------
    DataError
        If a cell is so far from all others that the sheet can't be read.
    """
    if book.file.suffix.lower() in WITH_XML:
        return sheet_layout(book.file, sheet, book.xml)
    return SheetLayout()


def rows_of(book: Workbook, sheet: str, *, n_rows: int | None = None) -> list[list[Any]]:
    """Return the rows of a sheet, as many cells in each; all of them, or the first few.

    Raises
    ------
    DataError
        If the sheet can't be read.
    """
    with _refusing(f"{book.file.name}, sheet {sheet} can't be read"):
        found: list[list[Any]] = book.values.get_sheet_by_name(sheet).to_python(
            skip_empty_area=False, nrows=n_rows
        )
    return found


def _sheet(book: Workbook, table: Table, sheet: str | None) -> str:
    """Return the name of the sheet to read: never by its position among several."""
    names = list(book.values.sheet_names)
    # In quotation marks, as a name may end in a blank.
    named = ", ".join(f"“{name}”" for name in names)
    if sheet is None and len(names) == 1:
        return str(names[0])
    if sheet is None:
        raise DataError(
            f"{book.file.name} has {len(names)} sheets: {named}. Say which of them holds the "
            f"table under sources.{table.name}.sheet."
        )
    if sheet not in names:
        raise DataError(
            f"{book.file.name} has no sheet “{sheet}”. It has: {named}. "
            f"Correct sources.{table.name}.sheet."
        )
    return sheet


def _count_from_1900(body: list[list[Any]], table: Table, headings: Headings) -> None:
    """Put days that are written as plain numbers, counted from 1904, as they count from 1900."""
    for column, place in headings.found.items():
        if table.schema.columns[column].metadata["kind"] in (Kind.DATE, Kind.MONTH):
            for row in body:
                if isinstance(row[place], int | float) and not isinstance(row[place], bool):
                    row[place] += DAYS_1904


def _of_book(book: Workbook, sheet: str) -> list[Notice]:
    about = {one.name: one for one in book.values.sheets_metadata}
    found = []
    if about[sheet].visible is not SheetVisibleEnum.Visible:
        found.append(Notice(HIDDEN_SHEET, sheet))
    suffix = book.file.suffix.lower()
    if suffix not in WITH_XML:
        found.append(Notice(ERRORS_AS_BLANK, suffix))
    return found


def _of_layout(layout: SheetLayout, headings: Headings, top: list[list[str]]) -> list[Notice]:
    """Return what is hidden or merged in a sheet; the merged cells of headings are no matter."""
    found = []
    rows = tuple(row + 1 for row in layout.hidden_rows if row >= headings.row)
    if rows:
        found.append(Notice(HIDDEN_ROWS, f"{len(rows)}", rows))
    if layout.filtered:
        found.append(Notice(FILTERED))
    titles = top[headings.row - 1] if top else []
    if hidden := [i for i in layout.hidden_columns if i < len(titles)]:
        named = ", ".join(titles[i].strip() or get_column_letter(i + 1) for i in hidden)
        found.append(Notice(HIDDEN_COLUMNS, named))
    by_place = {place: column for column, place in headings.found.items()}
    merged: dict[str, list[int]] = {}
    for first, left, _, right in layout.merged:
        for column in {by_place[i] for i in range(left, right + 1) if i in by_place}:
            if first >= headings.row:
                merged.setdefault(column, []).append(first + 1)
    for column, at in sorted(merged.items()):
        found.append(Notice(MERGED, f"{len(at)}", tuple(sorted(at)), column))
    return found


def _mark(cells: list[list[Any]], marks: Mapping[tuple[int, int], str]) -> None:
    """Put the marks into the cells, which calamine gives as blank or not at all."""
    n_rows = max((row for row, _ in marks), default=-1) + 1
    n_columns = max((column for _, column in marks), default=-1) + 1
    wide = max(n_columns, len(cells[0]) if cells else 0)
    cells.extend([] for _ in range(n_rows - len(cells)))
    if marks:
        for row in cells:
            row.extend([""] * (wide - len(row)))
    for (at, column), mark in marks.items():
        cells[at][column] = mark
