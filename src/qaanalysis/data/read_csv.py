"""Read a delimited text file as text: by Arrow, which is fast, or row by row if it is odd."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from qaanalysis.data.csv_rows import NAMED, read_rows, records
from qaanalysis.data.encodings import UTF8, TextFile, in_windows, lines_beyond_ascii, text_file
from qaanalysis.data.fields import Kind
from qaanalysis.data.headings import ROWS_SEARCHED, Headings, find_headings, most_headings
from qaanalysis.data.limits import MOST_COLUMNS, MOST_LINES, refuse_too_many
from qaanalysis.data.raw_table import Notice, Ragged, RawTable, TextColumn
from qaanalysis.data.schemas import Table
from qaanalysis.errors import DataError

LEAST_SWALLOWED = 6
_AT_ONCE = 1 << 20
DELIMITERS = tuple(NAMED)
DELIMITER = "what stands between cells isn’t a comma"
ENCODING = "not in UTF-8, so read in the encoding it seems to be in"


def read_csv(table: Table, file: Path, aliases: Mapping[str, Sequence[str]]) -> RawTable:
    """Read one table from a delimited text file, by whatever stands between its cells.

    Raises
    ------
    DataError
        If the file is in no encoding that is read, lacks a needed column, or has a quotation mark
        that is never closed.
    """
    refuse_too_many(_n_lines(file), file.name, most=MOST_LINES, what="lines")
    text = text_file(file)
    try:
        return _read(table, text, aliases)
    except UnicodeDecodeError:
        return _read(table, in_windows(file), aliases)


def _n_lines(file: Path) -> int:
    """Return how many lines a file has, whichever of the two characters ends them."""
    ends = {b"\n": 0, b"\r": 0}
    with file.open("rb") as stream:
        while chunk := stream.read(_AT_ONCE):
            ends = {end: n + chunk.count(end) for end, n in ends.items()}
    return max(ends.values())


def _read(table: Table, text: TextFile, aliases: Mapping[str, Sequence[str]]) -> RawTable:
    file = text.file
    delimiter = _delimiter(table, text, aliases)
    lines, top = _top(text, delimiter)
    widest = max(map(len, top), default=0)
    refuse_too_many(widest, file.name, most=MOST_COLUMNS, what="columns")
    headings = find_headings(top, table, aliases, file.name, _read_as(text, delimiter))
    n_cells = len(top[headings.row - 1])
    ragged: dict[int, Ragged] = {}
    try:
        skip = lines[headings.row - 1]
        columns = _arrow_columns(table, text, headings, n_cells, delimiter, skip=skip)
    except pa.ArrowException:
        # Its message quotes the row, and so may name a child: it is never passed on.
        columns, ragged = read_rows(text, delimiter, skip=headings.row, n_cells=n_cells)
    for column in columns.values():
        _refuse_swallowed(file, column, headings.row, n_cells, delimiter)
    n = len(columns[0].codes)
    rows = np.arange(n, dtype=np.int64) + headings.row + 1
    notices = _notices(text, delimiter)
    return RawTable(table, file, None, headings, columns, rows, ragged, notices)


def csv_cells(table: Table, file: Path, aliases: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return all cells of a small text file, whatever they mean.

    Raises
    ------
    DataError
        As `read_csv`.
    """
    text = text_file(file)
    try:
        return [cells for _, cells in records(text, _delimiter(table, text, aliases))]
    except UnicodeDecodeError:
        text = in_windows(file)
        return [cells for _, cells in records(text, _delimiter(table, text, aliases))]


def _top(text: TextFile, delimiter: str) -> tuple[list[int], list[list[str]]]:
    """Return the first rows: the line of the file that each ends in, and its cells."""
    found = list(islice(records(text, delimiter), ROWS_SEARCHED))
    return [line for line, _ in found], [cells for _, cells in found]


def _delimiter(table: Table, text: TextFile, aliases: Mapping[str, Sequence[str]]) -> str:
    """Return what stands between cells: what makes most headings of the table, a comma if none."""
    counts = {}
    for delimiter in DELIMITERS:
        try:
            counts[delimiter] = most_headings(_top(text, delimiter)[1], table, aliases)
        except DataError:
            counts[delimiter] = 0
    return max(DELIMITERS, key=lambda d: counts[d])


def _read_as(text: TextFile, delimiter: str) -> str:
    """Return how a file was read, for one in which nothing is known: it may be read wrongly."""
    return (
        f"It was read in the encoding {text.name} with {NAMED[delimiter]} as separator. If it has "
        "another encoding, such as UTF-32, or another separator, save it again from Excel as “CSV "
        "UTF-8”."
    )


def _notices(text: TextFile, delimiter: str) -> tuple[Notice, ...]:
    found = []
    if text.encoding != UTF8:
        found.append(Notice(ENCODING, text.name, lines_beyond_ascii(text)))
    if delimiter != DELIMITERS[0] and text.file.suffix.lower() == ".csv":
        found.append(Notice(DELIMITER, NAMED[delimiter]))
    return tuple(found)


def _arrow_columns(
    table: Table,
    text: TextFile,
    headings: Headings,
    n_cells: int,
    delimiter: str,
    *,
    skip: int,
) -> dict[int, TextColumn]:
    names = [str(i) for i in range(n_cells)]
    types = dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string()))
    # Identifiers are nearly all distinct, so a dictionary of them would cost and save nothing.
    types |= {str(i): pa.string() for c, i in headings.found.items() if _is_identifier(table, c)}
    read = arrow_csv.read_csv(
        text.source,
        # Lines, not rows: of rows it passes over too many where one of them holds a zero byte.
        read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=skip),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )
    chunked = {i: read.column(i) for i in range(n_cells)}
    del read
    # Taken out one by one, so that what was read is let go as it is put together.
    return {i: _from_arrow(chunked.pop(i)) for i in list(chunked)}


def _is_identifier(table: Table, column: str) -> bool:
    return bool(table.schema.columns[column].metadata["kind"] is Kind.IDENTIFIER)


def _from_arrow(column: pa.ChunkedArray) -> TextColumn:
    if pa.types.is_dictionary(column.type):
        whole = column.unify_dictionaries().combine_chunks()
        return TextColumn(whole.indices.to_numpy(), whole.dictionary)
    return TextColumn(np.arange(len(column), dtype=np.int32), column.combine_chunks())


def _refuse_swallowed(
    file: Path, column: TextColumn, skipped: int, n_cells: int, delimiter: str
) -> None:
    """Refuse a cell with whole rows in it: a quotation mark left open took them in.

    Prose has a space after a comma, rows of a file have none.
    """
    least = max(n_cells - 1, LEAST_SWALLOWED)
    broken = pc.match_substring(column.texts, "\n").to_numpy(zero_copy_only=False)
    for i in np.flatnonzero(broken).tolist():
        text = column.texts[i].as_py()
        if len(re.findall(rf"{re.escape(delimiter)}(?! )", text)) >= least:
            row = int(np.flatnonzero(column.codes == i)[0]) + skipped + 1
            raise DataError(
                f"{file.name}, row {row}: a cell holds {text.count(chr(10)) + 1} lines that look "
                "like rows of the file. A quotation mark that opens it isn't closed where it "
                "should be. Correct that cell, or save the file again from Excel."
            )
