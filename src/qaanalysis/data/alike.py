"""Faults that are alike, told in one line: a wrong word is wrong in each row that has it."""

import pandas as pd

from qaanalysis.data.origins import rows_shown

_SAME = ("table", "file", "sheet", "column", "rule", "found", "allowed")
COLUMNS = ("table", "file", "sheet", "n_rows", "rows", "column", "rule", "found", "allowed")


def alike(faults: pd.DataFrame) -> pd.DataFrame:
    """Return a line for each kind of fault, in the order in which they are first found.

    What identifies a person isn't shown, so that all such texts of a column make one line.

    Parameters
    ----------
    faults : DataFrame
        Those of `Loaded`: a line for each row and column.

    Returns
    -------
    DataFrame
        table, file, sheet, n_rows, rows (the first few numbers), column, rule, found, allowed.

    Examples
    --------
    >>> wrong = {"table": "audits", "file": "a.csv", "sheet": "", "column": "Grade"}
    >>> wrong |= {"rule": "not a word of the list", "found": "Inad.", "allowed": "one of Good"}
    >>> alike(pd.DataFrame([wrong | {"row": row} for row in (7, 9)]))[["n_rows", "rows", "found"]]
       n_rows  rows  found
    0       2  7, 9  Inad.
    """
    groups = faults.groupby(list(_SAME), sort=False)["row"]
    found = [(*same, len(rows), rows_shown(sorted(rows))) for same, rows in groups]
    return pd.DataFrame(found, columns=[*_SAME, "n_rows", "rows"])[list(COLUMNS)]
