"""Every table of a run as a spreadsheet that works for everyone.

Made as the UK government's Analysis Function asks in “Releasing statistics in spreadsheets”: a
cover, contents and notes, then one table a sheet, marked up as a table with one row of headings, no
merged, hidden or coloured cells and no empty rows or columns, and numbers as numbers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from qaanalysis.data.rejects import writable
from qaanalysis.present.page import SUBJECT, Page
from qaanalysis.present.tables import SYMBOLS
from qaanalysis.run.issues import Note
from qaanalysis.run.sheet_layout import link, mark_up, set_widths, unique, widths, write_lines
from qaanalysis.run.shown_tables import ShownTable, tables
from qaanalysis.workbook_bytes import stable_bytes

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
TITLE = "Tables of the quality assurance audits"
_LONGEST_NAME = 31
_LEADING_ON = frozenset(
    {"a", "after", "an", "and", "are", "as", "at", "by", "days", "for", "from", "in", "is", "it"}
    | {"of", "on", "or", "own", "since", "that", "the", "their", "to", "was", "what", "who", "with"}
)
# The width of a column of sentences, and how many letters of 12 points a line of it surely holds.
_WIDE, _IN_A_LINE = 90, 76
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


def workbook(page: Page, figures: Mapping[str, Mapping[str, Any]], notes: Sequence[Note]) -> bytes:
    """Return the workbook; the same bytes for the same tables.

    Parameters
    ----------
    page : Page
        Whose tables they are, for whom, and whether they are approved.
    figures : mapping
        By report: its title and its records.
    notes : sequence of Note
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


def _cover(sheet: Worksheet, page: Page, notes: Sequence[Note]) -> None:
    said = [note if isinstance(note, str) else note["said"] for note in notes]
    lines = [
        page.mark,
        page.draft or page.approval,
        f"{page.organisation} · {SUBJECT}",
        page.line,
        *(f"Correction: {note}" for note in said),
        *((f"Released by decision: {page.release}",) if page.release else ()),
        *((f"About the data: {page.about_data}",) if page.about_data else ()),
        *((page.rounded,) if page.rounded else ()),
        f"The sheet “{CONTENTS}” lists the tables and leads to each; “{NOTES}” explains symbols "
        "and how figures are to be read. Each further sheet holds one table.",
        f"Run: {page.run_id}",
    ]
    write_lines(sheet, f"{TITLE}, {page.period}", lines, wrapped=_IN_A_LINE)
    sheet.column_dimensions["A"].width = _WIDE


def _contents(book: Workbook, sheets: Sequence[Sheet]) -> None:
    sheet = book.create_sheet(CONTENTS)
    row = write_lines(
        sheet, CONTENTS, ["This sheet has one table. The first column leads to each table."]
    )
    rows = [[s.name, s.table.caption, s.report, str(s.table.record["unit"])] for s in sheets]
    mark_up(sheet, row, ["Sheet", "Table", "Report", "Unit"], rows, name="contents")
    for at, told in enumerate(sheets, start=row + 1):
        link(sheet, at, told.name, told.name)
    set_widths(sheet, [36, 70, 34, 18])


def _notes(book: Workbook) -> None:
    sheet = book.create_sheet(NOTES)
    row = write_lines(
        sheet, NOTES, ["This sheet has one table: symbols, and how figures are to be read."]
    )
    symbols = [(sign, said.removeprefix(sign).strip()) for sign, said in SYMBOLS.items()]
    rows = [list(pair) for pair in (*symbols, *READING)]
    mark_up(sheet, row, ["Symbol or word", "Meaning"], rows, name="notes")
    set_widths(sheet, [26, _WIDE])


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
    row = write_lines(sheet, table.caption, lines)
    link(sheet, row - 1, CONTENTS, f"Back to {CONTENTS}")
    columns = table.columns
    heads = unique([column.label for column in columns])
    rows = [[each.get(column.name) for column in columns] for each in table.rows]
    kinds = [(column, at < table.n_headings) for at, column in enumerate(columns)]
    longest = mark_up(sheet, row, heads, rows, name=f"table_{number}", columns=kinds)
    set_widths(sheet, widths(longest))
