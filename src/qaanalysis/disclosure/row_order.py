"""The order of rows, which may tell a reader only what the rows themselves show."""

import pandas as pd


def most_first(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return rows by the figures of a column as they are shown, most first.

    Those whose figure is hidden or missing are last. They, and rows that show the same, stay in
    the order given, which mustn't come of the figures.

    Parameters
    ----------
    frame : DataFrame
        A table that has been made safe.
    column : str
        The column; rows stay as they are if it is empty, or not shown any more.

    Examples
    --------
    >>> frame = pd.DataFrame({"n": [7, "[c]", 9, "[c]"]}, ["Plans", "Visits", "Care", "Play"])
    >>> most_first(frame, "n").index.tolist()
    ['Care', 'Plans', 'Visits', 'Play']
    """
    if column not in frame:
        return frame
    shown = pd.to_numeric(frame[column].reset_index(drop=True), errors="coerce")
    return frame.iloc[shown.sort_values(ascending=False, kind="stable").index]
