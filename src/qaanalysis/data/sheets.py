"""The sheets of a file by their first rows, before it is known what they hold."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from qaanalysis.data.csv_rows import records
from qaanalysis.data.headings import ROWS_SEARCHED, plain
from qaanalysis.data.read import DELIMITERS, WORKBOOKS
from qaanalysis.data.read_workbook import text_of
from qaanalysis.data.schemas import Table
from qaanalysis.errors import DataError

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
    if not file.is_file():
        raise DataError(f"There is no file {file.name} in the folder {file.parent.name}.")
    if file.stat().st_size == 0:
        raise DataError(f"{file.name} is empty (0 bytes). Export it again.")
    suffix = file.suffix.lower()
    if suffix in DELIMITERS:
        return {None: [cells for _, cells in islice(records(file, DELIMITERS[suffix]), n_rows)]}
    if suffix not in WORKBOOKS:
        allowed = ", ".join((*WORKBOOKS, *DELIMITERS))
        raise DataError(
            f"{file.name}: files that end in “{suffix}” aren't read; allowed: {allowed}."
        )
    try:
        book = CalamineWorkbook.from_path(str(file))
        return {name: _rows(book, name, n_rows) for name in book.sheet_names}
    except CalamineError:
        raise DataError(
            f"{file.name} can't be opened as an Excel workbook: it may be damaged, protected by a "
            "password, or another kind of file. Open it in Excel and save it as .xlsx."
        ) from None


def _rows(book: CalamineWorkbook, name: str, n_rows: int | None) -> Rows:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=n_rows)
    return [[text_of(cell) for cell in row] for row in cells]


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
