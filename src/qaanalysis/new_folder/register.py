"""A blank register: a sheet for each table, drop-downs, lists to fill in, and notes."""

from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qaanalysis.data.fields import ALLOWED_NUMBERS, Kind
from qaanalysis.data.schemas import STANDARD_SCALE, VERSION, Table, tables
from qaanalysis.vocabulary import Col
from qaanalysis.workbook_bytes import DAY_FORMAT, MONTH_FORMAT

# The tables that the reports of a new folder read, and what their sheets are called.
SHEETS = {
    "audits": "Audits",
    "moderations": "Moderations",
    "domain_grades": "Domain grades",
    "findings": "Findings",
    "actions": "Actions",
    "re_audits": "Re-audits",
}
NOTES, LISTS = "Read me", "Lists"
# The service's own words: typed once in the sheet of lists, and then chosen. Other names aren't
# the columns' own, so that the lists aren't taken for a table.
OWN_LISTS = {
    Col.SERVICE_AREA: "Service areas",
    Col.TEAM: "Teams",
    Col.AUDITOR_TEAM: "Teams",
    Col.PLAN_TYPE: "Plan types",
    Col.MANAGEMENT_LEVEL: "Levels of management",
    Col.EXEMPTION_REASON: "Reasons for exemption",
    Col.MODERATOR_ROLE: "Roles of moderators",
    Col.DOMAIN: "Domains of practice",
    Col.THEME: "Themes of findings",
}
LAST_ROW, LAST_OF_LIST = 5000, 200
NEEDED, OTHER = PatternFill("solid", fgColor="1D3557"), PatternFill("solid", fgColor="5C6B7F")
_HEAD = Font(bold=True, color="FFFFFF")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def blank_register() -> Workbook:
    """Return a workbook to keep the register in, without a row.

    Examples
    --------
    >>> blank_register().sheetnames[:3]
    ['Read me', 'Audits', 'Moderations']
    """
    book = Workbook()
    notes = book.active
    notes.title = NOTES
    spec = {name: tables(STANDARD_SCALE)[name] for name in SHEETS}
    for name, title in SHEETS.items():
        _fill(book.create_sheet(title), spec[name])
    _fill_lists(book.create_sheet(LISTS))
    _fill_notes(notes, spec)
    return book


def heading(column: str) -> str:
    """Return what a column of the specification is called in the register.

    Examples
    --------
    >>> heading("audit_id"), heading("practitioner_present")
    ('Audit ID', 'Practitioner present')
    """
    text = column.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}".replace(" id", " ID")


def _fill(sheet: Worksheet, table: Table) -> None:
    for i, (column, spec) in enumerate(table.schema.columns.items(), start=1):
        cell = sheet.cell(1, i, heading(column))
        cell.font, cell.alignment = _HEAD, _WRAPPED
        cell.fill = OTHER if spec.nullable else NEEDED
        note = f"{spec.description}. {_allowed(column, spec)}"
        cell.comment = Comment(note, "qaanalysis", width=260, height=120)
        letter = get_column_letter(i)
        width = sheet.column_dimensions[letter]
        width.width = max(13, min(26, len(heading(column)) + 3))
        if spec.metadata["kind"] in (Kind.DATE, Kind.MONTH):
            by_month = spec.metadata["kind"] is Kind.MONTH
            width.number_format = MONTH_FORMAT if by_month else DAY_FORMAT
        if validation := _validation(column, spec):
            validation.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(validation)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "B2"


def _validation(column: str, spec: Any) -> DataValidation | None:
    """Return what Excel lets into a column: a word of a list, a day, a number."""
    kind, metadata = spec.metadata["kind"], spec.metadata
    if kind in (Kind.WORD, Kind.GRADE):
        made = DataValidation("list", formula1=f'"{",".join(metadata["allowed"])}"')
    elif column in OWN_LISTS:
        titles = list(dict.fromkeys(OWN_LISTS.values()))
        letter = get_column_letter(titles.index(OWN_LISTS[column]) + 1)
        # A new team may be typed before it is in the list: Excel asks, and doesn't refuse.
        made = DataValidation(
            "list",
            formula1=f"{LISTS}!${letter}$2:${letter}${LAST_OF_LIST}",
            errorStyle="warning",
        )
    elif kind in (Kind.DATE, Kind.MONTH):
        limits = {"formula1": "DATE(2010,1,1)", "formula2": "DATE(2049,12,31)"}
        made = DataValidation("date", operator="between", **limits)
    else:
        return None
    made.allow_blank = True
    made.showErrorMessage = made.showInputMessage = True
    made.errorTitle, made.error = heading(column), _allowed(column, spec)[:220]
    return made


def _allowed(column: str, spec: Any) -> str:
    needed = "May be blank" if spec.nullable else "Needed in every row"
    return f"{_what(column, spec)}. {needed}."


def _what(column: str, spec: Any) -> str:
    kind = spec.metadata["kind"]
    if kind in (Kind.WORD, Kind.GRADE):
        return f"One of: {', '.join(spec.metadata['allowed'])}"
    if column in OWN_LISTS:
        return f"A word of “{OWN_LISTS[column]}” in the sheet {LISTS}"
    if kind is Kind.DATE:
        return "A day, such as 30/11/2023"
    if kind is Kind.MONTH:
        return "A month, such as November 2023"
    return ALLOWED_NUMBERS.get(kind, "Text").capitalize()


def _fill_lists(sheet: Worksheet) -> None:
    for i, title in enumerate(dict.fromkeys(OWN_LISTS.values()), start=1):
        cell = sheet.cell(1, i, title)
        cell.font, cell.fill, cell.alignment = _HEAD, NEEDED, _WRAPPED
        sheet.column_dimensions[get_column_letter(i)].width = 26
    sheet.freeze_panes = "A2"


def _fill_notes(sheet: Worksheet, spec: dict[str, Table]) -> None:
    for row in _notes(spec):
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = _WRAPPED
    # Long sentences run over the empty cells beside them.
    for at in range(1, 11):
        sheet.cell(at, 1).alignment = Alignment(wrap_text=False)
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in (sheet["A3"], *sheet[11]):
        cell.font = Font(bold=True)
    for letter, width in zip("ABCD", (18, 26, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width


def _notes(spec: dict[str, Table]) -> Iterator[list[str]]:
    yield ["Register of quality-assurance audits"]
    yield ["OFFICIAL-SENSITIVE once it is filled in: it names children and workers."]
    yield ["How it is kept"]
    yield [f"1. Type your teams, service areas and other words into the sheet {LISTS}, once."]
    yield ["2. One row for each audit planned, in Audits; what came of it is typed in as it comes."]
    yield ["3. Dark headings are needed in every row; the others may be blank. Each has a note."]
    yield ["4. Other sheets point at an audit by its Audit ID. They may stay empty."]
    yield ["5. Leave headings and names of sheets as they are; a colour says nothing to a program."]
    yield [f"The columns are those of the data specification, version {VERSION}."]
    yield []
    yield ["Sheet", "Heading", "What it is", "What is allowed"]
    for name, table in spec.items():
        for column, of in table.schema.columns.items():
            yield [SHEETS[name], heading(column), str(of.description), _allowed(column, of)]
