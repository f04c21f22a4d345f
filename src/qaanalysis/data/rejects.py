"""Write the rejected rows out, as they stand in the export, for somebody to correct."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from qaanalysis.data.loading import Loaded

NOTICE = "OFFICIAL-SENSITIVE: rows that could not be accepted, as they stand in the export."


def write_rejected(loaded: Loaded, path: Path) -> None:
    """Write an internal workbook with a sheet of rejected rows for each table that has any.

    Each row has its number in the export and every reason. Cells are text, never formulas.
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
        cell = WriteOnlyCell(sheet, value=text)
        # Text that starts with = would become a formula when the workbook is opened.
        cell.data_type = "s"
        cells.append(cell)
    sheet.append(cells)
