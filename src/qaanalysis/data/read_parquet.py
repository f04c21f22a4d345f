"""Read a parquet file as text, so that its cells pass the same rules as any other's."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from qaanalysis.data.headings import find_headings
from qaanalysis.data.raw_table import RawTable
from qaanalysis.data.schemas import Table
from qaanalysis.data.values import text_column
from qaanalysis.errors import DataError


def read_parquet(table: Table, file: Path, aliases: Mapping[str, Sequence[str]]) -> RawTable:
    """Read one table from a parquet file; a row's number is its place among the rows, from 1.

    Raises
    ------
    DataError
        If the file can't be read or lacks a needed column.
    """
    try:
        read = parquet.read_table(file)
    except (pa.ArrowException, OSError):
        raise DataError(
            f"{file.name} can't be read as a parquet file: it may be damaged, or another kind of "
            "file. Export it again."
        ) from None
    headings = find_headings([read.column_names], table, aliases, file.name)
    columns = {i: text_column(read.column(i).to_pylist()) for i in range(read.num_columns)}
    rows = np.arange(read.num_rows, dtype=np.int64) + 1
    return RawTable(table, file, None, headings, columns, rows)
