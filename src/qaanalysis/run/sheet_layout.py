"""How the sheets of a run's workbooks are laid out: lines, then one table marked up as such."""

import copy
import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from qaanalysis.data.rejects import writable
from qaanalysis.present.labels import Column
from qaanalysis.run.sheet_cells import put

_FONT, _HEADING = Font(name="Arial", size=12), Font(name="Arial", size=16, bold=True)
_BOLD, _LINK = (
    Font(name="Arial", size=12, bold=True),
    Font(name="Arial", size=12, underline="single"),
)
# A style by its name is set in a twentieth of the time of a font and an alignment, which openpyxl
# compares with all others for each cell.
_HEADINGS, _WORDS, _FIGURES = "Table headings", "Table words", "Table figures"
_STYLES = {
    name: (font, Alignment(horizontal=side, vertical="top", wrap_text=True))
    for name, font, side in (
        (_HEADINGS, _BOLD, None),
        (_WORDS, _FONT, "left"),
        (_FIGURES, _FONT, "right"),
    )
}
_LONGEST_HEADING = 250
_WIDEST_FIRST, _NARROW, _LEAST = 46, 30, 13
# Of a line of 12 points; no program sets the height of a row itself until the row is edited.
_LINE_HEIGHT = 16.0


def write_lines(sheet: Worksheet, title: str, lines: Sequence[str], *, wrapped: int = 0) -> int:
    """Write a sheet's title and the lines below it, and return the next row.

    Parameters
    ----------
    sheet : Worksheet
        An empty sheet.
    title : str
        Its first line.
    lines : sequence of str
        What follows.
    wrapped : int
        The width in letters at which they are broken; 0 if they run on over the columns beside.
    """
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for row, text in enumerate([title, *lines], start=1):
        cell = sheet.cell(row, 1)
        put(cell, writable(text))
        cell.font = _HEADING if row == 1 else _FONT
        cell.alignment = Alignment(vertical="top", wrap_text=bool(wrapped))
        if wrapped and row > 1:
            n_lines = len(textwrap.wrap(text, wrapped)) or 1
            sheet.row_dimensions[row].height = _LINE_HEIGHT * n_lines
    return len(lines) + 2


def mark_up(
    sheet: Worksheet,
    row: int,
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    name: str,
    columns: Sequence[tuple[Column | None, bool]] = (),
    filters: bool = False,
) -> list[int]:
    """Write a table, mark it up as one, and return how long the longest text of each column is.

    Parameters
    ----------
    sheet : Worksheet
        Where it goes.
    row : int
        The row of its headings.
    heads : sequence of str
        The headings, no two the same.
    rows : sequence of sequences
        Its cells; in a column of words None leaves one empty.
    name : str
        The table's own, unique in the workbook.
    columns : sequence of (Column, bool)
        What each column holds, and whether it heads the row; words, of which the first heads it,
        by default.
    filters : bool
        Whether it is there to be filtered. They hinder a screen reader where it isn't.
    """
    _add_styles(sheet.parent)
    for at, head in enumerate(heads, start=1):
        cell = sheet.cell(row, at)
        cell.style = _HEADINGS
        put(cell, head)
    kinds = columns or [(None, at == 0) for at in range(len(heads))]
    longest = _write_rows(sheet, row + 1, rows, kinds)
    ends = f"A{row}:{get_column_letter(len(heads))}{row + max(len(rows), 1)}"
    table = Table(id=len(sheet.parent.worksheets), displayName=name, name=name, ref=ends)
    table.tableColumns = [TableColumn(id=at, name=head) for at, head in enumerate(heads, start=1)]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    if filters:
        table.autoFilter = AutoFilter(ref=ends)
    sheet.add_table(table)
    return [max(len(head), length) for head, length in zip(heads, longest, strict=True)]


def _write_rows(
    sheet: Worksheet,
    first: int,
    rows: Sequence[Sequence[Any]],
    kinds: Sequence[tuple[Column | None, bool]],
) -> list[int]:
    """Write the cells below a table's headings, and return how long each column's longest is.

    Most words stand in their column more than once. They are copied as openpyxl copies a sheet,
    which takes a fraction of the time of checking and styling each of them.
    """
    written: list[dict[str, Cell]] = [{} for _ in kinds]
    longest = [0] * len(kinds)
    for down, values in enumerate(rows, start=first):
        for at, (value, (column, is_heading)) in enumerate(zip(values, kinds, strict=True)):
            if value is None and column is None:
                continue
            cell = sheet.cell(down, at + 1)
            is_text = isinstance(value, str)
            if is_text and (same := written[at].setdefault(value, cell)) is not cell:
                cell._value, cell.data_type = same._value, same.data_type
                cell._style = copy.copy(same._style)
                continue
            cell.style = _FIGURES if column is not None and column.is_numeric else _WORDS
            put(cell, writable(value) if is_text else value, column, heads=is_heading)
            if cell.value is not None:
                longest[at] = max(longest[at], len(str(cell.value)))
    return longest


def _add_styles(book: Workbook) -> None:
    for name, (font, alignment) in _STYLES.items():
        if name not in book.named_styles:
            book.add_named_style(NamedStyle(name, font=font, alignment=alignment))


def unique(heads: Sequence[str]) -> list[str]:
    """Return headings no two of which are the same, as a table has to have them."""
    texts = [writable(head)[:_LONGEST_HEADING] or "Column" for head in heads]
    seen: Counter[str] = Counter()
    found = []
    for text in texts:
        seen[text.casefold()] += 1
        again = seen[text.casefold()]
        found.append(text if again == 1 else f"{text} ({again})")
    return found


def link(sheet: Worksheet, row: int, to: str, text: str) -> None:
    """Make the first cell of a row lead to another sheet."""
    cell = sheet.cell(row, 1)
    put(cell, text)
    cell.font = _LINK
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{to}'!A1", display=text)


def widths(longest: Sequence[int]) -> list[int]:
    """Return the widths of columns: that of the longest text of each, within bounds."""
    most = [_WIDEST_FIRST, *[_NARROW] * (len(longest) - 1)]
    return [min(max(n + 2, _LEAST), bound) for n, bound in zip(longest, most, strict=True)]


def set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    """Set the widths of the first columns, in letters."""
    for at, letters in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = letters
