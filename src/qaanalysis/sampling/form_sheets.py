"""The sheets of a worklist: instructions, cases, the form, and the lists its cells choose from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qaanalysis.workbook_bytes import DAY_FORMAT, fill

if TYPE_CHECKING:
    from qaanalysis.sampling import worklist

INSTRUCTIONS, CASES, FORM, ANSWERS = "Instructions", "Cases", "Return form", "Answers"
HEADINGS_ROW = 3
_WIDE, _NARROW, _TEXT = 44, 24, 100
# A line's height in points, and how much wider than a figure a letter is; bold ones are wider.
_LINE, _PLAIN, _BOLD = 15.5, 1.0, 1.15
_HEADING = PatternFill("solid", fgColor="D9E2EC")
_TO_FILL = PatternFill("solid", fgColor="FFF9E5")
_FRAMED = Border(*[Side("thin", color="9FB3C8")] * 4)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
# The earliest day a date may be: 1 January 2000, as workbooks count days.
_EARLIEST = "36526"


def add_instructions(book: Workbook, head: str, paragraphs: Sequence[str]) -> None:
    """Add the sheet that says what to do."""
    sheet = _sheet(book, INSTRUCTIONS, head)
    sheet.column_dimensions["A"].width = _TEXT
    for row, paragraph in enumerate(paragraphs, start=HEADINGS_ROW):
        cell = sheet.cell(row, 1)
        fill(cell, paragraph)
        cell.alignment = _WRAPPED
        sheet.row_dimensions[row].height = _height(paragraph, _TEXT)


def add_cases(
    book: Workbook,
    head: str,
    cases: pd.DataFrame,
    columns: Sequence[tuple[str, str]],
    name: str = CASES,
) -> None:
    """Add the sheet of cases, one row each."""
    sheet = _sheet(book, name, head)
    _headings(sheet, [heading for _, heading in columns])
    for at, (column, _) in enumerate(columns, start=1):
        for row, value in enumerate(cases[column], start=HEADINGS_ROW + 1):
            fill(sheet.cell(row, at), value)


def add_answers(book: Workbook, head: str, lists: Sequence[tuple[str, ...]]) -> list[str]:
    """Add the hidden sheet with each question's answers; return where they stand, or nothing."""
    sheet = _sheet(book, ANSWERS, head)
    sheet.sheet_state = "hidden"
    places = []
    for at, answers in enumerate(lists, start=1):
        for row, answer in enumerate(answers, start=HEADINGS_ROW):
            fill(sheet.cell(row, at), answer)
        letter, last = get_column_letter(at), HEADINGS_ROW + len(answers) - 1
        places.append(f"{ANSWERS}!${letter}${HEADINGS_ROW}:${letter}${last}" if answers else "")
    return places


def add_form(
    book: Workbook,
    head: str,
    cases: pd.DataFrame,
    case: tuple[str, str],
    questions: Sequence["worklist.Question"],
    lists: Sequence[str],
    carried: Sequence[tuple[str, str]] = (),
) -> None:
    """Add the form: a row for each case, of which only the answers can be typed in.

    The columns `carried` are hidden at the right, so that they come back with the answers.
    """
    sheet = _sheet(book, FORM, head)
    book.move_sheet(sheet, -1)
    asked = [question.heading for question in questions]
    _headings(sheet, [case[1], *asked, *(heading for _, heading in carried)])
    sheet.freeze_panes = sheet.cell(HEADINGS_ROW + 1, 2)
    places = [1, *range(len(asked) + 2, len(asked) + 2 + len(carried))]
    for at, (column, _) in zip(places, [case, *carried], strict=True):
        sheet.column_dimensions[get_column_letter(at)].hidden = at > 1
        for row, value in enumerate(cases[column], start=HEADINGS_ROW + 1):
            fill(sheet.cell(row, at), value)
    _answers(sheet, len(cases), questions, lists)


def _answers(
    sheet: Worksheet, n_cases: int, questions: Sequence["worklist.Question"], lists: Sequence[str]
) -> None:
    """Make the cells that can be typed in, and what Excel is to hold them to."""
    for at, (question, answers) in enumerate(zip(questions, lists, strict=True), start=2):
        free = not answers and not question.is_day
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE if free else _NARROW
        rule = _rule(question, answers)
        if rule:
            sheet.add_data_validation(rule)
        for row in range(HEADINGS_ROW + 1, HEADINGS_ROW + 1 + n_cases):
            cell = sheet.cell(row, at)
            cell.protection, cell.fill = Protection(locked=False), _TO_FILL
            cell.alignment, cell.border = _WRAPPED, _FRAMED
            cell.number_format = DAY_FORMAT if question.is_day else "@"
            if rule:
                rule.add(cell)


def _rule(question: "worklist.Question", answers: str) -> DataValidation | None:
    """Return what Excel is to hold an answer to, or nothing for free text."""
    if answers:
        rule = DataValidation("list", formula1=answers, allow_blank=True)
        rule.error = "Please choose one of the answers in the list."
    elif question.is_day:
        rule = DataValidation(
            "date", operator="greaterThanOrEqual", formula1=_EARLIEST, allow_blank=True
        )
        rule.error = "Please type a date, such as 24/11/2023."
    else:
        return None
    rule.errorTitle, rule.showErrorMessage, rule.errorStyle = "Not one of the answers", True, "stop"
    return rule


def _sheet(book: Workbook, name: str, head: str) -> Worksheet:
    """Add a protected sheet with its marking on top and on every printed page."""
    sheet = book.create_sheet(name)
    fill(sheet.cell(1, 1), head)
    sheet.cell(1, 1).font = Font(bold=True)
    marking = head.split(" · ", maxsplit=1)[0]
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = marking
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    return sheet


def _headings(sheet: Worksheet, headings: Sequence[str]) -> None:
    for at, heading in enumerate(headings, start=1):
        cell = sheet.cell(HEADINGS_ROW, at)
        fill(cell, heading)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEADING, _WRAPPED
        sheet.column_dimensions[get_column_letter(at)].width = _NARROW
    if headings:
        tallest = max(_height(heading, _NARROW, _BOLD) for heading in headings)
        sheet.row_dimensions[HEADINGS_ROW].height = tallest
    sheet.freeze_panes = sheet.cell(HEADINGS_ROW + 1, 1)
    sheet.print_title_rows = f"{HEADINGS_ROW}:{HEADINGS_ROW}"


def _height(text: str, width: float, letter: float = _PLAIN) -> float:
    """Return how high a row must be for a wrapped text: not every program finds it by itself."""
    lines, left = 1, width
    for word in text.split():
        long = (len(word) + 1) * letter
        if long > left:
            lines, left = lines + 1, width
        left -= long
    return lines * _LINE
