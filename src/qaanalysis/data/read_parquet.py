"""Read a parquet file as text, so that its cells pass the same rules as any other's."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from qaanalysis.data.headings import find_headings
from qaanalysis.data.limits import MOST_COLUMNS, refuse_too_many, refuse_unpacked
from qaanalysis.data.raw_table import RawTable, TextColumn
from qaanalysis.data.schemas import Table
from qaanalysis.data.values import text_of
from qaanalysis.errors import DataError

NESTED = "(several values)"


def read_parquet(table: Table, file: Path, aliases: Mapping[str, Sequence[str]]) -> RawTable:
    """Read one table from a parquet file; a row's number is its place among the rows, from 1.

    Raises
    ------
    DataError
        If the file can't be read, is too large, lacks a needed column, or a cell of a column that
        is read holds several values.
    """
    read = parquet_table(file)
    headings = find_headings([read.column_names], table, aliases, file.name)
    nested = [headings.texts[c] for c, i in headings.found.items()
              if pa.types.is_nested(read.schema.field(i).type)]  # fmt: skip
    if nested:
        raise DataError(
            f"{file.name}: a cell of {', '.join(nested)} holds a list or several named values, and "
            "a single value is read. Export the file with one value in each cell."
        )
    columns = {i: text_of_column(read.column(i)) for i in range(read.num_columns)}
    rows = np.arange(read.num_rows, dtype=np.int64) + 1
    return RawTable(table, file, None, headings, columns, rows)


def parquet_table(file: Path) -> pa.Table:
    """Return a parquet file as Arrow reads it, with each text once.

    Raises
    ------
    DataError
        If it can't be read, or is too large.
    """
    try:
        with parquet.ParquetFile(file) as opened:
            told, schema = opened.metadata, opened.schema_arrow
            groups = (told.row_group(i) for i in range(told.num_row_groups))
            unpacked = sum(group.total_byte_size for group in groups)
            refuse_too_many(told.num_rows, file.name)
            refuse_too_many(len(schema), file.name, most=MOST_COLUMNS, what="columns")
            refuse_unpacked(file, unpacked)
        # A text that stands in every row would be written out a million times.
        texts = [field.name for field in schema if _is_text(field.type)]
        return parquet.read_table(file, read_dictionary=texts)
    except (pa.ArrowException, OSError):
        raise DataError(
            f"{file.name} can't be read as a parquet file: it may be damaged, or another kind of "
            "file. Export it again."
        ) from None


def text_of_column(column: pa.ChunkedArray) -> TextColumn:
    """Return a column as text: of each distinct value it is told once; a missing one is blank."""
    if pa.types.is_nested(column.type) or pa.types.is_null(column.type):
        # What a heading without a meaning holds isn't read, but tells a blank row from another.
        missing = column.is_null().combine_chunks().to_numpy(zero_copy_only=False)
        return TextColumn(missing.astype(np.int32), pa.array([NESTED, ""], pa.string()))
    whole = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    whole = whole.unify_dictionaries().combine_chunks()
    texts = _texts(whole.dictionary)
    blank = len(texts)
    codes = whole.indices.cast(pa.int64()).fill_null(blank).to_numpy()
    # Two numbers may be told alike, such as 0 and -0.
    place, distinct = pd.factorize(np.array([*texts, ""], dtype=object))
    return TextColumn(place.astype(np.int32)[codes], pa.array(distinct, pa.string()))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts(values: Iterable[Any]) -> list[str]:
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    try:
        return text_of(value.as_py())
    except (OverflowError, ValueError):
        # No calendar has such a day, so that it is told by its number, and is a fault.
        return f"{value.value} {getattr(value.type, 'unit', 'days')} from 1970"
