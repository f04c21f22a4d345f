"""Rejected rows that no line among the faults is about, to reconcile rows with faults."""

import pandas as pd

from qaanalysis.data.loading import Loaded
from qaanalysis.data.origins import rows_shown

COLUMNS = ("table", "file", "rule", "n_rows", "rows")


def unlisted(loaded: Loaded) -> pd.DataFrame:
    """Return the rejected rows that have no line of their own among the faults, by why.

    A row that points at a rejected one has none, nor has the first of two rows that contradict one
    another, or the second row that points at nothing where the first speaks for all.

    Parameters
    ----------
    loaded : Loaded
        The account of every row.

    Returns
    -------
    DataFrame
        table, file (empty if the table has but one), rule (the first of a row's), n_rows, and rows
        (the first few numbers). Each row is counted once.
    """
    found = []
    for table, faulty in loaded.faulty.items():
        listed = loaded.faults[loaded.faults["table"] == table]
        # A table of one file names none, and so has only the numbers of its rows.
        one = not faulty["file"].astype(str).any()
        told = pd.DataFrame({"file": "" if one else _named(listed), "row": listed["row"]})
        own = faulty.drop_duplicates(["file", "row"]).astype({"file": str})
        own = own.merge(told.drop_duplicates(), on=["file", "row"], how="left", indicator="told")
        left = own[own["told"] == "left_only"].sort_values(["file", "row"], kind="stable")
        for (file, rule), rows in left.groupby(["file", "rule"], sort=False)["row"]:
            found.append((table, file, rule, len(rows), rows_shown(rows.tolist())))
    return pd.DataFrame(found, columns=list(COLUMNS))


def _named(listed: pd.DataFrame) -> pd.Series:
    """Return what the file and sheet of each fault are called."""
    files, sheets = listed["file"].astype(str), listed["sheet"].astype(str)
    return files.where(sheets == "", files + ", sheet " + sheets)
