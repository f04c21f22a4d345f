"""Every table of a run as a spreadsheet that works for everyone.

Made as the UK government's Analysis Function asks in “Releasing statistics in spreadsheets”: a
cover, contents and notes, then one table a sheet, marked up as a table with one row of headings, no
merged, hidden or coloured cells and no empty rows or columns, and numbers as numbers.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from qaanalysis.data.rejects import writable
from qaanalysis.present.page import SUBJECT, Page
from qaanalysis.present.tables import SYMBOLS
from qaanalysis.run.sheet_cells import put
from qaanalysis.run.shown_tables import ShownTable, tables
from qaanalysis.workbook_bytes import stable_bytes

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
TITLE = "Tables of the quality assurance audits"
_FONT, _HEADING = Font(name="Arial", size=12), Font(name="Arial", size=16, bold=True)
_BOLD, _LINK = (
    Font(name="Arial", size=12, bold=True),
    Font(name="Arial", size=12, underline="single"),
)
_WRAP = Alignment(wrap_text=True, vertical="top")
_LONGEST_NAME, _LONGEST_HEADING = 31, 250
_LEADING_ON = frozenset(
    {"a", "after", "an", "and", "are", "as", "at", "by", "days", "for", "from", "in", "is", "it"}
    | {"of", "on", "or", "own", "since", "that", "the", "their", "to", "was", "what", "who", "with"}
)
_WIDE, _NARROW, _LEAST = 90, 30, 13
READING = (
    ("Shares", "shown as percentages; a cell holds the share itself, unrounded"),
    ("Differences of shares", "in percentage points"),
    ("95% interval", "the range that chance leaves open, in two columns: its lower and upper end"),
    ("The last row", "where it is named after the whole time, is the total, from pooled counts"),
)


@dataclass(frozen=True)
class Sheet:
    """A table with the name of its sheet and the report it is from."""

    name: str
    report: str
    table: ShownTable


def workbook(page: Page, figures: Mapping[str, Mapping[str, Any]], notes: Sequence[str]) -> bytes:
    """Return the workbook; the same bytes for the same tables.

    Parameters
    ----------
    page : Page
        Whose tables they are, for whom, and whether they are approved.
    figures : mapping
        By report: its title and its records.
    notes : sequence of str
        The notes of correction, if it is issued again.
    """
    sheets = _sheets(figures)
    book = Workbook()
    book.properties.title = writable(f"{TITLE}, {page.period}")
    book.properties.creator = writable(page.organisation)
    book.properties.language = "en-GB"
    _cover(_first(book), page, notes)
    _contents(book, sheets)
    _notes(book)
    for number, sheet in enumerate(sheets, start=1):
        _table_sheet(book, sheet, page, number)
    return stable_bytes(book)


def _sheets(figures: Mapping[str, Mapping[str, Any]]) -> list[Sheet]:
    """Return a sheet for each table, named by its report's number, its own and its caption."""
    return [
        Sheet(_name(f"{at}.{number}", table.caption), str(report["title"]), table)
        for at, report in enumerate(figures.values(), start=1)
        for number, table in enumerate(tables(report["records"]), start=1)
    ]


def _name(number: str, caption: str) -> str:
    """Return a sheet's name: its number and as many words of the caption as fit.

    Examples
    --------
    >>> _name("2.1", "Final grades of returned audits")
    '2.1 Final grades of returned'
    >>> _name("3.13", "Audits moderated, by month and by area")
    '3.13 Audits moderated, by month'
    """
    words = re.sub(r"[\\/?*\[\]:'\x00-\x1f]", "", caption).split()
    kept = len(words)
    while len(" ".join([number, *words[:kept]])) > _LONGEST_NAME:
        kept -= 1
        # A name that is cut short doesn't end in a word that leads on to what is cut.
        while kept and words[kept - 1].casefold() in _LEADING_ON:
            kept -= 1
    return " ".join([number, *words[:kept]]).rstrip(",;")


def _first(book: Workbook) -> Worksheet:
    sheet = book.active
    sheet.title = COVER
    return sheet


def _cover(sheet: Worksheet, page: Page, notes: Sequence[str]) -> None:
    lines = [
        page.mark,
        page.draft or page.approval,
        f"{page.organisation} · {SUBJECT}",
        page.line,
        *(f"Correction: {note}" for note in notes),
        *((f"About the data: {page.about_data}",) if page.about_data else ()),
        f"The sheet “{CONTENTS}” lists the tables and leads to each; “{NOTES}” explains symbols "
        "and how figures are to be read. Each further sheet holds one table.",
        f"Run: {page.run_id}",
    ]
    _lines(sheet, f"{TITLE}, {page.period}", lines)
    sheet.column_dimensions["A"].width = _WIDE


def _lines(sheet: Worksheet, title: str, lines: Sequence[str]) -> int:
    """Write a sheet's title and the lines below it; return the next row."""
    sheet.sheet_view.showGridLines = False
    for row, text in enumerate([title, *lines], start=1):
        cell = sheet.cell(row, 1)
        put(cell, writable(text))
        cell.font = _HEADING if row == 1 else _FONT
        # A table's columns may be narrow: the lines above it run on over them.
        cell.alignment = Alignment(vertical="top", wrap_text=title.startswith(TITLE))
    return len(lines) + 2


def _contents(book: Workbook, sheets: Sequence[Sheet]) -> None:
    sheet = book.create_sheet(CONTENTS)
    row = _lines(
        sheet, CONTENTS, ["This sheet has one table. The first column leads to each table."]
    )
    rows = [[s.name, s.table.caption, s.report, str(s.table.record["unit"])] for s in sheets]
    _marked_up(sheet, row, ["Sheet", "Table", "Report", "Unit"], rows, name="contents")
    for at, told in enumerate(sheets, start=row + 1):
        _link(sheet, at, told.name, told.name)
    _widths(sheet, [36, 70, 34, 18])


def _notes(book: Workbook) -> None:
    sheet = book.create_sheet(NOTES)
    row = _lines(
        sheet, NOTES, ["This sheet has one table: symbols, and how figures are to be read."]
    )
    symbols = [(sign, said.removeprefix(sign).strip()) for sign, said in SYMBOLS.items()]
    rows = [list(pair) for pair in (*symbols, *READING)]
    _marked_up(sheet, row, ["Symbol or word", "Meaning"], rows, name="notes")
    _widths(sheet, [26, _WIDE])


def _table_sheet(book: Workbook, told: Sheet, page: Page, number: int) -> None:
    sheet, table = book.create_sheet(told.name), told.table
    unit = str(table.record["unit"])
    lines = [
        f"This sheet has one table. Report: {told.report}. Unit: {unit or 'as the headings say'}.",
        f"{page.mark}. {page.draft or page.approval}",
        *((f"Chart: {table.chart}",) if table.chart else ()),
        *((str(table.record["note"]),) if table.record["note"] else ()),
        f"Back to {CONTENTS}",
    ]
    row = _lines(sheet, table.caption, lines)
    _link(sheet, row - 1, CONTENTS, f"Back to {CONTENTS}")
    columns = table.columns
    heads = _unique([column.label for column in columns])
    rows = [[each.get(column.name) for column in columns] for each in table.rows]
    kinds = [(column, at < table.n_headings) for at, column in enumerate(columns)]
    _marked_up(sheet, row, heads, rows, name=f"table_{number}", columns=kinds)
    widths = [_width(sheet, at, row) for at in range(1, len(columns) + 1)]
    _widths(sheet, widths)


def _marked_up(
    sheet: Worksheet,
    row: int,
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    name: str,
    columns: Sequence[tuple[Any, bool]] = (),
) -> None:
    """Write a table and mark it up as one, without filters, which hinder a screen reader."""
    for at, head in enumerate(heads, start=1):
        cell = sheet.cell(row, at)
        put(cell, head)
        cell.font, cell.alignment = _BOLD, _WRAP
    for down, values in enumerate(rows, start=row + 1):
        for at, value in enumerate(values, start=1):
            cell = sheet.cell(down, at)
            column, is_heading = columns[at - 1] if columns else (None, at == 1)
            put(
                cell, writable(value) if isinstance(value, str) else value, column, heads=is_heading
            )
            cell.font = _FONT
            sideways = "left" if column is None or not column.is_numeric else "right"
            cell.alignment = Alignment(horizontal=sideways, vertical="top", wrap_text=True)
    ends = f"A{row}:{get_column_letter(len(heads))}{row + max(len(rows), 1)}"
    table = Table(id=len(sheet.parent.worksheets), displayName=name, name=name, ref=ends)
    table.tableColumns = [TableColumn(id=at, name=head) for at, head in enumerate(heads, start=1)]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _unique(heads: Sequence[str]) -> list[str]:
    """Return headings no two of which are the same, as a table has to have them."""
    texts = [writable(head)[:_LONGEST_HEADING] or "Column" for head in heads]
    seen: Counter[str] = Counter()
    found = []
    for text in texts:
        seen[text.casefold()] += 1
        again = seen[text.casefold()]
        found.append(text if again == 1 else f"{text} ({again})")
    return found


def _link(sheet: Worksheet, row: int, to: str, text: str) -> None:
    cell = sheet.cell(row, 1)
    put(cell, text)
    cell.font = _LINK
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{to}'!A1", display=text)


def _width(sheet: Worksheet, at: int, row: int) -> int:
    """Return a column's width: that of its longest text, within bounds."""
    cells = (sheet.cell(down, at).value for down in range(row, sheet.max_row + 1))
    longest = max(len(str(value)) for value in cells if value is not None)
    return min(max(longest + 2, _LEAST), 46 if at == 1 else _NARROW)


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
