"""Values of workbooks, parquet files and databases as the text that stands for them."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from qaanalysis.data.raw_table import TextColumn


def text_column(cells: Sequence[Any]) -> TextColumn:
    """Return a column of values as text; each date and number is written once."""
    try:
        # Most columns hold texts alone, and needn't be gone through here.
        texts = pa.array(cells, pa.large_string())
    except pa.ArrowException:
        # By type as well: 1, 1.0 and True are one key, and different texts.
        known: dict[type, dict[Any, str]] = defaultdict(dict)
        texts = pa.array(
            [cell if type(cell) is str else _told(cell, known[type(cell)]) for cell in cells],
            pa.large_string(),
        )
    found = texts.dictionary_encode()
    return TextColumn(found.indices.to_numpy(), found.dictionary.cast(pa.string()))


def _told(cell: Any, known: dict[Any, str]) -> str:
    if cell not in known:
        known[cell] = text_of(cell)
    return known[cell]


def text_of(cell: Any) -> str:
    """Return a workbook's cell as the text that stands for it; a date as 2023-11-03.

    Examples
    --------
    >>> text_of(45.0), text_of(dt.datetime(2023, 11, 3)), text_of(True)
    ('45', '2023-11-03', 'TRUE')
    """
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if math.isnan(cell):
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(sep=" ")
        case None:
            return ""
        case Decimal():
            # As a workbook would hold it: 2.50 and 2.5 are one number, and no exponent.
            return format(cell.normalize(), "f")
        case _:
            return str(cell)
