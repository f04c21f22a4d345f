"""The lists of audits as a workbook: a sheet a table, to be filtered down to one figure."""

from collections.abc import Sequence

from openpyxl import Workbook

from qaanalysis.data.rejects import writable
from qaanalysis.present.labels import LABELS, Column, Kind
from qaanalysis.present.page import SUBJECT, Page
from qaanalysis.run.audit_lists import Line, Sheet
from qaanalysis.run.sheet_layout import link, mark_up, set_widths, unique, widths, write_lines
from qaanalysis.vocabulary import Col
from qaanalysis.workbook_bytes import stable_bytes

CONTENTS = "Contents"
# The width of the column of captions, and how many letters of 12 points a line of it surely holds.
_WIDE, _IN_A_LINE = 80, 68
TITLE = "Which audits each figure counts"
MARKING = "OFFICIAL-SENSITIVE: audits by their identifiers; no child, family or worker is named"
HOW = (
    "Each sheet has a line for every audit that a table counts, under the table’s row headings. "
    "Filter the row you are reading, and “yes” in the column of the figure: the audits left are "
    "those it counts. A total’s are all with “yes” in its column."
)
_YES = "yes"


def workbook(page: Page, sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook; the same bytes for the same lists.

    Parameters
    ----------
    page : Page
        Whose reports they are of, and whether these are approved.
    sheets : sequence of Sheet
        The lists of every report, in the order of the reports.
    """
    book = Workbook()
    book.properties.title = writable(f"{TITLE}, {page.period}")
    book.properties.creator = writable(page.organisation)
    book.properties.language = "en-GB"
    _contents(book, page, sheets)
    for number, sheet in enumerate(sheets, start=1):
        _list(book, sheet, number)
    return stable_bytes(book)


def _contents(book: Workbook, page: Page, sheets: Sequence[Sheet]) -> None:
    sheet = book.active
    sheet.title = CONTENTS
    lines = [
        MARKING,
        page.draft or page.approval,
        f"{page.organisation} · {SUBJECT}",
        page.line,
        *((f"About the data: {page.about_data}",) if page.about_data else ()),
        HOW,
        f"Run: {page.run_id}",
    ]
    row = write_lines(sheet, f"{TITLE}, {page.period}", lines, wrapped=_IN_A_LINE)
    rows = [[each.caption, each.name, each.report, len(each.lines)] for each in sheets]
    kinds = [*((None, at == 0) for at in range(3)), (Column("lines", "Lines", Kind.COUNT), False)]
    heads = ["Table", "Sheet", "Report", "Lines"]
    mark_up(sheet, row, heads, rows, name="contents", columns=kinds)
    for at, told in enumerate(sheets, start=row + 1):
        link(sheet, at, told.name, writable(told.caption))
    set_widths(sheet, [_WIDE, 24, 34, 12])


def _list(book: Workbook, told: Sheet, number: int) -> None:
    sheet = book.create_sheet(told.name)
    lines = [f"{MARKING}. Report: {told.report}", f"Back to {CONTENTS}"]
    row = write_lines(sheet, told.caption, lines)
    link(sheet, row - 1, CONTENTS, f"Back to {CONTENTS}")
    named = [*(column.label for column in told.headings), LABELS[Col.AUDIT_ID], *told.labels]
    n = len(told.headings)
    columns = [*((column, True) for column in told.headings), *((None, False),) * (len(named) - n)]
    rows = [_cells(line) for line in told.lines]
    heads = unique(named)
    name = f"list_{number}"
    longest = mark_up(sheet, row, heads, rows, name=name, columns=columns, filters=True)
    set_widths(sheet, widths(longest))
    sheet.freeze_panes = f"A{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"


def _cells(line: Line) -> list[object]:
    return [*line.headings, line.audit, *(_YES if counted else None for counted in line.counted)]
