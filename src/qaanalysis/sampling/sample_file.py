"""The internal workbook of a draw: who was drawn, by what chance, and all who could have been.

The chances are what later figures are weighted with. The list of everybody lets a check name a row
that is no longer in the register, which fingerprints alone can't.
"""

import io
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from qaanalysis.errors import DataError, no_file
from qaanalysis.sampling.form_sheets import HEADINGS_ROW, add_cases
from qaanalysis.workbook_bytes import stable_bytes

DRAWN, EVERYBODY = "Drawn", "All in the draw"


def workbook(drawn: pd.DataFrame, everybody: pd.DataFrame, *, head: str) -> bytes:
    """Return the workbook, each column under its own name.

    Parameters
    ----------
    drawn : DataFrame
        One row for each unit selected or in reserve.
    everybody : DataFrame
        One row for each row that the draw rested on, its identifier in the first column.
    head : str
        What stands on top of each sheet: its marking, then " · " and a title.

    Returns
    -------
    bytes
        An xlsx; the same for the same rows. A missing value is a blank cell.

    Examples
    --------
    >>> rows = pd.DataFrame({"audit_id": ["A1"], "inclusion_probability": [0.25]})
    >>> made = workbook(rows, rows[["audit_id"]], head="OFFICIAL-SENSITIVE · A draw")
    >>> made == workbook(rows, rows[["audit_id"]], head="OFFICIAL-SENSITIVE · A draw")
    True
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in ((DRAWN, drawn), (EVERYBODY, everybody)):
        add_cases(book, head, rows, [(str(column), str(column)) for column in rows], name)
    return stable_bytes(book)


def drawn(path: Path) -> pd.DataFrame:
    """Return the rows of those drawn, each column under its own name and every value as text.

    Raises
    ------
    DataError
        If the file isn't there, or isn't one that `workbook` makes.

    Examples
    --------
    >>> import tempfile
    >>> rows = pd.DataFrame({"child_id": ["C1"], "auditor": ["U. Garth"]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "sample.xlsx")
    ...     _ = path.write_bytes(workbook(rows, rows, head="OFFICIAL-SENSITIVE · A draw"))
    ...     drawn(path)["auditor"].tolist()
    ['U. Garth']
    """
    return _table(path, DRAWN)


def everybody(path: Path) -> pd.DataFrame:
    """Return a row for each row that the draw rested on, as `drawn` does.

    Raises
    ------
    DataError
        As `drawn`.
    """
    return _table(path, EVERYBODY)


def _table(path: Path, sheet: str) -> pd.DataFrame:
    if not path.is_file():
        raise DataError(no_file(path))
    headings, *rows = _rows(path, sheet, min_row=HEADINGS_ROW)
    names = [str(name) for name in headings if name is not None]
    kept = [[None if v is None else str(v) for v in row[: len(names)]] for row in rows]
    return pd.DataFrame(kept, columns=names, dtype="str")


def identifiers(path: Path) -> list[str]:
    """Return the identifiers of all rows that a draw rested on; none if the file isn't there.

    Raises
    ------
    DataError
        If the file isn't one that `workbook` makes.

    Examples
    --------
    >>> identifiers(Path("no such file.xlsx"))
    []
    """
    if not path.is_file():
        return []
    rows = _rows(path, EVERYBODY, min_row=HEADINGS_ROW + 1)
    return [str(row[0]) for row in rows if row and row[0] is not None]


def _rows(path: Path, sheet: str, *, min_row: int) -> list[tuple[Any, ...]]:
    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
        return list(book[sheet].iter_rows(min_row=min_row, values_only=True))
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        raise DataError(
            f"{path.name} can't be read as the list of those drawn and of all in the draw. Put "
            "back the file that was written with the draw, or take this one away: missing rows "
            "are then named by their stratum and number."
        ) from None
