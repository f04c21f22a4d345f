"""Split cells that hold several values, such as themes ticked together, into a row for each."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from qaanalysis.data.raw_table import Change, RawTable, TextColumn
from qaanalysis.errors import DataError
from qaanalysis.params_reading import Reading, for_table
from qaanalysis.vocabulary import Col

SPLIT = "several values in a cell, a row for each"
SIBLINGS = "several children in a cell, of one audit"


def split(raw: RawTable, reading: Reading) -> RawTable:
    """Return a table with a row for each value of the cells that are declared to hold several.

    All rows of one cell have its row's number. The first keeps the key, so that what points at it
    still does; the others have it with “ (2)” and so on. A value that is ticked twice is one.

    Raises
    ------
    DataError
        If it is declared of a column of the audit register other than child_id: an audit is one.
    """
    for column, separators in for_table(reading.several, raw.table.name, {}).items():
        if raw.table.name == "audits" and column != Col.CHILD_ID:
            raise DataError(
                f"params: reading.several.audits: “{column}” can't hold several values, as each "
                "audit is counted once; only child_id can, where an audit is of siblings. Take it "
                "out, and correct the cells."
            )
        if column in raw.columns:
            raw = _split(raw, column, separators)
    return raw


def values(text: str, separators: Sequence[str]) -> list[str]:
    """Return the values of a cell, each once.

    Examples
    --------
    >>> values("Chronology; Supervision, voice of child;", [";", ","])
    ['Chronology', 'Supervision', 'voice of child']
    """
    pattern = "|".join(re.escape(one) for one in separators)
    found = [" ".join(part.split()) for part in re.split(pattern, text)]
    return list(dict.fromkeys(part for part in found if part)) or [text]


def _split(raw: RawTable, column: str, separators: Sequence[str]) -> RawTable:
    text = raw.columns[column]
    parts = [values(t or "", separators) for t in text.texts.to_pylist()]
    n_parts = np.array([len(p) for p in parts], dtype=np.int64)[text.codes]
    if not (n_parts > 1).any():
        return raw
    row = np.repeat(np.arange(len(raw.rows)), n_parts)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
    by_place = {i: TextColumn(c.codes[row], c.texts) for i, c in raw.by_place.items()}
    ones = [parts[code][k] for code, k in zip(text.codes[row].tolist(), nth.tolist(), strict=True)]
    by_place[raw.headings.found[column]] = _column(ones)
    key = raw.table.key[0]
    if key in raw.columns:
        keys = raw.columns[key]
        names = [keys.texts[int(keys.codes[i])].as_py() for i in row]
        by_place[raw.headings.found[key]] = _column(
            [f"{n} ({k + 1})" if k and n else n for n, k in zip(names, nth.tolist(), strict=True)]
        )
    place = np.flatnonzero(nth == 0)
    several = n_parts > 1
    said = SIBLINGS if raw.table.name == "audits" else SPLIT
    change = Change(said, int(several.sum()), int(raw.rows[several][0]), column)
    return replace(
        raw,
        by_place=by_place,
        rows=raw.rows[row],
        ragged={int(place[i]): fault for i, fault in raw.ragged.items()},
        part_of=None if raw.part_of is None else raw.part_of[row],
        changes=(*raw.changes, change),
    )


def _column(texts: Sequence[str]) -> TextColumn:
    known: dict[str, int] = {}
    codes = [known.setdefault(text, len(known)) for text in texts]
    return TextColumn(np.array(codes, dtype=np.int32), pa.array(list(known), pa.string()))
