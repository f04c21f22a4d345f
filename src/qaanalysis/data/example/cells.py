"""The cells of the export as somebody typed them in: words, dates, blanks, titles and totals."""

import datetime as dt
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pandas as pd

from qaanalysis.data.example.layout import SPELLINGS, TOTAL, TRUST, Sheet
from qaanalysis.data.example.published import AS_AT
from qaanalysis.vocabulary import Col

Cell = str | int | dt.date | None

# By name, since the computer may speak another language.
_MONTHS = {
    5: "May",
    6: "June",
    7: "July",
    8: "August",
    9: "September",
    10: "October",
    11: "November",
    12: "December",
}
# Of a column of Excel dates, every so many were typed as text.
_TYPED_DATE_EVERY = 23


def sheet_rows(sheet: Sheet, frame: pd.DataFrame) -> Iterator[list[Cell]]:
    """Give the rows of a sheet: titles, headings, data with blank rows, totals."""
    yield [f"{TRUST} – {sheet.name}"]
    yield [f"Exported {_uk(AS_AT)}"]
    if sheet.note:
        yield [sheet.note]
    yield list(sheet.headings.values())
    columns = [_cells(sheet, column, frame[column]) for column in sheet.headings]
    for number, row in enumerate(zip(*columns, strict=True), start=1):
        yield list(row)
        if number in sheet.blank_after:
            yield [None] * len(row)
    if sheet.counted or sheet.summed:
        yield [_total(sheet, column, frame[column]) for column in sheet.headings]


def _total(sheet: Sheet, column: str, values: pd.Series) -> Cell:
    if column == next(iter(sheet.headings)):
        return TOTAL
    if column in sheet.counted:
        return int(values.notna().sum())
    return int(values.sum()) if column in sheet.summed else None


def _cells(sheet: Sheet, column: str, values: pd.Series) -> list[Cell]:
    """Return a column as it was typed: its spellings, markers and dates."""
    markers = cycle(sheet.missing.get(column, (None,)))
    # A month is written in full, unless a spelling is given for it.
    canonical = values.astype(str) if column == Col.MONTH else values
    written = {word: cycle(ways) for word, ways in SPELLINGS.get(column, {}).items()}
    cells: list[Cell] = []
    for number, value in enumerate(canonical):
        if pd.isna(value):
            cells.append(next(markers))
        elif value in written:
            cells.append(next(written[value]))
        else:
            typed = column in sheet.text_dates or number % _TYPED_DATE_EVERY == 5
            cells.append(_plain(column, value, typed=typed))
    return cells


def _plain(column: str, value: Any, *, typed: bool) -> Cell:
    if isinstance(value, pd.Timestamp):
        return _uk(value.date()) if typed else value.date()
    if column == Col.MONTH:
        year, month = value.split("-")
        return f"{_MONTHS[int(month)]} {year}"
    return value if isinstance(value, str) else int(value)


def text(cell: Cell) -> str:
    """Return a cell as a csv file has it."""
    if isinstance(cell, dt.date):
        return _uk(cell)
    return "" if cell is None else str(cell)


def _uk(day: dt.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
