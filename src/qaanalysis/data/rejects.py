"""Write the rejected rows out, as they stand in the export, for somebody to correct.

The workbook opens at the first faulty cell. Faulty cells are filled, and a comment says what is
wrong; corrected and named under `corrected_rows` in params, its rows are read again.
"""

from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from qaanalysis.data.corrected_rows import FILE, MARK, REASONS, ROW, mark
from qaanalysis.data.draft import BEYOND
from qaanalysis.data.loading import Loaded
from qaanalysis.data.remedies import remedy
from qaanalysis.data.workbook_text import CUT, LONGEST_CELL, writable

__all__ = ["CUT", "LONGEST_CELL", "writable", "write_rejected"]

NOTICE = (
    "OFFICIAL-SENSITIVE: rows that could not be accepted, as they stand in the export. To correct "
    "them, change the filled cells, save this workbook under another name, and name it under "
    "corrected_rows in params; a row whose cells are all emptied is left out."
)
# The file, where a table has several, the row's number in it, and the column.
Place = tuple[str, int, str]
FIRST_ROW = 3
FAULTY = PatternFill("solid", fgColor="FFD7A8")
# Excel is slow to open with more comments; the reasons stand in the last column of every row.
MOST_COMMENTS = 2000


def write_rejected(loaded: Loaded, path: Path) -> None:
    """Write an internal workbook with a sheet of rejected rows for each table that has any.

    Each row has its number in the export and every reason. Cells are text, never formulas. A
    character that a workbook can't hold is written as its code, and a text that is too long is cut.
    """
    book = Workbook(write_only=True)
    for table, rows in loaded.rejected.items():
        _write(book.create_sheet(table), rows, loaded.faulty.get(table))
    book.save(path)


def _write(sheet: WriteOnlyWorksheet, rows: pd.DataFrame, faulty: pd.DataFrame | None) -> None:
    columns = [c for c in rows.columns if c not in (ROW, REASONS, BEYOND)]
    order = [ROW, *columns, *(c for c in (BEYOND, REASONS) if c in rows)]
    wrong = _comments(faulty)
    _lay_out(sheet, order, _first(rows, order, wrong))
    _append(sheet, [NOTICE])
    sheet.append([_cell(sheet, heading, font=Font(bold=True)) for heading in [*order, MARK]])
    n_comments = 0
    for row in rows.to_dict("records"):
        cells = []
        for column in order:
            cell = _cell(sheet, str(row[column]))
            said = wrong.get((str(row.get(FILE, "")), int(row[ROW]), str(column)))
            if said:
                cell.fill = FAULTY
                if n_comments < MOST_COMMENTS:
                    cell.comment = Comment(said, "qaanalysis", width=320, height=140)
                    n_comments += 1
            cells.append(cell)
        told = mark({str(column): str(row[column]) for column in columns if column != FILE})
        sheet.append([*cells, _cell(sheet, told)])


def _comments(faulty: pd.DataFrame | None) -> dict[Place, str]:
    """Return by file, row and column what is wrong there; of a whole row, at its number."""
    found: dict[Place, str] = {}
    if faulty is None:
        return found
    for file, row, column, rule, allowed in faulty.itertuples(index=False):
        at = (str(file), int(row), str(column) or ROW)
        said = f"{rule[:1].upper()}{rule[1:]}. Allowed: {allowed}. {remedy(rule)}"
        found[at] = f"{found[at]}\n{said}" if at in found else said
    return found


def _first(rows: pd.DataFrame, order: list[str], wrong: dict[Place, str]) -> tuple[int, int]:
    """Return where the first faulty cell of the sheet is: row and column, from 1."""
    files = rows[FILE].tolist() if FILE in rows else [""] * len(rows)
    for i, (file, number) in enumerate(zip(files, rows[ROW].tolist(), strict=True)):
        for j, column in enumerate(order, start=1):
            if (str(file), int(number), str(column)) in wrong:
                return FIRST_ROW + i, j
    return FIRST_ROW, 1


def _lay_out(sheet: WriteOnlyWorksheet, order: list[str], first: tuple[int, int]) -> None:
    """Set widths, keep the headings in sight, and open the sheet at its first faulty cell."""
    for i, column in enumerate(order, start=1):
        wide = 60 if column == REASONS else 8 if column == ROW else 18
        sheet.column_dimensions[get_column_letter(i)].width = wide
    sheet.column_dimensions[get_column_letter(len(order) + 1)].hidden = True
    sheet.freeze_panes = f"B{FIRST_ROW}"
    at = f"{get_column_letter(first[1])}{first[0]}"
    view = sheet.sheet_view
    view.pane.topLeftCell = f"{get_column_letter(max(first[1] - 2, 2))}{first[0]}"
    for selection in view.selection:
        if selection.pane == view.pane.activePane:
            selection.activeCell = selection.sqref = at


def _append(sheet: WriteOnlyWorksheet, texts: list[str]) -> None:
    sheet.append([_cell(sheet, text) for text in texts])


def _cell(sheet: WriteOnlyWorksheet, text: str, *, font: Font | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=writable(text))
    # Text that starts with = would become a formula when the workbook is opened.
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell
