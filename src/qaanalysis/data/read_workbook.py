"""Read a sheet of a workbook as text, cell by cell."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from qaanalysis.data.headings import ROWS_SEARCHED, find_headings
from qaanalysis.data.raw_table import RawTable, TextColumn, where
from qaanalysis.data.schemas import Table
from qaanalysis.data.sheet_xml import cells_without_values
from qaanalysis.errors import DataError


def read_workbook(
    table: Table, file: Path, sheet: str | None, aliases: Mapping[str, Sequence[str]]
) -> RawTable:
    """Read one table from a sheet; the first one if none is named.

    Raises
    ------
    DataError
        If the workbook can't be opened, or the sheet isn't there or lacks a needed column.
    """
    try:
        book = CalamineWorkbook.from_path(str(file))
    except CalamineError:
        raise DataError(
            f"{file.name} can't be opened as an Excel workbook: it may be damaged, protected by a "
            "password, or another kind of file. Open it in Excel and save it as .xlsx."
        ) from None
    if sheet is None:
        sheet = book.sheet_names[0]
    if sheet not in book.sheet_names:
        raise DataError(
            f"{file.name} has no sheet “{sheet}”. It has: {', '.join(book.sheet_names)}. "
            f"Correct sources.{table.name}.sheet."
        )
    cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    _mark(cells, cells_without_values(file, sheet))
    top = [[text_of(cell) for cell in row] for row in cells[:ROWS_SEARCHED]]
    headings = find_headings(top, table, aliases, where(file, sheet))
    body = cells[headings.row :]
    columns = {i: _text_column([row[i] for row in body]) for i in range(len(cells[0]))}
    rows = np.arange(len(body), dtype=np.int64) + headings.row + 1
    return RawTable(table, file, sheet, headings, columns, rows)


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


def _text_column(cells: list[Any]) -> TextColumn:
    texts = [cell if type(cell) is str else text_of(cell) for cell in cells]
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    return TextColumn(codes.astype(np.int32), pa.array(distinct, pa.string()))


def text_of(cell: Any) -> str:
    """Return a workbook's cell as the text that stands for it; a date as 2023-11-03.

    Examples
    --------
    >>> text_of(45.0), text_of(dt.datetime(2023, 11, 3)), text_of(True)
    ('45', '2023-11-03', 'TRUE')
    """
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(sep=" ")
        case _:
            return str(cell)
