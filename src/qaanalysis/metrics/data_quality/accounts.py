"""What became of every row: read, accepted, rejected and why, repaired by which rule."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

SHOWN = 10


def listed(values: list[Any], *, most: int = SHOWN) -> str:
    """Return the first few of a list, and how many more there are.

    Examples
    --------
    >>> listed([4, 7, 9], most=2)
    '4, 7 and 1 more'
    """
    few = ", ".join(str(value) for value in values[:most])
    return few if len(values) <= most else f"{few} and {len(values) - most} more"


def sources(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each source: read, accepted, rejected, and what doesn't add up.

    Parameters
    ----------
    counts : DataFrame
        As `Loaded` has them: by table, read, accepted, rejected and set_aside.

    Returns
    -------
    DataFrame
        With `unaccounted`, read less accepted and rejected: 0 unless a row got lost.
    """
    lost = counts["read"] - counts["accepted"] - counts["rejected"]
    return counts[["read", "accepted", "rejected", "set_aside"]].assign(unaccounted=lost)


def repairs(found: pd.DataFrame) -> pd.DataFrame:
    """Return the repairs by table and rule: how many spellings or headings, and how many cells.

    Parameters
    ----------
    found : DataFrame
        As `Loaded` has them: table, column, rule, found, became, n_rows, first_row.
    """
    grouped = found.groupby(["table", "rule"], sort=False)
    return pd.DataFrame(
        {
            "columns": grouped["column"].agg(lambda c: ", ".join(x for x in dict.fromkeys(c) if x)),
            "n_changes": grouped.size(),
            "n_cells": grouped["n_rows"].sum(),
        }
    )


def rejected(faulty: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rejected rows by table and rule, with the numbers of the first of them.

    Parameters
    ----------
    faulty : mapping of str to DataFrame
        By table: file (none if the table has but one), row of the file, column, rule, allowed; a
        row may have several.
    """
    parts = [frame.assign(table=table) for table, frame in faulty.items()]
    columns = ["table", "column", "rule", "rows", "row_numbers"]
    if not parts:
        return pd.DataFrame(columns=columns).set_index(columns[:3])
    each = pd.concat(parts, ignore_index=True)[["file", "row", *columns[:3]]].drop_duplicates()
    # As words, since a category that no row has would be a row of the result.
    each = each.astype(dict.fromkeys(["file", *columns[:3]], str))
    each = each.sort_values(["file", "row"], kind="stable")
    called = [
        f"{row} of {file}" if file else row for file, row in zip(each.file, each.row, strict=True)
    ]
    grouped = each.assign(called=called).groupby(columns[:3], sort=False)["called"]
    made = pd.DataFrame(
        {"rows": grouped.size(), "row_numbers": grouped.agg(lambda rows: listed(list(rows)))}
    )
    return made.sort_values("rows", ascending=False, kind="stable")


def noticed(notices: pd.DataFrame) -> pd.DataFrame:
    """Return what was noticed in files and rows and left as it is, by table, column and rule.

    Parameters
    ----------
    notices : DataFrame
        As `Loaded` has them: table, column, rule, found, n_rows, rows (the first row numbers).
    """
    named = notices.rename(columns={"rows": "row_numbers"}).rename(columns={"n_rows": "rows"})
    by = ["table", "column", "rule"]
    return named.astype({"rows": "Int64"}).set_index(by)[["found", "rows", "row_numbers"]]
