"""Faults that are alike, told in one line: a wrong word is wrong in each row that has it."""

import numpy as np
import pandas as pd

from qaanalysis.data.origins import ROWS_SHOWN, rows_shown

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
    kinds = faults.groupby(list(_SAME), sort=False, dropna=False).ngroup().to_numpy()
    # By kind and row number at once: a broken export has a hundred thousand kinds.
    order = np.lexsort((faults["row"].to_numpy(), kinds))
    _, first, n = np.unique(kinds[order], return_index=True, return_counts=True)
    rows = faults["row"].to_numpy()[order]
    of_first = np.unique(kinds, return_index=True)[1]
    lines = faults.iloc[of_first][list(_SAME)].astype(str).reset_index(drop=True)
    ends = first + np.minimum(n, ROWS_SHOWN + 1)
    lines["n_rows"] = n
    lines["rows"] = [rows_shown(rows[a:b].tolist()) for a, b in zip(first, ends, strict=True)]
    return lines[list(COLUMNS)]
