"""Read a sheet or a csv file as text, cell by cell, with each row's number in the file."""

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv
from python_calamine import CalamineError, CalamineWorkbook

from qaanalysis.data.fields import Kind
from qaanalysis.data.headings import ROWS_SEARCHED, Headings, find_headings
from qaanalysis.data.schemas import Table
from qaanalysis.errors import DataError

WORKBOOKS = (".xlsx", ".xlsm")
DELIMITERS = {".csv": ",", ".tsv": "\t"}


@dataclass(frozen=True)
class TextColumn:
    """A column as text: `texts` holds each distinct text, `codes` which of them each row has.

    Everything that is done to text is done once for each distinct text, not once for each row.
    """

    codes: NDArray[np.int32]
    texts: pa.StringArray


@dataclass(frozen=True)
class RawTable:
    """One table of an export, as text.

    Parameters
    ----------
    table : Table
        What it is to become.
    file : Path
        Where it was read from.
    sheet : str or None
        The sheet of a workbook.
    headings : Headings
        Where its columns were found.
    columns : dict of str to TextColumn
        By column of the specification.
    rows : array of int
        Each row's number in the file, from 1.
    """

    table: Table
    file: Path
    sheet: str | None
    headings: Headings
    columns: dict[str, TextColumn]
    rows: NDArray[np.int64]

    @property
    def where(self) -> str:
        """The file and sheet, for a message."""
        return _where(self.file, self.sheet)


def _where(file: Path, sheet: str | None) -> str:
    return f"{file.name}, sheet {sheet}" if sheet else file.name


def read_table(
    table: Table, file: Path, sheet: str | None, aliases: Mapping[str, Sequence[str]]
) -> RawTable:
    """Read one table from a workbook's sheet or from a delimited text file.

    Raises
    ------
    DataError
        If the file or sheet isn't there, can't be read, or lacks a needed column.
    """
    if not file.is_file():
        raise DataError(
            f"There is no file {file.name} for the table “{table.name}” in the folder "
            f"{file.parent.name}. Put the export there, or correct sources.{table.name}.file."
        )
    if file.stat().st_size == 0:
        raise DataError(f"{file.name} is empty (0 bytes). Export it again.")
    suffix = file.suffix.lower()
    if suffix in WORKBOOKS:
        return _read_sheet(table, file, sheet, aliases)
    if suffix in DELIMITERS:
        return _read_delimited(table, file, aliases, DELIMITERS[suffix])
    allowed = ", ".join((*WORKBOOKS, *DELIMITERS))
    raise DataError(f"{file.name}: files that end in “{suffix}” aren't read; allowed: {allowed}.")


def _read_sheet(
    table: Table, file: Path, sheet: str | None, aliases: Mapping[str, Sequence[str]]
) -> RawTable:
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
    top = [[text_of(cell) for cell in row] for row in cells[:ROWS_SEARCHED]]
    headings = find_headings(top, table, aliases, _where(file, sheet))
    body = cells[headings.row :]
    columns = {c: _text_column([row[i] for row in body]) for c, i in headings.found.items()}
    rows = np.arange(len(body), dtype=np.int64) + headings.row + 1
    return RawTable(table, file, sheet, headings, columns, rows)


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


def _read_delimited(
    table: Table, file: Path, aliases: Mapping[str, Sequence[str]], delimiter: str
) -> RawTable:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            top = list(islice(csv.reader(stream, delimiter=delimiter), ROWS_SEARCHED))
        headings = find_headings(top, table, aliases, file.name)
        columns = _arrow_columns(table, file, headings, top, delimiter)
    except UnicodeDecodeError:
        raise DataError(
            f"{file.name} isn't UTF-8 text. In Excel, save it again as “CSV UTF-8”."
        ) from None
    except (pa.ArrowInvalid, csv.Error) as error:
        raise DataError(
            f"{file.name} can't be read as {table.name}: {str(error).splitlines()[0]}. Every row "
            "needs as many cells as there are headings; open it in Excel and save it again."
        ) from None
    n = len(next(iter(columns.values())).codes)
    return RawTable(table, file, None, headings, columns, np.arange(n) + headings.row + 1)


def _arrow_columns(
    table: Table, file: Path, headings: Headings, top: list[list[str]], delimiter: str
) -> dict[str, TextColumn]:
    names = [str(i) for i in range(len(top[headings.row - 1]))]
    wanted = {str(i): column for column, i in headings.found.items()}
    # Identifiers are nearly all distinct, so a dictionary of them would cost and save nothing.
    types = {
        i: pa.string() if _is_identifier(table, c) else pa.dictionary(pa.int32(), pa.string())
        for i, c in wanted.items()
    }
    read = arrow_csv.read_csv(
        file,
        read_options=arrow_csv.ReadOptions(column_names=names, skip_rows_after_names=headings.row),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=types, include_columns=list(wanted), strings_can_be_null=False
        ),
    )
    chunked = {column: read.column(i) for i, column in wanted.items()}
    del read
    # Taken out one by one, so that what was read is let go as it is put together.
    return {column: _from_arrow(chunked.pop(column)) for column in list(chunked)}


def _is_identifier(table: Table, column: str) -> bool:
    return bool(table.schema.columns[column].metadata["kind"] is Kind.IDENTIFIER)


def _from_arrow(column: pa.ChunkedArray) -> TextColumn:
    if pa.types.is_dictionary(column.type):
        whole = column.unify_dictionaries().combine_chunks()
        return TextColumn(whole.indices.to_numpy(), whole.dictionary)
    return TextColumn(np.arange(len(column), dtype=np.int32), column.combine_chunks())
