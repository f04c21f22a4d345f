"""Tables of stated totals, written a month a row."""

import pandas as pd

COUNTS = ("planned", "exempted", "scheduled", "returned")


def months(n):
    return pd.period_range("2023-05", periods=n, freq="M", name="month")


def stated(*rows):
    """Make a table of stated totals, a month a row; a count that is hidden is a pair of ends."""
    made = []
    for month, row in zip(months(len(rows)), rows, strict=True):
        cells = {"month": month}
        for count, told in zip(COUNTS, row, strict=True):
            low, high = told if isinstance(told, tuple) else (None, None)
            cells[count] = None if isinstance(told, tuple) else told
            cells |= {f"{count}_at_least": low, f"{count}_at_most": high}
        made.append(cells)
    return pd.DataFrame(made)
