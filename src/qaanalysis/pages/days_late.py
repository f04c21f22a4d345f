"""Days late in tables of what may be late, the same in each report."""

import pandas as pd

# The symbol of what doesn’t apply.
NOT_APPLICABLE = "[z]"
_COLUMNS = ("days_late", "most_days_late")


def applied(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table that says of days late where there can be none: nothing there is late.

    Examples
    --------
    >>> applied(pd.DataFrame({"most_days_late": [26.0, float("nan")]}))["most_days_late"].tolist()
    [26.0, '[z]']
    """
    late = [name for name in _COLUMNS if name in frame]
    return frame.astype(dict.fromkeys(late, object)).fillna(dict.fromkeys(late, NOT_APPLICABLE))
