"""Read a delimited text file row by row, and tell the rows with too many or too few cells."""

import csv
from array import array
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from qaanalysis.data.encodings import TextFile
from qaanalysis.data.raw_table import Ragged, TextColumn
from qaanalysis.errors import DataError

# The most that is allowed on every system; a cell has as much text as it has.
LONGEST_CELL = 2**31 - 1
# What may stand between cells, the likeliest first, and what it is called.
NAMED = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright lines"}
FEWER = "fewer cells than headings"
MORE = "more cells than headings"
_END = "\x03the file ends here\x03"


def records(text: TextFile, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's last line in the file, from 1, and its cells.

    Raises
    ------
    DataError
        If a quotation mark is never closed.
    UnicodeDecodeError
        If the file isn't in the encoding it is read in.
    """
    csv.field_size_limit(LONGEST_CELL)
    file, row = text.file, 0
    try:
        with text.open() as stream:
            reader = csv.reader(_and_the_end(stream), delimiter=delimiter)
            for row, cells in enumerate(reader, start=1):
                if cells == [_END]:
                    return
                if cells and cells[-1].endswith(_END):
                    raise DataError(
                        f"{file.name}, row {row}: a quotation mark opens a cell and is never "
                        "closed, so that the rest of the file would be one cell. Correct that "
                        "row, or save the file again from Excel."
                    )
                yield reader.line_num, cells
    except csv.Error:
        # What csv says may quote the row.
        raise DataError(
            f"{file.name}, row {row + 1}: it can't be read as csv. Open the file in Excel and save "
            "it again as “CSV UTF-8”."
        ) from None


def _and_the_end(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines and then a mark, which an open quotation mark takes into its cell."""
    yield from lines
    yield _END


def read_rows(
    text: TextFile, delimiter: str, *, skip: int, n_cells: int
) -> tuple[dict[int, TextColumn], dict[int, Ragged]]:
    """Return every column by its place, and by position the rows that are ragged.

    Cells that aren't there are blank. Blank cells beyond the headings are no fault: spreadsheets
    write them.

    Parameters
    ----------
    text : TextFile
        The file.
    delimiter : str
        What stands between cells.
    skip : int
        How many rows go before the data.
    n_cells : int
        How many headings there are.
    """
    codes = [array("i") for _ in range(n_cells)]
    known: list[dict[str, int]] = [{} for _ in range(n_cells)]
    ragged: dict[int, Ragged] = {}
    before = 0
    for at, (line, cells) in enumerate(records(text, delimiter), start=-skip):
        if at >= 0:
            if len(cells) != n_cells:
                if fault := _ragged(cells, n_cells, before + 1, line):
                    ragged[at] = replace(fault, between=NAMED[delimiter])
                cells = [*cells, *[""] * (n_cells - len(cells))]
            for code, texts, cell in zip(codes, known, cells, strict=False):
                code.append(texts.setdefault(cell, len(texts)))
        before = line
    columns = {
        i: TextColumn(np.array(code, dtype=np.int32), pa.array(list(texts), pa.string()))
        for i, (code, texts) in enumerate(zip(codes, known, strict=True))
    }
    return columns, ragged


def _ragged(cells: list[str], n_cells: int, first: int, last: int) -> Ragged | None:
    beyond = tuple(cells[n_cells:])
    if len(cells) > n_cells and not any(cell.strip() for cell in beyond):
        return None
    if not cells:
        return None
    counted = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    if last > first:
        counted += f", over lines {first} to {last} of the file"
    return Ragged(counted, MORE if beyond else FEWER, beyond)
