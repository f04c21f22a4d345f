"""The sheets of a file by their first rows, before it is known what they hold."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from qaanalysis.data.csv_rows import records
from qaanalysis.data.encodings import TextFile, in_windows, text_file
from qaanalysis.data.heading_words import plain
from qaanalysis.data.headings import ROWS_SEARCHED
from qaanalysis.data.read import DELIMITED, PARQUET, WORKBOOKS, refuse_lock
from qaanalysis.data.read_csv import DELIMITERS
from qaanalysis.data.read_parquet import parquet_table, text_of_column
from qaanalysis.data.read_workbook import layout_of, opened, rows_of
from qaanalysis.data.schemas import Table
from qaanalysis.data.values import text_of
from qaanalysis.errors import DataError, no_file

Rows = list[list[str]]
FEWEST_HEADINGS = 2


def sheets(file: Path, *, n_rows: int | None = ROWS_SEARCHED) -> dict[str | None, Rows]:
    """Return the first rows of each sheet of a file as text; of a text file, under None.

    Parameters
    ----------
    file : Path
        A workbook or a delimited text file.
    n_rows : int or None
        How many rows; None for all.

    Raises
    ------
    DataError
        If it isn't there, is empty, is no kind of file that is read, or can't be read.
    """
    refuse_lock(file, "instead")
    if not file.is_file():
        raise DataError(no_file(file))
    if file.stat().st_size == 0:
        raise DataError(f"{file.name} is empty (0 bytes). Export it again.")
    suffix = file.suffix.lower()
    if suffix in DELIMITED:
        return {None: _text_rows(file, n_rows)}
    if suffix == PARQUET:
        return {None: _parquet_rows(file, n_rows)}
    if suffix not in WORKBOOKS:
        allowed = ", ".join((*WORKBOOKS, *DELIMITED, PARQUET))
        raise DataError(
            f"{file.name}: files that end in “{suffix}” aren't read; allowed: {allowed}."
        )
    book = opened(file)
    found: dict[str | None, Rows] = {}
    for name in book.values.sheet_names:
        layout_of(book, name)
        rows = rows_of(book, name, n_rows=n_rows)
        found[name] = [[text_of(cell) for cell in row] for row in rows]
    return found


def _text_rows(file: Path, n_rows: int | None) -> Rows:
    try:
        return _delimited(text_file(file), n_rows)
    except UnicodeDecodeError:
        return _delimited(in_windows(file), n_rows)


def _delimited(text: TextFile, n_rows: int | None) -> Rows:
    """Return rows parted by what parts the first of them into most cells, a comma if nothing."""
    top = {delimiter: _top(text, delimiter, ROWS_SEARCHED) for delimiter in DELIMITERS}
    likeliest = max(DELIMITERS, key=lambda d: max((len(row) for row in top[d]), default=0))
    return _top(text, likeliest, n_rows)


def _top(text: TextFile, delimiter: str, n_rows: int | None) -> Rows:
    return [cells for _, cells in islice(records(text, delimiter), n_rows)]


def _parquet_rows(file: Path, n_rows: int | None) -> Rows:
    table = parquet_table(file).slice(0, n_rows)
    columns = [text_of_column(column) for column in table.columns]
    cells = [[texts[code] for code in codes] for codes, texts in
             ((c.codes.tolist(), c.texts.to_pylist()) for c in columns)]  # fmt: skip
    return [table.column_names, *map(list, zip(*cells, strict=True))]


def likeliest(
    rows: Sequence[Sequence[str]], name: str | None, tables: Mapping[str, Table]
) -> str | None:
    """Return the table that a sheet holds: as it is called, or the one most headings are of.

    Parameters
    ----------
    rows : sequence of sequence of str
        The sheet's first rows.
    name : str or None
        What the sheet, or else the file, is called.
    tables : mapping of str to Table
        The specification.

    Returns
    -------
    str or None
        None if the headings are of no table.
    """
    if name is not None and plain(name) in tables:
        return plain(name)
    known = {table: {plain(c) for c in spec.schema.columns} for table, spec in tables.items()}
    counts = {
        table: max((len({plain(cell) for cell in row} & columns) for row in rows), default=0)
        for table, columns in known.items()
    }
    # Where two tables have as many, the smaller one is the more likely.
    best = max(counts, key=lambda table: (counts[table], -len(known[table])))
    whole = counts[best] == len(known[best])
    return best if counts[best] >= FEWEST_HEADINGS or whole else None
