"""Rows that were rejected, corrected in their workbook, and read in the place of the export's.

A correction holds for the row it was made from: its mark is of that row's text. Where the export's
row is another by now, the correction isn't applied, and that is counted.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from qaanalysis.data.data_rows import BLANK, only
from qaanalysis.data.raw_table import Change, RawTable, TextColumn
from qaanalysis.data.sheets import Rows, sheets
from qaanalysis.data.workbook_text import writable
from qaanalysis.errors import DataError

FILE, ROW, REASONS, MARK = "file", "row", "reasons", "mark"
BY_HAND = "corrected by hand"
NOT_APPLIED = "correction not applied, as the row is another by now"


@dataclass(frozen=True)
class Correction:
    """A row of the corrected workbook: its file, number in it, mark, and cells by column.

    The file is empty where the table is read from one alone.
    """

    file: str
    row: int
    mark: str
    cells: dict[str, str]


def mark(cells: Mapping[str, str]) -> str:
    """Return what tells a row's text from any other's: 16 hex digits.

    Examples
    --------
    >>> mark({"team": "North", "month": "-"}) == mark({"month": "-", "team": "North"})
    True
    """
    text = json.dumps(cells, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def corrected(raws: Mapping[str, RawTable], files: Sequence[Path]) -> dict[str, RawTable]:
    """Return the tables with the corrected rows in the place of those they were made from.

    Parameters
    ----------
    raws : mapping of str to RawTable
        The tables as they were read.
    files : sequence of Path
        Corrected workbooks, each with a sheet for a table; where two correct one row, the later
        file holds if it was made from what the earlier gave.

    Raises
    ------
    DataError
        If a file can't be read, or isn't made from a workbook of rejected rows.
    """
    found = dict(raws)
    for file in files:
        for name, rows in sheets(file, n_rows=None).items():
            if name not in found:
                raise DataError(
                    f"{file.name}, sheet {name}: that is no table of this run. "
                    "corrected_rows takes only workbooks made from rejected-rows.xlsx."
                )
            found[name] = _with(found[name], _corrections(rows, f"{file.name}, sheet {name}"), file)
    return found


def _corrections(rows: Rows, where: str) -> list[Correction]:
    at = next((i for i, row in enumerate(rows) if row[:1] == [ROW] and MARK in row), None)
    if at is None:
        raise DataError(
            f"{where}: there are no headings with “{ROW}” first and “{MARK}” last. Correct a copy "
            "of rejected-rows.xlsx, and leave its headings as they are."
        )
    headings = rows[at]
    made = []
    for number, cells in enumerate(rows[at + 1 :], start=at + 2):
        told = dict(zip(headings, cells, strict=False))
        if not any(told.values()):
            continue
        if not told[ROW].isdigit():
            raise DataError(f"{where}, row {number}: the column “{ROW}” must hold a row's number.")
        made.append(Correction(told.get(FILE, ""), int(told[ROW]), told[MARK], told))
    return made


def _with(raw: RawTable, corrections: Sequence[Correction], file: Path) -> RawTable:
    columns = raw.columns
    changes, lost = _changes(raw, corrections)
    by_place = dict(raw.by_place)
    for column, changed in changes.items():
        by_place[raw.headings.found[column]] = _changed(columns[column], changed)
    done = [
        Change(BY_HAND, len(changed), int(raw.rows[min(changed)]), column)
        for column, changed in changes.items()
    ]
    if lost:
        done.append(Change(NOT_APPLIED, len(lost), min(lost)))
    touched = {at for changed in changes.values() for at in changed}
    ragged = {at: row for at, row in raw.ragged.items() if at not in touched}
    raw = replace(raw, changes=(*raw.changes, *done), also_read=(*raw.also_read, file))
    return _without_emptied(replace(raw, by_place=by_place, ragged=ragged), touched)


def _changes(
    raw: RawTable, corrections: Sequence[Correction]
) -> tuple[dict[str, dict[int, str]], list[int]]:
    """Return by column and position what a cell is to be; and the rows that are others by now."""
    # Rows of several files may have the same numbers.
    rows = enumerate(raw.rows.tolist()) if corrections else ()
    place = {(raw.part_named(i), row): i for i, row in rows}
    columns = raw.columns
    changes: dict[str, dict[int, str]] = {}
    lost = []
    for correction in corrections:
        at = place.get((correction.file, correction.row))
        was = {} if at is None else {c: _text(t, at) for c, t in columns.items()}
        if at is None or mark(was) != correction.mark:
            lost.append(correction.row)
            continue
        for column, text in was.items():
            # What a workbook couldn't hold, and nobody touched, stays as the export has it.
            now = correction.cells.get(column, text)
            if now != text and now != writable(text):
                changes.setdefault(column, {})[at] = now
    return {column: changes[column] for column in columns if column in changes}, lost


def _without_emptied(raw: RawTable, touched: set[int]) -> RawTable:
    """Set aside the rows of which every cell was emptied."""
    emptied = [at for at in sorted(touched) if not any(_filled(raw, at))]
    if not emptied:
        return raw
    keep = np.ones(len(raw.rows), dtype=bool)
    keep[emptied] = False
    aside = Change(BLANK, len(emptied), int(raw.rows[emptied[0]]))
    raw = replace(raw, changes=(*raw.changes, aside), n_set_aside=raw.n_set_aside + len(emptied))
    return only(raw, keep)


def _filled(raw: RawTable, at: int) -> list[str]:
    return [text for column in raw.columns.values() if (text := _text(column, at).strip())]


def _text(column: TextColumn, at: int) -> str:
    return str(column.texts[int(column.codes[at])].as_py())


def _changed(column: TextColumn, changed: Mapping[int, str]) -> TextColumn:
    codes: NDArray[np.int32] = column.codes.copy()
    new = list(dict.fromkeys(changed.values()))
    for at, text in changed.items():
        codes[at] = len(column.texts) + new.index(text)
    texts = pa.concat_arrays([column.texts, pa.array(new, column.texts.type)])
    return TextColumn(codes, texts)
