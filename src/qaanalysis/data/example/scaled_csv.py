"""A scaled register as a csv file, to measure how fast one is read."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from qaanalysis.data.example.register import SEED
from qaanalysis.data.example.scaled import Plan
from qaanalysis.data.example.scaled import rows as rows_of

_BATCH = 500_000


def write_scaled_csv(path: Path, rows: int, seed: int = SEED) -> None:
    """Write a register of `rows` audits as a csv file, with dates as UK text.

    Parameters
    ----------
    path : Path
        The file to write.
    rows : int
        How many audits.
    seed : int
        Another seed gives other rows.
    """
    # As many trusts as it takes, of a hundred audits in each of two years' months.
    plan = Plan(24, max(1, -(-rows // 2400)), 100)
    rng = np.random.default_rng(seed)
    writer = None
    for first in range(0, rows, _BATCH):
        batch = _as_text(rows_of(plan, first, min(first + _BATCH, rows), rng))
        writer = writer or arrow_csv.CSVWriter(str(path), batch.schema)
        writer.write_table(batch)
    if writer:
        writer.close()


def _as_text(frame: pd.DataFrame) -> pa.Table:
    """Return a table of text, headed as in an export."""
    columns = {}
    for column, values in frame.items():
        heading = str(column).replace("_", " ").capitalize()
        if isinstance(values.dtype, pd.PeriodDtype):
            columns[heading] = _looked_up(values.dt.to_timestamp(), "%B %Y")
        elif values.dtype.kind == "M":
            columns[heading] = _looked_up(values, "%d/%m/%Y")
        else:
            columns[heading] = pa.array(values).cast(pa.string())
    return pa.table(columns)


def _looked_up(dates: pd.Series, form: str) -> pa.Array:
    """Write dates as text: each distinct one once, since there are few."""
    codes, days = pd.factorize(dates)
    texts = pa.array(list(pd.DatetimeIndex(days).strftime(form)), pa.string())
    return texts.take(pa.array(codes, mask=codes < 0))
