"""What changed in the rows since the run before: added, removed, edited, by month and column."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from qaanalysis.metrics.data_quality.accounts import listed

KEY, MONTH = "its key", "its month"
ADDED, REMOVED, EDITED = "added", "removed", "edited"


def changed(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every row that was added, removed or edited.

    Parameters
    ----------
    before, after : mapping of str to DataFrame
        By table: a fingerprint of each row's key (`its key`), `its month` as text, and of each
        cell, by column. Tables that only one of the two has are passed over: another choice of
        sources is no change of a row.

    Returns
    -------
    DataFrame
        A row each: table, month, change, place (of the row among `after`; -1 if removed), and
        columns (edited ones).
    """
    parts = [_of_table(table, before[table], after[table]) for table in after if table in before]
    columns = ["table", "month", "change", "place", "columns"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _of_table(table: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    old = before.drop_duplicates(KEY).set_index(KEY)
    new = after.assign(place=np.arange(len(after))).drop_duplicates(KEY).set_index(KEY)
    both = [c for c in after.columns if c in before.columns and c not in (KEY, MONTH)]
    kept = new.index.intersection(old.index, sort=False)
    differs = new.loc[kept, both] != old.loc[kept, both]
    edited = kept[differs.any(axis=1).to_numpy()]
    columns = [", ".join(c for c in both if row[c]) for _, row in differs.loc[edited].iterrows()]
    added, removed = new.index.difference(old.index), old.index.difference(new.index)
    return pd.DataFrame(
        {
            "table": table,
            # A row that moved to another month revises the month that had it.
            "month": [
                *new.loc[added, MONTH],
                *old.loc[removed, MONTH],
                *old.loc[edited, MONTH],
            ],
            "change": [
                *[ADDED] * len(added),
                *[REMOVED] * len(removed),
                *[EDITED] * len(edited),
            ],
            "place": [*new.loc[added, "place"], *[-1] * len(removed), *new.loc[edited, "place"]],
            "columns": [*[""] * len(added), *[""] * len(removed), *columns],
        }
    )


def by_month(changes: pd.DataFrame) -> pd.DataFrame:
    """Return by table and month how many rows were added, removed and edited."""
    counts = changes.groupby(["table", "month", "change"], sort=True).size().unstack("change")
    return counts.reindex(columns=[ADDED, REMOVED, EDITED]).fillna(0).astype("int64")


def by_column(changes: pd.DataFrame, names: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return by table and column how many rows were edited, and the references of the first.

    Parameters
    ----------
    changes : DataFrame
        As `changed` returns them.
    names : mapping of str to Series
        By table: what each row is called, in the order of the rows; none where a row's key names
        a person.
    """
    edited = changes[changes["change"] == EDITED]
    each = edited.assign(column=edited["columns"].str.split(", ")).explode("column")
    rows = []
    for (table, column), found in each.groupby(["table", "column"], sort=True):
        called = names.get(str(table))
        refs = [] if called is None else called.iloc[found["place"].tolist()].astype(str).tolist()
        rows.append((table, column, len(found), listed(refs)))
    columns = ["table", "column", "edited", "references"]
    return pd.DataFrame(rows, columns=columns).set_index(columns[:2])


def of_reported(changes: pd.DataFrame, reported: str) -> pd.DataFrame:
    """Return the changes of rows of months that were reported by then.

    Parameters
    ----------
    changes : DataFrame
        As `changed` returns them.
    reported : str
        The newest month that the run before was about, such as 2023-10.
    """
    return changes[(changes["month"] != "") & (changes["month"] <= reported)]
