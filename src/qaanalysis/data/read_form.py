"""Read a form as one row: a file for each audit, with labels and what stands beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from qaanalysis.data.heading_words import plain
from qaanalysis.data.headings import Headings, known_headings
from qaanalysis.data.raw_table import RawTable, TextColumn, where
from qaanalysis.data.read_csv import csv_cells
from qaanalysis.data.read_workbook import sheet_cells
from qaanalysis.data.schemas import Table
from qaanalysis.data.values import text_of
from qaanalysis.errors import DataError

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def read_form(
    table: Table, file: Path, sheet: str | None, aliases: Mapping[str, Sequence[str]]
) -> RawTable:
    """Read one row from a form: to the right of each label the first filled cell is its value.

    A label is what the table has for a heading, or is declared to be one. A value ends where the
    next label of the row begins; a label with nothing beside it is a blank, and so is one that the
    form doesn't have. The row's number is that of the first label.

    Raises
    ------
    DataError
        If the file can't be read, holds no label of the table, or one label twice.
    """
    if file.suffix.lower() in WORKBOOKS:
        read = sheet_cells(table, file, sheet)
        sheet, rows = read.sheet, [[text_of(cell) for cell in row] for row in read.cells]
        notices = read.notices
    else:
        rows, notices = csv_cells(table, file, aliases), ()
    at = _labels(rows, table, aliases, where(file, sheet))
    columns = list(at)
    labels = {column: " ".join(rows[row][i].split()) for column, (row, i) in at.items()}
    headings = Headings(
        row=min(row for row, _ in at.values()) + 1,
        found={column: place for place, column in enumerate(columns)},
        texts=labels,
        renamed=tuple(c for c in columns if plain(labels[c]) != plain(c)),
        unknown=(),
    )
    taken = set(at.values())
    by_place = {i: _one(_beside(rows, at[c], taken)) for i, c in enumerate(columns)}
    number = np.array([headings.row], dtype=np.int64)
    return RawTable(table, file, sheet, headings, by_place, number, notices=notices)


def _labels(
    rows: Sequence[Sequence[str]],
    table: Table,
    aliases: Mapping[str, Sequence[str]],
    where: str,
) -> dict[str, tuple[int, int]]:
    """Return where the label of each column is, by row and place from 0."""
    known = known_headings(table, aliases)
    found: dict[str, tuple[int, int]] = {}
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            column = known.get(plain(cell)) if cell else None
            if column in found:
                raise DataError(
                    f"{where}: two labels stand for {column}, in rows {found[column][0] + 1} and "
                    f"{row + 1}. Rename one of them in the form, or declare another label under "
                    f"reading.headings.{table.name} in params."
                )
            if column:
                found[column] = (row, place)
    if not found:
        raise DataError(
            f"{where}: this is no form of the table “{table.name}”, as none of its labels is in "
            "it. Take it out of the folder, or declare its labels under "
            f"reading.headings.{table.name} in params."
        )
    return found


def _beside(
    rows: Sequence[Sequence[str]], label: tuple[int, int], labels: set[tuple[int, int]]
) -> str:
    row, place = label
    for i in range(place + 1, len(rows[row])):
        if (row, i) in labels:
            return ""
        if rows[row][i].strip():
            return rows[row][i]
    return ""


def _one(text: str) -> TextColumn:
    return TextColumn(np.zeros(1, dtype=np.int32), pa.array([text], pa.string()))
