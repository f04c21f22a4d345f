"""Put one table together from several files, such as a workbook a month."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from qaanalysis.data.headings import Headings
from qaanalysis.data.raw_table import RawTable, TextColumn


def together(parts: Sequence[RawTable]) -> RawTable:
    """Return one table of the rows of several, which need not have the same columns.

    Each row keeps its number and its file. A column that some file lacks is blank in its rows; so
    are columns that stand for nothing left out, as they aren't read.

    Parameters
    ----------
    parts : sequence of RawTable
        Their data rows, of one table of the specification.
    """
    if len(parts) == 1:
        return parts[0]
    columns = list(dict.fromkeys(column for part in parts for column in part.headings.found))
    by_place = {i: _column([part.columns.get(c) for part in parts], parts)
                for i, c in enumerate(columns)}  # fmt: skip
    sizes = [len(part.rows) for part in parts]
    starts = np.cumsum([0, *sizes[:-1]]).tolist()
    where = [(part.file, part.sheet) for part in parts]
    return replace(
        parts[0],
        headings=_headings(parts, columns),
        by_place=by_place,
        rows=np.concatenate([part.rows for part in parts]),
        ragged={
            start + i: row
            for start, part in zip(starts, parts, strict=True)
            for i, row in part.ragged.items()
        },
        notices=tuple(
            replace(notice, part=at)
            for at, part in zip(where, parts, strict=True)
            for notice in part.notices
        ),
        changes=tuple(change for part in parts for change in part.changes),
        n_set_aside=sum(part.n_set_aside for part in parts),
        parts=tuple(where),
        part_of=np.repeat(np.arange(len(parts), dtype=np.int32), sizes),
    )


def _column(texts: Sequence[TextColumn | None], parts: Sequence[RawTable]) -> TextColumn:
    """Return a column of all parts, with each distinct text once."""
    chunks = [
        pa.DictionaryArray.from_arrays(pa.array(text.codes), text.texts.cast(pa.string()))
        if text is not None
        else pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(len(part.rows), dtype=np.int32)), pa.array([""], pa.string())
        )
        for text, part in zip(texts, parts, strict=True)
    ]
    whole = pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    return TextColumn(whole.indices.to_numpy(), whole.dictionary)


def _headings(parts: Sequence[RawTable], columns: Sequence[str]) -> Headings:
    texts: dict[str, str] = {}
    for part in parts:
        texts = {**part.headings.texts, **texts}
    return Headings(
        row=parts[0].headings.row,
        found={column: i for i, column in enumerate(columns)},
        texts=texts,
        renamed=tuple(dict.fromkeys(c for part in parts for c in part.headings.renamed)),
        unknown=tuple(dict.fromkeys(u for part in parts for u in part.headings.unknown)),
    )
