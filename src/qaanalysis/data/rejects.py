"""Write the rejected rows out, as they stand in the export, for somebody to correct."""

import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from qaanalysis.data.loading import Loaded

NOTICE = "OFFICIAL-SENSITIVE: rows that could not be accepted, as they stand in the export."
# What XML can't hold, so that no workbook can.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32767
CUT = " … [cut: a cell of Excel holds no more]"


def write_rejected(loaded: Loaded, path: Path) -> None:
    """Write an internal workbook with a sheet of rejected rows for each table that has any.

    Each row has its number in the export and every reason. Cells are text, never formulas. A
    character that a workbook can't hold is written as its code, and a text that is too long is cut.
    """
    book = Workbook(write_only=True)
    for table, rows in loaded.rejected.items():
        sheet = book.create_sheet(table)
        _append(sheet, [NOTICE])
        _append(sheet, list(rows.columns))
        for row in rows.itertuples(index=False):
            _append(sheet, [str(value) for value in row])
    book.save(path)


def _append(sheet: WriteOnlyWorksheet, texts: list[str]) -> None:
    cells = []
    for text in texts:
        cell = WriteOnlyCell(sheet, value=writable(text))
        # Text that starts with = would become a formula when the workbook is opened.
        cell.data_type = "s"
        cells.append(cell)
    sheet.append(cells)


def writable(text: str) -> str:
    r"""Return a text as a cell can hold it.

    Examples
    --------
    >>> print(writable("Team\x0b1"))
    Team\x0b1
    """
    written = _FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], text)
    if len(written) <= LONGEST_CELL:
        return written
    return written[: LONGEST_CELL - len(CUT)] + CUT
