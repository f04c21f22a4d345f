"""Tell the rows of an export that hold data from blank ones, totals and notes under the table."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from qaanalysis.data.excel_errors import ERRORS, NOT_CALCULATED, marked
from qaanalysis.data.fields import is_needed
from qaanalysis.data.raw_table import Change, Notice, Ragged, RawTable, TextColumn
from qaanalysis.errors import DataError
from qaanalysis.params_reading import Reading, for_table

Mask = NDArray[np.bool_]
BLANK = "blank rows set aside"
NOTE = "a note under the table"
FILLED = "filled from the row above in its block"
MERGED = "merged cells: only the first of them holds a value"
# Notes are few, so that only the end of a table is looked at; and a table has a few columns.
NOTES_SOUGHT = 50
LEAST_CELLS = 4


def data_rows(raw: RawTable, reading: Reading) -> RawTable:
    """Return the rows of a table that hold data, and an account of what was set aside.

    Blank rows and totals are set aside, and rows that are another table's where `rows_with` says
    which columns tell. What stands once for a block of rows is written into each. A row below all
    others with one cell filled is a note: it stays, to be rejected as one.
    """
    blank, total = _blank_and_total(raw, reading)
    kinds = {BLANK: blank, "total rows set aside": total}
    foreign = _without(raw, reading) & ~blank & ~total
    kinds["rows without this table’s cells set aside"] = foreign
    keep = ~(blank | total | foreign)
    notes = _notes(raw, keep)
    # A note is told by its single cell, before a block's value is written into its rows.
    of_table = keep.copy()
    of_table[notes] = False
    raw = _filled(raw, reading, of_table)
    aside = tuple(
        Change(rule, int(mask.sum()), int(raw.rows[mask][0]))
        for rule, mask in kinds.items()
        if mask.any()
    )
    raw = replace(raw, changes=(*raw.changes, *aside), n_set_aside=int((~keep).sum()))
    told = {i: Ragged("1 filled cell", NOTE) for i in notes}
    raw = replace(raw, ragged={**told, **raw.ragged}, notices=_unfilled_blocks(raw, reading))
    return raw if keep.all() else only(raw, keep)


def only(raw: RawTable, keep: Mask) -> RawTable:
    """Return a table without the rows that aren't kept."""
    place = np.cumsum(keep) - 1
    return replace(
        raw,
        by_place={i: TextColumn(c.codes[keep], c.texts) for i, c in raw.by_place.items()},
        rows=raw.rows[keep],
        ragged={int(place[i]): row for i, row in raw.ragged.items() if keep[i]},
    )


def _blank_and_total(raw: RawTable, reading: Reading) -> tuple[Mask, Mask]:
    """Mark blank rows, and totals by their label.

    A row is blank if every cell that is read is. The label of a total is in the row's first filled
    cell, or in the first of those that are read.
    """
    blank = np.ones(len(raw.rows), dtype=bool)
    blank[[i for i, row in raw.ragged.items() if row.beyond]] = False
    empty = np.ones(len(raw.rows), dtype=bool)
    total = np.zeros(len(raw.rows), dtype=bool)
    labels = pa.array([label.casefold() for label in reading.total_labels], pa.string())
    read = set(raw.headings.found.values())
    for place, text in sorted(raw.by_place.items()):
        if not (empty.any() or blank.any()):
            break
        words = pc.utf8_lower(pc.utf8_trim_whitespace(text.texts))
        label = _mask(pc.is_in(words, labels))[text.codes]
        unfilled = _mask(pc.equal(words, ""))[text.codes]
        total |= empty & label
        empty &= unfilled
        if place in read:
            total |= blank & label
            blank &= unfilled
    return blank & ~total, total


def _mask(values: pa.BooleanArray) -> Mask:
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=bool)


def _unfilled(text: TextColumn, missing: tuple[str, ...] = ()) -> Mask:
    """Mark the rows whose cell is blank, or one of the markers of a missing value."""
    words = pc.utf8_trim_whitespace(text.texts)
    return _mask(marked(words, ["", *missing]))[text.codes]


def _without(raw: RawTable, reading: Reading) -> Mask:
    """Mark rows in which every cell is blank that tells whether a row is one of this table."""
    columns = [c for c in for_table(reading.rows_with, raw.table.name, ()) if c in raw.columns]
    without = np.full(len(raw.rows), bool(columns))
    for column in columns:
        without &= _unfilled(raw.columns[column], reading.missing)
    return without


def _notes(raw: RawTable, keep: Mask) -> list[int]:
    """Return the rows, below all others that are kept, in which a single cell is filled.

    One that only holds an error of Excel is a broken row and no note; and where a table needs a
    single column, such as a person's name, that cell alone makes a row.
    """
    at = np.flatnonzero(keep)
    n_filled = np.zeros(len(raw.rows), dtype=np.int32)
    needed = [c for c, spec in raw.table.schema.columns.items() if is_needed(spec)]
    enough = raw.headings.found.get(needed[0]) if len(needed) == 1 else None
    sought = pa.array([*ERRORS, NOT_CALCULATED], pa.string())
    broken = np.zeros(len(raw.rows), dtype=bool)
    # Only the end of the table is looked at: notes are few.
    tail = at[-NOTES_SOUGHT:]
    for place, text in raw.by_place.items():
        cells = text.texts.take(pa.array(text.codes[tail]))
        filled = _mask(pc.not_equal(pc.utf8_trim_whitespace(cells), ""))
        n_filled[tail] += filled * (2 if place == enough else 1)
        broken[tail] |= _mask(pc.is_in(cells, sought))
    several = tail[n_filled[tail] > 1]
    last = several[-1] if len(several) else -1
    if last < 0 or len(raw.by_place) < LEAST_CELLS:
        return []
    return [int(i) for i in tail if i > last and n_filled[i] == 1 and not broken[i]]


def _unfilled_blocks(raw: RawTable, reading: Reading) -> tuple[Notice, ...]:
    """Return a table's notices, without those of merged cells that are filled as declared."""
    declared = for_table(reading.blocks, raw.table.name, ())
    return tuple(n for n in raw.notices if not (n.rule == MERGED and n.column in declared))


def _filled(raw: RawTable, reading: Reading, keep: Mask) -> RawTable:
    """Write what stands once for a block of rows into each of its rows, in declared columns."""
    declared = for_table(reading.blocks, raw.table.name, ())
    if unknown := [c for c in declared if c not in raw.table.schema.columns]:
        raise DataError(
            f"params: reading.blocks.{raw.table.name}: “{unknown[0]}” isn't a column of that "
            f"table; allowed: {', '.join(raw.table.schema.columns)}."
        )
    by_place, changes = dict(raw.by_place), list(raw.changes)
    for column in (c for c in declared if c in raw.columns):
        place = raw.headings.found[column]
        text = by_place[place]
        blank = _unfilled(text)
        source = pd.Series(np.where(blank, -1, np.arange(len(blank))))
        source = source.where(source >= 0).ffill()
        # A total or a blank row ends a block.
        block = np.cumsum(~keep)
        found = source.fillna(-1).to_numpy(dtype=np.int64)
        fill = blank & keep & (found >= 0) & (block[found] == block)
        if fill.any():
            codes = text.codes.copy()
            codes[fill] = text.codes[found[fill]]
            by_place[place] = TextColumn(codes, text.texts)
            row = int(raw.rows[fill][0])
            changes.append(Change(FILLED, int(fill.sum()), row, column))
    return replace(raw, by_place=by_place, changes=tuple(changes))
